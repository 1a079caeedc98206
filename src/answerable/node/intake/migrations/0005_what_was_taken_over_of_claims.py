"""Which incident of a text was opened as which of ours: two presses open one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_claims_of_reports")]

    operations = [
        migrations.AddField("claimsrun", "taken", models.JSONField(blank=True, default=dict)),
    ]
