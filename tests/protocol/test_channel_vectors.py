"""A whole small channel, to the byte: for whoever implements this again.

The values stand in tests/vectors/channel.json and are described in docs/protocol/vectors.md. They
change only with the protocol's version.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol import canonical, content, envelope, genesis, history, log, tree, verify
from tests.protocol import make
from tests.protocol.make import Node, channel, key, seed, signed_genesis

FILE = Path(__file__).parent.parent / "vectors" / "channel.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def computed() -> dict[str, Any]:
    """The same channel, made anew: two parties, one statement with a content, both receipts."""
    founded = channel(terms={"answer_within_days": 30, "language": "en"})
    alice, bob = Node("alice", founded).begin(), Node("bob", founded).begin()
    sealed = content.seal("text/plain", b"What happened at the clinic?", seed("salt"))
    said = make.statement(alice.own, 1, body={"question": 1}, content=(content.reference(sealed),))
    entry = envelope.sign(said, [key("alice office")])
    log.append(alice.store, alice.own, [entry], alice.log_key, permit=make.CLEAN)
    make.follow(bob, alice)
    bob.store.hold(sealed.commit, sealed.salt, sealed.record)
    make.exchange_receipts(alice, bob)
    origin = alice.own.origin
    return {
        "seeds": {
            f"{name} {role}": seed(f"{name} {role}").hex()
            for name in ("alice", "bob")
            for role in ("identity", "log", "mirror", "delivery", "node", "office")
        },
        "genesis": signed_genesis(founded).decode(),
        "channel": founded.channel_id,
        "words": " ".join(founded.words()),
        "vkeys": [each.format() for each in (alice.own.key, *alice.own.cosigners)],
        "policy": founded.policy("alice"),
        "payload": said.payload().decode(),
        "entry": entry.decode(),
        "content": {
            "salt": sealed.salt.hex(),
            "record": sealed.record.decode(),
            "commit": sealed.commit.hex(),
        },
        "checkpoint": history.with_receipts(alice.store, origin, alice.note()).decode(),
        "proof": history.proof_file(alice.store, origin, 0).decode(),
    }


@pytest.mark.parametrize("name", sorted(computed()))
def test_what_is_computed_is_what_stands_in_the_file(name: str) -> None:
    assert computed()[name] == VECTORS[name]


def test_the_file_stands_for_itself() -> None:
    founded = genesis.verify(VECTORS["genesis"].encode())
    alice = founded.log("alice")
    files = {
        "checkpoint": VECTORS["checkpoint"].encode(),
        "tile/entries/000.p/1": len(VECTORS["entry"]).to_bytes(2, "big")
        + VECTORS["entry"].encode(),
        "tile/0/000.p/1": tree.hash_leaf(VECTORS["entry"].encode()),
    }

    report, found = verify.full(make.reader_of(files), alice)

    assert founded.channel_id == VECTORS["channel"]
    assert (report.checkpoint.size, len(report.receipts), found.statements) == (1, 2, 1)
    words = VECTORS["content"]
    content.check(
        bytes.fromhex(words["commit"]), bytes.fromhex(words["salt"]), words["record"].encode()
    )
    assert canonical.decode_object(VECTORS["payload"].encode())["content"] == [
        {"commit": words["commit"], "media": "text/plain", "size_class": 10}
    ]
