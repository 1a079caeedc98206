"""Pouches on a node: sealing what the other side lacks, and opening what it sealed."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from answerable.node.accounts.models import AuditEvent
from answerable.node.jobs.models import Job
from answerable.node.ledger import forgetting, highwater, identities, keyfiles, pouches
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.errors import MayNotSign, NoRecipient, PouchRefused
from answerable.node.ledger.models import Channel, Content, Cosignature, LogHead, Pouch
from answerable.node.ledger.pouches import Choice
from answerable.node.ledger.pouches import opening as opening_here
from answerable.node.ledger.pouches.choosing import choose
from answerable.protocol import sync as sync_steps
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import BadPouch
from answerable.protocol.pouch import layout, manifest, opening, taking
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.opening import Unpacked
from tests.factories import NOW
from tests.node.ledger.carrying import (
    IDENTITY,
    folder_of,
    make_pouch_channel,
    open_here,
    peer_opens,
    peer_seals,
    peer_unpacks,
    seal,
)
from tests.node.ledger.factories import make_channel, say, sync, words
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_bad_peers import fork

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _empty_trays() -> Any:
    home: Path = settings.NODE.home
    yield
    for name in ("out-tray", "quarantine"):
        for each in (home / name).glob("*") if (home / name).exists() else ():
            if each.is_dir():
                for file in each.iterdir():
                    file.unlink()
                each.rmdir()
            elif each.name != ".lock":
                each.unlink()


def held(channel: Channel) -> list[str]:
    rows = Content.objects.filter(channel=channel, state=Content.State.HELD)
    return sorted(rows.values_list("commit", flat=True))


def test_a_new_node_can_be_sent_pouches() -> None:
    _, peer = make_channel()

    [recipient] = peer.charter.party("alice").age
    assert recipient == keyfiles.make_age()


def test_what_we_say_arrives_by_pouch_and_the_receipts_come_back() -> None:
    channel, peer = make_pouch_channel()
    thread = ledger.new_thread()
    say(channel, thread=thread, text="By hand")

    pouch, data = seal(channel)
    peer_opens(peer, data)
    back = open_here(peer_seals(peer, None), at=LATER)

    assert (pouch.number, pouch.state, pouch.contents) == (1, "sealed", 1)
    assert (back.state, back.number, back.reason) == ("opened", 1, "")
    [message] = ledger.messages(channel, thread)
    assert message.receipt is not None
    assert message.receipt.delivered_with_contents is not None
    assert ledger.channel_health(channel).queue == 0


def test_what_the_other_side_sealed_is_read_countersigned_and_projected() -> None:
    channel, peer = make_pouch_channel()
    thread = ledger.new_thread()
    place = peer.say("interim", thread, LOOKING, words=words("We are looking"))

    pouch = open_here(peer_seals(peer), at=LATER)

    [message] = ledger.messages(channel, thread)
    assert message.words is not None
    assert message.words["notes"] == "We are looking"
    assert ledger.delivered_at(channel, place.leaf_hash.hex()) == LATER
    assert (pouch.state, their_log(channel).size) == ("opened", 2)
    assert Job.objects.filter(name=ledger.PROJECT_JOB).exists()
    assert folder_of(settings.NODE.home, "quarantine") == []


def test_the_next_pouch_takes_what_has_no_receipt_yet() -> None:
    channel, peer = make_pouch_channel()
    say(channel, text="One")
    _, data = seal(channel)
    lost, _ = seal(channel)
    peer_opens(peer, data)
    open_here(peer_seals(peer, None))
    say(channel, text="Two")

    pouch, data = seal(channel)

    assert [each["from"] for each in lost.logs] == [0]
    assert [(each["from"], each["to"]) for each in pouch.logs] == [(2, 3)]
    assert (pouch.number, pouch.contents) == (3, 1)
    assert peer_unpacks(peer, data).manifest.previous == lost.digest


def test_receipt_first_holds_the_words_back_until_the_receipt_is_here() -> None:
    channel, peer = make_pouch_channel()
    say(channel, text="Held back")

    first, data = seal(channel, receipt_first=True)
    peer_opens(peer, data)
    open_here(peer_seals(peer, None))
    second, data = seal(channel, receipt_first=True)
    peer_opens(peer, data)
    open_here(peer_seals(peer, None, number=2, previous="ab" * 32))

    assert (first.contents, second.contents) == (0, 1)
    names = {row.name.rpartition("/")[2] for row in Cosignature.objects.filter(log__is_ours=True)}
    assert names == {"mirror", "delivery"}


def test_receipts_alone_take_neither_entries_nor_words() -> None:
    channel, peer = make_pouch_channel()
    say(channel, text="Not this time")
    peer.say("interim", ledger.new_thread(), LOOKING)
    open_here(peer_seals(peer))

    pouch, data = seal(channel, receipts_only=True)

    names = [each.name for each in peer_unpacks(peer, data).manifest.members]
    kinds = [layout.receipt_name(peer.origin, kind) for kind in ("delivery", "mirror")]
    assert (pouch.logs, names) == ([], kinds)


def test_the_other_sides_log_goes_back_to_it_when_asked() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Theirs"))
    open_here(peer_seals(peer))

    _, data = seal(channel, with_their_log=True)

    found = peer_unpacks(peer, data).manifest
    assert found.log(peer.origin) == LogRange(peer.origin, 0, 2)
    assert any(each.name == f"content/{held(channel)[0]}" for each in found.members)


def test_only_what_is_published_leaves() -> None:
    channel, peer = make_pouch_channel()
    with transaction.atomic():
        ledger.append(
            channel, "interim", thread="a" * 32, body=LOOKING, office_code="embassy", at=NOW
        )

    pouch, _ = seal(channel)

    assert our_log(channel).size == 2
    assert [each["to"] for each in pouch.logs] == [1]
    assert peer is not None


def test_what_finds_no_room_is_left_for_the_next() -> None:
    channel, _ = make_pouch_channel()
    for text in ("One", "Two", "Three"):
        say(channel, text=text)

    load = choose(channel, Choice(most_contents=2))
    rest = choose(channel, Choice(words_from=load.left_from))

    assert (load.contents, load.left_from) == (2, 3)
    assert (rest.contents, rest.left_from) == (1, None)


def test_a_side_without_a_key_for_pouches_cannot_be_sent_one() -> None:
    channel, _ = make_channel()

    with pytest.raises(NoRecipient, match="no key to seal pouches for"):
        seal(channel)

    assert not Pouch.objects.exists()


def test_a_suspect_node_opens_pouches_and_seals_none() -> None:
    channel, peer = make_pouch_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING, words=words("Still read"))
    LogHead.objects.filter(is_ours=True).update(suspect="own_log_ahead")

    pouch = open_here(peer_seals(peer))

    assert (pouch.state, len(ledger.messages(channel, thread))) == ("opened", 1)
    assert not Cosignature.objects.filter(log=their_log(channel)).exists()
    with pytest.raises(MayNotSign):
        seal(channel)


def test_a_gap_waits_until_the_pouch_before_comes() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("One"))
    first = peer_seals(peer)
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Two"))
    second = peer_seals(peer, 2, number=2, previous="ab" * 32)

    waiting = open_here(second)
    assert (waiting.state, waiting.reason, waiting.needed) == ("waiting", "gap", 0)
    assert their_log(channel).size == 0
    opened = open_here(first)

    waiting.refresh_from_db()
    assert (opened.state, waiting.state, waiting.needed) == ("opened", "opened", None)
    assert (their_log(channel).size, len(held(channel))) == (3, 2)
    assert folder_of(settings.NODE.home, "quarantine") == []


def test_scenario_51_repeated_and_late_pouches_beside_the_network_change_nothing() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("One"))
    old = peer_seals(peer)
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Two"))
    new = peer_seals(peer, number=2, previous="ab" * 32)
    sync(channel, peer)
    before = (their_log(channel).root, Cosignature.objects.count(), held(channel))

    states = [open_here(data, at=LATER).state for data in (new, old, new, old)]

    assert states == ["opened"] * 4
    assert (their_log(channel).root, Cosignature.objects.count(), held(channel)) == before
    assert LogHead.objects.get(pk=their_log(channel).pk).suspect == ""
    assert Pouch.objects.count() == 2


def test_words_that_were_given_up_arrive_by_pouch() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("At last"))
    kept = dict(peer.contents)
    peer.contents.clear()
    sync(channel, peer)
    Content.objects.update(state=Content.State.MISSING)
    peer.contents.update(kept)

    open_here(peer_seals(peer))

    assert held(channel) == list(kept)


def test_a_fork_in_a_pouch_freezes_the_channel() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", "a" * 32, LOOKING)
    open_here(peer_seals(peer))
    fork(peer)
    sync_steps.start_mirror(peer.store, peer.charter.log(peer.ours))

    pouch = open_here(peer_seals(peer, number=2, previous="ab" * 32))

    channel.refresh_from_db()
    assert (channel.state, pouch.state, pouch.reason) == ("frozen", "refused", "fork")
    assert open_here(peer_seals(peer, number=3, previous="ab" * 32)).reason == "fork"


def test_a_pouch_brings_our_own_log_back_to_a_node_that_lost_it() -> None:
    channel, peer = make_pouch_channel()
    say(channel)
    peer_opens(peer, seal(channel)[1])
    lost = bytes(our_log(channel).root)
    forget_last_entry(our_log(channel))

    pouch = open_here(peer_seals(peer, 0, theirs=True))

    ours = our_log(channel)
    assert (pouch.state, ours.size, bytes(ours.root), ours.suspect) == ("opened", 2, lost, "")
    assert seal(channel)[0].number == 2


def forget_last_entry(head: LogHead) -> None:
    """Put a log back to how it was one entry earlier, as a restored backup would."""
    from answerable.node.ledger.models import Checkpoint, Entry, Statement
    from answerable.protocol import checkpoint, note, tree

    Cosignature.objects.filter(log=head).delete()
    Statement.objects.filter(log=head, index=1).delete()
    Entry.objects.filter(log=head, index=1).delete()
    Checkpoint.objects.filter(log=head, size=2).delete()
    old = Checkpoint.objects.get(log=head, size=1)
    found = checkpoint.parse(note.parse(bytes(old.note)).text)
    leaf = tree.hash_leaf(bytes(Entry.objects.get(log=head, index=0).data))
    LogHead.objects.filter(pk=head.pk).update(
        size=1, root=found.root, note=bytes(old.note), edge=leaf, next_index=1, next_edge=leaf,
        read_to=1,
    )  # fmt: skip


def test_scenario_50_a_pouch_of_another_channel_is_refused_and_kept_in_mind() -> None:
    channel, _ = make_pouch_channel()
    stranger = Peer()
    _, peer = channel, stranger
    data = b"age-encryption.org/v1\n"

    with pytest.raises(PouchRefused) as failure:
        open_here(data, channel=channel)

    row = Pouch.objects.get()
    assert (failure.value.reason, row.state, row.reason) == ("not_opened", "refused", "not_opened")
    assert (row.number, row.bytes) == (None, len(data))
    assert folder_of(settings.NODE.home, "quarantine") == []
    assert peer is not None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"channel": "a" * 26}, "other_channel"),
        ({"sender": "alice"}, "other_sender"),
        ({"recipient": "carol"}, "other_recipient"),
    ],
)
def test_scenario_50_what_is_not_for_us_is_refused(changed: dict[str, Any], reason: str) -> None:
    _, peer = make_pouch_channel()

    with pytest.raises(PouchRefused) as failure:
        open_here(peer_seals(peer, **changed))

    assert failure.value.reason == reason
    assert not Pouch.objects.exists()


def test_scenario_50_a_pouch_offered_on_another_channels_page_is_refused() -> None:
    _, peer = make_pouch_channel()
    paper = ledger.create_paper(title="P", their_code="carol", their_name="Carol", at=NOW)

    with pytest.raises(PouchRefused, match="other_channel"):
        open_here(peer_seals(peer), channel=paper)


def test_a_manifest_that_another_key_signed_is_refused() -> None:
    channel, peer = make_pouch_channel()
    peer.keys["node"] = peer.keys["log"]

    with pytest.raises(PouchRefused, match="bad_signature"):
        open_here(peer_seals(peer))

    assert their_log(channel).size == 0


def test_scenario_49_a_pouch_that_was_cut_off_brings_nothing() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    data = peer_seals(peer)

    for cut in (data[:-1], data[: len(data) // 2]):
        with pytest.raises(PouchRefused, match="not_opened"):
            open_here(cut, channel=channel)

    assert their_log(channel).size == 0
    assert open_here(data, channel=channel).state == "opened"


class Killed(BaseException):
    """Stands for the end of the process."""


class KilledAfter(io.BytesIO):
    """A source that ends the process after so many bytes were read."""

    def __init__(self, data: bytes, after: int) -> None:
        super().__init__(data)
        self.left = after

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(min(size or 0, 4096) if size and size > 0 else 4096)
        self.left -= len(piece)
        if self.left < 0:
            raise Killed
        return piece


def test_scenario_53_what_a_kill_left_half_unpacked_is_swept_away() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("x" * 3000))
    data = peer_seals(peer)
    home: Path = settings.NODE.home

    for point in range(20):
        with pytest.raises(Killed):
            pouches.open_file(KilledAfter(data, len(data) * point // 20 - 1), "a.pouch", at=NOW)
        left = home / "quarantine" / "new-0123456789abcdef"
        left.mkdir()
        (left / "members").write_bytes(data[:point])
    assert their_log(channel).size == 0

    assert pouches.open_waiting(at=NOW) == 0
    assert folder_of(home, "quarantine") == []
    assert open_here(data).state == "opened"


@pytest.mark.parametrize("steps", range(5))
def test_scenario_53_what_a_kill_interrupted_while_it_was_taken_is_resumed(steps: int) -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Resumed"))
    say(channel)
    peer_opens(peer, seal(channel)[1])
    stall = opening_here.unpack(io.BytesIO(peer_seals(peer)), "a.pouch", channel)
    pouch = Unpacked(manifest.read(stall.signed())[0], stall.read)
    store, time = store_of(channel), int(NOW.timestamp())
    theirs = identities.their_identity(channel)
    done = (
        lambda: taking.take_receipts(store, identities.our_identity(channel), pouch, time=time),
        lambda: sync_steps.take_note(store, theirs, pouch_note(pouch), time=time),
        lambda: taking.follow(store, lambda: theirs, pouch, time=time),
        lambda: taking.take_contents(store, pouch),
    )
    for step in done[:steps]:
        step()

    assert pouches.open_waiting(at=NOW) == 1

    assert (their_log(channel).size, len(held(channel))) == (2, 1)
    assert Pouch.objects.get(direction="in").state == "opened"
    assert Cosignature.objects.filter(log=their_log(channel), size=2).count() == 2
    assert folder_of(settings.NODE.home, "quarantine") == []


def pouch_note(pouch: Unpacked) -> bytes:
    return pouch.log_file(pouch.manifest.logs[0], layout.CHECKPOINT)


def test_pouches_that_hold_an_erased_text_are_deleted(
    django_capture_on_commit_callbacks: Any,
) -> None:
    channel, _ = make_pouch_channel()
    seal(channel)
    say(channel, text="To be erased")
    seal(channel)
    [commit] = held(channel)

    with django_capture_on_commit_callbacks(execute=True):
        count = pouches.forget(channel, [commit])

    assert count == 1
    states = dict(Pouch.objects.values_list("number", "state"))
    assert states == {1: "sealed", 2: "erased"}
    assert folder_of(settings.NODE.home, "out-tray") == [f"{channel.slug}-0001.pouch"]
    assert "ledger.pouches" in forgetting._HOOKS


def test_a_waiting_pouch_with_an_erased_text_is_deleted(
    django_capture_on_commit_callbacks: Any,
) -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Erase me"))
    open_here(peer_seals(peer, 1))
    [commit] = peer.contents

    with django_capture_on_commit_callbacks(execute=True):
        assert pouches.forget(channel, [commit]) == 1

    assert Pouch.objects.get().state == "erased"
    assert folder_of(settings.NODE.home, "quarantine") == []


def test_sealing_and_opening_stand_in_the_trail() -> None:
    channel, peer = make_pouch_channel()
    seal(channel)
    open_here(peer_seals(peer))

    verbs = AuditEvent.objects.filter(subject_kind="pouch").values_list("verb", flat=True)

    assert sorted(verbs) == ["opened", "sealed"]


def test_a_draft_that_a_kill_left_in_the_out_tray_goes() -> None:
    channel, _ = make_pouch_channel()
    home: Path = settings.NODE.home
    seal(channel)
    (home / "out-tray" / ".left.pouch.new").write_bytes(b"half")

    seal(channel)

    assert not (home / "out-tray" / ".left.pouch.new").exists()
    assert (home / "out-tray").stat().st_mode & 0o077 == 0


def test_a_pouch_is_sealed_to_the_other_side_alone() -> None:
    channel, _ = make_pouch_channel()
    _, data = seal(channel)
    mine = keyfiles.age_identities()

    with pytest.raises(BadPouch):
        opening.open_pouch(io.BytesIO(data), io.BytesIO(), mine, lambda *_: None)
    opened = opening.open_pouch(io.BytesIO(data), io.BytesIO(), [IDENTITY], lambda *_: None)

    assert manifest.read(opened.signed)[0].logs[0].origin == our_log(channel).origin
    assert highwater.read(our_log(channel).origin) is not None
    assert origin_hash(our_log(channel).origin) == our_log(channel).origin_hash
