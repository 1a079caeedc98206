"""Withhold a leaf of a log and still let everybody check the tree: its hash stands for it.

For the emergency that personal data stands in an entry itself. The tree is never rewritten: the
hash stays in the level-0 tile, the bundle is no longer served, and in its place, at another path,
stands a bundle in which the withheld entries are empty, led by a note of the log's key that lists
them.

    uint32 length of the note, big-endian || note || bundle

    answerable/redacted-bundle/v1
    <origin>
    <path of the bundle>
    <index> <leaf hash in base64>          one line for each withheld entry, by index
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import keys, note, tiles, tree
from answerable.protocol.errors import BadNote, BadTile
from answerable.protocol.keys import SigningKey, VerifierKey
from answerable.protocol.note import Note
from answerable.protocol.tiles import TileId

HEADER: Final = "answerable/redacted-bundle/v1"
PREFIX: Final = "redacted/"
MAX_BYTES: Final = 4 + note.MAX_BYTES + tiles.MAX_BUNDLE


@dataclass(frozen=True, slots=True)
class RedactedBundle:
    """A bundle some of whose entries are only hashes. `entries` has None in their places."""

    origin: str
    bundle: TileId
    hashes: Mapping[int, bytes]
    entries: tuple[bytes | None, ...]
    signed: Note

    def leaf_hashes(self) -> list[bytes]:
        """The hash of every leaf of the bundle, of the entry where it is here."""
        return [
            self.hashes[index] if entry is None else tree.hash_leaf(entry)
            for index, entry in enumerate(self.entries, self.bundle.start)
        ]

    def format(self) -> bytes:
        """Write the file; `parse` gives the same bundle back."""
        head = self.signed.format()
        kept = [entry or b"" for entry in self.entries]
        return struct.pack(">I", len(head)) + head + tiles.encode_bundle(kept)


def path_of(bundle: TileId) -> str:
    """Where the redacted form of a bundle is, below the log's prefix."""
    return PREFIX + bundle.path


def seal(
    origin: str, bundle: TileId, entries: Sequence[bytes], withhold: Iterable[int], key: SigningKey
) -> bytes:
    """Write a bundle without these entries (indices in the log), signed by the log's key.

    Raises BadTile when none of them, or not only entries of this bundle, are named.
    """
    hashes = {}
    for index in sorted(set(withhold)):
        if not bundle.start <= index < bundle.start + len(entries):
            raise BadTile(f"entry {index} is not in {bundle.path}")
        hashes[index] = tree.hash_leaf(entries[index - bundle.start])
    if not hashes or len(entries) != bundle.width:
        raise BadTile("a redacted bundle is whole, and withholds something")
    kept = tuple(
        None if index in hashes else entry for index, entry in enumerate(entries, bundle.start)
    )
    text = _text(origin, bundle, hashes)
    line = note.SignatureLine(
        origin, VerifierKey(origin, keys.LOG, key.public).key_id, key.sign(text.encode())
    )
    return RedactedBundle(origin, bundle, hashes, kept, Note(text, (line,))).format()


def parse(data: bytes, origin: str, bundle: TileId) -> RedactedBundle:
    """Read the redacted form of a bundle strictly, without judging who signed; raises BadTile."""
    if len(data) > MAX_BYTES:
        raise BadTile(f"{len(data)} bytes where {MAX_BYTES} are allowed")
    (length,) = struct.unpack(">I", data[:4]) if len(data) >= 4 else (0,)
    try:
        signed = note.parse(data[4 : 4 + length])
    except BadNote as exc:
        raise BadTile(f"the note of a redacted bundle: {exc}") from exc
    hashes = _hashes(signed.text, origin, bundle)
    whole = tiles.decode_bundle(data[4 + length :], bundle.width)
    if any(whole[index - bundle.start] for index in hashes):
        raise BadTile("a withheld entry is there all the same")
    entries = tuple(
        None if index in hashes else entry for index, entry in enumerate(whole, bundle.start)
    )
    return RedactedBundle(origin, bundle, hashes, entries, signed)


def open_bundle(
    data: bytes, origin: str, bundle: TileId, log_keys: Iterable[VerifierKey]
) -> RedactedBundle:
    """Read the redacted form of a bundle that one of the log's keys signed; raises BadTile."""
    found = parse(data, origin, bundle)
    try:
        note.verify(found.signed, log_keys)
    except BadNote as exc:
        raise BadTile(f"a redacted bundle that the log did not sign: {exc}") from exc
    return found


def redact_files(
    log_files: Iterable[tuple[str, bytes]],
    origin: str,
    withhold: Iterable[int],
    key: SigningKey,
) -> Iterator[tuple[str, bytes]]:
    """Give a log's files with these entries withheld: their bundles in redacted form.

    Raises BadTile for an entry that none of the files holds.
    """
    left = set(withhold)
    for path, data in log_files:
        bundle = _bundle_at(path)
        inside = set() if bundle is None else {i for i in left if bundle.start <= i < bundle.end}
        if bundle is None or not inside:
            yield path, data
            continue
        left -= inside
        entries = tiles.decode_bundle(data, bundle.width)
        yield path_of(bundle), seal(origin, bundle, entries, inside, key)
    if left:
        raise BadTile(f"there is no entry {min(left)}")


def read(
    read_file: Callable[[str], bytes],
    origin: str,
    bundle: TileId,
    log_keys: Iterable[VerifierKey] | None = None,
) -> RedactedBundle:
    """Read a bundle's redacted form from a log's files; raises BadTile, or Missing without one.

    Without keys nobody's signature is asked for: then only the tree vouches for what it says.
    """
    data = read_file(path_of(bundle))
    if log_keys is None:
        return parse(data, origin, bundle)
    return open_bundle(data, origin, bundle, log_keys)


def _text(origin: str, bundle: TileId, hashes: Mapping[int, bytes]) -> str:
    listed = [f"{index} {keys.encode_base64(leaf)}" for index, leaf in sorted(hashes.items())]
    return "".join(f"{line}\n" for line in (HEADER, origin, bundle.path, *listed))


def _hashes(text: str, origin: str, bundle: TileId) -> dict[int, bytes]:
    lines = text[:-1].split("\n")
    hashes: dict[int, bytes] = {}
    for line in lines[3:]:
        number, _separator, encoded = line.partition(" ")
        try:
            leaf = keys.decode_base64(encoded)
        except ValueError as exc:
            raise BadTile("a withheld entry has an index and a hash") from exc
        if not (number.isascii() and number.isdecimal() and len(number) <= 19):
            raise BadTile("an index is a number")
        if not bundle.start <= int(number) < bundle.end or len(leaf) != tree.HASH_SIZE:
            raise BadTile("a withheld entry of another bundle, or no hash")
        hashes[int(number)] = leaf
    # Format again and compare: the order, each once, no leading zero, the log and the bundle.
    if not hashes or text != _text(origin, bundle, hashes):
        raise BadTile("not the redacted form of this bundle")
    return hashes


def _bundle_at(path: str) -> TileId | None:
    try:
        found = tiles.parse_path(path)
    except BadTile:
        return None
    return found if found.level is None else None
