"""Find the people whom a sentence counts by a number, in figures or in words."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.extraction.casualties.ages import counts_no_people, is_age
from answerable.extraction.casualties.deeds import EXCEPT
from answerable.extraction.casualties.harmwords import Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.parts import is_part
from answerable.extraction.casualties.people import Counted, Strength, whole_name
from answerable.extraction.counts.quantities import Qualifier, Quantity, bound
from answerable.extraction.text.tokens import NUMBER
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.values import replace

BRACKET_WITHIN = 14
_OF = (["of"], ["of", "the"], ["out", "of"], ["out", "of", "the"], ["of", "its"], ["of", "their"])

SPARED_WITHIN = 6
_OF_ALL = frozenset(("of", "the", "its", "their", "his", "her", "our", "all"))
_EXCEPT = [[word] for word in EXCEPT]


def numbered(line: Line, taken: set[int], ages: list[Quantity]) -> Iterator[Counted]:
    """Yield people who are counted by a number.

    The places they take are added to `taken`, the numbers that say how old somebody is to `ages`.
    """
    age_ends = -1
    for quantity in line.words.numbers.read(line.tokens):
        inside = range(quantity.number, quantity.end)
        if is_age(line, quantity) or _follows(line, age_ends, quantity.first):
            age_ends = quantity.end
            ages.append(quantity)
            continue
        if taken.intersection(inside) or counts_no_people(line, quantity):
            continue
        if _is_unknown(line, quantity):
            continue
        if quantity.high == 1 and any(line.ends(n, quantity.number) for n in ("one", "things")):
            # "אזרח אחד", "عنصر واحد": the one who is named.
            continue
        if "not" in line.marks and _is_spared(line, quantity):
            continue
        one = _by_number(line, quantity)
        if one is not None:
            taken.update(range(one.first, one.end))
            yield one


def _is_unknown(line: Line, quantity: Quantity) -> bool:
    """Tell whether "a number of" is said to be unknown: "מספר לא ידוע של"."""
    unknown = line.mark("unknown", quantity.first)
    return unknown is not None and unknown.end > quantity.end


def _is_spared(line: Line, quantity: Quantity) -> bool:
    """Tell whether nobody is counted, or who lives: "not one survived", "none survived but six"."""
    at = quantity.number
    if quantity.high != 1:
        before = range(max(0, quantity.first - SPARED_WITHIN), quantity.first)
        return line.text[quantity.first - 1 : quantity.first] in _EXCEPT and any(
            line.mark("not", back) for back in before
        )
    return any(
        (trigger := line.mark("trigger", back)) and trigger.end > at and line.mark("not", back)
        for back in range(max(0, at - 3), at)
    )


def _follows(line: Line, age_ends: int, first: int) -> bool:
    """Tell whether an age follows another: "aged 5, 7 and 12"."""
    between = range(age_ends, first)
    return 0 < len(between) <= 3 and age_ends > 0 and all(
        line.text[at] in ",-" or line.mark("links", at) for at in between
    )  # fmt: skip


def _by_number(line: Line, quantity: Quantity) -> Counted | None:
    if "all but" in line.marks or "each one" in line.marks:
        quantity = _of_all(line, quantity)
    if (inverted := _inverted(line, quantity)) is not None:
        return inverted
    category, end, strength = people_after(line, quantity.end)
    if end < 0:
        return None
    if strength is Strength.BARE and _begins_with_a_noun(line, quantity):
        strength, end = Strength.UNKNOWN, quantity.end + 1
    if line.ends("gatherings", quantity.first) or line.mark("collectives", quantity.number):
        strength = Strength.KNOWN
    if strength is Strength.BARE and (said := _more(line, quantity)):
        strength, end = Strength.KNOWN, said
    after = line.words.numbers.after.at(line.text, end) if strength is Strength.KNOWN else None
    if after and quantity.qualifier in (Qualifier.EXACT, Qualifier.SPAN):
        # "Twelve people at least"
        quantity, end = bound(quantity, after[1]), end + after[0]
    return Counted(
        quantity.first, end, quantity.number, quantity.low, quantity.high, quantity.qualifier,
        category, strength, quantity.rule,
        # "عدد من الجرحى": what belongs to the number itself names no whole.
        is_part=is_part(line, quantity.first, quantity.end - 1, end),
    )  # fmt: skip


def _of_all(line: Line, quantity: Quantity) -> Quantity:
    """Return the number that is meant: "all but two of the 15" are 13, "every one of 17" 17."""
    spared = line.ends("all but", quantity.first)
    if spared is None and line.ends("each one", quantity.end) is None:
        return quantity
    at = quantity.end
    while line.text[at : at + 1] and line.text[at] in _OF_ALL:
        at += 1
    every = line.words.numbers.read_at(line.tokens, at) if at > quantity.end else None
    if every is None or every.low is None or quantity.high is None:
        return quantity
    number = every.low - quantity.high if spared else every.low
    first = spared.first if spared else quantity.first
    return replace(quantity, low=number, high=number, first=first) if number > 0 else quantity


def _more(line: Line, quantity: Quantity) -> int:
    """Return where people end whose noun is left out: "three more are", "ще 8 поранені"; or 0."""
    end = quantity.end
    after = end + 1 if line.mark("skipped", end) else end
    if line.mark("accusatives", quantity.number) and line.mark("trigger", after):
        # "Двох шукають": the form says that it is people.
        return end
    follows = line.mark("more", end)
    if follows is None and line.ends("more", quantity.first) is None:
        return 0
    end = follows.end if follows else end
    known = ("stops", "breaks", "be", "trigger", "links", "skipped")
    is_left_out = not line.is_word(end) or any(line.mark(heading, end) for heading in known)
    return end if is_left_out else 0


def _begins_with_a_noun(line: Line, quantity: Quantity) -> bool:
    """Tell whether a clause begins with a number and a word unknown: "Four sappers ... died"."""
    first, at = quantity.first, quantity.end
    begins = first == 0 or line.text[first - 1] in ",;:(" or line.ends("links", first) is not None
    known = ("stops", "breaks", "be", "trigger", "links", "skipped", "things", "subset_after")
    return (
        begins
        and line.is_word(at)
        and len(line.text[at]) > 2
        and at not in line.dated
        and not any(line.mark(heading, at) for heading in known)
    )


def _inverted(line: Line, quantity: Quantity) -> Counted | None:
    """Return people who stand before their number: "человек пять", "أطفالها الأربعة"."""
    at, first = quantity.number, quantity.first
    one = line.ends("one", at)
    if one and quantity.low == 1 and quantity.high is None:
        # "محتج واحد على الأقل"
        return Counted(
            one.first, quantity.end, at, 1, None, quantity.qualifier, one.value,
            Strength.KNOWN, f"after the noun, {quantity.rule}",
        )  # fmt: skip
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


def people_after(line: Line, first: int) -> tuple[str | None, int, Strength]:
    """Return who is counted, where that ends, how sure it is; the end is -1 where it is a thing."""
    at, last = first - 1, min(first + line.words.noun_within, len(line.tokens))
    counted_with, subset = line.words.counted_with, line.marks.get("subset", ())
    while at + 1 < last:
        at += 1
        if skipped := line.mark("subset_after", at):
            at = skipped.end - 1
            continue
        if at in subset:
            # "مقتل 29 بينهم عريس": who follows is a part, and not what is counted.
            break
        if line.text[at] == "(" and (closed := _closed(line, at)):
            # What is told in brackets of the people counted stands aside.
            at, last = closed, min(closed + line.words.noun_within, len(line.tokens))
            continue
        if not line.is_word(at) and line.text[at] not in "-\"'/" and not _is_whole(line, first, at):
            break
        if (found := line.person(at)) and not _is_a_thing(line, found[1]):
            if found[1].prefix not in counted_with:
                # "ثلاثة وطفل": somebody else is named.
                break
            category, end = whole_name(line, found[1])
            return category, end, Strength.KNOWN
        thing, stop = line.mark("things", at), line.mark("stops", at)
        if (
            thing
            and thing.prefix
            and (thing.prefix not in counted_with or at in line.dated or at > first)
        ):
            # "خمسة اليوم", "ثمانية بالرصاص": when or by what, and not what is counted.
            break
        if thing and not line.mark("trigger", at) and (stop is None or thing.end > stop.end):
            return None, -1, Strength.BARE
        if (stop and not _is_compound(line, at)) or line.mark("breaks", at) or line.mark("be", at):
            break
        if (deed := line.mark("trigger", at)) and not _describes(line, deed):
            break
    return None, first, Strength.BARE


def _is_whole(line: Line, first: int, at: int) -> bool:
    """Tell whether a figure says of how many these are some: "12 of 30 passengers"."""
    said = line.text[first:at]
    return line.words.has_articles and said in _OF and line.tokens[at].kind is NUMBER


def _is_a_thing(line: Line, person: Mark) -> bool:
    """Tell whether a word is only people with a letter before it: "מבנים" are no "בנים"."""
    thing = line.mark("things", person.first) if person.prefix else None
    return thing is not None and not thing.prefix and thing.end >= person.end


def _is_compound(line: Line, at: int) -> bool:
    """Tell whether a word is the first half of another: "eight on-duty aid workers"."""
    after = at + 1
    return line.text[after : after + 1] == ["-"] and line.tokens[after].glued


def _describes(line: Line, deed: Mark) -> bool:
    """Tell whether a word for harm describes people named after it: "12 wounded civilians"."""
    following = line.person(deed.end)
    joined = line.words.and_prefixes or ("\0",)
    if following is None or deed.prefix.startswith(joined):
        return False
    is_noun = any(one.role is Role.NOUNS for one in deed.value)
    return not following[1].prefix.startswith(joined) and (is_noun or line.words.has_articles)


def _closed(line: Line, opened: int) -> int:
    """Return where a bracket is closed again, or 0."""
    for at in range(opened + 1, min(opened + BRACKET_WITHIN, len(line.text))):
        if line.text[at] == ")":
            return at
    return 0
