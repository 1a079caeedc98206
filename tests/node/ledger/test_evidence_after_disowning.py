"""A party that revokes a key with a small size takes away no evidence that is here already."""

from typing import Any

import pytest

from answerable.node.ledger import evidence
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.models import Statement
from answerable.protocol import envelope, log, package
from answerable.protocol.changes import KeyChange, KeyRole, Revocation, SizeOf
from answerable.protocol.keys import SigningKey, encode_base64
from tests.node.ledger.factories import make_channel, say, serve_ours, sync
from tests.node.ledger.peer import CLEAN, Peer

pytestmark = pytest.mark.django_db
LOOKING: dict[str, Any] = {"code": "still_examining"}


def disown(peer: Peer, role: KeyRole, sizes: tuple[SizeOf, ...]) -> None:
    """Let the peer revoke a key as if it had never been trusted, and go on with another."""
    fresh, signer = SigningKey.from_seed(bytes([7]) * 32), peer.keys["identity"]
    size = peer.store.lock(peer.origin).size
    revocation = Revocation(size, peer.keys[role.value].keyid, sizes)
    change = KeyChange(size + 1, role, None, None, encode_base64(fresh.public))
    entries = [
        envelope.sign(peer.statement(kind, None, each.body(), key=signer.keyid), by)
        for kind, each, by in (
            ("revoke", revocation, [signer]),
            ("key", change, [signer, fresh]),
        )
    ]
    old, own = peer.keys["log"], peer.known(peer.code)
    peer.keys[role.value] = fresh
    also = [old] if role is KeyRole.LOG else []
    log.append(peer.store, own, entries, peer.keys["log"], permit=CLEAN, also=also)


def test_their_receipt_for_our_message_stays_evidence() -> None:
    channel, peer = make_channel()
    place = say(channel)
    serve_ours(channel, peer)
    sync(channel, peer)
    assert package.check(evidence.pack(channel, place.leaf)).is_receipted

    disown(peer, KeyRole.MIRROR, ())
    sync(channel, peer)

    report = package.check(evidence.pack(channel, place.leaf))
    assert report.is_receipted


def test_what_they_said_stays_provable() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    leaf = bytes(Statement.objects.get(log=their_log(channel), index=1).entry.leaf_hash).hex()

    disown(peer, KeyRole.LOG, (SizeOf(peer.origin, 0),))
    sync(channel, peer)

    assert their_log(channel).size == 4
    report = package.check(evidence.pack(channel, leaf))
    assert report.is_receipted
    assert report.reading.fault is None
