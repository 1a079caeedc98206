"""Our keys are replaced or revoked in every channel, and the other side goes on without a break."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from answerable.node.ledger import identities, keyfiles, our_keys, rotation
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_code, our_log, peer_of
from answerable.node.ledger.errors import (
    IdentityAway,
    KeyNotChanged,
    MayNotSign,
)
from answerable.node.ledger.models import Channel, Cosignature, LogHead, Statement
from answerable.node.ledger.our_keys import Subject
from answerable.protocol import checkpoint, note
from answerable.protocol.changes import KeyRole
from answerable.protocol.errors import BadNote
from answerable.protocol.keys import LOG, VerifierKey
from tests.factories import NOW
from tests.node.ledger.factories import TERMS, make_channel, publish, say, serve_ours, sync, words
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
SHARED = [KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.IDENTITY]


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a folder of keys of its own: one retires what another would still need."""
    settings.NODE = replace(settings.NODE, home=tmp_path_factory.mktemp("home"))


def current(channel: Channel, role: KeyRole, office: str | None = None) -> bytes | None:
    return identities.standing_of(channel, our_code(channel)).current(role, office)


def subject(channel: Channel, role: KeyRole) -> Subject:
    return Subject(
        role,
        "embassy" if role is KeyRole.AUTHOR else "",
        channel if role is KeyRole.LOG else None,
    )


def lines_of(channel: Channel, data: bytes) -> set[bytes]:
    """The log keys of ours whose lines a note carries."""
    ours = identities.standing_of(channel, our_code(channel))
    log_keys = {
        VerifierKey(ours.origin, LOG, each.public).key_id: each.public
        for each in ours.signers
        if each.role == KeyRole.LOG
    }
    lines = note.parse(data).signatures
    return {log_keys[each.key_id] for each in lines if each.key_id in log_keys}


def receipt_round(channel: Channel, peer: Peer) -> None:
    """The other side follows our log and we take its receipt."""
    serve_ours(channel, peer)
    sync(channel, peer)


@pytest.mark.parametrize("role", [*SHARED, KeyRole.LOG, KeyRole.AUTHOR])
def test_a_key_is_replaced_and_the_other_side_follows(role: KeyRole) -> None:
    channel, peer = make_channel()
    say(channel)
    receipt_round(channel, peer)
    office = "embassy" if role is KeyRole.AUTHOR else None
    old = current(channel, role, office)

    changed = rotation.rotate(subject(channel, role), at=LATER)
    publish(channel)
    say(channel, text="Still looking")
    receipt_round(channel, peer)

    assert current(channel, role, office) == changed.public != old
    theirs = peer.known("alice").owner
    assert theirs.current(role, office) == changed.public
    assert theirs.refused == ()
    assert peer.store.lock(our_log(channel).origin).size == our_log(channel).size
    assert peer_of(channel).ours_mirrored == our_log(channel).size
    assert Statement.objects.get(kind="key").fault == ""


def file_of(name: str) -> Path:
    from django.conf import settings

    home: Path = settings.NODE.home
    return home / "keys" / f"{name}.key"


def another_channel() -> tuple[Channel, Peer]:
    peer = Peer(code="carol")
    _, proposal = ledger.establish.propose(title="Second", terms=TERMS, at=NOW, slug="second")
    acceptance = peer.accept(proposal, NOW)
    heard = " ".join(ledger.establish.read(acceptance).words)
    channel, complete = ledger.establish.finish(acceptance, words=heard, at=NOW)
    assert complete is not None
    peer.begin(complete)
    publish(channel)
    return Channel.objects.get(pk=channel.pk), peer


def test_messages_go_on_in_both_directions_over_every_change() -> None:
    channel, peer = make_channel()

    for role in (KeyRole.LOG, KeyRole.MIRROR, KeyRole.NODE, KeyRole.AUTHOR, KeyRole.DELIVERY):
        rotation.rotate(subject(channel, role), at=LATER)
        publish(channel)
        say(channel, text=f"Ours after {role}")
        place = peer.say(
            "interim", ledger.new_thread(), {"code": "still_examining"}, words=words("Hi")
        )
        receipt_round(channel, peer)
        assert ledger.delivered_at(channel, place.leaf_hash.hex()) is not None

    assert peer_of(channel).ours_mirrored == our_log(channel).size


def test_scenario_43_both_keys_sign_until_the_other_side_knows() -> None:
    channel, peer = make_channel()
    receipt_round(channel, peer)
    old = current(channel, KeyRole.LOG)

    fresh = rotation.rotate(subject(channel, KeyRole.LOG), at=LATER).public
    publish(channel)
    assert lines_of(channel, bytes(our_log(channel).note)) == {old, fresh}
    say(channel)
    assert lines_of(channel, bytes(our_log(channel).note)) == {old, fresh}
    receipt_round(channel, peer)
    say(channel)

    assert lines_of(channel, bytes(our_log(channel).note)) == {fresh}
    receipt_round(channel, peer)
    assert peer_of(channel).ours_mirrored == our_log(channel).size


def test_scenario_44_after_a_theft_the_stolen_key_counts_as_far_as_it_was_receipted() -> None:
    channel, peer = make_channel()
    say(channel)
    receipt_round(channel, peer)
    trusted = our_log(channel).size
    stolen = identities.log_key(channel)
    say(channel)

    rotation.revoke(subject(channel, KeyRole.LOG), at=LATER, why="stolen")
    publish(channel)
    receipt_round(channel, peer)

    theirs = peer.known("alice")
    assert theirs.owner.refused == ()
    assert [each.public for each in theirs.owner.log_keys(trusted)] == [stolen.public]
    assert theirs.owner.log_keys(trusted + 1) == ()
    forged = checkpoint.sign(checkpoint.Checkpoint(theirs.origin, trusted + 1, bytes(32)), stolen)
    with pytest.raises(BadNote):
        theirs.open_note(forged)
    assert peer_of(channel).ours_mirrored == our_log(channel).size


@pytest.mark.parametrize("role", [KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.AUTHOR])
def test_any_other_stolen_key_is_revoked_with_its_successor_in_one_batch(role: KeyRole) -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), {"code": "still_examining"}, words=words("Hello"))
    receipt_round(channel, peer)

    changed = rotation.revoke(subject(channel, role), at=LATER, why="lost")
    publish(channel)
    peer.say("interim", ledger.new_thread(), {"code": "still_examining"}, words=words("Again"))
    receipt_round(channel, peer)

    kinds = Statement.objects.filter(log=our_log(channel)).order_by("index")
    assert list(kinds.values_list("kind", flat=True)) == ["open", "revoke", "key"]
    theirs = peer.known("alice").owner
    office = "embassy" if role is KeyRole.AUTHOR else None
    assert (theirs.current(role, office), theirs.refused) == (changed.public, ())


def test_receipts_given_before_a_change_stay_receipts_and_later_ones_are_by_the_new_key() -> None:
    channel, peer = make_channel()
    receipt_round(channel, peer)
    before = Cosignature.objects.filter(log__is_ours=False)
    first = {(each.size, each.key_id) for each in before}

    rotation.rotate(subject(channel, KeyRole.MIRROR), at=LATER)
    publish(channel)
    peer.say("interim", ledger.new_thread(), {"code": "still_examining"})
    receipt_round(channel, peer)

    name = identities.mirror_name(channel, "alice")
    rows = Cosignature.objects.filter(log__is_ours=False, name=name).order_by("size")
    assert len({each.key_id for each in rows}) == 2
    # Every line that we gave is by the key that we say counts at its size.
    judged = peer.known("bob")
    for row in rows:
        assert row.key_id in {key.key_id.hex() for key in judged.cosigners_at(row.size)}
    assert first <= {(each.size, each.key_id) for each in Cosignature.objects.all()}


def test_a_key_that_opens_pouches_is_replaced_and_the_old_one_stays_for_old_pouches() -> None:
    channel, peer = make_channel()
    [first] = identities.age_recipients(channel, "alice")

    rotation.rotate(Subject(KeyRole.AGE), at=LATER)
    [second] = identities.age_recipients(channel, "alice")
    rotation.revoke(Subject(KeyRole.AGE), at=LATER, why="stolen")
    [third] = identities.age_recipients(channel, "alice")
    our_keys.retire_unused()
    publish(channel)
    receipt_round(channel, peer)

    assert len({first, second, third}) == 3
    assert len(keyfiles.age_identities()) == 3
    theirs = peer.known("alice").owner
    assert (theirs.age, theirs.refused) == ((third,), ())


def test_an_identity_is_replaced_and_never_revoked() -> None:
    channel, _ = make_channel()

    with pytest.raises(KeyNotChanged, match="nothing stands above it"):
        rotation.revoke(Subject(KeyRole.IDENTITY), at=LATER, why="stolen")

    rotation.rotate(Subject(KeyRole.IDENTITY), at=LATER)
    rotation.rotate(Subject(KeyRole.NODE), at=LATER)
    assert identities.identity_key(channel).public == current(channel, KeyRole.IDENTITY)


def test_an_identity_that_is_kept_elsewhere_is_asked_for() -> None:
    channel, _ = make_channel()
    path = file_of("identity/identity")
    path.rename(path.with_suffix(".away"))

    with pytest.raises(IdentityAway, match="keys/identity"):
        rotation.rotate(Subject(KeyRole.NODE), at=LATER)

    assert Statement.objects.filter(kind="key").count() == 0
    assert current(channel, KeyRole.NODE) == keyfiles.load("node").public


def test_a_key_that_was_lost_is_not_rotated_but_revoked() -> None:
    channel, _ = make_channel()
    file_of(f"logs/{channel.slug}").unlink()

    with pytest.raises(KeyNotChanged, match="revoke it as lost"):
        rotation.rotate(subject(channel, KeyRole.LOG), at=LATER)

    rotation.revoke(subject(channel, KeyRole.LOG), at=LATER, why="lost")
    publish(channel)
    say(channel)
    assert our_log(channel).size == 4


def test_a_suspect_node_changes_no_keys() -> None:
    channel, _ = make_channel()
    LogHead.objects.filter(pk=our_log(channel).pk).update(suspect="restored")
    before = keyfiles.names()

    with pytest.raises(MayNotSign):
        rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)

    assert keyfiles.names() == before


def test_a_key_is_replaced_in_every_channel_or_in_none() -> None:
    channel, _ = make_channel()
    second, _peer = another_channel()

    changed = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)

    assert {each.slug for each, _index in changed.places} == {channel.slug, second.slug}
    assert current(channel, KeyRole.MIRROR) == current(second, KeyRole.MIRROR) == changed.public
    LogHead.objects.filter(channel=second, is_ours=True).update(suspect="restored")
    with pytest.raises(MayNotSign):
        rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)
    assert current(channel, KeyRole.MIRROR) == changed.public
