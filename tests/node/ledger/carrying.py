"""Carry pouches between the node under test and the peer in memory."""

import io
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from answerable.node.ledger import pouches
from answerable.node.ledger.models import Channel, Pouch
from answerable.node.ledger.pouches import Choice
from answerable.protocol import content, receipts
from answerable.protocol.pouch import (
    encryption,
    layout,
    manifest,
    opening,
    packing,
    sealing,
    taking,
)
from answerable.protocol.pouch.opening import Unpacked
from answerable.protocol.pouch.sealing import Address, Packed
from answerable.protocol.receipts import Cosigner
from answerable.protocol.store import Store
from tests.factories import NOW
from tests.node.ledger.factories import make_channel
from tests.node.ledger.peer import CLEAN, Peer

IDENTITY = encryption.make_identity()
RECIPIENT = encryption.recipient_of(IDENTITY)
SECONDS = int(NOW.timestamp()) + 60


def make_pouch_channel() -> tuple[Channel, Peer]:
    """Found a channel whose other side can be sent pouches."""
    return make_channel(age=(RECIPIENT,))


def seal(channel: Channel, *, at: datetime = NOW, **choice: Any) -> tuple[Pouch, bytes]:
    """Seal on the node under test; give the row and the file."""
    pouch, _ = pouches.seal(channel, Choice(**choice), at=at)
    path = pouches.kept_file(pouch)
    assert path is not None
    return pouch, path.read_bytes()


def open_here(data: bytes, *, at: datetime = NOW, **given: Any) -> Pouch:
    """Open a file on the node under test."""
    return pouches.open_file(io.BytesIO(data), "a.pouch", at=at, **given)


def peer_seals(
    peer: Peer,
    start: int | None = 0,
    *,
    theirs: bool = False,
    mirrored: tuple[Store, str] | None = None,
    **changed: Any,
) -> bytes:
    """A pouch from the peer: its log from `start` on, its receipts, all its contents.

    `mirrored` is a log of ours, and the store that it is taken from.
    """
    logs, ours = [], peer.charter.origin(peer.ours)
    if start is not None:
        logs.append(packing.log_range(peer.store, peer.origin, start, 2**62))
    if theirs:
        logs.append(packing.log_range(peer.store, ours, 0, 2**62))
    if mirrored is not None:
        logs.append(packing.log_range(*mirrored, 0, 2**62))
    logs.sort(key=lambda each: each.origin)
    files: list[Packed] = []
    for each in logs:
        is_own = mirrored is not None and each.origin == mirrored[1]
        files += packing.log_files(mirrored[0] if mirrored and is_own else peer.store, each)
    files += packing.receipt_files(peer.store, ours, peer.charter.delivery_key(peer.code).name)
    if start is not None:
        files += [
            Packed(layout.content_name(bytes.fromhex(c)), partial(content.encode_transfer, held))
            for c, held in sorted(peer.contents.items())
        ]
    fields: dict[str, Any] = {
        "channel": peer.charter.channel_id,
        "sender": peer.code,
        "recipient": peer.ours,
        "age": list(peer.charter.party(peer.ours).age),
        "number": 1,
        "previous": None,
        "created": "2026-03-02T09:00:00Z",
    }
    out = io.BytesIO()
    address = Address(**(fields | changed))
    sealing.seal(address, logs, files, key=peer.keys["node"], out=out)
    return out.getvalue()


def peer_unpacks(peer: Peer, data: bytes) -> Unpacked:
    out = io.BytesIO()

    def admit(found: manifest.Manifest, signed: Any) -> None:
        manifest.check(
            found,
            signed,
            channel=peer.charter.channel_id,
            sender=peer.ours,
            recipient=peer.code,
            age=[RECIPIENT],
            node_keys=[peer.charter.party(peer.ours).node],
        )

    opened = opening.open_pouch(io.BytesIO(data), out, [IDENTITY], admit)
    kept = out.getvalue()
    return Unpacked(opened.manifest, lambda offset, size: kept[offset : offset + size])


def peer_opens(peer: Peer, data: bytes) -> Unpacked:
    """Let the peer take a pouch and countersign."""
    pouch = peer_unpacks(peer, data)
    own, other = peer.charter.log(peer.code), peer.charter.log(peer.ours)
    taking.take_receipts(peer.store, own, pouch, time=SECONDS)
    taking.follow(peer.store, lambda: other, pouch, time=SECONDS)
    taking.take_contents(peer.store, pouch)
    for name, give in (("mirror", receipts.cosign_mirror), ("delivery", receipts.cosign_delivery)):
        key = getattr(peer.charter, f"{name}_key")(peer.code).name
        cosigner = Cosigner(key, peer.keys[name])
        give(peer.store, other.origin, cosigner, time=SECONDS, permit=CLEAN)
    return pouch


def folder_of(home: Path, name: str) -> list[str]:
    """What lies in one of the node's folders for pouches."""
    return sorted(each.name for each in (home / name).iterdir() if each.name != ".lock")
