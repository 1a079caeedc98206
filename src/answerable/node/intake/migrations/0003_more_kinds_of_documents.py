"""Office documents, saved web pages and pictures are documents too; a picture tells of itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_data_sets_and_their_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="document_media_is_known",
        ),
        migrations.AddField(
            model_name="reading",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="document",
            name="media",
            field=models.CharField(max_length=80),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "media__in",
                        [
                            "application/pdf",
                            "application/vnd.oasis.opendocument.text",
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "image/jpeg",
                            "image/png",
                            "image/webp",
                            "message/rfc822",
                            "multipart/related",
                            "text/html",
                            "text/plain",
                        ],
                    )
                ),
                name="document_media_is_known",
            ),
        ),
    ]
