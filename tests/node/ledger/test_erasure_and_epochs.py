"""What was said of an erasure beyond the end of a log is said again, of what was said again."""

import pytest
from django.db import transaction

from answerable.node.ledger import epochs, erasing, erasures, holdings
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.models import Content, Statement
from answerable.protocol import envelope
from answerable.protocol.changes import EpochReason
from answerable.protocol.erasure import Basis, Reason, Redact, Target
from tests.factories import NOW, make_office
from tests.node.ledger.factories import make_channel, publish, say, serve_ours, sync
from tests.node.ledger.test_recovering import forget_mark

pytestmark = pytest.mark.django_db


def test_an_erasure_of_what_was_never_delivered_fits_in_the_next_log() -> None:
    channel, peer = make_channel()
    serve_ours(channel, peer)
    sync(channel, peer)
    place = say(channel, text="Never delivered, and erased")
    commit = Content.objects.get(channel=channel).commit
    target = Target(place.origin, place.index, place.leaf, commit)
    with transaction.atomic():
        body = Redact(target, Reason.MISTAKE, Basis.CONSENT)
        erasures.say(channel, body, office=make_office("embassy"), at=NOW)
        erasing.erase_copy(channel, target, at=NOW)
    publish(channel)
    forget_mark(channel)
    publish(channel)

    epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)

    entries = store_of(channel).entries(our_log(channel).origin, 0, 9)
    saids = [envelope.open_entry(each).statement for each in entries]
    assert [each.type for each in saids] == ["epoch", "interim", "redact"]
    again = Statement.objects.select_related("entry").get(log=our_log(channel), index=1)
    new = saids[2].body
    assert new["log"] == our_log(channel).origin
    assert (new["index"], new["leaf"]) == (1, bytes(again.entry.leaf_hash).hex())
    account = holdings.account_of(channel)
    assert account.misfits == ()
    assert [each.author for each in account.of(commit)] == ["alice"]
