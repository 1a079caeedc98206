"""Write down that a log may not be signed, until it is proven whole (see `recovering`)."""

import logging
from datetime import datetime

from django.utils import timezone

from answerable.node.ledger.models import Channel, LogHead, PeerStatus

log = logging.getLogger(__name__)


def record(head: LogHead, reason: str, *, at: datetime | None = None) -> None:
    """Doubt a log of ours, from `at` or now on; what others showed of it before counts no more.

    One that is doubted already is doubted since then, also for this reason.
    """
    row = LogHead.objects.filter(pk=head.pk)
    if row.filter(suspect="").update(suspect=reason):
        _forget(head, since=at or timezone.now())
    elif row.exclude(suspect=reason).update(suspect=reason):
        ask_anew(head, at=at)
    else:
        return
    log.error("own log is doubted: channel=%s reason=%s", head.channel.slug, reason)


def ask_anew(head: LogHead, *, at: datetime | None = None) -> None:
    """Forget what others showed of our log: it may be from before this database was put back.

    The doubt goes on; one of which nobody knows when it began begins now.
    """
    since = PeerStatus.objects.filter(channel=head.channel_id).values_list(
        "doubted_since", flat=True
    )
    _forget(head, since=since.first() or at or timezone.now())


def pass_on(head: LogHead, reason: str, *, at: datetime) -> None:
    """Go on with a doubt in a log that follows the doubted one, or for another reason."""
    LogHead.objects.filter(pk=head.pk).update(suspect=reason)
    ask_anew(head, at=at)


def settle(head: LogHead) -> None:
    """Doubt it no more."""
    LogHead.objects.filter(pk=head.pk).update(suspect="")
    _forget(head, since=None)


def standing() -> list[LogHead]:
    """Return our newest logs that may not be signed."""
    heads = LogHead.objects.filter(is_ours=True, counts_to__isnull=True).exclude(
        suspect="", frozen=""
    )
    return list(heads.select_related("channel__ours", "channel__theirs"))


def by_hand(channel: Channel) -> None:
    """Take the operator's word that the database was put back."""
    for head in LogHead.objects.filter(channel=channel, is_ours=True, counts_to__isnull=True):
        record(head, "restored")
        # Doubted before, it may have been put back once more.
        _forget(head, since=timezone.now())


def _forget(head: LogHead, *, since: datetime | None) -> None:
    PeerStatus.objects.filter(channel=head.channel_id).update(
        own_size_shown=None, own_size_witnessed=None, doubted_since=since
    )
