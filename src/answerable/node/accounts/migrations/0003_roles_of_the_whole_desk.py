"""Widen the roles a person may have; those that people have already stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_events_cannot_be_changed"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_is_known",
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("intake", "Intake"),
                    ("analyst", "Analyst"),
                    ("officer", "Case officer"),
                    ("clearer", "Clearer"),
                    ("liaison", "Liaison"),
                    ("investigator", "Investigator"),
                    ("legal", "Legal adviser"),
                    ("custodian", "Source custodian"),
                    ("principal", "Principal"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "intake",
                            "analyst",
                            "officer",
                            "clearer",
                            "liaison",
                            "investigator",
                            "legal",
                            "custodian",
                            "principal",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="membership_role_is_known",
            ),
        ),
    ]
