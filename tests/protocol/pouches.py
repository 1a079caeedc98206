"""Seal, carry and open pouches between two nodes in memory; every step can be done wrongly."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import partial
from itertools import chain

from answerable.protocol import content, receipts
from answerable.protocol.content import Content
from answerable.protocol.dsse import Signed
from answerable.protocol.pouch import (
    encryption,
    layout,
    manifest,
    opening,
    packing,
    sealing,
    taking,
    ustar,
    zstd,
)
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.manifest import Manifest, Member
from answerable.protocol.pouch.opening import Unpacked
from answerable.protocol.pouch.sealing import Address, Packed
from tests.protocol import make
from tests.protocol.make import CLEAN, CREATED, NOW, Node, key

# Identities of nobody.
IDENTITIES = {
    "alice": "AGE-SECRET-KEY-1D6PZZ5GS0QM09J3YZKS79H76685K4SX9H08ESLQQ4NDPX6HTWP0SGQPFSG",
    "bob": encryption.make_identity(),
    "carol": encryption.make_identity(),
}
RECIPIENTS = {name: encryption.recipient_of(each) for name, each in IDENTITIES.items()}


def address(node: Node, number: int = 1, **changed: object) -> Address:
    other = node.founded.other(node.name).id
    fields: dict[str, object] = {
        "channel": node.founded.channel_id,
        "sender": node.name,
        "recipient": other,
        "age": [RECIPIENTS[other]],
        "number": number,
        "previous": None if number == 1 else "ab" * 32,
        "created": CREATED,
    }
    return Address(**(fields | changed))  # type: ignore[arg-type] # what a test wants changed


def files(
    node: Node, start: int | None = 0, *, commits: Sequence[bytes] = (), theirs: bool = False
) -> tuple[list[LogRange], list[Packed]]:
    """What a node packs: its log from `start` on (None: nothing of it), receipts, contents."""
    other = node.founded.log(node.founded.other(node.name).id).origin
    logs = []
    if start is not None:
        logs.append(packing.log_range(node.store, node.own.origin, start, 2**62))
    if theirs:
        logs.append(packing.log_range(node.store, other, 0, 2**62))
    logs.sort(key=lambda each: each.origin)
    packed = chain(
        *(packing.log_files(node.store, each) for each in logs),
        packing.receipt_files(node.store, other, node.delivery.name),
        packing.content_files(node.store, commits),
    )
    return logs, list(packed)


def seal(
    node: Node,
    start: int | None = 0,
    *,
    commits: Sequence[bytes] = (),
    theirs: bool = False,
    **changed: object,
) -> bytes:
    """A pouch from a node to the other, as a file's bytes."""
    logs, packed = files(node, start, commits=commits, theirs=theirs)
    out = io.BytesIO()
    sealing.seal(address(node, **changed), logs, packed, key=key(f"{node.name} node"), out=out)  # type: ignore[arg-type] # passed on
    return out.getvalue()


def admit(node: Node, found: Manifest, signed: Signed) -> None:
    """What a node demands of a manifest."""
    other = node.founded.other(node.name)
    manifest.check(
        found,
        signed,
        channel=node.founded.channel_id,
        sender=other.id,
        recipient=node.name,
        age=[RECIPIENTS[node.name]],
        node_keys=[other.node],
    )


def unpack(node: Node, data: bytes, **limits: int) -> Unpacked:
    """Open a pouch on a node; raises BadPouch and leaves the node as it is."""
    out = io.BytesIO()
    opened = opening.open_pouch(
        io.BytesIO(data), out, [IDENTITIES[node.name]], partial(admit, node), **limits
    )
    return reader(opened.manifest, out.getvalue())


def reader(found: Manifest, data: bytes) -> Unpacked:
    return Unpacked(found, lambda offset, size: data[offset : offset + size])


def take(node: Node, data: bytes, *, time: int = NOW) -> taking.Followed:
    """Open a pouch and take all of it, then countersign, as a node does."""
    pouch = unpack(node, data)
    peer = node.founded.log(node.founded.other(node.name).id)
    taking.take_receipts(node.store, node.own, pouch, time=time)
    followed = taking.follow(node.store, lambda: peer, pouch, time=time)
    taking.take_contents(node.store, pouch)
    countersign(node, time=time)
    return followed


def countersign(node: Node, *, time: int = NOW) -> None:
    origin = node.founded.log(node.founded.other(node.name).id).origin
    receipts.cosign_mirror(node.store, origin, node.mirror, time=time, permit=CLEAN)
    receipts.cosign_delivery(node.store, origin, node.delivery, time=time, permit=CLEAN)


def say_with_content(node: Node, number: int) -> Content:
    """Say something whose words are held, and give them."""
    sealed = content.seal("a/b", b"words %d" % number, make.seed(f"{node.name} {number}"))
    node.say(number, content=(content.reference(sealed),))
    node.store.hold(sealed.commit, sealed.salt, sealed.record)
    return sealed


# -- pouches that nobody would seal -----------------------------------------------------------


def plain_manifest(
    node: Node, members: Sequence[tuple[str, bytes]], logs: Sequence[LogRange] = ()
) -> Manifest:
    """A manifest that fits these files; it is not asked whether they are what a pouch has."""
    to = address(node)
    return Manifest(
        channel=to.channel,
        sender=to.sender,
        recipient=to.recipient,
        age=tuple(to.age),
        number=to.number,
        previous=to.previous,
        created=to.created,
        logs=tuple(logs),
        members=tuple(
            Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in members
        ),
    )


def archive(*files: tuple[bytes, bytes], end: bytes = ustar.END) -> bytes:
    """An archive of headers and files, as they are given."""
    parts = [head + data + bytes(ustar.padding(len(data))) for head, data in files]
    return b"".join(parts) + end


def first(signed: bytes) -> tuple[bytes, bytes]:
    return ustar.header(layout.MANIFEST, len(signed)), signed


def encrypt(data: bytes, recipient: str = "bob") -> bytes:
    out = io.BytesIO()
    encryption.encrypt([data], out, [RECIPIENTS[recipient]])
    return out.getvalue()


def wrap(tar: bytes, recipient: str = "bob") -> bytes:
    """Compress and encrypt an archive."""
    return encrypt(b"".join(zstd.compress([tar])), recipient)
