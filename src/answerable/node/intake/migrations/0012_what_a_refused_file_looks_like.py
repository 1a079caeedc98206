"""A file of an archive that was not taken in says what it looks like, as a file alone does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_columns_that_held_a_person")]

    operations = [
        migrations.AddField(
            "bundlefile", "looks_like", models.CharField(blank=True, default="", max_length=40)
        ),
    ]
