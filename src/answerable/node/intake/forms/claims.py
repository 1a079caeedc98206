"""Forms of claims: one corrects what was read, one adds what a person found."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.extraction.claims import Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.node.desk.forms.fields import Day, Line, Prose
from answerable.node.desk.services.counts import LARGEST
from answerable.node.intake.claim_words import CONCEPTS, HARM, QUALIFIERS
from answerable.node.intake.concept_words import PEOPLE
from answerable.node.intake.forms import places
from answerable.node.intake.models import StatedClaim
from answerable.node.intake.services.claims import as_corrected
from answerable.node.intake.services.claims_by_hand import Words
from answerable.node.intake.services.stating import as_kept, as_put

_OF_HARM = ("low", "high", "qualifier", "category")
_OF_DAYS = ("first_day", "last_day")


class ReadForm(forms.Form):
    """From which day the days of a report count, and the day that the person saw there before."""

    published = Day(label=_("Published on"), required=False)
    held = forms.DateField(required=False, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """What should have been read. Only fields that the claim's kind has are asked for."""

    value = Line(label=_("What"), max_length=300)
    low = forms.IntegerField(
        label=_("Low figure"), min_value=0, max_value=LARGEST, required=False,
        help_text=_("Empty means unknown, which is not zero."),
    )  # fmt: skip
    high = forms.IntegerField(
        label=_("High figure"), min_value=0, max_value=LARGEST, required=False
    )
    qualifier = forms.ChoiceField(
        label=_("How it was put"), required=False,
        choices=[("", "—"), (Qualifier.EXACT, _("exactly")), *QUALIFIERS.items()],
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Who was harmed"), required=False)
    first_day = Day(label=_("First day"), required=False)
    last_day = Day(label=_("Last day"), required=False)
    scope = forms.ChoiceField(
        label=_("Of what it tells"),
        choices=[
            (Scope.INCIDENT, _("One incident")),
            (Scope.CUMULATIVE, _("A running total")),
            (Scope.PERIODIC, _("A total of a period")),
        ],
    )
    incident = forms.IntegerField(
        label=_("Which incident of the text"), min_value=1, max_value=LARGEST, required=False
    )

    def __init__(
        self, data: Any = None, *, claim: StatedClaim, given: Mapping[str, Any] | None = None
    ) -> None:
        """Begin with the claim, or with what is `given` where it was sent to find a place."""
        names = ("value", *_OF_HARM, *_OF_DAYS, "scope", "incident")
        # A second correction goes on from the first.
        stands = as_corrected(claim) if claim.pk else {}
        initial = {name: stands.get(name, getattr(claim, name)) for name in names}
        said = initial["low"], initial["high"], initial["qualifier"] or ""
        initial["low"], initial["high"] = as_put(*said)
        super().__init__(data, initial={**initial, **(given or {})})
        known = HARM if claim.kind == Kind.HARM else CONCEPTS.get(claim.kind, {})
        # Forces are also corrected to what a text calls them, which no list has.
        if known and claim.kind != Kind.ACTOR:
            self.fields["value"] = forms.ChoiceField(label=_("What"), choices=list(known.items()))
        if claim.kind != Kind.HARM:
            for name in _OF_HARM:
                del self.fields[name]
        else:
            # What another reader or a person once called them stays to be chosen.
            own = initial["category"] or ""
            people = [("", "—"), *PEOPLE.items(), *([(own, own)] if own not in PEOPLE else [])]
            self.fields["category"].choices = people  # type: ignore[attr-defined]
        if claim.kind == Kind.WHEN:
            # The days say it: a value beside them would stay what was read.
            del self.fields["value"]
        else:
            for name in _OF_DAYS:
                del self.fields[name]
        self._held = stands.get("place")
        if claim.kind == Kind.WHERE:
            places.add_fields(self, data or given or {}, self._held)
        # Whoever came by a key goes on by keys, without all that stands before the form.
        first = next(iter(self.fields)) if claim.pk else ""
        if given:
            first = "entry" if "entry" in self.fields else "place_name"
        if data is None and first:
            self.fields[first].widget.attrs["autofocus"] = True

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields but those that say where."""
        return [one for one in self if one.name not in places.NAMES]

    def clean(self) -> dict[str, Any]:
        """Refuse figures and days that run backwards, and keep the rest as a reader would."""
        data: dict[str, Any] = super().clean() or {}
        for first, last, text in (
            ("low", "high", _("The high figure is below the low one.")),
            ("first_day", "last_day", _("The last day is before the first.")),
        ):
            low, high = data.get(first), data.get(last)
            if low is not None and high is not None and high < low:
                self.add_error(last, text)
        if "low" in self.fields:
            said = (data.get("low"), data.get("high"), data.get("qualifier", ""))
            data["low"], data["high"] = as_kept(*said)
        if "place_name" in self.fields:
            place = data["place"] = places.place_in(self, data, self._held)
            # What was read named the place before: it would stand beside another one.
            as_read = data.get("value") == (self._held or {}).get("name")
            if place and place["name"] and self._held and as_read:
                data["value"] = place["name"]
        return data

    def corrected(self) -> dict[str, Any]:
        """Return the fields as they should have been read, ready to be kept."""
        fields = {
            name: given.isoformat() if name in _OF_DAYS and given else given
            for name, given in self.cleaned_data.items()
        }
        if days := dict.fromkeys(fields[name] for name in _OF_DAYS if fields.get(name)):
            fields["value"] = "/".join(days)
        return fields


class ByHandForm(CorrectionForm):
    """A claim that a person found: its words as they stand in the text, and what they state."""

    quote = Prose(
        label=_("The words"), rows=3,
        help_text=_("Copy them from the text beside, or mark them there."),
    )  # fmt: skip
    nth = forms.IntegerField(
        label=_("Which of them, where the words stand in the text several times"),
        min_value=1, max_value=1000, initial=1, required=False,
    )  # fmt: skip
    said_by = Line(label=_("Who says so"), max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, kind: Kind, given: Mapping[str, Any] | None = None
    ) -> None:
        # Which kind it is was chosen before; the rest is asked as for a correction.
        claim = StatedClaim(kind=kind, scope=Scope.INCIDENT, incident=1)
        super().__init__(data, claim=claim, given=given)
        self.order_fields(["quote", "nth", *self.fields])
        if kind is Kind.WHEN:
            self.fields["first_day"].required = True
        elif not isinstance(self.fields["value"], forms.ChoiceField):
            self.fields["value"].required = False
            self.fields["value"].help_text = _("Empty means the words themselves.")

    def words(self) -> Words:
        """Return the words, and which of them."""
        return Words(self.cleaned_data["quote"], self.cleaned_data.get("nth") or 1)

    def fields_given(self) -> dict[str, Any]:
        """Return what the words state, by the fields of a claim."""
        beside = ("quote", "nth", "said_by")
        return {name: one for name, one in self.cleaned_data.items() if name not in beside}
