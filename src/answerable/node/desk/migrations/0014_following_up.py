"""Keep what following up needs: steps of the ladder, duty contacts and calls, calendars."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0013_evidence_on_an_incident"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.CharField(max_length=32)),
                ("called_at", models.DateTimeField()),
                ("caller", models.CharField(max_length=200)),
                ("answered_by", models.CharField(blank=True, default="", max_length=200)),
                ("said", models.TextField(blank=True, default="")),
                ("result", models.CharField(max_length=16)),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-called_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DutyContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("desk", models.CharField(max_length=200)),
                ("telephone", models.CharField(max_length=60)),
                ("hours", models.CharField(blank=True, default="", max_length=200)),
                ("languages", models.CharField(blank=True, default="", max_length=200)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FollowStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
            options={
                "ordering": ["noted_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SideCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="inquiry",
            name="step_action",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="step_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="step_due",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["step_due"], name="inquiry_by_step"),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddField(
            model_name="dutycall",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutycall",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.channel"
            ),
        ),
        migrations.AddField(
            model_name="dutycall",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="desk.dutycall",
            ),
        ),
        migrations.AddField(
            model_name="dutycontact",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutycontact",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duty_contacts",
                to="ledger.channel",
            ),
        ),
        migrations.AddField(
            model_name="dutycontact",
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
            model_name="dutycall",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="desk.dutycontact",
            ),
        ),
        migrations.AddField(
            model_name="followstep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="followstep",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.channel"
            ),
        ),
        migrations.AddField(
            model_name="sidecalendar",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sidecalendar",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="side_calendars",
                to="ledger.channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("desk", ""), _negated=True), name="duty_contact_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("telephone", ""), _negated=True),
                name="duty_contact_has_a_number",
            ),
        ),
        migrations.AddIndex(
            model_name="dutycall",
            index=models.Index(fields=["channel", "thread"], name="call_by_thread"),
        ),
        migrations.AddConstraint(
            model_name="dutycall",
            constraint=models.CheckConstraint(
                condition=models.Q(("thread", ""), _negated=True), name="duty_call_has_a_thread"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycall",
            constraint=models.CheckConstraint(
                condition=models.Q(("caller", ""), _negated=True), name="duty_call_has_a_caller"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "result__in",
                        ["call_back", "message_left", "no_answer", "refused", "taken_up"],
                    )
                ),
                name="duty_call_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("thread", ""), _negated=True), name="follow_step_has_a_thread"
            ),
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["passed_over", "taken"])),
                name="follow_step_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("means__in", ["", "call", "email", "letter", "meeting", "message", "other"])
                ),
                name="follow_step_means_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.UniqueConstraint(
                fields=("channel", "thread", "leaf", "action", "number"), name="follow_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="followstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "taken"), models.Q(("means", ""), _negated=True)),
                    models.Q(
                        ("means", ""),
                        ("outcome", "passed_over"),
                        models.Q(("note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="follow_step_says_how_or_why",
            ),
        ),
        migrations.AddIndex(
            model_name="sidecalendar",
            index=models.Index(fields=["channel", "party"], name="calendar_by_party"),
        ),
        migrations.AddConstraint(
            model_name="sidecalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("party", ""), _negated=True), name="side_calendar_is_of_a_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="sidecalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))),
                name="side_calendar_years_in_order",
            ),
        ),
    ]
