"""An asker is told of a decision, and may be told so much; a task goes to somebody else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0014_following_up"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conveyance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        condition=models.Q(("told", ""), _negated=True), name="conveyance_says_what"
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
            name="MayBeTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            name="TaskChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            models.Q(("owner_before", models.F("owner_after")), _negated=True),
                            models.Q(("due_before", models.F("due_after")), _negated=True),
                            _connector="OR",
                        ),
                        name="task_change_changes_something",
                    ),
                ],
            },
        ),
    ]
