"""The private review of a response: answers beside questions, claims checked, what comes next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.node.desk.codes import Judgement
from answerable.node.desk.forms.acts import (
    CheckForm,
    ClaimForm,
    ConcludeForm,
    JudgeForm,
    ReadingForm,
)
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import ClaimCheck, Inquiry, Review
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import both_ledgers, inquiries, reviews, story
from answerable.node.desk.views.acts import next_level
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    form_page,
    sent,
    shown,
)
from answerable.node.desk.views.inquiries import find


@require_safe
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a response beside what was asked, with our judgement of each answer."""
    found, inquiry = _found(request, pk)
    judged = {one.question: one for one in found.questions.all()}
    reading = inquiries.reading_of(inquiry)
    lines = inquiries.question_view(inquiry, reading)
    items = story.of(inquiry, reading=reading)
    context = {
        "review": found,
        "inquiry": inquiry,
        "can": allowed(request.user),
        "lines": [
            (line, judged.get(line.id), _judge_form(line.id, judged.get(line.id))) for line in lines
        ],
        "claims": found.claims.select_related("by").prefetch_related("changes__by"),
        "claim_form": ClaimForm(questions=[line.id for line in lines]),
        "check_form": CheckForm(),
        "ledgers": both_ledgers.of_inquiry(inquiry, reading),
        "response": next(
            (one for one in items if one.leaf and one.leaf == found.response_leaf), None
        ),
        "conclude_form": ConcludeForm(
            initial={
                "version": found.version,
                "character": found.character,
                "recommendation": found.recommendation,
                "note": found.note,
            }
        ),
        "readings": found.readings.select_related("by"),
        "reading_form": ReadingForm(),
        "may_read": found.concluded_at is not None
        and request.user.pk not in (found.started_by_id, found.concluded_by_id),
        "next_level": next_level(inquiry.level),
        "reviews": reviews.of_inquiry(inquiry),
        "tally": [
            (code, sum(1 for one in judged.values() if one.judgement == code)) for code in Judgement
        ],
    }
    return render(request, "desk/reviews/review.html", context)


def start_review(request: DeskRequest, reference: str) -> HttpResponse:
    """Start the review of a response."""
    inquiry = find(request, reference)
    form = OfficeForm(sent(request), offices=acting(request, Deed.REVIEW))
    leaf = request.GET.get("response", "")
    return form_page(
        request,
        form,
        lambda: reviews.start_review(
            inquiry, response_leaf=leaf, by=request.user, office=form.office, at=timezone.now()
        ),
        to=_address,
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Review the response"),
        lead=_("A review is private. It leaves only in what you write afterwards."),
        go=_("Begin"),
    )


def judge(request: DeskRequest, pk: int, question: str) -> HttpResponse:
    """Say whether one question was answered."""
    acting(request, Deed.REVIEW)
    found, inquiry = _found(request, pk)
    form = JudgeForm(sent(request), prefix=question)
    return _small(
        request,
        found,
        inquiry,
        form,
        lambda data: reviews.judge_question(
            found,
            question,
            data["judgement"],
            note=data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        _("Question %(number)s") % {"number": question.upper()},
        f"answer-{question}",
    )


def add_claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Note a claim in the answer that can be checked."""
    acting(request, Deed.REVIEW)
    found, inquiry = _found(request, pk)
    numbers = [line.id for line in inquiries.question_view(inquiry)]
    form = ClaimForm(sent(request), questions=numbers)
    return _small(
        request,
        found,
        inquiry,
        form,
        lambda data: reviews.add_claim(found, **data, by=request.user, at=timezone.now()),
        _("A claim that can be checked"),
        "claims",
    )


def check_claim(request: DeskRequest, pk: int, claim: int) -> HttpResponse:
    """Say what the check of a claim shows now."""
    acting(request, Deed.REVIEW)
    found, inquiry = _found(request, pk)
    one = get_object_or_404(ClaimCheck, review=found, pk=claim)
    form = CheckForm(
        sent(request), initial={"verification": one.verification, "evidence": one.evidence}
    )
    return _small(
        request,
        found,
        inquiry,
        form,
        lambda data: reviews.check_claim(
            one,
            data["verification"],
            evidence=data["evidence"],
            note=data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        _("Check of a claim"),
        "claims",
        claim=one,
    )


def conclude(request: DeskRequest, pk: int) -> HttpResponse:
    """Conclude a review with the character of the reply and what should come next."""
    acting(request, Deed.REVIEW)
    found, inquiry = _found(request, pk)
    form = ConcludeForm(sent(request), initial={"version": found.version})
    return _small(
        request,
        found,
        inquiry,
        form,
        lambda data: reviews.conclude(found, **data, by=request.user, at=timezone.now()),
        _("Conclude the review"),
        "next",
    )


def read_again(request: DeskRequest, pk: int) -> HttpResponse:
    """Record what a second reader makes of a concluded review."""
    acting(request, Deed.REVIEW)
    found, inquiry = _found(request, pk)
    form = ReadingForm(sent(request))
    return _small(
        request,
        found,
        inquiry,
        form,
        lambda data: reviews.read_again(found, **data, by=request.user, at=timezone.now()),
        _("Second reading"),
        "readings",
    )


def _small(
    request: DeskRequest,
    review: Review,
    inquiry: Inquiry,
    form: Any,
    do: Any,
    title: str,
    section: str,
    **context: Any,
) -> HttpResponse:
    back = f"{_address(review)}#{section}"
    return form_page(
        request,
        form,
        lambda: do(form.cleaned_data),
        to=back,
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=title,
        back=back,
        **context,
    )


def _found(request: DeskRequest, pk: int) -> tuple[Review, Inquiry]:
    found = get_object_or_404(Review.objects.visible_to(request.user), pk=pk)
    inquiry = get_object_or_404(
        Inquiry.objects.visible_to(request.user).select_related("channel"),
        channel=found.channel_id,
        thread=found.thread,
    )
    return found, shown(request, inquiry)


def _judge_form(question: str, judged: Any) -> JudgeForm:
    initial = {"judgement": judged.judgement, "note": judged.note} if judged else None
    return JudgeForm(prefix=question, initial=initial)


def _address(review: Any) -> str:
    return reverse("desk:review", args=[review.pk])
