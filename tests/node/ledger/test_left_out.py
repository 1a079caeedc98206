"""What the other side leaves out by ending its log too early is told, and stays evidence."""

from typing import Any

import pytest
from django.test import Client

from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.ledger import epochs, evidence
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.models import Channel, Statement
from answerable.protocol import package, tree
from tests.factories import make_user
from tests.node.ledger.factories import make_channel, sync
from tests.node.ledger.test_epochs import next_log, serve_next

pytestmark = pytest.mark.django_db
LOOKING: dict[str, Any] = {"code": "still_examining"}


def denied() -> tuple[Channel, str]:
    """A channel whose other side ends its log before all that it said, which we countersigned."""
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    said = Statement.objects.get(log=their_log(channel), index=1)
    next_log(peer, size=0, root=tree.EMPTY_ROOT)
    serve_next(peer)
    sync(channel, peer)
    return channel, bytes(said.entry.leaf_hash).hex()


def test_what_was_said_can_still_be_proven() -> None:
    channel, leaf = denied()

    report = package.check(evidence.pack_unthreaded(channel, leaf))

    assert report.is_receipted
    assert report.reading.fault is None


def test_people_are_told_on_the_channels_page(client: Client) -> None:
    channel, leaf = denied()
    client.force_login(make_user("admin", Role.ADMINISTRATOR))

    page = client.get(f"/channels/c/{channel.slug}/").content.decode()

    assert "did not say them again" in page
    assert client.get(f"/channels/c/{channel.slug}/entries/{leaf}/package/").status_code == 200
    assert AuditEvent.objects.get(verb="followed_epoch").details == {"size": 0, "receipted": 2}


def test_a_channel_in_which_nothing_was_left_out_says_nothing() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    next_log(peer)
    serve_next(peer)

    sync(channel, peer)

    assert their_log(channel).origin.endswith("/e2")
    assert epochs.left_out(channel) == []
