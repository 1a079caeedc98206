"""Write down that a log may not be signed, until it is proven whole (see `recovering`)."""

import logging

from answerable.node.ledger.models import Channel, LogHead, PeerStatus

log = logging.getLogger(__name__)


def record(head: LogHead, reason: str) -> None:
    """Doubt a log of ours; what the other side showed of it before counts no more."""
    fresh = LogHead.objects.filter(pk=head.pk).exclude(suspect=reason)
    if not fresh.update(suspect=reason):
        return
    ask_anew(head)
    log.error("own log is doubted: channel=%s reason=%s", head.channel.slug, reason)


def ask_anew(head: LogHead) -> None:
    """Forget what others showed of our log: it may be from before this database was put back."""
    PeerStatus.objects.filter(channel=head.channel_id).update(
        own_size_shown=None, own_size_witnessed=None
    )


def settle(head: LogHead) -> None:
    """Doubt it no more."""
    LogHead.objects.filter(pk=head.pk).update(suspect="")
    ask_anew(head)


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
