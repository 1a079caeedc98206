"""Keep who witnesses a channel, what was refused of strangers, and how the peer's clock stands."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_what_the_other_side_showed"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerstatus",
            name="clock_skew",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=20, unique=True)),
                ("count", models.PositiveBigIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("reason",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                (
                                    "unsigned",
                                    "body_differs",
                                    "late",
                                    "stranger",
                                    "bad_signature",
                                    "repeated",
                                    "too_large",
                                    "malformed",
                                ),
                            )
                        ),
                        name="refusal_reason_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("vkey", models.CharField(max_length=400)),
                ("added_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witnesses",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "name"), name="witness_once_a_name"),
                    models.UniqueConstraint(fields=("channel", "vkey"), name="witness_once_a_key"),
                ],
            },
        ),
    ]
