"""Tell the other side's node that there is something to fetch, no oftener than it listens."""

import logging
import time
from datetime import datetime, timedelta

from answerable.node.ledger import publishing
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel
from answerable.node.ledger.peer_access import Buckets
from answerable.node.ledger.peer_client import PeerClient

# As often as the other side takes them, with fewer at once. One round takes all there is, so what
# comes in between loses a fraction of a second, and a refused nudge would lose several.
_TURNS = Buckets(rate=4, burst=8)
AGAIN_AFTER = timedelta(milliseconds=250)

log = logging.getLogger(__name__)


def is_turn(channel: Channel, *, at: datetime) -> bool:
    """Tell whether to nudge now; where not, one nudge is put off that stands for all till then."""
    if _TURNS.take(channel.slug, time.monotonic()):
        return True
    publishing.wake_peer(channel, at=at, after=AGAIN_AFTER)
    return False


def nudge(channel: Channel, client: PeerClient, *, at: datetime) -> bool:
    """Nudge, and once more later where that was too often; tell whether it was heard."""
    try:
        client.post("nudge", b"")
    except PeerFailed as exc:
        log.info("nudge not heard: channel=%s why=%s", channel.slug, exc.reason)
        if exc.reason == "too_many_requests":
            publishing.wake_peer(channel, at=at, after=AGAIN_AFTER)
        return False
    return True
