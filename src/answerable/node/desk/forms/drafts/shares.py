"""What is told of an incident: chosen piece by piece, nothing by default that was not chosen."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.node.desk import wording
from answerable.node.desk.forms.drafts.parts import Part
from answerable.node.desk.forms.fields import Code, Line, Prose, offer
from answerable.node.desk.models import Figure, Incident, Place
from answerable.node.desk.wording.counts import count
from answerable.node.ui import dates


class ShareForm(forms.Form):
    """What of one incident the other side is told."""

    title = Line(label=_("How we call it to the other side"), required=False, max_length=300)
    when = Line(
        label=_("When, in words"), required=False, max_length=300,
        help_text=_("The day and its precision go with it in any case."),
    )  # fmt: skip
    exact_time = forms.BooleanField(label=_("Tell the exact time"), required=False)
    narrative = Prose(
        label=_("What happened, as we tell it"),
        required=False,
        rows=6,
        help_text=_("Nothing of the private narrative goes out by itself."),
    )
    figures = forms.TypedMultipleChoiceField(
        label=_("Figures to share, each with its owner"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    objects = forms.TypedMultipleChoiceField(
        label=_("Objects to name"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    notified = Line(
        label=_("What we say about a notification"),
        required=False,
        max_length=300,
        help_text=_("For example to whom and when the site had been notified."),
    )

    def __init__(self, incident: Incident, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.places = list(incident.places.prefetch_related("names"))
        self._choices(
            "figures", [(f.pk, told(f)) for f in incident.figures.all() if not f.set_aside_at]
        )
        objects = [
            (one.pk, f"{wording.word('protected_object', one.code)}: {one.note}".removesuffix(": "))
            for one in incident.struck_objects.all()
        ]
        self._choices("objects", objects)
        for place in self.places:
            self._place_fields(place)

    def _choices(self, name: str, pairs: list[tuple[int, str]]) -> None:
        offer(self, name, pairs)
        if not pairs:
            del self.fields[name]

    def _place_fields(self, place: Place) -> None:
        names = [(name.pk, name.name) for name in place.names.all()]
        key = f"place_{place.pk}"
        self.fields[key] = forms.BooleanField(label=_("Tell this place"), required=False)
        if names:
            self.fields[f"{key}_names"] = forms.TypedMultipleChoiceField(
                label=_("Under which names"),
                required=False,
                coerce=int,
                choices=names,
                widget=forms.CheckboxSelectMultiple,
            )
        if place.latitude is not None:
            self.fields[f"{key}_coordinates"] = forms.BooleanField(
                label=_("With the exact coordinates"), required=False
            )
        self.fields[f"{key}_precision"] = Code(
            "place_precision",
            required=False,
            label=_("Told as exactly as"),
            help_text=_("Leave open to tell it as exactly as it is known."),
        )

    def place_groups(self) -> list[tuple[Place, list[forms.BoundField]]]:
        """Return each place with its fields."""
        parts = ("", "_names", "_coordinates", "_precision")
        return [
            (
                place,
                [self[f"place_{place.pk}{part}"] for part in parts
                 if f"place_{place.pk}{part}" in self.fields],
            )
            for place in self.places
        ]  # fmt: skip

    def share(self) -> dict[str, Any]:
        """Return what is told, as the choice holds it."""
        data = self.cleaned_data
        places = []
        for place in self.places:
            key = f"place_{place.pk}"
            if data.get(key):
                places.append(
                    {
                        "place": place.pk,
                        "names": data.get(f"{key}_names", []),
                        "coordinates": data.get(f"{key}_coordinates", False),
                        "precision": data.get(f"{key}_precision") or None,
                    }
                )
        return {
            "title": data["title"],
            "when": data["when"],
            "exact_time": data["exact_time"],
            "narrative": data["narrative"],
            "figures": data.get("figures", []),
            "objects": data.get("objects", []),
            "notified": data["notified"],
            "places": places,
        }


def told(figure: Figure) -> str:
    """Return a figure in one line, with its owner and date."""
    line = gettext("%(what)s, %(whom)s: %(count)s, stated by %(owner)s") % {
        "what": wording.word("figure_category", figure.category),
        "whom": wording.word("group", figure.group),
        "count": count(figure.low, figure.high, figure.qualifier),
        "owner": figure.stated_by,
    }
    return f"{line}, {date_format(figure.stated_on, dates.pattern())}" if figure.stated_on else line


class Incidents(Part):
    """The incidents that a message tells of."""

    name = "incidents"
    template = "desk/drafts/_shares.html"
    heading = _("Facts to share")
    hint = _("Only what is ticked or written here leaves. The next page shows it exactly.")

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form for each incident of the draft."""
        shares = {one.inside: one for one in choice.incidents}
        found: list[forms.Form] = []
        for inside, incident in self.ground.incidents:
            initial = _initial(shares[inside]) if inside in shares else None
            prefix = f"{self.name}-{inside}"
            found.append(ShareForm(incident, self.data, prefix=prefix, initial=initial))
        return found

    def value(self) -> Any:
        """Return what is told of each incident."""
        return [
            {"incident": form.incident.pk, "inside": inside} | form.share()
            for (inside, _incident), form in zip(self.ground.incidents, self.forms, strict=True)
            if isinstance(form, ShareForm)
        ]


def _initial(share: Any) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "title": share.title,
        "when": share.when,
        "exact_time": share.exact_time,
        "narrative": share.narrative,
        "figures": list(share.figures),
        "objects": list(share.objects),
        "notified": share.notified,
    }
    for place in share.places:
        key = f"place_{place.place}"
        initial |= {
            key: True,
            f"{key}_names": list(place.names),
            f"{key}_coordinates": place.coordinates,
            f"{key}_precision": place.precision or "",
        }
    return initial
