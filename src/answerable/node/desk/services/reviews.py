"""Judge a response question by question, check its claims, say what should follow. Private."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from answerable.casework.codes import AnswerCode, Kind, ReplyCharacter
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import Judgement, Recommendation, Role, Verification
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    ClaimCheck,
    ClaimCheckChange,
    Inquiry,
    Message,
    QuestionReview,
    Review,
    SecondReading,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import inquiries

_AS_STATED: dict[str, Judgement] = {
    AnswerCode.ANSWERED: Judgement.ANSWERED,
    AnswerCode.PARTLY: Judgement.PARTLY,
    AnswerCode.NOT_ANSWERED: Judgement.NOT_ANSWERED,
    AnswerCode.DECLINED: Judgement.DECLINED,
}


@transaction.atomic
def start_review(
    inquiry: Inquiry, *, response_leaf: str = "", by: User, office: Office, at: datetime
) -> Review:
    """Start the review of a response, the newest if none is named; of silence if there is none."""
    require(by, Deed.REVIEW, office)
    if inquiry.role == Role.ASKED:
        raise NotPossible("nothing_to_review")
    responses = responses_to_review(inquiry)
    leaf = response_leaf or (responses[-1].leaf if responses else "")
    if leaf and leaf not in {response.leaf for response in responses}:
        raise NotPossible("nothing_to_review")
    try:
        with transaction.atomic():
            review = Review.objects.create(
                channel=inquiry.channel,
                thread=inquiry.thread,
                response_leaf=leaf,
                office=office,
                started_by=by,
                started_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("review_is_open") from exc
    _trail(review, "review started", by, at)
    return review


@transaction.atomic
def judge_question(
    review: Review,
    question: str,
    judgement: str,
    *,
    note: str = "",
    by: User,
    at: datetime,
) -> QuestionReview:
    """Say how one question was answered as we see it, whatever its answer calls itself."""
    _check_open(review, by)
    inquiry = Inquiry.objects.get(channel=review.channel, thread=review.thread)
    if inquiries.thread_of(inquiry).question(question) is None:
        raise BadInput({"question": "unknown_question"})
    row, _new = QuestionReview.objects.update_or_create(
        review=review,
        question=question,
        defaults={"judgement": Judgement(judgement), "note": note.strip(), "by": by, "at": at},
    )
    _trail(review, "question judged", by, at, question=question, judgement=row.judgement)
    return row


@transaction.atomic
def add_claim(
    review: Review,
    claim: str,
    *,
    question: str = "",
    about: str = "",
    by: User,
    at: datetime,
) -> ClaimCheck:
    """Note a checkable claim of the answer; it begins unverified."""
    _check_open(review, by)
    if not claim.strip():
        raise BadInput({"claim": "required"})
    row = ClaimCheck.objects.create(
        review=review, claim=claim.strip(), question=question, about=about[:200], by=by, at=at
    )
    _trail(review, "claim noted", by, at, claim=str(row.pk))
    return row


@transaction.atomic
def check_claim(
    claim: ClaimCheck,
    verification: str,
    *,
    evidence: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> ClaimCheck:
    """Say where the check of a claim stands. Earlier states are kept, also after the review."""
    require(by, Deed.REVIEW, claim.review.office)
    wanted = Verification(verification)
    changed = ClaimCheck.objects.filter(pk=claim.pk, verification=claim.verification).update(
        verification=wanted, evidence=evidence.strip()[:300], note=note.strip(), by=by, at=at
    )
    if not changed:
        raise ChangedMeanwhile(str(claim.pk))
    ClaimCheckChange.objects.create(
        check_of=claim,
        verification=wanted,
        evidence=evidence.strip()[:300],
        note=note.strip(),
        by=by,
        at=at,
    )
    _trail(claim.review, "claim checked", by, at, claim=str(claim.pk), verification=wanted)
    claim.refresh_from_db()
    return claim


@transaction.atomic
def conclude(
    review: Review,
    *,
    character: str,
    recommendation: str,
    note: str = "",
    version: int,
    by: User,
    at: datetime,
) -> Review:
    """Conclude the review: the character of the reply, and what should follow."""
    _check_open(review, by)
    changed = Review.objects.filter(
        pk=review.pk, version=version, concluded_at__isnull=True
    ).update(
        version=F("version") + 1,
        character=ReplyCharacter(character),
        recommendation=Recommendation(recommendation),
        note=note.strip(),
        concluded_by=by,
        concluded_at=at,
    )
    if not changed:
        raise ChangedMeanwhile(str(review.pk))
    review.refresh_from_db()
    _trail(review, "review concluded", by, at, recommendation=review.recommendation)
    return review


@transaction.atomic
def read_again(
    review: Review,
    *,
    agrees: bool,
    character: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> SecondReading:
    """Record what another person makes of a concluded review; a disagreement stays beside it."""
    require(by, Deed.REVIEW)
    if review.concluded_at is None:
        raise NotPossible("review_is_not_concluded")
    if by.pk in (review.started_by_id, review.concluded_by_id):
        raise NotPossible("reader_is_the_reviewer")
    if not agrees and not note.strip():
        raise BadInput({"note": "required"})
    try:
        with transaction.atomic():
            row = SecondReading.objects.create(
                review=review,
                agrees=agrees,
                character=ReplyCharacter(character) if character else "",
                note=note.strip(),
                by=by,
                at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("reading_was_done") from exc
    _trail(review, "second reading", by, at, agrees="yes" if agrees else "no")
    return row


def responses() -> QuerySet[Message]:
    """Return the responses of other sides that count, in their order."""
    return Message.objects.filter(kind=Kind.RESPONSE, ours=False, rejection="")


def responses_to_review(inquiry: Inquiry) -> list[Message]:
    """Return the other side's responses that count, in their order."""
    return list(responses().filter(inquiry=inquiry))


def judgement_as_stated(code: str) -> Judgement:
    """Return the judgement that an answer's own code suggests; a person decides."""
    return _AS_STATED.get(code, Judgement.NOT_ANSWERED)


def of_inquiry(inquiry: Inquiry) -> list[Review]:
    """Return the reviews of a thread, the newest first, with their judgements and claims."""
    return list(
        Review.objects.filter(channel=inquiry.channel, thread=inquiry.thread)
        .select_related("office", "started_by", "concluded_by")
        .prefetch_related("questions__by", "claims__changes__by", "claims__by")
    )


def _check_open(review: Review, by: User) -> None:
    require(by, Deed.REVIEW, review.office)
    if Review.objects.filter(pk=review.pk, concluded_at__isnull=False).exists():
        raise NotPossible("review_is_concluded")


def _trail(review: Review, verb: str, by: User, at: datetime, **details: str) -> None:
    audit.record(by, verb, "review", str(review.pk), at=at, details=details)
