"""Find the words that say what happened to people, and how each stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.values import frozen

NONE_WITHIN = 7
BETWEEN_TWO = 2
CAUSE_WITHIN = 4
SPLIT_WITHIN = 14
ILLNESS_WITHIN = 6
LIVES_WITHIN = 7
EXCEPT_WITHIN = 3
EXCEPT = frozenset(
    ("except", "but", "крім", "окрім", "кроме", "سوي", "الا", "غير", "מלבד", "פרט", "אלא", "רק")
)
"""After these stand who lives: "none survived but six"."""


@frozen
class Deed:
    """A word that says what happened, in the senses that it can have where it stands."""

    first: int
    end: int
    meanings: tuple[Meaning, ...]

    @property
    def harms(self) -> frozenset[Harm]:
        """What it can say."""
        return frozenset(one.harm for one in self.meanings)

    @property
    def befalls(self) -> bool:
        """Tell whether it can say what became of people, and not only who did it to whom."""
        return any(one.role is Role.DONE for one in self.meanings)


@frozen
class Nobody:
    """It is said that nobody suffered this."""

    harms: tuple[Harm, ...]
    first: int
    end: int
    rule: str


def deeds(line: Line) -> list[Deed]:
    """Return what happened, in order; "killed and wounded" of the same people is one."""
    found: list[Deed] = []
    end = 0
    triggers = {**line.marks.get("trigger", {}), **dict(_split(line))}
    for at, mark in sorted(triggers.items()):
        if at < end or at in line.dated:
            continue
        end = mark.end
        if (
            _is_not(line, at)
            or _is_illness(line, mark)
            # "Two are missing from the collection": things, and not people.
            or line.mark("of things", mark.end)
            or (found and _is_cause(line, found[-1], at, mark.value))
        ):
            continue
        if found and _was_cause(line, found[-1], at, mark.value):
            found.pop()
        found.append(Deed(at, end, _senses(line, at, end, mark.value)))
    return _paired(line, _with_lives(line, found))


def _split(line: Line) -> Iterator[tuple[int, Mark]]:
    """Yield verbs whose second half stands after the people: "نُقل عشرون شخصًا إلى المستشفى"."""
    for at, mark in line.marks.get("opens", {}).items():
        known = line.mark("trigger", at)
        if known is not None and known.end > mark.end:
            continue
        meaning = next(
            (one for half, one in mark.value if _closes(line, mark.end, half, one)), None
        )
        if meaning is not None:
            yield at, Mark(at, mark.end, (meaning,), mark.prefix)


def _closes(line: Line, first: int, half: str, meaning: Meaning) -> bool:
    if half not in line.marks:
        return False
    for end in range(first, min(first + SPLIT_WITHIN, len(line.text))):
        if line.mark(half, end):
            return True
        if line.text[end] in ".;:" or _is_parting(line, end, meaning.harm):
            return False
    return False


def _is_parting(line: Line, at: int, harm: Harm) -> bool:
    """Tell whether something else befell those between, unless the wounded died."""
    mark = line.mark("trigger", at)
    if mark is None:
        return False
    is_wounded = all(one.harm is Harm.INJURED and one.role is Role.NOUNS for one in mark.value)
    return not (is_wounded and harm is Harm.KILLED)


def _is_cause(line: Line, before: Deed, at: int, meanings: tuple[Meaning, ...]) -> bool:
    """Tell whether wounds are what somebody died of: "died of burns"."""
    is_near = Harm.KILLED in before.harms and 0 < at - before.end <= CAUSE_WITHIN
    is_wound = all(one.harm is Harm.INJURED for one in meanings)
    return is_near and is_wound and line.any_of("cause", range(before.end, at))


def _was_cause(line: Line, before: Deed, at: int, meanings: tuple[Meaning, ...]) -> bool:
    """Tell whether wounds told before were the cause: "от полученных травм скончалась"."""
    is_near = 0 <= at - before.end <= 1 and before.harms == {Harm.INJURED}
    is_death = all(one.harm is Harm.KILLED for one in meanings)
    return is_near and is_death and line.any_of("cause", range(before.first - 2, before.first))


def _is_illness(line: Line, mark: Mark) -> bool:
    """Tell whether it is a disease that people were struck by: "إصابة 300 شخص بالكوليرا"."""
    if "illness" not in line.marks or any(one.harm is not Harm.INJURED for one in mark.value):
        return False
    if line.mark("toll", mark.first):
        # "Nobody died of cholera; the number of cases fell to twelve."
        return True
    for at in range(mark.end, min(mark.end + ILLNESS_WITHIN, len(line.text))):
        if line.text[at] in ",.;:" or line.mark("trigger", at):
            return False
        if line.mark("illness", at):
            return True
    return False


def _with_lives(line: Line, found: list[Deed]) -> list[Deed]:
    """Add what took lives with those it took between: "cost a nurse her life"."""
    taken = [
        Deed(at, mark.end, (Meaning(Harm.KILLED, Role.ACTS, needs_people=False),))
        for at, mark in line.marks.get("takers", {}).items()
        if _takes_lives(line, at, mark.end)
        and not any(one.first < mark.end and at < one.end and _is_sure(one) for one in found)
    ]
    if not taken:
        return found
    firsts = {one.first for one in taken}
    kept = [one for one in found if one.first not in firsts]
    return sorted([*kept, *taken], key=lambda one: one.first)


def _is_sure(one: Deed) -> bool:
    return not all(sense.needs_people for sense in one.meanings)


def _takes_lives(line: Line, at: int, end: int) -> bool:
    return not _is_not(line, at) and _before_lives(line, end)


def _before_lives(line: Line, end: int) -> bool:
    for near in range(end, min(end + LIVES_WITHIN, len(line.text))):
        if line.mark("lives", near):
            return True
        if line.text[near] in ",;.:" or line.mark("breaks", near) or line.mark("trigger", near):
            return False
    return False


def nobody(line: Line) -> Iterator[Nobody]:
    """Yield what is said to have happened to nobody: "no casualties", "ніхто не загинув"."""
    if "zero" not in line.marks and "none" not in line.marks:
        # Most sentences.
        return
    taken: set[int] = set()
    for mark in sorted(line.marks.get("zero", {}).values(), key=lambda one: one.first):
        if mark.first in taken or line.any_of("unsaid_after", range(mark.end, mark.end + 4)):
            continue
        taken.update(range(mark.first, mark.end))
        yield Nobody(mark.value, mark.first, mark.end, "zero, said")
    for at, none in sorted(line.marks.get("none", {}).items()):
        if at in taken or line.mark("not none", at):
            continue
        end, harms = _harms_after(line, none.end)
        if harms and not line.any_of("unsaid_after", range(end, end + 4)):
            taken.update(range(at, end))
            yield Nobody(tuple(harms), at, end, "zero, none")


def _harms_after(line: Line, first: int) -> tuple[int, list[Harm]]:
    """Return what nobody suffered: "killed", "killed or injured"; and where that ends."""
    harms: list[Harm] = []
    end, at, last = first, first, min(first + NONE_WITHIN, len(line.text))
    while at < last:
        if (mark := line.mark("trigger", at)) and line.mark("not", at):
            # "Ніхто не вижив" says that all died.
            break
        if mark and _takes_no_lives(line, mark):
            break
        if mark:
            is_noun = all(one.role is Role.NOUNS for one in mark.value)
            if line.any_of("unsaid", range(first, at)) or (is_noun and at > first + 2):
                break
            harm = mark.value[0].harm
            both = harm is Harm.CASUALTIES
            some = (Harm.KILLED, Harm.INJURED) if both else (harm,)
            if harm not in (Harm.KILLED, Harm.INJURED, Harm.CASUALTIES):
                break
            harms += [one for one in some if one not in harms]
            at = end = mark.end
            last = min(end + 3, len(line.text))
            continue
        if line.text[at] in ",;.:" or line.mark("breaks", at):
            break
        at += 1
    return end, harms


def _takes_no_lives(line: Line, mark: Mark) -> bool:
    """Tell whether something else is taken: "nobody claimed the attack"."""
    taker = line.mark("takers", mark.first)
    return taker is not None and taker.end == mark.end and not _before_lives(line, mark.end)


def _is_not(line: Line, at: int) -> bool:
    """Tell whether it is said not to have happened, or only feared or planned."""
    if "not" not in line.marks and "none" not in line.marks:
        return False
    trigger = line.mark("trigger", at)
    if trigger and line.mark("not", at):
        # "None survived but six" says who lives, and not how many died.
        after = line.text[trigger.end : trigger.end + EXCEPT_WITHIN]
        if not EXCEPT.isdisjoint(after):
            return True
    if _is_negated(line, at) or (line.is_word(at - 1) and _is_negated(line, at - 1)):
        return True
    return any(
        line.mark("none", back) and not line.mark("not none", back)
        for back in range(max(0, at - NONE_WITHIN + 1), at)
        if not any(line.text[between] in ',;.:"' for between in range(back, at))
    )


def _is_negated(line: Line, end: int) -> bool:
    """Tell whether "not" or "if" ends there, and not somebody: "אם ובתה"."""
    said = line.ends("not", end)
    if said is None:
        return False
    named = line.mark("one", said.first)
    if named is not None and named.end > said.end:
        # "אם לשישה נהרגה"
        return False
    followed = line.mark("kin", said.end) or (
        said.end < len(line.text) and line.text[said.end].startswith("ש")
    )
    return not (followed and line.mark("one", said.first))


def _senses(line: Line, at: int, end: int, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Return the senses that fit: after "were" it was done to somebody, after "have" they did it.

    Only where the verb follows, as in English; elsewhere the form of the word says it.
    """
    if line.words.verb_may_come_first or len(meanings) < 2:
        return meanings
    after_be = any(
        line.mark("be", back) and not line.any_of("links", range(back, at))
        for back in range(max(0, at - 3), at)
    )
    if after_be or line.mark("agent", end):
        return tuple(one for one in meanings if one.role is not Role.ACTS) or meanings
    if line.mark("article", end) or line.mark("definite", end):
        # "Attackers killed its founder": they did it.
        return tuple(one for one in meanings if one.role is not Role.DONE) or meanings
    return meanings


def _paired(line: Line, found: list[Deed]) -> list[Deed]:
    """Make "killed and wounded", without people between, one: how many of each is not said."""
    out: list[Deed] = []
    for deed in found:
        last = out[-1] if out else None
        between = range(last.end, deed.first) if last else range(0)
        is_pair = last is not None and {Harm.KILLED, Harm.INJURED} == (last.harms | deed.harms)
        if (
            last is not None
            and is_pair
            and not any(one.needs_people for one in _shared(last, deed))
            and last.harms != deed.harms
            and not _counts_itself(line, last, deed)
            and _shared(last, deed)
            and len(between) <= BETWEEN_TWO
            and not any(line.text[at].isdigit() for at in between)
            and _is_and(line, between, deed.first)
            and last.end - last.first == deed.end - deed.first == 1
        ):
            out[-1] = Deed(last.first, deed.end, _of_both(last, deed))
        else:
            out.append(deed)
    return out


def _shared(one: Deed, other: Deed) -> list[Meaning]:
    """Return the senses in which both stand alike to their people."""
    roles = {sense.role for sense in one.meanings} & {sense.role for sense in other.meanings}
    return [sense for sense in (*one.meanings, *other.meanings) if sense.role in roles]


def _counts_itself(line: Line, last: Deed, deed: Deed) -> bool:
    """Tell whether each of two says its own number: "شهيد وجريحان", "הרוגים ופצועים רבים"."""
    if line.mark("two", deed.first) or line.mark("unknown", deed.end):
        return True
    if any(one.role is Role.ACTS for one in deed.meanings) and _counts(line, deed.end):
        # "ثلاثة شهداء وإصابة شخصين"
        return True
    is_one = line.mark("one", last.first) and line.mark("one", deed.first)
    if not is_one or line.words.has_articles:
        return False
    before = max(0, last.first - 1)
    numbered = line.text[before].isdigit() or line.words.numbers.may_begin(line.text[before])
    return before == last.first or not numbered


def _counts(line: Line, at: int) -> bool:
    """Tell whether a number or somebody who is counted by the word alone stands there."""
    if not line.is_word(at):
        return at < len(line.text) and line.text[at].isdigit()
    person = line.person(at)
    is_counted = person is not None and person[0] in ("one", "two")
    return is_counted or line.words.numbers.may_begin(line.text[at])


def _is_and(line: Line, between: range, first: int) -> bool:
    if any(line.mark("links", at) for at in between):
        return all(line.mark("links", at) or line.text[at] == "/" for at in between)
    if between:
        return all(line.text[at] == "/" for at in between)
    # Where "and" is written onto the verb, a verb has its own people after it; nouns may share.
    mark = line.mark("trigger", first)
    is_noun = bool(mark) and any(one.role is Role.NOUNS for one in mark.value) if mark else False
    return is_noun and bool(mark and mark.prefix.startswith(line.words.and_prefixes or "\0"))


def _of_both(one: Deed, other: Deed) -> tuple[Meaning, ...]:
    roles = {sense.role for sense in one.meanings} & {sense.role for sense in other.meanings}
    return tuple(Meaning(Harm.CASUALTIES, role, False) for role in sorted(roles))
