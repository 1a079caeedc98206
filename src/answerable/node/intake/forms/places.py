"""Where a claim is, in its form: a place found by name, or coordinates with a radius."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from answerable.casework import positions
from answerable.extraction import lexicons
from answerable.extraction.where import finding
from answerable.extraction.where.finding import Found
from answerable.extraction.where.gazetteer import CREDIT
from answerable.node.desk.forms.fields import Line
from answerable.node.intake.services.claims import FARTHEST_KM
from answerable.node.ui import countries

NAMES = ("place_name", "entry", "latitude", "longitude", "grid", "radius_km")
# The place as it was read or corrected before, which may be a point beside an entry.
HELD = "as it is"
NONE = "none"
UNKNOWN = _("No place of this name is known here. Give its coordinates, or try another spelling.")
_SMALLEST_KM = 0.01


def add_fields(form: forms.Form, given: Mapping[str, Any], held: Mapping[str, Any] | None) -> None:
    """Ask a form where it is; `given` is what was sent, with a name to look for perhaps."""
    form.fields["place_name"] = Line(
        label=_("Name of the place"), required=False, max_length=finding.LONGEST_NAME,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("In any of the five languages, as a map names it; its beginning is enough."),
    )  # fmt: skip
    options = list(_options(given, held))
    if options:
        form.fields["entry"] = forms.ChoiceField(
            label=_("Which place"), required=False, widget=forms.RadioSelect,
            choices=[*options, (NONE, _("None of these"))],
        )  # fmt: skip
        # Of several nobody chooses for a person.
        alone = len(options) == 1
        form.initial.setdefault("entry", options[0][0] if held or alone else None)
    for name, label, most in (("latitude", _("Latitude"), 90), ("longitude", _("Longitude"), 180)):
        form.fields[name] = forms.DecimalField(
            label=label, required=False, min_value=-most, max_value=most, decimal_places=6
        )
    form.fields["grid"] = Line(
        label=_("Or a grid reference (MGRS)"), required=False, max_length=24,
        help_text=_("Instead of latitude and longitude, for example 38S MB 44 88."),
    )  # fmt: skip
    form.fields["radius_km"] = forms.FloatField(
        label=_("Within how many kilometres"), required=False,
        min_value=_SMALLEST_KM, max_value=FARTHEST_KM,
        help_text=_("Needed with latitude and longitude; else as the place or the grid has it."),
    )  # fmt: skip


def place_in(
    form: forms.Form, data: dict[str, Any], held: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Take the fields out of a form's data and return the place of them, as a claim keeps it."""
    sent = {name: data.pop(name, None) for name in NAMES}
    point = _point(form, sent)
    if point is not None:
        if sent["entry"] not in ("", None, HELD, NONE):
            form.add_error("entry", _("Choose a place or give coordinates, not both."))
        latitude, longitude, radius = point
        name = sent["place_name"] or ""
        return _kept("", name, latitude, longitude, sent["radius_km"] or radius, "")
    if sent["entry"] == HELD and held:
        return {**held, "radius_km": sent["radius_km"] or held["radius_km"]}
    if sent["place_name"] and "entry" not in form.fields:
        form.add_error("place_name", UNKNOWN)
    elif "entry" in form.fields and not sent["entry"] and not form.has_error("entry"):
        form.add_error("entry", _("Choose a place, or say that it is none of these."))
    found = finding.of_id(lexicons.gazetteer(), sent["entry"] or "")
    if found is not None:
        one = found.entry
        radius = sent["radius_km"] or one.radius_km
        return _kept(one.id, one.name, one.latitude, one.longitude, radius, one.country)
    if sent["radius_km"] and not any(form.has_error(name) for name in NAMES):
        form.add_error("radius_km", _("A radius needs a place or coordinates."))
    return None


def is_looked_for(sent: Mapping[str, Any]) -> bool:
    """Tell whether a form was sent to find a place by its name, not to be kept yet."""
    return "find" in sent and bool(str(sent.get("place_name", "")).strip())


def shown_with(form: forms.Form, looked_for: bool) -> dict[str, Any]:
    """Return what the page shows beside the fields."""
    options = dict(form.fields["entry"].choices) if "entry" in form.fields else {}  # type: ignore[attr-defined]
    return {
        "looked_for": looked_for,
        "found": any(one not in (NONE, HELD) for one in options),
        "unknown": UNKNOWN,
        "credit": CREDIT,
    }


def _point(form: forms.Form, sent: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """Return a point and within how many kilometres it is known, or None and perhaps an error."""
    latitude, longitude, grid = sent["latitude"], sent["longitude"], sent["grid"]
    broken = any(form.has_error(name) for name in NAMES)
    if (latitude is None) != (longitude is None) and not broken:
        form.add_error("latitude", _("Enter both latitude and longitude, or neither."))
    elif latitude is not None and longitude is not None:
        if grid:
            form.add_error("grid", _("Enter either coordinates or a grid reference, not both."))
        elif sent["radius_km"] is None and not broken:
            form.add_error("radius_km", _("Say within how many kilometres of this point it is."))
        else:
            return float(latitude), float(longitude), sent["radius_km"] or _SMALLEST_KM
    elif grid:
        try:
            middle = positions.from_grid(grid)
        except positions.NotAGridReference:
            form.add_error("grid", _("This is not a grid reference of the form 38S MB 44 88."))
        else:
            return middle.latitude, middle.longitude, (middle.radius or 1) / 1000
    return None


def _kept(
    identifier: str, name: str, latitude: float, longitude: float, radius_km: float, country: str
) -> dict[str, Any]:
    return {
        "id": identifier, "name": name, "latitude": round(latitude, 6),
        "longitude": round(longitude, 6), "radius_km": radius_km, "country": country,
    }  # fmt: skip


def _options(
    given: Mapping[str, Any], held: Mapping[str, Any] | None
) -> list[tuple[str, SafeString]]:
    gazetteer, options = lexicons.gazetteer(), {}
    if held:
        label = format_html(
            "<span><bdi>{}</bdi> · <bdi dir='ltr'>{}, {} ± {} km</bdi></span>", held["name"] or "–",
            f"{held['latitude']:.4f}", f"{held['longitude']:.4f}",
            number_format(held["radius_km"], 1),
        )  # fmt: skip
        options[HELD] = label
    found = finding.find(gazetteer, str(given.get("place_name") or ""))
    chosen = finding.of_id(gazetteer, str(given.get("entry") or "")[:100])
    for one in ([chosen] if chosen else []) + found:
        options.setdefault(one.entry.id, _label(one))
    return list(options.items())


def _label(found: Found) -> SafeString:
    entry, country = found.entry, found.entry.country
    beside = [found.region, countries.name(country) if country else ""]
    return format_html(
        "<span><bdi>{}</bdi>, <bdi>{}</bdi> "
        "<bdi dir='ltr' class='muted'>±\u00a0{}\u00a0km</bdi></span>",
        entry.name,
        ", ".join(one for one in beside if one), number_format(entry.radius_km, 1),
    )  # fmt: skip
