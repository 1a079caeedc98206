"""Keep contact with the other side's node: when to try, and what came of it."""

import logging
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from answerable.node.ledger import fetching, identities, nudging, publishing, syncing
from answerable.node.ledger.channels import our_log, peer_of
from answerable.node.ledger.errors import ChannelNotOpen, LedgerError, PeerFailed
from answerable.node.ledger.models import Channel, PeerStatus
from answerable.node.ledger.peer_access import forget_nonces
from answerable.node.ledger.peer_client import PeerClient
from answerable.node.ledger.syncing import Outcome
from answerable.protocol import sync
from answerable.protocol.errors import ProtocolError
from answerable.protocol.sync import SyncState

FROZEN_PAUSE = timedelta(minutes=1)

log = logging.getLogger(__name__)


def client_of(channel: Channel) -> PeerClient:
    """Return a client for the other side's node, signing with our node key."""
    authority: Path = settings.NODE.home / "authorities" / f"{channel.slug}.pem"
    return PeerClient(
        channel.peer_url,
        identities.node_key(channel),
        authority=authority if authority.is_file() else None,
    )


def sync_now(channel: Channel, *, at: datetime, client: PeerClient | None = None) -> Outcome | None:
    """Do one round and write down how it went; None when the other side could not be reached.

    `at` is the time that our receipts state; requests are signed at the machine's own time.
    """
    _check_live(channel, also_frozen=True)
    peer = peer_of(channel)
    peer.last_try = at
    ready = client or client_of(channel)
    try:
        with ready:
            outcome = syncing.follow(channel, ready, at=at)
    except PeerFailed as exc:
        if exc.reason != "busy":
            _note_failure(peer, exc.reason, at=at, skew=ready.skew)
        return None
    except ProtocolError as exc:
        # Not the peer's doing: what is stored here does not hold. It must be seen, not retried.
        log.exception("sync stopped: channel=%s", channel.slug)
        _note_failure(peer, exc.code, at=at)
        return None
    peer.refresh_from_db()
    peer.last_try = peer.last_contact = at
    peer.clock_skew = ready.skew
    peer.failures = 0
    # A frozen channel only looks now and then whether the other side has begun its next log.
    peer.next_try = at + FROZEN_PAUSE if outcome.state is SyncState.FORKED else None
    peer.last_error = "" if outcome.state is SyncState.IDLE else outcome.reason
    peer.theirs_seen = max(peer.theirs_seen, outcome.size)
    peer.save()
    return outcome


def tick(*, at: datetime) -> None:
    """Look after every channel: let out what a crash held back, and fetch where it is time."""
    forget_nonces(at=at)
    open_channels = Channel.objects.filter(
        kind=Channel.Kind.SIGNED, state__in=(Channel.State.ESTABLISHED, Channel.State.FROZEN)
    ).select_related("ours", "theirs")
    for channel in open_channels:
        try:
            if channel.is_open and publishing.publish(channel, our_log(channel).origin):
                publishing.wake_peer(channel, at=at)
        except (LedgerError, OSError):
            log.exception("channel could not be looked after: channel=%s", channel.slug)
        peer = peer_of(channel)
        if channel.peer_url and (peer.next_try is None or peer.next_try <= at):
            publishing.wake_ourselves(channel, at=at)


def nudge(channel: Channel, *, at: datetime) -> bool:
    """Tell the other side's node that there is something to fetch; tell whether it heard."""
    _check_live(channel)
    if not nudging.is_turn(channel, at=at):
        return False
    with client_of(channel) as client:
        return nudging.nudge(channel, client, at=at)


def try_now(channel: Channel, *, at: datetime) -> None:
    """Forget the waiting after failures and fetch at once, also the contents that were given up."""
    _check_live(channel)
    fetching.ask_again(channel)
    PeerStatus.objects.filter(channel=channel).update(next_try=None)
    publishing.wake_ourselves(channel, at=at)
    publishing.wake_peer(channel, at=at)


def _note_failure(peer: PeerStatus, reason: str, *, at: datetime, skew: int | None = None) -> None:
    peer.refresh_from_db()
    # A refusal tells the time too, and two clocks far apart are a reason for refusals.
    peer.clock_skew = peer.clock_skew if skew is None else skew
    peer.failures += 1
    wait = sync.retry_delay(peer.failures, secrets.randbelow(1000) / 1000)
    peer.last_try, peer.last_error = at, reason
    peer.next_try = at + timedelta(seconds=wait)
    peer.save()
    log.warning("sync failed: channel=%s why=%s", peer.channel.slug, reason)


def _check_live(channel: Channel, *, also_frozen: bool = False) -> None:
    is_live = channel.is_open or (also_frozen and channel.state == Channel.State.FROZEN)
    if not channel.is_signed or not is_live or not channel.peer_url:
        raise ChannelNotOpen(channel.slug)
