"""Keep who cleared that a message's words go to a third party."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_events_cannot_be_changed"),
        ("desk", "0001_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportClearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leaf", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="asked", max_length=10)),
                ("purpose", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "indexes": [models.Index(fields=["channel", "leaf"], name="export_by_message")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="export_has_a_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "cleared", "refused", "waived"])
                        ),
                        name="export_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="export_decided_names_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waived", "refused"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="export_waived_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("channel", "leaf"),
                        name="export_asked_once",
                    ),
                ],
            },
        ),
    ]
