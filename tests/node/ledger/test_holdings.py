"""What was said of erasures is folded as it comes, and comes to the same as all of it at once."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from answerable.node.ledger import holdings
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log
from answerable.node.ledger.models import Channel, LogHead
from answerable.protocol.erasure import Basis, HoldReason, Outcome, Redacted, Target
from answerable.protocol.holdings import Account, Misfit
from tests.node.ledger.factories import make_channel, say, sync, words
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db


def anew(channel: Channel) -> Account:
    holdings._kept.clear()
    return holdings.account_of(channel)


def keep_back(peer: Peer, target: Target) -> None:
    body = Redacted(target, Outcome.KEPT, HoldReason.LEGAL_HOLD_LITIGATION, Basis.LEGAL_CLAIMS)
    peer.say("redacted", None, dict(body.encode()))


def of_ours(channel: Channel, index: int) -> Target:
    """A target that a peer may speak of, whether there is such an entry yet or not."""
    return Target(our_log(channel).origin, index, "ab" * 32, "cd" * 32)


def test_what_comes_in_portions_is_as_if_it_came_at_once() -> None:
    channel, peer = make_channel()
    place = peer.say("interim", ledger.new_thread(), {"code": "still_examining"}, words=words("x"))
    [commit] = peer.contents
    target = Target(peer.origin, 1, place.leaf_hash.hex(), commit)

    for _ in range(3):
        keep_back(peer, target)
        keep_back(peer, of_ours(channel, 2))
        sync(channel, peer)
        grown = holdings.account_of(channel)
        assert grown == anew(channel)
        say(channel)
        grown = holdings.account_of(channel)
        assert grown == anew(channel)

    assert len(grown.holdings) == 1
    assert [why for _said, why in grown.misfits].count(Misfit.DUPLICATE) == 2


def test_what_was_rolled_back_was_never_said() -> None:
    channel, peer = make_channel()
    keep_back(peer, of_ours(channel, 1))
    sync(channel, peer)
    before = holdings.account_of(channel)
    keep_back(peer, of_ours(channel, 2))

    with transaction.atomic():
        sync(channel, peer)
        within = holdings.account_of(channel)
        transaction.set_rollback(True)

    assert len(within.misfits) == 2
    assert holdings.account_of(channel) == before


def test_the_end_of_a_log_takes_back_what_stands_beyond() -> None:
    channel, peer = make_channel()
    keep_back(peer, of_ours(channel, 1))
    keep_back(peer, of_ours(channel, 2))
    sync(channel, peer)
    assert len(holdings.account_of(channel).misfits) == 2

    LogHead.objects.filter(origin=peer.origin).update(counts_to=2)

    assert len(holdings.account_of(channel).misfits) == 1


def test_one_more_is_read_alone_however_many_there_were() -> None:
    channel, peer = make_channel()

    def queries(start: int, count: int) -> int:
        for index in range(start, start + count):
            keep_back(peer, of_ours(channel, 1000 + index))
        with CaptureQueriesContext(connection) as asked:
            sync(channel, peer)
        return len(asked)

    queries(0, 1)
    one, many, one_more = queries(1, 1), queries(2, 40), queries(42, 1)

    # What is kept would not show it, were one more read with all that were there before.
    assert many >= one + 39
    assert one_more <= one + 2
