"""Make the tables of channels, their logs, receipts, statements and contents."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "Signed channel"),
                            ("paper", "Counterpart on paper"),
                            ("record", "Public record"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In preparation"),
                            ("proposed", "Proposed"),
                            ("accepted", "Accepted, not yet signed by both"),
                            ("established", "Established"),
                            ("frozen", "Frozen"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("channel_id", models.CharField(blank=True, max_length=26, null=True, unique=True)),
                ("genesis", models.BinaryField(default=bytes)),
                ("exchange", models.BinaryField(default=bytes)),
                ("terms", models.JSONField(default=dict)),
                ("peer_url", models.CharField(blank=True, max_length=300)),
                ("peer_keyid", models.CharField(blank=True, db_index=True, max_length=64)),
                ("highest_marking", models.CharField(blank=True, max_length=16)),
                ("authentic_language", models.CharField(blank=True, max_length=8)),
                ("created_at", models.DateTimeField()),
                ("established_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("title",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("signed", "paper", "record"))),
                        name="channel_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("draft", "proposed", "accepted", "established", "frozen"),
                            )
                        ),
                        name="channel_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "signed"),
                                ("state__in", ("established", "frozen")),
                                _negated=True,
                            ),
                            ("channel_id__isnull", False),
                            _connector="OR",
                        ),
                        name="channel_signed_has_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("commit", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "not yet here"),
                            ("held", "here"),
                            ("redacted", "redacted"),
                            ("missing", "missing"),
                        ],
                        default="promised",
                        max_length=8,
                    ),
                ),
                ("salt", models.BinaryField(blank=True, max_length=32, null=True)),
                ("record", models.BinaryField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "commit"), name="content_once_per_channel"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("promised", "held", "redacted", "missing"))
                        ),
                        name="content_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("record__isnull", False),
                                ("salt__isnull", False),
                                ("state", "held"),
                            ),
                            models.Q(
                                models.Q(("state", "held"), _negated=True),
                                ("record__isnull", True),
                                ("salt__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="content_bytes_only_when_held",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=200, unique=True)),
                ("origin_hash", models.CharField(max_length=64, unique=True)),
                ("is_ours", models.BooleanField()),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.BinaryField(default=bytes)),
                ("edge", models.BinaryField(default=bytes)),
                ("next_index", models.PositiveBigIntegerField(default=0)),
                ("next_edge", models.BinaryField(default=bytes)),
                ("pending", models.BinaryField(blank=True, null=True)),
                ("frozen", models.CharField(blank=True, max_length=40)),
                ("suspect", models.CharField(blank=True, max_length=40)),
                ("read_to", models.PositiveBigIntegerField(default=0)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("next_index__gte", models.F("size"))),
                        name="log_next_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("read_to__lte", models.F("size"))),
                        name="log_read_committed",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("data", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "time",
                    models.PositiveBigIntegerField(help_text="POSIX seconds when it was seen"),
                ),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("log", "code", "digest"), name="evidence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.PositiveBigIntegerField()),
                ("leaf_hash", models.BinaryField(db_index=True, max_length=32)),
                ("data", models.BinaryField()),
                ("statement_id", models.CharField(blank=True, max_length=32, null=True)),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["log", "statement_id"], name="entry_by_statement")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("log", "index"), name="entry_once_per_index")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("key_id", models.CharField(max_length=8)),
                ("time", models.PositiveBigIntegerField(help_text="POSIX seconds, as signed")),
                ("line", models.CharField(max_length=500)),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["log", "name", "size"], name="cosignature_by_size")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("log", "name", "key_id", "size"), name="cosignature_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("note", models.BinaryField()),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkpoints",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "size"), name="checkpoint_once_per_size")
                ]
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.PositiveBigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nodes",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "level", "index"), name="node_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gt", 0)), name="node_above_leaves"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\\Z"
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("domain", models.CharField(blank=True, max_length=120)),
                ("is_self", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "domain"), name="party_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_self", True)),
                        fields=("is_self",),
                        name="party_one_self",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="loghead",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="logs", to="ledger.party"
            ),
        ),
        migrations.AddField(
            model_name="channel",
            name="ours",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="channels_as_ours",
                to="ledger.party",
            ),
        ),
        migrations.AddField(
            model_name="channel",
            name="parties",
            field=models.ManyToManyField(blank=True, related_name="channels", to="ledger.party"),
        ),
        migrations.AddField(
            model_name="channel",
            name="theirs",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="channels_as_theirs",
                to="ledger.party",
            ),
        ),
        migrations.CreateModel(
            name="PeerStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_try", models.DateTimeField(blank=True, null=True)),
                ("last_contact", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=40)),
                ("next_try", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("ours_mirrored", models.PositiveBigIntegerField(default=0)),
                ("theirs_seen", models.PositiveBigIntegerField(default=0)),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="peer",
                        to="ledger.channel",
                    ),
                ),
            ],
            options={"verbose_name_plural": "peer statuses"},
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.PositiveBigIntegerField()),
                ("media", models.CharField(max_length=200)),
                ("size_class", models.PositiveBigIntegerField()),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="ledger.content",
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "ordering": ("log", "index", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("content", "log", "index"), name="promise_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.PositiveBigIntegerField()),
                ("thread", models.CharField(blank=True, max_length=32)),
                ("kind", models.CharField(blank=True, max_length=64)),
                ("office", models.CharField(blank=True, max_length=32)),
                ("heads", models.JSONField(default=list)),
                ("fault", models.CharField(blank=True, max_length=32)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement",
                        to="ledger.entry",
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="ledger.loghead",
                    ),
                ),
            ],
            options={
                "ordering": ("log", "index"),
                "indexes": [
                    models.Index(fields=["thread", "log", "index"], name="statement_by_thread"),
                    models.Index(
                        condition=models.Q(("fault", ""), _negated=True),
                        fields=["log", "index"],
                        name="statement_with_fault",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("log", "index"), name="statement_once_per_index"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsedNonce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_id", models.CharField(max_length=64)),
                ("nonce", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key_id", "nonce"), name="nonce_used_once")
                ]
            },
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "record"), ("ours__isnull", False), _connector="OR"),
                name="channel_has_own_party",
            ),
        ),
    ]
