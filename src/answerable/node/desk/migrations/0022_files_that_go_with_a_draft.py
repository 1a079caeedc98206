"""Cleaned copies of files go with a draft, and a file given is an act of a case."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        ("desk", "0021_words_of_reports"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("description", models.CharField(max_length=300)),
                ("marking", models.CharField(max_length=16)),
                ("is_graphic", models.BooleanField(default=False)),
                ("media", models.CharField(max_length=16)),
                ("data", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="desk.draft",
                    ),
                ),
                (
                    "exhibit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.exhibit",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "number"), name="draft_file_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True),
                        name="draft_file_is_described",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("marking__in", ["amber", "amber_strict", "clear", "green", "red"])
                        ),
                        name="draft_file_marking_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("media__in", ["image/jpeg", "image/png", "text/plain"])
                        ),
                        name="draft_file_media_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("sha256"), 64
                            )
                        ),
                        name="draft_file_hash_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 8388608)),
                        name="draft_file_is_bounded",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_act_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="recordedstatement",
            name="recorded_statement_is_known",
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "",
                            "acknowledge",
                            "agree_extension",
                            "ask_extension",
                            "attach",
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
        ),
        migrations.AddConstraint(
            model_name="recordedstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "statement__in",
                        [
                            "",
                            "ack",
                            "attach",
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
        ),
    ]
