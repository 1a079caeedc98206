"""Find the words that say of what a figure is told: since when, in which time, of which strike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from answerable.extraction.casualties.marked import Line
from answerable.extraction.text.tokens import NUMBER
from answerable.extraction.values import frozen
from answerable.extraction.when.datesigns import COUNTED, HAS_MONTH, HAS_SINCE, HAS_UNIT
from answerable.extraction.when.moments import Grain, Moment

LONGEST_INCIDENT_DAYS = 2
# From the 1st to the 7th is a week; from the 2nd to the 5th one battle may last.
SHORTEST_PERIOD_DAYS = 6
MANY_DAYS = 10
COMPARED_WITHIN = 3
LAST_WITHIN = 3


class Sort(StrEnum):
    """What such words say."""

    CUMULATIVE = "cumulative"
    PERIODIC = "periodic"
    RISEN = "risen"
    """"Bringing the toll to": what follows is a total, what stands before is not."""
    ONE = "one"
    """"From the strike": a toll of one incident."""
    HINT = "hint"
    """"War", "so far": a total where the number is large."""
    MONTH = "month"


_HEADINGS = tuple((f"scope {sort}", sort) for sort in Sort)


@frozen
class Cue:
    """Words that say of what the figures near them are told."""

    sort: Sort
    first: int
    end: int


def cues_of(line: Line, moments: Sequence[Moment]) -> list[Cue]:
    """Return what says of what the figures of a sentence are told, in order."""
    return [cue for cue in _longest(_every(line, moments)) if not _is_compared(line, cue)]


def _is_compared(line: Line, cue: Cue) -> bool:
    """Tell whether it is a comparison's: "the first since the ceasefire"."""
    return line.any_of("scope superlative", range(max(0, cue.first - COMPARED_WITHIN), cue.first))


def _every(line: Line, moments: Sequence[Moment]) -> Iterator[Cue]:
    for heading, sort in _HEADINGS:
        if heading in line.marks:
            for mark in line.marks[heading].values():
                if not any(_is_of_a_day(one, mark.first, mark.end) for one in moments):
                    yield Cue(sort, mark.first, mark.end)
    for one in moments:
        if (sort_ := _sort_of(line, one)) is not None:
            yield Cue(sort_, one.first, one.end)
        if one.is_a_day and line.mark("scope until", one.first - 1):
            # "By 10 February": what is told is all until then, where it is many.
            yield Cue(Sort.HINT, one.first - 1, one.end)
    said = line.words.dates.said(line.text)
    if said & HAS_SINCE:
        yield from _since_in_words(line)
    yield from _in_a_month(line)
    if said & HAS_MONTH:
        yield from _from_day_to_day(line)
    if said & HAS_UNIT:
        yield from _in_so_many_months(line)
    yield from _in_the_last(line)


def _is_of_a_day(moment: Moment, first: int, end: int) -> bool:
    """Tell whether words are a piece of one day's name: "منذ يومين" is no beginning."""
    is_within = moment.first <= first and end <= moment.end
    return is_within and moment.is_a_day and moment.start == moment.last


def _in_the_last(line: Line) -> Iterator[Cue]:
    """Yield "الأسابيع الثلاثة الأخيرة", "שלושת החודשים האחרונים", however many there are."""
    for last in line.marks.get("scope last", {}).values():
        for first in range(last.first - 1, max(-1, last.first - LAST_WITHIN - 1), -1):
            if line.mark("scope spells", first):
                yield Cue(Sort.PERIODIC, first, last.end)
                break


def _in_so_many_months(line: Line) -> Iterator[Cue]:
    """Yield "in fourteen months", "три года", "חודשיים וחצי": so long lasts no single incident."""
    dates = line.words.dates
    for at, sign in enumerate(map(dates.signs.__getitem__, line.text)):
        # Most words.
        if not sign & COUNTED or not dates.may_count(line.text[at]):
            continue
        two = dates.two_units.at(line.text, at)
        found = two or dates.units.at(line.text, at)
        if found is None or at in line.dated:
            continue
        end = at + found[0]
        first = at if two else _number_before(line, at)
        is_long = first >= 0 and (found[1] != "day" or _many_days(line, first, at))
        if is_long and not _is_ago_or_old(line, first, end):
            over = line.ends("scope over", first)
            yield Cue(Sort.PERIODIC if over else Sort.MONTH, over.first if over else first, end)


def _number_before(line: Line, at: int) -> int:
    """Return where the number before a word begins; -1 where there is none."""
    # "Two and a half years"
    half = line.ends("scope half", at)
    at = first = half.first if half else at
    while first and (_is_number(line, first - 1) or line.text[first - 1] == "-"):
        first -= 1
    return first if first < at else -1


def _many_days(line: Line, first: int, at: int) -> bool:
    read = line.words.numbers.read_at(line.tokens, first)
    return read is not None and read.end == at and (read.low or 0) >= MANY_DAYS


def _is_ago_or_old(line: Line, first: int, end: int) -> bool:
    dates = line.words.dates
    after = any(dates.ago_after.at(line.text, at) for at in range(end, end + 2))
    before = any(dates.ago_before.at(line.text, at) for at in range(max(0, first - 3), first))
    # "Дети до пяти лет", "жінка 40 років", "ages": how old somebody is.
    # "Двоє дітей, 8 та 12 років": of each of them.
    while first > 1 and line.mark("links", first - 1) and _is_number(line, first - 2):
        first = _number_before(line, first - 1)
    near = range(max(0, first - 3), first)
    names = any(line.person(at) for at in near) or any(line.mark("ages", at) for at in (end,))
    # "A 5-year-old girl"
    is_age = line.ends("before_age", first) or names or line.mark("ages", end - 2)
    return after or before or bool(is_age)


def _is_number(line: Line, at: int) -> bool:
    return line.text[at].isdigit() or line.words.numbers.may_begin(line.text[at])


def _from_day_to_day(line: Line) -> Iterator[Cue]:
    """Yield "between 1 and 31 December", "с 1 по 7 сентября": a period, unless of a day or two."""
    for at, token in enumerate(line.tokens):
        if token.kind is not NUMBER or not line.words.dates.months.at(line.text, at + 1):
            continue
        for first in range(at - 2, max(-1, at - 5), -1):
            if line.tokens[first].kind is NUMBER:
                if _days_between(line.text[first], token.text) >= SHORTEST_PERIOD_DAYS:
                    yield Cue(Sort.PERIODIC, first, at + 2)
                break


def _days_between(first: str, last: str) -> int:
    if not (first.isdigit() and last.isdigit() and len(first) <= 2 and len(last) <= 2):
        return 0
    return int(last) - int(first)


def _in_a_month(line: Line) -> Iterator[Cue]:
    """Yield "in May", "у травні", also where no date could be made of it.

    "Over May", "за травень" is a period, however few are told of.
    """
    for heading, sort in (("scope in", Sort.MONTH), ("scope over", Sort.PERIODIC)):
        for mark in line.marks.get(heading, {}).values():
            named = "".join(line.text[mark.end : mark.end + 1])
            is_year = _is_year(named)
            is_month = line.words.dates.months.at(line.text, mark.end) is not None
            # "In March: ..." is the date of an entry; "over March: ..." are a month's figures.
            is_entry = sort is Sort.MONTH and line.text[mark.end + 1 : mark.end + 2] == [":"]
            if is_year or (is_month and not is_entry):
                yield Cue(sort, mark.first, mark.end + 1)
    if _is_year(line.text[0]) and line.text[1:2] == [":"]:
        # A line that begins with its year tells of all of it.
        yield Cue(Sort.MONTH, 0, 1)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _longest(cues: Iterator[Cue]) -> list[Cue]:
    """Leave out what stands within something longer: "this year" in "so far this year"."""
    every = sorted(cues, key=lambda cue: (cue.first, -cue.end))
    if len(every) < 2:
        return every
    return [
        cue
        for at, cue in enumerate(every)
        if not any(
            other.first <= cue.first
            and cue.end <= other.end
            and len(_span(other)) > len(_span(cue))
            for other in every[:at]
        )
    ]


def _span(cue: Cue) -> range:
    return range(cue.first, cue.end)


def _sort_of(line: Line, moment: Moment) -> Sort | None:
    if moment.aside:
        return None
    if moment.rule == "within days":
        # "In four days of fighting": one battle may last so long.
        is_long = (moment.last - moment.start).days >= MANY_DAYS - 1
        return Sort.MONTH if is_long else None
    if moment.background:
        # "Since 7 October" is a beginning; "since Monday", "since yesterday" is a period.
        is_named = any(
            line.text[at].isdigit() or line.words.dates.months.at(line.text, at)
            for at in range(moment.first, moment.end)
        )
        is_recent = moment.relative and not is_named
        return Sort.PERIODIC if is_recent else Sort.CUMULATIVE
    if moment.grain in (Grain.MONTH, Grain.YEAR):
        # "March 2024: ..." is the date of an entry, "2024: ..." a year's.
        if moment.rule == "ago":
            # "Ten years ago": a point in time, and no stretch of it.
            return None
        is_head = line.text[moment.end : moment.end + 1] == [":"]
        return None if is_head and moment.grain is Grain.MONTH else Sort.MONTH
    if moment.grain is Grain.WEEK and "ago" in moment.rule:
        return None
    if moment.grain is Grain.WEEK:
        # "Last week", "two weeks ago": of a period where many are told of.
        return Sort.MONTH
    if (moment.last - moment.start).days >= LONGEST_INCIDENT_DAYS:
        return Sort.PERIODIC
    return None


def _since_in_words(line: Line) -> Iterator[Cue]:
    """Yield "since October", "з 2022 року", also where no date could be made of it."""
    dates = line.words.dates
    for at in range(len(line.text)):
        found = dates.since.at(line.text, at)
        if found is None:
            continue
        end = at + found[0]
        for near in range(end, min(end + 3, len(line.text))):
            if _is_year(line.text[near]) or dates.months.at(line.text, near):
                sort = Sort.PERIODIC if _has_an_end(line, near + 1) else Sort.CUMULATIVE
                yield Cue(sort, at, near + 1)
                break


def _has_an_end(line: Line, first: int) -> bool:
    """Tell whether a beginning is that of a span: "from March to September"."""
    for at in range(first, min(first + 3, len(line.text))):
        if line.mark("scope until", at):
            months = line.words.dates.months
            return any(months.at(line.text, end) for end in range(at + 1, at + 4))
    return False
