"""Check that an entry is in a tree, that a tree grew out of another, and proof files of both.

The checks follow RFC 9162 section 2.1.3.2 and 2.1.4.2 with the hashing of RFC 6962. A size of
zero has no proof, and the conventions for it differ: callers settle it before they ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import checkpoint, keys, note, tree
from answerable.protocol.checkpoint import MAX_SIZE, SignedCheckpoint
from answerable.protocol.errors import BadProof
from answerable.protocol.keys import VerifierKey

MAX_HASHES: Final = 63
MAGIC: Final = "c2sp.org/tlog-proof@v1"
MAX_FILE: Final = note.MAX_BYTES + 16 * 1024
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})")


def check_inclusion(
    leaf_hash: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise BadProof unless these hashes, sibling first, lead from the leaf to the root."""
    _check_shape(proof, (leaf_hash, root))
    if not 0 <= index < size <= MAX_SIZE:
        raise BadProof("the index is not in a tree of that size")
    fn, sn, found = index, size - 1, leaf_hash
    for sibling in proof:
        if sn == 0:
            raise BadProof("the proof is too long")
        if fn & 1 or fn == sn:
            found = tree.hash_node(sibling, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = tree.hash_node(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or found != root:
        raise BadProof("the proof does not lead to the root")


def check_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise BadProof unless the larger tree begins with the smaller. Sizes are at least 1."""
    _check_shape(proof, (old_root, root))
    if not 0 < old_size <= size <= MAX_SIZE:
        raise BadProof("the sizes are not in order")
    if old_size == size:
        if proof or old_root != root:
            raise BadProof("one size has one root and an empty proof")
        return
    if not proof:
        raise BadProof("the proof is empty")
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old, new = path[0], path[0]
    for sibling in path[1:]:
        if sn == 0:
            raise BadProof("the proof is too long")
        if fn & 1 or fn == sn:
            old, new = tree.hash_node(sibling, old), tree.hash_node(sibling, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = tree.hash_node(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or old != old_root or new != root:
        raise BadProof("the proof does not lead to both roots")


def _check_shape(proof: Sequence[bytes], roots: Iterable[bytes]) -> None:
    if len(proof) > MAX_HASHES:
        raise BadProof(f"more than {MAX_HASHES} hashes")
    if any(len(value) != tree.HASH_SIZE for value in (*proof, *roots)):
        raise BadProof("a hash has 32 bytes")


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A C2SP tlog-proof: one entry's way to the root of a note that is carried along.

    `extra` is whatever its writer put in, and nothing vouches for it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None

    def format(self) -> bytes:
        """Write the file; `parse` gives the same back."""
        lines = [MAGIC]
        if self.extra is not None:
            lines.append(f"extra {keys.encode_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [keys.encode_base64(value) for value in self.hashes]
        return "".join(f"{line}\n" for line in (*lines, "")).encode() + self.note


def parse(data: bytes) -> ProofFile:
    """Read a proof file; raises BadProof. The note in it is not judged yet."""
    if len(data) > MAX_FILE:
        raise BadProof(f"a proof file of {len(data)} bytes")
    head, separator, carried = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
        if not separator or lines[0] != MAGIC:
            raise BadProof("not a tlog-proof file of version 1")
        rest = lines[1:]
        extra = None
        if rest and rest[0].startswith("extra "):
            extra = keys.decode_base64(rest.pop(0).removeprefix("extra "))
        found = _INDEX.fullmatch(rest[0]) if rest else None
        if found is None or int(found[1]) > MAX_SIZE:
            raise BadProof("no index in plain form")
        hashes = tuple(keys.decode_base64(line) for line in rest[1:])
    except ValueError as exc:
        raise BadProof("the proof file is not in plain form") from exc
    _check_shape(hashes, ())
    return ProofFile(int(found[1]), hashes, carried, extra)


def check_file(
    data: bytes, entry: bytes, log_key: VerifierKey, others: Iterable[VerifierKey] = ()
) -> tuple[ProofFile, SignedCheckpoint]:
    """Check a proof file for the exact bytes of an entry.

    Raises BadProof, BadNote or BadCheckpoint; gives the file and the note with every line of
    the known keys.
    """
    file = parse(data)
    signed = checkpoint.open_note(file.note, log_key, others)
    size, root = signed.checkpoint.size, signed.checkpoint.root
    check_inclusion(tree.hash_leaf(entry), file.index, size, root, file.hashes)
    return file, signed
