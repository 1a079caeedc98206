"""Find the people whom a sentence counts: by a number, by an article, by the dual, in a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from answerable.extraction.ages import counts_no_people, is_age
from answerable.extraction.marked import Line
from answerable.extraction.numbers import Qualifier, Quantity, bound
from answerable.extraction.parts import is_agent, is_part
from answerable.extraction.tokens import Kind
from answerable.extraction.vocabulary import Mark

# How far the word for people may stand from its number, and an article from its noun.
NOUN_WITHIN = 6
ARTICLE_WITHIN = 6
BRACKET_WITHIN = 14


class Strength(IntEnum):
    """How sure it is that people are counted here; the weaker, the nearer harm has to stand."""

    TIGHT = 1
    """One person known already or in a headline: "the driver", "Teacher killed"."""
    BARE = 2
    """A number without a word for people."""
    INDEFINITE = 3
    """One or two people without a number: "a nurse", "طفلان"."""
    KNOWN = 4
    """A number with a word for people."""


@dataclass(frozen=True, slots=True)
class Counted:
    """People who are counted; `first` and `end` count pieces of the sentence."""

    first: int
    end: int
    number: int
    """Where the number itself stands, or the noun where there is none."""
    low: int | None
    high: int | None
    qualifier: Qualifier | None
    category: str | None
    strength: Strength
    rule: str
    is_part: bool = False
    parts: tuple[Counted, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Where its numbers stand."""
        return tuple(part.number for part in self.parts) or (self.number,)


def counted(line: Line) -> list[Counted]:
    """Return the people who are counted, in order; without those who did the harm."""
    found, taken = [], set(line.dated)
    age_ends = -1
    for quantity in line.words.numbers.read(line.tokens):
        inside = range(quantity.number, quantity.end)
        if is_age(line, quantity) or _follows(line, age_ends, quantity.first):
            age_ends = quantity.end
            continue
        if taken.intersection(inside) or counts_no_people(line, quantity):
            continue
        if quantity.high == 1 and line.ends("one", quantity.number):
            # "אזרח אחד", "عنصر واحد": the one who is named.
            continue
        one = _by_number(line, quantity)
        if one is None:
            continue
        taken.update(range(one.first, one.end))
        found.append(one)
    found += _unnumbered(line, taken)
    kept = (one for one in found if not is_agent(line, one.first))
    return sorted(kept, key=lambda one: one.first)


def _follows(line: Line, age_ends: int, first: int) -> bool:
    """Tell whether an age follows another: "aged 5, 7 and 12"."""
    between = range(age_ends, first)
    return 0 < len(between) <= 3 and age_ends > 0 and all(
        line.text[at] in ",-" or line.mark("links", at) for at in between
    )  # fmt: skip


# --- with a number -------------------------------------------------------------------------------


def _by_number(line: Line, quantity: Quantity) -> Counted | None:
    if (inverted := _inverted(line, quantity)) is not None:
        return inverted
    category, end, strength = _people_after(line, quantity.end)
    if end < 0:
        return None
    if line.ends("gatherings", quantity.first) or line.mark("collectives", quantity.number):
        strength = Strength.KNOWN
    after = line.words.numbers.after.at(line.text, end) if strength is Strength.KNOWN else None
    if after and quantity.qualifier in (Qualifier.EXACT, Qualifier.SPAN):
        # "Twelve people at least"
        quantity, end = bound(quantity, after[1]), end + after[0]
    one = Counted(
        quantity.first, end, quantity.number, quantity.low, quantity.high, quantity.qualifier,
        category, strength, quantity.rule,
    )  # fmt: skip
    return replace(one, is_part=is_part(line, one.first, one.number, one.end))


def _inverted(line: Line, quantity: Quantity) -> Counted | None:
    """Return people who stand before their number: "человек пять", "أطفالها الأربعة"."""
    at, first = quantity.number, quantity.first
    if first and line.mark("inverted", first - 1) and quantity.qualifier is Qualifier.EXACT:
        return Counted(
            first - 1, quantity.end, at, quantity.low, quantity.high, Qualifier.ABOUT, None,
            Strength.KNOWN, f"inverted, {quantity.rule}",
        )  # fmt: skip
    noun = line.ends("many", at)
    if noun is None or not line.text[at].startswith(line.words.definite_prefixes or ("\0",)):
        return None
    return Counted(
        noun.first, quantity.end, at, quantity.low, quantity.high, quantity.qualifier, noun.value,
        Strength.KNOWN, f"after the noun, {quantity.rule}",
    )  # fmt: skip


def _people_after(line: Line, first: int) -> tuple[str | None, int, Strength]:
    """Return who is counted, where that ends, how sure it is; the end is -1 where it is a thing."""
    at, last = first - 1, min(first + NOUN_WITHIN, len(line.tokens))
    while at + 1 < last:
        at += 1
        if skipped := line.mark("subset_after", at):
            at = skipped.end - 1
            continue
        if line.text[at] == "(" and (closed := _closed(line, at)):
            # What is told in brackets of the people counted stands aside.
            at, last = closed, min(closed + NOUN_WITHIN, len(line.tokens))
            continue
        if not line.is_word(at) and line.text[at] not in "-\"'/":
            break
        if found := line.person(at):
            category, end = _whole_name(line, found[1])
            return category, end, Strength.KNOWN
        thing, stop = line.mark("things", at), line.mark("stops", at)
        if thing and not line.mark("trigger", at) and (stop is None or thing.end > stop.end):
            return None, -1, Strength.BARE
        if stop or line.mark("breaks", at) or line.mark("be", at):
            break
        if line.mark("trigger", at) and not line.person(at + 1):
            break
    return None, first, Strength.BARE


def _closed(line: Line, opened: int) -> int:
    """Return where a bracket is closed again, or 0."""
    for at in range(opened + 1, min(opened + BRACKET_WITHIN, len(line.text))):
        if line.text[at] == ")":
            return at
    return 0


def _whole_name(line: Line, noun: Mark) -> tuple[str | None, int]:
    """Follow words for people that stand together: "volunteer paramedics", "рятувальник-медик"."""
    category, end = noun.value, noun.end
    joined = ("", *line.words.definite_prefixes)
    while (found := line.person(end)) and found[1].prefix in joined:
        category, end = found[1].value or category, found[1].end
    is_glued = line.text[end : end + 1] == ["-"] and line.tokens[end].glued
    if is_glued and end + 1 < len(line.text) and (found := line.person(end + 1)):
        # "рятувальник-медик"
        return found[1].value or category, found[1].end
    return category, end


# --- without a number ----------------------------------------------------------------------------


def _unnumbered(line: Line, taken: set[int]) -> Iterator[Counted]:
    at = 0
    while at < len(line.tokens):
        two, one = line.mark("two", at), line.mark("one", at)
        noun = two or one or _governed(line, at)
        is_name = any(
            (name := line.mark("names", back)) and name.end > at for back in range(at - 2, at + 1)
        )
        if noun is None or is_name or not taken.isdisjoint(range(noun.first, noun.end)):
            at += 1
            continue
        category, end = _whole_name(line, noun)
        plural = end > noun.end and line.ends("many", end) and not line.ends("one", end)
        if plural and two is None:
            # "Palestinian herders": the word that may be one person describes several.
            at = end
            continue
        if line.mark("adjectives", at) and _describes(line, at, end):
            at += 1
            continue
        first, strength = _beginning(line, at, noun, taken)
        if first >= 0:
            number = 2 if two else 1
            rule = "two" if two else "one"
            found = Counted(
                first, end, at, number, number, Qualifier.EXACT, category, strength, rule
            )
            yield replace(found, is_part=is_part(line, found.first, found.number, found.end))
        at = max(end, at + 1)
    yield from _unstated(line, taken)
    yield from _by_age(line, taken)


def _by_age(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield one who is named by age alone: "a 43-year-old was killed", "בן 43 נהרג"."""
    for at, mark in line.marks.get("aged one", {}).items():
        number = mark.end if mark.end < len(line.tokens) else at
        if line.tokens[number].kind is not Kind.NUMBER:
            number = at - 1
        end = max(mark.end, number + 1)
        first = min(at, number)
        if first < 0 or line.tokens[number].kind is not Kind.NUMBER or first in taken:
            continue
        if any(line.person(near) for near in range(first - 2, min(end + 3, len(line.tokens)))):
            continue
        if first and line.mark("article", first - 1):
            first -= 1
        yield Counted(
            first, end, number, 1, 1, Qualifier.EXACT, None, Strength.INDEFINITE, "one by age"
        )


def _describes(line: Line, first: int, end: int) -> bool:
    """Tell whether a word that may be a person belongs to a thing: "an Israeli strike"."""
    if line.words.has_articles:
        return line.is_word(end) and not any(
            line.mark(heading, end) for heading in ("stops", "be", "trigger", "links", "breaks")
        )
    return first > 0 and not (line.ends("trigger", first) or line.ends("links", first))


def _governed(line: Line, at: int) -> Mark | None:
    """Return a word that names one only where harm governs it: "гибель женщины", "тело мужчины"."""
    noun = line.mark("of", at)
    if noun is None:
        return None
    first = _with_age(line, at)
    governs = any(line.ends(name, first) for name in ("trigger", "subset", "among"))
    return noun if governs else None


def _with_age(line: Line, at: int) -> int:
    """Return where "54-річна жінка" begins, for the place of the noun."""
    if at > 2 and line.mark("ages", at - 1) and line.text[at - 2] == "-":
        return at - 3 if line.tokens[at - 3].kind is Kind.NUMBER else at
    return at


def _beginning(line: Line, at: int, noun: Mark, taken: set[int]) -> tuple[int, Strength]:
    """Return where one person without a number begins and how sure it is; -1 where it is none."""
    if not line.words.has_articles:
        definite = noun.prefix.endswith(line.words.definite_prefixes or ("\0",))
        return _with_age(line, at), Strength.TIGHT if definite else Strength.INDEFINITE
    for back in range(1, ARTICLE_WITHIN + 1):
        here = at - back
        if here >= 0 and (here in taken or line.text[here] in ")/"):
            return -1, Strength.TIGHT
        if here < 0 or line.text[here] in ",;:.(":
            return here + 1, Strength.TIGHT
        if line.mark("article", here):
            return here, Strength.INDEFINITE
        if line.mark("definite", here):
            return here, Strength.TIGHT
        if line.mark("links", here) and here > 0 and line.ends("one", here):
            # "A pharmacist and director" is one; "a driver and guard were" are two.
            return (here + 1 if _is_plural_after(line, at) else -1), Strength.TIGHT
        if line.mark("trigger", here) or line.mark("links", here):
            return here + 1, Strength.TIGHT
        if line.mark("stops", here):
            return -1, Strength.TIGHT
    return -1, Strength.TIGHT


def _is_plural_after(line: Line, at: int) -> bool:
    return any(word in ("were", "are", "have") for word in line.text[at : at + 6])


def _unstated(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield people whose number is said to be unknown: "an unspecified number of civilians"."""
    for mark in line.marks.get("unknown", {}).values():
        if not taken.isdisjoint(range(mark.first, mark.end)):
            continue
        category, end, strength = _people_after(line, mark.end)
        if end >= 0 and strength is Strength.KNOWN:
            yield Counted(
                mark.first, end, mark.first, None, None, None, category, strength, "unstated"
            )
