"""Keys of what came later: a channel, an office, a file that was put aside."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import identities, keyfiles, our_keys, parties, rotation
from answerable.node.ledger.errors import (
    KeyNotChanged,
    NoOfficeKey,
)
from answerable.node.ledger.our_keys import Subject
from answerable.protocol.changes import KeyRole
from tests.factories import NOW, make_office
from tests.node.ledger.factories import make_channel, publish, say
from tests.node.ledger.test_rotation import (
    another_channel,
    current,
    own_folder,  # noqa: F401 # a fixture, used by name
    receipt_round,
    subject,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]

LATER = NOW + timedelta(hours=1)
SHARED = [KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.IDENTITY]


def test_a_channel_founded_later_begins_with_the_newest_keys() -> None:
    make_channel()
    changed = rotation.rotate(Subject(KeyRole.MIRROR), at=LATER)
    rotation.rotate(Subject(KeyRole.AUTHOR, "embassy"), at=LATER)
    identity = rotation.rotate(Subject(KeyRole.IDENTITY), at=LATER)

    second, _peer = another_channel()

    assert current(second, KeyRole.MIRROR) == changed.public
    assert current(second, KeyRole.IDENTITY) == identity.public
    say(second)


def test_an_office_made_later_gets_its_key_in_every_channel() -> None:
    channel, peer = make_channel()
    make_office("bureau")
    second, _peer = another_channel()
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
