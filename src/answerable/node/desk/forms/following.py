"""Forms of following up: a step of the ladder, a call, a duty contact, a side's calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Instant, Line, Prose, offer
from answerable.node.desk.models import DutyContact
from answerable.node.ledger.forms import WEEKDAYS
from answerable.node.ui import countries as country_names


class StepForm(forms.Form):
    """That a step was taken and how, or why it is passed over."""

    step = forms.ChoiceField(label=_("Step"))
    outcome = Code("ladder_outcome", label=_("What became of it"), widget=forms.RadioSelect())
    means = Code("step_means", label=_("How it was taken"), required=False)
    done_at = Instant(label=_("When"))
    note = Prose(
        label=_("Note"),
        required=False,
        rows=3,
        max_length=4000,
        help_text=_("Private. To pass a step over, say why."),
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "step", steps)


class CallForm(forms.Form):
    """When somebody called the other side, who answered, and what it came to."""

    called_at = Instant(label=_("When"))
    caller = Line(label=_("Who called"))
    contact = forms.ModelChoiceField(
        label=_("Whom"),
        queryset=DutyContact.objects.none(),
        required=False,
        empty_label=_("Somebody else"),
    )
    answered_by = Line(label=_("Who answered"), required=False)
    result = Code("call_result", label=_("What it came to"))
    said = Prose(
        label=_("What was said, in short"),
        required=False,
        rows=4,
        max_length=4000,
        help_text=_("Private. It stays on this node."),
    )

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """A desk of the other side that can be called."""

    desk = Line(label=_("Name of the desk"), help_text=_("A desk or an office, not a source."))
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
    )
    hours = Line(label=_("Hours, with their time zone"), required=False)
    languages = Line(label=_("Languages"), required=False)


class ProposeCalendarForm(forms.Form):
    """From which country's free days a calendar is proposed, and for which years."""

    party = forms.ChoiceField(label=_("Whose calendar"))
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Named as in Unicode's list of names; a name says nothing about a status."),
    )
    subdivision = forms.CharField(
        label=_("Part of the country"),
        required=False,
        max_length=16,
        help_text=_("Its code, where free days differ; leave empty for the whole country."),
    )
    first_year = forms.IntegerField(label=_("From the year"), min_value=1970, max_value=2199)
    last_year = forms.IntegerField(
        label=_("to the year"), min_value=1970, max_value=2199, help_text=_("At most five years.")
    )

    def __init__(
        self, *args: Any, parties: Mapping[str, str], countries: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", list(parties.items()))
        offer(self, "country", country_names.named(countries))


class CalendarForm(forms.Form):
    """The free days themselves, one a line, for a person to look at and change."""

    party = forms.ChoiceField(label=_("Whose calendar"))
    country = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput())
    subdivision = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput())
    first_year = forms.IntegerField(label=_("From the year"), min_value=1970, max_value=2199)
    last_year = forms.IntegerField(label=_("to the year"), min_value=1970, max_value=2199)
    weekend = forms.MultipleChoiceField(
        label=_("Weekly free days"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days = Prose(
        label=_("Free days"),
        required=False,
        rows=16,
        max_length=40_000,
        help_text=_("One a line: the date as 2027-01-31, then its name. Add and remove lines."),
    )

    def __init__(self, *args: Any, parties: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", list(parties.items()))

    def clean_weekend(self) -> list[int]:
        """Return the weekdays as numbers; Monday is 0."""
        return [int(day) for day in self.cleaned_data["weekend"]]

    def clean_days(self) -> list[tuple[date, str]]:
        """Return the days with their names; say which line cannot be read."""
        found: dict[date, str] = {}
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), 1):
            written, _sep, name = line.strip().partition(" ")
            if not written:
                continue
            try:
                day = date.fromisoformat(written)
            except ValueError:
                raise forms.ValidationError(
                    _("Line %(number)s does not begin with a date such as 2027-01-31."),
                    params={"number": number},
                ) from None
            found[day] = name.strip()[:120]
        return sorted(found.items())


def written(days: Sequence[tuple[date, str]]) -> str:
    """Return free days as lines, as the form reads them."""
    return "\n".join(f"{day.isoformat()} {name}".strip() for day, name in days)
