"""Find who says what a sentence states, as an ordered chain: "Reuters, citing the ministry".

Names that the lexicon knows are found anywhere beside a verb of speech; after "according to" any
name will do. A name is quoted as it is written, with what belongs to it, without its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.text.tokens import Kind
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import WITH_CASES, is_accusative
from answerable.extraction.values import frozen

LONGEST_NAME = 8
SUBJECT_WITHIN, AFTER_VERB = 9, 5
_SIGNS = (
    "source according", "source says", "source cites", "source told", "speaker", "denial denies",
)  # fmt: skip
_JOINS = frozenset({"-", "'", '"', "."})
_BREAKS = frozenset({",", "-", ":", ";", '"', "(", ")", ".", "?", "!"})
_PARTS = frozenset({";", ":", "(", ")"})
# What speaks, and is no name.
_NO_NAMES = frozenset(
    {
        "he", "she", "it", "they", "we", "i", "you", "who", "which", "this", "that", "not", "be",
        "neither", "either", "both", "nobody", "none", "some", "many", "others", "someone",
        "everyone", "all", "most", "several", "people", "despite", "amid", "after", "before",
        "because", "when", "while", "during", "since", "although", "though", "following", "if",
        "في", "ان", "انه", "انها", "انهم", "بيان",
        "також", "він", "вона", "вони", "це", "який", "яка", "не", "про", "як", "было", "он", "она",
        "они", "это", "который", "которая", "как", "об", "так", "ראה", "הוא", "היא", "הם", "כך",
        "كما", "هو", "هي", "ما", "قد", "те", "тот", "ככה", "זה", "זו", "מי",
    }
)  # fmt: skip
LONGEST_SUBJECT = 6
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
# What opens the clause that is said.
_SUBORDINATES = frozenset({"что", "що", "будто", "якобы", "нібито", "ніби", "мовби", "начебто"})
# The first word of a town: the second of Kiryat Shmona looks like "that counts" in Hebrew.
_TOWNS = ("קריית", "קרית")
_HEARERS = frozenset({"reporters", "journalists"})
_RATES = frozenset(
    {"cent", "capita", "day", "hour", "week", "month", "year", "person", "head", "household",
     "family", "square", "1000", "100"}
)  # fmt: skip
_OF = frozenset({"of", "for", "in", "the", "'s", "al", "de"})


@frozen
class Source:
    """Somebody who says something; `first` and `end` count pieces."""

    first: int
    end: int
    sort: str
    rule: str
    confidence: float


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


class _Finder:
    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.taken: dict[int, Source] = {}

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

    def charges(self, verb: Mark) -> bool:
        """Tell whether a verb accuses whoever stands beside it without a preposition."""
        return self.clauses.words.language in WITH_CASES and (
            self.clauses.overlapping("actor charges", verb.first, verb.end) is not None
        )

    def clause_begins(self, at: int) -> int:
        while at > 0 and (self.clauses.folded[at - 1] not in _BREAKS or self.is_glued(at - 1)):
            at -= 1
        return at

    def is_glued(self, at: int) -> bool:
        """Tell whether a hyphen joins a word: "Houthi-run"."""
        tokens = self.clauses.tokens
        return tokens[at].text == "-" and tokens[at].glued and tokens[at + 1].glued

    def unknown_before(self, first: int, verb: Mark) -> Source | None:
        """Return whoever stands alone before a verb of speech: ", the forester said"."""
        while length := self.article(first):
            first += length
        clauses = self.clauses
        if not 0 < verb.first - first <= LONGEST_SUBJECT or first in self.taken:
            return None
        names = range(first, verb.first)
        if not all(clauses.is_word(at) or clauses.folded[at] == "-" for at in names):
            return None
        if any(clauses.folded[at] in _NO_NAMES or self.is_end(at) for at in names):
            return None
        if clauses.folded[verb.first] in clauses.words.weak:
            return None
        if self.charges(verb) and any(is_accusative(clauses.folded[at]) for at in names):
            return None
        if any(at in self.taken for at in names) or any(
            clauses.overlapping(heading, first, verb.first)
            for heading in ("source says", "denial denies", "struck", "attacks", "means deeds")
        ):
            return None
        if not clauses.words.has_capitals and len(names) > 1:
            return None
        return self.taking(Source(first, verb.first, "other", "source: a name speaks", 0.5))

    def taking(self, source: Source) -> Source:
        self.taken.update(dict.fromkeys(range(source.first, source.end), source))
        return source

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
            if mark.first <= 5 and ":" in folded[end : end + 3] and not self.is_struck(mark):
                source = self.taken_once(mark, "heads", 0.8)
            elif mark.end >= len(folded) - 5 and first and folded[first - 1] in ("-", "(", ":"):
                source = self.taken_once(mark, "closes", 0.8)
            elif self.signs(mark, first, end):
                source = self.taken_once(mark, "signs", 0.7)
            if source:
                yield Chain((source,), mark.first)

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
        return first == 0 or folded[first - 1] == ","

    # --- names -----------------------------------------------------------------------------------

    def speaker_before(self, at: int) -> Mark | None:
        found = None
        for mark in self.clauses.all("speaker"):
            if mark.end > at:
                break
            if at - mark.end > SUBJECT_WITHIN or self.parted(mark.end, at):
                continue
            # "Ministry spokesman Oleh said": the nearest to the verb that is not a part of a name.
            if (
                found is None
                or mark.first - found.end > 3
                or "," in self.clauses.folded[found.end : mark.first]
            ):
                found = mark
        return found

    def speaker_after(self, at: int) -> Mark | None:
        mark = self.clauses.after("speaker", at, AFTER_VERB)
        if mark is None or self.parted(at, mark.first):
            return None
        following = self.clauses.folded[at : at + 2]
        if following[:1] == [","] and following[1:] and following[1] in _SUBORDINATES:
            # "Заявили, що військові розстріляли": they are what is said, and do not say it.
            return None
        return mark

    def parted(self, first: int, end: int) -> bool:
        """Tell whether something ends the reach of a verb: a break, another verb of speech."""
        between = self.clauses.folded[first:end]
        # One insertion between commas is fine: "the governor, Oleh Syn, said".
        if not _PARTS.isdisjoint(between) or between.count(",") > 2:
            return True
        return any(first <= mark.first < end for mark in self.clauses.all("source says"))

    def taken_once(self, mark: Mark, rule: str, confidence: float) -> Source | None:
        if mark.first in self.taken:
            return None
        first, end = self.widened(mark)
        return self.taking(Source(first, end, mark.value, f"source: {rule}", confidence))

    def widened(self, mark: Mark) -> tuple[int, int]:
        """Return a name with the words that belong to it."""
        clauses, first, end = self.clauses, mark.first, mark.end
        if clauses.words.has_capitals:
            while first > 0 and first > mark.first - 4 and self.belongs(first - 1):
                first -= 1
            while end < len(clauses.tokens) and end < mark.end + 4 and clauses.is_capital(end):
                end += 1
        return first, end

    def belongs(self, at: int) -> bool:
        clauses = self.clauses
        if not clauses.is_word(at) or at in self.taken:
            return False
        if at == 0 or not clauses.is_capital(at) or self.is_end(at) or self.article(at):
            return False
        return not any(
            clauses.overlapping(f"source {heading}", at, at + 1)
            for heading in ("says", "according", "cites")
        )

    def is_end(self, at: int) -> bool:
        return self.clauses.words.ends.at(self.clauses.folded, at) is not None

    def article(self, at: int) -> int:
        found = self.clauses.words.articles.at(self.clauses.folded, at)
        return found[0] if found else 0

    def name_after(self, at: int, rule: str) -> Source | None:
        """Return the name that begins after "according to"."""
        clauses = self.clauses
        while length := self.article(at):
            at += length
        known = self.speaker_after(at)
        end = self.name_end(at, known)
        if end <= at or at in self.taken or clauses.folded[at] in _NO_NAMES:
            return None
        if known is None and end - at > 5 and clauses.words.language != "en":
            return None
        sort = known.value if known is not None and known.first < end else "other"
        return self.taking(Source(at, end, sort, f"source: {rule}", 0.9 if known else 0.6))

    def name_end(self, at: int, known: Mark | None) -> int:
        clauses, end = self.clauses, at
        least = known.end if known is not None else at
        while end < len(clauses.tokens) and end - at < LONGEST_NAME:
            token = clauses.tokens[end]
            if token.kind is Kind.NUMBER or (token.kind is Kind.MARK and token.text not in _JOINS):
                break
            if token.kind is Kind.MARK and not token.glued:
                break
            if end >= least and self.is_end(end):
                break
            if known is not None and end >= least and not self.goes_on(end):
                break
            end += 1
        while end > at and clauses.tokens[end - 1].kind is Kind.MARK:
            end -= 1
        return max(end, least) if known is not None and known.first <= end else end

    def goes_on(self, at: int) -> bool:
        """Tell whether a known name goes on: with a capital, or without capitals with a word."""
        clauses = self.clauses
        if not clauses.words.has_capitals:
            return False
        return clauses.is_capital(at) or (clauses.folded[at] in _OF and clauses.is_capital(at + 1))

    def unknown_after(self, verb: Mark, inverted: bool) -> Source | None:
        """Return whoever stands behind a verb that closes a sentence: ", сообщила охрана."."""
        if self.clauses.words.language == "en" or not inverted or verb.first == 0:
            return None
        if self.is_end(verb.end):
            return None
        first = verb.end
        if self.clauses.folded[first : first + 1] == ['"']:
            first += 1
        end = min(self.name_end(first, None), first + 4)
        if end <= first or not self.clauses.is_word(first) or first in self.taken:
            return None
        return self.taking(Source(first, end, "other", "source: closes with a name", 0.5))


def speaking(found: Sequence[Chain]) -> list[range]:
    """Return which pieces of a sentence name those who speak."""
    return [range(one.first, one.end) for chain in found for one in chain.sources]
