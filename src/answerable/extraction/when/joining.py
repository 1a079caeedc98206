"""Dates that stand side by side and name one day: "Saturday, 9 May", "today, Friday"."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.values import replace
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.when.moments import Grain, Moment

BETWEEN = frozenset((",", "(", "-", "/", ".", ":", "the"))
MOST_BETWEEN = 3
NAMED = ("weekday", "said day", "part of day")
COUNTED = ("days earlier", "previous day")
BY_CALENDAR = (
    "day month", "month day", "figures", "iso", "day in words", "day of month", "holiday",
)  # fmt: skip
FINE = (Grain.DAY, Grain.HOUR)


def joined(words: list[str], grammar: DateWords, found: Sequence[Moment]) -> list[Moment]:
    """Return the dates with those joined that name one day."""
    kept: list[Moment] = []
    for one in found:
        if kept and _side_by_side(words, grammar, kept[-1], one):
            together = _together(kept[-1], one, words[kept[-1].end : one.first])
            if together is not None:
                kept[-1] = together
                continue
        kept.append(one)
    return kept


def _side_by_side(words: list[str], grammar: DateWords, one: Moment, other: Moment) -> bool:
    between = words[one.end : other.first]
    if grammar.hijri and any(grammar.hijri.at(between, at) for at in range(len(between))):
        # "الجمعة 10 رمضان 1447هـ الموافق 27 فبراير".
        return len(between) <= 3 * MOST_BETWEEN
    if len(between) > MOST_BETWEEN:
        return False
    return all(
        word in BETWEEN or grammar.fillers.at([word], 0) or word in grammar.prefixes
        for word in between
    )


def _together(one: Moment, other: Moment, between: Sequence[str]) -> Moment | None:
    if one.grain not in FINE or other.grain not in FINE or one.background != other.background:
        return None
    is_named, is_named_too = one.rule in NAMED, other.rule in NAMED
    if one.start != one.last or (other.start != other.last and not is_named):
        return None
    if is_named and other.rule in COUNTED and "," in between:
        # "On Friday, two days earlier": Friday is said.
        return replace(one, end=other.end)
    if is_named and other.rule in BY_CALENDAR:
        # The day of the calendar is the surer one, whatever day of the week it was.
        return replace(
            other, first=one.first, part=one.part or other.part, clock=one.clock or other.clock,
            grain=Grain.HOUR if one.clock or other.clock else other.grain,
        )  # fmt: skip
    if is_named_too and one.start.weekday() == other.start.weekday():
        if one.start != other.start and other.rule != "weekday":
            return None
        return replace(one, end=other.end, part=one.part or other.part)
    return None
