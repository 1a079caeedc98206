"""Compare a text with names nobody may read: keyed hashes of the ways a name can be written.

A trace is BLAKE2b under a key of this node outside the database. Whoever has the database alone
learns nothing. Whoever has the key as well reads nothing either, but can test guesses; so single
words of a longer name leave no trace, only pairs of them, and a custodian can keep none at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Final

from answerable.casework.disclosure import Outgoing
from answerable.casework.scripts import Token, script_of, skeletons, tokens
from answerable.casework.telltales import find_contacts, plain_contact
from answerable.node.vault.sealing import Identity

SIZE: Final = 16
_LEAST_SKELETON = 4
_LEAST_ALONE = 4
_MOST_JOINED = 5
_NEAR = 2
_ENDINGS = 5
_INFLECTED = ("LATIN", "CYRILLIC")
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW")


def traces_of(identity: Identity, key: bytes) -> frozenset[bytes]:
    """Return the traces of every name and contact of a source."""
    ways = {way for name in identity.names() for way in _ways_of_name(name)}
    ways |= {way for line in identity.contacts() for way in _ways_of_contact(line)}
    return frozenset(_digest(way, key) for way in ways)


def find(known: frozenset[bytes], texts: Iterable[Outgoing], key: bytes) -> list[Outgoing]:
    """Return the places where a name or contact stands, each with how it is written there."""
    found = []
    for outgoing in texts:
        spans = [span for way, span in _ways_in_text(outgoing) if _digest(way, key) in known]
        found += [Outgoing(outgoing.where, outgoing.text[a:b]) for a, b in _apart(spans)]
    return found


def _ways_of_name(name: str) -> Iterator[str]:
    words = [token.folded for token in tokens(name)]
    if len(words) > 1 or (words and len(words[0]) >= _LEAST_ALONE):
        yield "w:" + "".join(words)
    for one, other in combinations(dict.fromkeys(words), 2):
        yield "f:" + _pair(one, other)
        yield from _in_other_scripts(one, other)
        if script_of(one) in _INFLECTED:
            yield "s:" + _pair(_stem(one), _stem(other))


def _ways_of_contact(line: str) -> Iterator[str]:
    found = find_contacts([Outgoing("", line)])
    yield from ("c:" + plain_contact(one.found) for one in found)
    if not found:
        yield "c:" + plain_contact(line)
        yield from _ways_of_name(line)


def _ways_in_text(outgoing: Outgoing) -> Iterator[tuple[str, tuple[int, int]]]:
    words = tokens(outgoing.text)
    for first, word in enumerate(words):
        joined = ""
        for last in range(first, min(first + _MOST_JOINED, len(words))):
            joined += words[last].folded
            yield "w:" + joined, (word.start, words[last].end)
        for other in words[first + 1 : first + 1 + _NEAR]:
            for way in _ways_of_pair(word, other):
                yield way, (word.start, other.end)
    for sighting in find_contacts([outgoing]):
        start = outgoing.text.index(sighting.found)
        yield "c:" + plain_contact(sighting.found), (start, start + len(sighting.found))


def _ways_of_pair(one: Token, other: Token) -> Iterator[str]:
    yield "f:" + _pair(one.folded, other.folded)
    script = script_of(one.folded)
    for first, second in product(_skeletons(one.folded), _skeletons(other.folded)):
        if len(first) + len(second) >= _LEAST_SKELETON:
            yield f"t:{script}:{_pair(first, second)}"
    if script in _INFLECTED:
        for first, second in product(_stems(one.folded), _stems(other.folded)):
            yield "s:" + _pair(first, second)


def _in_other_scripts(one: str, other: str) -> Iterator[str]:
    script = script_of(one)
    for first, second in product(_skeletons(one), _skeletons(other)):
        if len(first) + len(second) >= _LEAST_SKELETON:
            yield from (f"t:{each}:{_pair(first, second)}" for each in _SCRIPTS if each != script)


def _skeletons(word: str) -> list[str]:
    return sorted(skeletons(word) - {""})


def _stem(word: str) -> str:
    return word[:-2] if len(word) >= _ENDINGS else word


def _stems(word: str) -> set[str]:
    """Return what the stem of a name may be of which this word is a form."""
    return {word, *(word[:end] for end in range(max(3, len(word) - _ENDINGS), len(word)))}


def _pair(one: str, other: str) -> str:
    return "+".join(sorted((one, other)))


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps, so that one name is told once."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _digest(way: str, key: bytes) -> bytes:
    return hashlib.blake2b(way.encode(), key=key, digest_size=SIZE, person=b"vault-trace").digest()
