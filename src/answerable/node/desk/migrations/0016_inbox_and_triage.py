"""Keep what waits in the inbox, and who decided what about it: the queue and its trail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0015_conveyance_and_tasks_that_change"),
        ("ledger", "0011_when_a_doubt_began"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="snoozed_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("screening", "received")),
                fields=["received_at", "id"],
                name="report_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("screening", "received")),
                fields=["office", "received_at", "id"],
                name="report_waiting_by_office",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["published_at"], name="report_by_publication"),
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("thread", models.CharField(max_length=32)),
                ("leaf", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=40)),
                ("urgent", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
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
                ("snoozed_until", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
                    models.UniqueConstraint(fields=("channel", "leaf"), name="arrival_once"),
                    models.CheckConstraint(
                        condition=models.Q(("thread", ""), _negated=True),
                        name="arrival_has_a_thread",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_by__isnull", True), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="arrival_done_has_a_time",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "arrival",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="desk.arrival",
                    ),
                ),
                ("deed", models.CharField(max_length=16)),
                ("code", models.CharField(blank=True, default="", max_length=24)),
                ("reason", models.TextField(blank=True, default="")),
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
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.incident",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("batch", models.CharField(max_length=32)),
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
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
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
    ]
