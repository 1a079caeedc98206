"""Find what an entry promises by its place in the log: each page of a case looks at all otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0011_when_a_doubt_began"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=("log", "index"), name="promise_by_entry"),
        ),
    ]
