"""Keep by which keys a report's text is found again, and which reports count as one source."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0023_what_the_board_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Printing",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="printing",
                        serialize=False,
                        to="desk.report",
                    ),
                ),
                ("taken_out_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printings",
                        to="desk.report",
                    ),
                ),
                (
                    "taken_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_out_at", None), ("taken_out_by", None)),
                            models.Q(
                                ("group", None),
                                ("taken_out_at__isnull", False),
                                ("taken_out_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="printing_taken_out_has_who_and_no_group",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.report",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key"], name="printing_by_key")],
            },
        ),
    ]
