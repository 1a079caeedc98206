"""Remember what a witness showed of our own log while ours was in doubt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_witnesses_and_refusals"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerstatus",
            name="own_size_witnessed",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
