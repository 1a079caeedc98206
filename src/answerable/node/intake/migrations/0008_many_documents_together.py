"""Many documents brought in together, and what became of each file; two more ways in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_time_stamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kept_as", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("note", models.TextField(blank=True, default="")),
                ("total", models.PositiveIntegerField()),
                ("with_reports", models.BooleanField(default=True)),
                ("state", models.CharField(default="reading", max_length=10)),
                ("job", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="BundleFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=300)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("outcome", models.CharField(max_length=10)),
                ("problem", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "ordering": ["bundle", "number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_way_is_known",
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("way__in", ["archive", "attached", "folder", "paste", "upload"])
                ),
                name="document_way_is_known",
            ),
        ),
        migrations.AddField(
            model_name="bundle",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bundlefile",
            name="bundle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="intake.bundle",
            ),
        ),
        migrations.AddField(
            model_name="bundlefile",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_in",
                to="intake.document",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="bundle_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["ended", "left", "reading"])),
                name="bundle_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "reading")),
                    models.Q(
                        models.Q(("state", "reading"), _negated=True),
                        ("ended_at__isnull", False),
                        ("kept_as", ""),
                    ),
                    _connector="OR",
                ),
                name="bundle_keeps_its_archive_only_while_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlefile",
            constraint=models.UniqueConstraint(
                fields=("bundle", "number"), name="bundle_file_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="bundle_file_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["known", "received", "refused"])),
                name="bundle_file_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("document", None),
                        ("outcome", "refused"),
                        models.Q(("problem", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("outcome", "refused"), _negated=True),
                        ("document__isnull", False),
                        ("problem", ""),
                    ),
                    _connector="OR",
                ),
                name="bundle_file_is_a_document_or_says_why_not",
            ),
        ),
    ]
