"""Remember how much of our own log the other side showed while ours was in doubt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_erasures_wait_for_a_second_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="peerstatus",
            name="own_size_shown",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
