"""What the pages of the inbox show of a thing, and each deed with its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, User
from answerable.node.desk.errors import BadInput
from answerable.node.desk.forms import inbox as forms
from answerable.node.desk.models import Incident, Report, TriageDecision
from answerable.node.desk.permissions import MAY, Deed, may, offices_for
from answerable.node.desk.services import triage
from answerable.node.desk.services.triage import hints
from answerable.node.desk.services.triage.items import Thing, named
from answerable.node.desk.views.doing import DeskRequest

Form = forms.DecisionForm
Chosen = Sequence[triage.Chosen]


@dataclass(frozen=True)
class Line:
    """One row of the inbox."""

    thing: Any
    key: str
    name: str
    is_report: bool
    url: str
    # What may tell of the same event, and why it is named.
    alike: tuple[hints.Resembling, ...] = ()


@dataclass(frozen=True)
class Way:
    """A thing that can be decided: its key, who may, its form, and what is done."""

    code: str
    key: str
    label: str | Promise
    lead: str | Promise
    icon: str
    permission: Deed
    form: type[Form]
    do: Callable[[DeskRequest, Any, Chosen], triage.Done]
    reports: bool = True
    messages: bool = True

    def fits(self, things: Iterable[Thing]) -> bool:
        """Tell whether this can be decided about all of these."""
        kinds = {isinstance(one, Report) for one in things}
        return (self.reports or True not in kinds) and (self.messages or False not in kinds)

    def form_for(self, request: DeskRequest, data: QueryDict | None, chosen: Chosen) -> Form:
        """Return the form with what there is to choose in this place."""
        what: dict[str, Any] = {"today": timezone.localdate()}
        if self.form is forms.AssignForm:
            what |= {"offices": Office.objects.order_by("name"), "people": people()}
        if self.form is forms.OpenForm:
            first = chosen[0].thing
            title = first.title if isinstance(first, Report) else ""
            what |= {
                "offices": offices_for(request.user, Deed.INCIDENT),
                "initial": {"title": title},
            }
        if self.form is forms.LinkForm:
            what["initial"] = {"reference": request.GET.get("to", "")[:24]}
        if self.form is forms.DuplicateForm:
            what["initial"] = {"receipt": request.GET.get("to", "")[:20]}
        return self.form(data, **what)


def people() -> list[User]:
    """Return the people who do triage, by name."""
    roles = MAY[Deed.TRIAGE]
    found = User.objects.filter(is_active=True, memberships__role__in=roles)
    return list(found.distinct().order_by("name", "username"))


def lines(things: Iterable[Thing], user: User, *, looked_at: bool = False) -> list[Line]:
    """Return things as rows of the inbox, each with its page and with what resembles it."""
    rows = list(things)
    reports = [one for one in rows if isinstance(one, Report)]
    alike = (
        hints.around(reports, user, within=hints.LOOKED_AT, most=8)
        if looked_at
        else hints.around(reports, user, most=2)
    )
    return [
        Line(
            one, str(one), named(one), isinstance(one, Report), address(one),
            tuple(alike.get(str(one), ())),
        )
        for one in rows
    ]  # fmt: skip


def address(thing: Thing) -> str:
    """Return the page on which a thing is read."""
    if isinstance(thing, Report):
        return reverse("desk:report", args=[thing.receipt_number])
    reference = getattr(thing, "reference", "")
    return reverse("desk:message", args=[reference, thing.leaf]) if reference else ""


def trail(things: Sequence[Thing], user: User) -> list[TriageDecision]:
    """Return what was decided about a thing before; nothing where several are chosen."""
    if len(things) != 1:
        return []
    [thing] = things
    rows = TriageDecision.objects.visible_to(user)
    about = {"report": thing} if isinstance(thing, Report) else {"arrival": thing}
    return list(rows.filter(**about).select_related("by", "office", "person", "incident"))


def _by(request: DeskRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _assign(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    data = form.cleaned_data
    office, person = data["office"], data["person"]
    return triage.assign(
        chosen,
        office=Office.objects.get(pk=office) if office else None,
        person=User.objects.get(pk=person) if person else None,
        reason=data["reason"],
        **_by(request),
    )


def _take_up(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    return triage.take_up(chosen, reason=form.cleaned_data["reason"], **_by(request))


def _link(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    seen = Incident.objects.visible_to(request.user)
    found = seen.filter(reference=form.cleaned_data["reference"].strip()).first()
    if found is None:
        raise BadInput({"reference": "no_such_incident"})
    return triage.link(chosen, found, reason=form.cleaned_data["reason"], **_by(request))


def _open(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    data = form.cleaned_data
    _incident, done = triage.open_incident(
        chosen,
        title=data["title"],
        kind=data["kind"],
        office=Office.objects.get(pk=data["office"]),
        reason=data["reason"],
        **_by(request),
    )
    return done


def _out_of_scope(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    data = form.cleaned_data
    return triage.put_out_of_scope(chosen, data["code"], reason=data["reason"], **_by(request))


def _duplicate(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    seen = Report.objects.visible_to(request.user)
    other = seen.filter(receipt_number=form.cleaned_data["receipt"].strip()).first()
    if other is None:
        raise BadInput({"receipt": "no_such_report"})
    return triage.mark_duplicate(chosen, other, reason=form.cleaned_data["reason"], **_by(request))


def _ask(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    data = form.cleaned_data
    return triage.ask_source(
        chosen, data["question"], data["until"], today=form.today, **_by(request)
    )


def _snooze(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    data = form.cleaned_data
    return triage.snooze(
        chosen, data["until"], today=form.today, reason=data["reason"], **_by(request)
    )


def _finish(request: DeskRequest, form: Form, chosen: Chosen) -> triage.Done:
    return triage.finish(chosen, reason=form.cleaned_data["reason"], **_by(request))


DEEDS = {
    one.code: one
    for one in (
        Way(
            "assign", "a", _("Assign"), _("To a person, to an office, or to both."),
            "person", Deed.TRIAGE, forms.AssignForm, _assign,
        ),
        Way(
            "take", "t", _("Take up"), _("It stays in your own inbox and leaves the others'."),
            "flag", Deed.TRIAGE, forms.TakeUpForm, _take_up,
        ),
        Way(
            "link", "l", _("Link to an incident"), _("They are accepted with that."),
            "link", Deed.INCIDENT, forms.LinkForm, _link, messages=False,
        ),
        Way(
            "open", "n", _("Open an incident"), _("One incident, from all the chosen reports."),
            "incident", Deed.INCIDENT, forms.OpenForm, _open, messages=False,
        ),
        Way(
            "out", "x", _("Out of scope"), _("They are none of ours, for one reason."),
            "cross", Deed.REPORT, forms.OutOfScopeForm, _out_of_scope, messages=False,
        ),
        Way(
            "duplicate", "d", _("Duplicate"), _("They tell the same as another report."),
            "numbers", Deed.REPORT, forms.DuplicateForm, _duplicate, messages=False,
        ),
        Way(
            "ask", "q", _("Ask the source"), _("A source custodian asks, where that is safe."),
            "question", Deed.REPORT, forms.AskForm, _ask, messages=False,
        ),
        Way(
            "snooze", "s", _("Put away"), _("Until a day; then it is back by itself."),
            "clock", Deed.TRIAGE, forms.SnoozeForm, _snooze,
        ),
        Way(
            "done", "e", _("Dealt with"), _("Nothing more needs to be done about the message."),
            "check", Deed.TRIAGE, forms.DoneForm, _finish, reports=False,
        ),
    )
}  # fmt: skip


def deeds_of(user: User, things: Sequence[Thing] = ()) -> list[Way]:
    """Return what this person may decide, about these things or at all."""
    return [
        one
        for one in DEEDS.values()
        if may(user, one.permission) and (not things or one.fits(things))
    ]
