"""Say how large a log is and what its root is, in the one form that a key signs (C2SP)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.protocol import cosignature, keys, note, tree
from answerable.protocol.errors import BadCheckpoint
from answerable.protocol.keys import SigningKey, VerifierKey
from answerable.protocol.note import Note, SignatureLine, Verified

MAX_SIZE: Final = 2**63 - 1
# Names of C2SP logs in general; names this channel gives are narrower (see `genesis`).
_ORIGIN: Final = re.compile(r"[!-*,-~]{1,255}")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of a log. Its text is what every signature covers."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the three lines, each with its newline."""
        return f"{self.origin}\n{self.size}\n{keys.encode_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose log line verified, with the lines of every other known key."""

    checkpoint: Checkpoint
    note: Note
    verified: tuple[Verified, ...]


def origin_hash(origin: str) -> str:
    """Name a log in URLs and folders: the hex SHA-256 of its origin."""
    return hashlib.sha256(origin.encode()).hexdigest()


def parse(text: str) -> Checkpoint:
    """Read a checkpoint's text; raises BadCheckpoint unless it is in plain form, three lines."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise BadCheckpoint("a checkpoint has three lines")
    origin, size, root = lines[:3]
    if not _ORIGIN.fullmatch(origin):
        raise BadCheckpoint("an origin is plain ASCII without space or plus sign")
    if not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
        raise BadCheckpoint("a size is a decimal number in plain form")
    try:
        digest = keys.decode_base64(root)
    except ValueError as exc:
        raise BadCheckpoint("a root is canonical base64") from exc
    if len(digest) != 32:
        raise BadCheckpoint("a root has 32 bytes")
    if size == "0" and digest != tree.EMPTY_ROOT:
        raise BadCheckpoint("an empty log has one root")
    return Checkpoint(origin, int(size), digest)


def sign(checkpoint: Checkpoint, *signers: SigningKey) -> bytes:
    """Sign as the log itself: the keys' name is the origin. Gives the note's bytes.

    More than one sign while the log's key is being replaced: who does not know the new one yet
    goes by the old.
    """
    text = checkpoint.text()
    parse(text)
    lines = []
    for key in signers:
        verifier = VerifierKey(checkpoint.origin, keys.LOG, key.public)
        lines.append(SignatureLine(checkpoint.origin, verifier.key_id, key.sign(text.encode())))
    return Note(text, tuple(lines)).format()


def cosign(checkpoint: Checkpoint, name: str, key: SigningKey, time: int) -> SignatureLine:
    """Countersign at this POSIX second under a cosigner's name."""
    verifier = VerifierKey(name, keys.COSIGNER, key.public)
    signature = cosignature.sign(checkpoint.text(), key, time)
    return SignatureLine(name, verifier.key_id, signature)


def open_note(
    data: bytes, log_key: VerifierKey, others: Iterable[VerifierKey] = ()
) -> SignedCheckpoint:
    """Open a log's note: the log must have signed it, and no line of a known key may fail.

    Raises BadNote or BadCheckpoint.
    """
    opened = note.parse(data)
    checkpoint = parse(opened.text)
    if checkpoint.origin != log_key.name:
        raise BadCheckpoint("the note is of another log")
    verified = note.verify(opened, (log_key, *others))
    if all(found.key != log_key for found in verified):
        raise BadCheckpoint("the log itself did not sign")
    return SignedCheckpoint(checkpoint, opened, verified)
