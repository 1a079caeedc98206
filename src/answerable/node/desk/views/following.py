"""Pages of following up: the ladder of a case with what was done, duty contacts, and calls."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.roles import require_role, roles_of
from answerable.node.desk import wording
from answerable.node.desk.forms.following import CallForm, ContactForm, StepForm
from answerable.node.desk.models import CASE_ROLES, DutyCall, DutyContact, FollowStep
from answerable.node.desk.models.base import WORK
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import duty, following, inquiries, ladder
from answerable.node.desk.views.acts import next_level
from answerable.node.desk.views.doing import DeskRequest, allowed, form_page, posted, sent
from answerable.node.desk.views.inquiries import find
from answerable.node.ledger.models import Channel


@require_safe
def following_up(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the ladder of a case, what was done on it, whom to call, and the calls."""
    found = find(request, reference)
    key = {"channel": found.channel, "thread": found.thread}
    reading = inquiries.reading_of(found)
    steps = FollowStep.objects.visible_to(request.user).filter(**key)
    calls = DutyCall.objects.visible_to(request.user).filter(**key)
    context = {
        "inquiry": found,
        "can": allowed(request.user),
        "climb": ladder.climb(reading),
        # Who only reads the record learns what is due, and not what was done about it.
        "works": not roles_of(request.user).isdisjoint(WORK),
        "now": timezone.now(),
        "next_level": next_level(found.level),
        "taken": steps.select_related("by"),
        "calls": calls.select_related("by", "contact", "corrected_by"),
        "contacts": duty.contacts(found.channel),
    }
    return render(request, "desk/inquiries/following.html", context)


def step(request: DeskRequest, reference: str) -> HttpResponse:
    """Say that a step of the ladder was taken, or why it is passed over."""
    require(request.user, Deed.CORRESPOND)
    found = find(request, reference)
    climb = ladder.climb(inquiries.reading_of(found))
    left = climb.left if climb is not None else ()
    steps = [
        (
            f"{one.action.value}.{one.number}",
            format_lazy(
                "{}, {}",
                wording.word("ladder_action", one.action),
                date_format(timezone.localtime(one.due), "j F Y"),
            ),
        )
        for one in left
    ]
    now = timezone.now()
    form = StepForm(sent(request), steps=steps, initial={"done_at": now, "outcome": "taken"})
    return form_page(
        request,
        form,
        lambda: following.record_step(found, **form.cleaned_data, by=request.user, at=now),
        to=reverse("desk:following", args=[reference]),
        said=_("Recorded."),
        template="desk/inquiries/act.html",
        inquiry=found,
        back=reverse("desk:following", args=[reference]),
        title=_("Record a step"),
        lead=_("Nothing is sent by this. A step that you record puts those before it behind you."),
        go=_("Record"),
    )


def call(request: DeskRequest, reference: str) -> HttpResponse:
    """Record a call to the other side, or correct a record of one by another."""
    require(request.user, Deed.RECORD)
    found = find(request, reference)
    number = request.GET.get("corrects", "")
    wrong = None
    if number.isascii() and number.isdecimal() and len(number) < 10:
        mine = DutyCall.objects.visible_to(request.user)
        here = mine.filter(channel=found.channel, thread=found.thread)
        wrong = get_object_or_404(here.select_related("contact"), pk=int(number))
    now = timezone.now()
    initial = {"called_at": now, "caller": str(request.user)}
    if wrong is not None:
        names = ("called_at", "caller", "contact", "answered_by", "result", "said")
        initial = {name: getattr(wrong, name) for name in names}
    form = CallForm(sent(request), contacts=duty.contacts(found.channel), initial=initial)

    def do() -> DutyCall:
        given = form.cleaned_data
        return duty.record_call(found, **given, corrects=wrong, by=request.user, at=now)

    return form_page(
        request,
        form,
        do,
        to=reverse("desk:following", args=[reference]) + "#calls",
        said=_("Recorded."),
        template="desk/inquiries/act.html",
        inquiry=found,
        back=reverse("desk:following", args=[reference]),
        title=_("Correct the record of a call") if wrong else _("Record a call"),
        lead=_("What was recorded before stays, marked as corrected.") if wrong else "",
        go=_("Record"),
    )


def contacts(request: DeskRequest, slug: str) -> HttpResponse:
    """Show whom to call on the other side of a channel; add a desk."""
    require_role(request.user, *CASE_ROLES)
    channel = get_object_or_404(Channel.objects.select_related("theirs"), slug=slug)
    can = allowed(request.user)
    if request.method == "POST":
        require(request.user, Deed.CORRESPOND)
    form = ContactForm(sent(request))
    return form_page(
        request,
        form,
        lambda: duty.add_contact(channel, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:duty", args=[slug]),
        said=_("Added. It is shown on every urgent case of this channel."),
        template="desk/duty.html",
        channel=channel,
        can=can,
        contacts=duty.contacts(channel),
        ended=DutyContact.objects.filter(channel=channel, ended_at__isnull=False),
    )


@require_POST
def end_contact(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a contact no longer holds."""
    require(request.user, Deed.CORRESPOND)
    found = get_object_or_404(
        DutyContact.objects.select_related("channel"), pk=pk, channel__slug=slug
    )
    return posted(
        request,
        lambda: duty.end_contact(found, by=request.user, at=timezone.now()),
        to=reverse("desk:duty", args=[slug]),
    )
