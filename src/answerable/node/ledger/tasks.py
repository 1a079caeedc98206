"""The ledger's jobs: look after the channels, fetch, and wake the other side."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from answerable.node.jobs import queue
from answerable.node.ledger import contact, pouches, projecting, scrubbing, settling
from answerable.node.ledger.models import Channel
from answerable.node.ledger.projecting import SPREAD_JOB
from answerable.node.ledger.publishing import NUDGE_JOB, SYNC_JOB
from answerable.node.ledger.scrubbing import SCRUB_JOB
from answerable.node.ledger.settling import SETTLE_JOB

EVERY = timedelta(seconds=5)


@queue.handler(
    "ledger.tick", every=EVERY, keep=False, urgent=True, label=_("Look after the channels")
)
def tick(job: queue.Running) -> None:
    """Let out what a crash held back, and start fetching where it is time."""
    contact.tick(at=job.at)


@queue.handler(
    SYNC_JOB, keep=False, max_attempts=2, urgent=True, label=_("Fetch from the other side")
)
def sync(job: queue.Running) -> None:
    """Do one round with the other side of one channel."""
    channel = _live(job, also_frozen=True)
    if channel is not None:
        contact.sync_now(channel, at=job.at)


@queue.handler(
    NUDGE_JOB,
    keep=False,
    max_attempts=1,
    urgent=True,
    label=_("Tell the other side that something is there"),
)
def nudge(job: queue.Running) -> None:
    """Tell the other side that there is something to fetch."""
    channel = _live(job)
    if channel is not None:
        contact.nudge(channel, at=job.at)


@queue.handler(SPREAD_JOB, keep=False, label=_("Read many cases anew"))
def spread(job: queue.Running) -> None:
    """Make the jobs of many cases that changed together."""
    projecting.enqueue(job.args["channel"], job.args["threads"], at=job.at)


@queue.handler(SETTLE_JOB, keep=False, label=_("Answer what was said of erasures"))
def settle(job: queue.Running) -> None:
    """Answer what the other side said of erasures, as far as no person has to decide."""
    channel = Channel.objects.filter(slug=job.args["channel"]).select_related("ours", "theirs")
    for one in channel:
        settling.settle(one, at=job.at)


@queue.handler(
    "ledger.settle_all",
    every=timedelta(minutes=10),
    keep=False,
    label=_("Answer what was said of erasures, in all channels"),
)
def settle_all(job: queue.Running) -> None:
    """Do the same for all channels: what could not be signed, and what a backup brought back."""
    signed = Channel.objects.filter(
        kind=Channel.Kind.SIGNED, state=Channel.State.ESTABLISHED
    ).select_related("ours", "theirs")
    for channel in signed:
        settling.settle(channel, at=job.at)


@queue.handler(
    "ledger.pouches", every=timedelta(minutes=10), keep=False, label=_("Open and clear pouches")
)
def clear_pouches(job: queue.Running) -> None:
    """Go on with an opening that was killed, and delete the sealed files that were received."""
    pouches.open_waiting(at=job.at)
    pouches.clear_received()


@queue.handler(SCRUB_JOB, keep=False, label=_("Make erased bytes leave the database"))
def scrub(job: queue.Running) -> None:
    """Make deleted bytes leave the database's files; try again while somebody reads."""
    if not scrubbing.scrub():
        again = job.at + scrubbing.AGAIN_AFTER
        queue.enqueue(SCRUB_JOB, {}, at=job.at, run_at=again, unique_key=f"{SCRUB_JOB}:again")


def _live(job: queue.Running, *, also_frozen: bool = False) -> Channel | None:
    """Find the channel, unless it was frozen since the job was put on the table."""
    states = [Channel.State.ESTABLISHED, *([Channel.State.FROZEN] if also_frozen else [])]
    return (
        Channel.objects.filter(slug=job.args["channel"], state__in=states)
        .exclude(peer_url="")
        .select_related("ours", "theirs")
        .first()
    )
