"""All tables of the desk at once, for a new node: step by step they take half a minute to make.

A node that has some of the steps it replaces goes on with the others, one by one.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from answerable.node.at_once import AllAtOnce

COLUMNS = "exhibit_id, number, kind, happened_at, found, at, by_id"
SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS desk_exhibitevent_stays BEFORE UPDATE OF {COLUMNS}
ON desk_exhibitevent
BEGIN SELECT RAISE(ABORT, 'a line of a chain of custody cannot be changed'); END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION desk_exhibitevent_stays() RETURNS trigger AS $$
BEGIN
RAISE EXCEPTION 'a line of a chain of custody cannot be changed' USING ERRCODE = '23514';
END
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS desk_exhibitevent_stays ON desk_exhibitevent;
CREATE TRIGGER desk_exhibitevent_stays BEFORE UPDATE OF {COLUMNS} ON desk_exhibitevent
FOR EACH ROW EXECUTE FUNCTION desk_exhibitevent_stays()
"""


def keep_lines(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRESQL)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("desk", "0001_cases"),
        ("desk", "0002_export_clearances"),
        ("desk", "0003_compartments_and_folders"),
        ("desk", "0004_remits"),
        ("desk", "0005_findings_and_identity_checks"),
        ("desk", "0006_threads_have_a_version"),
        ("desk", "0007_the_incident_dossier"),
        ("desk", "0008_emergency_access"),
        ("desk", "0009_the_side_that_is_asked"),
        ("desk", "0010_work_around_drafts"),
        ("desk", "0011_one_delivery_of_several"),
        ("desk", "0012_reports_of_an_own_act"),
        ("desk", "0013_evidence_on_an_incident"),
        ("desk", "0014_following_up"),
        ("desk", "0015_conveyance_and_tasks_that_change"),
        ("desk", "0016_inbox_and_triage"),
        ("desk", "0017_translations_beside_messages"),
        ("desk", "0018_count_reports_to_screen"),
        ("desk", "0019_cases_carried_on_from_paper"),
        ("desk", "0020_a_register_of_victims"),
    ]

    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Arrival",
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
                        ("thread", models.CharField(max_length=32)),
                        ("leaf", models.CharField(max_length=64)),
                        ("kind", models.CharField(max_length=40)),
                        ("urgent", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("snoozed_until", models.DateField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "done_by",
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
                        "ordering": ["-urgent", "at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["-urgent", "at", "id"],
                                name="arrival_waiting",
                            ),
                            models.Index(fields=["channel", "thread"], name="arrival_by_thread"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "leaf"), name="arrival_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="arrival_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_by__isnull", True),
                                    ("done_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="arrival_done_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
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
                        ("reference", models.CharField(max_length=24, unique=True)),
                        ("marking", models.CharField(blank=True, default="", max_length=16)),
                        ("state", models.CharField(default="gathered", max_length=8)),
                        ("gathered_at", models.DateTimeField()),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                        ("instrument", models.CharField(blank=True, default="", max_length=32)),
                        ("medium", models.CharField(blank=True, default="", max_length=12)),
                        ("delivered_by", models.CharField(blank=True, default="", max_length=200)),
                        ("delivered_to", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "delivered_where",
                            models.CharField(blank=True, default="", max_length=200),
                        ),
                        ("reaction", models.TextField(blank=True, default="")),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "gathered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "gone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "ordering": ["-gathered_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                name="batch_has_a_reference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["dropped", "gathered", "gone"])),
                                name="batch_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "marking__in",
                                        ["", "amber", "amber_strict", "clear", "green", "red"],
                                    )
                                ),
                                name="batch_marking_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "instrument__in",
                                        [
                                            "",
                                            "aide_memoire",
                                            "demarche",
                                            "head_of_government_call",
                                            "hotline_call",
                                            "joint_demarche",
                                            "letter",
                                            "meeting_agenda_item",
                                            "non_paper",
                                            "note_verbale",
                                            "oral_point",
                                            "public_statement",
                                            "working_level_message",
                                        ],
                                    )
                                ),
                                name="batch_instrument_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "medium__in",
                                        [
                                            "",
                                            "call",
                                            "email",
                                            "hotline",
                                            "letter",
                                            "meeting",
                                            "other",
                                            "publication",
                                        ],
                                    )
                                ),
                                name="batch_medium_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "gone"),
                                        ("delivered_at__isnull", False),
                                        ("gone_at__isnull", False),
                                        ("gone_by__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("state", "gone"), _negated=True),
                                        ("gone_at__isnull", True),
                                        ("gone_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_gone_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarriedOn",
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
                        ("thread", models.CharField(max_length=32)),
                        ("paper_thread", models.CharField(max_length=32)),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "paper_channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="carried_on_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paper_thread", ""), _negated=True),
                                name="carried_on_has_a_paper_thread",
                            ),
                            models.UniqueConstraint(
                                fields=("channel", "thread"), name="thread_carries_on_once"
                            ),
                            models.UniqueConstraint(
                                fields=("paper_channel", "paper_thread"),
                                name="paper_is_carried_on_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChainStep",
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
                        ("kind", models.CharField(blank=True, default="", max_length=24)),
                        ("order", models.PositiveSmallIntegerField()),
                        ("role", models.CharField(default="clearer", max_length=8)),
                        (
                            "channel",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
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
                    ],
                    options={
                        "ordering": ["channel_id", "kind", "order", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "correct",
                                            "follow_up",
                                            "information",
                                            "information_request",
                                            "raise",
                                            "response",
                                            "self_report",
                                        ],
                                    )
                                ),
                                name="chain_step_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["clearer", "legal"])),
                                name="chain_step_role_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("channel", "kind", "office", "role"), name="chain_step_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("channel__isnull", True)),
                                fields=("kind", "office", "role"),
                                name="chain_step_of_all_channels_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimCheck",
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
                        ("claim", models.TextField()),
                        ("question", models.CharField(blank=True, default="", max_length=8)),
                        ("about", models.CharField(blank=True, default="", max_length=200)),
                        ("evidence", models.CharField(blank=True, default="", max_length=300)),
                        ("verification", models.CharField(default="unverified", max_length=20)),
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
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimCheckChange",
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
                        ("verification", models.CharField(max_length=20)),
                        ("evidence", models.CharField(blank=True, default="", max_length=300)),
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
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="desk.claimcheck",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verification__in",
                                        [
                                            "contradicted",
                                            "corroborated",
                                            "not_checkable",
                                            "third_party_asked",
                                            "unverified",
                                        ],
                                    )
                                ),
                                name="claim_change_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Compartment",
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
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("purpose", models.TextField(blank=True, default="")),
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
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                name="compartment_has_a_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="compartment_has_a_name",
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
                                name="compartment_closed_has_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRequest",
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
                        ("asked_at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
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
                        (
                            "compartment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="desk.compartment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="access_request_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["ended", "given", "refused", "waiting"])
                                ),
                                name="access_request_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "waiting"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        models.Q(
                                            ("decided_by", models.F("asked_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="access_request_is_decided_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "given"), _negated=True),
                                    ("until__isnull", False),
                                    _connector="OR",
                                ),
                                name="access_given_has_an_end",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("compartment", "asked_by"),
                                name="access_is_asked_for_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompartmentMember",
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
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "compartment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="desk.compartment",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                        (
                            "user",
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
                        "ordering": ["added_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("office__isnull", True), ("user__isnull", False)),
                                    models.Q(
                                        ("office__isnull", False),
                                        ("until__isnull", True),
                                        ("user__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="compartment_member_is_a_person_or_an_office",
                            ),
                            models.UniqueConstraint(
                                fields=("compartment", "user"), name="person_is_let_in_once"
                            ),
                            models.UniqueConstraint(
                                fields=("compartment", "office"), name="office_is_let_in_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernDecision",
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
                        ("raise_it", models.BooleanField()),
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
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ConcernCriterion",
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
                        ("code", models.CharField(max_length=32)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="desk.concerndecision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "code__in",
                                        [
                                            "abduction",
                                            "children",
                                            "civilians_killed_or_injured",
                                            "denial_of_aid",
                                            "detention",
                                            "grave_damage",
                                            "humanitarian_object",
                                            "journalists",
                                            "medical",
                                            "notified_site",
                                            "own_nationals",
                                            "pattern",
                                        ],
                                    )
                                ),
                                name="criterion_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("decision", "code"), name="criterion_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Counter",
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
                        ("series", models.CharField(max_length=40)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "year"), name="one_counter_a_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("series", ""), _negated=True),
                                name="counter_has_a_series",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
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
                        ("kind", models.CharField(max_length=24)),
                        ("thread", models.CharField(max_length=32)),
                        ("reference", models.CharField(blank=True, default="", max_length=64)),
                        ("choice", models.JSONField(default=dict)),
                        ("body", models.JSONField(blank=True, null=True)),
                        ("words", models.JSONField(blank=True, null=True)),
                        ("refs", models.JSONField(default=list)),
                        ("follows", models.CharField(blank=True, default="", max_length=64)),
                        ("digest", models.CharField(blank=True, default="", max_length=64)),
                        ("chain", models.JSONField(blank=True, default=list)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("state", models.CharField(default="editing", max_length=20)),
                        ("started_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_leaf", models.CharField(blank=True, default="", max_length=64)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "last_edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "ordering": ["-changed_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Clearance",
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
                        ("kind", models.CharField(max_length=10)),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField(blank=True, default="")),
                        ("step", models.PositiveSmallIntegerField(default=0)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clearances",
                                to="desk.draft",
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
                                        ["asked", "cleared", "returned", "voided", "waived"],
                                    )
                                ),
                                name="clearance_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest", ""), _negated=True),
                                name="clearance_has_a_digest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["waived", "returned"]), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="clearance_waived_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchItem",
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
                        ("order", models.PositiveSmallIntegerField()),
                        ("went", models.BooleanField(default=False)),
                        ("reference", models.CharField(blank=True, default="", max_length=64)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="desk.batch",
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="batch_items",
                                to="desk.draft",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "draft"), name="draft_once_a_batch"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("went", True)),
                                fields=("draft",),
                                name="draft_goes_with_one_batch",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("went", False),
                                    models.Q(("reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="batch_item_gone_has_a_reference",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftComment",
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
                        ("at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        (
                            "answers",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answered_by",
                                to="desk.draftcomment",
                            ),
                        ),
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
                                related_name="comments",
                                to="desk.draft",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="draft_comment_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftCopy",
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
                        ("version", models.PositiveIntegerField()),
                        ("choice", models.JSONField(default=dict)),
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
                                related_name="copies",
                                to="desk.draft",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="DraftOpen",
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
                        ("seen_at", models.DateTimeField()),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opened",
                                to="desk.draft",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draft", "user"), name="draft_open_once_a_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyContact",
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
                        ("desk", models.CharField(max_length=200)),
                        ("telephone", models.CharField(max_length=60)),
                        ("hours", models.CharField(blank=True, default="", max_length=200)),
                        ("languages", models.CharField(blank=True, default="", max_length=200)),
                        ("added_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duty_contacts",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "ended_by",
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
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("desk", ""), _negated=True),
                                name="duty_contact_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("telephone", ""), _negated=True),
                                name="duty_contact_has_a_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyCall",
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
                        ("thread", models.CharField(max_length=32)),
                        ("called_at", models.DateTimeField()),
                        ("caller", models.CharField(max_length=200)),
                        ("answered_by", models.CharField(blank=True, default="", max_length=200)),
                        ("said", models.TextField(blank=True, default="")),
                        ("result", models.CharField(max_length=16)),
                        ("noted_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="desk.dutycall",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="desk.dutycontact",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-called_at", "-id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="call_by_thread")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="duty_call_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("caller", ""), _negated=True),
                                name="duty_call_has_a_caller",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "result__in",
                                        [
                                            "call_back",
                                            "message_left",
                                            "no_answer",
                                            "refused",
                                            "taken_up",
                                        ],
                                    )
                                ),
                                name="duty_call_result_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exhibit",
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
                        ("kind", models.CharField(max_length=16)),
                        ("copy", models.CharField(default="unknown", max_length=20)),
                        ("description", models.TextField()),
                        ("provenance", models.TextField(blank=True, default="")),
                        ("made_on", models.DateField(blank=True, null=True)),
                        ("made_precision", models.CharField(default="unknown", max_length=8)),
                        ("made_note", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=8, null=True
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True
                            ),
                        ),
                        ("url", models.CharField(blank=True, default="", max_length=2000)),
                        ("archive_url", models.CharField(blank=True, default="", max_length=2000)),
                        ("marking", models.CharField(default="amber", max_length=16)),
                        ("sending", models.CharField(default="no", max_length=16)),
                        ("sha256", models.CharField(blank=True, default="", max_length=64)),
                        ("is_kept", models.BooleanField()),
                        ("size", models.PositiveIntegerField(blank=True, null=True)),
                        ("file_name", models.CharField(blank=True, default="", max_length=120)),
                        ("whereabouts", models.CharField(blank=True, default="", max_length=300)),
                        ("keeper", models.CharField(blank=True, default="", max_length=200)),
                        ("added_at", models.DateTimeField()),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_aside_by",
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
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ExhibitEvent",
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
                        ("kind", models.CharField(max_length=16)),
                        ("reason", models.TextField(blank=True, default="")),
                        ("happened_at", models.DateTimeField(blank=True, null=True)),
                        ("giver", models.CharField(blank=True, default="", max_length=200)),
                        ("taker", models.CharField(blank=True, default="", max_length=200)),
                        ("found", models.CharField(blank=True, default="", max_length=64)),
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
                            "exhibit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="custody",
                                to="desk.exhibit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "added",
                                            "checked",
                                            "cleaned_copy",
                                            "copied",
                                            "corrected",
                                            "described",
                                            "downloaded",
                                            "examined",
                                            "found_changed",
                                            "handed_over",
                                            "lost",
                                            "received",
                                            "returned",
                                            "set_aside",
                                            "stored",
                                            "taken_up",
                                        ],
                                    )
                                ),
                                name="exhibit_event_kind_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("exhibit", "number"), name="exhibit_event_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["added", "described", "checked", "found_changed"],
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="exhibit_event_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportClearance",
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
                        ("leaf", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        ("state", models.CharField(default="asked", max_length=10)),
                        ("purpose", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("note", models.TextField(blank=True, default="")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "indexes": [
                            models.Index(fields=["channel", "leaf"], name="export_by_message")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("purpose", ""), _negated=True),
                                name="export_has_a_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["asked", "cleared", "refused", "waived"])
                                ),
                                name="export_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "asked"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "asked"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_decided_names_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["waived", "refused"]), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="export_waived_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("channel", "leaf"),
                                name="export_asked_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Folder",
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
                        ("thread", models.CharField(max_length=32)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "compartment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.compartment",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "thread"), name="thread_has_one_folder"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="folder_has_a_thread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowStep",
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
                        ("thread", models.CharField(max_length=32)),
                        ("leaf", models.CharField(max_length=64)),
                        ("action", models.CharField(max_length=20)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("due", models.DateTimeField()),
                        ("outcome", models.CharField(max_length=12)),
                        ("means", models.CharField(blank=True, default="", max_length=12)),
                        ("done_at", models.DateTimeField()),
                        ("note", models.TextField(blank=True, default="")),
                        ("noted_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["noted_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="follow_step_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "action__in",
                                        [
                                            "deadline",
                                            "first_reminder",
                                            "level_up",
                                            "raised_level",
                                            "receipt_check",
                                            "session_agenda",
                                        ],
                                    )
                                ),
                                name="follow_step_action_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["passed_over", "taken"])),
                                name="follow_step_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "means__in",
                                        [
                                            "",
                                            "call",
                                            "email",
                                            "letter",
                                            "meeting",
                                            "message",
                                            "other",
                                        ],
                                    )
                                ),
                                name="follow_step_means_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("channel", "thread", "leaf", "action", "number"),
                                name="follow_step_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome", "taken"), models.Q(("means", ""), _negated=True)
                                    ),
                                    models.Q(
                                        ("means", ""),
                                        ("outcome", "passed_over"),
                                        models.Q(("note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_step_says_how_or_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdentityCheck",
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
                            models.UniqueConstraint(
                                fields=("draft", "digest"), name="identity_check_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
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
                        ("reference", models.CharField(max_length=24, unique=True)),
                        ("title", models.CharField(max_length=300)),
                        ("kind", models.CharField(max_length=20)),
                        ("start", models.DateTimeField(blank=True, null=True)),
                        ("end", models.DateTimeField(blank=True, null=True)),
                        ("time_precision", models.CharField(default="unknown", max_length=12)),
                        ("zone", models.CharField(default="UTC", max_length=64)),
                        ("when_note", models.TextField(blank=True, default="")),
                        ("narrative", models.TextField(blank=True, default="")),
                        ("counterpart_text", models.TextField(blank=True, default="")),
                        ("public_text", models.TextField(blank=True, default="")),
                        ("priority", models.CharField(default="normal", max_length=8)),
                        ("country", models.CharField(blank=True, default="", max_length=2)),
                        ("region", models.CharField(blank=True, default="", max_length=200)),
                        ("first_reported_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "first_reported_precision",
                            models.CharField(default="unknown", max_length=8),
                        ),
                        (
                            "first_reported_by",
                            models.CharField(blank=True, default="", max_length=200),
                        ),
                        (
                            "first_reported_url",
                            models.CharField(blank=True, default="", max_length=2000),
                        ),
                        ("strikes_low", models.PositiveIntegerField(blank=True, null=True)),
                        ("strikes_high", models.PositiveIntegerField(blank=True, null=True)),
                        ("weapon", models.CharField(blank=True, default="", max_length=16)),
                        ("weapon_note", models.CharField(blank=True, default="", max_length=300)),
                        ("targeted", models.CharField(blank=True, default="", max_length=200)),
                        ("service_impact", models.JSONField(blank=True, default=list)),
                        ("observations", models.JSONField(blank=True, default=list)),
                        ("status", models.CharField(default="candidate", max_length=20)),
                        ("status_reason", models.TextField(blank=True, default="")),
                        ("hold_until", models.DateField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "compartment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.compartment",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
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
                        "ordering": ["-opened_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Grading",
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
                        ("scale", models.CharField(max_length=12)),
                        ("code", models.CharField(max_length=32)),
                        ("credibility", models.CharField(blank=True, default="", max_length=2)),
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gradings",
                                to="desk.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "indexes": [
                            models.Index(
                                fields=["incident", "scale", "-at", "-id"],
                                name="grading_newest_first",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="grading_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "code__in",
                                            [
                                                "did_not_occur",
                                                "established",
                                                "likely",
                                                "not_assessed",
                                                "possible",
                                                "unlikely",
                                                "unresolved",
                                            ],
                                        ),
                                        ("credibility", ""),
                                        ("scale", "harm"),
                                    ),
                                    models.Q(
                                        (
                                            "code__in",
                                            [
                                                "acknowledged",
                                                "contested",
                                                "likely",
                                                "not_assessed",
                                                "other_party_likely",
                                                "possible",
                                                "unknown",
                                            ],
                                        ),
                                        ("credibility", ""),
                                        ("scale", "attribution"),
                                    ),
                                    models.Q(
                                        ("code__in", ["A", "B", "C", "D", "E", "F"]),
                                        ("credibility__in", ["1", "2", "3", "4", "5", "6"]),
                                        ("scale", "reliability"),
                                    ),
                                    _connector="OR",
                                ),
                                name="grading_fits_its_scale",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldChange",
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
                        ("field", models.CharField(max_length=40)),
                        ("before", models.TextField(blank=True, default="")),
                        ("after", models.TextField(blank=True, default="")),
                        ("reason", models.TextField(blank=True, default="")),
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="field_changes",
                                to="desk.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("field", ""), _negated=True),
                                name="field_change_names_a_field",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("before", ""),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="field_change_of_what_was_set_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("before", models.F("after")), _negated=True),
                                name="field_change_changes_something",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="exhibit",
                    name="incident",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibits",
                        to="desk.incident",
                    ),
                ),
                migrations.CreateModel(
                    name="DraftIncident",
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
                        ("inside", models.CharField(max_length=8)),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="incident_links",
                                to="desk.draft",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draft_links",
                                to="desk.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draft", "incident"), name="incident_once_a_draft"
                            ),
                            models.UniqueConstraint(
                                fields=("draft", "inside"), name="inside_name_once_a_draft"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="draft",
                    name="incidents",
                    field=models.ManyToManyField(
                        related_name="drafts", through="desk.DraftIncident", to="desk.incident"
                    ),
                ),
                migrations.AddField(
                    model_name="concerndecision",
                    name="incident",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concern_decisions",
                        to="desk.incident",
                    ),
                ),
                migrations.CreateModel(
                    name="IncidentInquiry",
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
                        ("thread", models.CharField(max_length=32)),
                        ("inside", models.CharField(max_length=8)),
                        ("linked_at", models.DateTimeField()),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiry_links",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["linked_at", "id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="links_by_thread")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("incident", "channel", "thread"),
                                name="incident_once_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="incident_inquiry_has_a_thread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentMove",
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
                        ("kind", models.CharField(max_length=8)),
                        ("reason", models.TextField()),
                        ("moved", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undo_reason", models.TextField(blank=True, default="")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves_out",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves_in",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "undone_by",
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
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="move_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["merge", "split"])),
                                name="move_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="move_goes_somewhere_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("undo_reason", ""),
                                        ("undone_at__isnull", True),
                                        ("undone_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("undone_at__isnull", False),
                                        ("undone_by__isnull", False),
                                        models.Q(("undo_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="move_undone_has_who_when_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inquiry",
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
                        ("thread", models.CharField(max_length=32)),
                        ("reference", models.CharField(max_length=64, unique=True)),
                        (
                            "their_reference",
                            models.CharField(blank=True, default="", max_length=64),
                        ),
                        ("role", models.CharField(max_length=8)),
                        ("state", models.CharField(max_length=16)),
                        ("closed_ours", models.BooleanField(default=False)),
                        ("closed_theirs", models.BooleanField(default=False)),
                        ("subject", models.CharField(blank=True, default="", max_length=300)),
                        ("language", models.CharField(blank=True, default="", max_length=35)),
                        ("marking", models.CharField(blank=True, default="", max_length=16)),
                        ("instrument", models.CharField(blank=True, default="", max_length=32)),
                        ("urgency", models.CharField(blank=True, default="", max_length=12)),
                        ("level", models.CharField(blank=True, default="", max_length=20)),
                        ("raised_at", models.DateTimeField(null=True)),
                        ("raised_leaf", models.CharField(blank=True, default="", max_length=64)),
                        ("delivered_at", models.DateTimeField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("next_due", models.DateTimeField(null=True)),
                        ("stated_due", models.DateTimeField(null=True)),
                        ("due_agreed", models.BooleanField(default=False)),
                        ("extension_pending", models.BooleanField(default=False)),
                        ("paused_since", models.DateTimeField(null=True)),
                        ("paused_until", models.DateTimeField(null=True)),
                        ("pause_reason", models.CharField(blank=True, default="", max_length=32)),
                        ("step_action", models.CharField(blank=True, default="", max_length=20)),
                        ("step_at", models.DateTimeField(null=True)),
                        ("step_due", models.DateTimeField(null=True)),
                        ("last_message_at", models.DateTimeField(null=True)),
                        ("waiting_on", models.CharField(default="none", max_length=4)),
                        ("questions", models.PositiveSmallIntegerField(default=0)),
                        ("questions_open", models.PositiveSmallIntegerField(default=0)),
                        ("self_reported", models.BooleanField(default=False)),
                        ("out_of_sequence", models.PositiveIntegerField(default=0)),
                        ("second_hand", models.BooleanField(default=False)),
                        ("acknowledged", models.JSONField(null=True)),
                        ("tip", models.CharField(default="", max_length=64)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="ledger.channel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-last_message_at", "-id"],
                        "indexes": [
                            models.Index(fields=["waiting_on", "next_due"], name="inquiry_by_duty"),
                            models.Index(fields=["next_due"], name="inquiry_by_due"),
                            models.Index(fields=["step_due"], name="inquiry_by_step"),
                            models.Index(fields=["-last_message_at", "-id"], name="inquiry_newest"),
                            models.Index(fields=["paused_until"], name="inquiry_by_pause"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "thread"), name="inquiry_once_a_thread"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="inquiry_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                name="inquiry_has_a_reference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["asked", "none", "raising"])),
                                name="inquiry_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "acknowledged",
                                            "answered",
                                            "closed",
                                            "examining",
                                            "followed_up",
                                            "new",
                                            "partly_answered",
                                            "raised",
                                            "reopened",
                                            "self_reported",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="inquiry_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("waiting_on__in", ["both", "none", "them", "us"])
                                ),
                                name="inquiry_waiting_on_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "instrument__in",
                                        [
                                            "",
                                            "aide_memoire",
                                            "demarche",
                                            "head_of_government_call",
                                            "hotline_call",
                                            "joint_demarche",
                                            "letter",
                                            "meeting_agenda_item",
                                            "non_paper",
                                            "note_verbale",
                                            "oral_point",
                                            "public_statement",
                                            "working_level_message",
                                        ],
                                    )
                                ),
                                name="inquiry_instrument_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("urgency__in", ["", "immediate", "ordinary", "urgent"])
                                ),
                                name="inquiry_urgency_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "marking__in",
                                        ["", "amber", "amber_strict", "clear", "green", "red"],
                                    )
                                ),
                                name="inquiry_marking_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "level__in",
                                        [
                                            "",
                                            "ambassador",
                                            "envoy",
                                            "head_of_section",
                                            "joint",
                                            "minister",
                                            "public",
                                            "working_contact",
                                        ],
                                    )
                                ),
                                name="inquiry_level_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "step_action__in",
                                        [
                                            "",
                                            "deadline",
                                            "first_reminder",
                                            "level_up",
                                            "raised_level",
                                            "receipt_check",
                                            "session_agenda",
                                        ],
                                    )
                                ),
                                name="inquiry_step_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "pause_reason__in",
                                        [
                                            "",
                                            "access_denied",
                                            "agreed",
                                            "information_outstanding",
                                            "judicial_proceedings",
                                            "other",
                                            "recess",
                                            "security_situation",
                                        ],
                                    )
                                ),
                                name="inquiry_pause_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pause_reason", ""),
                                        ("paused_since__isnull", True),
                                        ("paused_until__isnull", True),
                                    ),
                                    models.Q(
                                        ("paused_since__isnull", False),
                                        ("paused_until__isnull", False),
                                        models.Q(("pause_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="inquiry_pause_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Investigation",
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
                        ("thread", models.CharField(max_length=32)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("standard", models.CharField(blank=True, default="", max_length=24)),
                        ("standard_note", models.TextField(blank=True, default="")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["-opened_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["channel", "thread"], name="investigation_by_thread"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="investigation_has_a_thread",
                            ),
                            models.CheckConstraint(
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
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("channel", "thread"),
                                name="one_open_investigation_a_thread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conveyance",
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
                        ("thread", models.CharField(max_length=32)),
                        ("medium", models.CharField(max_length=12)),
                        ("conveyed_on", models.DateField()),
                        ("conveyed_by", models.CharField(max_length=200)),
                        ("conveyed_to", models.CharField(max_length=200)),
                        ("place", models.CharField(blank=True, default="", max_length=200)),
                        ("told", models.TextField()),
                        ("reaction", models.TextField(blank=True, default="")),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conveyances",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["conveyed_on", "at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="conveyance_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("conveyed_by", ""), _negated=True),
                                name="conveyance_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("conveyed_to", ""), _negated=True),
                                name="conveyance_says_to_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told", ""), _negated=True),
                                name="conveyance_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "medium__in",
                                        [
                                            "call",
                                            "email",
                                            "hotline",
                                            "letter",
                                            "meeting",
                                            "other",
                                            "publication",
                                        ],
                                    )
                                ),
                                name="conveyance_medium_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvestigationStep",
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
                        ("stage", models.CharField(max_length=16)),
                        ("outcome", models.CharField(max_length=32)),
                        ("done_on", models.DateField()),
                        ("note", models.TextField(blank=True, default="")),
                        ("methods", models.JSONField(default=list)),
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["done_on", "at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        ["decision", "fact_finding", "legal_review", "nexus_check"],
                                    )
                                ),
                                name="step_stage_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "facts_established",
                                            "facts_not_established",
                                            "facts_partly_established",
                                            "further_facts_needed",
                                            "information_needed",
                                            "nexus",
                                            "nexus_unclear",
                                            "no_nexus",
                                            "no_reply_possible",
                                            "referred_to_criminal_process",
                                            "reply_interim",
                                            "reply_with_findings",
                                            "review_completed",
                                        ],
                                    )
                                ),
                                name="step_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "nexus",
                                                "no_nexus",
                                                "nexus_unclear",
                                                "information_needed",
                                            ],
                                        ),
                                        ("stage", "nexus_check"),
                                    ),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "facts_established",
                                                "facts_partly_established",
                                                "facts_not_established",
                                                "information_needed",
                                            ],
                                        ),
                                        ("stage", "fact_finding"),
                                    ),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "review_completed",
                                                "further_facts_needed",
                                                "referred_to_criminal_process",
                                            ],
                                        ),
                                        ("stage", "legal_review"),
                                    ),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "reply_with_findings",
                                                "reply_interim",
                                                "no_reply_possible",
                                                "referred_to_criminal_process",
                                            ],
                                        ),
                                        ("stage", "decision"),
                                    ),
                                    _connector="OR",
                                ),
                                name="step_outcome_fits_stage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvestigationTask",
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
                        ("title", models.CharField(max_length=200)),
                        ("note", models.TextField(blank=True, default="")),
                        ("due", models.DateField()),
                        ("state", models.CharField(default="open", max_length=8)),
                        ("result", models.TextField(blank=True, default="")),
                        ("given_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="desk.investigation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "id"],
                        "indexes": [
                            models.Index(fields=["owner", "state", "due"], name="task_by_owner")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="task_has_a_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "dropped", "open"])),
                                name="task_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("state", "open"),
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueTag",
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
                        ("code", models.CharField(max_length=32)),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="issue_tags",
                                to="desk.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "code__in",
                                        [
                                            "arbitrary_detention",
                                            "assess",
                                            "cancel",
                                            "children",
                                            "collective_punishment",
                                            "command_responsibility",
                                            "cultural_property",
                                            "dangerous_forces",
                                            "dead_and_missing",
                                            "disappearance",
                                            "displacement",
                                            "distinction_objects",
                                            "distinction_persons",
                                            "elderly_disabled",
                                            "ensure_respect",
                                            "environment",
                                            "hostages",
                                            "human_shields",
                                            "indiscriminate",
                                            "indispensable_objects",
                                            "investigate",
                                            "journalists",
                                            "means",
                                            "medical",
                                            "no_reciprocity",
                                            "passive_precautions",
                                            "peacekeeping",
                                            "precautions",
                                            "proportionality",
                                            "protected_zones",
                                            "relief_access",
                                            "relief_movement",
                                            "relief_objects",
                                            "relief_personnel",
                                            "reparation",
                                            "respect",
                                            "starvation",
                                            "state_responsibility",
                                            "target_choice",
                                            "terror",
                                            "treatment",
                                            "verify",
                                            "warning",
                                            "weapons",
                                            "women",
                                            "wounded",
                                        ],
                                    )
                                ),
                                name="issue_tag_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("incident", "code"), name="issue_tag_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptFinding",
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
                            models.UniqueConstraint(
                                fields=("draft", "key"), name="finding_kept_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogImport",
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
                        ("file_name", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("sheet", models.CharField(blank=True, default="", max_length=120)),
                        ("rows", models.JSONField(default=list)),
                        ("state", models.CharField(default="read", max_length=8)),
                        ("mapping", models.JSONField(default=dict)),
                        ("counts", models.JSONField(default=dict)),
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
                    },
                ),
                migrations.CreateModel(
                    name="MayBeTold",
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
                        ("thread", models.CharField(max_length=32)),
                        ("text", models.TextField()),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="limits",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="may_be_told_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="may_be_told_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                        ("leaf", models.CharField(max_length=64)),
                        ("origin", models.CharField(max_length=200)),
                        ("index", models.PositiveBigIntegerField()),
                        ("order", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=40)),
                        ("act", models.CharField(blank=True, default="", max_length=24)),
                        ("side", models.CharField(blank=True, default="", max_length=8)),
                        ("party", models.CharField(blank=True, default="", max_length=32)),
                        ("office", models.CharField(blank=True, default="", max_length=40)),
                        ("ts", models.DateTimeField(null=True)),
                        ("ours", models.BooleanField()),
                        ("signed", models.BooleanField()),
                        ("feeds_state", models.BooleanField(default=True)),
                        ("rejection", models.CharField(blank=True, default="", max_length=24)),
                        ("state_after", models.CharField(blank=True, default="", max_length=16)),
                        ("body", models.JSONField(null=True)),
                        ("words", models.JSONField(null=True)),
                        ("recorded_id", models.PositiveBigIntegerField(null=True)),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="desk.inquiry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "indexes": [
                            models.Index(fields=["origin", "index"], name="message_by_index"),
                            models.Index(fields=["leaf"], name="message_by_leaf"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inquiry", "leaf"), name="message_once"
                            ),
                            models.UniqueConstraint(
                                fields=("inquiry", "order"), name="message_order_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["", "asked", "raising"])),
                                name="message_side_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rejection__in",
                                        [
                                            "",
                                            "bad_time",
                                            "differs_from_asked",
                                            "duplicate",
                                            "foreign",
                                            "malformed",
                                            "not_possible_now",
                                            "not_yours",
                                            "too_long",
                                            "unknown_incident",
                                            "unknown_kind",
                                            "unknown_question",
                                            "unknown_reference",
                                            "unknown_request",
                                            "unknown_thread",
                                            "wrong_channel",
                                        ],
                                    )
                                ),
                                name="message_rejection_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "act__in",
                                        [
                                            "",
                                            "acknowledge",
                                            "agree_extension",
                                            "ask_extension",
                                            "close",
                                            "correct",
                                            "decline_extension",
                                            "follow_up",
                                            "give_information",
                                            "interim",
                                            "raise",
                                            "reject",
                                            "reopen",
                                            "request_information",
                                            "respond",
                                            "respond_in_part",
                                            "resume",
                                            "self_report",
                                            "suspend",
                                            "withdraw",
                                            "withdraw_response",
                                            "withdraw_statement",
                                        ],
                                    )
                                ),
                                name="message_act_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recorded_id__isnull", True), ("signed", True)),
                                    models.Q(("recorded_id__isnull", False), ("signed", False)),
                                    _connector="OR",
                                ),
                                name="message_is_signed_or_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MethodCheck",
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
                        ("method", models.CharField(max_length=32)),
                        ("done", models.BooleanField()),
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="methods",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done", True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="method_left_out_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OperationsLog",
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
                        ("zone", models.CharField(max_length=64)),
                        ("mapping", models.JSONField(default=dict)),
                        ("opened_at", models.DateTimeField()),
                        ("offices", models.ManyToManyField(related_name="+", to="accounts.office")),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="operations_log_has_a_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Operation",
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
                        (
                            "first_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.logimport",
                            ),
                        ),
                        (
                            "last_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.logimport",
                            ),
                        ),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="operations",
                                to="desk.operationslog",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["start", "id"],
                        "indexes": [
                            models.Index(fields=["log", "start"], name="operation_by_start")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                name="operation_has_a_key",
                            ),
                            models.UniqueConstraint(
                                fields=("log", "key"), name="operation_once_a_log"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gte", models.F("start"))),
                                name="operation_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("latitude__gte", -90),
                                    ("latitude__lte", 90),
                                    ("longitude__gte", -180),
                                    ("longitude__lte", 180),
                                ),
                                name="operation_is_on_earth",
                            ),
                        ],
                    },
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
                migrations.CreateModel(
                    name="OperationVerdict",
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
                        ("verdict", models.CharField(max_length=8)),
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdicts",
                                to="desk.investigation",
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdicts",
                                to="desk.operation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="verdict_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["not_ours", "ours", "unclear"])
                                ),
                                name="verdict_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
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
                        ("role", models.CharField(default="event", max_length=16)),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=8, null=True
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True
                            ),
                        ),
                        ("precision", models.CharField(default="unknown", max_length=16)),
                        ("radius", models.PositiveIntegerField(blank=True, null=True)),
                        ("is_primary", models.BooleanField(default=False)),
                        ("supplied_by", models.CharField(blank=True, default="", max_length=200)),
                        ("note", models.TextField(blank=True, default="")),
                        ("public_note", models.CharField(blank=True, default="", max_length=300)),
                        ("signed_off_at", models.DateTimeField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "signed_off_by",
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
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["event", "other", "source", "stated_by_party"])
                                ),
                                name="place_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "precision__in",
                                        [
                                            "country",
                                            "district",
                                            "exact",
                                            "governorate",
                                            "near_exact",
                                            "neighbourhood",
                                            "street",
                                            "town",
                                            "unknown",
                                            "village",
                                        ],
                                    )
                                ),
                                name="place_precision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("latitude__isnull", True), ("longitude__isnull", True)
                                    ),
                                    models.Q(
                                        ("latitude__gte", -90),
                                        ("latitude__isnull", False),
                                        ("latitude__lte", 90),
                                        ("longitude__gte", -180),
                                        ("longitude__isnull", False),
                                        ("longitude__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="place_is_on_earth",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("radius__isnull", True),
                                    ("latitude__isnull", False),
                                    _connector="OR",
                                ),
                                name="place_radius_has_a_point",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_off_at__isnull", True),
                                        ("signed_off_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("latitude__isnull", False),
                                        ("signed_off_at__isnull", False),
                                        ("signed_off_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="place_signed_off_has_who_and_when",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_primary", True)),
                                fields=("incident",),
                                name="one_primary_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceName",
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
                        ("language", models.CharField(blank=True, default="", max_length=35)),
                        ("script", models.CharField(default="latin", max_length=10)),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="desk.place",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="place_name_is_not_empty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "script__in",
                                        ["arabic", "cyrillic", "hebrew", "latin", "other"],
                                    )
                                ),
                                name="place_script_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("place", "name", "language"),
                                name="place_name_once_a_language",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreservationHold",
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
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what", ""), _negated=True),
                                name="hold_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("held_at", ""), _negated=True),
                                name="hold_says_where",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_of", ""), _negated=True),
                                name="hold_says_who_was_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "communications",
                                            "documents",
                                            "footage",
                                            "logs",
                                            "other",
                                            "remnants",
                                        ],
                                    )
                                ),
                                name="hold_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["asked", "confirmed", "lost", "refused"])
                                ),
                                name="hold_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "asked"), ("state_on__isnull", False), _connector="OR"
                                ),
                                name="hold_answered_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProtectedPhrase",
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
                        ("phrase", models.CharField(max_length=300)),
                        ("is_name", models.BooleanField(default=False)),
                        ("why", models.CharField(blank=True, default="", max_length=300)),
                        ("marked_at", models.DateTimeField()),
                        (
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="protected_phrases",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "marked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="KeptPhrase",
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
                        ("where", models.CharField(max_length=120)),
                        ("found", models.CharField(max_length=300)),
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
                                related_name="kept_phrases",
                                to="desk.draft",
                            ),
                        ),
                        (
                            "phrase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kept_in",
                                to="desk.protectedphrase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="keeping_a_phrase_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                fields=("draft", "phrase", "where", "found"),
                                name="phrase_kept_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordedStatement",
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
                        ("thread", models.CharField(blank=True, default="", max_length=32)),
                        ("leaf", models.CharField(max_length=64, unique=True)),
                        ("kind", models.CharField(max_length=20)),
                        ("ours", models.BooleanField(default=False)),
                        ("stated_by", models.CharField(max_length=200)),
                        ("owner_role", models.CharField(default="party_asked", max_length=16)),
                        ("party", models.CharField(blank=True, default="", max_length=32)),
                        ("party_name", models.CharField(blank=True, default="", max_length=200)),
                        ("stated_at", models.DateTimeField()),
                        ("stated_precision", models.CharField(default="day", max_length=8)),
                        ("summary", models.TextField(blank=True, default="")),
                        ("position", models.CharField(blank=True, default="", max_length=32)),
                        ("positions_also", models.JSONField(default=list)),
                        ("measures", models.JSONField(default=list)),
                        ("confidence", models.CharField(max_length=16)),
                        ("note", models.TextField(blank=True, default="")),
                        ("instrument", models.CharField(blank=True, default="", max_length=32)),
                        ("medium", models.CharField(blank=True, default="", max_length=12)),
                        ("delivered_by", models.CharField(blank=True, default="", max_length=200)),
                        ("delivered_to", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "delivered_where",
                            models.CharField(blank=True, default="", max_length=200),
                        ),
                        ("reaction", models.TextField(blank=True, default="")),
                        ("statement", models.CharField(blank=True, default="", max_length=24)),
                        ("body", models.JSONField(blank=True, null=True)),
                        ("words", models.JSONField(blank=True, null=True)),
                        ("refs", models.JSONField(default=list)),
                        ("recorded_at", models.DateTimeField()),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "set_aside_reason",
                            models.CharField(blank=True, default="", max_length=300),
                        ),
                        (
                            "changes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changed_by",
                                to="desk.recordedstatement",
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded_statements",
                                to="desk.incident",
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
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_aside_by",
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
                        "ordering": ["stated_at", "id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="recorded_by_thread"),
                            models.Index(
                                fields=["incident", "stated_at"], name="recorded_by_incident"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("leaf", ""), _negated=True),
                                name="recorded_has_a_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stated_by", ""), _negated=True),
                                name="recorded_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "acknowledgement",
                                            "answer",
                                            "closed",
                                            "complaint",
                                            "correction",
                                            "delivery",
                                            "denial",
                                            "finding",
                                            "first_statement",
                                            "interim",
                                            "measure",
                                            "more_time_asked",
                                            "question_back",
                                            "receipt_confirmed",
                                            "redress",
                                            "review",
                                        ],
                                    )
                                ),
                                name="recorded_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "owner_role__in",
                                        [
                                            "affected_side",
                                            "court",
                                            "expert",
                                            "media",
                                            "ngo",
                                            "opposing_party",
                                            "own_assessment",
                                            "party_asked",
                                            "source",
                                            "third_state",
                                            "un_body",
                                        ],
                                    )
                                ),
                                name="recorded_owner_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stated_precision__in",
                                        ["day", "minute", "month", "unknown", "year"],
                                    )
                                ),
                                name="recorded_precision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "confidence__in",
                                        [
                                            "checked",
                                            "document_seen",
                                            "partly_checked",
                                            "to_be_rechecked",
                                        ],
                                    )
                                ),
                                name="recorded_confidence_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "position__in",
                                        [
                                            "",
                                            "accepts_partially",
                                            "accepts_responsibility",
                                            "acknowledged_receipt",
                                            "asserts_lawful_attack",
                                            "attributes_to_other_party",
                                            "declines_to_answer",
                                            "denies_harm",
                                            "denies_involvement",
                                            "disputes_competence",
                                            "duplicate_of",
                                            "insufficient_information",
                                            "needs_more_information",
                                            "none",
                                            "referred_to_criminal_process",
                                            "under_examination",
                                        ],
                                    )
                                ),
                                name="recorded_position_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "medium__in",
                                        [
                                            "",
                                            "call",
                                            "email",
                                            "hotline",
                                            "letter",
                                            "meeting",
                                            "other",
                                            "publication",
                                        ],
                                    )
                                ),
                                name="recorded_medium_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "instrument__in",
                                        [
                                            "",
                                            "aide_memoire",
                                            "demarche",
                                            "head_of_government_call",
                                            "hotline_call",
                                            "joint_demarche",
                                            "letter",
                                            "meeting_agenda_item",
                                            "non_paper",
                                            "note_verbale",
                                            "oral_point",
                                            "public_statement",
                                            "working_level_message",
                                        ],
                                    )
                                ),
                                name="recorded_instrument_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "statement__in",
                                        [
                                            "",
                                            "ack",
                                            "close",
                                            "correct",
                                            "extension",
                                            "follow_up",
                                            "information",
                                            "information_request",
                                            "interim",
                                            "raise",
                                            "reopen",
                                            "response",
                                            "resume",
                                            "self_report",
                                            "suspend",
                                            "terms",
                                            "withdraw",
                                        ],
                                    )
                                ),
                                name="recorded_statement_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("thread", ""), _negated=True),
                                    ("incident__isnull", False),
                                    _connector="OR",
                                ),
                                name="recorded_belongs_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("body__isnull", True), ("statement", "")),
                                    models.Q(
                                        models.Q(("statement", ""), _negated=True),
                                        ("body__isnull", False),
                                        models.Q(("thread", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recorded_meaning_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("set_aside_at__isnull", True),
                                    models.Q(
                                        ("set_aside_by__isnull", False),
                                        models.Q(("set_aside_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recorded_set_aside_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordedSource",
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
                        ("publisher", models.CharField(max_length=200)),
                        ("title", models.CharField(blank=True, default="", max_length=300)),
                        ("url", models.CharField(blank=True, default="", max_length=2000)),
                        ("published", models.CharField(blank=True, default="", max_length=10)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "recorded",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="desk.recordedstatement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("publisher", ""), _negated=True),
                                name="recorded_source_has_a_publisher",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
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
                        ("thread", models.CharField(max_length=32)),
                        ("authority", models.CharField(max_length=200)),
                        ("referred_on", models.DateField()),
                        ("reference", models.CharField(blank=True, default="", max_length=100)),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "compartment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.compartment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["referred_on", "id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="referral_by_thread")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("authority", ""), _negated=True),
                                name="referral_names_an_authority",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("compartment__isnull", False)),
                                name="referral_is_in_a_compartment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterReader",
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
                        ("reason", models.TextField()),
                        ("given_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_leaves",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="register_reader_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("user",),
                                name="register_reader_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("ended_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False), ("ended_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="register_reader_ended_has_who",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterSwitch",
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
                        ("is_on", models.BooleanField()),
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
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="register_switch_has_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remedy",
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
                        ("kind", models.CharField(max_length=8)),
                        ("code", models.CharField(max_length=32)),
                        ("status", models.CharField(max_length=12)),
                        ("on", models.DateField()),
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
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remedies",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "at", "id"],
                        "constraints": [
                            models.CheckConstraint(
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
                                        (
                                            "status__in",
                                            ["considered", "delivered", "offered", "refused"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="remedy_fits_its_kind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remit",
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
                        ("order", models.PositiveIntegerField()),
                        ("object", models.CharField(blank=True, default="", max_length=32)),
                        ("kind", models.CharField(blank=True, default="", max_length=20)),
                        ("area", models.TextField(blank=True, default="")),
                        (
                            "channel",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
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
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "object__in",
                                        [
                                            "",
                                            "aid_convoy",
                                            "aid_distribution",
                                            "ambulance",
                                            "dangerous_forces_installation",
                                            "detention",
                                            "evacuation_route",
                                            "food_bakery_agriculture",
                                            "icrc_rcrc",
                                            "idp_site_shelter",
                                            "market",
                                            "medical_unit",
                                            "ngo_premises",
                                            "other",
                                            "peacekeeping",
                                            "power",
                                            "press",
                                            "residential",
                                            "school",
                                            "un_premises",
                                            "water_sanitation",
                                            "worship_cultural",
                                        ],
                                    )
                                ),
                                name="remit_object_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "",
                                            "abduction",
                                            "attack",
                                            "denial_of_aid",
                                            "detention",
                                            "other",
                                        ],
                                    )
                                ),
                                name="remit_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("area", ""),
                                    ("channel__isnull", True),
                                    ("kind", ""),
                                    ("object", ""),
                                    _negated=True,
                                ),
                                name="remit_names_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("receipt_number", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=300)),
                        ("publisher", models.CharField(blank=True, default="", max_length=200)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("published_precision", models.CharField(default="unknown", max_length=8)),
                        ("language", models.CharField(blank=True, default="", max_length=35)),
                        ("text", models.TextField(blank=True, default="")),
                        ("url", models.CharField(blank=True, default="", max_length=2000)),
                        ("route", models.CharField(max_length=10)),
                        ("received_at", models.DateTimeField()),
                        ("snoozed_until", models.DateField(blank=True, null=True)),
                        ("screening", models.CharField(default="received", max_length=12)),
                        ("screening_reason", models.TextField(blank=True, default="")),
                        ("screened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "compartment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.compartment",
                            ),
                        ),
                        (
                            "duplicate_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicates",
                                to="desk.report",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "screened_by",
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
                            models.Index(
                                fields=["screening", "-received_at"], name="report_by_screening"
                            ),
                            models.Index(fields=["-received_at", "-id"], name="report_by_time"),
                            models.Index(
                                condition=models.Q(("screening", "received")),
                                fields=["received_at", "id"],
                                name="report_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("screening", "received")),
                                fields=["office", "received_at", "id"],
                                name="report_waiting_by_office",
                            ),
                            models.Index(fields=["published_at"], name="report_by_publication"),
                            models.Index(
                                fields=["screening", "compartment"], name="report_to_screen"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("receipt_number", ""), _negated=True),
                                name="report_has_a_receipt_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="report_has_a_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "route__in",
                                        [
                                            "channel",
                                            "form",
                                            "import",
                                            "letter",
                                            "paste",
                                            "record",
                                            "upload",
                                        ],
                                    )
                                ),
                                name="report_route_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "screening__in",
                                        ["accepted", "duplicate", "out_of_scope", "received"],
                                    )
                                ),
                                name="report_screening_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "published_precision__in",
                                        ["day", "minute", "month", "unknown", "year"],
                                    )
                                ),
                                name="report_date_precision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", True),
                                        ("published_precision", "unknown"),
                                    ),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        models.Q(("published_precision", "unknown"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_date_and_precision_agree",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("duplicate_of__isnull", False), ("screening", "duplicate")
                                    ),
                                    models.Q(
                                        models.Q(("screening", "duplicate"), _negated=True),
                                        ("duplicate_of__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_duplicate_names_the_other",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("duplicate_of__isnull", True),
                                    models.Q(("duplicate_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_is_not_its_own_duplicate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("screening", "received"),
                                    models.Q(
                                        ("screened_at__isnull", False),
                                        ("screened_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_screening_has_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="protectedphrase",
                    name="report",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protected_phrases",
                        to="desk.report",
                    ),
                ),
                migrations.CreateModel(
                    name="IncidentReport",
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
                        ("reason", models.CharField(blank=True, default="", max_length=300)),
                        ("linked_at", models.DateTimeField()),
                        ("unlinked_at", models.DateTimeField(blank=True, null=True)),
                        ("unlink_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_links",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unlinked_by",
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
                                related_name="incident_links",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["linked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unlinked_at__isnull", True)),
                                fields=("incident", "report"),
                                name="report_linked_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("unlinked_at__isnull", True), ("unlinked_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("unlinked_at__isnull", False),
                                        ("unlinked_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="unlinking_has_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="incident",
                    name="reports",
                    field=models.ManyToManyField(
                        related_name="incidents", through="desk.IncidentReport", to="desk.report"
                    ),
                ),
                migrations.CreateModel(
                    name="Figure",
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
                        ("stated_by", models.CharField(max_length=200)),
                        ("owner_role", models.CharField(default="source", max_length=16)),
                        ("stated_on", models.DateField(blank=True, null=True)),
                        ("stated_precision", models.CharField(default="day", max_length=8)),
                        ("category", models.CharField(max_length=12)),
                        ("group", models.CharField(default="total", max_length=16)),
                        ("low", models.PositiveIntegerField(blank=True, null=True)),
                        ("high", models.PositiveIntegerField(blank=True, null=True)),
                        ("best", models.PositiveIntegerField(blank=True, null=True)),
                        ("counted_as", models.CharField(blank=True, default="", max_length=24)),
                        ("basis", models.CharField(blank=True, default="", max_length=200)),
                        ("as_of", models.DateField(blank=True, null=True)),
                        ("qualifier", models.CharField(max_length=10)),
                        ("mixed", models.BooleanField(default=False)),
                        ("note", models.TextField(blank=True, default="")),
                        ("added_at", models.DateTimeField()),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "set_aside_reason",
                            models.CharField(blank=True, default="", max_length=300),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "recorded",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="desk.recordedstatement",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["stated_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("stated_by", ""), _negated=True),
                                name="figure_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "owner_role__in",
                                        [
                                            "affected_side",
                                            "court",
                                            "expert",
                                            "media",
                                            "ngo",
                                            "opposing_party",
                                            "own_assessment",
                                            "party_asked",
                                            "source",
                                            "third_state",
                                            "un_body",
                                        ],
                                    )
                                ),
                                name="figure_owner_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stated_precision__in",
                                        ["day", "minute", "month", "unknown", "year"],
                                    )
                                ),
                                name="figure_date_precision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "category__in",
                                        [
                                            "abducted",
                                            "detained",
                                            "displaced",
                                            "injured",
                                            "killed",
                                            "missing",
                                        ],
                                    )
                                ),
                                name="figure_category_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "group__in",
                                        [
                                            "boys",
                                            "children",
                                            "civilians",
                                            "girls",
                                            "men",
                                            "mixed",
                                            "security_forces",
                                            "staff",
                                            "total",
                                            "unknown",
                                            "women",
                                        ],
                                    )
                                ),
                                name="figure_group_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "qualifier__in",
                                        [
                                            "about",
                                            "at_least",
                                            "exact",
                                            "not_stated",
                                            "range",
                                            "up_to",
                                        ],
                                    )
                                ),
                                name="figure_qualifier_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("qualifier", "not_stated"),
                                        ("low__isnull", True),
                                        ("high__isnull", True),
                                    ),
                                    models.Q(
                                        ("qualifier", "exact"),
                                        ("low__isnull", False),
                                        ("high__isnull", False),
                                        ("high", models.F("low")),
                                    ),
                                    models.Q(
                                        ("qualifier", "at_least"),
                                        ("low__isnull", False),
                                        ("high__isnull", True),
                                    ),
                                    models.Q(
                                        ("qualifier", "up_to"),
                                        ("low__isnull", True),
                                        ("high__isnull", False),
                                    ),
                                    models.Q(
                                        ("qualifier", "range"),
                                        ("low__isnull", False),
                                        ("high__isnull", False),
                                        ("high__gt", models.F("low")),
                                    ),
                                    models.Q(
                                        ("qualifier", "about"),
                                        ("low__isnull", False),
                                        models.Q(
                                            ("high__isnull", True),
                                            models.Q(
                                                ("high__isnull", False),
                                                ("high__gte", models.F("low")),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="figure_range_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "counted_as__in",
                                        [
                                            "",
                                            "belligerent",
                                            "civilian",
                                            "directly_participating",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="figure_counted_as_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("best__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("low__isnull", True),
                                            ("best__gte", models.F("low")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("high__isnull", True),
                                            ("best__lte", models.F("high")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("low__isnull", False),
                                            ("high__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="figure_best_lies_in_its_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("set_aside_at__isnull", True),
                                    models.Q(
                                        ("set_aside_by__isnull", False),
                                        models.Q(("set_aside_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="figure_set_aside_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attribution",
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
                        ("party_name", models.CharField(max_length=200)),
                        ("stated_by", models.CharField(max_length=200)),
                        ("owner_role", models.CharField(default="source", max_length=16)),
                        ("stated_on", models.DateField(blank=True, null=True)),
                        ("stated_precision", models.CharField(default="day", max_length=8)),
                        ("status", models.CharField(default="suspected", max_length=12)),
                        ("note", models.TextField(blank=True, default="")),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attributions",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attributions",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["stated_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("party_name", ""), _negated=True),
                                name="attribution_names_a_party",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stated_by", ""), _negated=True),
                                name="attribution_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "owner_role__in",
                                        [
                                            "affected_side",
                                            "court",
                                            "expert",
                                            "media",
                                            "ngo",
                                            "opposing_party",
                                            "own_assessment",
                                            "party_asked",
                                            "source",
                                            "third_state",
                                            "un_body",
                                        ],
                                    )
                                ),
                                name="attribution_owner_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stated_precision__in",
                                        ["day", "minute", "month", "unknown", "year"],
                                    )
                                ),
                                name="attribution_precision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["acknowledged", "denied", "suspected"])
                                ),
                                name="attribution_status_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("thread", models.CharField(max_length=32)),
                        ("response_leaf", models.CharField(blank=True, default="", max_length=64)),
                        ("character", models.CharField(blank=True, default="", max_length=64)),
                        ("recommendation", models.CharField(blank=True, default="", max_length=12)),
                        ("note", models.TextField(blank=True, default="")),
                        ("started_at", models.DateTimeField()),
                        ("concluded_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "concluded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_at", "-id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="review_by_thread")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="review_has_a_thread",
                            ),
                            models.CheckConstraint(
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
                                name="review_character_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "recommendation__in",
                                        ["", "accept", "ask_again", "close", "escalate"],
                                    )
                                ),
                                name="review_advice_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("concluded_at__isnull", True)),
                                fields=("channel", "thread", "response_leaf"),
                                name="one_open_review_a_response",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("concluded_at__isnull", True),
                                        ("concluded_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("concluded_at__isnull", False),
                                        ("concluded_by__isnull", False),
                                        models.Q(("character", ""), _negated=True),
                                        models.Q(("recommendation", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_concluded_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionReview",
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
                        ("question", models.CharField(max_length=8)),
                        ("judgement", models.CharField(max_length=12)),
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
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="desk.review",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("question", ""), _negated=True),
                                name="question_review_names_a_question",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "judgement__in",
                                        ["answered", "declined", "not_answered", "partly"],
                                    )
                                ),
                                name="question_judgement_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("review", "question"), name="question_judged_once"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="claimcheck",
                    name="review",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="desk.review",
                    ),
                ),
                migrations.CreateModel(
                    name="SecondReading",
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
                        ("agrees", models.BooleanField()),
                        ("character", models.CharField(blank=True, default="", max_length=64)),
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
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="desk.review",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
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
                            models.UniqueConstraint(
                                fields=("review", "by"), name="one_reading_a_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agrees", True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="disagreement_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServedThread",
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
                        ("thread", models.CharField(max_length=32)),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="serves",
                                to="desk.investigation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="served_thread_has_a_thread",
                            ),
                            models.UniqueConstraint(
                                fields=("channel", "thread"),
                                name="thread_is_served_by_one_investigation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SetAsideRow",
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
                        ("cells", models.JSONField(default=list)),
                        ("faults", models.JSONField(default=dict)),
                        (
                            "taken_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="set_aside",
                                to="desk.logimport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("taken_in", "number"), name="row_set_aside_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SideCalendar",
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
                        ("party", models.CharField(max_length=32)),
                        ("country", models.CharField(blank=True, default="", max_length=3)),
                        ("subdivision", models.CharField(blank=True, default="", max_length=16)),
                        ("first_year", models.PositiveSmallIntegerField()),
                        ("last_year", models.PositiveSmallIntegerField()),
                        ("weekend", models.JSONField(default=list)),
                        ("days", models.JSONField(default=list)),
                        ("moved", models.PositiveIntegerField(default=0)),
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="side_calendars",
                                to="ledger.channel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["channel", "party"], name="calendar_by_party")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("party", ""), _negated=True),
                                name="side_calendar_is_of_a_party",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_year__gte", models.F("first_year"))),
                                name="side_calendar_years_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StruckObject",
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
                        ("code", models.CharField(max_length=32)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("notified", models.CharField(default="unknown", max_length=8)),
                        ("notified_by", models.CharField(blank=True, default="", max_length=200)),
                        ("group", models.CharField(blank=True, default="", max_length=120)),
                        ("affiliation", models.CharField(blank=True, default="", max_length=200)),
                        ("declared_target", models.CharField(default="unknown", max_length=8)),
                        ("destruction", models.CharField(default="unknown", max_length=16)),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="struck_objects",
                                to="desk.incident",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("declared_target__in", ["no", "unknown", "yes"])
                                ),
                                name="object_declared_target_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "destruction__in",
                                        [
                                            "damaged",
                                            "destroyed",
                                            "none",
                                            "partly_destroyed",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="object_destruction_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "code__in",
                                        [
                                            "aid_convoy",
                                            "aid_distribution",
                                            "ambulance",
                                            "dangerous_forces_installation",
                                            "detention",
                                            "evacuation_route",
                                            "food_bakery_agriculture",
                                            "icrc_rcrc",
                                            "idp_site_shelter",
                                            "market",
                                            "medical_unit",
                                            "ngo_premises",
                                            "other",
                                            "peacekeeping",
                                            "power",
                                            "press",
                                            "residential",
                                            "school",
                                            "un_premises",
                                            "water_sanitation",
                                            "worship_cultural",
                                        ],
                                    )
                                ),
                                name="object_code_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("notified__in", ["no", "unknown", "yes"])),
                                name="object_notified_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("incident", "code", "note"), name="object_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskChange",
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
                        ("due_before", models.DateField()),
                        ("due_after", models.DateField()),
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
                            "owner_after",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner_before",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="desk.investigationtask",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="task_change_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("owner_before", models.F("owner_after")), _negated=True
                                    ),
                                    models.Q(("due_before", models.F("due_after")), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_change_changes_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThreadName",
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
                        ("thread", models.CharField(max_length=32)),
                        ("reference", models.CharField(max_length=64, unique=True)),
                        ("version", models.PositiveBigIntegerField(default=0)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "thread"), name="thread_has_one_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="thread_name_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                name="thread_name_is_not_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ToldApart",
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
                        ("digest", models.CharField(max_length=64)),
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
                                related_name="told_apart",
                                to="desk.draft",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest", ""), _negated=True),
                                name="told_apart_has_a_digest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="told_apart_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Toll",
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
                        ("situation", models.CharField(max_length=200)),
                        ("as_of", models.DateField()),
                        ("owner", models.CharField(max_length=200)),
                        ("covers", models.CharField(blank=True, default="", max_length=300)),
                        ("note", models.TextField(blank=True, default="")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolls",
                                to="desk.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["situation", "as_of", "id"],
                        "indexes": [
                            models.Index(fields=["situation", "as_of"], name="toll_by_situation")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("situation", ""), _negated=True),
                                name="toll_has_a_situation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("owner", ""), _negated=True),
                                name="toll_has_an_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TollFigure",
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
                        ("category", models.CharField(max_length=12)),
                        ("group", models.CharField(default="total", max_length=16)),
                        ("low", models.PositiveIntegerField(blank=True, null=True)),
                        ("high", models.PositiveIntegerField(blank=True, null=True)),
                        ("qualifier", models.CharField(max_length=10)),
                        ("mixed", models.BooleanField(default=False)),
                        (
                            "toll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="desk.toll",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "category__in",
                                        [
                                            "abducted",
                                            "detained",
                                            "displaced",
                                            "injured",
                                            "killed",
                                            "missing",
                                        ],
                                    )
                                ),
                                name="toll_category_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "group__in",
                                        [
                                            "boys",
                                            "children",
                                            "civilians",
                                            "girls",
                                            "men",
                                            "mixed",
                                            "security_forces",
                                            "staff",
                                            "total",
                                            "unknown",
                                            "women",
                                        ],
                                    )
                                ),
                                name="toll_group_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "qualifier__in",
                                        [
                                            "about",
                                            "at_least",
                                            "exact",
                                            "not_stated",
                                            "range",
                                            "up_to",
                                        ],
                                    )
                                ),
                                name="toll_qualifier_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("qualifier", "not_stated"),
                                        ("low__isnull", True),
                                        ("high__isnull", True),
                                    ),
                                    models.Q(
                                        ("qualifier", "exact"),
                                        ("low__isnull", False),
                                        ("high__isnull", False),
                                        ("high", models.F("low")),
                                    ),
                                    models.Q(
                                        ("qualifier", "at_least"),
                                        ("low__isnull", False),
                                        ("high__isnull", True),
                                    ),
                                    models.Q(
                                        ("qualifier", "up_to"),
                                        ("low__isnull", True),
                                        ("high__isnull", False),
                                    ),
                                    models.Q(
                                        ("qualifier", "range"),
                                        ("low__isnull", False),
                                        ("high__isnull", False),
                                        ("high__gt", models.F("low")),
                                    ),
                                    models.Q(
                                        ("qualifier", "about"),
                                        ("low__isnull", False),
                                        models.Q(
                                            ("high__isnull", True),
                                            models.Q(
                                                ("high__isnull", False),
                                                ("high__gte", models.F("low")),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="toll_range_fits",
                            ),
                            models.UniqueConstraint(
                                fields=("toll", "category", "group"),
                                name="toll_counts_a_thing_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Translation",
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
                        ("thread", models.CharField(max_length=32)),
                        ("leaf", models.CharField(blank=True, max_length=64)),
                        ("language", models.CharField(max_length=35)),
                        ("way", models.CharField(max_length=8)),
                        ("maker_kind", models.CharField(max_length=8)),
                        ("maker", models.CharField(max_length=200)),
                        ("made_on", models.DateField()),
                        ("checked_by", models.CharField(blank=True, default="", max_length=200)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("entered_at", models.DateTimeField()),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.channel",
                            ),
                        ),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="desk.draft",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replaced_by",
                                to="desk.translation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["language", "id"],
                        "indexes": [
                            models.Index(fields=["channel", "thread"], name="translation_by_thread")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("thread", ""), _negated=True),
                                name="translation_has_a_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language", ""), _negated=True),
                                name="translation_has_a_language",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maker", ""), _negated=True),
                                name="translation_says_who_made_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["human", "machine"])),
                                name="translation_way_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("maker_kind__in", ["office", "person", "service"])
                                ),
                                name="translation_maker_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("leaf", ""), ("draft__isnull", False)),
                                    models.Q(
                                        models.Q(("leaf", ""), _negated=True),
                                        ("draft__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="translation_is_of_one_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cleared_at__isnull", True), ("cleared_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("cleared_at__isnull", False), ("cleared_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="translation_cleared_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TranslatedText",
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
                        ("key", models.CharField(max_length=80)),
                        ("text", models.TextField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "translation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="desk.translation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="translated_text_says_something",
                            ),
                            models.UniqueConstraint(
                                fields=("translation", "key"), name="translated_text_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TriageDecision",
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
                        ("deed", models.CharField(max_length=16)),
                        ("code", models.CharField(blank=True, default="", max_length=24)),
                        ("reason", models.TextField(blank=True, default="")),
                        ("until", models.DateField(blank=True, null=True)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("batch", models.CharField(max_length=32)),
                        ("at", models.DateTimeField()),
                        (
                            "arrival",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="desk.arrival",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.office",
                            ),
                        ),
                        (
                            "person",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triage_decisions",
                                to="desk.report",
                            ),
                        ),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone",
                                to="desk.triagedecision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "indexes": [models.Index(fields=["batch"], name="triage_by_batch")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "deed__in",
                                        [
                                            "answered",
                                            "asked_source",
                                            "assigned",
                                            "done",
                                            "duplicate",
                                            "linked",
                                            "opened",
                                            "out_of_scope",
                                            "snoozed",
                                            "taken_up",
                                            "undone",
                                        ],
                                    )
                                ),
                                name="triage_deed_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "code__in",
                                        [
                                            "",
                                            "no_civilian_harm",
                                            "no_event",
                                            "not_genuine",
                                            "other",
                                            "outside_remit",
                                            "too_little",
                                            "with_another_body",
                                        ],
                                    )
                                ),
                                name="triage_code_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("batch", ""), _negated=True),
                                name="triage_decision_has_a_batch",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("arrival__isnull", False), ("report__isnull", True)),
                                    models.Q(("arrival__isnull", True), ("report__isnull", False)),
                                    _connector="OR",
                                ),
                                name="triage_decides_about_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deed", "out_of_scope"), _negated=True),
                                    models.Q(("code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="triage_out_of_scope_has_a_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code", "other"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="triage_other_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", False), ("deed", "answered"), _connector="OR"
                                ),
                                name="triage_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deed", "undone"), ("undoes__isnull", False)),
                                    models.Q(
                                        models.Q(("deed", "undone"), _negated=True),
                                        ("undoes__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="triage_undoing_names_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Victim",
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
                        ("names", models.TextField()),
                        ("occupation", models.TextField(blank=True, default="")),
                        ("group", models.TextField(blank=True, default="")),
                        ("source", models.TextField()),
                        ("list_number", models.TextField(blank=True, default="")),
                        ("contact", models.TextField(blank=True, default="")),
                        ("note", models.TextField(blank=True, default="")),
                        ("fate", models.CharField(max_length=12)),
                        ("sex", models.CharField(default="unknown", max_length=8)),
                        ("age", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("age_band", models.CharField(default="unknown", max_length=8)),
                        ("pregnant", models.CharField(default="unknown", max_length=8)),
                        ("role", models.CharField(default="none", max_length=12)),
                        ("confidence", models.CharField(default="to_be_rechecked", max_length=16)),
                        ("family_consent", models.CharField(default="not_asked", max_length=12)),
                        ("added_at", models.DateTimeField()),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                        ("set_aside_reason", models.TextField(blank=True, default="")),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "in_place_of",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="desk.victim",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="victims",
                                to="desk.incident",
                            ),
                        ),
                        (
                            "set_aside_by",
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
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "fate__in",
                                        ["abducted", "detained", "injured", "killed", "missing"],
                                    )
                                ),
                                name="victim_fate_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sex__in", ["female", "male", "other", "unknown"])
                                ),
                                name="victim_sex_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age_band__in", ["adult", "child", "older", "unknown"])
                                ),
                                name="victim_age_band_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pregnant__in", ["no", "unknown", "yes"])),
                                name="victim_pregnant_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "aid_worker",
                                            "journalist",
                                            "medic",
                                            "none",
                                            "other",
                                            "rescuer",
                                            "teacher",
                                        ],
                                    )
                                ),
                                name="victim_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "confidence__in",
                                        [
                                            "checked",
                                            "document_seen",
                                            "partly_checked",
                                            "to_be_rechecked",
                                        ],
                                    )
                                ),
                                name="victim_confidence_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("family_consent__in", ["agreed", "not_asked", "refused"])
                                ),
                                name="victim_consent_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("erased_at__isnull", False),
                                    models.Q(
                                        models.Q(("names", ""), _negated=True),
                                        models.Q(("source", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="victim_has_a_name_and_a_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age__isnull", True), ("age__lte", 130), _connector="OR"
                                ),
                                name="victim_age_is_possible",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("set_aside_at__isnull", True),
                                        ("set_aside_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("set_aside_at__isnull", False),
                                        ("set_aside_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="victim_set_aside_has_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="exhibit",
                    index=models.Index(fields=["sha256"], name="exhibit_by_hash"),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "audio",
                                    "document",
                                    "imagery",
                                    "medical",
                                    "other",
                                    "photo",
                                    "post",
                                    "record",
                                    "remnant",
                                    "sample",
                                    "video",
                                ],
                            )
                        ),
                        name="exhibit_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "copy__in",
                                ["evidentiary_copy", "original", "unknown", "working_copy"],
                            )
                        ),
                        name="exhibit_copy_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("made_precision__in", ["day", "minute", "month", "unknown", "year"])
                        ),
                        name="exhibit_precision_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("marking__in", ["amber", "amber_strict", "clear", "green", "red"])
                        ),
                        name="exhibit_marking_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("sending__in", ["ask_first", "cleaned_copy", "no"])),
                        name="exhibit_sending_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True),
                        name="exhibit_is_described",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("sha256", ""),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("sha256"), 64
                            ),
                            _connector="OR",
                        ),
                        name="exhibit_hash_is_sha256",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_kept", True),
                                ("size__gt", 0),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("file_name", ""), _negated=True),
                            ),
                            models.Q(("file_name", ""), ("is_kept", False), ("size__isnull", True)),
                            _connector="OR",
                        ),
                        name="exhibit_kept_has_a_hash_and_a_size",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_kept", True),
                            models.Q(("whereabouts", ""), _negated=True),
                            models.Q(("keeper", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibit_not_kept_says_where_it_is",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_on__isnull", True), ("made_precision", "unknown")),
                            models.Q(
                                ("made_on__isnull", False),
                                models.Q(("made_precision", "unknown"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exhibit_date_and_precision_agree",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__gte", -90),
                                ("latitude__isnull", False),
                                ("latitude__lte", 90),
                                ("longitude__gte", -180),
                                ("longitude__isnull", False),
                                ("longitude__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="exhibit_is_on_earth",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("set_aside_at__isnull", True), ("set_aside_by__isnull", True)
                            ),
                            models.Q(
                                ("set_aside_at__isnull", False), ("set_aside_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="exhibit_set_aside_has_who_and_when",
                    ),
                ),
                migrations.AddIndex(
                    model_name="draft",
                    index=models.Index(fields=["state", "office"], name="draft_by_state"),
                ),
                migrations.AddIndex(
                    model_name="draft",
                    index=models.Index(fields=["channel", "thread"], name="draft_by_thread"),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("thread", ""), _negated=True), name="draft_has_a_thread"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "correct",
                                    "follow_up",
                                    "information",
                                    "information_request",
                                    "raise",
                                    "response",
                                    "self_report",
                                ],
                            )
                        ),
                        name="draft_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["awaiting_clearance", "cleared", "editing", "sent", "withdrawn"],
                            )
                        ),
                        name="draft_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["editing", "withdrawn"]),
                            models.Q(
                                ("body__isnull", False), models.Q(("digest", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="draft_in_clearance_is_frozen",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", False),
                                ("state", "sent"),
                                models.Q(("sent_leaf", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                                ("sent_leaf", ""),
                            ),
                            _connector="OR",
                        ),
                        name="draft_sent_has_its_leaf",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draft",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["raise", "self_report"]),
                            models.Q(("state", "withdrawn"), _negated=True),
                        ),
                        fields=("channel", "thread"),
                        name="one_opening_a_thread",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="concerndecision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="concern_decision_has_a_reason",
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
                        condition=models.Q(
                            ("state", "read"), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="log_import_ended_has_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protectedphrase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("phrase", ""), _negated=True),
                        name="protected_phrase_is_not_empty",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protectedphrase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("incident__isnull", False), ("report__isnull", True)),
                            models.Q(("incident__isnull", True), ("report__isnull", False)),
                            _connector="OR",
                        ),
                        name="protected_phrase_belongs_to_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protectedphrase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("report__isnull", False)),
                        fields=("report", "phrase"),
                        name="phrase_once_a_report",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protectedphrase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("incident__isnull", False)),
                        fields=("incident", "phrase"),
                        name="phrase_once_an_incident",
                    ),
                ),
                migrations.AddIndex(
                    model_name="incident",
                    index=models.Index(fields=["status", "-opened_at"], name="incident_by_status"),
                ),
                migrations.AddIndex(
                    model_name="incident",
                    index=models.Index(fields=["-opened_at", "-id"], name="incident_by_time"),
                ),
                migrations.AddIndex(
                    model_name="incident",
                    index=models.Index(fields=["start"], name="incident_by_start"),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="incident_has_a_reference",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="incident_has_a_title",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["abduction", "attack", "denial_of_aid", "detention", "other"],
                            )
                        ),
                        name="incident_kind_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "time_precision__in",
                                [
                                    "day",
                                    "days",
                                    "exact_time",
                                    "hour",
                                    "month",
                                    "unknown",
                                    "week",
                                    "year",
                                ],
                            )
                        ),
                        name="incident_precision_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "candidate",
                                    "closed_unresolved",
                                    "hold",
                                    "in_review",
                                    "merged",
                                    "not_pursued",
                                    "raised",
                                    "ready",
                                    "resolved",
                                ],
                            )
                        ),
                        name="incident_status_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("priority__in", ["high", "low", "normal", "urgent"])),
                        name="incident_priority_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "weapon__in",
                                [
                                    "",
                                    "air_dropped",
                                    "artillery",
                                    "cluster",
                                    "drone",
                                    "incendiary",
                                    "mine",
                                    "missile",
                                    "naval",
                                    "no_weapon",
                                    "other",
                                    "small_arms",
                                    "tank",
                                ],
                            )
                        ),
                        name="incident_weapon_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "first_reported_precision__in",
                                ["day", "minute", "month", "unknown", "year"],
                            )
                        ),
                        name="incident_first_report_precision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first_reported_at__isnull", True),
                                ("first_reported_precision", "unknown"),
                            ),
                            models.Q(
                                ("first_reported_at__isnull", False),
                                models.Q(("first_reported_precision", "unknown"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_first_report_date_agrees",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("strikes_low__isnull", True),
                            ("strikes_high__isnull", True),
                            ("strikes_high__gte", models.F("strikes_low")),
                            _connector="OR",
                        ),
                        name="incident_strikes_are_a_range",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("status", "merged")),
                            models.Q(
                                models.Q(("status", "merged"), _negated=True),
                                ("merged_into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_merged_says_where_to",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="incident_is_not_merged_into_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("end__isnull", True),
                            models.Q(("end__gte", models.F("start")), ("start__isnull", False)),
                            _connector="OR",
                        ),
                        name="incident_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("start__isnull", True), ("time_precision", "unknown")),
                            models.Q(
                                ("start__isnull", False),
                                models.Q(("time_precision", "unknown"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_time_and_precision_agree",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["hold", "not_pursued"]), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incident_set_aside_has_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("claim", ""), _negated=True), name="claim_is_not_empty"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verification__in",
                                [
                                    "contradicted",
                                    "corroborated",
                                    "not_checkable",
                                    "third_party_asked",
                                    "unverified",
                                ],
                            )
                        ),
                        name="claim_verification_is_known",
                    ),
                ),
            ]
        ),
        migrations.RunPython(keep_lines, migrations.RunPython.noop),
    ]
