"""The desk's jobs: fold a thread again when the ledger has something new of it."""

from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import User
from answerable.node.desk import projector
from answerable.node.desk.codes import Screening
from answerable.node.desk.models import Report
from answerable.node.desk.services import forgetting, guarding, next_log
from answerable.node.jobs import queue
from answerable.node.ledger.models import Channel
from answerable.node.ledger.projecting import MOVED_JOB, PROJECT_JOB
from answerable.node.vault.happenings import ERASED_JOB, QUESTION_JOB, WITHDRAWN_JOB


@queue.handler(PROJECT_JOB, label=_("Read a case anew"))
def project(job: queue.Running) -> None:
    """Fold one thread; ask for another turn while statements still wait for their answer."""
    channel = Channel.objects.get(slug=job.args["channel"])
    thread = str(job.args["thread"])
    if projector.take_turn(channel, thread, at=job.at):
        queue.enqueue(
            PROJECT_JOB, dict(job.args), at=job.at, unique_key=f"{PROJECT_JOB}:again:{thread}"
        )


@queue.handler(MOVED_JOB, keep=False, label=_("Follow messages into the next log"))
def moved(job: queue.Running) -> None:
    """Let our private rows point to where a message stands in its party's next log."""
    channel = Channel.objects.get(slug=job.args["channel"])
    next_log.follow(channel, job.args["leaves"], at=job.at)


@queue.handler(WITHDRAWN_JOB, urgent=True, label=_("Give back drafts without consent"))
def consent_withdrawn(job: queue.Running) -> None:
    """Give drafts back to their authors that rest on a source who took a consent back."""
    by = User.objects.get(pk=job.args["by"])
    guarding.take_back(job.args["receipts"], by=by, at=job.at)


@queue.handler(QUESTION_JOB, keep=False, label=_("Bring a report back whose source was asked"))
def source_was_asked(job: queue.Running) -> None:
    """Let a report stand in the inbox again: what its source says is here, or will not come."""
    asked = Report.objects.filter(receipt_number=job.args["receipt"])
    asked.filter(screening=Screening.RECEIVED).update(snoozed_until=None)


@queue.handler(
    ERASED_JOB, urgent=True, keep=False, label=_("Forget what an erased source was asked")
)
def source_was_erased(job: queue.Running) -> None:
    """Empty our copies of what a source was asked that was erased since."""
    forgetting.forget_questions(job.args["receipts"], at=job.at)
