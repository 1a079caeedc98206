"""Decide whether a node may sign after it started, or whether its database may be a restored one.

A database that was put back from a backup looks like any other from the inside. What it signs
then can contradict what it signed before, and nobody can tell that from a lie. So a small
high-water file, on another path and in no backup, remembers the last published head.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.protocol import canonical, keys, names, tree
from answerable.protocol.errors import BadHighWater, NotAllowedToSign, NotCanonical
from answerable.protocol.history import root_at
from answerable.protocol.store import Head, Store

MAX_BATCH: Final = 256
_MAX_BYTES: Final = 2048


class StartState(StrEnum):
    """What a node knows of its own log when it starts."""

    FRESH = "fresh"
    CLEAN = "clean"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class HighWater:
    """The last head that was published, and the machine that published it."""

    origin: str
    size: int
    root: bytes
    machine: str

    @classmethod
    def of(cls, head: Head, machine: str) -> HighWater:
        """The mark that this head leaves."""
        return cls(head.origin, head.size, head.root, machine)

    def encode(self) -> bytes:
        """Write the mark."""
        root = keys.encode_base64(self.root)
        return canonical.encode(
            {"origin": self.origin, "size": self.size, "root": root, "machine": self.machine}
        )

    @classmethod
    def decode(cls, data: bytes) -> HighWater:
        """Read a mark; raises BadHighWater for anything that `encode` did not write."""
        try:
            it = canonical.decode_object(data, max_bytes=_MAX_BYTES)
        except NotCanonical as exc:
            raise BadHighWater(str(exc)) from exc
        origin, size, root, machine = (it.get(n) for n in ("origin", "size", "root", "machine"))
        if not isinstance(origin, str) or not names.ORIGIN.fullmatch(origin):
            raise BadHighWater("no origin")
        if isinstance(size, bool) or not isinstance(size, int) or size < 0:
            raise BadHighWater("no size")
        if not isinstance(root, str) or not isinstance(machine, str) or len(it) != 4:
            raise BadHighWater("no root or no machine")
        try:
            digest = keys.decode_base64(root)
        except ValueError as exc:
            raise BadHighWater(str(exc)) from exc
        if len(digest) != tree.HASH_SIZE:
            raise BadHighWater("a root has 32 bytes")
        return cls(origin, size, digest, machine)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a log may be signed, and the code that says why not."""

    state: StartState
    reason: str = ""

    @property
    def may_sign(self) -> bool:
        """Tell whether signing, countersigning and deleting contents are allowed."""
        return self.state is not StartState.SUSPECT


def assess(
    store: Store,
    origin: str,
    mark: HighWater | None,
    *,
    machine: str,
    is_restored: bool = False,
) -> Assessment:
    """Compare a log with its high-water mark before anything is signed.

    `machine` names this installation and, after a dot, the machine, where it has a name.
    `is_restored` is the operator's word. A database may be ahead of its mark by one batch: the
    crash between commit and publication.
    """
    head = store.head(origin)
    if head is None and mark is None:
        return Assessment(StartState.FRESH)
    reason = "restored" if is_restored else _doubt(store, origin, head, mark, machine)
    return Assessment(StartState.SUSPECT if reason else StartState.CLEAN, reason)


def _doubt(
    store: Store, origin: str, head: Head | None, mark: HighWater | None, machine: str
) -> str:
    if mark is None:
        return "mark_missing"
    if mark.origin != origin:
        return "mark_of_another_log"
    if not _is_same_machine(mark.machine, machine):
        return "other_machine"
    if head is None or head.size < mark.size:
        return "database_behind"
    if head.size - mark.size > MAX_BATCH:
        return "database_ahead"
    if root_at(store, origin, mark.size) != mark.root:
        return "roots_differ"
    return ""


def _is_same_machine(marked: str, machine: str) -> bool:
    """Compare names of installation and machine; older marks name the installation alone."""
    return marked in (machine, machine.partition(".")[0])


def regain(
    store: Store,
    origin: str,
    mark: HighWater | None,
    *,
    machine: str,
    peer_size: int | None,
    witness_size: int | None = None,
    is_moved: bool = False,
) -> Assessment:
    """Decide whether a suspect log may be signed again, now that others were asked.

    `peer_size` is how much of it the other side showed since the doubt began, None while it was
    not reached; `witness_size` the largest size under which an independent witness signed;
    `is_moved` the operator's word that the folder was moved and the old machine runs no more.
    The reason of an answer that stays suspect says what is still needed.

    The other side alone is never enough: it could hide the newest note, and so make this node
    sign another in its place. That takes the high-water mark, or a witness.
    """
    head = store.head(origin)
    if head is None:
        return Assessment(StartState.SUSPECT, "log_lost")
    if store.mirror(origin).frozen is not None:
        return Assessment(StartState.SUSPECT, "forked")
    if peer_size is None:
        return Assessment(StartState.SUSPECT, "peer_not_asked")
    if peer_size > head.size:
        return Assessment(StartState.SUSPECT, "peer_ahead")
    if mark is not None and mark.origin == origin:
        if mark.size > head.size:
            return Assessment(StartState.SUSPECT, "published_entries_lost")
        if root_at(store, origin, mark.size) != mark.root:
            return Assessment(StartState.SUSPECT, "roots_differ")
        if is_moved or _is_same_machine(mark.machine, machine):
            return Assessment(StartState.CLEAN)
        return Assessment(StartState.SUSPECT, "other_machine")
    if witness_size is None:
        return Assessment(StartState.SUSPECT, "only_the_peers_word")
    if witness_size > head.size:
        return Assessment(StartState.SUSPECT, "published_entries_lost")
    return Assessment(StartState.CLEAN)


def check_may_sign(assessment: Assessment) -> None:
    """Raise NotAllowedToSign for a log that is suspect."""
    if not assessment.may_sign:
        raise NotAllowedToSign(f"suspect: {assessment.reason}")
