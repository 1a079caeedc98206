"""What leaves and what stays: sorting, marking, and looking for what is private in what leaves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from answerable.casework.codes import Audience, Disclosable, LeakMatch, Marking
from answerable.casework.scripts import (
    MOST_PREFIXES,
    PREFIXES,
    Token,
    is_inflected,
    script_of,
    skeletons,
    tokens,
)
from answerable.casework.terms import Terms
from answerable.casework.words import Words, texts_of

# Fewer consonants than this are shared by too many names.
_LEAST_SKELETON = 4
# A part of a name that is shorter is more often another word.
_LEAST_PART = 4


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a composition that may or may not be shared."""

    key: str
    text: str
    private: bool
    chosen: bool
    marking: Marking = Marking.CLEAR


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The composition sorted. `refused` was chosen but is private or marked too high."""

    leaves: tuple[Item, ...]
    stays: tuple[Item, ...]
    refused: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must not leave; a name also reordered, inflected or in another script."""

    id: str
    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text that would leave, and where it stands: a field's path, or `file[0]`."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A private phrase found in what would leave. `found` is how it is written there."""

    phrase_id: str
    where: str
    found: str
    match: LeakMatch


def allows(highest: Marking, marking: Marking) -> bool:
    """Tell whether a channel whose highest marking is this may carry that marking."""
    return marking.rank <= highest.rank


def may_show(terms: Terms | None, audience: Audience, what: Disclosable) -> bool:
    """Tell whether the terms let something be shown to an audience. What is not listed may not."""
    return terms is not None and any(
        (term.audience, term.what) == (audience, what) for term in terms.disclosure
    )


def sort_out(items: Iterable[Item], highest: Marking) -> Disclosure:
    """Sort a composition into what leaves, what stays, and what was chosen but must not leave."""
    leaves, stays, refused = [], [], []
    for item in items:
        if not item.chosen:
            stays.append(item)
        elif item.private or not allows(highest, item.marking):
            refused.append(item)
        else:
            leaves.append(item)
    return Disclosure(tuple(leaves), tuple(stays), tuple(refused))


def outgoing_texts(
    words: Words | None, body: Mapping[str, object], file_names: Iterable[str] = ()
) -> tuple[Outgoing, ...]:
    """Return every text that would leave: the words, the sender's reference, the file names."""
    texts = [] if words is None else [Outgoing(path, text) for path, text in texts_of(words)]
    reference = body.get("reference")
    if isinstance(reference, str):
        texts.append(Outgoing("reference", reference))
    texts += [Outgoing(f"file[{number}]", name) for number, name in enumerate(file_names)]
    return tuple(texts)


def find_leaks(phrases: Iterable[Phrase], texts: Iterable[Outgoing]) -> tuple[Leak, ...]:
    """Look for private phrases in what would leave; each is reported once per text, best match.

    It finds what is written; it cannot know that a description betrays a person. A person decides.
    """
    prepared = [(outgoing, _Searched(outgoing.text)) for outgoing in texts]
    leaks = []
    for phrase in phrases:
        wanted = [token.folded for token in tokens(phrase.text)]
        if not wanted:
            continue
        for outgoing, searched in prepared:
            found = searched.find(phrase, wanted)
            if found is not None:
                leaks.append(Leak(phrase.id, outgoing.where, found[0], found[1]))
    return tuple(leaks)


class _Searched:
    """A text made ready to be searched for many phrases."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.normal = unicodedata.normalize("NFC", text)
        self.tokens: Sequence[Token] = tokens(text)
        self.joined = "".join(token.folded for token in self.tokens)
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        place = 0
        for number, token in enumerate(self.tokens):
            self.starts[place] = number
            place += len(token.folded)
            self.ends[place] = number

    def find(self, phrase: Phrase, wanted: list[str]) -> tuple[str, LeakMatch] | None:
        """Return how a phrase is written in the text and how it was recognised."""
        whole = self._find_joined("".join(wanted))
        if whole is not None:
            exact = unicodedata.normalize("NFC", phrase.text.strip()) in self.normal
            return self._excerpt(*whole), LeakMatch.EXACT if exact else LeakMatch.FOLDED
        if not phrase.is_name:
            return None
        ways: list[tuple[LeakMatch, Callable[[str, str], bool]]] = []
        if len(wanted) > 1:
            ways = [(LeakMatch.REORDERED, str.__eq__)]
        ways.append((LeakMatch.INFLECTED, _is_form_of))
        if sum(max(map(len, skeletons(name))) for name in wanted) >= _LEAST_SKELETON:
            ways.append((LeakMatch.TRANSLITERATED, _is_same_in_other_script))
        for match, same in ways:
            near = self._find_near(wanted, same)
            if near is not None:
                return self._excerpt(*near), match
        for number, token in enumerate(self.tokens):
            if token.folded in wanted and len(token.folded) >= _LEAST_PART:
                return self._excerpt(number, number), LeakMatch.PART
        return None

    def _find_joined(self, joined: str) -> tuple[int, int] | None:
        """Find words whatever divides them: `al-Masri`, `Al Masri` and `almasri` are one."""
        place = self.joined.find(joined)
        while place >= 0:
            first = self._start_of(place)
            last = self.ends.get(place + len(joined))
            if first is not None and last is not None:
                return first, last
            place = self.joined.find(joined, place + 1)
        return None

    def _start_of(self, place: int) -> int | None:
        """Return the word that begins here, or at most a few prefix letters before."""
        first = self.starts.get(place)
        before = place
        while first is None and before and place - before < MOST_PREFIXES:
            before -= 1
            if self.joined[before] not in PREFIXES:
                break
            first = self.starts.get(before)
        return first

    def _find_near(
        self, wanted: list[str], same: Callable[[str, str], bool]
    ) -> tuple[int, int] | None:
        """Find all words of a name close together, in any order, with at most one between."""
        hits = [
            {number for number, name in enumerate(wanted) if same(token.folded, name)}
            for token in self.tokens
        ]
        for first, here in enumerate(hits):
            if here:
                covered: set[int] = set()
                for last in range(first, min(first + len(wanted) + 1, len(hits))):
                    covered |= hits[last]
                    if len(covered) == len(wanted):
                        return first, last
        return None

    def _excerpt(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]


def _is_form_of(word: str, name: str) -> bool:
    return word == name or is_inflected(word, name)


def _is_same_in_other_script(word: str, name: str) -> bool:
    if script_of(word) == script_of(name):
        return word == name
    return any(skeletons(word) & skeletons(name) - {""})
