"""Find who says what a sentence states, as an ordered chain: "Reuters, citing the ministry".

Names that the lexicon knows are found anywhere beside a verb of speech; after "according to" any
name will do. A name is quoted as it is written, with what belongs to it, without its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import is_accusative
from answerable.extraction.told.speakers import SUBJECT_WITHIN, Source, Speakers
from answerable.extraction.values import frozen

_SIGNS = (
    "source according", "source says", "source cites", "source told", "speaker", "denial denies",
)  # fmt: skip
# Who is no member of a list of people harmed: ", a doctor." may be one.
OFFICES = frozenset(
    {
        "agency", "health_authority", "rescue_service", "prosecutor", "police", "un", "red_cross",
        "ngo", "local_authority", "government",
    }
)  # fmt: skip
# After these an English verb is passive, and who stands before it says nothing.
_BE = frozenset({"was", "were", "been", "be", "being", "are"})
_BESIDE_BE = frozenset(
    {"not", "also", "later", "all", "yet", "first", "already", "reportedly", "falsely", "wrongly"}
)
# "Об этом пишет", "про це повідомляє": who says it follows.
_ABOUT_IT = ("этом", "це")
# The first word of a town: the second of Kiryat Shmona looks like "that counts" in Hebrew.
_TOWNS = ("קריית", "קרית")
_HEARERS = frozenset({"reporters", "journalists"})
_RATES = frozenset(
    {"cent", "capita", "day", "hour", "week", "month", "year", "person", "head", "household",
     "family", "square", "1000", "100"}
)  # fmt: skip


@frozen
class Chain:
    """Who says it, the nearest first, and at which piece of the sentence it is said."""

    sources: tuple[Source, ...]
    at: int


def chains(clauses: Clauses) -> list[Chain]:
    """Return who speaks in a sentence."""
    if not clauses.any(*_SIGNS):
        return []
    return _Finder(clauses).chains()


class _Finder(Speakers):
    def chains(self) -> list[Chain]:
        found: list[Chain] = []
        cites = self.clauses.all("source cites")
        for mark in self.clauses.all("source according"):
            if any(c.first <= mark.first < c.end for c in cites) or self.is_rate(mark):
                continue
            if source := self.name_after(mark.end, "according to"):
                found.append(Chain((source,), mark.first))
        verbs = [*self.clauses.all("source says"), *self.clauses.all("denial denies")]
        for mark in sorted(verbs, key=lambda verb: verb.first):
            if self.clauses.overlapping("denial not_denials", mark.first, mark.end):
                continue
            if self.is_no_speech(mark):
                continue
            if source := self.subject(mark):
                found.append(Chain((source,), mark.first))
        for mark in self.clauses.all("source told"):
            found += self.told(mark)
        found = found or list(self.headed())
        for mark in cites:
            found = self.citing(mark, found)
        return sorted(found, key=lambda chain: chain.sources[0].first)

    def is_rate(self, mark: Mark) -> bool:
        """Tell whether "per" says no source: "41 per cent", "nine a day per family"."""
        return self.clauses.folded[mark.first : mark.end] == ["per"] and bool(
            _RATES.intersection(self.clauses.folded[mark.end : mark.end + 1])
        )

    def is_no_speech(self, verb: Mark) -> bool:
        """Tell whether nobody says anything: "declined to say", "were found dead"."""
        before = self.clauses.folded[max(0, verb.first - 2) : verb.first]
        if before[-1:] == ["to"] or "".join(before[-1:]).endswith(_TOWNS):
            return True
        return self.clauses.words.language == "en" and (
            (before[-1:] != [] and before[-1] in _BE)
            or (before[:1] != [] and before[0] in _BE and before[-1] in _BESIDE_BE)
        )

    # --- the ways to say it ----------------------------------------------------------------------

    def subject(self, verb: Mark) -> Source | None:
        """Return who stands before a verb of speech, or after it where the verb comes first."""
        before = self.speaker_before(verb.first)
        after = self.speaker_after(verb.end)
        folded = self.clauses.folded
        if self.charges(verb):
            # "Селяни звинуватили армію", "Армию обвинили": neither is who says it.
            after = None
            if before is not None and is_accusative(folded[before.end - 1]):
                before = None
        inverted = verb.first == 0 or folded[verb.first - 1] in (",", '"', "-", *_ABOUT_IT)
        if inverted and before is not None and "," not in folded[before.end : verb.first - 1]:
            # "Taken to the hospital, its director said": no "the governor, Oleh, said".
            before = None
        if self.clauses.words.language == "en":
            order = (after, before) if inverted else (before, None)
        else:
            # The verb may come first: whoever stands right behind it, speaks.
            order = (after, before) if after and after.first - verb.end <= 2 else (before, after)
        mark = order[0] or order[1]
        first = self.clause_begins(verb.first)
        # A name in the verb's own clause goes before one further off.
        if mark is None or (mark is before and mark.first < first < verb.first):
            unknown = self.unknown_before(first, verb) or self.unknown_after(verb, inverted)
            if unknown is not None:
                return unknown
        return self.taken_once(mark, "speaks", 0.9) if mark is not None else None

    def told(self, verb: Mark) -> Iterator[Chain]:
        """Yield "the ministry told Reuters": the agency passes it on, the ministry says it."""
        is_only_to = verb.end - verb.first == 1 and not self.clauses.words.has_capitals
        if is_only_to and self.clauses.before("source says", verb.first, SUBJECT_WITHIN) is None:
            # "لوكالة": to an agency, or of one.
            return
        speaker, hearer = self.speaker_before(verb.first), self.speaker_after(verb.end)
        teller = self.taken_once(speaker, "tells", 0.85) if speaker else None
        if (
            hearer
            and self.clauses.folded[hearer.first] in _HEARERS
            and hearer.end == hearer.first + 1
        ):
            hearer = None
        passed = self.taken_once(hearer, "told", 0.85) if hearer else None
        chain = tuple(source for source in (passed, teller) if source is not None)
        if chain:
            yield Chain(chain, verb.first)

    def citing(self, mark: Mark, found: list[Chain]) -> list[Chain]:
        """Put who is cited behind who cites."""
        source = self.name_after(mark.end, "cited")
        if source is None:
            return found
        for number, chain in enumerate(found):
            if chain.sources[-1].first >= mark.end:
                continue
            if mark.first - chain.sources[-1].end <= 3 or number == len(found) - 1:
                longer = Chain((*chain.sources, source), chain.at)
                return [*found[:number], longer, *found[number + 1 :]]
        citer = self.speaker_before(mark.first)
        first = self.taken_once(citer, "cites", 0.85) if citer else None
        return [*found, Chain((first, source) if first else (source,), mark.first)]

    def headed(self) -> Iterator[Chain]:
        """Yield "Health ministry: 12 killed" and "12 killed - governor"."""
        folded = self.clauses.folded
        for mark in self.clauses.all("speaker"):
            first, end = self.widened(mark)
            source = None
            if self.heads(mark, end):
                source = self.taken_once(mark, "heads", 0.8)
            elif mark.end >= len(folded) - 5 and first and folded[first - 1] in ("-", "(", ":"):
                source = self.taken_once(mark, "closes", 0.8)
            elif self.signs(mark, first, end):
                source = self.taken_once(mark, "signs", 0.7)
            if source:
                yield Chain((source,), mark.first)

    def heads(self, mark: Mark, end: int) -> bool:
        """Tell whether it stands before a colon, with no verb: not "eight villagers died: two"."""
        between = self.clauses.folded[end : end + 3]
        if mark.first > 5 or ":" not in between or self.is_struck(mark):
            return False
        return _BE.isdisjoint(between[: between.index(":")])

    def is_struck(self, mark: Mark) -> bool:
        """Tell whether what stands before a colon was struck: "shelled a hospital: two hurt"."""
        return any(
            self.clauses.any_within(heading, 0, mark.first) for heading in ("struck", "means deeds")
        )

    def signs(self, mark: Mark, first: int, end: int) -> bool:
        """Tell whether an office alone ends what it tells: ", the local council."; "MIA."."""
        folded = self.clauses.folded
        first -= bool(first and self.article(first - 1))
        if mark.value not in OFFICES or any(one not in '.!"' for one in folded[end:]):
            return False
        if first == 0 and mark.value == "government" and mark.end - mark.first == 1:
            # "Khartoum." heads what happened there.
            return self.clauses.text[self.clauses.tokens[0].start :][:2].isupper()
        return first == 0 or folded[first - 1] == ","


def speaking(found: Sequence[Chain]) -> list[range]:
    """Return which pieces of a sentence name those who speak."""
    return [range(one.first, one.end) for chain in found for one in chain.sources]
