"""Seal a pouch: pack what the other side lacks, sign what it is, and encrypt the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.keys import SigningKey
from answerable.protocol.pouch import encryption, layout, manifest, ustar, zstd
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.manifest import Manifest, Member


@dataclass(frozen=True, slots=True)
class Packed:
    """A file to be packed; `read` gives its bytes when its turn comes."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Address:
    """From whom to whom a pouch goes, and which of the sender's it is; see `Manifest`."""

    channel: str
    sender: str
    recipient: str
    age: Sequence[str]
    number: int
    previous: str | None
    created: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A pouch as it was written; `digest` is the hex SHA-256 of the file."""

    digest: str
    manifest: Manifest


def seal(
    address: Address,
    logs: Sequence[LogRange],
    files: Sequence[Packed],
    *,
    key: SigningKey,
    out: BinaryIO,
) -> Sealed:
    """Write a pouch to `out`. `key` is the sender's `node` key.

    The manifest comes first and tells every file's hash, so each file is read twice: a second copy
    on disk would cost more, and would be one more copy to erase. Raises BadPouch, with something
    in `out`, for what no reader would take, or for a file that was another the second time.
    """
    if len(files) > manifest.MAX_MEMBERS:
        raise BadPouch(PouchFault.TOO_LARGE, f"more than {manifest.MAX_MEMBERS} files")
    found = Manifest(
        channel=address.channel,
        sender=address.sender,
        recipient=address.recipient,
        age=tuple(sorted(address.age)),
        number=address.number,
        previous=address.previous,
        created=address.created,
        logs=tuple(logs),
        members=tuple(_measure(each) for each in files),
    )
    signed = manifest.sign(found, key)
    # Closed here, whatever happens: left to the collector, what it holds of threads is given back
    # in the middle of starting another, which then waits for itself.
    with closing(zstd.compress(_archive(signed, files, found.members))) as pieces:
        digest = encryption.encrypt(pieces, out, found.age)
    return Sealed(digest, found)


def _measure(file: Packed) -> Member:
    data = file.read()
    return Member(file.name, len(data), hashlib.sha256(data).hexdigest())


def _archive(signed: bytes, files: Iterable[Packed], members: Iterable[Member]) -> Iterator[bytes]:
    yield from _entry(layout.MANIFEST, signed)
    for file, member in zip(files, members, strict=True):
        data = file.read()
        if len(data) != member.size:
            raise BadPouch(PouchFault.WRONG_MEMBER, f"{file.name} changed meanwhile")
        yield from _entry(file.name, data)
    yield ustar.END


def _entry(name: str, data: bytes) -> Iterator[bytes]:
    yield ustar.header(name, len(data))
    yield data
    yield bytes(ustar.padding(len(data)))
