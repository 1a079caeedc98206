"""Find the people whom a sentence counts without a number: by an article, by the dual, by age."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.extraction.casualties.harmwords import Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.numbered import people_after
from answerable.extraction.casualties.parts import is_part
from answerable.extraction.casualties.people import Counted, Strength, is_dual, whole_name
from answerable.extraction.counts.quantities import Qualifier
from answerable.extraction.text.tokens import NUMBER
from answerable.extraction.text.vocabulary import Mark

# How far an article may stand from its noun.
ARTICLE_WITHIN = 6
# How far a verb of speech may stand after who speaks, and what stands in no such phrase.
SAYS_WITHIN = 7
_NO_SUBJECT = ("trigger", "links", "be", "breaks")


def unnumbered(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield people who are counted without a number, outside the places that are taken."""
    after = 0
    voweled, duals = dict(_voweled(line)), line.words.construct_duals
    places = {at for number in ("one", "two", "of") for at in line.marks.get(number, ())}
    for at in sorted(places | voweled.keys()):
        two = line.mark("two", at) or voweled.get(at)
        if two is None and duals and line.text[at].endswith(duals):
            two = _in_construct(line, at)
        noun = two or line.mark("one", at) or _governed(line, at)
        if noun is None or at < after or _is_in_a_name(line, at) or line.ends_another(noun):
            continue
        if line.ends("unknown", noun.first):
            # "A large number of civilian casualties": of no one person.
            continue
        if noun.prefix not in line.words.naming_prefixes and not line.ends("trigger", at):
            continue
        if not taken.isdisjoint(range(noun.first, noun.end)) or _speaks(line, noun):
            continue
        if two and _is_of_several(line, noun):
            continue
        category, end = whole_name(line, noun)
        plural = end > noun.end and _names_several(line, end)
        if plural and two is None:
            # "Palestinian herders": the word that may be one person describes several.
            after = end
            continue
        if line.mark("adjectives", at) and _describes(line, at, end):
            continue
        after = end
        first, strength = _beginning(line, at, noun, taken)
        if first >= 0:
            number, rule = (2, "two") if two else (1, "one")
            yield Counted(
                first, end, at, number, number, Qualifier.EXACT, category, strength, rule,
                is_part=is_part(line, first, at, end),
            )  # fmt: skip
    yield from _unstated(line, taken)
    yield from _by_age(line, taken)


def _in_construct(line: Line, at: int) -> Mark | None:
    """Return a dual whose ending is cut before whose they are: "حارسا المدرسة"."""
    noun = line.mark("one", at)
    is_anothers = line.mark("kin", at) is not None
    if noun is None or is_anothers or not line.is_word(noun.end) or noun.end in line.dated:
        return None
    word = line.text[noun.end]
    headings = ("stops", "breaks", "trigger", "one", "many", "scope periodic", "scope month")
    is_whose = word.startswith(line.words.definite_prefixes or "\0")
    return noun if is_whose and not any(line.mark(name, noun.end) for name in headings) else None


def _is_of_several(line: Line, noun: Mark) -> bool:
    """Tell whether an ending is a plural's after a word for many: "قتلى الصيادين"."""
    deed = line.ends("trigger", noun.first)
    is_definite = noun.prefix.endswith(line.words.definite_prefixes or ("\0",))
    if deed is None or not is_definite:
        return False
    return all(one.role is Role.NOUNS for one in deed.value)


def _speaks(line: Line, noun: Mark) -> bool:
    """Tell whether it is who says it, who is no victim: "הבהיר מנהל", "главврач подтвердил"."""
    if line.ends("speaks", noun.first):
        return True
    if line.words.verbs_agree and line.mark("speaks", noun.end):
        return True
    return not line.ends("trigger", noun.first) and _says_after(line, noun.end)


def _says_after(line: Line, end: int) -> bool:
    """Tell whether who is named says it: "the mayor, Oleh Syn, said", "a doctor there told us"."""
    spoken = [name for name in ("speaks", "tells") if name in line.marks]
    if not spoken:
        return False
    commas = 0
    for at in range(end, min(end + SAYS_WITHIN, len(line.text))):
        if any(line.mark(name, at) for name in spoken):
            # ", said the mayor" has another subject; between two commas stands a name.
            return commas != 1
        if line.text[at] == "," and (at == end or commas == 1) and line.is_word(at + 1):
            commas += 1
            if commas == 1 or any(line.mark(name, at + 1) for name in spoken):
                continue
            return False
        if not line.is_word(at) or any(line.mark(name, at) for name in _NO_SUBJECT):
            return False
        if at > end and line.person(at):
            return False
    return False


def _voweled(line: Line) -> Iterator[tuple[int, Mark]]:
    """Yield words for several that a vowel sign makes two: "عاملَين", and not "عاملين"."""
    for at, mark in line.marks.get("many", {}).items():
        if mark.end == at + 1 and is_dual(line, at):
            yield at, mark


def _names_several(line: Line, end: int) -> bool:
    many = line.ends("many", end)
    # "A colleague of ours" is one.
    return many is not None and line.text[many.first] != "of" and not line.ends("one", end)


def _is_in_a_name(line: Line, at: int) -> bool:
    return "names" in line.marks and any(
        (name := line.mark("names", back)) and name.end > at for back in range(at - 2, at + 1)
    )


def _by_age(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield one who is named by age alone: "a 43-year-old was killed", "בן 43 נהרג"."""
    for at, mark in line.marks.get("aged one", {}).items():
        number = mark.end if mark.end < len(line.tokens) else at
        if line.tokens[number].kind is not NUMBER:
            number = at - 1
        end = max(mark.end, number + 1)
        first = min(at, number)
        if first < 0 or line.tokens[number].kind is not NUMBER or first in taken:
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
    named = ("trigger", "links", "subset", "among")
    return first > 0 and not any(line.ends(heading, first) for heading in named)


def _governed(line: Line, at: int) -> Mark | None:
    """Return a word that names one only where harm governs it: "гибель женщины", "тело мужчины"."""
    noun = line.mark("of", at)
    if noun is None:
        return None
    first = _with_age(line, at)
    before = _before_adjective(line, first)
    governs = (
        any(_acts(line, end) or line.ends("absent", end) for end in {first, before})
        or any(line.ends(name, first) for name in ("subset", "among"))
        or line.mark("absent", noun.end)
        or (line.ends("having", first) and line.mark("trigger", noun.end))
        or line.mark("bodily", noun.end)
        or (line.ends("links", first) and line.mark("many", at) is None)
    )
    return noun if governs else None


def _before_adjective(line: Line, first: int) -> int:
    """Return where what governs may end: "гибель местной жительницы"."""
    at = first - 1
    parts = ("links", "stops", "breaks", "trigger", "many", "one", "skipped")
    is_plain = line.is_word(at) and not any(line.mark(heading, at) for heading in parts)
    return at if is_plain else first


def _acts(line: Line, end: int) -> bool:
    """Tell whether a word for harm that governs ends here: "погибли" governs nobody."""
    mark = line.ends("trigger", end)
    return mark is not None and any(
        one.role in (Role.ACTS, Role.NOUNS, Role.STATUS) for one in mark.value
    )


def _with_age(line: Line, at: int) -> int:
    """Return where "54-річна жінка" begins, for the place of the noun."""
    if at > 2 and line.mark("ages", at - 1) and line.text[at - 2] == "-":
        return at - 3 if line.tokens[at - 3].kind is NUMBER else at
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
        category, end, strength = people_after(line, mark.end)
        if end >= 0 and strength is Strength.KNOWN:
            yield Counted(
                mark.first, end, mark.first, None, None, None, category, strength, "unstated"
            )
