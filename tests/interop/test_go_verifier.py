"""The Go verifier, which shares no code with ours, accepts what we write and refuses changes."""

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.protocol import checkpoint, evidence, history, note, proof, receipts, sync, tree
from answerable.protocol.errors import BadKey, BadProof
from answerable.protocol.keys import VerifierKey, encode_base64
from answerable.protocol.memory import MemoryStore
from tests.interop.conftest import Run
from tests.interop.logs import DELIVERY_VKEY, LOG_VKEY, MIRROR_VKEY, SIZES, raw_log, write
from tests.protocol import make
from tests.protocol.make import Node, channel, flipped, two_nodes
from tests.protocol.packages import WITNESS, witnessed_note

pytestmark = pytest.mark.go

FOUNDED = channel()
ALICE = FOUNDED.log("alice")
ORIGIN = ALICE.origin
LOG, MIRROR, DELIVERY = LOG_VKEY, MIRROR_VKEY, DELIVERY_VKEY


@pytest.fixture(scope="module")
def receipted() -> tuple[Node, Node]:
    alice, bob = two_nodes()
    for at in range(0, 300, 150):
        alice.say(*range(at, at + 150))
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    return alice, bob


@pytest.mark.parametrize("size", SIZES)
def test_scenario_58_a_log_of_any_size_is_accepted(
    size: int, tlogcheck: Run, tmp_path: Path
) -> None:
    done = tlogcheck("log", write(tmp_path, raw_log(), size=size), LOG)

    assert (done.returncode, done.stdout.split(" root=")[0]) == (
        0,
        f"OK origin={ORIGIN} size={size}",
    )


def test_a_log_of_statements_is_accepted_with_both_receipts(
    receipted: tuple[Node, Node], tlogcheck: Run, tmp_path: Path
) -> None:
    alice, _ = receipted
    assert isinstance(alice.store, MemoryStore)

    done = tlogcheck("log", write(tmp_path, alice.store), LOG, MIRROR, DELIVERY)

    assert (done.returncode, " sigs=3 " in done.stdout) == (0, True)


@pytest.mark.parametrize(
    "path", ["checkpoint", "tile/entries/000", "tile/0/001.p/44", "tile/1/000.p/1"]
)
def test_scenario_58_one_changed_byte_anywhere_is_refused(
    path: str, receipted: tuple[Node, Node], tlogcheck: Run, tmp_path: Path
) -> None:
    alice, _ = receipted
    assert isinstance(alice.store, MemoryStore)
    folder = write(tmp_path, alice.store)
    data = (folder / path).read_bytes()
    (folder / path).write_bytes(flipped(data, len(data) // 2))

    done = tlogcheck("log", folder, LOG, MIRROR, DELIVERY)

    assert done.returncode == 1
    assert done.stdout.startswith("FAIL")


@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_scenario_58_a_proof_is_accepted_for_its_entry_alone(
    size: int, tlogcheck: Run, tmp_path: Path
) -> None:
    file, entry = tmp_path / "a.tlog-proof", tmp_path / "entry"
    for index in sorted({0, size // 2, min(255, size - 1), min(256, size - 1), size - 1}):
        file.write_bytes(history.proof_file(raw_log(), ORIGIN, index, size))

        entry.write_bytes(b"entry %d" % index)
        good = tlogcheck("proof", file, entry, LOG)
        entry.write_bytes(b"Entry %d" % index)
        bad = tlogcheck("proof", file, entry, LOG)

        assert good.stdout.startswith(f"OK origin={ORIGIN} index={index} size={size}")
        assert (bad.returncode, bad.stdout[:4]) == (1, "FAIL")


def test_a_proof_carries_the_receipts(
    receipted: tuple[Node, Node], tlogcheck: Run, tmp_path: Path
) -> None:
    alice, _ = receipted
    file, entry = tmp_path / "a.tlog-proof", tmp_path / "entry"
    file.write_bytes(history.proof_file(alice.store, ORIGIN, 7))
    entry.write_bytes(make.entry(ALICE, 7))

    done = tlogcheck("proof", file, entry, LOG, MIRROR, DELIVERY)

    assert (done.returncode, done.stdout.endswith("sigs=3\n")) == (0, True)


def test_scenario_58_the_notes_of_both_sides_are_accepted_with_every_line(
    receipted: tuple[Node, Node], tlogcheck: Run
) -> None:
    alice, bob = receipted
    shown = [history.with_receipts(alice.store, ORIGIN, alice.note())]
    shown += [
        data
        for data in (
            receipts.mirror_note(bob.store, ORIGIN),
            receipts.delivery_note(bob.store, ORIGIN, bob.delivery.name),
        )
        if data is not None
    ]
    assert len(shown) == 3
    shown.append(witnessed_note(shown[0]))

    for data, known in zip(shown, [(), (), (), (WITNESS.format(),)], strict=True):
        done = tlogcheck("note", LOG, MIRROR, DELIVERY, *known, stdin=data)
        assert done.stdout == f"OK sigs={3 + len(known)} unverified=0\n"
    # Whoever does not know the witness passes its line over.
    done = tlogcheck("note", LOG, MIRROR, DELIVERY, stdin=shown[-1])
    assert done.stdout == "OK sigs=3 unverified=1\n"


def test_scenario_58_the_other_sides_log_and_its_notes_are_accepted_too(
    tlogcheck: Run, tmp_path: Path
) -> None:
    alice, bob = two_nodes()
    bob.say(*range(3))
    make.follow(alice, bob)
    make.exchange_receipts(bob, alice)
    origin = bob.own.origin
    vkeys = [bob.own.key.format(), *(each.format() for each in bob.own.cosigners)]

    note_of_bob = history.with_receipts(bob.store, origin, bob.note())
    shown = tlogcheck("note", *vkeys, stdin=note_of_bob)
    # As it is mirrored at Alice's.
    whole = tlogcheck("log", write(tmp_path, alice.store, origin), *vkeys)

    assert shown.stdout == "OK sigs=3 unverified=0\n"
    assert whole.stdout.startswith(f"OK origin={origin} size=3 ")


def test_scenario_58_a_note_with_receipts_is_accepted_and_a_changed_one_refused(
    receipted: tuple[Node, Node], tlogcheck: Run
) -> None:
    alice, _ = receipted
    data = history.with_receipts(alice.store, ORIGIN, alice.note())

    good = tlogcheck("note", LOG, MIRROR, DELIVERY, stdin=data)
    bad = tlogcheck("note", LOG, MIRROR, DELIVERY, stdin=data.replace(b"\n300\n", b"\n301\n"))

    assert good.stdout == "OK sigs=3 unverified=0\n"
    assert bad.returncode == 1


def test_scenario_17_the_notes_of_a_fork_verify_elsewhere_too(tlogcheck: Run) -> None:
    alice, bob = two_nodes()
    alice.say(1, 2, 3)
    make.follow(bob, alice)
    liar = Node("alice", FOUNDED, MemoryStore()).begin()
    liar.say(1, 9)
    sync.take_note(bob.store, ALICE, liar.note(), time=make.NOW)

    shown = evidence.parse(bob.store.evidence(ORIGIN)[0].data)
    larger = checkpoint.parse(note.parse(shown.larger).text)
    line = {"kind": "cons", "n": larger.size, "m": 2, "root": encode_base64(larger.root)}
    line |= {"old": encode_base64(shown.root), "proof": [encode_base64(h) for h in shown.hashes]}

    for each in (shown.smaller, shown.larger):
        assert tlogcheck("note", LOG, stdin=each).returncode == 0
    told = tlogcheck("vectors", stdin=json.dumps(line | {"ok": True}).encode())
    assert told.stdout == "1 passed, 0 failed\n"


def mutated(path: list[bytes], chance: random.Random) -> list[list[bytes]]:
    at = chance.randrange(len(path)) if path else 0
    noise = chance.randbytes(32)
    found = [path, [*path, noise], path[:-1], [noise, *path[1:]], path[::-1]]
    if path:
        found.append([*path[:at], flipped(path[at], chance.randrange(32)), *path[at + 1 :]])
    return found


def holds(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except BadProof:
        return False
    return True


def vectors(count: int) -> list[str]:
    """Proofs and mutations of proofs, each with our own verdict."""
    chance = random.Random(20260722)
    store = raw_log()
    lines: list[str] = []
    while len(lines) < count:
        size = chance.choice([chance.randint(1, 40), chance.randint(1, 1100), 256, 257, 512])
        index, old = chance.randrange(size), chance.randint(1, size)
        root, old_root = history.root_at(store, ORIGIN, size), history.root_at(store, ORIGIN, old)
        leaf = tree.hash_leaf(b"entry %d" % index)
        n, m = size + chance.choice([0, 0, 0, 1, -1]), index + chance.choice([0, 0, 0, 1, -1])
        for path in mutated(history.inclusion(store, ORIGIN, index, size), chance):
            ok = holds(proof.check_inclusion, leaf, m, n, root, path)
            lines.append(vector("incl", n, m, root, leaf, path, ok))
        n, m = size + chance.choice([0, 0, 0, 1]), old
        for path in mutated(history.consistency(store, ORIGIN, old, size), chance):
            ok = holds(proof.check_consistency, m, old_root, n, root, path)
            lines.append(vector("cons", n, m, root, old_root, path, ok))
    return lines


def vector(kind: str, n: int, m: int, root: bytes, old: bytes, path: list[bytes], ok: bool) -> str:
    hashes = [encode_base64(each) for each in path]
    line = {"kind": kind, "n": n, "m": m, "root": encode_base64(root)}
    return json.dumps(line | {"old": encode_base64(old), "proof": hashes, "ok": ok})


def test_scenario_01_both_verifiers_agree_on_twenty_thousand_proofs(tlogcheck: Run) -> None:
    lines = vectors(20_000)

    done = tlogcheck("vectors", stdin="\n".join(lines).encode())

    assert done.stdout == f"{len(lines)} passed, 0 failed\n"
    verdicts = {json.loads(line)["ok"] for line in lines}
    assert verdicts == {True, False}


def large_vectors() -> list[str]:
    """Proofs across every pair of the sizes at which tiles fill, and mutations of them."""
    chance = random.Random(58)
    store, lines = raw_log(), list[str]()
    for size in SIZES[1:]:
        root = history.root_at(store, ORIGIN, size)
        for index in {0, size // 2, size - 1}:
            leaf = tree.hash_leaf(b"entry %d" % index)
            for path in mutated(history.inclusion(store, ORIGIN, index, size), chance):
                ok = holds(proof.check_inclusion, leaf, index, size, root, path)
                lines.append(vector("incl", size, index, root, leaf, path, ok))
        for old in [each for each in SIZES[1:] if each <= size]:
            old_root = history.root_at(store, ORIGIN, old)
            for path in mutated(history.consistency(store, ORIGIN, old, size), chance):
                ok = holds(proof.check_consistency, old, old_root, size, root, path)
                lines.append(vector("cons", size, old, root, old_root, path, ok))
    return lines


def test_scenario_58_both_verifiers_agree_across_the_sizes_at_which_tiles_fill(
    tlogcheck: Run,
) -> None:
    lines = large_vectors()

    done = tlogcheck("vectors", stdin="\n".join(lines).encode())

    assert done.stdout == f"{len(lines)} passed, 0 failed\n"
    # What was not changed holds: one of each proof, at least.
    assert sum(json.loads(line)["ok"] for line in lines) >= 7 * 3 + 28 - 4


def test_a_small_order_key_is_where_we_are_stricter(tlogcheck: Run) -> None:
    """The trap is real: the other verifier takes a signature that fits every message."""
    name, public = "a.example/x", b"\x01" + bytes(31)
    key_id = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    vkey = f"{name}+{key_id.hex()}+{encode_base64(bytes([1]) + public)}"
    line = note.SignatureLine(name, key_id, public + bytes(32))
    forged = note.Note("anything\n", (line,)).format()

    assert tlogcheck("note", vkey, stdin=forged).returncode == 0
    with pytest.raises(BadKey):
        VerifierKey.parse(vkey)
