"""Pouches that a node refuses, that a kill interrupts, and that an erasure deletes."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import forgetting, highwater, identities, keyfiles, pouches
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.errors import PouchRefused
from answerable.node.ledger.models import Cosignature, Pouch
from answerable.node.ledger.pouches import opening as opening_here
from answerable.protocol import sync as sync_steps
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import BadPouch
from answerable.protocol.pouch import layout, manifest, opening, taking
from answerable.protocol.pouch.opening import Unpacked
from tests.factories import NOW
from tests.node.ledger.carrying import (
    IDENTITY,
    folder_of,
    make_pouch_channel,
    open_here,
    peer_opens,
    peer_seals,
    seal,
)
from tests.node.ledger.factories import say, words
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_pouches import _empty_trays, held

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
LATER = NOW + timedelta(days=3)


__all__ = ["_empty_trays"]


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
