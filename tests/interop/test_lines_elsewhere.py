"""tlog-scales verifies our lines and our proofs, and its ML-DSA line stands beside them."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from answerable.protocol import checkpoint, history, keys, note, receipts, sync
from answerable.protocol.note import SignatureLine
from tests.interop.logs import DELIVERY_VKEY, LOG_VKEY, MIRROR_VKEY, NEW_VKEY, rotated_log
from tests.protocol import make
from tests.protocol.make import Node, flipped, seed, two_nodes
from tests.protocol.packages import WITNESS, witnessed_note

tlog = pytest.importorskip("tlog_scales.tlog")
signing = pytest.importorskip("tlog_scales.signing")
VECTORS = Path(__file__).parent.parent / "vectors"


def opened(data: bytes) -> Any:
    return tlog.Checkpoint.from_text(data.decode())


@pytest.fixture(scope="module")
def both() -> tuple[Node, Node]:
    """Each has said something, and holds the other's receipts."""
    alice, bob = two_nodes()
    alice.say(*range(9))
    bob.say(*range(4))
    for owner, follower in ((alice, bob), (bob, alice)):
        make.follow(follower, owner)
        make.exchange_receipts(owner, follower)
    return alice, bob


@pytest.mark.parametrize("side", [0, 1])
def test_scenario_59_it_verifies_the_logs_line_and_every_receipt_of_both_sides(
    side: int, both: tuple[Node, Node]
) -> None:
    node, other = both[side], both[1 - side]
    own = node.own
    shown = witnessed_note(history.with_receipts(node.store, own.origin, node.note()))
    mirrored = receipts.mirror_note(other.store, own.origin)
    assert mirrored is not None

    for data, known in ((shown, (own.key, *own.cosigners, WITNESS)), (mirrored, own.cosigners)):
        for each in known:
            opened(data).verify(signing.Vkey.from_string(each.format()))
            found = note.parse(data)
            lines = [
                SignatureLine(line.name, line.key_id, flipped(line.signature, 20))
                for line in found.signatures
            ]
            with pytest.raises(InvalidSignature):
                opened(note.Note(found.text, tuple(lines)).format()).verify(
                    signing.Vkey.from_string(each.format())
                )


def test_scenario_43_it_verifies_the_switching_checkpoint_by_either_key() -> None:
    for vkey in (LOG_VKEY, NEW_VKEY, MIRROR_VKEY, DELIVERY_VKEY):
        opened(rotated_log().switched).verify(signing.Vkey.from_string(vkey))


def test_scenario_47_a_true_ml_dsa_line_stands_beside_ours_and_is_passed_over() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    signer = signing.MLDSA44CosignatureSigner("pq.example/witness", seed("pq"))
    line = SignatureLine.parse(signer.sign(opened(alice.note())).serialize())
    data = note.parse(alice.note()).plus([line]).format()
    assert len(line.signature) == 8 + 2420
    opened(data).verify(signer.vkey)

    found = checkpoint.open_note(data, alice.own.key)

    assert found.checkpoint.size == 1
    assert [each.key for each in found.verified] == [alice.own.key]
    # Whoever follows the log by such a note goes on as always.
    step = sync.take_note(bob.store, alice.own, data, time=make.NOW)
    assert sync.take_bundles(bob.store, alice.own, make.serve(alice, step)).stored == (0, 1)


def cases(group: str, verdict: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / "proofs.json").read_text())[group][verdict]
    return found


def hashes(texts: list[str]) -> list[bytes]:
    return [keys.decode_base64(each) for each in texts]


def holds_there(group: str, given: dict[str, Any]) -> bool:
    root, size, path = keys.decode_base64(given["root"]), int(given["size"]), given["proof"]
    try:
        if group == "inclusion":
            it = tlog.InclusionProof(int(given["index"]), size, hashes(path))
            it.check(keys.decode_base64(given["leaf"]), root)
        else:
            it = tlog.ConsistencyProof(int(given["old_size"]), size, hashes(path))
            it.check(keys.decode_base64(given["old_root"]), root)
    except (tlog.InclusionProofInvalid, tlog.ConsistencyProofInvalid):
        return False
    return True


@pytest.mark.parametrize("group", ["inclusion", "consistency"])
def test_scenario_01_a_third_verifier_agrees_on_the_vectors(group: str) -> None:
    for verdict in ("accept", "refuse"):
        for case in cases(group, verdict):
            assert holds_there(group, case["given"]) is (verdict == "accept"), case["name"]
