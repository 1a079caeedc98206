"""Room for the whole dossier of an incident: its facts with their history, and rows that moved.

Adds columns and tables only. Inquiries are folded anew one by one: until then `acknowledged` is null
and the figures are read from the statements as before.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_of_the_whole_desk"),
        ("desk", "0006_threads_have_a_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="IncidentMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undo_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="incident",
            name="incident_status_is_known",
        ),
        migrations.AddField(
            model_name="figure",
            name="as_of",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="figure",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="figure",
            name="best",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="figure",
            name="counted_as",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(
            model_name="incident",
            name="counterpart_text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="incident",
            name="country",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.AddField(
            model_name="incident",
            name="first_reported_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="first_reported_by",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="incident",
            name="first_reported_precision",
            field=models.CharField(default="unknown", max_length=8),
        ),
        migrations.AddField(
            model_name="incident",
            name="first_reported_url",
            field=models.CharField(blank=True, default="", max_length=2000),
        ),
        migrations.AddField(
            model_name="incident",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="desk.incident",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="observations",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="incident",
            name="priority",
            field=models.CharField(default="normal", max_length=8),
        ),
        migrations.AddField(
            model_name="incident",
            name="public_text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="incident",
            name="region",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="incident",
            name="service_impact",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="incident",
            name="strikes_high",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="strikes_low",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="targeted",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="incident",
            name="weapon",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddField(
            model_name="incident",
            name="weapon_note",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="acknowledged",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="place",
            name="is_primary",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="place",
            name="public_note",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="place",
            name="radius",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="place",
            name="signed_off_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="place",
            name="signed_off_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="struckobject",
            name="affiliation",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="struckobject",
            name="declared_target",
            field=models.CharField(default="unknown", max_length=8),
        ),
        migrations.AddField(
            model_name="struckobject",
            name="destruction",
            field=models.CharField(default="unknown", max_length=16),
        ),
        migrations.AddField(
            model_name="struckobject",
            name="group",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "counted_as__in",
                        ["", "belligerent", "civilian", "directly_participating", "unknown"],
                    )
                ),
                name="figure_counted_as_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("best__isnull", True),
                    models.Q(
                        models.Q(
                            ("low__isnull", True), ("best__gte", models.F("low")), _connector="OR"
                        ),
                        models.Q(
                            ("high__isnull", True), ("best__lte", models.F("high")), _connector="OR"
                        ),
                        models.Q(("low__isnull", False), ("high__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="figure_best_lies_in_its_range",
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
                    ("first_reported_precision__in", ["day", "minute", "month", "unknown", "year"])
                ),
                name="incident_first_report_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_reported_at__isnull", True), ("first_reported_precision", "unknown")
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
                        models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)
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
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("radius__isnull", True), ("latitude__isnull", False), _connector="OR"
                ),
                name="place_radius_has_a_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_off_at__isnull", True), ("signed_off_by__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("signed_off_at__isnull", False),
                        ("signed_off_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="place_signed_off_has_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_primary", True)),
                fields=("incident",),
                name="one_primary_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="struckobject",
            constraint=models.CheckConstraint(
                condition=models.Q(("declared_target__in", ["no", "unknown", "yes"])),
                name="object_declared_target_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="struckobject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "destruction__in",
                        ["damaged", "destroyed", "none", "partly_destroyed", "unknown"],
                    )
                ),
                name="object_destruction_is_known",
            ),
        ),
        migrations.AddField(
            model_name="fieldchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fieldchange",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="field_changes",
                to="desk.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentmove",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="incidentmove",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves_out",
                to="desk.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentmove",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves_in",
                to="desk.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentmove",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("field", ""), _negated=True), name="field_change_names_a_field"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("before", ""), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="field_change_of_what_was_set_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("before", models.F("after")), _negated=True),
                name="field_change_changes_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="move_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["merge", "split"])), name="move_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="move_goes_somewhere_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentmove",
            constraint=models.CheckConstraint(
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
        ),
    ]
