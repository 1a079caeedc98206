"""Find the names of those who speak, beside a verb of speech or alone, as far as each reaches.

A name that the lexicon knows is widened by what belongs to it; any other is what stands where a
name is expected.
"""

from __future__ import annotations

from answerable.extraction.text.tokens import MARK, NUMBER
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import WITH_CASES, is_accusative
from answerable.extraction.values import frozen

LONGEST_NAME, LONGEST_SUBJECT = 8, 6
SUBJECT_WITHIN, AFTER_VERB = 9, 5
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
        "لم", "ولم", "لن", "ولن", "لا", "ولا", "את", "כי", "ні", "нікого", "никто", "никого",
        "كما", "هو", "هي", "ما", "قد", "те", "тот", "ככה", "זה", "זו", "מי",
    }
)  # fmt: skip
_WHOSE = (["'s"], ["'"], ["-"])
# What is said or denied, where it stands before the verb.
_WHAT_IS_SAID = frozenset(
    {
        "ці", "цю", "цей", "цього", "такі", "таку", "його", "їх", "її", "свою", "заяви", "заяву",
        "звинувачення", "звинуваченнях", "причетність", "відповідальність", "інформацію", "провину",
        "эти", "эту", "этот", "это", "такие", "такую", "его", "их", "ее", "заявления", "заявление",
        "обвинения", "обвинение", "причастность", "ответственность", "информацию", "вину",
    }
)  # fmt: skip
# What opens the clause that is said.
_SUBORDINATES = frozenset({"что", "що", "будто", "якобы", "нібито", "ніби", "мовби", "начебто"})
_OF = frozenset({"of", "for", "in", "the", "'s", "al", "de"})


@frozen
class Source:
    """Somebody who says something; `first` and `end` count pieces."""

    first: int
    end: int
    sort: str
    rule: str
    confidence: float


class Speakers:
    """Finds names in a sentence, none of them twice."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.taken: dict[int, Source] = {}

    def speaker_before(self, at: int) -> Mark | None:
        """Return the one known to speak who stands before a verb, within its reach."""
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
            elif (
                self.clauses.folded[found.end : found.end + 1] in _WHOSE and mark.first > found.end
            ):
                # "The Houthis' health ministry" is one name.
                found = mark._replace(first=found.first)
        return found

    def speaker_after(self, at: int) -> Mark | None:
        """Return the one known to speak who stands right behind a place."""
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
        """Return a known name as a source, unless it is one already."""
        if mark.first in self.taken:
            return None
        first, end = self.widened(mark)
        return self.taking(Source(first, end, mark.value, f"source: {rule}", confidence))

    def taking(self, source: Source) -> Source:
        """Remember a source, so that its words are no part of another."""
        self.taken.update(dict.fromkeys(range(source.first, source.end), source))
        return source

    def widened(self, mark: Mark) -> tuple[int, int]:
        """Return a name with the words that belong to it."""
        clauses, first, end = self.clauses, mark.first, mark.end
        if clauses.words.has_capitals:
            while first > 0 and first > mark.first - 4 and self.belongs(first - 1):
                first -= 1
            while end < len(clauses.tokens) and end < mark.end + 4 and clauses.is_capital(end):
                end += 1
            if clauses.folded[end - 1] == "of":
                # "The head of the delegation".
                end = self.name_end(end + self.article(end), None)
        return first, end

    def belongs(self, at: int) -> bool:
        """Tell whether a word before a name is a part of it."""
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
        """Tell whether a name is over at a word."""
        return self.clauses.words.ends.at(self.clauses.folded, at) is not None

    def article(self, at: int) -> int:
        """Return how many pieces an article takes there."""
        found = self.clauses.words.articles.at(self.clauses.folded, at)
        return found[0] if found else 0

    def name_after(self, at: int, rule: str) -> Source | None:
        """Return the name that begins after "according to"."""
        clauses = self.clauses
        while length := self.article(at):
            at += length
        known = self.speaker_after(at)
        if known is not None and known.first > at and self.is_end(at):
            # "According to the report, died four traders", in Hebrew.
            return None
        end = self.name_end(at, known)
        if end <= at or at in self.taken or clauses.folded[at] in _NO_NAMES:
            return None
        if known is None and end - at > 5 and clauses.words.language != "en":
            return None
        sort = known.value if known is not None and known.first < end else "other"
        return self.taking(Source(at, end, sort, f"source: {rule}", 0.9 if known else 0.6))

    def name_end(self, at: int, known: Mark | None) -> int:
        """Return where a name ends that begins there; `known` is who is known to speak in it."""
        clauses, end = self.clauses, at
        least = known.end if known is not None else at
        while end < len(clauses.tokens) and end - at < LONGEST_NAME:
            token = clauses.tokens[end]
            if token.kind is NUMBER or (token.kind is MARK and token.text not in _JOINS):
                break
            if token.kind is MARK and not token.glued:
                break
            if end >= least and self.is_end(end):
                break
            if known is not None and end >= least and not self.goes_on(end):
                break
            end += 1
        while end > at and clauses.tokens[end - 1].kind is MARK:
            end -= 1
        return max(end, least) if known is not None and known.first <= end else end

    def goes_on(self, at: int) -> bool:
        """Tell whether a known name goes on: with a capital, or without capitals with a word."""
        clauses = self.clauses
        if not clauses.words.has_capitals:
            return False
        return clauses.is_capital(at) or (clauses.folded[at] in _OF and clauses.is_capital(at + 1))

    def clause_begins(self, at: int) -> int:
        """Return where the clause begins in which a place is."""
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
        # "Українська сторона ці заяви відкидає": what is denied stands before the verb.
        end = next(
            (at for at in range(first + 1, verb.first) if clauses.folded[at] in _WHAT_IS_SAID),
            verb.first,
        )
        names = range(first, end)
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
        return self.taking(Source(first, end, "other", "source: a name speaks", 0.5))

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
        if self.clauses.folded[first] in _NO_NAMES:
            return None
        return self.taking(Source(first, end, "other", "source: closes with a name", 0.5))

    def charges(self, verb: Mark) -> bool:
        """Tell whether a verb accuses whoever stands beside it without a preposition."""
        return self.clauses.words.language in WITH_CASES and (
            self.clauses.overlapping("actor charges", verb.first, verb.end) is not None
        )
