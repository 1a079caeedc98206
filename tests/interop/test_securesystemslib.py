"""securesystemslib, which verifies DSSE envelopes for others, verifies ours."""

import json

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._key import SSlibKey

from answerable.protocol import dsse, envelope
from tests.protocol import make
from tests.protocol.make import channel, key, signed_genesis

FOUNDED = channel()
ALICE = FOUNDED.log("alice")


def public(name: str) -> SSlibKey:
    made = key(name)
    return SSlibKey(made.keyid, "ed25519", "ed25519", {"public": made.public.hex()})


def test_scenario_61_it_verifies_an_entry() -> None:
    opened = Envelope.from_dict(json.loads(make.entry(ALICE)))

    accepted = opened.verify([public("alice office")], 1)

    assert list(accepted) == [key("alice office").keyid]
    assert opened.payload == make.statement(ALICE).payload()


def test_it_refuses_an_entry_of_another_key_or_with_another_payload() -> None:
    entry = json.loads(make.entry(ALICE))
    with pytest.raises(VerificationError):
        Envelope.from_dict(json.loads(make.entry(ALICE))).verify([public("bob office")], 1)

    entry["payload"] = json.loads(make.entry(ALICE, 1))["payload"]
    with pytest.raises(VerificationError):
        Envelope.from_dict(entry).verify([public("alice office")], 1)


def test_it_verifies_both_signatures_of_a_founding_document() -> None:
    opened = Envelope.from_dict(json.loads(signed_genesis(FOUNDED)))

    assert len(opened.verify([public("alice identity"), public("bob identity")], 2)) == 2


def test_it_signs_over_the_same_bytes() -> None:
    opened = Envelope.from_dict(json.loads(make.entry(ALICE)))

    assert opened.pae() == dsse.pre_authentication(
        envelope.PAYLOAD_TYPE, make.statement(ALICE).payload()
    )
