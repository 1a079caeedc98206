"""By which key the other side's node asks: the new one from its change on, the old until then."""

import pytest

from answerable.node.ledger import peer_keys
from answerable.node.ledger.models import Channel
from answerable.protocol.changes import KeyRole
from tests.node.ledger.factories import make_channel, say, serve_ours, sync
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_peer_views import ask, get, log_path, refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("answerable.node.urls_channel")]


def changed(*, is_revoked: bool = False) -> tuple[Channel, Peer]:
    """A channel whose other side replaced its node key; the old one is kept as `before`."""
    channel, peer = make_channel()
    peer.keys["before"] = peer.replace(KeyRole.NODE, is_revoked=is_revoked)
    return channel, peer


def test_a_new_key_is_a_strangers_until_its_change_was_read() -> None:
    channel, peer = changed()

    assert refused(ask(peer, log_path(channel)))
    assert ask(peer, log_path(channel), key="before").status_code == 200


def test_both_keys_count_until_the_new_one_was_used() -> None:
    channel, peer = changed()
    sync(channel, peer)

    assert ask(peer, log_path(channel), key="before").status_code == 200
    assert ask(peer, log_path(channel)).status_code == 200
    assert refused(ask(peer, log_path(channel), key="before"))
    assert ask(peer, log_path(channel)).status_code == 200


def test_a_request_that_is_not_signed_by_the_new_key_does_not_end_the_old_one() -> None:
    channel, peer = changed()
    sync(channel, peer)

    assert refused(ask(peer, log_path(channel), late=600))

    assert ask(peer, log_path(channel), key="before").status_code == 200


def test_a_revoked_key_counts_no_more_once_its_revocation_was_read() -> None:
    channel, peer = changed(is_revoked=True)
    sync(channel, peer)

    assert refused(ask(peer, log_path(channel), key="before"))
    assert ask(peer, log_path(channel)).status_code == 200


def test_a_key_that_is_replaced_twice_before_it_was_used_leaves_the_last_two() -> None:
    channel, peer = changed()
    peer.keys["second"] = peer.replace(KeyRole.NODE)
    sync(channel, peer)

    assert refused(ask(peer, log_path(channel), key="before"))
    assert ask(peer, log_path(channel), key="second").status_code == 200
    assert ask(peer, log_path(channel)).status_code == 200


def test_another_keys_change_leaves_the_nodes_key_alone() -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.MIRROR)
    sync(channel, peer)

    channel.refresh_from_db()
    assert (channel.peer_keyid, channel.peer_keyid_before) == (peer.keys["node"].keyid, "")


def test_only_a_nodes_key_asks() -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.AUTHOR)
    sync(channel, peer)

    assert peer_keys.public_of(channel, peer.keys["author"].keyid) is None
    assert peer_keys.public_of(channel, "0" * 64) is None


@pytest.mark.parametrize(
    "role", [KeyRole.LOG, KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.AUTHOR, KeyRole.IDENTITY]
)
def test_the_other_side_goes_on_after_any_change_of_its_own(role: KeyRole) -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    peer.replace(role)
    place = peer.say("interim", "ab" * 16, {"code": "still_examining"})

    outcome = sync(channel, peer)

    assert outcome is not None
    assert (outcome.entries, outcome.reason) == (2, "")
    assert place.index == 2
    say(channel)
    serve_ours(channel, peer)
    peer.pull(get(peer), time=5001)
    sync(channel, peer)
    channel.peer.refresh_from_db()
    assert channel.peer.last_error == ""
