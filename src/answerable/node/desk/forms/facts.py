"""Forms about an incident's facts: what happened, when by whose clock, and what surrounds it."""

from datetime import datetime
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.casework.localtime import Shown, shown
from answerable.node.desk.forms.fields import Code, Codes, Count, Day, Line, Prose, Zone
from answerable.node.desk.forms.offices import OfficeForm

SKIPPED = _("The clocks of this zone went forward and never showed this time. Check time and zone.")
SHOWN_TWICE = _("The clocks of this zone went back and showed this time twice. Say which it was.")
FOLDS = [
    ("", _("Choose")),
    ("0", _("the first, before the clocks went back")),
    ("1", _("the second, after the clocks went back")),
]


class Twice(forms.ChoiceField):
    """Which of two equal local times is meant; asked for only where the clock showed it twice."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Which of the two"),
            choices=FOLDS,
            required=False,
            widget=forms.HiddenInput(),
        )


class FactsForm(forms.Form):
    """What happened and when, as far as it is known."""

    title = Line(label=_("Title"), max_length=300, help_text=_("Neutral, without names of people."))
    kind = Code("event_kind", label=_("Kind of event"))
    time_precision = Code("time_precision", initial="day", label=_("How exactly the time is known"))
    start_day = Day(label=_("Day it began"), required=False)
    start_time = forms.TimeField(
        label=_("Time it began"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    end_day = Day(label=_("Day it ended"), required=False)
    end_time = forms.TimeField(
        label=_("Time it ended"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = Zone(label=_("Zone of these times"), initial="UTC")
    when_note = Prose(
        label=_("Note on the time"),
        required=False,
        rows=2,
        help_text=_("For example who says which time."),
    )
    narrative = Prose(
        label=_("What happened, in our words"),
        required=False,
        rows=8,
        help_text=_("Private. It stays on this node; what is shared is written in the inquiry."),
    )

    start_fold = Twice()
    end_fold = Twice()

    def clean(self) -> dict[str, Any]:
        """Put days and times together in their zone; check that they fit the precision."""
        data: dict[str, Any] = super().clean() or {}
        known = data.get("time_precision") != "unknown"
        if known and not data.get("start_day") and "start_day" not in self.errors:
            self.add_error("start_day", _("Enter the day, or say that the time is not known."))
        if not known and data.get("start_day"):
            self.add_error("time_precision", _("A day is given, so say how exactly it is known."))
        data["start"] = self._instant(data, "start")
        data["end"] = self._instant(data, "end")
        if data["end"] and (data["start"] is None or data["end"] < data["start"]):
            self.add_error("end_day", _("The end cannot be before the beginning."))
        return data

    def event(self) -> dict[str, Any]:
        """Return what the incident's services take; call it on a valid form."""
        names = ("title", "kind", "start", "end", "time_precision", "zone")
        return {name: self.cleaned_data[name] for name in (*names, "when_note", "narrative")}

    def _instant(self, data: dict[str, Any], which: str) -> datetime | None:
        day = data.get(f"{which}_day")
        if day is None or not data.get("zone"):
            return None
        zone = ZoneInfo(data["zone"])
        local = datetime.combine(day, data.get(f"{which}_time") or clock_time())
        fold = data.get(f"{which}_fold", "")
        if data.get(f"{which}_time"):
            how_often = shown(local, zone)
            if how_often is Shown.NEVER:
                self.add_error(f"{which}_time", SKIPPED)
            elif how_often is Shown.TWICE and fold == "":
                self.fields[f"{which}_fold"].widget = forms.Select(choices=FOLDS)
                self.add_error(f"{which}_fold", SHOWN_TWICE)
        return local.replace(tzinfo=zone, fold=1 if fold == "1" else 0)


class NewIncidentForm(FactsForm, OfficeForm):
    """A new incident, opened by an office."""


class WhyForm(forms.Form):
    """A change of what was set, with the reason and the version that was read."""

    why = Prose(
        label=_("Why it is changed"),
        required=False,
        rows=2,
        help_text=_("Needed where a fact that was set is changed. It stays in the history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())


class EditIncidentForm(FactsForm, WhyForm):
    """An incident's facts, with the version they were read at."""

    field_order = (*FactsForm.base_fields, "why", "version")


class DetailsForm(WhyForm):
    """What surrounds the event, and wordings to start from when something is composed."""

    priority = Code("priority", initial="normal", label=_("Priority on our desk"))
    country = Line(
        label=_("Country"),
        required=False,
        max_length=2,
        help_text=_("Two letters, as in ISO 3166. It says where, not whose."),
    )
    region = Line(label=_("Province or region"), required=False)
    first_reported_by = Line(label=_("First reported by"), required=False)
    first_reported_at = forms.DateTimeField(
        label=_("First reported"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    first_reported_precision = Code(
        "date_precision", initial="unknown", label=_("How exactly that date is known")
    )
    first_reported_url = forms.URLField(
        label=_("Where it was first reported"), required=False, assume_scheme="https"
    )
    strikes_low = Count(label=_("Strikes, at least"))
    strikes_high = Count(label=_("Strikes, at most"))
    weapon = Code("weapon", label=_("Weapon, as stated"), required=False)
    weapon_note = Line(label=_("Which weapon, and who says so"), required=False, max_length=300)
    targeted = Line(label=_("Who or what was aimed at, as stated"), required=False)
    service_impact = Codes(
        "service_impact", label=_("What people could no longer use"), required=False
    )
    observations = Codes("observation", label=_("What stood out"), required=False)
    counterpart_text = Prose(
        label=_("Wording for the counterpart"),
        required=False,
        rows=4,
        help_text=_("To start from when an inquiry is written. It does not leave by itself."),
    )
    public_text = Prose(
        label=_("Wording for the public"),
        required=False,
        rows=4,
        help_text=_("To start from when something is published. It does not leave by itself."),
    )

    field_order = ("priority",)

    def clean_country(self) -> str:
        """Take the two letters in either case."""
        return str(self.cleaned_data["country"]).upper()
