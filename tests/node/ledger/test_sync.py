"""Following the other side's log."""

import pytest

from answerable.node.ledger import services as ledger
from tests.node.ledger.factories import make_channel, sync, words

pytestmark = pytest.mark.django_db


def test_what_the_other_side_said_arrives_with_its_words() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, {"code": "still_examining"}, words=words("We are looking"))

    sync(channel, peer)

    [message] = ledger.messages(channel, thread)
    assert message.words is not None
    assert message.words["notes"] == "We are looking"
