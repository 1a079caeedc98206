"""Keep which change of a key an administrator asked for, who confirmed it, and what was compared."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_what_a_witness_showed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keyid", models.CharField(max_length=64)),
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
                        related_name="key_comparisons",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "keyid"), name="key_compared_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("rotate", "Replace the key"),
                            ("stolen", "Revoke the key: it was stolen"),
                            ("lost", "Revoke the key: it was lost"),
                            ("give", "Give the office its key in every channel"),
                        ],
                        max_length=8,
                    ),
                ),
                ("role", models.CharField(max_length=12)),
                ("office", models.CharField(blank=True, max_length=32)),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second administrator"),
                            ("done", "Done"),
                            ("dropped", "Given up"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("waiver", models.CharField(blank=True, default="", max_length=300)),
                ("keyid", models.CharField(blank=True, default="", max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_orders",
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
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("channel__isnull", True), ("state", "waiting")),
                        fields=("role", "office"),
                        name="key_order_waits_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("channel__isnull", False), ("state", "waiting")),
                        fields=("channel",),
                        name="key_order_waits_once_a_log",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ("rotate", "stolen", "lost", "give"))),
                        name="key_order_deed_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "done", "dropped"))),
                        name="key_order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="key_order_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            models.Q(("waiver", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="key_order_done_by_a_second",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("keyid", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="key_order_done_has_key",
                    ),
                ],
            },
        ),
    ]
