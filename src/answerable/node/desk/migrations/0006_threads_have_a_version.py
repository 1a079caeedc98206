"""A thread's name counts how often its rows were written, so that folding need not hold it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the count."""

    dependencies: ClassVar = [("desk", "0005_findings_and_identity_checks")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="threadname",
            name="version",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
