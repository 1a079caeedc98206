"""What of erasures concerns a person at the desk: what waits, and of which case it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef

from answerable.casework.files import FileMedia
from answerable.node.accounts.models import User
from answerable.node.desk.models import Inquiry, Message
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.ledger import services as ledger
from answerable.node.ledger.erasures import Spot
from answerable.node.ledger.models import Channel, Content, ErasureRequest, Promise

SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """A text that somebody here has to decide on, and its case."""

    inquiry: Inquiry
    leaf: str
    request: ErasureRequest | None = None


@dataclass(frozen=True)
class Queue:
    """What waits: `to_confirm` for this person, `to_decide` for anybody who writes."""

    to_confirm: tuple[Waiting, ...]
    to_decide: tuple[Waiting, ...]
    # The other side's requests wait on whoever may answer them.
    decides: bool = False

    @property
    def on_me(self) -> int:
        """Count what waits on this person."""
        return len(self.to_confirm) + (len(self.to_decide) if self.decides else 0)


NOBODYS = Queue((), ())


def erased_subjects(inquiries: Iterable[Inquiry]) -> frozenset[int]:
    """Return those of the inquiries whose subject was erased, and is not still to come."""
    empty = [one.pk for one in inquiries if not one.subject and one.raised_leaf]
    if not empty:
        return frozenset()
    erased = Promise.objects.filter(
        log__origin=OuterRef("origin"),
        index=OuterRef("index"),
        content__state=Content.State.REDACTED,
    )
    said = Message.objects.filter(Exists(erased), inquiry__in=empty, signed=True)
    return frozenset(
        said.filter(leaf=F("inquiry__raised_leaf")).values_list("inquiry_id", flat=True)
    )


def spot_of(inquiry: Inquiry, leaf: str) -> Spot | None:
    """Return the text of a signed message; None for one without, or one that nobody signed."""
    if not inquiry.channel.is_signed:
        return None
    try:
        found = ledger.erasures.spots(inquiry.channel, leaf)
    except ledger.NoSuchMessage:
        return None
    # Of a file both it and its description can be erased, the file first.
    return next((one for one in reversed(found) if one.deeds), found[0] if found else None)


def choices(inquiry: Inquiry, leaf: str) -> dict[str, Any]:
    """Return what a message's page offers about erasing its text."""
    waiting = ledger.erasures.pending(inquiry.channel).filter(leaf=leaf).first()
    spot = spot_of(inquiry, leaf)
    return {
        "erasure_waiting": waiting,
        "erasure_of_file": spot is not None and spot.promise.media in list(FileMedia),
        "erasure_deeds": spot.deeds if spot is not None and waiting is None else (),
    }


def queue_of(user: User) -> Queue:
    """Return what waits on erasures, for a person who sees cases."""
    waiting = list(ledger.erasures.pending())
    mine = [one for one in waiting if ledger.erasures.can_confirm(one, user)]
    asked = {(one.log.channel_id, one.leaf) for one in waiting}
    wanted: list[tuple[Channel, str]] = []
    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED, channel_id__isnull=False)
    for channel in signed.select_related("ours", "theirs"):
        wanted += [
            (channel, target.leaf)
            for target in ledger.erasures.to_decide(channel)
            if (channel.pk, target.leaf) not in asked
        ]
    return Queue(
        tuple(_cases(user, [(one.log.channel, one.leaf, one) for one in mine])),
        tuple(_cases(user, [(channel, leaf, None) for channel, leaf in wanted])),
        bool(offices_for(user, Deed.SEND)),
    )


def _cases(user: User, wanted: list[tuple[Channel, str, ErasureRequest | None]]) -> list[Waiting]:
    visible = Inquiry.objects.visible_to(user)
    found: list[Waiting] = []
    for channel, leaf, request in wanted[:SHOWN]:
        said = (
            Message.objects.filter(inquiry__in=visible, inquiry__channel=channel, leaf=leaf)
            .select_related("inquiry__channel")
            .first()
        )
        if said is not None:
            found.append(Waiting(said.inquiry, leaf, request))
    return found
