"""Let out what was signed: assess, raise the high-water mark after the commit, wake the peer."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from answerable.node.jobs import queue
from answerable.node.ledger import doubts, highwater
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.errors import MayNotSign
from answerable.node.ledger.models import Channel, LogHead, PeerStatus
from answerable.protocol import recovery, succession
from answerable.protocol.errors import BadHighWater
from answerable.protocol.recovery import Assessment, HighWater, StartState

NUDGE_JOB = "ledger.nudge"
SYNC_JOB = "ledger.sync"
NEXT_LOG_LOST = "next_log_lost"
LISTEN_AFTER = timedelta(seconds=15)

log = logging.getLogger(__name__)


def assess(head: LogHead) -> Assessment:
    """Tell whether our log may be signed: is the database as new as what was published?"""
    try:
        mark = highwater.read(head.origin)
    except BadHighWater:
        return Assessment(StartState.SUSPECT, "mark_damaged")
    if head.suspect:
        return Assessment(StartState.SUSPECT, head.suspect)
    if is_followed(head.origin):
        return Assessment(StartState.SUSPECT, NEXT_LOG_LOST)
    machine = highwater.machine()
    if mark == HighWater(head.origin, head.size, bytes(head.root), machine):
        # The usual case. Whether the rows still give that root is for signing to find out.
        return Assessment(StartState.CLEAN)
    return recovery.assess(store_of(head.channel), head.origin, mark, machine=machine)


def is_followed(origin: str) -> bool:
    """Tell whether this node published a log that follows this one, which the database may lack.

    A database put back from before that log was begun would sign the ended one again, or begin
    the next a second time. The first mark, of size 0, is from before anything was published.
    """
    try:
        mark = highwater.read(succession.next_origin(origin))
    except BadHighWater:
        return True
    return mark is not None and mark.size > 0


def permit(head: LogHead) -> Assessment:
    """Return the leave to sign; raises MayNotSign with the reason's code."""
    found = assess(head)
    if not found.may_sign:
        raise MayNotSign(found.reason)
    return found


def begin(origin: str, root: bytes) -> None:
    """Write the first mark of a new log, before its row is committed.

    A mark without a log does no harm; a log without a mark counts as lost marks.
    """
    highwater.raise_to(HighWater(origin, 0, root, highwater.machine()))


def publish_after_commit(channel: Channel, origin: str, *, at: datetime) -> None:
    """Arrange that the new head is let out once it is durable."""

    # A function with a name: Django names in its log what failed, and a partial has none.
    def let_out() -> None:
        _publish_and_wake(channel, origin, at)

    # Robust: the deed is done by then. What fails here is made good by the next tick.
    transaction.on_commit(let_out, robust=True)


def publish(channel: Channel, origin: str) -> bool:
    """Raise the mark to the committed head, durably; tell whether that let out anything new.

    Also run when a node starts: what was committed but not yet let out is let out as it was
    signed, and never signed again.
    """
    head = LogHead.objects.select_related("channel").get(channel=channel, origin=origin)
    if head.counts_to is not None:
        return False
    found = assess(head)
    if not found.may_sign:
        doubts.record(head, found.reason)
        return False
    return _raise_mark(head)


def wake_peer(channel: Channel, *, at: datetime, after: timedelta = timedelta()) -> None:
    """Have the other side told that there is something to fetch."""
    if channel.peer_url:
        key, args = f"{NUDGE_JOB}:{channel.slug}", {"channel": channel.slug}
        queue.enqueue(NUDGE_JOB, args, at=at, run_at=at + after, unique_key=key)


def wake_ourselves(channel: Channel, *, at: datetime) -> None:
    """Have what the other side has for us fetched now."""
    key = f"{SYNC_JOB}:{channel.slug}"
    queue.enqueue(SYNC_JOB, {"channel": channel.slug}, at=at, unique_key=key)


def heard_from(channel: Channel, *, at: datetime) -> None:
    """Take a request of the other side as a sign that it is up again: wait no longer.

    Not more often than once in a while: where it reaches us but we cannot reach it, its
    requests must not become our tries.
    """
    waiting = PeerStatus.objects.filter(
        channel=channel, next_try__gt=at, last_try__lt=at - LISTEN_AFTER
    )
    if waiting.update(next_try=None):
        wake_ourselves(channel, at=at)


def _publish_and_wake(channel: Channel, origin: str, at: datetime) -> None:
    # The leave to sign was asked for in the transaction that is committed now.
    if _raise_mark(LogHead.objects.get(channel=channel, origin=origin)):
        wake_peer(channel, at=at)


def _raise_mark(head: LogHead) -> bool:
    mark = highwater.read(head.origin)
    if mark is not None and mark.size >= head.size:
        return False
    highwater.raise_to(HighWater(head.origin, head.size, bytes(head.root), highwater.machine()))
    return True
