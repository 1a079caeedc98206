"""A register of victims, off by default: its names are sealed, and so are all its words."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from answerable.node.at_once import AllAtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0019_cases_carried_on_from_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
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
                        (
                            "occupation",
                            models.TextField(blank=True, default=""),
                        ),
                        (
                            "group",
                            models.TextField(blank=True, default=""),
                        ),
                        ("source", models.TextField()),
                        (
                            "list_number",
                            models.TextField(blank=True, default=""),
                        ),
                        (
                            "contact",
                            models.TextField(blank=True, default=""),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, default=""),
                        ),
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
                        (
                            "set_aside_reason",
                            models.TextField(blank=True, default=""),
                        ),
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
            ]
        )
    ]
