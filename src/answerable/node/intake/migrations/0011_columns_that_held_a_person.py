"""A file of a data set says which columns were taken out of it, since they held a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_feeds_of_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="datafile",
            name="withheld",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
