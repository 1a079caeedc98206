"""Verify a whole log from its files: every entry, every tile, the root, and who signed it.

A million entries take seconds and no more memory than a few tiles. Where the log does not hold,
the error names the first entry or file that is not what was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from answerable.protocol import (
    changes,
    checkpoint,
    envelope,
    files,
    holdings,
    tiles,
    tree,
    withheld,
)
from answerable.protocol.changes import KeyRole
from answerable.protocol.checkpoint import Checkpoint, SignedCheckpoint
from answerable.protocol.envelope import Reading
from answerable.protocol.erasure import Outcome
from answerable.protocol.errors import (
    BadNote,
    BadTile,
    Fault,
    FileMissing,
    LogDoesNotHold,
    Missing,
)
from answerable.protocol.files import Reader
from answerable.protocol.holdings import Entry, Told
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import LOG, VerifierKey
from answerable.protocol.note import Verified
from answerable.protocol.tiles import TileId
from answerable.protocol.tower import Tower
from answerable.protocol.tree import HASH_SIZE
from answerable.protocol.withheld import RedactedBundle

# Is shown the entries of each bundle, with the index of the first; None for one that is withheld.
Look: TypeAlias = Callable[[int, Sequence[bytes | None]], None]
# Gives the log's keys, as far as they are known by what was read so far.
Signers: TypeAlias = Callable[[], Sequence[VerifierKey]]

MAX_FAULTS: Final = 100


@dataclass(frozen=True, slots=True)
class Report:
    """A log that holds. `receipts` are the verified lines of everyone but the log itself."""

    checkpoint: Checkpoint
    receipts: tuple[Verified, ...]
    files: int
    # Leaves of which only the hash is here, as the log's key says.
    hash_only: int = 0


@dataclass(slots=True)
class Contents:
    """What the entries of a log are. `faults` keeps the first hundred that are not understood."""

    statements: int = 0
    unknown_kinds: int = 0
    not_understood: int = 0
    contents: int = 0
    # Of these, how many their author erased, by what this log itself says.
    redacted: int = 0
    faults: list[Reading] = field(default_factory=list)


def structure(
    read: Reader,
    log_key: VerifierKey,
    others: Sequence[VerifierKey] = (),
    *,
    look: Look | None = None,
) -> Report:
    """Verify a log's files against its checkpoint, and the lines of the other known keys.

    Raises BadNote or BadCheckpoint for the checkpoint, LogDoesNotHold for everything below it.
    """
    data, found = files.read_checkpoint(read)
    signed = checkpoint.open_note(data, log_key, others)
    return _report(signed, _check_tree(read, found, look, lambda: [log_key]))


def full(read: Reader, log: LogIdentity) -> tuple[Report, Contents]:
    """Verify a log's files, and judge every entry as a statement of its writer.

    Entries that are not understood are counted, not refused: they are in the log all the same.
    """
    found = Contents()
    seen: set[bytes] = set()
    grown = log
    erased: list[Told] = []

    def look(start: int, entries: Sequence[bytes | None]) -> None:
        nonlocal grown
        for index, entry in enumerate(entries, start):
            if entry is None:
                continue
            reading = envelope.read(
                entry, channel=log.channel, log=log.origin, index=index, keyring=grown.keyring
            )
            if reading.statement is not None and reading.statement.type in changes.KINDS:
                grown = grown.after(index, entry)
            if _count(found, reading, seen):
                said = holdings.told(reading, log.party)
                erased.extend([] if said is None else [said])

    data, at = files.read_checkpoint(read)
    early = _note_fault(log, data)
    try:
        tower = _check_tree(read, at, look, lambda: _log_keys(grown))
    except LogDoesNotHold:
        if early is not None:
            raise early from None
        raise
    # Which key counts at that size, the entries themselves say.
    report = _report(grown.open_note(data), tower)
    found.redacted = _count_redacted(read, grown, at.size, erased)
    return report, found


def _count_redacted(read: Reader, log: LogIdentity, size: int, erased: Sequence[Told]) -> int:
    """Count the contents of this log that its own statements say their author erased."""

    def lookup(origin: str, index: int) -> Entry | None:
        if origin != log.origin or index >= size:
            return None
        entry = files.find_entry(read, index, size)
        if entry is None:
            return None
        reading = envelope.read(
            entry, channel=log.channel, log=log.origin, index=index, keyring=log.keyring
        )
        return holdings.entry_of(reading, log.party)

    account = holdings.fold(erased, lookup)
    return sum(each.outcome(log.party) is Outcome.ERASED for each in account.holdings.values())


def _note_fault(log: LogIdentity, data: bytes) -> BadNote | None:
    """Say what is wrong with a note by the keys known before any entry was read."""
    try:
        log.open_note(data)
    except BadNote as exc:
        return exc
    return None


def _log_keys(log: LogIdentity) -> list[VerifierKey]:
    """Every key that ever signed the log: a bundle may have been redacted under an older one."""
    return [
        VerifierKey(log.origin, LOG, each.public)
        for each in log.owner.signers
        if each.role == KeyRole.LOG
    ]


def _check_tree(read: Reader, found: Checkpoint, look: Look | None, signers: Signers) -> Tower:
    """Check every entry and tile against the root."""
    tower = Tower(read)
    for bundle in tiles.bundles(0, found.size):
        try:
            entries = _read_bundle(read, bundle)
        except FileMissing:
            redacted = _read_redacted(read, found.origin, bundle, signers)
            if look is not None:
                look(bundle.start, redacted.entries)
            tower.add_hashes(redacted.leaf_hashes(), len(redacted.hashes))
            continue
        if look is not None:
            look(bundle.start, entries)
        tower.add(entries)
    root = tower.finish()
    if tower.differing is not None or root != found.root:
        raise LogDoesNotHold(_diagnose(read, found, root, tower))
    return tower


def _report(signed: SignedCheckpoint, tower: Tower) -> Report:
    receipts = tuple(each for each in signed.verified if each.key.type != LOG)
    return Report(signed.checkpoint, receipts, tower.files, tower.hash_only)


def _count(found: Contents, reading: Reading, seen: set[bytes]) -> bool:
    """Count an entry; tell whether it is a statement that counts."""
    said, fault = reading.statement, reading.fault
    if said is not None:
        # An id is taken by whatever statement had it first, also by one that does not count.
        identity = bytes.fromhex(said.id)
        if fault is None and identity in seen:
            fault = Fault.DUPLICATE_ID
        seen.add(identity)
    if fault is None and said is not None:
        found.statements += 1
        found.unknown_kinds += not reading.is_known_kind
        found.contents += len(said.content)
        return True
    found.not_understood += 1
    if len(found.faults) < MAX_FAULTS:
        found.faults.append(
            Reading(reading.index, reading.leaf_hash, said, None, fault, reading.detail)
        )
    return False


def _read_redacted(read: Reader, origin: str, bundle: TileId, signers: Signers) -> RedactedBundle:
    """Give the redacted form of a bundle that is not there itself."""
    try:
        return withheld.read(read, origin, bundle, signers())
    except Missing as exc:
        raise FileMissing(f"{bundle.path} is missing") from exc
    except BadTile as exc:
        raise LogDoesNotHold(f"{withheld.path_of(bundle)}: {exc}") from exc


def _read_bundle(read: Reader, bundle: TileId) -> list[bytes]:
    data = files.read_file(read, bundle)
    try:
        return tiles.decode_up_to(data, bundle.width)
    except BadTile as exc:
        index = bundle.start + _first_broken(read, bundle, data)
        raise LogDoesNotHold(f"entry {index} in {bundle.path}: {exc}") from exc


def _first_broken(read: Reader, bundle: TileId, data: bytes) -> int:
    """Place of the first entry of a broken bundle that is not the one in the hashes beside it."""
    hashes = files.read_tile(read, TileId(0, bundle.index, bundle.width))
    entries = tiles.decode_prefix(data, bundle.width)
    computed = b"".join(tree.hash_leaf(entry) for entry in entries)
    if not hashes.startswith(computed):
        return _first_difference(computed, hashes)
    return len(entries)


def _diagnose(read: Reader, signed: Checkpoint, root: bytes, tower: Tower) -> str:
    """Say which file is not what was signed: the one on whose side the root is not."""
    if tower.differing is None:
        return "the entries and tiles agree with each other, but not with the root that was signed"
    tile, computed, found = tower.differing
    if root == signed.root:
        return f"{tile.path} is not what its entries give"
    place = _first_difference(computed, found)
    if tile.level != 0:
        return f"{tile.path} and the entries below it are not what was signed"
    named = f"entry {tile.start + place} in {TileId(None, tile.index, tile.width).path}"
    if _root_of_tiles(read, signed.size) == signed.root:
        return f"{named} is not what was signed"
    return f"{named} or {tile.path} is not what was signed, and other files are not either"


def _first_difference(computed: bytes, found: bytes) -> int:
    same = next(
        (at for at, pair in enumerate(zip(computed, found, strict=False)) if pair[0] != pair[1]),
        min(len(computed), len(found)),
    )
    return same // HASH_SIZE


def _root_of_tiles(read: Reader, size: int) -> bytes:
    """Root by the lowest tiles alone."""
    edge = tree.RightEdge()
    for bundle in tiles.bundles(0, size):
        hashes = files.read_tile(read, TileId(0, bundle.index, bundle.width))
        for at in range(0, bundle.width * HASH_SIZE, HASH_SIZE):
            edge.append(hashes[at : at + HASH_SIZE])
    return edge.root
