"""Keep what somebody decided on a finding, and the check of a custodian of exactly these words."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_remits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("vantage", models.CharField(max_length=8)),
                ("sole_survivor", models.CharField(max_length=8)),
                ("others_know", models.CharField(max_length=8)),
                ("exact_place", models.CharField(max_length=8)),
                ("known_to_few", models.CharField(max_length=8)),
                ("note", models.TextField(blank=True, default="")),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_checks",
                        to="desk.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        name="identity_check_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vantage__in", ["covered", "no"])),
                        name="identity_check_vantage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sole_survivor__in", ["covered", "no"])),
                        name="identity_check_sole_survivor_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("others_know__in", ["covered", "no"])),
                        name="identity_check_others_know_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exact_place__in", ["covered", "no"])),
                        name="identity_check_exact_place_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("known_to_few__in", ["covered", "no"])),
                        name="identity_check_known_to_few_is_known",
                    ),
                    models.UniqueConstraint(fields=("draft", "digest"), name="identity_check_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("reason", models.TextField()),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_findings",
                        to="desk.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="keeping_a_finding_has_a_reason",
                    ),
                    models.UniqueConstraint(fields=("draft", "key"), name="finding_kept_once"),
                ],
            },
        ),
    ]
