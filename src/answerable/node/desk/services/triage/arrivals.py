"""Put the other side's messages into the inbox as they arrive, and out when our side replies."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from answerable.casework.codes import Act, Urgency
from answerable.node.desk.models import Arrival, Inquiry, Message
from answerable.node.desk.services.triage.items import standing, write
from answerable.node.desk.triage_codes import TriageDeed
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel

_FAST = (Urgency.URGENT, Urgency.IMMEDIATE)


def leave_out_said_again(channel: Channel, rows: list[Message], known: Set[str]) -> list[Message]:
    """Leave out what people had before them where it stood in an ended log.

    Our own words were told when we said them; theirs, if they are known or once arrived.
    """
    before = ledger.stood_before(channel, [one.leaf for one in rows if one.signed])
    if not before:
        return rows
    had = known | set(
        Arrival.objects.filter(channel=channel, leaf__in=[*before, *before.values()])
        .order_by()
        .values_list("leaf", flat=True)
    )
    return [
        one
        for one in rows
        if one.leaf not in before or not (one.ours or had & {one.leaf, before[one.leaf]})
    ]


def take_in(inquiry: Inquiry, new: Iterable[Message], *, at: datetime) -> None:
    """Note what is new in a thread. An observer's record is nobody's inbox."""
    rows = list(new)
    if not rows or inquiry.channel.kind == Channel.Kind.RECORD:
        return
    # A file comes with its message, which is what somebody has to take up.
    theirs = [one for one in rows if not one.ours and one.act != Act.ATTACH]
    if theirs:
        Arrival.objects.bulk_create(
            (
                Arrival(
                    channel=inquiry.channel,
                    thread=inquiry.thread,
                    leaf=one.leaf,
                    kind=one.kind,
                    urgent=inquiry.urgency in _FAST,
                    at=at,
                )
                for one in theirs
            ),
            ignore_conflicts=True,
        )
    # That the node refused a statement by itself takes nothing up.
    said = [one.order for one in rows if one.ours and one.act != Act.REJECT]
    if said:
        _answered(inquiry, max(said), at)


def _answered(inquiry: Inquiry, order: int, at: datetime) -> None:
    """Take what was said before out of the inbox: our side has spoken in the thread since."""
    earlier = Message.objects.filter(inquiry=inquiry, order__lt=order).values("leaf")
    waiting = Arrival.objects.filter(
        channel=inquiry.channel, thread=inquiry.thread, leaf__in=earlier, done_at=None
    )
    for one in waiting.select_for_update():
        before = standing(one)
        Arrival.objects.filter(pk=one.pk).update(done_at=at)
        one.refresh_from_db()
        write(one, TriageDeed.ANSWERED, before, batch=inquiry.thread, by=None, at=at)
