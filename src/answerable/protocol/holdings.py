"""Fold what all logs of a channel say of erasures: who erased which content, who keeps it and why.

Total: a peer's statement that does not fit is listed with a code and changes nothing. The order in
which the logs are read does not matter; within a log what was said first comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from answerable.protocol import erasure
from answerable.protocol import reading as entries
from answerable.protocol.canonical import JsonObject
from answerable.protocol.envelope import Reading
from answerable.protocol.erasure import (
    Basis,
    HoldReason,
    Outcome,
    Reason,
    Redact,
    Redacted,
    Target,
)
from answerable.protocol.errors import BadErasure
from answerable.protocol.identity import LogIdentity
from answerable.protocol.store import Store


class Misfit(StrEnum):
    """Why a statement about an erasure does not count."""

    MALFORMED = "malformed"
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_ITS_CONTENT = "not_its_content"
    NOT_YOURS = "not_yours"
    DUPLICATE = "duplicate"
    ERASED_BEFORE = "erased_before"


@dataclass(frozen=True, slots=True)
class Told:
    """A `redact` or `redacted` in a party's log; `leaf` is its own leaf hash in hex."""

    party: str
    log: str
    index: int
    leaf: str
    kind: str
    ts: str
    body: JsonObject


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that may be spoken of: its writer, its leaf hash in hex, what it refers to."""

    party: str
    leaf: str
    commits: frozenset[str]


# Gives the entry at an index of a log, or None where there is none, or none that is understood.
Lookup: TypeAlias = Callable[[str, int], Entry | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a party says that it did, when it says so, why, and where it says it."""

    party: str
    at: str
    outcome: Outcome
    reason: Reason | HoldReason
    basis: Basis
    log: str
    index: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What became of one content. `request` is its author's `redact`; `deeds` the last by party."""

    target: Target
    author: str
    request: Deed | None
    deeds: Mapping[str, Deed]

    def outcome(self, party: str) -> Outcome | None:
        """What the party did with its copy, as it says; None while it said nothing."""
        done = self.deeds.get(party)
        return None if done is None else done.outcome

    def awaits(self, party: str) -> bool:
        """Tell whether the author asked and the party has not answered."""
        return self.request is not None and party not in self.deeds


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every content that was spoken of, and the statements that do not fit."""

    holdings: Mapping[Target, Holding]
    misfits: tuple[tuple[Told, Misfit], ...]

    def of(self, commit: str) -> list[Holding]:
        """The holdings of a content, whichever entries refer to it."""
        return [each for each in self.holdings.values() if each.target.commit == commit]


def told(reading: Reading, party: str) -> Told | None:
    """What an entry says of an erasure; None for a faulty one, one of a case, another kind."""
    said = reading.statement
    if said is None or reading.fault is not None or said.thread is not None:
        return None
    if said.type not in (erasure.REDACT, erasure.REDACTED):
        return None
    leaf = reading.leaf_hash.hex()
    return Told(party, said.log, reading.index, leaf, said.type, said.ts, said.body)


@dataclass(slots=True)
class _Story:
    """What was said of one content, in the order of the logs, and what came of it so far."""

    entry: Entry | None
    said: list[tuple[Told, Redact | Redacted]] = field(default_factory=list)
    # Where each party spoke of it last.
    last: dict[str, tuple[str, int]] = field(default_factory=dict)
    request: Deed | None = None
    deeds: dict[str, Deed] = field(default_factory=dict)
    is_fitting: bool = False


class Folding:
    """A fold that grows: each statement is parsed once, and each target is looked up once.

    In whatever portions and order the statements come, it ends in the account of all at once: what
    is said of one content says nothing of another, and what one party says of it nothing of what
    the other did.
    """

    def __init__(self) -> None:
        self._stories: dict[Target, _Story] = {}
        self._misfits: dict[tuple[str, int], tuple[Told, Misfit]] = {}
        # By log: the entries that were spoken of before they were here.
        self._awaited: dict[str, dict[int, set[Target]]] = {}

    def take(self, statements: Iterable[Told], lookup: Lookup) -> None:
        """Take more statements; never raises for what they say."""
        again: set[Target] = set()
        for said in sorted(statements, key=_place):
            try:
                body = erasure.parse(said.kind, said.body)
            except BadErasure:
                self._misfits[_place(said)] = (said, Misfit.MALFORMED)
                continue
            story = self._story(body.target, lookup)
            story.said.append((said, body))
            if story.last.get(said.party, ("", -1)) < _place(said):
                story.last[said.party] = _place(said)
                self._judge(said, body, story)
            else:
                again.add(body.target)
        for target in again:
            self._tell_again(target)

    def look_again(self, sizes: Mapping[str, int], lookup: Lookup) -> None:
        """Take what logs of these sizes have by now of the entries that were not here before."""
        for log, awaited in self._awaited.items():
            here = [index for index in awaited if index < sizes.get(log, 0)]
            for target in [each for index in here for each in awaited.pop(index)]:
                self._stories[target].entry = lookup(target.log, target.index)
                self._tell_again(target)

    def account(self) -> Account:
        """Return what came of all that was taken."""
        fitting = sorted(each for each in self._stories.items() if each[1].is_fitting)
        return Account(
            {
                target: Holding(target, story.entry.party, story.request, dict(story.deeds))
                for target, story in fitting
                if story.entry is not None
            },
            tuple(self._misfits[place] for place in sorted(self._misfits)),
        )

    def _story(self, target: Target, lookup: Lookup) -> _Story:
        story = self._stories.get(target)
        if story is None:
            story = self._stories[target] = _Story(lookup(target.log, target.index))
            if story.entry is None:
                self._awaited.setdefault(target.log, {}).setdefault(target.index, set()).add(target)
        return story

    def _judge(self, said: Told, body: Redact | Redacted, story: _Story) -> None:
        wrong = _take(said, body, story)
        if wrong is None:
            story.is_fitting = True
        else:
            self._misfits[_place(said)] = (said, wrong)

    def _tell_again(self, target: Target) -> None:
        """Fold what was said of one content from its beginning."""
        story = self._stories[target]
        story.said.sort(key=lambda each: _place(each[0]))
        story.request, story.deeds, story.is_fitting = None, {}, False
        for said, body in story.said:
            self._misfits.pop(_place(said), None)
            story.last[said.party] = _place(said)
            self._judge(said, body, story)


def fold(statements: Iterable[Told], lookup: Lookup) -> Account:
    """Fold the statements of all logs; never raises for what they say."""
    folding = Folding()
    folding.take(statements, lookup)
    return folding.account()


def _place(said: Told) -> tuple[str, int]:
    return said.log, said.index


def _take(said: Told, body: Redact | Redacted, story: _Story) -> Misfit | None:
    target, entry = body.target, story.entry
    later = target.log == said.log and target.index >= said.index
    if entry is None or later or entry.leaf != target.leaf:
        return Misfit.UNKNOWN_REFERENCE
    if target.commit not in entry.commits:
        return Misfit.NOT_ITS_CONTENT
    if isinstance(body, Redact):
        return Misfit.NOT_YOURS if entry.party != said.party else _ask(said, body, story)
    return _do(said, body, story)


def _ask(said: Told, body: Redact, found: _Story) -> Misfit | None:
    """Take an author's request; the author has erased its own copy with it."""
    if found.request is not None:
        return Misfit.DUPLICATE
    found.request = Deed(
        said.party, said.ts, Outcome.ERASED, body.reason, body.basis, said.log, said.index
    )
    if _outcome(found, said.party) is not Outcome.ERASED:
        found.deeds[said.party] = found.request
    return None


def _do(said: Told, body: Redacted, found: _Story) -> Misfit | None:
    """Take what a holder did; one that kept may say why anew, or erase later."""
    before = found.deeds.get(said.party)
    if before is not None:
        if (before.outcome, before.reason, before.basis) == (
            body.outcome,
            body.reason,
            body.basis,
        ):
            return Misfit.DUPLICATE
        if before.outcome is Outcome.ERASED:
            return Misfit.ERASED_BEFORE
    found.deeds[said.party] = Deed(
        said.party, said.ts, body.outcome, body.reason, body.basis, said.log, said.index
    )
    return None


def _outcome(found: _Story, party: str) -> Outcome | None:
    done = found.deeds.get(party)
    return None if done is None else done.outcome


def read(store: Store, logs: Sequence[LogIdentity]) -> Account:
    """Fold the erasures that the committed entries of these logs, own or mirrored, speak of.

    Reads every entry: a node that keeps its statements in rows of their own folds those instead.
    """
    by_origin = {each.origin: each for each in logs}
    statements: list[Told] = []
    for each in logs:
        for reading in entries.read_entries(store, each):
            said = told(reading, each.party)
            if said is not None:
                statements.append(said)

    def lookup(origin: str, index: int) -> Entry | None:
        identity = by_origin.get(origin)
        if identity is None:
            return None
        found = list(entries.read_entries(store, identity, index, index + 1))
        return entry_of(found[0], identity.party) if found else None

    return fold(statements, lookup)


def entry_of(reading: Reading, party: str) -> Entry | None:
    """What may be spoken of at an entry; None for one that is not understood."""
    if reading.statement is None or reading.fault is not None:
        return None
    commits = frozenset(each.commit for each in reading.statement.content)
    return Entry(party, reading.leaf_hash.hex(), commits)
