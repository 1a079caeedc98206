"""Documents can be time stamped by an authority (RFC 3161)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_emails_become_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("authority", models.CharField(max_length=255)),
                ("signer", models.CharField(max_length=200)),
                ("policy", models.CharField(max_length=100)),
                ("serial", models.CharField(max_length=80)),
                ("stamped_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField()),
                ("response", models.BinaryField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_stamp",
                        to="intake.document",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
