"""Keep what is odd about a receipt's time, so that the channel's page can show it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_channels_and_logs"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerstatus",
            name="odd_receipt",
            field=models.CharField(blank=True, max_length=16),
        ),
    ]
