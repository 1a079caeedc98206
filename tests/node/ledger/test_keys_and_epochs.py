"""Keys that change while a log ends, or on both sides at once, lock nobody out."""

from dataclasses import replace

import pytest
from django.conf import LazySettings

from answerable.node.ledger import epochs, identities, key_lines, keyfiles, rotation
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_code, our_log
from answerable.node.ledger.models import Channel, LogHead, PeerStatus
from answerable.node.ledger.our_keys import Subject
from answerable.protocol.changes import EpochReason, KeyRole
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, publish, say, serve_ours, sync
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_recovering import forget_mark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.NODE = replace(settings.NODE, home=tmp_path_factory.mktemp("home"))


def receipted() -> tuple[Channel, Peer]:
    channel, peer = make_channel()
    say(channel)
    serve_ours(channel, peer)
    sync(channel, peer)
    return channel, peer


def doubt(channel: Channel) -> None:
    forget_mark(channel)
    publish(channel)


def test_where_no_key_is_heard_both_are_tried_in_turn() -> None:
    channel, _peer = receipted()
    old = identities.node_key(channel).public
    fresh = rotation.rotate(Subject(KeyRole.NODE), at=NOW).public
    tried = []

    for failures in range(1, 5):
        PeerStatus.objects.update(last_error="not_found", failures=failures)
        tried.append(identities.node_key(Channel.objects.get(pk=channel.pk)).public)

    assert tried == [fresh, old, fresh, old]


def test_a_node_in_doubt_tries_also_the_newest_key_its_folder_has() -> None:
    channel, _peer = receipted()
    old = identities.node_key(channel).public
    fresh = keyfiles.make(keyfiles.following(keyfiles.NODE)).public
    PeerStatus.objects.update(last_error="not_found", failures=1)
    sure = identities.node_key(Channel.objects.get(pk=channel.pk)).public
    doubt(channel)
    tried = []

    for failures in range(1, 5):
        PeerStatus.objects.update(last_error="not_found", failures=failures)
        tried.append(identities.node_key(Channel.objects.get(pk=channel.pk)).public)

    assert sure == old
    assert tried == [fresh, old, fresh, old]


def test_a_log_that_ends_before_our_identity_was_replaced_is_not_ended() -> None:
    channel, _peer = receipted()
    rotation.rotate(Subject(KeyRole.IDENTITY), at=NOW)
    doubt(channel)

    with pytest.raises(ledger.LedgerError, match="identity"):
        epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)

    assert LogHead.objects.filter(is_ours=True).count() == 1


@pytest.mark.parametrize(
    "role", [KeyRole.AUTHOR, KeyRole.MIRROR, KeyRole.NODE, KeyRole.DELIVERY, KeyRole.AGE]
)
@pytest.mark.parametrize("is_revoked", [True, False])
def test_a_key_changed_beyond_the_end_is_changed_again_in_the_next_log(
    role: KeyRole, *, is_revoked: bool
) -> None:
    channel, _peer = receipted()
    office = "embassy" if role is KeyRole.AUTHOR else ""
    subject = Subject(role, office)
    old = subject.current_in(channel)
    if is_revoked:
        rotation.revoke(subject, at=NOW, why="stolen")
    else:
        rotation.rotate(subject, at=NOW)
    doubt(channel)

    epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)
    publish(channel)

    ours = identities.standing_of(channel, our_code(channel))
    assert ours.origin == our_log(channel).origin
    assert ours.refused == ()
    assert subject.current_in(channel) not in (old, None)
    [line] = [one for one in key_lines.our_lines() if one.subject == subject]
    assert line.since_the_beginning == (role is KeyRole.AGE)
    say(channel)


def test_the_log_key_changed_beyond_the_end_is_of_the_ended_log_only() -> None:
    channel, _peer = receipted()
    rotation.revoke(Subject(KeyRole.LOG, "", channel), at=NOW, why="stolen")
    doubt(channel)

    epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)

    say(channel)
