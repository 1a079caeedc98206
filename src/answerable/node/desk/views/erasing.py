"""Pages about erasing a text: asking for it, confirming it, answering the other side."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.models import Office
from answerable.node.desk import wording
from answerable.node.desk.forms.erasing import EraseForm, WaiveForm
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import Inquiry
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services import left, story
from answerable.node.desk.services.erasures import spot_of
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent
from answerable.node.desk.views.inquiries import find
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import ErasureRequest


def erase(request: DeskRequest, reference: str, leaf: str, deed: str) -> HttpResponse:
    """Ask that a text be erased or kept: says what goes and what stays, and who confirms."""
    inquiry = find(request, reference)
    offices = acting(request, Deed.SEND)
    spot = spot_of(inquiry, leaf)
    if spot is None or deed not in spot.deeds:
        raise Http404
    form = EraseForm(sent(request), offices=offices, deed=deed, asked=spot.asked_by_author)

    def do() -> ErasureRequest:
        return ledger.erasures.ask(
            inquiry.channel,
            leaf,
            deed,
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            commit=spot.target.commit,
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        do,
        to=lambda made: _address(inquiry, made),
        said=_("Asked. A second person has to confirm it; until then nothing changes."),
        template="desk/erasures/ask.html",
        inquiry=inquiry,
        spot=spot,
        deed=deed,
        title=wording.word("erasure_deed", deed),
        back=reverse("desk:message", args=[reference, leaf]),
    )


@require_safe
def erasure(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Show what was asked for and how it stands, to whoever may confirm it."""
    inquiry, asked = _find(request, reference, number)
    offices = ledger.erasures.can_confirm(asked, request.user)
    waives = ledger.erasures.can_waive(asked) and asked.office in _offices(request)
    context = {
        "inquiry": inquiry,
        "asked": asked,
        "left": left.describe(asked.left),
        "item": next((one for one in story.of(inquiry) if one.leaf == asked.leaf), None),
        "confirm": OfficeForm(offices=offices) if offices else None,
        "waive": WaiveForm() if waives else None,
        "can": allowed(request.user),
    }
    return render(request, "desk/erasures/erasure.html", context)


@require_POST
def confirm(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Confirm as a second person of another office; then it is done at once."""
    inquiry, asked = _find(request, reference, number)
    form = OfficeForm(request.POST, offices=ledger.erasures.can_confirm(asked, request.user))
    if not form.offices or not form.is_valid():
        raise Http404
    return posted(
        request,
        lambda: ledger.erasures.confirm(
            asked, by=request.user, office=form.office, at=timezone.now()
        ),
        to=_address(inquiry, asked),
        said=_("Done and signed into the record."),
    )


@require_POST
def waive(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Do it without a second person, where the party has nobody else; the reason is kept."""
    inquiry, asked = _find(request, reference, number)
    form = WaiveForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return posted(
        request,
        lambda: ledger.erasures.waive(asked, why=why, by=request.user, at=timezone.now()),
        to=_address(inquiry, asked),
        said=_("Done and signed into the record."),
    )


@require_POST
def drop(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Give up what was asked for, or refuse it; nothing is erased and nothing said."""
    inquiry, asked = _find(request, reference, number)
    is_own = asked.asked_by_id == request.user.pk
    return posted(
        request,
        lambda: ledger.erasures.drop(asked, by=request.user, at=timezone.now()),
        to=reverse("desk:message", args=[inquiry.reference, asked.leaf]),
        said=_("Given up. Nothing was erased.") if is_own else _("Refused. Nothing was erased."),
    )


def _find(request: DeskRequest, reference: str, number: int) -> tuple[Inquiry, ErasureRequest]:
    inquiry = find(request, reference)
    rows = ErasureRequest.objects.filter(log__channel=inquiry.channel).select_related(
        "content", "log__channel__ours", "log__channel__theirs", "office", "asked_by",
        "decided_by", "decided_office",
    )  # fmt: skip
    asked = get_object_or_404(rows, pk=number)
    if not inquiry.messages.filter(leaf=asked.leaf).exists():
        raise Http404
    return inquiry, asked


def _offices(request: DeskRequest) -> list[Office]:
    return offices_for(request.user, Deed.SEND)


def _address(inquiry: Inquiry, asked: ErasureRequest) -> str:
    return reverse("desk:erasure", args=[inquiry.reference, asked.pk])
