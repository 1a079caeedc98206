"""Read one person whom no lexicon knows where the verb says that it was one.

"Загинув комбайнер", "נהרג יוסי כהן", "a beekeeper was killed": who it was may be any word or name,
and the form of the verb, the auxiliary or the article says that it was one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from answerable.extraction.casualties.deeds import Deed
from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.people import Counted, Strength, is_dual
from answerable.extraction.counts.quantities import Qualifier
from answerable.extraction.text.tokens import WORD
from answerable.extraction.text.vocabulary import Mark

PRONOUN = "one, told before"
LONGEST = 3
LONGEST_BEFORE = 7
DUAL_LONGER_THAN = 5
OBJECT_LONGER_THAN = 4
DAMMA = "\u064f"
SINGULAR = frozenset(("was", "is", "been", "being"))
PLURAL = frozenset(("were", "are"))
_WITH = frozenset(("с", "со", "з", "із", "зі"))


def implied(
    line: Line, deeds: Sequence[Deed], used: Collection[int]
) -> Iterator[tuple[Meaning, Counted, Deed]]:
    """Yield one person for each deed that has found nobody and says that it befell one."""
    for place, deed in enumerate(deeds):
        says_one = (
            deed.befalls
            or line.mark("single", deed.first)
            or _object(line, deed)
            or _object_before(line, deed)
        )
        if place in used or not says_one or deed.first in _followed(line, deeds, place):
            continue
        meaning = next((one for one in deed.meanings if one.role is not Role.NOUNS), None)
        if meaning is None or meaning.harm is Harm.CASUALTIES:
            continue
        if said := _pronoun(line, deed):
            one = Counted(
                said.first, said.end, said.first, 1, 1, Qualifier.EXACT, None, Strength.TIGHT,
                PRONOUN,
            )  # fmt: skip
            yield meaning, one, deed
            continue
        span = _in_english(line, deed) if line.words.has_articles else _by_verb(line, deed)
        span = span or _object(line, deed) or _object_before(line, deed)
        number = _number_by_ending(line, span) if span else 0
        if span and number:
            rule = "one by the verb" if number == 1 else "two by the ending"
            one = Counted(
                span.start, span.stop, span.start, number, number, Qualifier.EXACT, None,
                Strength.TIGHT, rule,
            )  # fmt: skip
            yield meaning, one, deed


def _pronoun(line: Line, deed: Deed) -> Mark | None:
    """Return the "he" or "she" who died: who it was was told before."""
    if deed.harms != {Harm.KILLED}:
        return None
    at = deed.first - 1
    while at >= 0 and (line.mark("skipped", at) or line.mark("be", at)):
        at -= 1
    return line.mark("pronouns", at)


def _number_by_ending(line: Line, span: range) -> int:
    """Return 2 for a dual, 0 for a plural, else 1; only where endings say it, as in Arabic."""
    word, words = line.text[span.start], line.words
    if is_dual(line, span.start):
        return 2
    if words.dual_endings and word.endswith(words.dual_endings) and len(word) > DUAL_LONGER_THAN:
        return 2
    return 0 if words.plural_endings and word.endswith(words.plural_endings) else 1


def _followed(line: Line, deeds: Sequence[Deed], place: int) -> range:
    """Return the place of a deed that belongs to the next one: "was shot and killed"."""
    following = deeds[place + 1] if place + 1 < len(deeds) else None
    near = following is not None and all(
        line.mark("links", at) or line.mark("skipped", at) or line.mark("be", at)
        for at in range(deeds[place].end, following.first)
    )
    return range(deeds[place].first, deeds[place].first + 1) if near else range(0)


# --- the verb says that it was one ---------------------------------------------------------------


def _by_verb(line: Line, deed: Deed) -> range | None:
    says_one = line.mark("single", deed.first) or _is_passive(line, deed)
    if not says_one or line.ends("breaks", deed.first):
        return None
    if line.mark("things", deed.end):
        return None
    after, before = _run_after(line, deed.end), _run_before(line, deed.first)
    if before and line.words.subject_first and _begins_clause(line, before.start):
        return before
    return after or before


def _is_passive(line: Line, deed: Deed) -> bool:
    """Tell whether a vowel sign makes the verb passive: "قُتل", and not "قتل"."""
    token = line.tokens[deed.first]
    return line.words.language == "ar" and DAMMA in line.source[token.start : token.end][:4]


def _run_after(line: Line, first: int) -> range:
    while first < len(line.text) and line.mark("skipped", first):
        first += 1
    end = first
    if first < len(line.text) and not _may_be_first(line, first):
        return range(0)
    while end < len(line.text) and end - first < LONGEST and _may_name(line, end):
        if end > first and line.mark("things", end):
            break
        end += 1
    return _unless_thing(line, range(first, end))


def _object(line: Line, deed: Deed) -> range | None:
    """Return whom a verb befell by the ending of the word after it: "убила сантехника"."""
    endings = line.words.object_endings
    if not endings or not any(one.role is Role.ACTS for one in deed.meanings):
        return None
    if any(one.needs_people for one in deed.meanings) or not _may_be_object(line, deed.end):
        return None
    return _unless_thing(line, range(deed.end, deed.end + 1)) or None


def _object_before(line: Line, deed: Deed) -> range | None:
    """Return whom a verb without a subject befell: "моториста застрелили", "чергового вбито"."""
    at, endings = deed.first - 1, line.words.object_before
    if not endings or at < 0 or not line.mark("impersonal", deed.first):
        return None
    word = line.text[at]
    is_one = len(word) > OBJECT_LONGER_THAN and word.endswith(endings) and _may_name(line, at)
    return range(at, deed.first) if is_one and _begins_clause(line, at) else None


def _may_be_object(line: Line, at: int) -> bool:
    return (
        at < len(line.text)
        and _may_name(line, at)
        and len(line.text[at]) > OBJECT_LONGER_THAN
        and line.text[at].endswith(line.words.object_endings)
        and not (_is_name(line, at + 1) and _is_name(line, at + 2))
    )


def _is_name(line: Line, at: int) -> bool:
    """Tell whether a name may go on there: one more word may say whose or what he was."""
    return at < len(line.text) and line.is_word(at) and _may_name(line, at)


def _run_before(line: Line, end: int) -> range:
    while end and (line.mark("skipped", end - 1) or line.mark("be", end - 1)):
        end -= 1
    first = end
    while first and end - first < LONGEST and _may_name(line, first - 1):
        first -= 1
    if first and line.text[first - 1] in _WITH:
        # "Ларёк с мороженым сгорел."
        return range(0)
    return _unless_thing(line, range(first, end))


def _unless_thing(line: Line, run: range) -> range:
    things = any(line.mark("things", at) or line.mark("many", at) for at in run)
    if run and line.text[run.start].startswith(line.words.other_prefixes or ("\0",)):
        # "נעצר בסלון": where, and not who.
        return range(0)
    return range(0) if things else run


def _may_name(line: Line, at: int) -> bool:
    token = line.tokens[at]
    return (
        token.kind is WORD
        and len(token.text) > 1
        and at not in line.dated
        and not any(
            line.mark(heading, at)
            for heading in ("stops", "breaks", "links", "trigger", "none", "not", "agent", "be")
        )
    )


def _may_be_first(line: Line, at: int) -> bool:
    """Tell whether a name may begin here: not with "and" written onto it, and not with a number."""
    word, words = line.text[at], line.words
    return not word.startswith(words.and_prefixes or "\0") and not words.numbers.may_begin(word)


def _begins_clause(line: Line, first: int) -> bool:
    return first == 0 or line.text[first - 1] in ",;:-(" or bool(line.ends("links", first))


# --- the article or the auxiliary says it --------------------------------------------------------


def _in_english(line: Line, deed: Deed) -> range | None:
    if any(one.role is Role.ACTS for one in deed.meanings) and line.mark("article", deed.end):
        end = deed.end + 1
        while end < len(line.text) and end - deed.end <= LONGEST + 1 and _may_name(line, end):
            end += 1
        return _unless_thing(line, range(deed.end, end)) if end > deed.end + 1 else None
    auxiliary = next((at for at in range(deed.first, max(-1, deed.first - 4), -1)
                      if line.text[at] in SINGULAR | PLURAL), None)  # fmt: skip
    if auxiliary is None or line.text[auxiliary] in PLURAL or not auxiliary:
        return None
    if line.text[auxiliary] == "been" and "have" in line.text[max(0, auxiliary - 2) : auxiliary]:
        return None
    return _subject(line, auxiliary)


def _subject(line: Line, end: int) -> range | None:
    """Return the noun with its article that stands before "was"."""
    while end and line.text[end - 1] in ("has", "had", "was", "also", "reportedly", "later"):
        end -= 1
    for first in range(end - 1, max(-1, end - LONGEST_BEFORE), -1):
        if line.mark("article", first):
            return _unless_thing(line, range(first, end))
        if (
            line.text[first] in ",;:.()"
            or line.mark("breaks", first)
            or line.mark("trigger", first)
        ):
            return None
    return None
