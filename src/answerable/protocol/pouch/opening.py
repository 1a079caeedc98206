"""Open a pouch without acting on it: what is unpacked is set aside until all of it is known good.

Encryption proves neither who sealed a file nor, before its last byte, that it is whole. So nothing
counts before the end was reached; the manifest is judged before anything behind it is read; and
every file must come in the order, with the size and the hash that the manifest says. No name is
ever taken from an archive: what is unpacked lies in one file, at places of our own arithmetic.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, Final, TypeAlias

from answerable.protocol import tiles, tree
from answerable.protocol.content import SALT_SIZE
from answerable.protocol.dsse import Signed
from answerable.protocol.errors import BadPouch, Missing, PouchFault
from answerable.protocol.pouch import encryption, layout, manifest, ustar
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.manifest import Manifest
from answerable.protocol.pouch.pipe import Behind, Pipe
from answerable.protocol.pouch.zstd import Decompressed, Readable
from answerable.protocol.tiles import TileId

# A file that is carried, and what it unpacks to.
MAX_FILE: Final = 4 * 1024**3
MAX_TOTAL: Final = 8 * 1024**3

# Judges a manifest before anything else is read: raises BadPouch for one that is not for us.
Admit: TypeAlias = Callable[[Manifest, Signed], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A pouch that is whole and for us. `digest` is that of the file, `signed` the manifest's."""

    digest: str
    signed: bytes
    manifest: Manifest


def open_pouch(
    source: BinaryIO,
    out: BinaryIO,
    identities: Iterable[str],
    admit: Admit,
    *,
    max_file: int = MAX_FILE,
    max_total: int = MAX_TOTAL,
) -> Opened:
    """Decrypt and unpack a pouch into `out`; see `unpack`. Only when it returns may `out` be used.

    Raises BadPouch, with something in `out`; what `source` and `out` raise passes.
    """
    pipe = Pipe()

    def decrypt() -> str:
        try:
            digest = encryption.decrypt(source, pipe, identities, max_bytes=max_file)
        except BaseException as exc:
            pipe.close(exc)
            raise
        pipe.close()
        return digest

    with ThreadPoolExecutor(1) as pool:
        decrypting = pool.submit(decrypt)
        try:
            signed, found = unpack(pipe, out, admit, max_total=max_total)
        finally:
            pipe.abandon()
        return Opened(decrypting.result(), signed, found)


def unpack(
    source: Readable, out: BinaryIO, admit: Admit, *, max_total: int = MAX_TOTAL
) -> tuple[bytes, Manifest]:
    """Unpack decrypted bytes: every file behind the manifest into `out`, one after the other.

    Gives the manifest as it was signed, and as it was read. Raises BadPouch, with something in
    `out`, for anything that is not exactly what the manifest says.
    """
    with Decompressed(source) as stream, Behind(out.write) as behind:
        signed = _first(stream)
        found, envelope = manifest.read(signed)
        if found.total > max_total:
            raise BadPouch(PouchFault.TOO_LARGE, f"{found.total} bytes unpacked")
        admit(found, envelope)
        for member in found.members:
            _check_header(stream, member.name, member.size)
            digest = hashlib.sha256()
            for piece in stream.pieces(member.size):
                digest.update(piece)
                behind.write(bytes(piece))
            if digest.hexdigest() != member.digest:
                raise BadPouch(PouchFault.WRONG_MEMBER, f"{member.name} is another")
            _check_zeros(stream, ustar.padding(member.size))
        _check_zeros(stream, len(ustar.END))
        stream.check_end()
    return signed, found


def read_manifest(source: Readable) -> tuple[bytes, Manifest]:
    """Read the manifest alone, without judging who signed it; raises BadPouch."""
    with Decompressed(source) as stream:
        signed = _first(stream)
        return signed, manifest.read(signed)[0]


def _first(stream: Decompressed) -> bytes:
    size = ustar.read_size(stream.exactly(ustar.BLOCK), layout.MANIFEST)
    if size > manifest.MAX_BYTES:
        raise BadPouch(PouchFault.TOO_LARGE, layout.MANIFEST)
    signed = stream.exactly(size)
    _check_zeros(stream, ustar.padding(size))
    return signed


def _check_header(stream: Decompressed, name: str, size: int) -> None:
    block = stream.exactly(ustar.BLOCK)
    if block != ustar.header(name, size):
        raise BadPouch(PouchFault.BAD_ARCHIVE, f"{name} is due: {ustar.explain(block)}")


def _check_zeros(stream: Decompressed, size: int) -> None:
    if any(stream.exactly(size)):
        raise BadPouch(PouchFault.BAD_ARCHIVE, "something stands between the files")


class Unpacked:
    """The files of a pouch that was unpacked, read at random. `read(offset, size)` gives bytes."""

    def __init__(self, found: Manifest, read: Callable[[int, int], bytes]) -> None:
        self.manifest = found
        self._read = read
        starts = accumulate((each.size for each in found.members), initial=0)
        self._places = {
            each.name: (start, each.size)
            for each, start in zip(found.members, starts, strict=False)
        }

    def file(self, name: str) -> bytes | None:
        """The bytes of a file, or None where the pouch has none of that name."""
        place = self._places.get(name)
        return None if place is None else self._read(*place)

    def log_file(self, log: LogRange, path: str) -> bytes:
        """What the owner of a log would serve at a path, as far as this pouch has it.

        A narrower tile or bundle than the pouch has is cut from it. Raises Missing.
        """
        whole = self.file(f"{log.folder}/{path}")
        if whole is not None:
            return whole
        wanted = tiles.parse_path(path)
        held = tiles.hashes_at(wanted.level or 0, log.size) - wanted.start
        tile = TileId(wanted.level, wanted.index, min(tiles.WIDTH, max(held, 0)))
        whole = self.file(f"{log.folder}/{tile.path}")
        if whole is None or tile.width < wanted.width:
            raise Missing(path)
        if wanted.level is not None:
            return whole[: wanted.width * tree.HASH_SIZE]
        return tiles.encode_bundle(tiles.decode_prefix(whole, wanted.width))

    def commits(self) -> Iterator[bytes]:
        """The commitments whose contents are here."""
        for each in self.manifest.members:
            if each.name.startswith("content/"):
                yield bytes.fromhex(each.name.removeprefix("content/"))

    def content(self, commit: bytes) -> bytes:
        """A content as it is handed over: salt, then record. Raises Missing."""
        data = self.file(layout.content_name(commit))
        if data is None or len(data) < SALT_SIZE:
            raise Missing(commit.hex())
        return data
