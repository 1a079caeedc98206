"""An e-mail becomes a report, with its files as documents of that report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0023_what_the_board_counts"),
        ("intake", "0005_what_was_taken_over_of_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=12)),
                ("note", models.TextField(blank=True, default="")),
                ("marked", models.PositiveIntegerField(default=0)),
                ("attached", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("notices", models.JSONField(default=list)),
                ("reader", models.CharField(max_length=300)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="custodyevent",
            name="custody_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_way_is_known",
        ),
        migrations.AlterField(
            model_name="documentreport",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.report"
            ),
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "attached",
                            "downloaded",
                            "found_changed",
                            "read",
                            "received",
                            "received_again",
                            "report_made",
                        ],
                    )
                ),
                name="custody_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["attached", "paste", "upload"])),
                name="document_way_is_known",
            ),
        ),
        migrations.AddField(
            model_name="receivedmail",
            name="received_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="receivedmail",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="received_mail",
                to="desk.report",
            ),
        ),
    ]
