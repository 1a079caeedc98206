"""Our keys are replaced or revoked in every channel, and the other side goes on without a break."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import identities, keyfiles, our_keys, parties, rotation
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_code, our_log, peer_of
from answerable.node.ledger.errors import (
    IdentityAway,
    KeyNotChanged,
    MayNotSign,
    NoOfficeKey,
)
from answerable.node.ledger.models import Channel, Cosignature, LogHead, Statement
from answerable.node.ledger.our_keys import Subject
from answerable.protocol import checkpoint, note
from answerable.protocol.changes import KeyRole
from answerable.protocol.errors import BadNote
from answerable.protocol.keys import LOG, VerifierKey
from tests.factories import NOW, make_office
from tests.node.ledger.factories import TERMS, make_channel, publish, say, serve_ours, sync, words
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
SHARED = [KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.IDENTITY]


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
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
    path = _file("identity/identity")
    path.rename(path.with_suffix(".away"))

    with pytest.raises(IdentityAway, match="keys/identity"):
        rotation.rotate(Subject(KeyRole.NODE), at=LATER)

    assert Statement.objects.filter(kind="key").count() == 0
    assert current(channel, KeyRole.NODE) == keyfiles.load("node").public


def test_a_key_that_was_lost_is_not_rotated_but_revoked() -> None:
    channel, _ = make_channel()
    _file(f"logs/{channel.slug}").unlink()

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
    second, _peer = _another_channel()

    changed = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)

    assert {each.slug for each, _index in changed.places} == {channel.slug, second.slug}
    assert current(channel, KeyRole.MIRROR) == current(second, KeyRole.MIRROR) == changed.public
    LogHead.objects.filter(channel=second, is_ours=True).update(suspect="restored")
    with pytest.raises(MayNotSign):
        rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)
    assert current(channel, KeyRole.MIRROR) == changed.public


def test_a_channel_founded_later_begins_with_the_newest_keys() -> None:
    make_channel()
    changed = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)
    rotation.rotate(Subject(KeyRole.AUTHOR, "embassy"), at=LATER)
    identity = rotation.rotate(Subject(KeyRole.IDENTITY), at=LATER)

    second, _peer = _another_channel()

    assert current(second, KeyRole.MIRROR) == changed.public
    assert current(second, KeyRole.IDENTITY) == identity.public
    say(second)


def test_an_office_made_later_gets_its_key_in_every_channel() -> None:
    channel, peer = make_channel()
    make_office("bureau")
    second, _peer = _another_channel()
    with pytest.raises(NoOfficeKey, match="answerable key rotate author --office bureau"):
        identities.author(channel, "bureau")
    assert our_keys.offices_without_key() == ["bureau"]

    rotation.give("bureau", at=LATER)

    assert our_keys.offices_without_key() == []
    # One key of an office for all channels, the one with which the second was founded.
    keyid = identities.author(channel, "bureau").keyid
    assert keyid == identities.author(second, "bureau").keyid
    publish(channel)
    receipt_round(channel, peer)
    assert peer.known("alice").owner.current(KeyRole.AUTHOR, "bureau") is not None


@pytest.mark.parametrize(
    ("role", "office", "has_channel"),
    [
        (KeyRole.LOG, "", False),
        (KeyRole.AUTHOR, "", False),
        (KeyRole.AUTHOR, "nowhere", False),
        (KeyRole.MIRROR, "embassy", False),
        (KeyRole.MIRROR, "", True),
    ],
)
def test_what_key_is_meant_is_said_whole(role: KeyRole, office: str, has_channel: bool) -> None:
    channel, _ = make_channel()

    with pytest.raises(KeyNotChanged):
        Subject(role, office, channel if has_channel else None)


def test_without_a_channel_there_is_nothing_to_change() -> None:
    with pytest.raises(KeyNotChanged, match="no open signed channel"):
        rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)


def test_old_key_files_are_put_aside_and_never_overwritten() -> None:
    channel, _ = make_channel()
    first = keyfiles.load("mirror").public

    second = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER).public
    our_keys.retire_unused()
    third = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER).public
    our_keys.retire_unused()

    assert keyfiles.load("retired/mirror").public == first
    assert keyfiles.load("retired/mirror.2").public == second
    assert keyfiles.load("mirror.3").public == third
    assert keyfiles.by_public(first).public == first
    assert "mirror" not in keyfiles.names()
    assert f"logs/{channel.slug}" in keyfiles.names()


def test_the_trail_says_who_changed_which_key_and_where() -> None:
    channel, _ = make_channel()

    changed = rotation.rotate(Subject(KeyRole.AUTHOR, "embassy"), at=LATER)

    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.verb, event.subject_kind, event.subject_id) == (
        "key replaced",
        "key",
        "author embassy",
    )
    assert event.details["places"] == [[channel.slug, changed.places[0][1]]]
    assert len(changed.words) == 12


def test_signing_asks_no_more_of_the_database_once_a_key_changed_and_is_known() -> None:
    channel, peer = make_channel()
    say(channel)
    with CaptureQueriesContext(
        connection,
    ) as before:
        say(channel)

    rotation.rotate(subject(channel, KeyRole.LOG), at=LATER)
    publish(channel)
    receipt_round(channel, peer)
    with CaptureQueriesContext(connection) as after:
        say(channel)

    assert len(after) <= len(before) + 2


def _file(name: str) -> Path:
    from django.conf import settings

    home: Path = settings.NODE.home
    return home / "keys" / f"{name}.key"


def _another_channel() -> tuple[Channel, Peer]:
    peer = Peer(code="carol")
    _, proposal = ledger.establish.propose(title="Second", terms=TERMS, at=NOW, slug="second")
    acceptance = peer.accept(proposal, NOW)
    heard = " ".join(ledger.establish.read(acceptance).words)
    channel, complete = ledger.establish.finish(acceptance, words=heard, at=NOW)
    assert complete is not None
    peer.begin(complete)
    publish(channel)
    return Channel.objects.get(pk=channel.pk), peer


def test_a_new_channel_names_the_newest_of_each_key_and_a_log_key_of_its_own() -> None:
    channel, _ = make_channel()
    roles = (KeyRole.AGE, KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.IDENTITY)
    fresh = {role: rotation.rotate(Subject(role), at=LATER).public for role in roles}
    fresh[KeyRole.AUTHOR] = rotation.rotate(Subject(KeyRole.AUTHOR, "embassy"), at=LATER).public
    used = identities.log_key(channel).public

    ours = parties.describe_ourselves(channel.slug)

    named: dict[KeyRole, bytes] = {
        role: getattr(ours, role.value) for role in roles if role is not KeyRole.AGE
    }
    named[KeyRole.AGE] = ours.age[0].encode()
    [office] = ours.authors
    named[KeyRole.AUTHOR] = office.public
    assert named == fresh
    assert ours.log != used
