"""Write the good inputs of the corpus anew: `python -m tests.fuzz.seeds`; found ones stay."""

from __future__ import annotations

import json
from collections.abc import Iterator

from answerable.node.ledger import request_signatures
from answerable.protocol import content, dsse, evidence, genesis, history, tiles
from answerable.protocol.charter import Genesis
from answerable.protocol.envelope import PAYLOAD_TYPE
from answerable.protocol.keys import COSIGNER, LOG, VerifierKey, encode_base64
from answerable.protocol.pouch import manifest
from answerable.protocol.recovery import HighWater
from answerable.protocol.statement import Ref, SeenHead
from tests.fuzz.fuzz import CORPUS
from tests.protocol import make, pouches
from tests.protocol.make import CREATED, Node, key, seed

PATHS = (
    "tile/0/000",
    "tile/0/x001/x234/067.p/8",
    "tile/entries/000",
    "tile/entries/x001/000.p/255",
)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Give the name of a parser and a good input for it, many times."""
    alice, bob = make.two_nodes()
    for number in range(5):
        alice.say(number)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    note = history.with_receipts(alice.store, alice.own.origin, alice.note())
    yield "note", alice.note()
    yield "note", note
    yield "checkpoint", note.partition(b"\n\n")[0] + b"\n"
    for path in PATHS:
        yield "tile_path", path.encode()
    yield "bundle", tiles.encode_bundle([b"", b"one", b"another"])
    yield "verifier_key", VerifierKey("a.example/log", LOG, key("a").public).format().encode()
    yield "verifier_key", VerifierKey("a.example", COSIGNER, key("b").public).format().encode()
    for entry in (make.entry(alice.own), _full(alice)):
        yield "envelope", entry
        yield "statement", dsse.parse(entry, PAYLOAD_TYPE, max_bytes=16384).payload
    yield "proof", history.proof_file(alice.store, alice.own.origin, 2)
    yield "evidence", _fork(alice)
    mark = HighWater(alice.own.origin, 5, bytes(32), "ab" * 16)
    yield "high_water", mark.encode()
    yield "content", content.encode_transfer(content.seal("text/plain", b"words", seed("salt")))
    yield from _founding(alice.founded)
    yield (
        "canonical",
        json.dumps({"a": [1, -2, "x", None, True], "b": {"c": {}}}, separators=(",", ":")).encode(),
    )
    yield "request", _request()
    signed = manifest.sign(pouches.plain_manifest(alice, []), key("alice node"))
    yield "pouch_manifest", signed
    yield "pouch", pouches.archive(pouches.first(signed))


def _full(node: Node) -> bytes:
    """A statement with everything that one may carry."""
    ref = Ref(node.founded.origin("bob"), 3, "ab" * 32)
    seen = SeenHead(node.founded.origin("bob"), 4, encode_base64(bytes(32)))
    return make.entry(
        node.own, 9, refs=(ref,), heads=(seen,), content=(make.content_of("a"),), thread=None
    )


def _fork(node: Node) -> bytes:
    other = Node("alice", node.founded).begin()
    other.say(9)
    root = history.root_at(node.store, node.own.origin, 1)
    hashes = history.consistency(node.store, node.own.origin, 1, 5)
    return evidence.fork(other.note(), node.note(), root, hashes)


def _founding(founded: Genesis) -> Iterator[tuple[str, bytes]]:
    alice, bob = (party.id for party in founded.parties)
    offered = genesis.propose(
        founded.party(alice),
        {"clock": {"reply": 60}},
        nonce=seed("one"),
        created=CREATED,
        identity=key(f"{alice} identity"),
    )
    accepted = genesis.accept(
        offered,
        founded.party(bob),
        nonce=seed("two"),
        created=CREATED,
        identity=key(f"{bob} identity"),
    )
    yield "proposal", offered
    yield "genesis", accepted
    yield "genesis", make.signed_genesis(founded)
    yield "policy", founded.policy(alice).encode()
    mirror, log = founded.mirror_key(bob), founded.log_key(alice)
    yield (
        "policy",
        f"log {log.format()} https://a.example # ours\nwitness w {mirror.format()}\n"
        "group g any w\nquorum g\n".encode(),
    )


def _request() -> bytes:
    path = "/answerable/v1/log/abc/checkpoint"
    fields = request_signatures.sign(
        "GET", path, b"", key=key("node"), created=1_767_323_045, nonce="A" * 22
    )
    request = {"method": "GET", "path": path, "body": "", "fields": fields}
    return json.dumps(request, sort_keys=True, separators=(",", ":")).encode()


def main() -> None:
    """Write each input under a number of its own."""
    count: dict[str, int] = {}
    for name, data in seeds():
        count[name] = count.get(name, 0) + 1
        (CORPUS / name).mkdir(parents=True, exist_ok=True)
        (CORPUS / name / f"good-{count[name]}").write_bytes(data)


if __name__ == "__main__":
    main()
