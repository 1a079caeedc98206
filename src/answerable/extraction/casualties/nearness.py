"""How near a word for harm stands to people who are counted, and whether the order allows it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from answerable.extraction.casualties.deeds import Deed
from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.people import Counted, Strength

# How far harm may stand, in pieces, with what counts for more.
FARTHEST = {
    Strength.TIGHT: 4,
    Strength.BARE: 5,
    Strength.UNKNOWN: 10,
    Strength.INDEFINITE: 13,
    Strength.KNOWN: 17,
}
WITHOUT_ARTICLE = 9
# A noun such as "deaths" governs no further than this.
NOUN_REACH = 9
REACHED_OVER = 3
AGE_WITHIN = 5
LOST_WITHIN = 8
COUNTS_WITHIN = 5


def cost_of(
    line: Line,
    one: Counted,
    deed: Deed,
    meaning: Meaning,
    people: Sequence[Counted],
    deeds: Sequence[Deed],
) -> int | None:
    """Return how far harm stands from people; None where the order or the way does not allow."""
    if meaning.needs_people and one.strength in (Strength.BARE, Strength.UNKNOWN):
        return None
    subject = one.parts[0] if one.parts and one.is_one_phrase else one
    plural = (subject.low or 0) % 10 != 1
    if (
        line.words.verbs_agree
        and plural
        and line.mark("single", deed.first)
        and not line.ends("gatherings", one.first)
    ):
        return None
    if line.mark("of soldiers", deed.first) and one.category != "combatants":
        # "נפל" of somebody else is a fall.
        return None
    # The word of losing first: most deeds have none, and there may be many people.
    if (
        line.mark("loss", deed.first) is not None
        and not is_bereaved(line, deed, one)
        and any(is_bereaved(line, deed, kin) for kin in people)
    ):
        return None
    placed = _placed(line, one, deed, meaning.role)
    if placed is None:
        return None
    cost, between = placed
    if meaning.role is not Role.NOUNS and ";" in line.text[between.start : between.stop]:
        return None
    farthest = FARTHEST[one.strength]
    if one.strength is Strength.INDEFINITE and not line.words.has_articles:
        # No article says that somebody new is named.
        farthest = min(farthest, WITHOUT_ARTICLE)
    if meaning.role is Role.NOUNS:
        farthest = min(farthest + 2, NOUN_REACH)
    cost += _way(line, between, one, people, deeds, farthest - cost)
    return cost if cost <= farthest else None


def is_bereaved(line: Line, deed: Deed, one: Counted) -> bool:
    """Tell whether somebody lost these, who were theirs: "فقدت زوجها", and not "فُقد أربعة"."""
    return (
        line.mark("loss", deed.first) is not None
        and deed.end <= one.first <= deed.end + LOST_WITHIN
        and line.any_of("kin", range(one.first, one.end + 1))
    )


def _placed(line: Line, one: Counted, deed: Deed, role: Role) -> tuple[int, range] | None:
    """Return what the order costs and what stands between, or None where it cannot be."""
    if deed.end <= one.first:
        between = range(deed.end, one.first)
        match role:
            case Role.ACTS:
                is_over = line.any_of("breaks", between) or _has_its_own(line, between)
                return None if is_over else (0, between)
            case Role.NOUNS:
                is_after_a_mark = line.text[one.first - 1] in "-:"
                if is_reached(line, one, deed) or is_after_a_mark:
                    # "The number of those killed in the strike rose to five."
                    between = between[: _led_over(line, deed, between)]
                return (2, between) if _may_govern(line, one, between) else None
            case Role.DONE if line.words.verb_may_come_first:
                is_counted = "scope counts" in line.marks and _is_counted_up(line, one, deed)
                return 1, range(0) if is_counted else between
        return None
    if deed.first >= one.end:
        between = range(one.end, deed.first)
        match role:
            case Role.ACTS if line.mark("impersonal", deed.first) and one.rule == "one":
                # "Фельдшера застрелили": who did it is left out.
                return 2, between
            case Role.ACTS if one.rule == "one" and _is_accusative(line, one):
                # "Беременную застрелил снайпер": the ending says to whom it was done.
                return 2, between
            case Role.ACTS if (one.low or 0) > 1 and _is_singular_verb(line, deed):
                # "Пять рыбаков убил снаряд": several did not do what one did.
                return 2, between
            case Role.ACTS if line.mark("accusatives", one.number):
                # "Трьох співробітників затримали": the form says that it was done to them.
                return 2, between
            case Role.DONE if line.any_of("that is", between):
                # As in "תשע. זה מספר הנשים שנהרגו": whatever stands between leads to it.
                return 1, range(0)
            case Role.DONE | Role.STATE:
                return 1 + 2 * (role is Role.STATE), between
            case Role.NOUNS if _begins_with_and(line, deed) or _leads_on(line, one, deed):
                # "... 612, and the number of the wounded": it leads to what follows.
                return None
            case Role.NOUNS | Role.STATUS:
                is_near = len(between) <= 1 and one.strength is not Strength.TIGHT
                return (_yields(line, one, deed, role), between) if is_near else None
        return None
    if deed.first > one.number or (deed.first == one.number and _is_both(one)):
        # The word stands between the number and the people: "12 wounded civilians".
        return {Role.NOUNS: _yields(line, one, deed, role), Role.DONE: 2, Role.STATUS: 6}.get(
            role, 4
        ), range(0)
    return None


def _is_accusative(line: Line, one: Counted) -> bool:
    return line.text[one.end - 1].endswith(line.words.accusative_endings or ("\0",))


def _led_over(line: Line, deed: Deed, between: range) -> int:
    """Return how much of what stands between a toll and its number counts.

    Of "the number of victims of the fire in the tents of the displaced rose to ten" nothing does:
    no other word for a toll stands there.
    """
    if line.mark("toll", deed.first) is None or line.any_of("toll", between):
        return REACHED_OVER
    return 0


def is_reached(line: Line, one: Counted, deed: Deed) -> bool:
    """Tell whether a number is what a toll has come to: "rose to five", "לשלושה"."""
    if line.ends("reached", one.first) or line.ends("reached", one.number):
        return True
    return line.mark("toll", deed.first) is not None and is_led_to(line, one.number)


def is_led_to(line: Line, at: int) -> bool:
    """Tell whether a number is one that was come to, or has "to" written onto it."""
    if line.ends("reached", at):
        return True
    to = line.words.to_prefixes
    if not to:
        return False
    dashed = at > 1 and line.text[at - 1] == "-" and line.text[at - 2] in to
    return dashed or (line.is_word(at) and line.text[at].startswith(to))


def _is_counted_up(line: Line, one: Counted, deed: Deed) -> bool:
    """Tell whether these are to what a number came: "عدد السائقين الذين قضوا ... إلى تسعة"."""
    if deed.harms != {Harm.KILLED}:
        return False
    counts = range(max(0, deed.first - COUNTS_WITHIN), deed.first)
    is_counted = line.any_of("scope counts", counts)
    return is_counted and (is_led_to(line, one.first) or is_led_to(line, one.number))


def _has_its_own(line: Line, between: range) -> bool:
    """Tell whether things counted part a verb from people: "lost 4 percent, two"."""
    comma = next((at for at in between if line.text[at] == ","), None)
    return comma is not None and any(
        line.mark("things", at + 1)
        and (line.text[at].isdigit() or line.words.numbers.may_begin(line.text[at]))
        for at in range(between.start, comma)
    )


def _leads_on(line: Line, one: Counted, deed: Deed) -> bool:
    """Tell whether a toll's number follows; before it stands one only after "rose to"."""
    is_toll = line.mark("toll", deed.first) is not None
    return is_toll and not is_reached(line, one, deed)


def _begins_with_and(line: Line, deed: Deed) -> bool:
    mark = line.mark("trigger", deed.first)
    return bool(mark and mark.prefix.startswith(line.words.and_prefixes or "\0"))


def _is_singular_verb(line: Line, deed: Deed) -> bool:
    endings = line.words.singular_endings
    return bool(endings) and line.text[deed.first].endswith(endings)


def _is_both(one: Counted) -> bool:
    """Tell whether one word can say who it was and what befell them: "شهيدان", "הרוג"."""
    return one.rule in ("one", "two") and one.strength is Strength.INDEFINITE


def _yields(line: Line, one: Counted, deed: Deed, role: Role) -> int:
    """Return what it costs that they died: "two of the wounded died", "скончались двое раненых"."""
    before = range(one.first - 1, one.first - 4, -1)
    if line.text[one.first].startswith(line.words.and_prefixes or "\0"):
        before = range(0)
    for step in (range(deed.end, deed.end + 3), before):
        for at in step:
            if not 0 <= at < len(line.text) or line.text[at] in ",;.:-" or line.mark("links", at):
                break
            if line.text[at].isdigit():
                break
            mark = line.mark("trigger", at)
            if mark and at > one.first and mark.prefix.startswith(line.words.and_prefixes or "\0"):
                # "12 جريحا وقتل ثلاثة": another clause.
                break
            if mark and Harm.KILLED not in deed.harms and _may_have_died(mark.value):
                return 9
    return 4 * (role is Role.STATUS)


def _may_have_died(meanings: Sequence[Meaning]) -> bool:
    return any(one.role is Role.DONE and one.harm is Harm.KILLED for one in meanings)


def _may_govern(line: Line, one: Counted, between: range) -> bool:
    """Tell whether a noun leads to the number after it: "deaths: 5", "a toll of five"."""
    if one.strength in (Strength.TIGHT, Strength.INDEFINITE):
        return len(between) <= 1
    return not any(line.text[at] in ",;" for at in between)


def _way(
    line: Line,
    between: range,
    one: Counted,
    people: Sequence[Counted],
    deeds: Sequence[Deed],
    farthest: int,
) -> int:
    """Return how far it is from one to the other, or any number beyond the farthest."""
    if not between:
        return 0
    cost = 5 * sum(
        other.number in between and other is not one and not other.is_part for other in people
    )
    if cost > farthest:
        return cost
    aside = {
        at for other in people if other.is_part for at in range(other.first - 2, other.end + 1)
    }
    aside |= _ages_between_commas(line, between)
    # Asked for each piece between each two: without a call for each.
    skipped, be, breaks = (line.marks.get(name, ()) for name in ("skipped", "be", "breaks"))
    for at in between:
        if at in aside or at in skipped or at in be:
            continue
        cost += 3 if line.text[at] in ",:()" else 7 if line.text[at] in ";." else 1
        if at in breaks:
            cost += 5
        if cost > farthest:
            return cost
    return cost + 3 * sum(
        deed.first in between and any(one.role is not Role.STATE for one in deed.meanings)
        for deed in deeds
    )


def _ages_between_commas(line: Line, between: range) -> set[int]:
    """Return where an age stands aside: "The farmer, 66, was wounded"."""
    commas = [at for at in between if line.text[at] in ",()"]
    aside: set[int] = set()
    for opened, closed in pairwise(commas):
        inside = range(opened + 1, closed)
        names_age = any(
            line.any_of(name, inside) for name in ("ages", "before_age", "aged one")
        ) or (len(inside) == 1 and line.text[opened + 1].isdigit())
        if names_age and len(inside) <= AGE_WITHIN:
            aside.update(range(opened, closed + 1))
    return aside
