"""A case in which the other side said more than a database takes in one question."""

import pytest

from answerable.node.desk import projector
from answerable.node.ledger import services as ledger
from answerable.protocol import envelope
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, sync
from tests.node.ledger.test_odd_entries import LOOKING, put

pytestmark = pytest.mark.django_db

MANY = 1100


def test_a_case_of_more_than_a_thousand_messages_is_read_and_folded() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    author = peer.keys["author"]
    said = (peer.statement("interim", thread, LOOKING) for _ in range(MANY))
    put(peer, *(envelope.sign(one, [author]) for one in said))

    while len(ledger.messages(channel, thread)) < MANY:
        before = len(ledger.messages(channel, thread))
        sync(channel, peer)
        assert len(ledger.messages(channel, thread)) > before

    assert projector.project(channel, thread, at=NOW) is not None
