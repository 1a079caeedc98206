"""Values that others computed too: hashing, keys, notes, countersignatures, signed bytes."""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol import checkpoint, dsse, envelope, keys, note, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.keys import SigningKey, VerifierKey
from tests.protocol.make import raw_entries

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "golden.json").read_text()
)
LOG, MIRROR, WITNESS = (GOLDEN["keys"][name] for name in ("log", "mirror", "witness"))


@pytest.mark.parametrize("size", [int(size) for size in GOLDEN["roots"]])
def test_the_root_is_what_others_compute(size: int) -> None:
    assert keys.encode_base64(tree.root_hash(raw_entries(size))) == GOLDEN["roots"][str(size)]


def test_the_empty_entry_has_its_leaf_hash() -> None:
    assert tree.hash_leaf(b"").hex() == GOLDEN["empty_leaf"]


@pytest.mark.parametrize("name", ["log", "mirror", "witness"])
def test_a_verifier_key_follows_from_its_seed(name: str) -> None:
    made = SigningKey.from_seed(bytes.fromhex(GOLDEN["keys"][name]["seed"]))
    vkey = GOLDEN["keys"][name]["vkey"]

    read = VerifierKey.parse(vkey)

    assert read.public == made.public
    assert VerifierKey(read.name, read.type, made.public).format() == vkey


def test_an_origin_has_its_hash_in_urls() -> None:
    assert checkpoint.origin_hash(VerifierKey.parse(LOG["vkey"]).name) == GOLDEN["origin_sha256"]


def test_a_log_and_two_countersigners_write_exactly_this_note() -> None:
    origin = VerifierKey.parse(LOG["vkey"]).name
    at = Checkpoint(origin, 3, tree.root_hash(raw_entries(3)))

    signed = note.parse(checkpoint.sign(at, SigningKey.from_seed(bytes.fromhex(LOG["seed"]))))
    lines = [
        checkpoint.cosign(
            at,
            VerifierKey.parse(each["vkey"]).name,
            SigningKey.from_seed(bytes.fromhex(each["seed"])),
            each["time"],
        )
        for each in (MIRROR, WITNESS)
    ]

    assert signed.plus(lines).format().decode() == GOLDEN["note"]


def test_the_note_opens_with_its_three_keys_and_tells_the_times() -> None:
    log_key, *others = (VerifierKey.parse(each["vkey"]) for each in (LOG, MIRROR, WITNESS))

    opened = checkpoint.open_note(GOLDEN["note"].encode(), log_key, others)

    assert opened.checkpoint.size == 3
    assert [each.time for each in opened.verified] == [None, MIRROR["time"], WITNESS["time"]]


def test_signed_bytes_of_an_envelope_name_its_type() -> None:
    payload = GOLDEN["dsse"]["payload"].encode()

    signed = dsse.pre_authentication(envelope.PAYLOAD_TYPE, payload)

    assert signed.decode() == GOLDEN["dsse"]["bytes"]
