"""Settle what several words for harm, or several numbers, say of the same people in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from answerable.extraction.casualties.attaching import Attached
from answerable.extraction.casualties.deeds import Deed
from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.nearness import is_led_to, is_reached
from answerable.extraction.casualties.parts import is_of_another_time
from answerable.extraction.casualties.people import Counted, Strength
from answerable.extraction.values import replace

DIED_WITHIN = 14
JUST_WITHIN = 2
SMALL_TOLL = 50
"""A larger toll may be of years, and who is told of after a colon one of a day."""
BEFORE_WITHIN = 6
SUMS_WITHIN = 6
CLAUSE_ENDS = frozenset(",.;:!?)")


def outlived(line: Line, wholes: Sequence[Attached], deeds: Sequence[Deed]) -> list[Attached]:
    """Return one who was hurt and then died as one who died: "האחות שנפצעה נפטרה"."""
    used = {one.deed.first for one in wholes}
    return [
        replace(one, harm=Harm.KILLED, rule=f"{one.rule}, died")
        if one.harm is Harm.INJURED
        and any(
            deed.first not in used
            and (
                (one.people.high == 1 and _died(line, one, deed, wholes))
                or _just_died(line, one, deed)
                or _died_at_once(line, one, deed)
            )
            for deed in deeds
        )
        else one
        for one in wholes
    ]


def _died(line: Line, one: Attached, deed: Deed, wholes: Sequence[Attached]) -> bool:
    says_little = any(sense.needs_people for sense in deed.meanings)
    if deed.harms != {Harm.KILLED} or not deed.befalls or says_little:
        return False
    between = range(max(one.deed.end, one.people.end), deed.first)
    if not -1 < deed.first - between.start <= DIED_WITHIN:
        return False
    if any(line.text[at] in ";:" for at in between):
        return False
    if any(other.people.number in between for other in wholes):
        return False
    commas = [at for at in between if line.text[at] == ","]
    if commas and any(line.person(at) for at in range(commas[-1], deed.first)):
        return False
    # "أصيب شاب وقتل بحار": whoever follows it is somebody else.
    at = deed.end
    return at >= len(line.text) or not line.is_word(at) or _says_how(line, at)


def _just_died(line: Line, one: Attached, deed: Deed) -> bool:
    """Tell whether it is the wounded who died: "скончались еще двое раненых"."""
    if deed.harms != {Harm.KILLED} or not deed.befalls or not one.rule.startswith(Role.NOUNS):
        return False
    between = range(deed.end, one.people.first)
    return deed.end <= one.people.first and len(between) <= JUST_WITHIN and all(
        line.mark("skipped", at) or line.mark("links", at) for at in between
    )  # fmt: skip


def _died_at_once(line: Line, one: Attached, deed: Deed) -> bool:
    """Tell whether all who were hurt died of it: "נורו ומתו", "were shot and died"."""
    if deed.harms != {Harm.KILLED} or not deed.befalls or not one.rule.startswith(Role.DONE):
        return False
    between = range(one.deed.end, deed.first)
    if one.people.end > one.deed.first or not 0 <= len(between) <= 1 or deed.first < one.deed.end:
        return False
    joins = bool(between) or line.text[deed.first].startswith(line.words.and_prefixes or "\0")
    at = deed.end
    ends = at >= len(line.text) or not line.is_word(at) or _says_how(line, at)
    return joins and ends and all(line.mark("links", at) for at in between)


def _says_how(line: Line, at: int) -> bool:
    headings = ("stops", "breaks", "links", "skipped", "be", "trigger", "cause")
    return at in line.dated or any(line.mark(heading, at) for heading in headings)


def newest(line: Line, wholes: Sequence[Attached], told: Collection[str]) -> list[Attached]:
    """Leave out a number that is told only as what had been said before a newer one was known.

    "19 were killed. An earlier toll was of 15 dead."
    """
    if "said before" not in line.marks:
        return list(wholes)
    old = [one for one in wholes if _is_said_before(line, one)]
    newer = {one.harm for one in wholes if one not in old} | set(told)
    return [one for one in wholes if one not in old or one.harm not in newer]


def _is_said_before(line: Line, one: Attached) -> bool:
    first = one.people.first
    return not is_of_another_time(line, one.people) and any(
        mark.end <= first + 1
        and first - mark.end <= BEFORE_WITHIN
        and not any(line.text[at] in CLAUSE_ENDS for at in range(mark.end, first))
        for mark in line.marks["said before"].values()
    )


def in_toll(line: Line, wholes: Sequence[Attached]) -> Iterator[tuple[int, int]]:
    """Yield which people are told as the latest of a toll, and of which toll.

    "It rose to seven after two died": to add them would count them twice.
    """
    if "after that" not in line.marks and ":" not in line.text:
        return
    for place, toll in enumerate(wholes):
        if toll.harm is not Harm.KILLED or not _is_toll(line, toll):
            continue
        for number in range(place + 1, len(wholes)):
            one = wholes[number]
            is_less = (one.people.low or 0) < (toll.people.low or 0)
            between = range(toll.people.end, min(one.people.first, one.deed.first) + 1)
            # "Rose to seven: a boy died in hospital".
            says_why = line.any_of("after that", between) or (
                ":" in line.text[between.start : between.stop]
                and one.people.high == 1
                and (toll.people.low or 0) < SMALL_TOLL
            )
            if one.harm is Harm.KILLED and is_less and says_why:
                yield number, place


def _is_toll(line: Line, one: Attached) -> bool:
    says_reached = is_reached(line, one.people, one.deed)
    says_toll = line.mark("toll", one.deed.first) is not None
    return one.rule.startswith(Role.NOUNS) and bool(
        says_toll or says_reached or "risen" in one.rule
    )


def disputed(
    line: Line,
    people: Sequence[Counted],
    wholes: Sequence[Attached],
    deeds: Sequence[Deed],
    told_before: str | None,
) -> Iterator[Attached]:
    """Yield what somebody else counts: "the ministry speaks of 40 dead, the clinic of twelve"."""
    if "said of" not in line.marks and "sums" not in line.marks:
        return
    told = {one.people.number for one in wholes}
    for one in people:
        if one.is_part or one.number in told or one.strength is not Strength.BARE:
            continue
        if summed := _summed_up(line, one, wholes, told_before):
            yield summed
            continue
        ends = one.end >= len(line.text) or line.text[one.end] in CLAUSE_ENDS
        dash = one.first > 1 and line.text[one.first - 1] == "-"
        said = line.ends("said of", one.first - dash) or line.ends("said of", one.number)
        of = _counted_before(line, one, wholes, deeds) if ends and said else None
        if of is not None:
            harm, deed = of
            yield Attached(harm, one, deed, 5, f"told by another, {one.rule}")


def _summed_up(
    line: Line, one: Counted, wholes: Sequence[Attached], told_before: str | None
) -> Attached | None:
    """Return a sum of those told before: "22 were killed, bringing the total since May to 140".

    Also of those of the sentence before: "The army put the number at under 60."
    """
    is_led = is_led_to(line, one.first) or is_led_to(line, one.number)
    if not (is_led or line.ends("sums", one.first) or line.mark("be", one.first - 1)):
        return None
    before = [whole for whole in wholes if whole.people.end <= one.first]
    last = before[-1] if before else None
    first = max(last.people.end, last.deed.end) if last else 0
    between = range(first, one.first)
    said = [mark for at, mark in line.marks.get("sums", {}).items() if at in between]
    if not said or any(line.any_of(name, between) for name in ("trigger", "of things")):
        return None
    rule = f"summed up, {one.rule}"
    if last:
        return Attached(last.harm, one, last.deed, 5, rule)
    if told_before != Harm.KILLED or one.first - said[-1].end > SUMS_WITHIN:
        return None
    meaning = Meaning(Harm.KILLED, Role.NOUNS, needs_people=False)
    return Attached(Harm.KILLED, one, Deed(said[-1].first, said[-1].end, (meaning,)), 5, rule)


def _counted_before(
    line: Line, one: Counted, wholes: Sequence[Attached], deeds: Sequence[Deed]
) -> tuple[Harm, Deed] | None:
    """Return what the people before it suffered, or else what a toll is of: "the number of ..."."""
    before = [whole for whole in wholes if whole.people.end <= one.first]
    if before:
        return before[-1].harm, before[-1].deed
    tolls = [deed for deed in deeds if deed.end <= one.first and line.mark("toll", deed.first)]
    return (tolls[-1].meanings[0].harm, tolls[-1]) if tolls else None


def hurt(line: Line, wholes: Sequence[Attached], deeds: Sequence[Deed]) -> list[Attached]:
    """Return victims of whom it is said how they are as the injured: "נפגעות פונו במצב קל"."""
    if "victims" not in line.marks or any(Harm.KILLED in deed.harms for deed in deeds):
        return list(wholes)
    said = any(deed.harms == {Harm.INJURED} for deed in deeds)
    return [
        replace(one, harm=Harm.INJURED)
        if said and one.harm is Harm.CASUALTIES and line.mark("victims", one.deed.first)
        else one
        for one in wholes
    ]
