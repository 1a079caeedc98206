"""Dates of a data set: one cell in a stated form, or parts of which the smaller may be missing."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from answerable.extraction.datasets.cells import is_unknown
from answerable.extraction.datasets.errors import BadCell
from answerable.extraction.datasets.records import Day
from answerable.extraction.when.moments import Grain

# A day number, as some statistics programs and workbooks write dates.
SERIALS = {"days since 1970-01-01": date(1970, 1, 1), "days since 1899-12-30": date(1899, 12, 30)}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)
_SHORT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?", re.ASCII)
_WRITTEN = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_WRITTEN_US = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})", re.ASCII)
_MONTH_WRITTEN = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
# Points part a day from a month; a slash or a hyphen also a month from a day.
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.0+)?", re.ASCII)
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTHS_A_YEAR = 12
_BEGINS = re.compile(r"\s*(\d{1,2}\s+)?([A-Za-z]{3,9})\s+(\d{4})\b", re.ASCII)


def day(text: str, forms: tuple[str, ...] = ()) -> Day | None:
    """Read a date by the forms given, or by those that can mean one thing only; None: unknown.

    Raises `BadCell`; 03/04/2024 needs a form, such as "%d/%m/%Y", and 23/04/2024 none.
    """
    text = " ".join(text.split())
    if is_unknown(text):
        return None
    for form in forms:
        if (read := _by_form(text, form)) is not None:
            return read
    try:
        return _known(text)
    except BadCell as error:
        # Said of the cell as it is written.
        raise BadCell("no_such_date", text) from error


def of_parts(year: str, month: str, of_month: str) -> Day | None:
    """Read a date of three cells; without a day it is a month, without a month a year."""
    given = [None if is_unknown(part) or part.strip() in ("0", "00") else part for part in
             (year, month, of_month)]  # fmt: skip
    if given[0] is None:
        if given[1] or given[2]:
            raise BadCell("no_year", " ".join((year, month, of_month)))
        return None
    if given[1] is None:
        if given[2]:
            raise BadCell("no_month", of_month)
        return whole(_number(given[0], 4))
    one = _MONTHS.get(given[1].strip().casefold()) or _number(given[1], 2)
    return whole(_number(given[0], 4), one, _number(given[2], 2) if given[2] else None)


def whole(year: int, month: int | None = None, of_month: int | None = None) -> Day:
    """Return a year, a month or a day as days."""
    try:
        if month is None:
            return Day(date(year, 1, 1), date(year, 12, 31), Grain.YEAR)
        if of_month is None:
            last = calendar.monthrange(year, month)[1]
            return Day(date(year, month, 1), date(year, month, last), Grain.MONTH)
        only = date(year, month, of_month)
    except ValueError as error:
        raise BadCell("no_such_date", f"{year}-{month or ''}-{of_month or ''}") from error
    return Day(only, only, Grain.DAY)


def between(first: Day | None, last: Day | None) -> Day | None:
    """Return the days from a first to a last date; the coarser grain counts."""
    if first is None or last is None:
        return first or last
    if last.last < first.first:
        raise BadCell("ends_before_it_begins", f"{first.first}/{last.last}")
    grains = list(Grain)
    return Day(first.first, last.last, max(first.grain, last.grain, key=grains.index))


def coarsened(known: Day, grain: str) -> Day:
    """Return days of which no more is known than the week, the month or the year they are in."""
    if list(Grain).index(Grain(grain)) <= list(Grain).index(known.grain):
        return known
    begin, end = known.first, known.last
    if grain == Grain.WEEK:
        return Day(
            begin - timedelta(days=begin.weekday()),
            end + timedelta(days=6 - end.weekday()),
            Grain.WEEK,
        )
    if grain == Grain.MONTH:
        last = whole(end.year, end.month).last
        return Day(begin.replace(day=1), last, Grain.MONTH)
    return Day(date(begin.year, 1, 1), date(end.year, 12, 31), Grain.YEAR)


def month_that_a_text_says(known: Day, text: str) -> Day:
    """Return a month for a day whose own text begins with that month and no day.

    "February 2024: a clinic was hit" beside the date 26 February: the day was filled in.
    """
    found = _BEGINS.match(text)
    if found is None or found[1] or known.grain is not Grain.DAY:
        return known
    month = _MONTHS.get(found[2].casefold())
    same = month == known.first.month and int(found[3]) == known.first.year
    return whole(known.first.year, month) if same else known


def _by_form(text: str, form: str) -> Day | None:
    if form in SERIALS:
        if not _NUMBER.fullmatch(text):
            return None
        only = SERIALS[form] + timedelta(days=int(float(text)))
        return Day(only, only, Grain.DAY)
    try:
        read = datetime.strptime(text, form)  # noqa: DTZ007 # A date has no zone.
    except ValueError:
        return None
    if "%d" in form or "%j" in form:
        return whole(read.year, read.month, read.day)
    return whole(
        read.year, read.month if any(sign in form for sign in ("%m", "%b", "%B")) else None
    )


def _known(text: str) -> Day:
    if found := _ISO.fullmatch(text) or _SHORT.fullmatch(text):
        return whole(int(found[1]), int(found[2]), int(found[3]))
    if found := _POINTS.fullmatch(text):
        return whole(int(found[3]), int(found[2]), int(found[1]))
    if found := _EITHER.fullmatch(text):
        one, other = int(found[1]), int(found[3])
        # 23/11 and 11/23 can mean one day only, 03/04 two.
        if max(one, other) > _MONTHS_A_YEAR or one == other:
            return whole(int(found[4]), min(one, other), max(one, other))
    if found := _MONTH.fullmatch(text):
        return whole(int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(text):
        return whole(int(found[1]))
    if found := _WRITTEN.fullmatch(text):
        return whole(int(found[3]), _month(found[2], text), int(found[1]))
    if found := _WRITTEN_US.fullmatch(text):
        return whole(int(found[3]), _month(found[1], text), int(found[2]))
    if found := _MONTH_WRITTEN.fullmatch(text):
        return whole(int(found[2]), _month(found[1], text))
    raise BadCell("no_such_date", text)


def _month(word: str, text: str) -> int:
    month = _MONTHS.get(word.casefold())
    if month is None:
        raise BadCell("no_such_date", text)
    return month


def _number(part: str, most: int) -> int:
    digits = part.strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= most):
        raise BadCell("no_such_date", part)
    return int(digits)
