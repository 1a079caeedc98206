"""Tell the app above that a case changed: by a job, since the ledger knows nobody above it."""

from collections.abc import Iterable
from datetime import datetime

from answerable.node.jobs import queue
from answerable.node.ledger.models import Channel, LogHead, Statement

PROJECT_JOB = "desk.project"


def project(channel: Channel, threads: Iterable[str], *, at: datetime) -> None:
    """Have these cases projected anew, each once."""
    for thread in sorted({thread for thread in threads if thread}):
        queue.enqueue(
            PROJECT_JOB,
            {"channel": channel.slug, "thread": thread},
            at=at,
            unique_key=f"{PROJECT_JOB}:{channel.slug}:{thread}",
        )


def project_entries(channel: Channel, head: LogHead, start: int, end: int, *, at: datetime) -> None:
    """Have the cases of the entries [start, end) of a log projected anew."""
    rows = Statement.objects.filter(log=head, index__gte=start, index__lt=end).exclude(thread="")
    project(channel, rows.values_list("thread", flat=True).distinct(), at=at)
