"""Keep what the side that is asked works with: tasks, holds, referrals, its own operations log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_roles_that_take_two"),
        ("desk", "0008_emergency_access"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InvestigationTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, default="")),
                ("due", models.DateField()),
                ("state", models.CharField(default="open", max_length=8)),
                ("result", models.TextField(blank=True, default="")),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due", "id"],
            },
        ),
        migrations.CreateModel(
            name="LogImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("sheet", models.CharField(blank=True, default="", max_length=120)),
                ("rows", models.JSONField(default=list)),
                ("state", models.CharField(default="read", max_length=8)),
                ("mapping", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="MethodCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("method", models.CharField(max_length=32)),
                ("done", models.BooleanField()),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("start", models.DateTimeField()),
                ("end", models.DateTimeField()),
                ("uncertain", models.PositiveIntegerField(default=0)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("radius", models.PositiveIntegerField(default=0)),
                ("action", models.CharField(blank=True, default="", max_length=300)),
                ("unit", models.CharField(blank=True, default="", max_length=200)),
                ("note", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["start", "id"],
            },
        ),
        migrations.CreateModel(
            name="OperationsLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("zone", models.CharField(max_length=64)),
                ("mapping", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="OperationVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verdict", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreservationHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("what", models.CharField(max_length=300)),
                ("held_at", models.CharField(max_length=200)),
                ("asked_of", models.CharField(max_length=200)),
                ("asked_on", models.DateField()),
                ("overwritten_on", models.DateField(blank=True, null=True)),
                ("state", models.CharField(default="asked", max_length=12)),
                ("state_on", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["asked_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.CharField(max_length=32)),
                ("authority", models.CharField(max_length=200)),
                ("referred_on", models.DateField()),
                ("reference", models.CharField(blank=True, default="", max_length=100)),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["referred_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=32)),
                ("status", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["on", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agrees", models.BooleanField()),
                ("character", models.CharField(blank=True, default="", max_length=64)),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ServedThread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SetAsideRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField(default=list)),
                ("faults", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ToldApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="claimcheck",
            name="evidence",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="claimcheckchange",
            name="evidence",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="investigation",
            name="standard",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(
            model_name="investigation",
            name="standard_note",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddConstraint(
            model_name="investigation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "standard__in",
                        [
                            "",
                            "beyond_reasonable_doubt",
                            "clear_and_convincing",
                            "more_likely_than_not",
                            "reasonable_grounds",
                            "reasonable_suspicion",
                        ],
                    )
                ),
                name="investigation_standard_is_known",
            ),
        ),
        migrations.AddField(
            model_name="investigationtask",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="investigationtask",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="investigationtask",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="investigationtask",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="logimport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="methodcheck",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="methodcheck",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="methods",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="first_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.logimport"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="last_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.logimport"
            ),
        ),
        migrations.AddField(
            model_name="operationslog",
            name="offices",
            field=models.ManyToManyField(related_name="+", to="accounts.office"),
        ),
        migrations.AddField(
            model_name="operationslog",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="log",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="operations",
                to="desk.operationslog",
            ),
        ),
        migrations.AddField(
            model_name="logimport",
            name="log",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="desk.operationslog",
            ),
        ),
        migrations.AddField(
            model_name="operationverdict",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="operationverdict",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verdicts",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="operationverdict",
            name="operation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verdicts",
                to="desk.operation",
            ),
        ),
        migrations.AddField(
            model_name="preservationhold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="preservationhold",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.channel"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="compartment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.compartment",
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remedies",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="secondreading",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondreading",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="desk.review",
            ),
        ),
        migrations.AddField(
            model_name="servedthread",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="servedthread",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.channel"
            ),
        ),
        migrations.AddField(
            model_name="servedthread",
            name="investigation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="serves",
                to="desk.investigation",
            ),
        ),
        migrations.AddField(
            model_name="setasiderow",
            name="taken_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="set_aside",
                to="desk.logimport",
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="toldapart",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="told_apart",
                to="desk.draft",
            ),
        ),
        migrations.AddIndex(
            model_name="investigationtask",
            index=models.Index(fields=["owner", "state", "due"], name="task_by_owner"),
        ),
        migrations.AddConstraint(
            model_name="investigationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="task_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="investigationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["done", "dropped", "open"])),
                name="task_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="investigationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True), ("ended_by__isnull", True), ("state", "open")
                    ),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="task_ended_has_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="methodcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "method__in",
                        [
                            "civilian_interviews",
                            "footage",
                            "interviews_of_forces",
                            "ngo_input",
                            "records",
                            "satellite_imagery",
                            "site_visit",
                            "third_party_asked",
                            "weapons_analysis",
                        ],
                    )
                ),
                name="method_check_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="methodcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done", True), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="method_left_out_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="operationslog",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="operations_log_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(fields=["log", "start"], name="operation_by_start"),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="operation_has_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(fields=("log", "key"), name="operation_once_a_log"),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))),
                name="operation_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__gte", -90),
                    ("latitude__lte", 90),
                    ("longitude__gte", -180),
                    ("longitude__lte", 180),
                ),
                name="operation_is_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="logimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["dropped", "read", "taken"])),
                name="log_import_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="logimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "read"), ("ended_at__isnull", False), _connector="OR"),
                name="log_import_ended_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="operationverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="verdict_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="operationverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["not_ours", "ours", "unclear"])),
                name="verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="hold_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_at", ""), _negated=True), name="hold_says_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_of", ""), _negated=True), name="hold_says_who_was_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["communications", "documents", "footage", "logs", "other", "remnants"],
                    )
                ),
                name="hold_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "confirmed", "lost", "refused"])),
                name="hold_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preservationhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "asked"), ("state_on__isnull", False), _connector="OR"
                ),
                name="hold_answered_has_a_date",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["channel", "thread"], name="referral_by_thread"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("authority", ""), _negated=True),
                name="referral_names_an_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("compartment__isnull", False)),
                name="referral_is_in_a_compartment",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "code__in",
                            [
                                "discipline",
                                "engagement_rules_change",
                                "lessons",
                                "other",
                                "procedure_change",
                                "prosecution",
                                "release",
                                "site_list_update",
                            ],
                        ),
                        ("kind", "measure"),
                        ("status__in", ["done", "planned", "under_way"]),
                    ),
                    models.Q(
                        (
                            "code__in",
                            [
                                "acknowledgement_private",
                                "acknowledgement_public",
                                "apology",
                                "condolence",
                                "medical",
                                "other",
                                "payment",
                                "repair",
                            ],
                        ),
                        ("kind", "redress"),
                        ("status__in", ["considered", "delivered", "offered", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="remedy_fits_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "character__in",
                        [
                            "",
                            "cooperative_but_incomplete",
                            "largely_satisfactory",
                            "no_response",
                            "receipt_acknowledged",
                            "rejected_without_adequate_substantiation",
                        ],
                    )
                ),
                name="reading_character_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.UniqueConstraint(
                fields=("review", "by"), name="one_reading_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agrees", True), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="disagreement_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="servedthread",
            constraint=models.CheckConstraint(
                condition=models.Q(("thread", ""), _negated=True), name="served_thread_has_a_thread"
            ),
        ),
        migrations.AddConstraint(
            model_name="servedthread",
            constraint=models.UniqueConstraint(
                fields=("channel", "thread"), name="thread_is_served_by_one_investigation"
            ),
        ),
        migrations.AddConstraint(
            model_name="setasiderow",
            constraint=models.UniqueConstraint(
                fields=("taken_in", "number"), name="row_set_aside_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True), name="told_apart_has_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="toldapart",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="told_apart_has_a_reason"
            ),
        ),
    ]
