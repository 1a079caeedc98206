"""The jobs app's own job: forget what ended a week ago."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from answerable.node.jobs import queue

KEPT = timedelta(days=7)


@queue.handler(
    "jobs.forget_finished",
    every=timedelta(hours=1),
    keep=False,
    label=_("Forget jobs that ended a week ago"),
)
def forget_finished(job: queue.Running) -> None:
    """Remove the rows of jobs that ended a week ago."""
    queue.forget_finished(before=job.at - KEPT)
