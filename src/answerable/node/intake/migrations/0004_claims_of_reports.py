"""What readers claim that reports state, and what people decided of it, kept apart."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0022_files_that_go_with_a_draft"),
        ("intake", "0003_more_kinds_of_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimsRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("published", models.DateField(blank=True, null=True)),
                ("languages", models.JSONField(default=dict)),
                ("dropped", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_runs",
                        to="desk.report",
                    ),
                ),
            ],
            options={
                "ordering": ["-read_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StatedClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=300)),
                ("quote", models.TextField()),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=120)),
                ("confidence", models.FloatField()),
                ("language", models.CharField(max_length=35)),
                ("scope", models.CharField(max_length=10)),
                ("incident", models.PositiveIntegerField(blank=True, null=True)),
                ("qualifier", models.CharField(blank=True, default="", max_length=12)),
                ("low", models.PositiveIntegerField(blank=True, null=True)),
                ("high", models.PositiveIntegerField(blank=True, null=True)),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("subset_of", models.PositiveIntegerField(blank=True, null=True)),
                ("first_day", models.DateField(blank=True, null=True)),
                ("last_day", models.DateField(blank=True, null=True)),
                ("grain", models.CharField(blank=True, default="", max_length=10)),
                ("place", models.JSONField(blank=True, null=True)),
                ("sources", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="intake.claimsrun",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ClaimDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verdict", models.CharField(max_length=10)),
                ("corrected", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="intake.statedclaim",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="claimsrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("reader", ""), _negated=True),
                name="claims_run_names_its_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="statedclaim",
            constraint=models.UniqueConstraint(
                fields=("run", "number"), name="claim_number_once_a_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="statedclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["actor", "denial", "harm", "means", "object", "source", "when", "where"],
                    )
                ),
                name="claim_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="statedclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["cumulative", "incident", "periodic"])),
                name="claim_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="statedclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="claim_has_a_span"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["confirmed", "corrected", "rejected", "undone"])
                ),
                name="claim_verdict_is_known",
            ),
        ),
    ]
