"""A pouch carries what the other side lacks, and is taken like what comes over the network."""

from __future__ import annotations

import io
import tarfile

import pyrage
import pytest
import zstandard
from pyrage import x25519

from answerable.protocol import (
    content,
    evidence,
    history,
    log,
    proof,
    succession,
    sync,
    verify,
)
from answerable.protocol.changes import KeyRole
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.content import ContentState
from answerable.protocol.errors import BadContent, Missing, NoSuchLog
from answerable.protocol.files import Reader
from answerable.protocol.keys import decode_base64
from answerable.protocol.memory import MemoryStore
from answerable.protocol.pouch import layout, opening, packing, sealing, taking
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.sync import SyncState
from tests.protocol import keychanges, make, pouches
from tests.protocol.make import NOW, Node, two_nodes
from tests.protocol.pouches import IDENTITIES, say_with_content, seal, take


def tar_of(data: bytes, name: str = "bob") -> dict[str, bytes]:
    """Open a pouch with other people's programs only."""
    plain = pyrage.decrypt(data, [x25519.Identity.from_str(IDENTITIES[name])])
    unpacked = zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(plain), read_across_frames=True
    )
    with tarfile.open(fileobj=io.BytesIO(unpacked.read())) as archive:
        found = {}
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            found[member.name] = file.read()
        return found


def log_reader(found: dict[str, bytes], origin: str) -> Reader:
    top = f"logs/{origin_hash(origin)}/"
    return make.reader_of({n.removeprefix(top): d for n, d in found.items() if n.startswith(top)})


def test_words_entries_and_receipts_travel_together() -> None:
    alice, bob = two_nodes()
    words = say_with_content(alice, 1)

    take(bob, seal(alice, commits=[words.commit]))
    take(alice, seal(bob, None))

    held = bob.store.content(words.commit)
    assert held is not None
    assert (held.record, bob.size(alice.own.origin)) == (words.record, 1)
    names = {each.name for each in alice.store.cosignatures(alice.own.origin)}
    assert names == {bob.mirror.name, bob.delivery.name}


def test_pouches_unpacked_one_over_the_other_make_the_log() -> None:
    alice, _ = two_nodes()
    alice.say(*range(200))
    found = tar_of(seal(alice))
    alice.say(*range(200, 400))
    found |= tar_of(seal(alice, 200, number=2))
    alice.say(*range(400, 600))
    found |= tar_of(seal(alice, 400, number=3))

    report = verify.structure(log_reader(found, alice.own.origin), alice.own.key)

    assert report.checkpoint.size == 600


def test_the_proof_in_a_pouch_links_it_to_what_came_before() -> None:
    alice, _ = two_nodes()
    alice.say(1, 2, 3)
    old = history.root_at(alice.store, alice.own.origin, 3)
    alice.say(4, 5)

    found = tar_of(seal(alice, 3))

    hashes = [decode_base64(line) for line in found[layout_proof(alice)].decode().split()]
    root = history.root_at(alice.store, alice.own.origin, 5)
    proof.check_consistency(3, old, 5, root, hashes)


def layout_proof(node: Node) -> str:
    return f"proof/{origin_hash(node.own.origin)}"


def test_a_pouch_that_begins_later_than_what_is_here_says_what_is_needed() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    take(bob, seal(alice))
    alice.say(3)
    alice.say(4)

    followed = take(bob, seal(alice, 3))

    assert (followed.needed, bob.size(alice.own.origin)) == (2, 2)


def test_a_pouch_without_entries_leaves_the_log_as_it_is() -> None:
    alice, bob = two_nodes()
    alice.say(1)

    followed = take(bob, seal(alice, None))

    assert (followed.step.state, bob.size(alice.own.origin)) == (SyncState.IDLE, 0)


def test_an_older_pouch_after_a_newer_one_changes_nothing_and_alarms_nobody() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    old = seal(alice)
    alice.say(2)
    take(bob, seal(alice, number=2))

    followed = take(bob, old)

    assert (followed.step.state, bob.size(alice.own.origin)) == (SyncState.IDLE, 2)


def test_a_note_that_was_pending_from_the_network_is_finished_first() -> None:
    alice, bob = two_nodes()
    alice.say(*range(200))
    alice.say(*range(200, 300))
    sync.take_note(bob.store, alice.own, alice.note(), time=NOW)
    alice.say(*range(300, 400))

    followed = take(bob, seal(alice))

    assert (followed.step.state, bob.size(alice.own.origin)) == (SyncState.STORED, 400)
    assert bob.store.note(alice.own.origin, 399) is not None


def test_an_older_pouch_cannot_finish_what_a_newer_note_began() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    old = seal(alice)
    alice.say(2)
    sync.take_note(bob.store, alice.own, alice.note(), time=NOW)

    take(bob, old)
    take(bob, seal(alice, number=2))

    assert bob.size(alice.own.origin) == 2


@pytest.mark.parametrize(("mirrored", "start"), [(100, 0), (256, 200), (300, 300), (511, 256)])
def test_a_fork_in_a_pouch_is_found_with_evidence(mirrored: int, start: int) -> None:
    alice, bob = two_nodes()
    liar = Node("alice", alice.founded, MemoryStore()).begin()
    say_up_to(alice, mirrored, 0)
    say_up_to(liar, mirrored - 1, 0)
    say_up_to(liar, 1000, 5000)
    make.follow(bob, alice)

    pouch = pouches.unpack(bob, seal(liar, start))
    followed = taking.follow(bob.store, lambda: alice.own, pouch, time=NOW)

    [shown] = bob.store.evidence(alice.own.origin)
    assert followed.step.state is SyncState.FORKED
    evidence.check_fork(shown.data, alice.own.key)


def say_up_to(node: Node, size: int, first: int) -> None:
    while node.size() < size:
        here = node.size()
        node.say(*range(first + here, first + min(here + 200, size)))


def test_a_pouch_may_bring_the_recipients_own_log_back() -> None:
    alice, bob = two_nodes()
    bob.say(1, 2, 3)
    make.follow(alice, bob)
    lost = Node("bob", bob.founded, MemoryStore()).begin()

    pouch = pouches.unpack(lost, seal(alice, theirs=True))
    *_, found = taking.take_receipts(lost.store, lost.own, pouch, time=NOW)
    log = pouch.manifest.log(bob.own.origin)

    assert (found.state, found.size) == (SyncState.SUSPECT, 3)
    assert log is not None
    bundle = pouch.log_file(log, "tile/entries/000.p/2")
    assert bundle == history.tile(bob.store, bob.own.origin, "tile/entries/000.p/2", 3)


def test_what_a_pouch_has_not_is_missing() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2, 3)
    pouch = pouches.unpack(bob, seal(alice))
    log = pouch.manifest.logs[0]

    for path in ("tile/entries/000.p/4", "tile/entries/001", "tile/0/001.p/1", "tile/1/000.p/1"):
        with pytest.raises(Missing):
            pouch.log_file(log, path)
    with pytest.raises(Missing):
        pouch.content(bytes(32))
    assert pouch.log_file(log, "tile/0/000.p/2") == history.tile(
        alice.store, alice.own.origin, "tile/0/000.p/2", 3
    )


def test_a_content_that_is_another_holds_up_none_of_the_rest() -> None:
    alice, bob = two_nodes()
    one, two = say_with_content(alice, 1), say_with_content(alice, 2)
    alice.store.hold(one.commit, two.salt, two.record)

    take(bob, seal(alice, commits=[one.commit, two.commit]))

    states = [bob.store.content(each.commit) for each in (one, two)]
    assert [each.state for each in states if each] == [ContentState.PROMISED, ContentState.HELD]
    with pytest.raises(BadContent):
        taking.take_content(
            bob.store, pouches.unpack(bob, seal(alice, commits=[one.commit])), one.commit
        )


def test_a_content_that_nothing_promises_or_that_was_erased_is_not_taken() -> None:
    alice, bob = two_nodes()
    words = say_with_content(alice, 1)
    stray = content.seal("a/b", b"stray", make.seed("stray"))
    alice.store.hold(stray.commit, stray.salt, stray.record)
    data = seal(alice, commits=[words.commit, stray.commit])
    take(bob, seal(alice))
    bob.store.mark(words.commit, ContentState.REDACTED)

    take(bob, data)

    held = bob.store.content(words.commit)
    assert held is not None
    assert (held.state, bob.store.content(stray.commit)) == (ContentState.REDACTED, None)


def test_erased_contents_are_left_out_and_one_erased_in_between_stops_the_sealing() -> None:
    alice, _ = two_nodes()
    words = say_with_content(alice, 1)
    [packed] = packing.content_files(alice.store, [words.commit, bytes(32)])
    alice.store.mark(words.commit, ContentState.REDACTED)

    with pytest.raises(Missing):
        packed.read()

    assert list(packing.content_files(alice.store, [words.commit])) == []


def test_a_log_that_is_not_here_cannot_be_packed_or_followed() -> None:
    alice, bob = two_nodes()
    with pytest.raises(NoSuchLog):
        packing.log_range(alice.store, bob.own.origin, 0, 10)
    with pytest.raises(NoSuchLog):
        list(packing.log_files(alice.store, LogRange(bob.own.origin, 0, 0)))

    with pytest.raises(NoSuchLog):
        taking.follow(MemoryStore(), lambda: alice.own, pouches.unpack(bob, seal(alice)), time=NOW)


def test_scenario_52_a_pouch_of_receipts_alone_crosses_three_hands_unchanged() -> None:
    alice, bob = two_nodes()
    words = say_with_content(alice, 1)
    take(bob, seal(alice, commits=[words.commit]))

    data = seal(bob, None)
    names = set(tar_of(data, "alice"))
    for _ in range(3):
        data = bytes(data)
    take(alice, data)

    kinds = [layout.receipt_name(alice.own.origin, kind) for kind in ("delivery", "mirror")]
    assert names == {layout.MANIFEST, *kinds}
    assert alice.store.last_cosignature(alice.own.origin, bob.delivery.name) is not None


def test_the_manifest_can_be_read_alone() -> None:
    alice, _ = two_nodes()
    alice.say(1)
    plain = pyrage.decrypt(seal(alice), [x25519.Identity.from_str(IDENTITIES["bob"])])

    _, found = opening.read_manifest(io.BytesIO(plain))

    assert (found.sender, found.recipient, found.logs[0].size) == ("alice", "bob", 1)


def test_changes_of_keys_travel_in_a_file_of_their_own() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    change = keychanges.rotated(keychanges.alice(), 1, KeyRole.NODE, "second node", "alice node")
    log.append(alice.store, alice.own, [change], alice.log_key, permit=make.CLEAN)

    [log_range], packed = pouches.files(alice)
    packed += packing.key_files(alice.store, log_range)
    out = io.BytesIO()
    sealing.seal(pouches.address(alice), [log_range], packed, key=make.key("alice node"), out=out)
    pouch = pouches.unpack(bob, out.getvalue())

    given = pouch.file(layout.keys_name(alice.own.origin))
    assert given is not None
    assert succession.decode(given) == [(1, change)]
    assert list(packing.key_files(alice.store, LogRange(alice.own.origin, 0, 1))) == []


def test_a_side_that_lost_its_state_is_given_its_own_receipts_back() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    take(bob, seal(alice))
    take(alice, seal(bob, None))

    given = packing.given_files(
        alice.store, alice.own.origin, mirror=bob.mirror.name, delivery="nobody"
    )

    [mirror] = given
    assert mirror.name == layout.receipt_name(alice.own.origin, "mirror")
    opened = alice.own.open_note(mirror.read())
    assert bob.mirror.name in {each.key.name for each in opened.verified}
