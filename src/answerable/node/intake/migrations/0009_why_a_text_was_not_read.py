"""Keep why a report's text was not read for claims, so that a person sees it and tries again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_many_documents_together")]

    operations = [
        migrations.AddField(
            "claimsrun", "problem", models.CharField(blank=True, default="", max_length=32)
        ),
        migrations.AddConstraint(
            "claimsrun",
            models.CheckConstraint(
                condition=models.Q(
                    problem__in=["", "damaged", "too_large", "too_much_memory", "took_too_long"]
                ),
                name="claims_run_problem_is_known",
            ),
        ),
    ]
