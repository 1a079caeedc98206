"""Keep translations of messages and drafts, with who made them; the texts apart, piece by piece."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from answerable.node.at_once import AllAtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factors_sessions_invitations"),
        ("desk", "0016_inbox_and_triage"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
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
                    },
                ),
                migrations.AddIndex(
                    model_name="translation",
                    index=models.Index(fields=["channel", "thread"], name="translation_by_thread"),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("thread", ""), _negated=True),
                        name="translation_has_a_thread",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("language", ""), _negated=True),
                        name="translation_has_a_language",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("maker", ""), _negated=True),
                        name="translation_says_who_made_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("way__in", ["human", "machine"])),
                        name="translation_way_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("maker_kind__in", ["office", "person", "service"])),
                        name="translation_maker_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaf", ""), ("draft__isnull", False)),
                            models.Q(
                                models.Q(("leaf", ""), _negated=True), ("draft__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="translation_is_of_one_text",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at__isnull", True), ("cleared_by__isnull", True)),
                            models.Q(("cleared_at__isnull", False), ("cleared_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="translation_cleared_says_by_whom",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translatedtext",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="translated_text_says_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="translatedtext",
                    constraint=models.UniqueConstraint(
                        fields=("translation", "key"), name="translated_text_once"
                    ),
                ),
            ]
        ),
    ]
