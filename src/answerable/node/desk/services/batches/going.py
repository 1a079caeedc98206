"""Look what of a batch would go, and let exactly that go: all of it in one transaction, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.casework.errors import CaseworkError
from answerable.casework.thread import check_next
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import BatchState, Medium
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, DeskError, NotPossible
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import Batch, BatchItem, Draft
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import pen
from answerable.node.desk.services.composing.telling import instant
from answerable.node.desk.services.drafts import frames, leaving, sending
from answerable.node.desk.services.drafts.leaving import Ground
from answerable.node.desk.services.pen import Delivery
from answerable.node.desk.services.recorded.noting import instrument_of
from answerable.node.desk.services.reports import tidy_line
from answerable.node.ledger.errors import LedgerError

REFUSALS = (DeskError, CaseworkError, LedgerError)


@dataclass(frozen=True)
class Look:
    """One draft of a batch: whether it would go now and, when not, what refuses it."""

    item: BatchItem
    refusal: Exception | None = None

    @property
    def goes(self) -> bool:
        """Tell whether it would go."""
        return self.refusal is None

    @property
    def draft(self) -> Draft:
        """Return the draft."""
        return self.item.draft


@dataclass(frozen=True)
class HandedOver:
    """How a batch was handed over on paper; once for all that is in it."""

    delivered_at: datetime
    instrument: str = ""
    medium: str = Medium.LETTER
    delivered_by: str = ""
    delivered_to: str = ""
    where: str = ""
    reaction: str = ""


def look(batch: Batch, *, by: User, at: datetime) -> list[Look]:
    """Return for each draft whether it would go at the time; says nothing and changes nothing."""
    found = Draft.objects.filter(batch_items__batch=batch).select_related(
        "office", "channel__ours", "channel__theirs"
    )
    own = Part("item", lambda: BatchItem.objects.filter(batch=batch), by="draft")
    looks = []
    for draft, ground, rows in leaving.grounds(found, [own], by=by, at=at):
        [item] = rows["item"]
        item.draft = draft
        looks.append(Look(item, _refusal(draft, ground, by, at)))
    return sorted(looks, key=lambda one: one.item.order)


def seen_of(looks: Sequence[Look]) -> str:
    """Return what a person saw that would go, for the deed to compare with."""
    going = [f"{one.draft.pk}:{one.draft.digest}" for one in looks if one.goes]
    return hashlib.sha256("\n".join(going).encode()).hexdigest()


@transaction.atomic
def go(
    batch: Batch, *, seen: str, handed: HandedOver | None = None, by: User, at: datetime
) -> list[BatchItem]:
    """Let everything go that the person saw would go; return what went.

    On a signed channel each is signed by its own office into our log, on paper each is recorded
    with the one handing over. Raises `ChangedMeanwhile` when something else would go than was
    seen, `NotPossible` when only the time of the handing over makes that difference, and whatever
    refuses one of them: then nothing went. What was seen not to go stays a draft of its own.
    """
    signed = batch.channel.is_signed
    require(by, Deed.SEND if signed else Deed.DELIVER, batch.office)
    said_at, delivery = _delivery(batch, handed, at)
    _take(batch, by, at, said_at)
    looks = look(batch, by=by, at=said_at)
    if seen_of(looks) != seen:
        if said_at != at and seen_of(look(batch, by=by, at=at)) == seen:
            # Nobody was quicker: it is only that the page looked at another time.
            raise NotPossible("goes_otherwise_at_that_time")
        raise ChangedMeanwhile(batch.reference)
    going = [one.item for one in looks if one.goes]
    if not going:
        raise NotPossible("nothing_of_the_batch_goes")
    for item in going:
        inquiry = sending.release(item.draft, delivery, by=by, at=said_at)
        item.went, item.reference = True, inquiry.reference
    BatchItem.objects.bulk_update(going, ["went", "reference"])
    _write_down(batch, delivery)
    audit.record(
        by,
        "batch sent" if signed else "batch handed over",
        "batch",
        batch.reference,
        at=at,
        details={"went": len(going), "stayed": len(looks) - len(going)},
    )
    batch.refresh_from_db()
    return going


def _refusal(draft: Draft, ground: Ground, by: User, at: datetime) -> Exception | None:
    channel = draft.channel
    try:
        require(by, Deed.SEND if channel.is_signed else Deed.DELIVER, draft.office)
        if not channel.is_open:
            raise NotPossible("channel_not_open")
        reading = sending.check_ready(draft, by=by, at=at, ground=ground)
        check_next(
            reading.account,
            pen.own_party(channel).code,
            frames.read_body(draft),
            ts=instant(at),
            refs=tuple(sending.refs_in(draft, reading)),
        )
    except REFUSALS as exc:
        return exc
    return None


def _delivery(batch: Batch, handed: HandedOver | None, at: datetime) -> tuple[datetime, Delivery]:
    """Return when it is said and how it is handed over."""
    if batch.channel.is_signed:
        if handed is not None:
            raise NotPossible("only_on_paper")
        return at, Delivery()
    if handed is None:
        raise BadInput({"delivered_at": "required"})
    if handed.delivered_at > at:
        raise BadInput({"delivered_at": "stated_in_future"})
    first = batch.items.select_related("draft")[0].draft
    return handed.delivered_at, Delivery(
        medium=Medium(handed.medium),
        instrument=instrument_of(first, handed.instrument),
        by=tidy_line(handed.delivered_by),
        to=tidy_line(handed.delivered_to),
        where=tidy_line(handed.where),
        reaction=handed.reaction.strip(),
        noted_at=at,
    )


def _take(batch: Batch, by: User, at: datetime, said_at: datetime) -> None:
    """Hold the batch for this transaction, or say that somebody else was first."""
    changed = Batch.objects.filter(pk=batch.pk, state=BatchState.GATHERED).update(
        state=BatchState.GONE, gone_by=by, gone_at=at, delivered_at=said_at
    )
    if not changed:
        raise ChangedMeanwhile(batch.reference)


def _write_down(batch: Batch, delivery: Delivery) -> None:
    Batch.objects.filter(pk=batch.pk).update(
        instrument=delivery.instrument,
        medium=delivery.medium,
        delivered_by=delivery.by[:200],
        delivered_to=delivery.to[:200],
        delivered_where=delivery.where[:200],
        reaction=delivery.reaction,
    )
