"""Founding a channel: what two parties sign, and what neither can be made to sign."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import canonical, dsse, genesis, keys
from answerable.protocol.canonical import JsonObject
from answerable.protocol.errors import BadGenesis, TermsChanged
from answerable.protocol.genesis import Genesis, OfficeKey, Party
from tests.protocol.make import CREATED, channel, flipped, key, party, seed, signed_genesis

ALICE, BOB = party("alice", "embassy", "bureau"), party("bob")
TERMS: JsonObject = {"answer_within_days": 30, "language": "en"}
OFFER = genesis.propose(
    ALICE, TERMS, nonce=seed("a"), created=CREATED, identity=key("alice identity")
)
HALF = genesis.accept(OFFER, BOB, nonce=seed("b"), created=CREATED, identity=key("bob identity"))
WHOLE = genesis.countersign(HALF, party=ALICE, proposal=OFFER, identity=key("alice identity"))


def test_three_files_found_a_channel() -> None:
    founded = genesis.verify(WHOLE)

    assert founded.parties == (ALICE, BOB)
    assert founded.terms == TERMS
    assert genesis.open_genesis(HALF).signed_by == {"bob"}
    assert not genesis.open_genesis(HALF).is_complete
    assert genesis.open_genesis(WHOLE).is_complete


def test_the_acceptor_need_not_have_the_later_name() -> None:
    offer = genesis.propose(
        BOB, TERMS, nonce=seed("b"), created=CREATED, identity=key("bob identity")
    )
    half = genesis.accept(
        offer, ALICE, nonce=seed("a"), created=CREATED, identity=key("alice identity")
    )

    whole = genesis.countersign(half, party=BOB, proposal=None, identity=key("bob identity"))

    assert [each.id for each in genesis.verify(whole).parties] == ["alice", "bob"]


def test_signing_twice_changes_nothing() -> None:
    again = genesis.countersign(WHOLE, party=BOB, proposal=None, identity=key("bob identity"))

    assert again == WHOLE


def test_names_follow_from_the_document() -> None:
    founded = genesis.verify(WHOLE)
    name = founded.channel_id

    assert len(name) == 26
    assert founded.origin("alice") == f"alice.example/answerable/{name}/alice"
    assert founded.origin("alice", 2) == f"alice.example/answerable/{name}/alice/e2"
    assert founded.log_key("alice").name == founded.origin("alice")
    assert founded.mirror_key("bob").name == "bob.example/answerable/mirror"
    assert founded.delivery_key("bob").name == "bob.example/answerable/delivery"
    assert founded.cosigners("alice") == (founded.mirror_key("bob"), founded.delivery_key("bob"))
    assert founded.other("alice") == BOB
    assert len(founded.words()) == 12


def test_an_opaque_prefix_takes_the_domains_place() -> None:
    hidden = party("alice", prefix="k7.example/x")
    founded = Genesis((hidden, BOB), {}, seed("n"), CREATED)

    assert founded.origin("alice").startswith("k7.example/x/")
    assert founded.mirror_key("alice").name == "k7.example/x/mirror"


def test_a_log_is_judged_by_all_keys_of_its_party_in_their_roles() -> None:
    ring = genesis.verify(WHOLE).log("alice").keyring

    assert ring[key("alice embassy").keyid].office == "embassy"
    assert ring[key("alice identity").keyid].role == "identity"
    assert ring[key("alice log").keyid].role == "log"
    assert len(ring) == 7


@given(st.integers(0, 31))
def test_every_bit_of_the_nonce_makes_another_channel(at: int) -> None:
    founded = channel()
    other = replace(founded, nonce=flipped(founded.nonce, at))

    assert other.channel_id != founded.channel_id
    assert other.words() != founded.words()


def test_a_stranger_is_no_party() -> None:
    with pytest.raises(BadGenesis, match="no party"):
        channel().party("carol")


def test_among_three_there_is_no_other_one() -> None:
    three = channel("alice", "bob", "carol")

    assert len(genesis.verify(signed_genesis(three)).cosigners("bob")) == 4
    with pytest.raises(BadGenesis, match="more than two"):
        three.other("bob")


def test_a_document_that_not_all_have_signed_founds_nothing() -> None:
    with pytest.raises(BadGenesis, match="not every party"):
        genesis.verify(HALF)


def test_changed_terms_are_noticed_before_signing() -> None:
    other = genesis.propose(
        ALICE,
        TERMS | {"language": "fr"},
        nonce=seed("a"),
        created=CREATED,
        identity=key("alice identity"),
    )
    half = genesis.accept(
        other, BOB, nonce=seed("b"), created=CREATED, identity=key("bob identity")
    )

    with pytest.raises(TermsChanged, match="terms"):
        genesis.countersign(half, party=ALICE, proposal=OFFER, identity=key("alice identity"))


def test_a_changed_party_is_noticed_before_signing() -> None:
    ours = replace(ALICE, name="State of Alicia")

    with pytest.raises(TermsChanged, match="our own party"):
        genesis.countersign(HALF, party=ours, proposal=OFFER, identity=key("alice identity"))


def test_nobody_signs_with_a_key_that_is_not_theirs() -> None:
    stranger = key("stranger")

    with pytest.raises(BadGenesis):
        genesis.propose(ALICE, TERMS, nonce=seed("a"), created=CREATED, identity=stranger)
    with pytest.raises(BadGenesis):
        genesis.accept(OFFER, BOB, nonce=seed("b"), created=CREATED, identity=stranger)
    with pytest.raises(BadGenesis):
        genesis.countersign(HALF, party=ALICE, proposal=OFFER, identity=stranger)


def test_the_proposer_cannot_accept_in_the_others_name() -> None:
    with pytest.raises(BadGenesis, match="accepting"):
        genesis.accept(OFFER, BOB, nonce=seed("b"), created=CREATED, identity=key("alice identity"))


def test_a_nonce_has_32_bytes() -> None:
    with pytest.raises(BadGenesis, match="nonce"):
        genesis.propose(ALICE, {}, nonce=b"", created=CREATED, identity=key("alice identity"))
    with pytest.raises(BadGenesis, match="nonce"):
        genesis.accept(OFFER, BOB, nonce=b"", created=CREATED, identity=key("bob identity"))


@pytest.mark.parametrize("created", ["", "2026-01-02", "2026-01-02T03:04:05+01:00"])
def test_the_time_is_in_one_form(created: str) -> None:
    with pytest.raises(BadGenesis):
        genesis.propose(ALICE, {}, nonce=seed("a"), created=created, identity=key("alice identity"))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": ""},
        {"id": "Alice"},
        {"id": "-alice"},
        {"id": "a" * 33},
        {"domain": "Alice.example"},
        {"domain": "alice..example"},
        {"domain": "alice/example"},
        {"prefix": "../alice"},
        {"prefix": "a" * 121},
        {"prefix": "a b"},
        {"name": ""},
        {"name": "x" * 201},
        {"name": "two\nlines"},
        {"name": "right\u202eleft"},
        {"authors": ()},
        {"authors": (OfficeKey("Embassy", key("e").public),)},
        {"authors": (OfficeKey("a", key("e").public), OfficeKey("a", key("f").public))},
        {"authors": tuple(OfficeKey(f"o{n}", key(f"o{n}").public) for n in range(65))},
        {"authors": (OfficeKey("a", key("alice log").public),)},
        {"identity": bytes(32)},
        {"log": b"\x01" + bytes(31)},
        {"mirror": b"short"},
        {"delivery": key("alice mirror").public},
        {"node": key("alice identity").public},
        {"age": ("age1short",)},
        {"age": ("age1" + "q" * 58,) * 9},
    ],
    ids=repr,
)
def test_a_party_in_another_form_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(BadGenesis):
        genesis.check_party(replace(ALICE, **changed))  # type: ignore[arg-type]


def test_recipients_for_pouches_are_carried() -> None:
    ours = party("alice", age=("age1" + "q" * 58,))

    data = genesis.propose(
        ours, {}, nonce=seed("a"), created=CREATED, identity=key("alice identity")
    )

    assert genesis.open_proposal(data).party == ours


def test_scenario_46_a_key_that_stands_at_two_parties_is_refused() -> None:
    thief = replace(BOB, mirror=key("alice mirror").public)

    with pytest.raises(BadGenesis, match="another place"):
        genesis.accept(OFFER, thief, nonce=seed("b"), created=CREATED, identity=key("bob identity"))


@pytest.mark.parametrize(
    "terms",
    [
        {"a": 1.5},
        {"a": "x" * genesis.MAX_TERMS},
        {"a": 2**60},
        {"a": [[[[[[[[[[[[1]]]]]]]]]]]]},
    ],
    ids=lambda terms: repr(terms)[:30],
)
def test_terms_that_cannot_be_signed_are_refused(terms: JsonObject) -> None:
    with pytest.raises(BadGenesis, match="terms"):
        genesis.propose(ALICE, terms, nonce=seed("a"), created=CREATED, identity=key("a"))


def reworked(whole: bytes, change: dict[str, object], *signers: str) -> bytes:
    """The same document with other members, signed again by these identities."""
    kind = genesis.GENESIS_TYPE
    value = canonical.decode_object(dsse.parse(whole, kind, max_bytes=genesis.MAX_BYTES).payload)
    value.update(change)  # type: ignore[arg-type] # what a test wants changed
    by = [key(f"{name} identity") for name in signers or ("alice", "bob")]
    return dsse.sign(kind, canonical.encode(value), by).format()


def members(whole: bytes = WHOLE) -> list[JsonObject]:
    signed = dsse.parse(whole, genesis.GENESIS_TYPE, max_bytes=genesis.MAX_BYTES)
    parties = canonical.decode_object(signed.payload)["parties"]
    assert isinstance(parties, list)
    return [each for each in parties if isinstance(each, dict)]


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"type": "proposal"},
        {"more": 1},
        {"parties": {}},
        {"parties": []},
        {"parties": members()[:1]},
        {"parties": [members()[1], members()[0]]},
        {"parties": [members()[0], members()[0]]},
        {"parties": [1, 2]},
        {"parties": [members()[0], members()[1] | {"extra": 1}]},
        {"parties": [members()[0], members()[1] | {"prefix": ""}]},
        {"parties": [members()[0], members()[1] | {"prefix": "alice.example/answerable"}]},
        {"parties": [members()[0], members()[1] | {"name": 5}]},
        {"parties": [members()[0], members()[1] | {"authors": 5}]},
        {"parties": [members()[0], members()[1] | {"keys": {}}]},
        {"parties": [members()[0], members()[1] | {"authors": [{"office": "a", "key": "?"}]}]},
        {"terms": []},
        {"nonce": "00"},
        {"nonce": 5},
        {"created": 5},
    ],
    ids=lambda change: repr(change)[:60],
)
def test_a_document_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadGenesis):
        genesis.open_genesis(reworked(WHOLE, change))


def test_a_strangers_signature_refuses_the_document() -> None:
    with pytest.raises(BadGenesis, match="stranger"):
        genesis.open_genesis(reworked(WHOLE, {}, "alice", "bob", "carol"))


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
def test_no_changed_bit_of_the_document_goes_unseen(at: int, bit: int) -> None:
    with pytest.raises(BadGenesis):
        genesis.open_genesis(flipped(WHOLE, at, bit))


@given(st.integers(0, len(OFFER) - 1), st.integers(0, 7))
def test_no_changed_bit_of_a_proposal_goes_unseen(at: int, bit: int) -> None:
    with pytest.raises(BadGenesis):
        genesis.open_proposal(flipped(OFFER, at, bit))


def test_a_document_is_no_proposal() -> None:
    with pytest.raises(BadGenesis):
        genesis.open_proposal(WHOLE)


def test_a_party_is_a_value_with_its_prefix_written_out() -> None:
    assert party("alice").prefix == "alice.example/answerable"
    assert isinstance(party("alice"), Party)
    assert keys.keyid(party("alice").log) == key("alice log").keyid
