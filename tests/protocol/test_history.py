"""What a stored log answers about any of its sizes: roots, proofs, tiles, its export."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.protocol import files, history, proof, tiles, tree
from answerable.protocol.errors import (
    BadProof,
    BadTile,
    DamagedStore,
    LogDoesNotHold,
    Missing,
    NoSuchLog,
)
from answerable.protocol.memory import MemoryStore
from tests.protocol import make
from tests.protocol.broken import FlippingStore
from tests.protocol.make import NOW, channel, key, raw_entries, raw_log, two_nodes

ORIGIN = channel().origin("alice")
STORE = MemoryStore()
KEY = raw_log(STORE, ORIGIN, key("alice log"), raw_entries(600))
SIZES = st.integers(1, 600)


@given(st.integers(0, 600))
def test_the_root_at_any_size_is_that_of_its_entries(size: int) -> None:
    assert history.root_at(STORE, ORIGIN, size) == tree.root_hash(raw_entries(size))


@given(SIZES, st.data())
@settings(max_examples=40)
def test_proofs_hold_at_any_size(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    entries = raw_entries(size)
    root = tree.root_hash(entries)

    path = history.inclusion(STORE, ORIGIN, index, size)
    grown = history.consistency(STORE, ORIGIN, old, size)

    proof.check_inclusion(tree.hash_leaf(entries[index]), index, size, root, path)
    proof.check_consistency(old, tree.root_hash(entries[:old]), size, root, grown)


def test_what_the_log_has_not_cannot_be_proven() -> None:
    for call in (
        lambda: history.root_at(STORE, ORIGIN, 601),
        lambda: history.root_at(STORE, "nobody", 0),
        lambda: history.inclusion(STORE, ORIGIN, 5, 5),
        lambda: history.inclusion(STORE, ORIGIN, -1, 5),
        lambda: history.consistency(STORE, ORIGIN, 0, 5),
        lambda: history.consistency(STORE, ORIGIN, 6, 5),
        lambda: history.proof_file(STORE, ORIGIN, 600),
        lambda: history.proof_file(STORE, "nobody", 0, 1),
        lambda: history.proof_file(STORE, ORIGIN, 5, 7),
        lambda: list(history.export(STORE, "nobody", size=1)),
        lambda: list(history.export(MemoryStore(), ORIGIN)),
        lambda: history.reader(MemoryStore(), ORIGIN),
    ):
        with pytest.raises(NoSuchLog):
            call()


def test_a_mirror_without_a_note_has_no_files() -> None:
    _, bob = two_nodes()

    with pytest.raises(NoSuchLog):
        history.reader(bob.store, ORIGIN)


def test_tiles_are_cut_for_the_size_that_is_asked() -> None:
    full = history.tile(STORE, ORIGIN, "tile/0/000", 600)
    partial = history.tile(STORE, ORIGIN, "tile/0/000.p/7", 7)

    assert full[: 7 * 32] == partial
    assert history.tile(STORE, ORIGIN, "tile/1/000.p/2", 600) == b"".join(
        tree.fold(b"".join(tree.hash_leaf(e) for e in raw_entries(512)[at : at + 256]))
        for at in (0, 256)
    )
    bundle = history.tile(STORE, ORIGIN, "tile/entries/002.p/88", 600)
    assert tiles.decode_bundle(bundle, 88) == raw_entries(600)[512:]


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("tile/0/000", 255),
        ("tile/0/002.p/89", 600),
        ("tile/2/000.p/1", 600),
        ("tile/0/003.p/1", 600),
    ],
)
def test_scenario_04_a_tile_beyond_the_size_is_missing(path: str, size: int) -> None:
    with pytest.raises(Missing):
        history.tile(STORE, ORIGIN, path, size)


def test_scenario_42_a_path_that_is_none_is_refused() -> None:
    with pytest.raises(BadTile):
        history.tile(STORE, ORIGIN, "tile/0/../../etc/passwd", 600)


def test_rows_that_are_gone_are_damage() -> None:
    store = FlippingStore()
    raw_log(store, ORIGIN, key("alice log"), raw_entries(9))
    store.lose = 4

    with pytest.raises(DamagedStore) as caught:
        history.tile(store, ORIGIN, "tile/entries/000.p/9", 9)
    assert caught.value.index == 4
    store._log(ORIGIN).entries.pop()
    with pytest.raises(DamagedStore):
        history.tile(store, ORIGIN, "tile/0/000.p/9", 9)


def test_a_proof_stands_under_the_first_checkpoint_with_a_receipt() -> None:
    alice, bob = two_nodes()
    alice.say(0, 1)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    alice.say(2)

    receipted = proof.parse(history.proof_file(alice.store, ORIGIN, 1))
    newest = proof.parse(history.proof_file(alice.store, ORIGIN, 2))
    chosen = proof.parse(history.proof_file(alice.store, ORIGIN, 1, 3))

    assert b"\n2\n" in receipted.note
    assert b"bob.example/answerable/mirror" in receipted.note
    assert b"\n3\n" in newest.note
    assert b"\n3\n" in chosen.note
    assert [each.size for each in alice.store.cosignatures(ORIGIN, 2)] == [2, 2]


def test_a_proof_file_holds_for_the_entry_and_for_no_other() -> None:
    data = history.proof_file(STORE, ORIGIN, 77)

    file, signed = proof.check_file(data, b"entry 77", KEY)

    assert (file.index, signed.checkpoint.size) == (77, 600)
    with pytest.raises(BadProof):
        proof.check_file(data, b"entry 78", KEY)


def test_an_export_has_every_file_and_the_checkpoint_last() -> None:
    found = make.files_of(STORE, ORIGIN, extra={"policy": b"quorum none\n"})

    first, *_, last = found
    assert (first, last) == ("policy", "checkpoint")
    assert set(found) - {"policy", "checkpoint"} == {t.path for t in tiles.tile_set(600)}


def test_an_older_size_can_be_exported_with_its_own_note() -> None:
    store = MemoryStore()
    raw_log(store, ORIGIN, key("alice log"), raw_entries(5))
    make.grow(store, ORIGIN, key("alice log"), raw_entries(9)[5:])

    older = make.files_of(store, ORIGIN, size=5)

    assert b"\n5\n" in older["checkpoint"]
    assert set(older) == {"checkpoint", "tile/entries/000.p/5", "tile/0/000.p/5"}


def test_the_reader_of_a_store_serves_what_an_export_writes() -> None:
    read = history.reader(STORE, ORIGIN)

    for path, data in make.files_of(STORE, ORIGIN).items():
        assert read(path) == data


@pytest.mark.parametrize("index", [0, 255, 256, 599])
def test_a_proof_can_be_written_from_the_files_alone(index: int) -> None:
    read = make.reader_of(make.files_of(STORE, ORIGIN))

    data, entry = files.prove(read, index)

    assert data == history.proof_file(STORE, ORIGIN, index)
    assert entry == raw_entries(600)[index]


def test_scenario_04_files_of_a_grown_log_still_prove_the_older_note() -> None:
    found = make.files_of(STORE, ORIGIN)
    small = MemoryStore()
    raw_log(small, ORIGIN, key("alice log"), raw_entries(7))
    found["checkpoint"] = make.files_of(small, ORIGIN)["checkpoint"]

    data, entry = files.prove(make.reader_of(found), 3)

    proof.check_file(data, entry, KEY)


@pytest.mark.parametrize("index", [-1, 600])
def test_an_entry_that_the_files_have_not_is_said(index: int) -> None:
    with pytest.raises(NoSuchLog):
        files.prove(history.reader(STORE, ORIGIN), index)


def test_files_that_are_missing_or_broken_are_said() -> None:
    found = make.files_of(STORE, ORIGIN)
    bundle = "tile/entries/001"
    for changed in (
        {k: v for k, v in found.items() if k != "checkpoint"},
        {k: v for k, v in found.items() if k != bundle},
        found | {bundle: found[bundle][:-1]},
    ):
        with pytest.raises(LogDoesNotHold):
            files.prove(make.reader_of(changed), 300)


def test_receipts_join_the_note_of_their_own_size_only() -> None:
    alice, bob = two_nodes()
    alice.say(0)
    first = alice.note()
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob, time=NOW)
    alice.say(1)

    assert b"mirror" in history.with_receipts(alice.store, ORIGIN, first)
    assert history.with_receipts(alice.store, ORIGIN, alice.note()) == alice.note()
