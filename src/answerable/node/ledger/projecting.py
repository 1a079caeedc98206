"""Tell the app above that a case changed: by a job, since the ledger knows nobody above it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from answerable.node.jobs import queue
from answerable.node.ledger.models import Channel, LogHead, Statement

PROJECT_JOB = "desk.project"
SPREAD_JOB = "ledger.spread"
MOVED_JOB = "desk.moved"
AT_ONCE = 4
SPREAD = 128


def project(channel: Channel, threads: Iterable[str], *, at: datetime) -> None:
    """Have these cases projected anew, each once, in the transaction that changed them.

    Many cases at once are first put on the table together: a receipt must not wait until a job
    was made for each of them.
    """
    cases = sorted({thread for thread in threads if thread})
    if len(cases) <= AT_ONCE:
        enqueue(channel.slug, cases, at=at)
        return
    for start in range(0, len(cases), SPREAD):
        args = {"channel": channel.slug, "threads": cases[start : start + SPREAD]}
        queue.enqueue(SPREAD_JOB, args, at=at)


@transaction.atomic
def enqueue(slug: str, threads: Iterable[str], *, at: datetime) -> None:
    """Make a job for each of these cases, unless one waits already."""
    for thread in threads:
        queue.enqueue(
            PROJECT_JOB,
            {"channel": slug, "thread": thread},
            at=at,
            unique_key=f"{PROJECT_JOB}:{slug}:{thread}",
        )


def moved(channel: Channel, leaves: Mapping[str, str], *, at: datetime) -> None:
    """Tell the apps above that messages stand elsewhere now: old leaf to new, in hex."""
    for start in range(0, len(leaves), SPREAD):
        some = dict(list(leaves.items())[start : start + SPREAD])
        queue.enqueue(MOVED_JOB, {"channel": channel.slug, "leaves": some}, at=at)


def project_entries(channel: Channel, head: LogHead, start: int, end: int, *, at: datetime) -> None:
    """Have the cases of the entries [start, end) of a log projected anew."""
    rows = Statement.objects.filter(log=head, index__gte=start, index__lt=end).exclude(thread="")
    project(channel, rows.order_by().values_list("thread", flat=True).distinct(), at=at)
