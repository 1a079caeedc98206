"""Pouches get rows: what was sealed and opened, for the numbers and for the page."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_keys_change_with_a_second_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pouch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "sealed here"), ("in", "opened here")], max_length=3
                    ),
                ),
                ("number", models.PositiveBigIntegerField(blank=True, null=True)),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sealed", "sealed"),
                            ("erased", "deleted here: it held a text that was erased since"),
                            ("opened", "taken"),
                            ("waiting", "waits for an earlier pouch"),
                            ("refused", "refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("needed", models.PositiveBigIntegerField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                ("bytes", models.PositiveBigIntegerField()),
                ("contents", models.PositiveIntegerField(default=0)),
                ("logs", models.JSONField(default=list)),
                (
                    "created",
                    models.DateTimeField(blank=True, help_text="as the sender says", null=True),
                ),
                ("at", models.DateTimeField(help_text="when it was sealed or opened here")),
                ("kept", models.BooleanField(default=False)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pouches",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pouches",
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out")),
                        fields=("channel", "number"),
                        name="pouch_out_numbered_once",
                    ),
                    models.UniqueConstraint(
                        fields=("channel", "direction", "digest"), name="pouch_once_per_file"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "out"), ("state__in", ("sealed", "erased"))),
                            models.Q(
                                ("direction", "in"),
                                ("state__in", ("opened", "waiting", "refused", "erased")),
                            ),
                            _connector="OR",
                        ),
                        name="pouch_state_known",
                    ),
                ],
            },
        ),
    ]
