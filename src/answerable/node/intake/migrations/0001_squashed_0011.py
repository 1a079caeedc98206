"""All tables of intake at once, for a new node: step by step they take eight seconds to make.

A node that has some of the steps it replaces goes on with the others, one by one.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from answerable.node.at_once import AllAtOnce


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0001_documents_and_custody"),
        ("intake", "0002_data_sets_and_their_rows"),
        ("intake", "0003_more_kinds_of_documents"),
        ("intake", "0004_claims_of_reports"),
        ("intake", "0005_what_was_taken_over_of_claims"),
        ("intake", "0006_emails_become_reports"),
        ("intake", "0007_time_stamps"),
        ("intake", "0008_many_documents_together"),
        ("intake", "0009_why_a_text_was_not_read"),
        ("intake", "0010_feeds_of_partners"),
        ("intake", "0011_columns_that_held_a_person"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0023_what_the_board_counts"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveIntegerField()),
                        ("media", models.CharField(max_length=80)),
                        ("way", models.CharField(max_length=10)),
                        ("file_name", models.CharField(blank=True, default="", max_length=120)),
                        ("url", models.CharField(blank=True, default="", max_length=2000)),
                        ("note", models.TextField(blank=True, default="")),
                        ("received_at", models.DateTimeField()),
                        (
                            "received_by",
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
                        "ordering": ["-received_at", "-id"],
                        "indexes": [
                            models.Index(fields=["-received_at", "-id"], name="document_by_time")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Length("sha256"), 64
                                ),
                                name="document_hash_is_sha256",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("size__gt", 0)), name="document_is_not_empty"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "media__in",
                                        [
                                            "application/pdf",
                                            "application/vnd.oasis.opendocument.text",
                                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                            "image/jpeg",
                                            "image/png",
                                            "image/webp",
                                            "message/rfc822",
                                            "multipart/related",
                                            "text/html",
                                            "text/plain",
                                        ],
                                    )
                                ),
                                name="document_media_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "way__in",
                                        [
                                            "archive",
                                            "attached",
                                            "feed",
                                            "folder",
                                            "paste",
                                            "upload",
                                        ],
                                    )
                                ),
                                name="document_way_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustodyEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("detail", models.CharField(blank=True, default="", max_length=120)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="custody",
                                to="intake.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "attached",
                                            "downloaded",
                                            "found_changed",
                                            "read",
                                            "received",
                                            "received_again",
                                            "report_made",
                                        ],
                                    )
                                ),
                                name="custody_kind_is_known",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made_into",
                                to="intake.document",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(blank=True, default="", max_length=300)),
                        ("publisher", models.CharField(blank=True, default="", max_length=300)),
                        ("published", models.DateField(blank=True, null=True)),
                        (
                            "published_basis",
                            models.CharField(blank=True, default="", max_length=10),
                        ),
                        ("language", models.CharField(default="und", max_length=3)),
                        ("language_basis", models.CharField(blank=True, default="", max_length=10)),
                        ("text", models.TextField(blank=True, default="")),
                        ("encoding", models.CharField(blank=True, default="", max_length=20)),
                        ("pages", models.PositiveIntegerField(blank=True, null=True)),
                        ("truncated", models.BooleanField(default=False)),
                        ("notices", models.JSONField(default=list)),
                        ("reader", models.CharField(max_length=300)),
                        ("read_at", models.DateTimeField()),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="intake.document",
                            ),
                        ),
                        ("facts", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "ordering": ["-read_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reader", ""), _negated=True),
                                name="reading_names_its_reader",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_basis__in", ["", "declared", "estimated", "file"])
                                ),
                                name="reading_date_basis_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("language_basis__in", ["", "declared", "estimated", "file"])
                                ),
                                name="reading_language_basis_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published__isnull", True), ("published_basis", "")),
                                    models.Q(
                                        ("published__isnull", False),
                                        models.Q(("published_basis", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reading_date_says_how_it_is_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DataSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="data_set_has_a_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                blank=True,
                                null=True,
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
                        (
                            "data_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="intake.dataset",
                            ),
                        ),
                        ("withheld", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "checked",
                                            "checking",
                                            "dropped",
                                            "read",
                                            "taken",
                                            "taking",
                                        ],
                                    )
                                ),
                                name="data_file_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("read", "checking", "checked", "dropped")),
                                    models.Q(
                                        ("decided_at__isnull", False), ("decided_by__isnull", False)
                                    ),
                                    models.Q(("by__isnull", True), ("state", "taken")),
                                    _connector="OR",
                                ),
                                name="data_file_taken_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        (
                            "data_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="intake.dataset",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number", "id"],
                        "indexes": [
                            models.Index(
                                fields=["data_set", "number", "id"], name="data_row_by_number"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data_set", "key"), name="row_once_a_data_set"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                name="data_row_has_a_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("report__isnull", False), ("toll__isnull", True)),
                                    models.Q(("report__isnull", True), ("toll__isnull", False)),
                                    _connector="OR",
                                ),
                                name="data_row_became_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataRowVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="QuarantinedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="DataChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                            models.UniqueConstraint(
                                fields=("file", "row"), name="row_changes_once_a_file"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimsRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        ("taken", models.JSONField(blank=True, default=dict)),
                        ("problem", models.CharField(blank=True, default="", max_length=32)),
                    ],
                    options={
                        "ordering": ["-read_at", "-id"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reader", ""), _negated=True),
                                name="claims_run_names_its_reader",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "problem__in",
                                        [
                                            "",
                                            "damaged",
                                            "too_large",
                                            "too_much_memory",
                                            "took_too_long",
                                        ],
                                    )
                                ),
                                name="claims_run_problem_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatedClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "number"), name="claim_number_once_a_run"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "actor",
                                            "denial",
                                            "harm",
                                            "means",
                                            "object",
                                            "source",
                                            "when",
                                            "where",
                                        ],
                                    )
                                ),
                                name="claim_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scope__in", ["cumulative", "incident", "periodic"])
                                ),
                                name="claim_scope_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="claim_has_a_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verdict__in",
                                        ["confirmed", "corrected", "rejected", "undone"],
                                    )
                                ),
                                name="claim_verdict_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceivedMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("source", models.CharField(max_length=12)),
                        ("note", models.TextField(blank=True, default="")),
                        ("marked", models.PositiveIntegerField(default=0)),
                        ("attached", models.PositiveIntegerField(default=0)),
                        ("left_out", models.PositiveIntegerField(default=0)),
                        ("notices", models.JSONField(default=list)),
                        ("reader", models.CharField(max_length=300)),
                        ("received_at", models.DateTimeField()),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="received_mail",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-id"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="TimeStamp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("authority", models.CharField(max_length=255)),
                        ("signer", models.CharField(max_length=200)),
                        ("policy", models.CharField(max_length=100)),
                        ("serial", models.CharField(max_length=80)),
                        ("stamped_at", models.DateTimeField()),
                        ("verified_at", models.DateTimeField()),
                        ("response", models.BinaryField()),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="time_stamp",
                                to="intake.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Bundle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="bundle_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["ended", "left", "reading"])),
                                name="bundle_state_is_known",
                            ),
                            models.CheckConstraint(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BundleFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=300)),
                        ("sha256", models.CharField(blank=True, default="", max_length=64)),
                        ("outcome", models.CharField(max_length=10)),
                        ("problem", models.CharField(blank=True, default="", max_length=40)),
                        (
                            "bundle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="intake.bundle",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came_in",
                                to="intake.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["bundle", "number"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bundle", "number"), name="bundle_file_counted_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="bundle_file_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["known", "received", "refused"])
                                ),
                                name="bundle_file_outcome_is_known",
                            ),
                            models.CheckConstraint(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "data_set",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feed",
                                to="intake.dataset",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
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
                        "ordering": ["name"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="feed_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("closed_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False), ("closed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="feed_closed_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("prefix", models.CharField(max_length=12, unique=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "feed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tokens",
                                to="intake.feed",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_by",
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
                        "ordering": ["-made_at", "-id"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("prefix", ""), _negated=True),
                                name="feed_token_has_a_prefix",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoked_at__isnull", True), ("revoked_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="feed_token_revoked_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=32, unique=True)),
                        ("key", models.CharField(blank=True, max_length=64, null=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("state", models.CharField(max_length=10)),
                        ("status", models.PositiveSmallIntegerField(default=201)),
                        ("reason", models.CharField(blank=True, default="", max_length=40)),
                        ("problems", models.JSONField(blank=True, default=list)),
                        ("outcomes", models.JSONField(blank=True, default=list)),
                        ("at", models.DateTimeField()),
                        (
                            "file",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delivery",
                                to="intake.datafile",
                            ),
                        ),
                        (
                            "feed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="intake.feed",
                            ),
                        ),
                        (
                            "token",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.feedtoken",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["feed", "-at", "-id"], name="delivery_by_feed")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["received", "refused"])),
                                name="delivery_state_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("feed", "key"), name="delivery_once_a_key"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("file__isnull", False),
                                        ("reason", ""),
                                        ("state", "received"),
                                    ),
                                    models.Q(
                                        ("file__isnull", True),
                                        ("state", "refused"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_received_or_says_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
