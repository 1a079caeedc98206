"""Documents as they came, what was read from them, and who handled them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("desk", "0001_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("media", models.CharField(max_length=20)),
                ("way", models.CharField(max_length=10)),
                ("file_name", models.CharField(blank=True, default="", max_length=120)),
                ("url", models.CharField(blank=True, default="", max_length=2000)),
                ("note", models.TextField(blank=True, default="")),
                ("received_at", models.DateTimeField()),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
                "indexes": [models.Index(fields=["-received_at", "-id"], name="document_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("sha256"), 64
                        ),
                        name="document_hash_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="document_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("media__in", ["application/pdf", "text/html", "text/plain"])
                        ),
                        name="document_media_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["paste", "upload"])),
                        name="document_way_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustodyEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("detail", models.CharField(blank=True, default="", max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="intake.document",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_into",
                        to="intake.document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=300)),
                ("publisher", models.CharField(blank=True, default="", max_length=300)),
                ("published", models.DateField(blank=True, null=True)),
                ("published_basis", models.CharField(blank=True, default="", max_length=10)),
                ("language", models.CharField(default="und", max_length=3)),
                ("language_basis", models.CharField(blank=True, default="", max_length=10)),
                ("text", models.TextField(blank=True, default="")),
                ("encoding", models.CharField(blank=True, default="", max_length=20)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("truncated", models.BooleanField(default=False)),
                ("notices", models.JSONField(default=list)),
                ("reader", models.CharField(max_length=300)),
                ("read_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="intake.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-read_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reader", ""), _negated=True),
                        name="reading_names_its_reader",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_basis__in", ["", "declared", "estimated", "file"])
                        ),
                        name="reading_date_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language_basis__in", ["", "declared", "estimated", "file"])
                        ),
                        name="reading_language_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published__isnull", True), ("published_basis", "")),
                            models.Q(
                                ("published__isnull", False),
                                models.Q(("published_basis", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reading_date_says_how_it_is_known",
                    ),
                ],
            },
        ),
    ]
