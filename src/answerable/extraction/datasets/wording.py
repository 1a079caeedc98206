"""What is wrong with a row, in a whole sentence each, and the file of the rows put aside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from answerable.extraction.datasets.records import Fault, Quarantined
from answerable.extraction.errors import Unreadable

SENTENCES: dict[str, str] = {
    "cell_too_long": "A cell of this row is longer than 32,000 characters; its end is not kept.",
    "not_a_record": "This is no record: it has no names with values.",
    "too_many_cells": "The row has more cells than the heading has columns.",
    "not_wanted": 'The mapping leaves out rows with "%(value)s" in the column %(column)s.',
    "no_key": "The column %(column)s, which tells rows apart, is empty.",
    "key_too_long": "What tells this row apart is longer than 200 characters (%(column)s).",
    "key_twice": 'Another row above has the same key "%(value)s" (%(column)s).',
    "required": "The column %(column)s must be filled, and is empty or not known.",
    "no_title": "There is nothing to call this row by: %(column)s is empty.",
    "no_date": "There is no date in %(column)s.",
    "no_such_date": '"%(value)s" in %(column)s is no date that can mean only one day.',
    "no_year": '"%(value)s" in %(column)s has no year.',
    "no_month": '%(column)s have the day "%(value)s" of no month.',
    "ends_before_it_begins": "The last day is before the first one: %(value)s (%(column)s).",
    "half_a_place": 'One of the two coordinates is missing: "%(value)s" (%(column)s).',
    "no_such_place": '"%(value)s" in %(column)s are no coordinates in degrees.',
    "not_on_earth": 'The coordinates "%(value)s" (%(column)s) lie outside the Earth.',
    "no_such_radius": '"%(value)s" in %(column)s is no radius in kilometres.',
    "not_in_list": 'The word "%(value)s" in %(column)s is not in the list of the mapping.',
    "not_a_number": '"%(value)s" in %(column)s is no whole number of people.',
    "number_too_large": "The number in %(column)s is too large.",
    "low_above_high": "The lower number is above the higher one: %(value)s (%(column)s).",
    "best_is_outside": "The best number is not between the others: %(value)s (%(column)s).",
    "no_figure": "The row states no figure in any of these columns: %(column)s.",
}
REFUSALS: dict[str, str] = {
    "empty": "There is no row in this file.",
    "rows": "This file has more than 100,000 rows. Split it, and bring in one part at a time.",
    "columns": "This file has more than 256 columns. Take out those that are not needed.",
    "unsupported_type": "Only CSV, XLSX, JSON and GeoJSON can be brought in as a data set.",
    "damaged": "This file is damaged: it does not keep to the form of CSV, XLSX or JSON. Save it "
    "anew in the program that made it, and try again.",
}
# Where a cell begins, also for a program that parts cells by another sign than a comma.
_FORMULA = re.compile(
    r"(?:\A|(?<=[;\t\r\n]))(?=[=+@-]|\A[\t\r])(?![-+]?\d+(?:[.,]\d+)?(?:[;\t\r\n]|\Z))"
)


def refusal(error: Unreadable) -> str:
    """Say why a file is no data set, and what to do."""
    return REFUSALS.get(error.detail) or REFUSALS.get(error.code) or error.advice


def sentence(fault: Fault) -> str:
    """Say what is wrong in one sentence."""
    parts = {"column": fault.column, "value": fault.value, "field": fault.field}
    return SENTENCES[fault.code] % parts


def reason(row: Quarantined) -> str:
    """Say everything that is wrong with a row."""
    return " ".join(sentence(fault) for fault in row.faults)


def quarantine_file(columns: Iterable[str], rows: Iterable[tuple[int, str, dict[str, str]]]) -> str:
    """Return rows put aside (number, reason, cells) as CSV that no program takes for formulas."""
    names = list(columns)
    written = io.StringIO()
    write = csv.writer(written)
    write.writerow(["row", "reason", *map(harmless, names)])
    for number, why, cells in rows:
        write.writerow([number, harmless(why), *(harmless(cells.get(name, "")) for name in names)])
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not compute."""
    return _FORMULA.sub("'", cell)
