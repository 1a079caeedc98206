"""What began on paper is carried on in a signed channel, once the counterpart joined."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0018_count_reports_to_screen"),
        ("ledger", "0011_when_a_doubt_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarriedOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.CharField(max_length=32)),
                ("paper_thread", models.CharField(max_length=32)),
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
                    "paper_channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("thread", ""), _negated=True),
                        name="carried_on_has_a_thread",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper_thread", ""), _negated=True),
                        name="carried_on_has_a_paper_thread",
                    ),
                    models.UniqueConstraint(
                        fields=("channel", "thread"), name="thread_carries_on_once"
                    ),
                    models.UniqueConstraint(
                        fields=("paper_channel", "paper_thread"), name="paper_is_carried_on_once"
                    ),
                ],
            },
        ),
    ]
