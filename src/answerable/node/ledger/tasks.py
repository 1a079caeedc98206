"""The ledger's jobs: look after the channels, fetch, and wake the other side."""

from datetime import timedelta

from answerable.node.jobs import queue
from answerable.node.ledger import contact, projecting
from answerable.node.ledger.models import Channel
from answerable.node.ledger.projecting import SPREAD_JOB
from answerable.node.ledger.publishing import NUDGE_JOB, SYNC_JOB

EVERY = timedelta(seconds=5)


@queue.handler("ledger.tick", every=EVERY, keep=False)
def tick(job: queue.Running) -> None:
    """Let out what a crash held back, and start fetching where it is time."""
    contact.tick(at=job.at)


@queue.handler(SYNC_JOB, keep=False, max_attempts=2)
def sync(job: queue.Running) -> None:
    """Do one round with the other side of one channel."""
    channel = _live(job)
    if channel is not None:
        contact.sync_now(channel, at=job.at)


@queue.handler(NUDGE_JOB, keep=False, max_attempts=1)
def nudge(job: queue.Running) -> None:
    """Tell the other side that there is something to fetch."""
    channel = _live(job)
    if channel is not None:
        contact.nudge(channel)


@queue.handler(SPREAD_JOB, keep=False)
def spread(job: queue.Running) -> None:
    """Make the jobs of many cases that changed together."""
    projecting.enqueue(job.args["channel"], job.args["threads"], at=job.at)


def _live(job: queue.Running) -> Channel | None:
    """Find the channel, unless it was frozen since the job was put on the table."""
    return (
        Channel.objects.filter(slug=job.args["channel"], state=Channel.State.ESTABLISHED)
        .exclude(peer_url="")
        .select_related("ours", "theirs")
        .first()
    )
