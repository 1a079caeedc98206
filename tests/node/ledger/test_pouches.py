"""Pouches on a node: sealing what the other side lacks, and opening what it sealed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from answerable.node.jobs.models import Job
from answerable.node.ledger import keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, their_log
from answerable.node.ledger.errors import MayNotSign, NoRecipient
from answerable.node.ledger.models import Channel, Content, Cosignature, LogHead, Pouch
from answerable.node.ledger.pouches import Choice
from answerable.node.ledger.pouches.choosing import choose
from answerable.protocol import sync as sync_steps
from answerable.protocol.pouch import layout
from answerable.protocol.pouch.layout import LogRange
from tests.factories import NOW
from tests.node.ledger.carrying import (
    folder_of,
    make_pouch_channel,
    open_here,
    peer_opens,
    peer_seals,
    peer_unpacks,
    seal,
)
from tests.node.ledger.factories import make_channel, say, sync, words
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
    ledger.doubts.record(our_log(channel), "database_behind", at=NOW)

    pouch = open_here(peer_seals(peer, 0, theirs=True, created="2026-03-02T09:00:01Z"))

    ours = our_log(channel)
    assert (pouch.state, ours.size, bytes(ours.root), ours.suspect) == ("opened", 2, lost, "")
    assert seal(channel)[0].number == 2


@pytest.mark.parametrize("is_noticed", [True, False])
def test_scenario_60_a_pouch_from_before_the_doubt_gives_back_and_settles_nothing(
    is_noticed: bool,
) -> None:
    channel, peer = make_pouch_channel()
    say(channel)
    peer_opens(peer, seal(channel)[1])
    forget_last_entry(our_log(channel))
    if is_noticed:
        ledger.doubts.record(our_log(channel), "database_behind", at=NOW)

    pouch = open_here(peer_seals(peer, 0, theirs=True, created="2026-03-02T09:00:00Z"))

    need = ledger.recovering.need_of(channel)
    assert (pouch.state, our_log(channel).size) == ("opened", 2)
    assert need is not None
    assert need.code == "peer_not_asked"
    with pytest.raises(MayNotSign):
        say(channel)


def test_a_pouch_that_shows_more_of_a_doubted_log_still_answers_the_doubt() -> None:
    channel, peer = make_pouch_channel()
    say(channel)
    peer_opens(peer, seal(channel)[1])
    forget_last_entry(our_log(channel))
    ledger.doubts.record(our_log(channel), "restored", at=NOW)
    ledger.doubts.record(our_log(channel), "own_log_ahead", at=LATER)
    ledger.check_start()

    open_here(peer_seals(peer, 0, theirs=True, created="2026-03-03T09:00:00Z"), at=LATER)

    assert ledger.recovering.need_of(channel) is None


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
