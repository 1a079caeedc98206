"""Read who was harmed, how many, and of what the figure is told, as claims with their quotes.

The sentence is marked once with all that the lexicons know; people who are counted (`people`,
`lists`) and what happened (`deeds`) are found one by one and brought together (`attaching`); then
each figure gets its scope (`scopes`). Nothing is made up: a number stands in its quote, as figures,
as a word, as an article, as the dual or as a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from answerable.extraction.casualties.attaching import Attached, attached
from answerable.extraction.casualties.deeds import Deed, deeds, nobody
from answerable.extraction.casualties.harmwords import Harm, HarmWords, Role
from answerable.extraction.casualties.implied import PRONOUN
from answerable.extraction.casualties.lists import counted, gathered
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.ordinals import ORDINAL, with_ordinals
from answerable.extraction.casualties.parts import may_tell_parts, tells
from answerable.extraction.casualties.people import Counted, Strength
from answerable.extraction.casualties.scopes import Figure, scopes_of
from answerable.extraction.casualties.settling import disputed, hurt, in_toll, newest, outlived
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.text.tokens import Token
from answerable.extraction.values import frozen, replace
from answerable.extraction.when.moments import Grain, Moment

__all__ = ("Harm", "HarmWords", "Harmed", "claims_of", "read")
# What is left of the certainty when no word for people, or no number, stands there.
CERTAIN = {
    Strength.KNOWN: 0.95,
    Strength.INDEFINITE: 0.85,
    Strength.BARE: 0.75,
    Strength.UNKNOWN: 0.65,
    Strength.TIGHT: 0.6,
}
LEAST = 0.3
HARM = frozenset(("trigger", "zero", "opens", "lives", "among", "own death", "latest of"))
PARTS = HARM | {"subset", "subset_after", "among", "sums"}
# The whole stands in an earlier sentence.
EARLIER = -1
DAY_WITHIN = 4
ONE_WITHIN = 2
"""So near behind a part "in a strike" is the part's."""
LONGEST_OF_A_PART = 7
MANY = 10
NOT_WITHIN = 3


@frozen
class Harmed:
    """So many people of a category suffered this; `first` and `end` count pieces."""

    harm: Harm
    low: int | None
    high: int | None
    qualifier: Qualifier | None
    category: str | None
    first: int
    end: int
    rule: str
    confidence: float
    scope: Scope = Scope.INCIDENT
    whole: int | None = None
    """Which of the sentence these are a part of; EARLIER where an earlier sentence tells it."""


def claims_of(
    words: HarmWords,
    tokens: Sequence[Token],
    moments: Sequence[Moment],
    text: str,
    earlier: Sequence[Claim] = (),
) -> list[Claim]:
    """Return what one sentence claims of harm to people, to be put after the claims before it.

    `earlier` are all claims of the reading so far: `subset_of` counts from their first. "Among them
    two children" is a part of the last whole that was told.
    """
    last = _last_whole(earlier)
    told_before = earlier[last].value if last is not None else None
    claims: list[Claim] = []
    told = {one.value for one in earlier if one.kind is Kind.HARM and one.high != 0}
    for one in read(words, tokens, moments, told_before, told, text):
        whole = None if one.whole is None else len(earlier) + one.whole
        start, end = tokens[one.first].start, tokens[one.end - 1].end
        scope = one.scope
        if one.whole == EARLIER:
            whole = _last_whole(earlier, one.harm)
            scope = scope if whole is None else earlier[whole].scope
        claims.append(
            Claim(
                Kind.HARM,
                one.harm,
                text[start:end],
                start,
                end,
                f"harm: {one.rule}",
                one.confidence,
                words.language,
                scope=scope,
                qualifier=one.qualifier,
                low=one.low,
                high=one.high,
                category=one.category,
                subset_of=whole,
            )
        )
    return claims


def read(
    words: HarmWords,
    tokens: Sequence[Token],
    moments: Sequence[Moment],
    told_before: str | None = None,
    told: Collection[str] = (),
    source: str = "",
) -> list[Harmed]:
    """Return who was harmed and how, as the pieces of one sentence say it.

    `told_before` is what the last people told of suffered: parts of them may be told here. What was
    `told` already befell the "he" of this sentence, and is not told again of another. `source` is
    the text in which the pieces count their places.
    """
    line = Line.of(words, tokens, moments, source)
    is_of_parts = line.marks.keys().isdisjoint(HARM)
    if is_of_parts and not (told_before and may_tell_parts(line)):
        return []
    done = deeds(line)
    people = [
        _on_its_own(line, one, done)
        for one in gathered(line, counted(line))
        if not tells(line, one)
    ]
    if not people and not done and is_of_parts:
        return []
    wholes = [
        one
        for one in attached(line, people, done)
        if not (one.people.rule == PRONOUN and one.harm in told) and not _gets_away(one)
    ]
    wholes = hurt(line, outlived(line, wholes, done), done)
    wholes = sorted(
        [*wholes, *disputed(line, people, wholes, done, told_before)],
        key=lambda one: one.people.first,
    )
    wholes = newest(line, wholes, told)
    if "latest of" in line.marks:
        wholes = with_ordinals(line, wholes)
    wholes, worse = _in_a_worse_state(line, wholes)
    drafts = [*_wholes(wholes), *_parts(line, people, wholes, told_before, told), *worse]
    drafts += _zeros(line, drafts)
    drafts += _own_death(line, drafts, told)
    return _scoped(line, moments, _ordered(drafts))


def _on_its_own(line: Line, one: Counted, done: Sequence[Deed]) -> Counted:
    """Return people who are no part where their own noun says they died: "of them 3 dead"."""
    dead = one.is_part and any(
        deed.first == one.end and deed.harms == {Harm.KILLED} and not deed.befalls for deed in done
    )
    told_as_part = line.mark("subset_after", one.end) is not None
    return replace(one, is_part=False) if dead and not told_as_part else one


def _gets_away(one: Attached) -> bool:
    """Tell whether fighters only flee: gunmen who escape are no displaced people."""
    return one.harm is Harm.DISPLACED and one.people.category == "combatants"


def _last_whole(earlier: Sequence[Claim], value: str | None = None) -> int | None:
    for at in range(len(earlier) - 1, -1, -1):
        one = earlier[at]
        is_whole = one.kind is Kind.HARM and one.subset_of is None and one.high != 0
        if is_whole and value in (None, one.value):
            return at
    return None


# A whole has its place among the wholes of the sentence; a part knows that of its whole.
_Draft = tuple[int | None, Harmed]


def _wholes(wholes: Sequence[Attached]) -> Iterator[_Draft]:
    for place, one in enumerate(wholes):
        confidence = CERTAIN[one.people.strength] - 0.02 * one.cost
        if not one.people.is_one_phrase:
            for nth, part in enumerate(one.people.parts):
                rule = f"{one.rule}, one of a list"
                yield None if nth else place, _harmed(one.harm, part, rule, confidence)
            continue
        yield place, _harmed(one.harm, one.people, one.rule, confidence)
        for part in (part for part in one.people.parts if part.category):
            # A list is told as one whole, and who of it are children or medics as its parts.
            yield None, _harmed(one.harm, part, f"listed, {part.rule}", confidence, whole=place)


def _in_a_worse_state(
    line: Line, wholes: Sequence[Attached]
) -> tuple[list[Attached], list[_Draft]]:
    """Part the wounded from those of them whose state is told: "nine wounded, two critically".

    Likewise a toll from the last of it: "rose to seven after two died".
    """
    kept: list[Attached] = []
    parts: list[_Draft] = []
    latest = dict(in_toll(line, wholes))
    for number, one in enumerate(wholes):
        toll = wholes[latest[number]] if number in latest else None
        if toll in kept:
            confidence, whole = CERTAIN[one.people.strength] - 0.1, kept.index(toll)
            part = _harmed(one.harm, one.people, f"part, {one.rule}", confidence, whole)
            parts.append((None, part))
            continue
        of = [
            place
            for place, whole in enumerate(kept)
            if whole.harm is one.harm and (whole.people.low or 0) > (one.people.low or 0)
        ]
        if of and one.rule.startswith(Role.STATE):
            confidence = CERTAIN[one.people.strength] - 0.1
            part = _harmed(one.harm, one.people, f"part, {one.rule}", confidence, of[-1])
            parts.append((None, part))
        else:
            kept.append(one)
    return kept, parts


def _harmed(
    harm: Harm, one: Counted, rule: str, confidence: float, whole: int | None = None
) -> Harmed:
    return Harmed(
        harm, one.low, one.high, one.qualifier, one.category, one.first, one.end, rule,
        max(LEAST, round(confidence, 2)), whole=whole,
    )  # fmt: skip


def _parts(
    line: Line,
    people: Sequence[Counted],
    wholes: Sequence[Attached],
    told_before: str | None,
    told: Collection[str],
) -> Iterator[_Draft]:
    """Yield parts of people told before them, after them, or in an earlier sentence."""
    for part in (one for one in people if one.is_part):
        among = _among(line, part)
        before = [
            n
            for n, one in enumerate(wholes)
            # "14 dead, a bride among the wounded": no part of the dead.
            if one.people.first < part.first and among in (None, one.harm)
        ]
        if before:
            place: int | None = before[-1]
            harm = wholes[before[-1]].harm
        elif wholes and among is None:
            place, harm = 0, wholes[0].harm
        elif among is not None and among in told:
            place, harm = EARLIER, among
        elif told_before and among is None:
            place, harm = EARLIER, Harm(told_before)
        elif among is not None:
            place, harm = None, among
        else:
            continue
        confidence = CERTAIN[part.strength] - 0.1
        yield None, _harmed(harm, part, f"part, {part.rule}", confidence, whole=place)


def _among(line: Line, part: Counted) -> Harm | None:
    for mark in line.marks.get("among", {}).values():
        if abs(mark.first - part.first) <= 8 or abs(mark.end - part.first) <= 4:
            harm: Harm = mark.value[0]
            return harm
    return None


def _zeros(line: Line, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    told = {one.harm for _place, one in drafts}
    for one in nobody(line):
        for harm in one.harms:
            if harm not in told:
                yield None, Harmed(
                    harm, 0, 0, Qualifier.EXACT, None, one.first, one.end, one.rule, 0.8
                )  # fmt: skip


def _own_death(line: Line, drafts: Sequence[_Draft], told: Collection[str]) -> Iterator[_Draft]:
    """Yield one whose death is told by a pronoun, and nobody's else: "ما أدى إلى مقتله"."""
    if "own death" not in line.marks or Harm.KILLED in told:
        return
    if any(one.harm is Harm.KILLED for _place, one in drafts):
        return
    mark = min(line.marks["own death"].values(), key=lambda one: one.first)
    if not line.any_of("not", range(max(0, mark.first - NOT_WITHIN), mark.first)):
        yield None, Harmed(
            Harm.KILLED, 1, 1, Qualifier.EXACT, None, mark.first, mark.end, "own death", LEAST
        )  # fmt: skip


def _ordered(drafts: Sequence[_Draft]) -> list[Harmed]:
    """Put what was found in the order of the text; parts lead to where their wholes now are."""
    order = sorted(
        drafts, key=lambda draft: (draft[1].first, draft[1].whole is not None, -draft[1].end)
    )
    at = {place: now for now, (place, _one) in enumerate(order) if place is not None}
    return [
        replace(one, whole=at[one.whole]) if one.whole is not None and one.whole >= 0 else one
        for _place, one in order
    ]


def _scoped(line: Line, moments: Sequence[Moment], found: list[Harmed]) -> list[Harmed]:
    """Give each figure its scope; a part has that of its whole."""
    figures = [
        Figure(one.first, one.end, one.low or one.high or 0, one.harm, one.rule == ORDINAL)
        for one in found
        if one.whole is None or one.whole < 0
    ]
    if not figures:
        return found
    scopes = iter(scopes_of(line, moments, figures))
    own = [next(scopes) if one.whole is None or one.whole < 0 else None for one in found]
    scoped = (
        (one, own[at] or (Scope.INCIDENT if _is_apart(line, one, moments) else own[one.whole or 0]))
        for at, one in enumerate(found)
    )
    return [
        one if scope is None or scope is one.scope else replace(one, scope=scope)
        for one, scope in scoped
    ]


def _is_apart(line: Line, part: Harmed, moments: Sequence[Moment]) -> bool:
    """Tell whether a part is of one incident, its whole being of many: "29 of them in a strike"."""
    near = range(part.end, part.end + ONE_WITHIN)
    return line.any_of("scope one", near) or _has_a_day(part, moments)


def _has_a_day(part: Harmed, moments: Sequence[Moment]) -> bool:
    """Tell whether a day of its own follows a part: "45 since May, two of them on Tuesday"."""
    return (part.low or 0) < MANY and any(
        0 <= one.first - part.end <= DAY_WITHIN
        and one.grain in (Grain.HOUR, Grain.DAY, Grain.WEEK)
        and (one.last - one.start).days <= LONGEST_OF_A_PART
        for one in moments
    )
