"""Count the reports that wait to be screened from an index alone.

Every board shows their number; with their texts beside them, counting 25,000 read half a gigabyte.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("desk", "0017_translations_beside_messages")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["screening", "compartment"], name="report_to_screen"),
        ),
    ]
