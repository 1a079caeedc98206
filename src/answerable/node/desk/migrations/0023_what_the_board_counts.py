"""The board counts all cases on every visit: from an index of what it counts, not from the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0022_files_that_go_with_a_draft")]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=[
                    "closed_ours",
                    "waiting_on",
                    "next_due",
                    "delivered_at",
                    "paused_since",
                    "paused_until",
                    "step_due",
                    "channel",
                    "thread",
                ],
                name="inquiry_standing",
            ),
        ),
    ]
