"""Read and write C2SP signed notes: a text, and lines that sign it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.protocol import cosignature, keys
from answerable.protocol.errors import BadNote, BadSignature
from answerable.protocol.keys import VerifierKey

MAX_BYTES: Final = 64 * 1024
MAX_SIGNATURES: Final = 100
_DASH: Final = "\u2014 "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note. `signature` is what follows the four bytes of the key id."""

    name: str
    key_id: bytes
    signature: bytes

    def format(self) -> str:
        """Write the line, without its newline."""
        return f"{_DASH}{self.name} {keys.encode_base64(self.key_id + self.signature)}"

    @classmethod
    def parse(cls, line: str) -> SignatureLine:
        """Read one line without its newline; raises BadNote."""
        name, separator, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not separator or not keys.is_key_name(name):
            raise BadNote("a signature line is a dash, a name and a signature")
        try:
            raw = keys.decode_base64(encoded)
        except ValueError as exc:
            raise BadNote(str(exc)) from exc
        if len(raw) < 5:
            raise BadNote("a signature is longer than its key id")
        return cls(name, raw[:4], raw[4:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signature lines in their order."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def format(self) -> bytes:
        """Write the note; `parse` gives the same note back."""
        lines = "".join(line.format() + "\n" for line in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def plus(self, lines: Iterable[SignatureLine]) -> Note:
        """The same note with these lines added where their key has none yet."""
        signatures = list(self.signatures)
        known = {(line.name, line.key_id) for line in signatures}
        for line in lines:
            if (line.name, line.key_id) not in known:
                known.add((line.name, line.key_id))
                signatures.append(line)
        return Note(self.text, tuple(signatures))


@dataclass(frozen=True, slots=True)
class Verified:
    """A line that a known key made. `time` is the cosigner's, None for a log's own line."""

    key: VerifierKey
    line: SignatureLine
    time: int | None


def parse(data: bytes, *, max_bytes: int = MAX_BYTES) -> Note:
    """Read a note without judging its signatures; raises BadNote when malformed or too large."""
    if len(data) > max_bytes:
        raise BadNote(f"a note of {len(data)} bytes where at most {max_bytes} are read")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadNote("a note is UTF-8") from exc
    if _CONTROL.search(whole):
        raise BadNote("a note has no control characters")
    # The text may hold empty lines itself: only the last one divides.
    text, separator, block = whole.rpartition("\n\n")
    if not separator or not text or not block.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signature lines")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(f"more than {MAX_SIGNATURES} signature lines")
    return Note(text + "\n", tuple(SignatureLine.parse(line) for line in lines))


def verify(note: Note, known: Iterable[VerifierKey]) -> tuple[Verified, ...]:
    """Give the lines that known keys made, the first of each key, in the note's order.

    Lines of unknown keys are passed over. Raises BadNote when a line of a known key fails, or
    when no known key signed.
    """
    by_id = {(key.name, key.key_id): key for key in known}
    found: dict[VerifierKey, Verified] = {}
    for line in note.signatures:
        key = by_id.get((line.name, line.key_id))
        if key is None:
            continue
        verified = Verified(key, line, _check(note, key, line))
        found.setdefault(key, verified)
    if not found:
        raise BadNote("no known key signed this note")
    return tuple(found.values())


def _check(note: Note, key: VerifierKey, line: SignatureLine) -> int | None:
    try:
        if key.type == keys.COSIGNER:
            return cosignature.verify(note.text, key.public, line.signature)
        keys.verify(key.public, note.text.encode(), line.signature)
    except BadSignature as exc:
        raise BadNote(f"the line of {key.name} does not verify") from exc
    return None
