"""A database put back from before our next log was begun: nothing is signed twice."""

import pytest

from answerable.node.ledger import epochs, highwater, publishing
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.models import (
    Channel,
    Checkpoint,
    Cosignature,
    Entry,
    KeyChange,
    LogHead,
    Node,
    Promise,
    Statement,
)
from answerable.protocol import history
from answerable.protocol.changes import EpochReason
from answerable.protocol.recovery import HighWater
from tests.factories import NOW
from tests.node.ledger.carrying import open_here, peer_seals
from tests.node.ledger.factories import publish, say, sync
from tests.node.ledger.peer import reply
from tests.node.ledger.test_epochs import doubted, open_next
from tests.node.ledger.test_recovering import forget_mark, need

pytestmark = pytest.mark.django_db


def put_back_before_the_next_log(channel: Channel, old: LogHead) -> None:
    """Make the database one of before the next log, while the files beside it stay."""
    begun = our_log(channel)
    for rows in (Statement, Promise, KeyChange, Cosignature, Checkpoint, Node, Entry):
        rows.objects.filter(log=begun).delete()
    begun.delete()
    LogHead.objects.filter(pk=old.pk).update(counts_to=None, suspect=old.suspect)


def test_a_second_next_log_of_the_same_name_is_never_signed() -> None:
    channel, _peer = doubted()
    old = our_log(channel)
    open_next(channel)
    say(channel)
    put_back_before_the_next_log(channel, old)

    with pytest.raises(ledger.MayNotSign):
        epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)

    assert our_log(channel).origin == old.origin


def test_the_old_log_is_doubted_where_a_mark_says_that_another_followed() -> None:
    channel, _peer = doubted()
    old = our_log(channel)
    open_next(channel)
    put_back_before_the_next_log(channel, old)
    LogHead.objects.filter(pk=old.pk).update(suspect="")
    head = our_log(channel)
    highwater.replace(HighWater(head.origin, head.size, bytes(head.root), highwater.machine()))

    found = publishing.assess(our_log(channel))

    assert (found.may_sign, found.reason) == (False, "next_log_lost")
    with pytest.raises(ledger.MayNotSign):
        say(channel)
    publish(channel)
    assert our_log(channel).suspect == "next_log_lost"


@pytest.mark.parametrize("has_marks", [True, False])
def test_the_next_log_comes_back_from_the_other_sides_mirror(*, has_marks: bool) -> None:
    channel, peer = doubted()
    old = our_log(channel)
    begun = open_next(channel)
    say(channel)
    size, root = our_log(channel).size, bytes(our_log(channel).root)
    mirrored = dict(history.export(store_of(channel), begun.origin))
    if not has_marks:
        forget_mark(channel)
    put_back_before_the_next_log(channel, old)
    place = f"mirror/{begun.origin_hash}/"
    peer.instead = lambda path: (
        reply(mirrored[path.removeprefix(place)]) if path.removeprefix(place) in mirrored else None
    )

    sync(channel, peer)

    head = our_log(channel)
    assert (head.origin, head.size, bytes(head.root)) == (begun.origin, size, root)
    assert LogHead.objects.get(pk=old.pk).counts_to == 2
    assert need(channel) == (None if has_marks else "only_the_peers_word")
    if has_marks:
        say(channel)


def test_the_next_log_comes_back_from_a_pouch() -> None:
    channel, peer = doubted()
    old = our_log(channel)
    begun = open_next(channel)
    say(channel)
    size, root = our_log(channel).size, bytes(our_log(channel).root)
    pouch = peer_seals(
        peer, mirrored=(store_of(channel), begun.origin), created="2026-03-02T09:00:01Z"
    )
    put_back_before_the_next_log(channel, old)

    opened = open_here(pouch)

    head = our_log(channel)
    assert (opened.state, opened.reason) == ("opened", "")
    assert (head.origin, head.size, bytes(head.root)) == (begun.origin, size, root)
    assert need(channel) is None
    say(channel)


def test_a_beginning_that_our_identity_did_not_sign_is_not_taken_back() -> None:
    channel, peer = doubted()
    old = our_log(channel)
    begun = open_next(channel)
    put_back_before_the_next_log(channel, old)
    forged = dict(history.export(store_of(channel), old.origin))
    place = f"mirror/{begun.origin_hash}/"
    peer.instead = lambda path: (
        reply(forged[path.removeprefix(place)]) if path.removeprefix(place) in forged else None
    )

    sync(channel, peer)

    assert our_log(channel).origin == old.origin
    assert need(channel) == "next_log_lost"
