"""Questions to sources: asked by those who work on a report, put and answered by a custodian."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.jobs import queue
from answerable.node.vault.codes import QuestionState
from answerable.node.vault.errors import NotPossible
from answerable.node.vault.happenings import QUESTION_JOB
from answerable.node.vault.models import Source, SourceQuestion, SourceReport
from answerable.node.vault.permissions import require_custodian, require_sealer


@transaction.atomic
def ask(receipt: str, words: str, *, by: User, at: datetime) -> SourceQuestion:
    """Hand in a question to whoever a report came from. One at a time, and only if there is one."""
    require_sealer(by)
    if not SourceReport.objects.filter(receipt=receipt).exists():
        raise NotPossible("no_source_behind")
    try:
        with transaction.atomic():
            question = SourceQuestion.objects.create(
                receipt=receipt, words=words.strip(), asked_by=by, asked_at=at
            )
    except IntegrityError as exc:
        raise NotPossible("question_is_open") from exc
    _trail("source question asked", receipt, by, at)
    return question


@transaction.atomic
def take_back(receipt: str, *, by: User, at: datetime) -> None:
    """Take back the open question about a report; one that was answered stays."""
    require_sealer(by)
    _end(SourceQuestion.objects.filter(receipt=receipt), QuestionState.TAKEN_BACK, "", by, at)
    _trail("source question taken back", receipt, by, at)


@transaction.atomic
def settle(question: SourceQuestion, state: str, answer: str, *, by: User, at: datetime) -> None:
    """Record what became of a question; whoever asked it sees the report in the inbox again."""
    require_custodian(by)
    outcome = QuestionState(state)
    if outcome not in (QuestionState.ANSWERED, QuestionState.NOT_POSSIBLE):
        raise NotPossible("changed_meanwhile")
    if outcome == QuestionState.ANSWERED and not answer.strip():
        raise NotPossible("answer_needed")
    _end(SourceQuestion.objects.filter(pk=question.pk), outcome, answer.strip(), by, at)
    answered = outcome == QuestionState.ANSWERED
    verb = "source question answered" if answered else "source question not possible"
    _trail(verb, question.receipt, by, at)
    queue.enqueue(QUESTION_JOB, {"receipt": question.receipt}, at=at)


def behind(receipts: Iterable[str]) -> dict[str, list[Source]]:
    """Return the sources of reports, by receipt number."""
    found: dict[str, list[Source]] = {}
    for one in SourceReport.objects.filter(receipt__in=list(receipts)).select_related("source"):
        found.setdefault(one.receipt, []).append(one.source)
    return found


def _end(
    rows: QuerySet[SourceQuestion],
    state: QuestionState,
    answer: str,
    by: User,
    at: datetime,
) -> None:
    changed = rows.filter(state=QuestionState.OPEN).update(
        state=state, answer=answer, done_by=by, done_at=at
    )
    if not changed:
        raise NotPossible("question_was_asked")


def _trail(verb: str, receipt: str, by: User, at: datetime) -> None:
    audit.record(by, verb, "report", receipt, at=at)
