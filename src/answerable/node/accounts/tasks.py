"""The accounts app's own job: forget sessions that have ended."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from answerable.node.jobs import queue


@queue.handler(
    "accounts.forget_sessions",
    every=timedelta(hours=6),
    keep=False,
    label=_("Forget sessions that have ended"),
)
def forget_sessions(job: queue.Running) -> None:
    """Remove the rows of sessions that have ended."""
    Session.objects.filter(expire_date__lt=job.at).delete()
