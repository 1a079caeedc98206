"""What lies in the two folders for pouches goes again: by itself, or by an administrator's deed."""

import io
from typing import Any

import pytest
from django.conf import settings

from answerable.node.accounts.models import AuditEvent
from answerable.node.jobs.registry import Running
from answerable.node.ledger import pouches, tasks
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.errors import NotWaiting, PouchRefused
from answerable.node.ledger.models import Pouch
from answerable.node.ledger.pouches.opening import MOST_WAITING, unpack
from answerable.node.ledger.pouches.trays import Stall
from tests.factories import NOW
from tests.node.ledger.carrying import (
    folder_of,
    make_pouch_channel,
    open_here,
    peer_opens,
    peer_seals,
    seal,
)
from tests.node.ledger.factories import say
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_pouches import LATER, LOOKING, _empty_trays

__all__ = ["_empty_trays"]
pytestmark = pytest.mark.django_db


def gap() -> tuple[Peer, bytes, Pouch]:
    """A pouch that waits, and the one that is missing before it."""
    _, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    first = peer_seals(peer)
    peer.say("interim", ledger.new_thread(), LOOKING)
    return peer, first, open_here(peer_seals(peer, 2, number=2, previous="ab" * 32))


def test_what_waits_and_is_looked_at_again_is_written_down_once() -> None:
    _, _, waiting = gap()

    pouches.open_waiting(at=LATER)
    pouches.open_waiting(at=LATER)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.at) == ("waiting", NOW)
    assert AuditEvent.objects.filter(verb="opened", subject_kind="pouch").count() == 1


def test_a_pouch_that_waits_in_vain_is_dropped_and_may_come_again() -> None:
    _, _, waiting = gap()

    pouches.drop(pouches.find_waiting("2"), at=LATER)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("refused", "dropped")
    assert folder_of(settings.NODE.home, "quarantine") == []
    for named in ("2", waiting.digest, "9" * 30):
        with pytest.raises(NotWaiting):
            pouches.find_waiting(named)
    with pytest.raises(NotWaiting):
        pouches.drop(waiting, at=LATER)


def test_what_would_wait_beyond_the_room_for_it_is_refused_and_what_fits_is_taken() -> None:
    peer, first, _ = gap()
    [stall] = Stall.all()
    with stall.members.open("r+b") as file:
        # No room is taken for what was never written.
        file.truncate(MOST_WAITING)
    peer.say("interim", ledger.new_thread(), LOOKING)

    with pytest.raises(PouchRefused, match=r"quarantine_full.*answerable pouch drop"):
        open_here(peer_seals(peer, 3, number=3, previous="ab" * 32))

    assert len(Stall.all()) == 1
    assert open_here(first).state == "opened"


def test_an_opening_that_was_killed_goes_on_by_itself() -> None:
    channel, peer = make_pouch_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    unpack(io.BytesIO(peer_seals(peer)), "a.pouch")

    tasks.clear_pouches(Running(1, "ledger.pouches", {}, 1, lambda: LATER, lambda *_: None))

    assert their_log(channel).size == 2
    assert folder_of(settings.NODE.home, "quarantine") == []


def test_a_sealed_file_goes_once_its_entries_and_words_are_receipted(
    django_capture_on_commit_callbacks: Any,
) -> None:
    channel, peer = make_pouch_channel()
    say(channel, text="By hand")
    pouch, data = seal(channel)
    receipts_only, _ = seal(channel, receipts_only=True)

    assert pouches.clear_received() == 0
    peer_opens(peer, data)
    open_here(peer_seals(peer, None))
    with django_capture_on_commit_callbacks(execute=True):
        cleared = pouches.clear_received()

    pouch.refresh_from_db()
    assert (cleared, pouch.kept, pouch.state) == (1, False, "sealed")
    assert folder_of(settings.NODE.home, "out-tray") == [receipts_only.name]
