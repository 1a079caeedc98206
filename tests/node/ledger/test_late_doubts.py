"""A doubt that begins while contents are fetched stops the receipt for them."""

from typing import Any

import pytest

from answerable.node.ledger import identities
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_code, their_log
from answerable.node.ledger.models import Cosignature
from tests.node.ledger.factories import make_channel, sync, words

pytestmark = pytest.mark.django_db


def test_the_delivery_receipt_needs_leave_of_that_moment() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), {"code": "still_examining"}, words=words("Hello"))

    def doubt(path: str) -> Any:
        if path.startswith("content/"):
            ledger.doubts.by_hand(channel)

    peer.instead = doubt

    sync(channel, peer)

    names = set(Cosignature.objects.filter(log=their_log(channel)).values_list("name", flat=True))
    assert names == {identities.mirror_name(channel, our_code(channel))}
