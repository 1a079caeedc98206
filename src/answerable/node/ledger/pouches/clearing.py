"""Clear the two folders for pouches: what nobody needs any more does not lie there for ever."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import receipts
from answerable.node.ledger.errors import NotWaiting
from answerable.node.ledger.models import Channel, LogHead, Pouch
from answerable.node.ledger.pouches import trays
from answerable.node.ledger.pouches.trays import Stall, out_tray

DROPPED = "dropped"

log = logging.getLogger(__name__)


def find_waiting(named: str, *, channel: Channel | None = None) -> Pouch:
    """Find the pouch in the quarantine that a number or a digest names; raises NotWaiting."""
    rows = Pouch.objects.filter(direction=Pouch.Direction.IN, state=Pouch.State.WAITING)
    if channel is not None:
        rows = rows.filter(channel=channel)
    # No digest is that short.
    is_number = named.isdecimal() and len(named) < 20
    found = list(rows.filter(number=int(named)) if is_number else rows.filter(digest=named))
    if not found:
        raise NotWaiting(f"no pouch {named} waits here")
    if len(found) > 1:
        raise NotWaiting(f"more than one pouch {named} waits here: name its digest")
    return found[0]


def drop(pouch: Pouch, *, at: datetime, by: User | None = None) -> None:
    """Delete a pouch that waits in the quarantine; it may be opened again. Raises NotWaiting."""
    with trays.locked(trays.quarantine()):
        with transaction.atomic():
            waiting = Pouch.objects.filter(pk=pouch.pk, state=Pouch.State.WAITING)
            if not waiting.update(state=Pouch.State.REFUSED, reason=DROPPED, needed=None, at=at):
                raise NotWaiting("this pouch does not wait any more")
            details = {"number": pouch.number, "digest": pouch.digest}
            audit.record(by, "dropped", "pouch", pouch.channel.slug, at=at, details=details)
        for stall in Stall.all():
            if stall.digest == pouch.digest:
                stall.drop()
    log.info("pouch dropped: channel=%s number=%s", pouch.channel.slug, pouch.number)


def clear_received() -> int:
    """Delete the sealed files that hold nothing without a receipt; return how many.

    Their rows stay. One that gives the other side its own log back, or receipts alone, is never
    receipted itself: it stays until somebody deletes it.
    """
    count = 0
    for pouch in Pouch.objects.filter(direction=Pouch.Direction.OUT, kept=True):
        if not _is_received(pouch):
            continue
        with transaction.atomic():
            Pouch.objects.filter(pk=pouch.pk).update(kept=False)
            transaction.on_commit(partial((out_tray() / pouch.name).unlink, missing_ok=True))
        count += 1
    return count


def _is_received(pouch: Pouch) -> bool:
    origins = [str(each["origin"]) for each in pouch.logs]
    ours = {
        head.origin: head
        for head in LogHead.objects.filter(origin__in=origins, is_ours=True).select_related(
            "channel__ours", "channel__theirs"
        )
    }
    if not origins or len(ours) != len(set(origins)):
        return False
    for each in pouch.logs:
        head, to = ours[str(each["origin"])], int(each["to"])
        given = receipts.delivery_receipts if pouch.contents else receipts.mirror_receipts
        if not (given(head).filter(size__gte=to).exists() and receipts.receipted(head) >= to):
            return False
    return True
