"""Sources under codes, their sealed identities and consents: kept apart from every case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from answerable.node.at_once import AllAtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True)),
                        ("sealed", models.BinaryField(default=b"")),
                        ("sealed_at", models.DateTimeField(blank=True, null=True)),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("victim", "Victim"),
                                    ("family", "Family of a victim"),
                                    ("witness", "Witness"),
                                    ("medic", "Medical staff"),
                                    ("ngo", "Non-governmental organisation"),
                                    ("un", "United Nations"),
                                    ("media", "Media"),
                                    ("military", "Military"),
                                    ("government", "Government"),
                                    ("staff", "Own staff"),
                                    ("other", "Other"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "A – completely reliable"),
                                    ("B", "B – usually reliable"),
                                    ("C", "C – fairly reliable"),
                                    ("D", "D – not usually reliable"),
                                    ("E", "E – unreliable"),
                                    ("F", "F – cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        ("independence", models.SlugField(blank=True, default="", max_length=20)),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("unknown", "Not known whether it is safe to make contact"),
                                    ("safe", "Safe to make contact"),
                                    ("unsafe", "Not safe to make contact"),
                                    ("none", "Cannot be reached"),
                                ],
                                default="unknown",
                                max_length=8,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("uk", "Ukrainian"),
                                    ("ru", "Russian"),
                                    ("ar", "Arabic"),
                                    ("he", "Hebrew"),
                                ],
                                default="en",
                                max_length=2,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "erased_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-added_at", "-id"],
                        "indexes": [
                            models.Index(fields=["-added_at", "-id"], name="source_by_time")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                name="source_has_a_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "victim",
                                            "family",
                                            "witness",
                                            "medic",
                                            "ngo",
                                            "un",
                                            "media",
                                            "military",
                                            "government",
                                            "staff",
                                            "other",
                                        ],
                                    )
                                ),
                                name="source_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reliability__in", ["A", "B", "C", "D", "E", "F"])
                                ),
                                name="source_reliability_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reach__in", ["unknown", "safe", "unsafe", "none"])
                                ),
                                name="source_reach_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("receipt", models.CharField(max_length=20)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("linked", "Linked to an incident"),
                                    ("raised", "Raised with the party asked"),
                                    ("answered", "Answered by the party asked"),
                                    ("closed", "Closed by us"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("about", models.CharField(blank=True, default="", max_length=80)),
                        ("made_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be given"),
                                    ("given", "Given"),
                                    ("not_possible", "Not possible"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="vault.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["made_at", "id"],
                        "indexes": [
                            models.Index(fields=["state", "made_at"], name="notice_by_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["linked", "raised", "answered", "closed"])
                                ),
                                name="notice_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("state", "open"),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        ("state__in", ["given", "not_possible"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_done_has_who_and_when",
                            ),
                            models.UniqueConstraint(
                                fields=("source", "receipt", "kind", "about"), name="notice_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NameTrace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("digest", models.BinaryField(max_length=16)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="traces",
                                to="vault.source",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ConsentRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=24)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("telephone", "By telephone"),
                                    ("writing", "In writing"),
                                    (
                                        "organisation",
                                        "Through an organisation that the source trusts",
                                    ),
                                    ("guardian", "From a parent or guardian"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="vault.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purpose__in",
                                        [
                                            "use_inside",
                                            "raise_without_identity",
                                            "raise_with_identity",
                                            "publish",
                                            "contact",
                                        ],
                                    )
                                ),
                                name="consent_purpose_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "how__in",
                                        [
                                            "in_person",
                                            "telephone",
                                            "writing",
                                            "organisation",
                                            "guardian",
                                        ],
                                    )
                                ),
                                name="consent_way_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        ("withdrawn_at__gte", models.F("given_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_withdrawal_has_who_and_when",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("source", "purpose"),
                                name="one_standing_consent_a_purpose",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("receipt", models.CharField(max_length=20)),
                        ("linked_at", models.DateTimeField()),
                        (
                            "linked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="vault.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("receipt", "source"), name="source_once_a_report"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vault",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, primary_key=True, serialize=False
                            ),
                        ),
                        ("recipient", models.CharField(max_length=80)),
                        ("seal", models.CharField(max_length=64)),
                        ("keeps_index", models.BooleanField(default=True)),
                        ("founded_at", models.DateTimeField()),
                        (
                            "founded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="vault_is_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Custodian",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("recipient", models.CharField(max_length=80)),
                        ("own_key", models.BinaryField()),
                        ("vault_key", models.BinaryField(default=b"")),
                        ("asked_at", models.DateTimeField()),
                        ("admitted_at", models.DateTimeField(blank=True, null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("blocked_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "admitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vault_custodian",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("admitted_at__isnull", True), ("admitted_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("admitted_at__isnull", False),
                                        ("admitted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="vault_admission_has_who_and_when",
                            )
                        ],
                    },
                ),
            ]
        )
    ]
