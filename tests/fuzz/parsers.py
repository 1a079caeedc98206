"""Every parser that reads what came from outside: how it reads, writes again, and refuses.

To fuzz one more, add a line to `PARSERS` and a folder with a few good files to the corpus.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from answerable.node.ledger import request_signatures
from answerable.node.ledger.errors import BadRequestSignature
from answerable.protocol import (
    canonical,
    checkpoint,
    content,
    envelope,
    evidence,
    genesis,
    note,
    policy,
    proof,
    recovery,
    statement,
    tiles,
)
from answerable.protocol.errors import BadNote, BadTile, ProtocolError
from answerable.protocol.keys import VerifierKey
from answerable.protocol.pouch import manifest, opening, zstd

Error = type[Exception]


@dataclass(frozen=True, slots=True)
class Parser:
    """One parser. `write` gives back the bytes that were read, where the format has one form."""

    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes] | None = None
    refuses: tuple[Error, ...] = field(default=(ProtocolError,))


def _text(data: bytes, refused: type[ProtocolError]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise refused("not text") from exc


def _read_request(data: bytes) -> request_signatures.Claim:
    """Read a request written as JSON: method, path, body, and the three header fields."""
    try:
        it = json.loads(data)
        method, path, body = it["method"], it["path"], it["body"].encode()
        fields = {str(name): str(value) for name, value in it["fields"].items()}
        if not isinstance(method, str) or not isinstance(path, str):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        # What no listener could hand on.
        raise BadRequestSignature("no request") from exc
    return request_signatures.read(method, path, body, fields)


def _read_transfer(data: bytes) -> content.Content:
    """Take a content as the one that was committed to, so that its record is looked at."""
    salt, record = data[: content.SALT_SIZE], data[content.SALT_SIZE :]
    return content.decode_transfer(content.commit(salt, record), data)


def _unpack(data: bytes) -> manifest.Manifest:
    """Unpack an archive as a pouch holds it, packed anew so that changes reach its inside."""
    packed = io.BytesIO(zstd.frame(data))
    return opening.unpack(packed, io.BytesIO(), lambda found, signed: None)[1]


PARSERS: dict[str, Parser] = {
    "canonical": Parser(canonical.decode, canonical.encode),
    "note": Parser(note.parse, lambda found: found.format()),
    "checkpoint": Parser(
        lambda data: checkpoint.parse(_text(data, BadNote)), lambda found: found.text().encode()
    ),
    "verifier_key": Parser(
        lambda data: VerifierKey.parse(_text(data, BadNote)), lambda found: found.format().encode()
    ),
    "tile_path": Parser(
        lambda data: tiles.parse_path(_text(data, BadTile)), lambda found: found.path.encode()
    ),
    "bundle": Parser(lambda data: tiles.decode_bundle(data, 3), tiles.encode_bundle),
    "envelope": Parser(envelope.open_entry, lambda found: found.signed.format()),
    "statement": Parser(
        lambda data: statement.parse(data, max_bytes=envelope.MAX_ENTRY),
        lambda found: found.payload(),
    ),
    "proof": Parser(proof.parse, lambda found: found.format()),
    "policy": Parser(policy.parse),
    "proposal": Parser(genesis.open_proposal),
    "genesis": Parser(genesis.open_genesis, lambda found: found.data),
    "evidence": Parser(evidence.parse, lambda found: found.format()),
    "high_water": Parser(recovery.HighWater.decode, lambda found: found.encode()),
    "content": Parser(_read_transfer, content.encode_transfer),
    "pouch_manifest": Parser(manifest.read, lambda found: found[1].format()),
    "pouch": Parser(_unpack),
    "request": Parser(_read_request, refuses=(BadRequestSignature,)),
}
