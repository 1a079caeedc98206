"""Keep the evidence on an incident, and have the database itself refuse to change its custody.

The words of a line are left out of that: an erasure by law may have to empty them. Removing a row
is not refused, since tests need it; the numbers of the lines and the trail show it.
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
    dependencies = [
        ("desk", "0012_reports_of_an_own_act"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exhibits",
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
                migrations.AddConstraint(
                    model_name="exhibitevent",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="exhibitevent",
                    constraint=models.UniqueConstraint(
                        fields=("exhibit", "number"), name="exhibit_event_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exhibitevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["added", "described", "checked", "found_changed"]),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibit_event_says_why",
                    ),
                ),
            ]
        ),
        migrations.RunPython(keep_lines, migrations.RunPython.noop),
    ]
