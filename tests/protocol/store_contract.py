"""What every store must do: subclass `StoreContract`, its fixture `store` gives an empty one.

    class TestMyStore(StoreContract):
        @pytest.fixture
        def store(self) -> Store: ...

Origins are of the channel `make.channel()`: a store that keeps channels apart makes that one.
"""

import pytest

from answerable.protocol import growth, tree
from answerable.protocol.content import ContentState
from answerable.protocol.errors import HeadMoved, NoSuchLog
from answerable.protocol.store import (
    Cosignature,
    Evidence,
    HeldContent,
    Mirror,
    Promise,
    Store,
)
from tests.protocol.make import channel, raw_entries

OWN = channel().origin("alice")
PEER = channel().origin("bob")
COMMIT, OTHER = bytes(32), b"\x01" * 32


def rows(start: int, count: int) -> list[tuple[bytes, str | None]]:
    entries = raw_entries(start + count)
    return [(entries[n], f"{n:032x}") for n in range(start, start + count)]


def add(store: Store, count: int, origin: str = OWN) -> None:
    head = store.head(origin)
    assert head is not None
    growth.add_rows(store, head, rows(head.next_index, count))


def advance(store: Store, note: bytes, origin: str = OWN) -> None:
    head = store.head(origin)
    assert head is not None
    store.advance(
        origin,
        head.size,
        size=head.next_index,
        root=tree.root_of(head.next_edge),
        note=note,
        edge=head.next_edge,
    )


def receipt(size: int, name: str = "bob/mirror", time: int = 5) -> Cosignature:
    return Cosignature(OWN, size, name, b"\x00\x01\x02\xff", time, f"\u2014 {name} QUFB{size}")


class StoreContract:
    """Every store behaves like this."""

    @pytest.fixture
    def begun(self, store: Store) -> Store:
        store.create(growth.empty_head(OWN, b"note 0"))
        return store

    def test_a_log_that_is_not_there_is_none(self, store: Store) -> None:
        assert store.head(OWN) is None
        with pytest.raises(NoSuchLog):
            store.lock(OWN)

    def test_a_log_begins_once(self, begun: Store) -> None:
        assert begun.head(OWN) == growth.empty_head(OWN, b"note 0")
        with pytest.raises(HeadMoved), begun.transaction():
            begun.create(growth.empty_head(OWN, b"note 0"))

    def test_own_and_mirrored_logs_lie_apart(self, begun: Store) -> None:
        begun.create(growth.empty_head(PEER))
        add(begun, 3)

        assert begun.entries(PEER, 0, 9) == []
        assert begun.note(PEER, 9) is None
        assert len(begun.entries(OWN, 0, 9)) == 3

    def test_appended_rows_are_staged_until_the_head_moves(self, begun: Store) -> None:
        add(begun, 300)

        staged = begun.head(OWN)
        advance(begun, b"note 300")
        moved = begun.lock(OWN)

        assert staged is not None
        assert (staged.size, staged.next_index, staged.note) == (0, 300, b"note 0")
        assert (moved.size, moved.next_index, moved.note) == (300, 300, b"note 300")
        assert moved.root == tree.root_hash(raw_entries(300))
        assert moved.edge == moved.next_edge == staged.next_edge

    def test_entries_come_back_as_they_went_in(self, begun: Store) -> None:
        data = [b"", b"\x00\xff", bytes(65535)]
        head = begun.lock(OWN)
        growth.add_rows(begun, head, [(entry, None) for entry in data])

        assert begun.entries(OWN, 0, 3) == data
        assert begun.entries(OWN, 1, 2) == data[1:2]
        assert begun.entries(OWN, 2, 99) == data[2:]
        assert begun.entries(OWN, 5, 9) == []

    def test_hashes_are_kept_at_every_eighth_level(self, begun: Store) -> None:
        add(begun, 600)
        leaves = [tree.hash_leaf(entry) for entry in raw_entries(600)]

        assert begun.hashes(OWN, 0, 254, 259) == b"".join(leaves[254:259])
        nodes = [tree.fold(b"".join(leaves[at : at + 256])) for at in (0, 256)]
        assert begun.hashes(OWN, 8, 0, 2) == b"".join(nodes)
        assert begun.hashes(OWN, 8, 1, 9) == nodes[1]
        assert begun.hashes(OWN, 16, 0, 1) == b""

    def test_who_comes_second_writes_nothing(self, begun: Store) -> None:
        late = begun.lock(OWN)
        add(begun, 2)

        with pytest.raises(HeadMoved), begun.transaction():
            growth.add_rows(begun, late, rows(0, 1))

        assert begun.lock(OWN).next_index == 2
        assert begun.entries(OWN, 0, 9) == raw_entries(2)

    def test_a_head_moves_only_from_where_it_was(self, begun: Store) -> None:
        add(begun, 2)
        advance(begun, b"note 2")

        with pytest.raises(HeadMoved), begun.transaction():
            begun.advance(OWN, 0, size=1, root=tree.EMPTY_ROOT, note=b"x", edge=(bytes(32),))

        assert begun.lock(OWN).note == b"note 2"

    def test_a_transaction_that_fails_leaves_nothing(self, begun: Store) -> None:
        add(begun, 1)
        advance(begun, b"note 1")
        before = begun.lock(OWN)

        def fail() -> None:
            with begun.transaction():
                with begun.transaction():
                    add(begun, 300)
                    advance(begun, b"note 301")
                begun.add_cosignature(receipt(301))
                begun.promise(Promise(COMMIT, OWN, 0, "a/b", 10))
                begun.hold(OTHER, bytes(32), b"record")
                begun.freeze(OWN, "fork")
                begun.mark_change(OWN, 0)
                begun.add_evidence(Evidence(OWN, "fork", b"shown", 1))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()

        assert begun.lock(OWN) == before
        assert begun.entries(OWN, 0, 9) == raw_entries(1)
        assert begun.hashes(OWN, 8, 0, 1) == b""
        assert begun.note(OWN, 999) == b"note 1"
        assert begun.cosignatures(OWN) == []
        assert begun.content(COMMIT) is None
        assert begun.content(OTHER) is None
        assert begun.mirror(OWN) == Mirror()
        assert begun.evidence(OWN) == []
        assert begun.changes(OWN) == []

    def test_staged_rows_can_be_dropped(self, begun: Store) -> None:
        add(begun, 300)
        advance(begun, b"note 300")
        before = begun.lock(OWN)
        add(begun, 300)
        begun.promise(Promise(COMMIT, OWN, 299, "a/b", 10))
        begun.promise(Promise(COMMIT, OWN, 300, "a/b", 10))

        begun.discard_staged(OWN)

        assert begun.lock(OWN) == before
        assert begun.entries(OWN, 299, 999) == raw_entries(300)[299:]
        assert len(begun.hashes(OWN, 8, 0, 9)) == 32
        assert begun.hashes(OWN, 0, 300, 301) == b""
        assert [each.index for each in begun.references(COMMIT)] == [299]
        add(begun, 1)
        assert begun.lock(OWN).next_index == 301

    def test_entries_that_change_keys_are_found_without_a_search(self, begun: Store) -> None:
        assert begun.changes(OWN) == []
        add(begun, 300)
        for index in (299, 0, 257, 0):
            begun.mark_change(OWN, index)

        data = raw_entries(300)

        assert begun.changes(OWN) == [(at, data[at]) for at in (0, 257, 299)]

    def test_changes_go_with_the_rows_that_are_dropped(self, begun: Store) -> None:
        begun.create(growth.empty_head(PEER))
        add(begun, 5, PEER)
        begun.mark_change(PEER, 4)
        add(begun, 2)
        advance(begun, b"note 2")
        add(begun, 2)
        for index in (1, 2, 3):
            begun.mark_change(OWN, index)

        begun.discard_staged(OWN)

        assert [index for index, _data in begun.changes(OWN)] == [1]
        assert [index for index, _data in begun.changes(PEER)] == [4]

    def test_a_statement_is_found_at_its_first_place(self, begun: Store) -> None:
        data = [(b"a", "1" * 32), (b"b", None), (b"c", "2" * 32), (b"d", "1" * 32), (b"a", None)]
        growth.add_rows(begun, begun.lock(OWN), list(data))

        assert begun.find(OWN, "1" * 32) == 0
        assert begun.find(OWN, "2" * 32) == 2
        assert begun.find(OWN, "3" * 32) is None
        assert begun.find_leaf(OWN, tree.hash_leaf(b"a")) == 0
        assert begun.find_leaf(OWN, tree.hash_leaf(b"z")) is None

    def test_notes_are_found_by_the_size_they_do_not_exceed(self, begun: Store) -> None:
        for size in (2, 5):
            add(begun, size - begun.lock(OWN).size)
            advance(begun, b"note %d" % size)

        found = [begun.note(OWN, at) for at in (0, 1, 2, 4, 5, 99)]

        assert found == [b"note 0", b"note 0", b"note 2", b"note 2", b"note 5", b"note 5"]
        assert begun.note(OWN, -1) is None

    def test_a_head_may_take_another_note_of_the_same_size(self, begun: Store) -> None:
        advance(begun, b"note 0 again")

        assert begun.note(OWN, 0) == b"note 0 again"

    def test_receipts_are_kept_once_and_in_order(self, begun: Store) -> None:
        for each in (receipt(9), receipt(3), receipt(9, "bob/delivery"), receipt(9, time=7)):
            begun.add_cosignature(each)

        found = begun.cosignatures(OWN)

        assert found == [receipt(3), receipt(9, "bob/delivery"), receipt(9)]
        assert begun.cosignatures(OWN, 4) == found[1:]
        assert begun.cosignatures(OWN, 1, 8) == found[:1]
        assert begun.cosignatures(OWN, 3, 3) == found[:1]
        assert begun.cosignatures(OWN, 3, limit=2) == found[:2]
        assert begun.last_cosignature(OWN, "bob/mirror") == receipt(9)
        assert begun.last_cosignature(OWN, "carol/mirror") is None

    def test_what_is_under_way_is_remembered(self, begun: Store) -> None:
        begun.set_pending(OWN, b"pending")
        assert begun.mirror(OWN) == Mirror(b"pending", None)

        begun.set_pending(OWN, None)
        assert begun.mirror(OWN) == Mirror()

    def test_a_log_stays_frozen_for_the_first_reason(self, begun: Store) -> None:
        begun.freeze(OWN, "fork")
        begun.freeze(OWN, "later")

        assert begun.mirror(OWN).frozen == "fork"

    def test_evidence_is_kept_once_and_for_ever(self, begun: Store) -> None:
        first, second = Evidence(OWN, "fork", b"a", 1), Evidence(OWN, "fork", b"b", 2)
        for each in (first, second, Evidence(OWN, "fork", b"a", 3)):
            begun.add_evidence(each)

        assert begun.evidence(OWN) == [first, second]

    def test_a_content_is_promised_then_held(self, begun: Store) -> None:
        assert begun.content(COMMIT) is None
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))
        assert begun.content(COMMIT) == HeldContent(COMMIT, ContentState.PROMISED)

        begun.hold(COMMIT, bytes(32), b"record")

        assert begun.content(COMMIT) == HeldContent(COMMIT, ContentState.HELD, bytes(32), b"record")
        assert begun.references(COMMIT) == [Promise(COMMIT, OWN, 4, "a/b", 10)]
        assert begun.references(OTHER) == []

    def test_a_content_held_before_it_is_promised_stays_held(self, begun: Store) -> None:
        begun.hold(COMMIT, bytes(32), b"record")
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))

        held = begun.content(COMMIT)

        assert held is not None
        assert held.state is ContentState.HELD

    @pytest.mark.parametrize("state", [ContentState.REDACTED, ContentState.MISSING])
    def test_salt_and_record_go_with_the_state(self, begun: Store, state: ContentState) -> None:
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))
        begun.hold(COMMIT, bytes(32), b"record")

        begun.mark(COMMIT, state)

        assert begun.content(COMMIT) == HeldContent(COMMIT, state)

    def test_scenario_54_a_redacted_content_is_not_taken_back(self, begun: Store) -> None:
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))
        begun.mark(COMMIT, ContentState.REDACTED)

        begun.hold(COMMIT, bytes(32), b"record")

        assert begun.content(COMMIT) == HeldContent(COMMIT, ContentState.REDACTED)

    def test_a_missing_content_may_still_come(self, begun: Store) -> None:
        begun.promise(Promise(COMMIT, OWN, 4, "a/b", 10))
        begun.mark(COMMIT, ContentState.MISSING)

        begun.hold(COMMIT, bytes(32), b"record")

        held = begun.content(COMMIT)
        assert held is not None
        assert held.state is ContentState.HELD

    def test_the_first_entry_without_its_content_is_known(self, begun: Store) -> None:
        begun.create(growth.empty_head(PEER))
        for commit, origin, index in ((COMMIT, OWN, 7), (OTHER, OWN, 3), (OTHER, PEER, 1)):
            begun.promise(Promise(commit, origin, index, "a/b", 10))

        assert begun.first_unheld(OWN) == 3
        assert [each.origin for each in begun.references(OTHER)] == [OWN, PEER]
        begun.hold(OTHER, bytes(32), b"record")
        assert begun.first_unheld(OWN) == 7
        begun.mark(COMMIT, ContentState.MISSING)
        assert begun.first_unheld(OWN) == 7
        begun.mark(COMMIT, ContentState.REDACTED)
        assert begun.first_unheld(OWN) is None
        assert begun.first_unheld(PEER) is None
