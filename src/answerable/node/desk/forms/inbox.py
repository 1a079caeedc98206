"""Forms of the inbox: what is looked at, and one small form for each thing that can be decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, User
from answerable.node.desk.forms.fields import Code, Day, Line, Prose, offer

WHY = _("Why")
# The next working week; a source takes longer.
SNOOZE, ASK = timedelta(days=7), timedelta(days=14)


def _rows(rows: Iterable[Any], first: Any) -> list[tuple[str, Any]]:
    return [("", first), *((str(one.pk), str(one)) for one in rows)]


class DecisionForm(forms.Form):
    """A decision about one or more things of the inbox; who and when are noted by themselves."""

    def __init__(
        self,
        *args: Any,
        today: date,
        offices: Iterable[Office] = (),
        people: Iterable[User] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fill(list(offices), list(people))
        if not self.is_bound:
            # The page is this form; who came by a key goes on typing.
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def fill(self, offices: list[Office], people: list[User]) -> None:
        """Offer what there is to choose; the day starts out as it mostly is."""


class AssignForm(DecisionForm):
    """To whom."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    reason = Prose(label=WHY, rows=2, required=False, max_length=1000)

    def fill(self, offices: list[Office], people: list[User]) -> None:
        """Offer every office, and the people who do triage."""
        offer(self, "office", _rows(offices, _("As it is")))
        offer(self, "person", _rows(people, _("Nobody")))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data.get("person") or data.get("office")):
            self.add_error("person", _("Choose a person, an office, or both."))
        return data


class TakeUpForm(DecisionForm):
    """Take it up oneself."""

    reason = Prose(label=_("Note"), rows=2, required=False, max_length=1000)


class LinkForm(DecisionForm):
    """To which incident."""

    reference = Line(
        label=_("Reference of the incident"),
        max_length=24,
        help_text=_("One of those named below, or another."),
    )
    reason = Line(label=_("Why they belong together"), required=False, max_length=300)


class OpenForm(DecisionForm):
    """A new incident from all the chosen reports."""

    title = Line(label=_("Title"), max_length=300, help_text=_("Neutral, without names of people."))
    kind = Code("event_kind", label=_("What happened"))
    office = forms.ChoiceField(label=_("Office"))
    reason = Prose(label=WHY, rows=2, required=False, max_length=1000)

    def fill(self, offices: list[Office], people: list[User]) -> None:
        """Offer the offices for which the person opens incidents."""
        offer(self, "office", _rows(offices, _("Choose")))
        if len(offices) == 1:
            self.initial.setdefault("office", str(offices[0].pk))


class OutOfScopeForm(DecisionForm):
    """Why it is none of ours."""

    code = Code("out_of_scope", label=_("Reason"))
    reason = Prose(
        label=_("In words"),
        rows=2,
        required=False,
        max_length=1000,
        help_text=_("Needed for another reason than those of the list."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the list has none."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("code") == "other" and not data.get("reason"):
            self.add_error("reason", _("Say why it is out of scope."))
        return data


class DuplicateForm(DecisionForm):
    """Of which report it is a duplicate."""

    receipt = Line(
        label=_("Receipt number of the other report"),
        max_length=20,
        help_text=_("One of those named below, or another."),
    )
    reason = Prose(label=WHY, rows=2, required=False, max_length=1000)


class AskForm(DecisionForm):
    """What the source is to be asked, and until when nobody needs to look."""

    question = Prose(
        label=_("What the source is to be asked"),
        rows=3,
        max_length=2000,
        help_text=_("A source custodian reads it and asks only where that is safe."),
    )
    until = Day(label=_("Put away until"), help_text=_("An answer brings it back before."))

    def fill(self, offices: list[Office], people: list[User]) -> None:
        """Begin with a fortnight."""
        self.initial.setdefault("until", self.today + ASK)


class SnoozeForm(DecisionForm):
    """Until when."""

    until = Day(label=_("Put away until"), help_text=_("On that day it is back by itself."))
    reason = Prose(label=WHY, rows=2, required=False, max_length=1000)

    def fill(self, offices: list[Office], people: list[User]) -> None:
        """Begin with a week."""
        self.initial.setdefault("until", self.today + SNOOZE)


class DoneForm(DecisionForm):
    """Dealt with: nothing needs to be done, or it was."""

    reason = Prose(label=_("Note"), rows=2, required=False, max_length=1000)
