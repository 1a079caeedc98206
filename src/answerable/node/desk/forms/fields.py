"""Fields that several of the desk's forms share: dates, instants, codes, counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from answerable.node.desk import wording

EMPTY = ("", _("Choose"))


# No incident, report or term lies outside; sums of days and hours do not overflow within.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class Day(forms.DateField):
    """A calendar day."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [_check_year]  # noqa: RUF012 - as Django declares it


class Instant(forms.DateTimeField):
    """A day and time, read and shown in the zone of the page."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_validators = [_check_year]  # noqa: RUF012 - as Django declares it


class Line(forms.CharField):
    """One line of people's own words, in whatever direction they run."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs["dir"] = "auto"


class Prose(forms.CharField):
    """People's own words, as long as they need."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.widget.attrs["dir"] = "auto"


class Code(forms.ChoiceField):
    """One code of a closed set, shown in words."""

    def __init__(
        self, vocabulary: str, *, only: tuple[str, ...] | None = None, **kwargs: Any
    ) -> None:
        pairs = [pair for pair in wording.choices(vocabulary) if only is None or pair[0] in only]
        as_radio = isinstance(kwargs.get("widget"), forms.RadioSelect)
        if not as_radio and (not kwargs.get("required", True) or "initial" not in kwargs):
            pairs = [EMPTY, *pairs]
        super().__init__(choices=pairs, **kwargs)


class Rows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of rows, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Take a number that no key can be for one that names no row."""
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(
                self.error_messages["invalid_list"], code="invalid_list"
            ) from None


class Codes(forms.MultipleChoiceField):
    """Any number of codes of a closed set, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, vocabulary: str, *, only: tuple[str, ...] | None = None, **kwargs: Any
    ) -> None:
        pairs = [pair for pair in wording.choices(vocabulary) if only is None or pair[0] in only]
        super().__init__(choices=pairs, **kwargs)


class Language(Code):
    """The language of a text; a code that is not in the list is kept when it is already there."""

    def __init__(self, *, also: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Language"))
        super().__init__("language", **kwargs)
        if also and also not in dict(self.choices):  # type: ignore[arg-type]
            self.choices = [*self.choices, (also, also)]  # type: ignore[misc]


def offer(form: forms.Form, name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice field of a form the choices that it has in this place."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(pairs)


class Zone(forms.ChoiceField):
    """A time zone by its name in the zone database."""

    def __init__(self, **kwargs: Any) -> None:
        names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        super().__init__(choices=[(name, name) for name in names], **kwargs)


class Count(forms.IntegerField):
    """A number of people, zero or more; left empty it is unknown, which is not zero."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=0, max_value=100_000_000, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"


def checked_range(form: forms.Form, data: dict[str, Any]) -> None:
    """Report low and high bounds that do not fit how the figure was put; complete an exact one."""
    low, high, put = data.get("low"), data.get("high"), data.get("qualifier")
    if put == "exact" and low is not None and high is None:
        data["high"] = high = low
    fits = {
        "exact": low is not None and high == low,
        "at_least": low is not None and high is None,
        "up_to": low is None and high is not None,
        "range": low is not None and high is not None and high > low,
        "about": low is not None and (high is None or high >= low),
        "not_stated": low is None and high is None,
    }
    if put in fits and not fits[put]:
        form.add_error("low", RANGE_HINTS[put])


RANGE_HINTS = {
    "exact": _("Enter the number as “lowest”, and leave “highest” empty or the same."),
    "at_least": _("“At least” needs only the lowest number."),
    "up_to": _("“Up to” needs only the highest number."),
    "range": _("Enter the lowest and a higher number."),
    "about": _("“About” needs the number as “lowest”."),
    "not_stated": _("No number was stated: leave both empty. Unknown is not zero."),
}
