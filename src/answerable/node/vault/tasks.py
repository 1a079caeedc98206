"""The vault's job: put a notice into the custodian's queue when something happened to a report."""

from django.utils.translation import gettext_lazy as _

from answerable.node.jobs import queue
from answerable.node.vault.happenings import NOTICE_JOB
from answerable.node.vault.services import notices


@queue.handler(NOTICE_JOB, keep=False, label=_("Tell custodians of a notice"))
def become_due(job: queue.Running) -> None:
    """Put a notice into the queue, once for each happening."""
    notices.become_due(
        str(job.args["receipt"]), str(job.args["kind"]), str(job.args["about"]), at=job.at
    )
