"""Remember when the doubt of our own log began: a pouch sealed before that settles nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0010_pouches_sealed_and_opened"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerstatus",
            name="doubted_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
