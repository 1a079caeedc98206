"""A pouch whose note promises more than the pouch has is refused like any other bad one."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings

from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.models import Pouch
from answerable.protocol import history
from answerable.protocol.pouch import packing, sealing
from answerable.protocol.pouch.sealing import Address, Packed
from tests.node.ledger.carrying import folder_of, make_pouch_channel, open_here
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db


def promising(peer: Peer) -> bytes:
    """A pouch of the log's first two entries under the note of all of it."""
    log = packing.log_range(peer.store, peer.origin, 0, 2)
    newest = history.reader(peer.store, peer.origin)("checkpoint")
    files = [
        Packed(each.name, lambda: newest) if each.name.endswith("/checkpoint") else each
        for each in packing.log_files(peer.store, log)
    ]
    out = io.BytesIO()
    address = Address(
        channel=peer.charter.channel_id,
        sender=peer.code,
        recipient=peer.ours,
        age=peer.charter.party(peer.ours).age,
        number=1,
        previous=None,
        created="2026-03-02T09:00:00Z",
    )
    sealing.seal(address, [log], files, key=peer.keys["node"], out=out)
    return out.getvalue()


def test_it_is_refused_and_does_not_stay(settings: LazySettings) -> None:
    channel, peer = make_pouch_channel()
    for _ in range(3):
        peer.say("interim", ledger.new_thread(), {"code": "still_examining"})

    pouch = open_here(promising(peer))

    assert (pouch.state, pouch.reason) == (Pouch.State.REFUSED, "bad_entries")
    home: Path = settings.NODE.home
    assert pouch.digest not in folder_of(home, "quarantine")
    assert their_log(channel).size == 0
