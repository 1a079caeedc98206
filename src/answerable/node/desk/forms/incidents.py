"""Forms about an incident: where, what was concerned, where it stands, how it is judged."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.casework import positions
from answerable.node.desk.forms.fields import (
    Code,
    Codes,
    Count,
    Day,
    Language,
    Line,
    Prose,
)


class PlaceForm(forms.Form):
    """A place, with its names, how exactly it is known, and who supplied it."""

    role = Code("place_role", initial="event", label=_("Which place"))
    name = Line(label=_("Name in its own language"), required=False)
    language = Language(label=_("Language of that name"), required=False)
    script = Code("script", initial="latin", label=_("Script of that name"))
    latin = Line(label=_("Name in Latin script"), required=False)
    grid = Line(
        label=_("Or a grid reference (MGRS)"),
        required=False,
        max_length=24,
        help_text=_("Instead of latitude and longitude, for example 38S MB 44 88."),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, decimal_places=6
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, decimal_places=6
    )
    precision = Code("place_precision", initial="town", label=_("How exactly it is known"))
    radius = Count(
        label=_("Within how many metres"),
        help_text=_("Where its owner says so; left empty, as this precision usually is."),
    )
    supplied_by = Line(label=_("Who supplied it"), required=False)
    is_primary = forms.BooleanField(label=_("The place that counts first"), required=False)
    note = Prose(label=_("Note"), required=False, rows=2)
    public_note = Line(
        label=_("Note that may be told"),
        required=False,
        max_length=300,
        help_text=_("For example how the point was found. It does not leave by itself."),
    )

    field_order = (
        "role", "name", "language", "script", "latin", "latitude", "longitude", "grid",
        "precision", "radius", "supplied_by", "is_primary", "note", "public_note",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a name or a point, and for both halves of a point."""
        data: dict[str, Any] = super().clean() or {}
        self._read_grid(data)
        half = (data.get("latitude") is None) != (data.get("longitude") is None)
        if half:
            self.add_error("latitude", _("Enter both latitude and longitude, or neither."))
        if not any((data.get("name"), data.get("latin"), data.get("latitude") is not None)):
            self.add_error("name", _("Enter a name or coordinates."))
        if data.get("radius") is not None and data.get("latitude") is None:
            self.add_error("radius", _("A radius needs coordinates."))
        return data

    def _read_grid(self, data: dict[str, Any]) -> None:
        """Put the middle of a grid square where coordinates are, and how wide the square is."""
        text = data.pop("grid", "")
        if not text:
            return
        if data.get("latitude") is not None or data.get("longitude") is not None:
            self.add_error("grid", _("Enter either coordinates or a grid reference, not both."))
            return
        try:
            middle = positions.from_grid(text)
        except positions.NotAGridReference:
            self.add_error("grid", _("This is not a grid reference of the form 38S MB 44 88."))
            return
        data["latitude"] = Decimal(f"{middle.latitude:.6f}")
        data["longitude"] = Decimal(f"{middle.longitude:.6f}")
        if data.get("radius") is None:
            data["radius"] = middle.radius


class ObjectForm(forms.Form):
    """An object or place concerned, and whether it had been notified."""

    code = Code("protected_object", label=_("What was concerned"))
    note = Line(label=_("Which one, in what condition"), required=False, max_length=300)
    notified = Code("notified", initial="unknown", label=_("Notified to the party asked about"))
    notified_by = Line(label=_("Who notified it"), required=False)
    destruction = Code("destruction", initial="unknown", label=_("What became of it"))
    affiliation = Line(label=_("Whose it is, or who runs it"), required=False)
    declared_target = Code(
        "declared_target", initial="unknown", label=_("Declared the target of an attack")
    )
    group = Line(
        label=_("Belongs together with"),
        required=False,
        max_length=120,
        help_text=_("One name for all parts of one site, for example of a hospital."),
    )


class IssuesForm(forms.Form):
    """Topics of the law that are engaged. None of them is a finding."""

    issues = Codes("issue_tag", label=_("Issues engaged"), required=False)
    reason = Prose(
        label=_("Why it is changed"),
        required=False,
        rows=2,
        help_text=_("Needed where issues were named before."),
    )


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

    criteria = Codes("concern_criterion_text", label=_("Criteria that are met"), required=False)
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
