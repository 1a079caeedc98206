"""Forms about an incident: what and when, where, what was concerned, and where it stands."""

from datetime import datetime
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Codes, Day, Language, Line, Prose, Zone
from answerable.node.desk.forms.offices import OfficeForm


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
        time = data.get(f"{which}_time") or clock_time()
        return datetime.combine(day, time, tzinfo=ZoneInfo(data["zone"]))


class NewIncidentForm(FactsForm, OfficeForm):
    """A new incident, opened by an office."""


class EditIncidentForm(FactsForm):
    """An incident's facts, with the version they were read at."""

    version = forms.IntegerField(widget=forms.HiddenInput())


class PlaceForm(forms.Form):
    """A place, with its names, how exactly it is known, and who supplied it."""

    role = Code("place_role", initial="event", label=_("Which place"))
    name = Line(label=_("Name in its own language"), required=False)
    language = Language(label=_("Language of that name"), required=False)
    script = Code("script", initial="latin", label=_("Script of that name"))
    latin = Line(label=_("Name in Latin script"), required=False)
    latitude = forms.DecimalField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, decimal_places=6
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, decimal_places=6
    )
    precision = Code("place_precision", initial="town", label=_("How exactly it is known"))
    supplied_by = Line(label=_("Who supplied it"), required=False)
    note = Prose(label=_("Note"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask for a name or a point, and for both halves of a point."""
        data: dict[str, Any] = super().clean() or {}
        half = (data.get("latitude") is None) != (data.get("longitude") is None)
        if half:
            self.add_error("latitude", _("Enter both latitude and longitude, or neither."))
        if not any((data.get("name"), data.get("latin"), data.get("latitude") is not None)):
            self.add_error("name", _("Enter a name or coordinates."))
        return data


class ObjectForm(forms.Form):
    """An object or place concerned, and whether it had been notified."""

    code = Code("protected_object", label=_("What was concerned"))
    note = Line(label=_("Which one, in what condition"), required=False, max_length=300)
    notified = Code("notified", initial="unknown", label=_("Notified to the party asked about"))
    notified_by = Line(label=_("Who notified it"), required=False)


class IssuesForm(forms.Form):
    """Topics of the law that are engaged. None of them is a finding."""

    issues = Codes("issue_tag", label=_("Issues engaged"), required=False)


class StatusForm(forms.Form):
    """Where the incident stands on our own desk."""

    status = Code("incident_status", label=_("Status"))
    hold_until = Day(label=_("On hold until"), required=False)
    reason = Prose(label=_("Reason"), required=False, rows=2)


class HarmForm(forms.Form):
    """First scale."""

    code = Code("harm_scale", label=_("Did the harm occur?"))
    reason = Prose(label=_("Reason"), rows=3)


class AttributionScaleForm(forms.Form):
    """Second scale."""

    code = Code("attribution_scale", label=_("Whose act was it?"))
    reason = Prose(label=_("Reason"), rows=3)


class ReliabilityForm(forms.Form):
    """Third scale, with its two axes apart."""

    code = Code("source_reliability", label=_("The source"))
    credibility = Code("information_credibility", label=_("The information"))
    reason = Prose(label=_("Reason"), rows=3)


GRADINGS: dict[str, type[forms.Form]] = {
    "harm": HarmForm,
    "attribution": AttributionScaleForm,
    "reliability": ReliabilityForm,
}


class ConcernForm(forms.Form):
    """Whether the incident is of concern and will be raised, with the reason."""

    criteria = Codes("concern_criterion", label=_("Criteria that are met"), required=False)
    raise_it = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Raise it")), ("no", _("Do not raise it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(),
    )
    reason = Prose(label=_("Reason"), rows=4)

    def clean(self) -> dict[str, Any]:
        """Ask for a criterion where the decision is to raise."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("raise_it") is True and not data.get("criteria"):
            self.add_error("criteria", _("Tick at least one criterion, or decide not to raise."))
        return data
