"""The e-mails by which reports came lie sealed in the vault, as they came."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_questions_to_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receipt", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=32, unique=True)),
                ("head", models.BinaryField()),
                ("original", models.BinaryField()),
                ("bytes_digest", models.CharField(max_length=32, unique=True)),
                (
                    "message_digest",
                    models.CharField(blank=True, max_length=32, null=True, unique=True),
                ),
                ("sealed_at", models.DateTimeField()),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="vault.source",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]
