"""Find what is awaited and what covers an entry without walking a long log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_odd_receipt_times"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="content",
            index=models.Index(fields=["channel", "state"], name="content_by_state"),
        ),
        migrations.AddIndex(
            model_name="cosignature",
            index=models.Index(fields=["log", "size"], name="cosignature_covering"),
        ),
    ]
