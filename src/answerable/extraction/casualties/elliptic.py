"""Read a total that says only since when and how many: "Four died. Since January: 347."."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.cues import Sort, cues_of
from answerable.extraction.casualties.harmwords import HarmWords
from answerable.extraction.casualties.lists import counted
from answerable.extraction.casualties.marked import Line
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.text.tokens import Tokens
from answerable.extraction.when.moments import Moment

LONGEST = 14
LED = frozenset("-:")
"""What stands between the time and the number."""
_OF_A_PERIOD = (Sort.PERIODIC, Sort.MONTH)


def may_be(tokens: Tokens) -> bool:
    """Tell whether a sentence is short enough, and something leads to its number."""
    return len(tokens) <= LONGEST and not LED.isdisjoint(tokens.words)


def total_alone(
    words: HarmWords, tokens: Tokens, moments: Sequence[Moment], text: str, told: Sequence[Claim]
) -> list[Claim]:
    """Return the total that a sentence without any harm adds to those told before it, or none."""
    wholes = [one for one in told if one.kind is Kind.HARM and one.subset_of is None]
    if len({one.value for one in wholes}) != 1:
        return []
    line = Line.of(words, tokens, moments, text)
    people = [one for one in counted(line) if one.first and line.text[one.first - 1] in LED]
    if len(people) != 1 or line.is_word(people[0].end):
        # A word behind the number would say what else was counted.
        return []
    one, last = people[0], wholes[-1]
    sorts = [cue.sort for cue in cues_of(line, moments) if cue.end < one.first]
    if Sort.CUMULATIVE in sorts:
        scope = Scope.CUMULATIVE
    elif any(sort in sorts for sort in _OF_A_PERIOD):
        scope = Scope.PERIODIC
    else:
        return []
    start, end = tokens[one.first].start, tokens[one.end - 1].end
    return [
        Claim(
            Kind.HARM, last.value, text[start:end], start, end, f"harm: a total alone, {one.rule}",
            0.7, words.language, scope=scope, qualifier=one.qualifier, low=one.low, high=one.high,
            category=one.category or last.category,
        )
    ]  # fmt: skip
