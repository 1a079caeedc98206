"""Changes of keys and the standing they come to, to the byte: for whoever implements this again.

The values stand in tests/vectors/keys.json and are described in docs/protocol/vectors.md. They
change only with the protocol's version. Written anew by: python -m tests.protocol.test_key_vectors
"""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol import genesis, identity, standing
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import KeyChange, KeyRole
from answerable.protocol.keys import encode_base64, keyid
from answerable.protocol.standing import Standing
from tests.protocol.keychanges import (
    FOUNDED,
    IDENTITY,
    RECIPIENT,
    alice,
    new_key,
    revoked,
    rotated,
    said,
    saying,
)
from tests.protocol.make import entry, signed_genesis

FILE = Path(__file__).parent.parent / "vectors" / "keys.json"


def valid() -> dict[str, list[bytes]]:
    """Sequences of which every change fits."""
    first = entry(identity.LogIdentity(alice()), 0)
    office = new_key(0, KeyRole.AUTHOR, "embassy", None, "embassy")
    other = new_key(0, KeyRole.IDENTITY, "second identity", IDENTITY)
    by_second = new_key(1, KeyRole.NODE, "new node", "alice node")
    gone: JsonObject = {"at": 1, "key": keyid(RECIPIENT.encode()), "sizes": []}
    recipient = said(alice(), KeyChange(0, KeyRole.AGE, None, None, RECIPIENT), IDENTITY)
    return {
        "no change": [first],
        "log key replaced": [first, rotated(alice(), 1, KeyRole.LOG, "new log", "alice log")],
        "log key stolen": [
            first,
            said(alice(), revoked(1, "alice log", alice=1), IDENTITY),
            said(alice(), new_key(2, KeyRole.LOG, "new log", None), IDENTITY, "new log"),
        ],
        "mirror key replaced": [
            rotated(alice(), 0, KeyRole.MIRROR, "new mirror", "alice mirror", bob=7)
        ],
        "delivery key stolen": [
            said(alice(), revoked(0, "alice delivery", bob=6), IDENTITY),
            said(
                alice(),
                new_key(1, KeyRole.DELIVERY, "new delivery", None, bob=7),
                IDENTITY,
                "new delivery",
            ),
        ],
        "author key replaced": [
            rotated(alice(), 0, KeyRole.AUTHOR, "new office", "alice office"),
        ],
        "office made later": [said(alice(), office, IDENTITY, "embassy")],
        "identity replaced": [
            said(alice(), other, IDENTITY, "second identity"),
            said(alice(), by_second, "second identity", "alice node", "new node"),
        ],
        "recipient added and taken away": [
            recipient,
            saying(alice(), "revoke", gone, IDENTITY),
        ],
    }


def must_fail() -> dict[str, list[bytes]]:
    """Sequences whose last change is refused, and changes nothing."""
    log_key = new_key(0, KeyRole.LOG, "new log", "alice log")
    other = new_key(0, KeyRole.IDENTITY, "second identity", IDENTITY)
    small: JsonObject = {**log_key.body(), "new": encode_base64(bytes(32))}
    more: JsonObject = {**log_key.body(), "more": 1}
    return {
        "stands elsewhere": [rotated(alice(), 1, KeyRole.LOG, "new log", "alice log")],
        "new key did not sign": [said(alice(), log_key, IDENTITY, "alice log")],
        "old key did not sign": [said(alice(), log_key, IDENTITY, "new log")],
        "signed by an office": [said(alice(), log_key, "alice office", "alice log", "new log")],
        "signed by a stranger": [said(alice(), log_key, "bob identity", "alice log", "new log")],
        "key of small order": [saying(alice(), "key", small, IDENTITY, "alice log")],
        "another member": [saying(alice(), "key", more, IDENTITY, "alice log", "new log")],
        "key of the other party": [
            rotated(alice(), 0, KeyRole.LOG, "bob log", "alice log"),
        ],
        "key in another role": [rotated(alice(), 0, KeyRole.LOG, "alice node", "alice log")],
        "old is not the key that counts": [
            said(alice(), new_key(0, KeyRole.LOG, "new log", None), IDENTITY, "new log")
        ],
        "identity revoked": [said(alice(), revoked(0, IDENTITY), IDENTITY)],
        "unknown key revoked": [said(alice(), revoked(0, "nobody"), IDENTITY)],
        "identity that was replaced": [
            said(alice(), other, IDENTITY, "second identity"),
            rotated(alice(), 1, KeyRole.LOG, "new log", "alice log"),
        ],
        "key that was revoked comes back": [
            said(alice(), revoked(0, "alice node"), IDENTITY),
            said(alice(), new_key(1, KeyRole.NODE, "alice node", None), IDENTITY, "alice node"),
        ],
        "of another log": [
            said(FOUNDED.standing("bob"), revoked(0, "alice node"), IDENTITY),
        ],
    }


def described(found: Standing) -> dict[str, Any]:
    """A standing as the file has it."""
    return {
        "keys": [
            [each.role, each.office, keyid(each.public), each.from_index, each.to_index]
            for each in found.signers
        ],
        "countersigners": [
            [
                each.role.value,
                keyid(each.public),
                dict(each.since),
                None if each.until is None else dict(each.until),
            ]
            for each in found.countersigners
        ],
        "recipients": list(found.age),
        "refused": [index for index, _why in found.refused],
    }


def folded(entries: list[bytes], founded: genesis.Genesis = FOUNDED) -> Standing:
    return standing.fold(founded.standing("alice"), enumerate(entries))


def computed() -> dict[str, Any]:
    return {
        "genesis": signed_genesis(FOUNDED).decode(),
        "party": "alice",
        "valid": [
            {"name": name, "entries": [e.decode() for e in entries], **described(folded(entries))}
            for name, entries in valid().items()
        ],
        "must_fail": [
            {"name": name, "entries": [e.decode() for e in entries], **described(folded(entries))}
            for name, entries in must_fail().items()
        ],
    }


def test_what_is_computed_is_what_stands_in_the_file() -> None:
    assert computed() == json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["valid", "must_fail"])
def test_the_file_stands_for_itself(kind: str) -> None:
    vectors = json.loads(FILE.read_text(encoding="utf-8"))
    founded = genesis.verify(vectors["genesis"].encode())

    for case in vectors[kind]:
        entries = [each.encode() for each in case["entries"]]
        before, after = folded(entries[:-1], founded), folded(entries, founded)
        expected = {name: case[name] for name in described(after)}
        assert described(after) == expected, case["name"]
        assert case["refused"] == ([] if kind == "valid" else [len(entries) - 1]), case["name"]
        if kind == "must_fail":
            assert after.signers == before.signers, case["name"]


if __name__ == "__main__":
    FILE.write_text(json.dumps(computed(), indent=1) + "\n", encoding="utf-8")
