"""Seal a stream with a passphrase as an age file, in pieces, so that its size does not matter.

The age format, version 1 (https://age-encryption.org/v1), with one scrypt recipient: the `age`
command opens what is written here. Written out because the age libraries for Python hold a whole
file in memory when a passphrase opens it, and let the file decide how much memory scrypt takes.
"""

from __future__ import annotations

import base64
import hmac
import io
import re
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from answerable.safekeeping.errors import DamagedSeal, NoPassphrase, TooCostly, WrongPassphrase

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAGIC: Final = b"age-encryption.org/v1\n"
# 128 MiB of memory for each try. What is read may ask for twice that, as `age` itself writes.
WORK: Final = 17
MOST_WORK: Final = 18
LEAST_WORK: Final = 10
CHUNK: Final = 64 * 1024

_TAG = 16
_LABEL = b"age-encryption.org/v1/scrypt"
_ZERO = bytes(12)
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n"
    rb"([A-Za-z0-9+/]{43})\n---"
)
_LONGEST_HEADER = 256

Draw: TypeAlias = Callable[[int], bytes]


class Sealer(io.RawIOBase):
    """Takes plain bytes and writes them sealed. Only `close` makes the file whole."""

    def __init__(self, out: BinaryIO, passphrase: str, draw: Draw, work: int = WORK) -> None:
        super().__init__()
        file_key, salt, nonce = draw(16), draw(16), draw(16)
        wrapped = ChaCha20Poly1305(_wrap_key(passphrase, salt, work)).encrypt(_ZERO, file_key, None)
        head = MAGIC + b"-> scrypt %b %d\n%b\n---" % (_base64(salt), work, _base64(wrapped))
        out.write(head + b" " + _base64(_mac(file_key, head)) + b"\n" + nonce)
        self._out = out
        self._chunks = _Chunks(file_key, nonce)
        self._held = bytearray()

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Seal all that is certainly not the last chunk."""
        given = memoryview(data).cast("B")
        self._held += given
        while len(self._held) > CHUNK:
            self._out.write(self._chunks.seal(bytes(self._held[:CHUNK]), is_last=False))
            del self._held[:CHUNK]
        return len(given)

    def close(self) -> None:
        """Write the last chunk; the file beneath stays open."""
        if not self.closed:
            self._out.write(self._chunks.seal(bytes(self._held), is_last=True))
        super().close()


class Opener(io.RawIOBase):
    """Gives the plain bytes of a sealed file; they count only once the end was reached."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        file_key, nonce = _read_header(source, passphrase)
        self._source = source
        self._chunks = _Chunks(file_key, nonce)
        self._next = self._fetch()
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, into: Buffer, /) -> int:
        """Give the next bytes; raises DamagedSeal for a chunk that is not as it was sealed."""
        if not self._held and self._next is not None:
            chunk, following = self._next, self._fetch()
            self._held = memoryview(self._chunks.open(chunk, is_last=following is None))
            self._next = following
        target = memoryview(into).cast("B")
        count = min(len(target), len(self._held))
        target[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def _fetch(self) -> bytes | None:
        return read_up_to(self._source, CHUNK + _TAG) or None


class _Chunks:
    """Seals or opens the chunks of one file in their order."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._count = 0

    def seal(self, chunk: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last), chunk, None)

    def open(self, chunk: bytes, *, is_last: bool) -> bytes:
        is_first = self._count == 0
        try:
            plain = self._cipher.decrypt(self._nonce(is_last), chunk, None)
        except (InvalidTag, ValueError) as exc:
            raise DamagedSeal("the sealed file is cut short or was changed") from exc
        if not plain and not is_first:
            raise DamagedSeal("the sealed file ends with an empty chunk")
        return plain

    def _nonce(self, is_last: bool) -> bytes:
        number, self._count = self._count, self._count + 1
        return number.to_bytes(11, "big") + bytes([is_last])


def seal(data: bytes, passphrase: str, draw: Draw, work: int = WORK) -> bytes:
    """Seal a few bytes."""
    out = io.BytesIO()
    with Sealer(out, passphrase, draw, work) as sealer:
        sealer.write(data)
    return out.getvalue()


def unseal(data: bytes, passphrase: str) -> bytes:
    """Open a few sealed bytes."""
    return Opener(io.BytesIO(data), passphrase).readall()


def read_up_to(source: BinaryIO, size: int) -> bytes:
    """Read this many bytes, or fewer at the end only."""
    parts, missing = [], size
    while missing:
        part = source.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _read_header(source: BinaryIO, passphrase: str) -> tuple[bytes, bytes]:
    """Return the file key and the payload's nonce."""
    lines = [source.readline(_LONGEST_HEADER) for _ in range(4)]
    head = b"".join(lines[:3]) + b"---"
    found = _HEADER.fullmatch(head)
    if found is None:
        if not head.startswith(MAGIC):
            raise DamagedSeal("this is no age file")
        if lines[1].startswith(b"-> scrypt "):
            raise DamagedSeal("the sealed file begins wrongly")
        raise NoPassphrase("this file is sealed to a recipient's key, not with a passphrase")
    salt, wrapped = _unbase64(found[1]), _unbase64(found[3])
    work = int(found[2])
    if not LEAST_WORK <= work <= MOST_WORK:
        raise TooCostly(f"the file asks for scrypt work of 2^{work}; at most 2^{MOST_WORK} is done")
    try:
        file_key = ChaCha20Poly1305(_wrap_key(passphrase, salt, work)).decrypt(_ZERO, wrapped, None)
    except InvalidTag as exc:
        raise WrongPassphrase("the passphrase does not open the file") from exc
    if not hmac.compare_digest(lines[3], b"--- " + _base64(_mac(file_key, head)) + b"\n"):
        raise DamagedSeal("the head of the sealed file was changed")
    nonce = read_up_to(source, 16)
    if len(nonce) != 16:
        raise DamagedSeal("the sealed file is cut short")
    return file_key, nonce


def _wrap_key(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(
        passphrase.encode("utf-8")
    )


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), head, sha256)


def _derive(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unbase64(text: bytes) -> bytes:
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    # Bits beyond the last byte would make two texts of one value.
    if _base64(data) != text:
        raise DamagedSeal("the head of the sealed file is not in its one form")
    return data
