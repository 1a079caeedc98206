"""Data sets of others: their files, what each row became, what was put aside, what changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0021_words_of_reports"),
        ("intake", "0001_documents_and_custody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("file_name", models.CharField(blank=True, default="", max_length=120)),
                ("sheet", models.CharField(blank=True, default="", max_length=120)),
                ("state", models.CharField(default="read", max_length=10)),
                ("columns", models.JSONField(default=list)),
                ("tags", models.JSONField(default=dict)),
                ("sheets", models.JSONField(default=list)),
                ("sample", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("on_version", models.PositiveIntegerField(default=0)),
                ("with_changes", models.BooleanField(default=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("job", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DataRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
                ("original", models.JSONField(default=dict)),
                ("values", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                (
                    "first_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.datafile",
                    ),
                ),
                (
                    "gone_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missing",
                        to="intake.datafile",
                    ),
                ),
                (
                    "last_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="intake.datafile",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_row",
                        to="desk.report",
                    ),
                ),
                (
                    "toll",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_row",
                        to="desk.toll",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
            },
        ),
        migrations.CreateModel(
            name="DataRowVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("original", models.JSONField(default=dict)),
                ("values", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "of_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.datafile",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="intake.datarow",
                    ),
                ),
                (
                    "until_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.datafile",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="DataSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("publisher", models.CharField(blank=True, default="", max_length=300)),
                ("licence", models.CharField(blank=True, default="", max_length=300)),
                ("credit", models.TextField(blank=True, default="")),
                ("mapping", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddField(
            model_name="datarow",
            name="data_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="intake.dataset",
            ),
        ),
        migrations.AddField(
            model_name="datafile",
            name="data_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="intake.dataset",
            ),
        ),
        migrations.CreateModel(
            name="QuarantinedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantined",
                        to="intake.datafile",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
            },
        ),
        migrations.CreateModel(
            name="DataChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_gone", models.BooleanField(default=False)),
                ("fields", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="intake.datafile",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.datarow",
                    ),
                ),
            ],
            options={
                "ordering": ["is_gone", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "row"), name="row_changes_once_a_file")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="dataset",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="data_set_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="datarow",
            index=models.Index(fields=["data_set", "number", "id"], name="data_row_by_number"),
        ),
        migrations.AddConstraint(
            model_name="datarow",
            constraint=models.UniqueConstraint(
                fields=("data_set", "key"), name="row_once_a_data_set"
            ),
        ),
        migrations.AddConstraint(
            model_name="datarow",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="data_row_has_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="datarow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("report__isnull", False), ("toll__isnull", True)),
                    models.Q(("report__isnull", True), ("toll__isnull", False)),
                    _connector="OR",
                ),
                name="data_row_became_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="datafile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["checked", "checking", "dropped", "read", "taken", "taking"])
                ),
                name="data_file_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="datafile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("read", "checking", "checked", "dropped")),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="data_file_taken_by_a_person",
            ),
        ),
    ]
