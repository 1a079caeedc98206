"""Proposals, founding documents, and the files that carry them."""

from typing import Any

from answerable.casework.bodies import encode_body
from answerable.casework.codes import Marking
from answerable.casework.terms import PRESET_CLOCKS, Terms
from answerable.node.ledger import exchange_files
from answerable.node.ledger.exchange_files import Step
from answerable.protocol import canonical, dsse, genesis, keys
from answerable.protocol.canonical import JsonObject
from tests.protocol.make import CREATED, key, party, seed
from tests.vectors.group import Given, Group

ALICE, BOB = party("alice", "embassy", "bureau"), party("bob", prefix="k7.example/x")
TERMS: JsonObject = encode_body(
    Terms(
        clocks=PRESET_CLOCKS[:1],
        language="en",
        highest_marking=Marking.AMBER,
        pause_cap_days=60,
        without_prejudice=True,
    )
)
A, B = key("alice identity"), key("bob identity")
OFFER = genesis.propose(ALICE, TERMS, nonce=seed("a"), created=CREATED, identity=A)
HALF = genesis.accept(OFFER, BOB, nonce=seed("b"), created=CREATED, identity=B)
WHOLE = genesis.countersign(HALF, party=ALICE, proposal=OFFER, identity=A)
OFFERED = canonical.decode_object(
    dsse.parse(OFFER, genesis.PROPOSAL_TYPE, max_bytes=1 << 19).payload
)
FOUNDED = canonical.decode_object(
    dsse.parse(WHOLE, genesis.GENESIS_TYPE, max_bytes=1 << 19).payload
)
# Small terms, so that what must fail is short.
SMALL: JsonObject = {"language": "en"}
P, Q = ALICE.to_object(), BOB.to_object()
SMALL_ORDER = keys.encode_base64(b"\1" + bytes(31))


def read_proposal(given: Given) -> Any:
    found = genesis.open_proposal(given["document"].encode())
    return {
        "party": found.party.id,
        "nonce": found.nonce.hex(),
        "created": found.created,
        "offices": [each.office for each in found.party.authors],
    }


def read_genesis(given: Given) -> Any:
    found = genesis.open_genesis(given["document"].encode())
    it = found.genesis
    return {
        "signed_by": sorted(found.signed_by),
        "is_complete": found.is_complete,
        "channel": it.channel_id,
        "words": " ".join(it.words()),
        "origins": {each.id: it.origin(each.id) for each in it.parties},
        "vkeys": {
            each.id: [k.format() for k in (it.log_key(each.id), *it.cosigners(each.id))]
            for each in it.parties
        },
    }


def mix(given: Given) -> Any:
    """The founding document's nonce, out of both sides' 32 bytes."""
    proposal = dsse.sign(
        genesis.PROPOSAL_TYPE,
        canonical.encode(OFFERED | {"nonce": given["proposed"], "terms": SMALL}),
        [A],
    ).format()
    half = genesis.accept(
        proposal, BOB, nonce=bytes.fromhex(given["added"]), created=CREATED, identity=B
    )
    return {"nonce": genesis.open_genesis(half).genesis.nonce.hex()}


def read_file(given: Given) -> Any:
    found = exchange_files.read(given["file"].encode())
    return {
        "step": found.step.value,
        "title": found.title,
        "url": found.url,
        "parties": [each.id for each in found.parties],
        "words": " ".join(found.words),
    }


def _offer(name: str, *signers: Any, **changed: Any) -> tuple[str, Given, str]:
    value = OFFERED | {"terms": SMALL} | changed
    document = dsse.sign(genesis.PROPOSAL_TYPE, canonical.encode(value), signers or (A,))
    return name, {"document": document.format().decode()}, "bad_genesis"


def _party(**changed: Any) -> JsonObject:
    return P | changed


def _keys(**changed: str) -> JsonObject:
    found = P["keys"]
    assert isinstance(found, dict)
    return found | changed


def _founding(name: str, *signers: Any, **changed: Any) -> tuple[str, Given, str]:
    value = FOUNDED | {"terms": SMALL} | changed
    document = dsse.sign(genesis.GENESIS_TYPE, canonical.encode(value), signers or (A, B))
    return name, {"document": document.format().decode()}, "bad_genesis"


DEEP: JsonObject = {}
for _ in range(12):
    DEEP = {"a": DEEP}
FILE = exchange_files.write(
    Step.PROPOSAL, title="The river", url="https://alice.example:8443", document=OFFER
).decode()
PLAIN = canonical.decode_object(FILE.rstrip("\n").encode())


def _carried(step: Step, document: bytes) -> Given:
    made = exchange_files.write(
        step, title="The river", url="https://alice.example:8443", document=document
    )
    return {"file": made.decode()}


SMALL_OFFER = genesis.propose(ALICE, SMALL, nonce=seed("a"), created=CREATED, identity=A)


def _file(name: str, **changed: Any) -> tuple[str, Given, str]:
    value = PLAIN | changed
    return name, {"file": canonical.encode(value).decode()}, "bad_exchange_file"


FOUNDING = {
    "proposal": Group(
        read_proposal,
        accept=[("a proposal", {"document": OFFER.decode()})],
        refuse=[
            _offer("another version", v=2),
            _offer("true is not 1", v=True),
            _offer("another type", type="open"),
            _offer("a member too many", extra=1),
            _offer("a stranger signed", B),
            _offer("a stranger signed too", A, B),
            _offer("a short nonce", nonce="00"),
            _offer("a time that does not exist", created="2026-02-30T00:00:00Z"),
            _offer("terms that are a list", terms=[]),
            _offer("terms nested 13 deep", terms=DEEP),
            _offer("an id in upper case", party=_party(id="Alice")),
            _offer("an id that ends with a hyphen", party=_party(id="alice-")),
            _offer("a domain in upper case", party=_party(domain="Alice.example")),
            _offer("an empty prefix", party=_party(prefix="")),
            _offer("a prefix with a way up", party=_party(prefix="alice.example/../x")),
            _offer("an empty name", party=_party(name="")),
            _offer("a name with a line end", party=_party(name="a\nb")),
            _offer("no offices", party=_party(authors=[])),
            _offer("a key in two roles", party=_party(keys=_keys(log=_keys()["mirror"]))),  # type: ignore[arg-type] # text
            _offer("a small-order key", party=_party(keys=_keys(log=SMALL_ORDER))),
            _offer("a recipient in another form", party=_party(age=["ssh-ed25519 AAAA"])),
            ("a founding document", {"document": WHOLE.decode()}, "bad_genesis"),
            ("a line end", {"document": SMALL_OFFER.decode() + "\n"}, "bad_genesis"),
        ],
    ),
    "genesis": Group(
        read_genesis,
        accept=[
            ("signed by the second party", {"document": HALF.decode()}),
            ("complete", {"document": WHOLE.decode()}),
        ],
        refuse=[
            _founding("one party", parties=[P]),
            _founding("in another order", parties=[Q, P]),
            _founding("one party twice", parties=[P, P]),
            _founding("one prefix twice", parties=[P, Q | {"prefix": P["prefix"]}]),
            _founding("a key of both", parties=[P, Q | {"authors": P["authors"]}]),
            _founding("another type", type="proposal"),
            _founding("a stranger signed too", A, B, key("stranger")),
            (
                "a signature that fails",
                {"document": HALF.decode().replace('"sig":"', '"sig":"AAAA', 1)},
                "bad_genesis",
            ),
        ],
    ),
    "nonce": Group(
        mix, accept=[("of both sides", {"proposed": seed("a").hex(), "added": seed("b").hex()})]
    ),
}
EXCHANGE = {
    "read": Group(
        read_file,
        accept=[
            ("1: a proposal", _carried(Step.PROPOSAL, OFFER)),
            ("2: an acceptance", _carried(Step.ACCEPTANCE, HALF)),
            ("3: the complete document", _carried(Step.COMPLETE, WHOLE)),
            (
                "an address that ends with a slash",
                {"file": canonical.encode(PLAIN | {"url": "https://alice.example/"}).decode()},
            ),
            (
                "without an address",
                {"file": canonical.encode(PLAIN | {"url": ""}).decode() + "\r\n"},
            ),
        ],
        refuse=[
            _file("another form", form="file"),
            _file("another version", v=2),
            _file("true is not 1", v=True),
            _file("another step", step="offer"),
            _file("an empty title", title=""),
            _file("a title of 201 characters", title="a" * 201),
            _file("an address without TLS", url="http://alice.example"),
            _file("an address with a path", url="https://alice.example/x"),
            _file("an address with a user", url="https://a@alice.example"),
            _file("a member too many", extra=1),
            _file("a document that is none", document=keys.encode_base64(b"x")),
            (
                "an acceptance that says that it is complete",
                _carried(Step.COMPLETE, HALF),
                "bad_exchange_file",
            ),
            ("space", {"file": FILE.replace(",", ", ", 1)}, "bad_exchange_file"),
        ],
    ),
}
