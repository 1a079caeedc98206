"""What is wrong with a row of a data set, and with its file, in people's languages."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from answerable.extraction.errors import Unreadable
from answerable.node.intake import labels

SENTENCES: Mapping[str, str | Promise] = {
    "cell_too_long": _("A cell of this row is longer than 32,000 characters; its end is not kept."),
    "not_a_record": _("This is no record: it has no names with values."),
    "too_many_cells": _("The row has more cells than the heading has columns."),
    "not_wanted": _('The mapping leaves out rows with "%(value)s" in the column %(column)s.'),
    "no_key": _("The column %(column)s, which tells rows apart, is empty."),
    "key_too_long": _("What tells this row apart is longer than 200 characters (%(column)s)."),
    "key_twice": _('Another row above has the same key "%(value)s" (%(column)s).'),
    "required": _("The column %(column)s must be filled, and is empty or not known."),
    "no_title": _("There is nothing to call this row by: %(column)s is empty."),
    "no_date": _("There is no date in %(column)s."),
    "no_such_date": _('"%(value)s" in %(column)s is no date that can mean only one day.'),
    "no_year": _('"%(value)s" in %(column)s has no year.'),
    "no_month": _('%(column)s have the day "%(value)s" of no month.'),
    "ends_before_it_begins": _("The last day is before the first one: %(value)s (%(column)s)."),
    "half_a_place": _('One of the two coordinates is missing: "%(value)s" (%(column)s).'),
    "no_such_place": _('"%(value)s" in %(column)s are no coordinates in degrees.'),
    "not_on_earth": _('The coordinates "%(value)s" (%(column)s) lie outside the Earth.'),
    "no_such_radius": _('"%(value)s" in %(column)s is no radius in kilometres.'),
    "not_in_list": _('The word "%(value)s" in %(column)s is not in the list of the mapping.'),
    "not_a_number": _('"%(value)s" in %(column)s is no whole number of people.'),
    "number_too_large": _("The number in %(column)s is too large."),
    "low_above_high": _("The lower number is above the higher one: %(value)s (%(column)s)."),
    "best_is_outside": _("The best number is not between the others: %(value)s (%(column)s)."),
    "no_figure": _("The row states no figure in any of these columns: %(column)s."),
}
_REFUSALS: Mapping[str, str | Promise] = {
    "empty": _("There is no row in this file."),
    "rows": _("This file has more than 100,000 rows. Split it, and bring in one part at a time."),
    "columns": _("This file has more than 256 columns. Take out those that are not needed."),
    "unsupported_type": _("Only CSV, XLSX, JSON and GeoJSON can be brought in as a data set."),
    "damaged": _(
        "This file is damaged: it does not keep to the form of CSV, XLSX or JSON. Save it anew in "
        "the program that made it, and try again."
    ),
}
COUNTS: Mapping[str, str | Promise] = {
    "total": _("Rows in the file"),
    "loaded": _("Can be loaded"),
    "quarantined": _("Put aside"),
    "new": _("New"),
    "changed": _("Changed"),
    "same": _("Unchanged"),
    "gone": _("No longer in the file"),
}
MEANINGS: Mapping[str, str | Promise] = {
    "key": _("What tells rows apart"),
    "title": _("Title"),
    "text": _("What happened"),
    "date": _("Date"),
    "date_day_first": _("Date, the day before the month"),
    "date_month_first": _("Date, the month before the day"),
    "year": _("Year"),
    "month": _("Month"),
    "day": _("Day"),
    "names": _("Name of the place"),
    "country": _("Country"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "actors": _("Party named"),
    "sources": _("Source"),
    "url": _("Address on the web"),
    "killed": _("Killed, all"),
    "killed_low": _("Killed, all: the lowest"),
    "killed_high": _("Killed, all: the highest"),
    "injured": _("Injured, all"),
    "injured_low": _("Injured, all: the lowest"),
    "injured_high": _("Injured, all: the highest"),
    "abducted": _("Abducted, all"),
    "detained": _("Detained, all"),
    "missing": _("Missing, all"),
    "displaced": _("Displaced, all"),
}


def sentence(fault: Sequence[str], written: Callable[[str], str] = str) -> str:
    """Say what is wrong, of a fault as it is kept: code, field, column, value."""
    code, _field, column, value = fault
    words = SENTENCES.get(code)
    return written(str(words)) % {"column": column, "value": value} if words else code


def reason(faults: Sequence[Sequence[str]]) -> str:
    """Say everything that is wrong with a row."""
    return " ".join(sentence(fault) for fault in faults)


def reason_shown(faults: Sequence[Sequence[str]]) -> SafeString:
    """Say the same on a page, whose direction the sentence has whatever a value begins with."""
    return mark_safe(" ".join(sentence(_for_a_page(fault), escape) for fault in faults))  # noqa: S308 - each part is escaped


def _for_a_page(fault: Sequence[str]) -> Sequence[str]:
    code, field, *values = fault
    return escape(code), field, *(format_html("<bdi>{}</bdi>", value) for value in values)


def refusal(error: Unreadable) -> str:
    """Say why a file was not taken and what to do."""
    words = _REFUSALS.get(error.detail) or _REFUSALS.get(error.code)
    return str(words) if words else labels.refusal(error)


def counts(found: Mapping[str, int], *, is_taken: bool) -> list[tuple[str, str, int]]:
    """Return the counts of a check with their words, in the order in which they are read."""
    named = {**COUNTS, "loaded": _("Could be read")} if is_taken else COUNTS
    return [(code, str(words), found[code]) for code, words in named.items() if code in found]
