"""Keep which statements were delivered together, and in which form what nobody signed went."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from answerable.node.at_once import AllAtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        ("desk", "0010_work_around_drafts"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
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
                    ],
                    options={
                        "ordering": ["-gathered_at", "-id"],
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
                    ],
                    options={
                        "ordering": ["order", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="batch",
                    name="channel",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.channel",
                    ),
                ),
                migrations.AddField(
                    model_name="batch",
                    name="gathered_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="batch",
                    name="gone_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="batch",
                    name="office",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                migrations.AddField(
                    model_name="batchitem",
                    name="batch",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="desk.batch",
                    ),
                ),
                migrations.AddField(
                    model_name="batchitem",
                    name="draft",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batch_items",
                        to="desk.draft",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="batch_has_a_reference",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["dropped", "gathered", "gone"])),
                        name="batch_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("marking__in", ["", "amber", "amber_strict", "clear", "green", "red"])
                        ),
                        name="batch_marking_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="batch",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="batchitem",
                    constraint=models.UniqueConstraint(
                        fields=("batch", "draft"), name="draft_once_a_batch"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batchitem",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("went", True)),
                        fields=("draft",),
                        name="draft_goes_with_one_batch",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="batchitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("went", False),
                            models.Q(("reference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_item_gone_has_a_reference",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="recordedstatement",
            name="instrument",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="recordedstatement",
            constraint=models.CheckConstraint(
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
        ),
    ]
