"""Contents behind their commitments, and the entries that promise them, as rows."""

from django.db import transaction
from django.db.models import Min

from answerable.node.ledger import models
from answerable.node.ledger.storage.heads import HeadRows
from answerable.protocol.content import ContentState
from answerable.protocol.store import HeldContent, Promise

_AWAITED = (models.Content.State.PROMISED, models.Content.State.MISSING)


class ContentRows(HeadRows):
    """A store of one channel, as far as contents go."""

    def promise(self, promise: Promise) -> None:
        """Note that an entry refers to a content; does nothing the second time."""
        with transaction.atomic():
            content, _ = models.Content.objects.get_or_create(
                channel=self._channel, commit=promise.commit.hex()
            )
            models.Promise.objects.get_or_create(
                content=content,
                log_id=self._key(promise.origin),
                index=promise.index,
                defaults={"media": promise.media, "size_class": promise.size_class},
            )

    def hold(self, commit: bytes, salt: bytes, record: bytes) -> None:
        """Keep a content. One that was redacted is not taken back."""
        with transaction.atomic():
            models.Content.objects.get_or_create(channel=self._channel, commit=commit.hex())
            models.Content.objects.filter(channel=self._channel, commit=commit.hex()).exclude(
                state=models.Content.State.REDACTED
            ).update(state=models.Content.State.HELD, salt=salt, record=record)

    def mark(self, commit: bytes, state: ContentState) -> None:
        """Set a content's state; any state but held drops salt and record."""
        models.Content.objects.update_or_create(
            channel=self._channel,
            commit=commit.hex(),
            defaults={"state": state.value, "salt": None, "record": None},
        )

    def content(self, commit: bytes) -> HeldContent | None:
        """What is known of a content; None if nothing refers to it and nothing is held."""
        row = models.Content.objects.filter(channel=self._channel, commit=commit.hex()).first()
        if row is None:
            return None
        return HeldContent(
            commit,
            ContentState(row.state),
            None if row.salt is None else bytes(row.salt),
            None if row.record is None else bytes(row.record),
        )

    def references(self, commit: bytes) -> list[Promise]:
        """The entries that refer to a content, by origin and index."""
        rows = models.Promise.objects.filter(
            content__channel=self._channel, content__commit=commit.hex()
        ).select_related("log")
        return [
            Promise(commit, row.log.origin, row.index, row.media, row.size_class)
            for row in rows.order_by("log__origin", "index")
        ]

    def first_unheld(self, origin: str) -> int | None:
        """Lowest index of an entry one of whose contents is promised or missing."""
        key = self._key(origin)
        awaited = models.Content.objects.filter(channel=self._channel, state__in=_AWAITED)
        if not awaited.exists():
            # The usual case, and then the promises of a long log need not be looked through.
            return None
        rows = models.Promise.objects.filter(log_id=key, content__state__in=_AWAITED)
        lowest: int | None = rows.aggregate(lowest=Min("index"))["lowest"]
        return lowest
