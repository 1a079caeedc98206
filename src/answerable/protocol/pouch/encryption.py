"""Encrypt to the recipients of a pouch and decrypt with our own identity (age, X25519)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final, Protocol

import pyrage
from pyrage import x25519

from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.pouch.pipe import PIECE, Ahead, Behind

_FIRST_LINE: Final = b"age-encryption.org/v1\n"
_MAX_HEADER: Final = 64 * 1024


class Writable(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> int:
        """Take all of these bytes."""
        ...


def make_identity() -> str:
    """Make an identity: the secret text that opens what is encrypted to its recipient."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Give the recipient that belongs to an identity; raises BadPouch for what is none."""
    return str(_identity(identity).to_public())


def encrypt(pieces: Iterable[bytes], out: BinaryIO, recipients: Sequence[str]) -> str:
    """Encrypt a stream; give the hex SHA-256 of what was written.

    Raises BadPouch for a recipient that cannot be used; what `pieces` and `out` raise passes.
    """
    try:
        to = [x25519.Recipient.from_str(each) for each in recipients]
    except pyrage.RecipientError as exc:
        raise BadPouch(PouchFault.BAD_RECIPIENT_KEY, str(exc)) from exc
    digest = hashlib.sha256()

    def put(data: bytes) -> None:
        digest.update(data)
        out.write(data)

    with Behind(put) as behind:
        source, sink = _Source(iter(pieces)), _Sink(behind)
        try:
            pyrage.encrypt_io(source, sink, to)
        except (OSError, pyrage.EncryptError):
            # The library wraps what happened at either end; only that is worth telling.
            source.raise_failure()
            sink.raise_failure()
            raise
    return digest.hexdigest()


def decrypt(source: BinaryIO, out: Writable, identities: Iterable[str], *, max_bytes: int) -> str:
    """Decrypt to the end with any of our identities; give the hex SHA-256 of the encrypted file.

    Only when this returns is the file whole: until then `out` holds what may be cut off. Raises
    BadPouch; what `source` and `out` raise passes.
    """
    known = [_identity(each) for each in identities]
    counted, sink = _Counted(source, max_bytes), _Sink(out)
    with Ahead(counted.fetch) as ahead:
        read = _Source(iter(ahead.take, b""))
        _check_header(read)
        try:
            pyrage.decrypt_io(read, sink, known)
        except (OSError, pyrage.DecryptError) as exc:
            read.raise_failure()
            sink.raise_failure()
            raise BadPouch(PouchFault.NOT_OPENED, str(exc)) from exc
    return counted.digest


def _identity(text: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(text)
    except pyrage.IdentityError as exc:
        raise BadPouch(PouchFault.BAD_RECIPIENT_KEY, "not an age identity") from exc


class _End:
    """One end of a stream, which remembers what went wrong there."""

    _failure: BaseException | None = None

    def raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure


class _Source(_End):
    """Hand out a stream of pieces in whatever portions are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def peek(self, size: int) -> bytes:
        """Give what will be read first, and leave it there. Only before anything was read."""
        self._rest = memoryview(next(self._pieces, b""))
        return bytes(self._rest[:size])

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as exc:
            self._failure = exc
            raise
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)


class _Sink(_End):
    """Write through."""

    def __init__(self, out: Writable) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        try:
            self._out.write(data)
        except BaseException as exc:
            self._failure = exc
            raise
        return len(data)

    def flush(self) -> None:
        """Leave it to whoever opened the file."""


class _Counted:
    """Read a file of bounded size piece by piece, and hash it."""

    def __init__(self, source: BinaryIO, max_bytes: int) -> None:
        self._source = source
        self._left = max_bytes
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def fetch(self) -> bytes:
        data = self._source.read(PIECE)
        self._left -= len(data)
        if self._left < 0:
            raise BadPouch(PouchFault.TOO_LARGE, "the file is larger than a pouch may be")
        self._hash.update(data)
        return data


def _check_header(source: _Source) -> None:
    """Raise BadPouch unless it begins as age, with a header that ends: one without fills memory."""
    start = source.peek(_MAX_HEADER)
    if not start.startswith(_FIRST_LINE) or b"\n--- " not in start:
        raise BadPouch(PouchFault.NOT_OPENED, "not a file encrypted with age")
