"""The acts of an inquiry: which buttons it has now, and the small page behind each.

Which acts are possible is the rules' answer (`open_acts`); here stands only what each one asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.casework.codes import Act, EscalationLevel, Kind
from answerable.node.desk import wording
from answerable.node.desk.forms import acts as act_forms
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import Inquiry, Review
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import correspondence, drafts, inquiries
from answerable.node.desk.services.calendars import terms_of
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent, shown


@dataclass(frozen=True)
class ActPage:
    """What an act asks of who does it, and what it means."""

    form: type[OfficeForm]
    do: Callable[..., object]
    lead: str | Promise
    danger: bool = False


PAGES: dict[str, ActPage] = {
    Act.ACKNOWLEDGE: ActPage(
        act_forms.ActForm,
        correspondence.acknowledge,
        gettext_lazy("This says that a person has received it. It says nothing about its content."),
    ),
    Act.INTERIM: ActPage(
        act_forms.InterimForm,
        correspondence.send_interim,
        gettext_lazy("It tells the other side that something moves. It does not stop the clock."),
    ),
    Act.ASK_EXTENSION: ActPage(
        act_forms.AskExtensionForm,
        correspondence.ask_extension,
        gettext_lazy("A later date counts when both sides agreed to it."),
    ),
    Act.AGREE_EXTENSION: ActPage(
        act_forms.ActForm,
        correspondence.agree_extension,
        gettext_lazy("The later date that was asked for becomes the agreed date."),
    ),
    Act.DECLINE_EXTENSION: ActPage(
        act_forms.DeclineExtensionForm,
        correspondence.decline_extension,
        gettext_lazy("The date stays as it was."),
    ),
    Act.SUSPEND: ActPage(
        act_forms.PauseForm,
        correspondence.pause,
        gettext_lazy("The clock stands still until the time you name. The total stays visible."),
    ),
    Act.RESUME: ActPage(
        act_forms.ResumeForm,
        correspondence.resume,
        gettext_lazy("The clock runs again from now."),
    ),
    Act.CLOSE: ActPage(
        act_forms.CloseForm,
        correspondence.close,
        gettext_lazy("You close for your own side only. The other side closes for itself."),
    ),
    Act.REOPEN: ActPage(
        act_forms.ReopenForm,
        correspondence.reopen,
        gettext_lazy("You reopen for your own side."),
    ),
    Act.WITHDRAW: ActPage(
        act_forms.WithdrawForm,
        correspondence.withdraw,
        gettext_lazy("It is taken back as a whole, and stays in the record of both sides."),
        danger=True,
    ),
}

# Acts that are written, cleared and signed as a message of their own.
WRITTEN: dict[str, Kind] = {
    Act.RESPOND: Kind.RESPONSE,
    Act.FOLLOW_UP: Kind.FOLLOW_UP,
    Act.REQUEST_INFORMATION: Kind.INFORMATION_REQUEST,
    Act.GIVE_INFORMATION: Kind.INFORMATION,
}
ORDER: Sequence[str] = (
    Act.ACKNOWLEDGE, Act.AGREE_EXTENSION, Act.DECLINE_EXTENSION, Act.RESPOND, Act.FOLLOW_UP,
    Act.GIVE_INFORMATION, Act.INTERIM, Act.REQUEST_INFORMATION, Act.ASK_EXTENSION, Act.RESUME,
    Act.SUSPEND, Act.REOPEN, Act.CLOSE, Act.WITHDRAW,
)  # fmt: skip

# Nobody is urged to stop a clock or to end a case.
NOT_URGED = frozenset({Act.SUSPEND, Act.REOPEN, Act.CLOSE, Act.WITHDRAW})


@dataclass(frozen=True)
class Button:
    """One possible act: where its page is, and how the button looks."""

    act: str
    label: str | Promise
    url: str
    css: str = ""


def buttons(inquiry: Inquiry, possible: frozenset[Act], can: dict[str, bool]) -> list[Button]:
    """Return what this person can do in an inquiry now, the nearest duty first."""
    found: list[Button] = []
    for act in ORDER:
        needed = Deed.DRAFT if act in WRITTEN else Deed.CORRESPOND
        if act not in possible or not can[needed]:
            continue
        css = "" if found or act in NOT_URGED else "primary"
        css = "danger" if act in PAGES and PAGES[act].danger else css
        url = reverse("desk:inquiry-act", args=[inquiry.reference, act])
        found.append(Button(act, label_of(inquiry, act), url, css))
    return found


def label_of(inquiry: Inquiry, act: str) -> str | Promise:
    """Return what an act is called in this case: who reported its own act takes that back."""
    if act == Act.WITHDRAW and inquiry.self_reported:
        return gettext_lazy("Take our report back")
    if act == Act.FOLLOW_UP and not inquiry.questions:
        return gettext_lazy("Ask about it")
    if act == Act.RESPOND and inquiry.self_reported and not inquiry.questions:
        return gettext_lazy("Add to our report")
    return wording.word("act", act)


def next_level(level: str) -> str:
    """Return the level above, for escalating; empty at the top."""
    levels = [str(one) for one in EscalationLevel]
    at = levels.index(level) if level in levels else 0
    return levels[at + 1] if at + 1 < len(levels) else ""


def act(request: DeskRequest, reference: str, act: str) -> HttpResponse:
    """Show what an act asks and means, and do it."""
    inquiry = _find(request, reference)
    if act in WRITTEN:
        return write(request, inquiry, WRITTEN[act])
    if act not in PAGES:
        raise Http404
    page, offices = PAGES[act], acting(request, Deed.CORRESPOND)
    extra: dict[str, Any] = {}
    if act == Act.ASK_EXTENSION:
        extra["questions"] = [line.id for line in inquiries.question_view(inquiry) if line.is_open]
    if act == Act.SUSPEND:
        extra["longest"] = terms_of(inquiry.channel).pause_cap_days
    form = page.form(sent(request), offices=offices, **extra)

    def do() -> object:
        data = {name: value for name, value in form.cleaned_data.items() if name != "office"}
        return page.do(inquiry, **data, by=request.user, office=form.office, at=timezone.now())

    return form_page(
        request,
        form,
        do,
        to=reverse("desk:inquiry", args=[reference]),
        said=_("Signed and recorded."),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=label_of(inquiry, act),
        lead=page.lead,
        danger=page.danger,
    )


def write(request: DeskRequest, inquiry: Inquiry, kind: Kind) -> HttpResponse:
    """Start a message that is written, cleared and signed; lead to its composer."""
    form = OfficeForm(sent(request), offices=acting(request, Deed.DRAFT))
    review = (
        Review.objects.visible_to(request.user)
        .filter(channel=inquiry.channel, thread=inquiry.thread, pk=request.GET["review"])
        .first()
        if request.GET.get("review", "").isdecimal()
        else None
    )
    level = request.GET.get("level", "")

    def to(draft: Any) -> str:
        path = reverse("desk:draft-frame", args=[draft.pk])
        return f"{path}?level={level}" if level else path

    return form_page(
        request,
        form,
        lambda: drafts.start(
            kind, inquiry, review=review, office=form.office, by=request.user, at=timezone.now()
        ),
        to=to,
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=label_of(inquiry, next(act for act, one in WRITTEN.items() if one == kind)),
        lead=_("You write it step by step. Nothing leaves before it is cleared and signed."),
        go=_("Begin"),
    )


def correct(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Start a correction of one of our own statements."""
    inquiry = _find(request, reference)
    form = OfficeForm(sent(request), offices=acting(request, Deed.DRAFT))
    return form_page(
        request,
        form,
        lambda: drafts.start(
            Kind.CORRECT, inquiry, of=leaf, office=form.office, by=request.user, at=timezone.now()
        ),
        to=lambda draft: reverse("desk:draft-frame", args=[draft.pk]),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Correct our statement"),
        lead=_("The statement stays in the record; the correction stands beside it."),
        go=_("Begin"),
    )


def withdraw_statement(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Take back one of our own statements; it stays in the record as taken back."""
    inquiry = _find(request, reference)
    offices = acting(request, Deed.CORRESPOND)
    form = act_forms.WithdrawForm(sent(request), offices=offices)
    return form_page(
        request,
        form,
        lambda: correspondence.withdraw_statement(
            inquiry,
            leaf,
            reason=form.cleaned_data["reason"],
            by=request.user,
            office=form.office,
            at=timezone.now(),
        ),
        to=reverse("desk:inquiry", args=[reference]),
        said=_("Signed and recorded."),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Take a statement back"),
        lead=_("It stays in the record of both sides, marked as taken back."),
        danger=True,
    )


def _find(request: DeskRequest, reference: str) -> Inquiry:
    seen = Inquiry.objects.visible_to(request.user)
    return shown(request, get_object_or_404(seen, reference=reference))
