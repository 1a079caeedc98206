"""Keep the rules by which offices are given what comes in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_of_the_whole_desk"),
        ("desk", "0003_compartments_and_folders"),
        ("ledger", "0011_when_a_doubt_began"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("object", models.CharField(blank=True, default="", max_length=32)),
                ("kind", models.CharField(blank=True, default="", max_length=20)),
                ("area", models.TextField(blank=True, default="")),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.channel",
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
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "object__in",
                                [
                                    "",
                                    "aid_convoy",
                                    "aid_distribution",
                                    "ambulance",
                                    "dangerous_forces_installation",
                                    "detention",
                                    "evacuation_route",
                                    "food_bakery_agriculture",
                                    "icrc_rcrc",
                                    "idp_site_shelter",
                                    "market",
                                    "medical_unit",
                                    "ngo_premises",
                                    "other",
                                    "peacekeeping",
                                    "power",
                                    "press",
                                    "residential",
                                    "school",
                                    "un_premises",
                                    "water_sanitation",
                                    "worship_cultural",
                                ],
                            )
                        ),
                        name="remit_object_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["", "abduction", "attack", "denial_of_aid", "detention", "other"],
                            )
                        ),
                        name="remit_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area", ""),
                            ("channel__isnull", True),
                            ("kind", ""),
                            ("object", ""),
                            _negated=True,
                        ),
                        name="remit_names_something",
                    ),
                ],
            },
        ),
    ]
