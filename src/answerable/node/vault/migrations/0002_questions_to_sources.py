"""Keep what is to be asked of sources, and what became of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0001_sources_and_their_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receipt", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be asked"),
                            ("answered", "Answered"),
                            ("not_possible", "Not possible"),
                            ("taken_back", "Taken back"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("answer", models.TextField(blank=True, default="")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(fields=["receipt"], name="source_question_by_report"),
                    models.Index(fields=["state", "asked_at"], name="source_question_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="source_question_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "answered", "not_possible", "taken_back"])
                        ),
                        name="source_question_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", True),
                                ("done_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="source_question_done_has_who_and_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("receipt",),
                        name="one_open_question_a_report",
                    ),
                ],
            },
        ),
    ]
