"""A database that was put back: what is asked, what is taken back, and when it signs again."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client

from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.ledger import highwater, identities
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.models import (
    Channel,
    Checkpoint,
    Cosignature,
    Entry,
    LogHead,
    PeerStatus,
    Promise,
    Statement,
)
from answerable.protocol import checkpoint, history, receipts
from answerable.protocol.checkpoint import Checkpoint as Tree
from answerable.protocol.errors import NotAllowedToSign
from answerable.protocol.keys import COSIGNER, VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.note import parse as opened
from answerable.protocol.recovery import Assessment, HighWater, StartState
from tests.factories import NOW, make_user
from tests.node.ledger.factories import make_channel, publish, say, sync
from tests.node.ledger.peer import Peer, reply
from tests.protocol.make import key

pytestmark = pytest.mark.django_db
LOOKING = {"code": "still_examining"}
TIME = int(NOW.timestamp())
FIELDS = ("size", "root", "note", "edge", "next_index", "next_edge", "read_to")


def kept(channel: Channel, *, theirs: bool = False) -> dict[str, Any]:
    """Keep what a backup of now would hold of our head, or of our mirror of theirs."""
    head = their_log(channel) if theirs else our_log(channel)
    return dict(LogHead.objects.values(*FIELDS).get(pk=head.pk))


def put_back(channel: Channel, old: dict[str, Any], *, theirs: bool = False) -> None:
    """Make our log, or our mirror, what it was, as if the database of then were back."""
    head = their_log(channel) if theirs else our_log(channel)
    for rows in (Statement, Promise, Entry):
        rows.objects.filter(log=head, index__gte=old["size"]).delete()
    Checkpoint.objects.filter(log=head, size__gt=old["size"]).delete()
    Cosignature.objects.filter(log=head, size__gt=old["size"]).delete()
    LogHead.objects.filter(pk=head.pk).update(**old)
    PeerStatus.objects.filter(channel=channel).update(ours_mirrored=0)


def pull(channel: Channel, peer: Peer) -> None:
    """Let the peer mirror and countersign all that we have said."""
    origin = our_log(channel).origin

    def get(path: str) -> bytes:
        return history.reader(store_of(channel), origin)("/".join(path.split("/")[2:]))

    peer.pull(get, time=TIME)


def two_said() -> tuple[Channel, Peer, dict[str, Any]]:
    """A channel in which the last of our two statements is in no backup, but at the peer."""
    channel, peer = make_channel()
    say(channel)
    old = kept(channel)
    say(channel)
    pull(channel, peer)
    return channel, peer, old


def need(channel: Channel) -> str | None:
    found = ledger.recovering.need_of(channel)
    return found.code if found else None


def test_scenario_21_the_missing_entries_come_back_and_the_log_is_signed_again() -> None:
    channel, peer, old = two_said()
    whole = kept(channel)
    put_back(channel, old)
    assert need(channel) == "peer_not_asked"

    sync(channel, peer)

    assert need(channel) is None
    found = kept(channel)
    assert (found["size"], found["root"], found["edge"]) == (
        whole["size"],
        whole["root"],
        whole["edge"],
    )
    assert found["read_to"] == whole["size"]
    assert AuditEvent.objects.filter(verb="regained").count() == 1
    say(channel)


def test_nothing_is_signed_or_countersigned_while_it_is_in_doubt() -> None:
    channel, peer, old = two_said()
    put_back(channel, old)
    peer.instead = lambda path: peer_gone() if path.startswith("mirror/") else None
    peer.say("interim", ledger.new_thread(), LOOKING)

    sync(channel, peer)

    with pytest.raises(ledger.MayNotSign):
        say(channel)
    assert their_log(channel).size == 2
    assert not Cosignature.objects.filter(log=their_log(channel)).exists()


def peer_gone() -> httpx.Response:
    return httpx.Response(500)


def test_scenario_60_a_hidden_newest_note_does_not_make_us_sign_in_its_place() -> None:
    channel, peer, old = two_said()
    put_back(channel, old)
    # The peer shows an older note of ours than the one that it countersigned.
    first = history.reader(store_of(channel), our_log(channel).origin)("checkpoint")
    peer.instead = lambda path: (
        reply(first) if path == f"mirror/{our_log(channel).origin_hash}/checkpoint" else None
    )

    sync(channel, peer)

    assert need(channel) == "published_entries_lost"
    with pytest.raises(ledger.MayNotSign):
        say(channel)


def test_scenario_60_without_a_mark_the_peers_word_is_not_enough() -> None:
    channel, peer, old = two_said()
    put_back(channel, old)
    forget_mark(channel)

    sync(channel, peer)

    assert our_log(channel).size == 3
    assert need(channel) == "only_the_peers_word"


def forget_mark(channel: Channel) -> None:
    (highwater._path(our_log(channel).origin)).unlink()


def test_a_folder_that_was_moved_takes_an_administrators_word() -> None:
    channel, peer, _old = two_said()
    head = our_log(channel)
    highwater.replace(HighWater(head.origin, head.size, bytes(head.root), "another.machine"))
    sync(channel, peer)
    assert need(channel) == "other_machine"

    ledger.recovering.settle(channel, at=NOW, is_moved=True)

    assert need(channel) is None
    say(channel)


def test_the_operators_word_alone_makes_it_ask_again() -> None:
    channel, peer, _old = two_said()
    ledger.doubts.by_hand(channel)
    assert need(channel) == "peer_not_asked"

    sync(channel, peer)

    assert need(channel) is None


def test_what_the_other_side_showed_before_the_doubt_does_not_count() -> None:
    channel, peer, _old = two_said()
    ledger.doubts.by_hand(channel)
    sync(channel, peer)

    ledger.doubts.by_hand(channel)

    assert need(channel) == "peer_not_asked"


def test_scenario_23_a_restored_mirror_learns_what_it_had_countersigned() -> None:
    channel, peer, old = two_said()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    theirs = their_log(channel)
    line = Cosignature.objects.get(log=theirs, size=2, name__endswith="/mirror")
    # The peer took our receipt, as it does in its own round.
    note = receipts.mirror_note(store_of(channel), theirs.origin)
    assert note is not None
    receipts.take_receipts(peer.store, peer.charter.log(peer.code), note, time=TIME)
    put_back(channel, old)
    Cosignature.objects.filter(log=theirs).delete()

    sync(channel, peer)

    assert Cosignature.objects.filter(log=theirs, size=2, line=line.line).exists()


def hidden() -> tuple[Channel, Peer, MemoryStore]:
    """Our database is put back to before we had countersigned entry 1 and said so.

    The peer has the log of then, without our receipts; the third is its log as we had seen it.
    """
    channel, peer = make_channel()
    sync(channel, peer)
    ours, theirs, before = kept(channel), kept(channel, theirs=True), deepcopy(peer.store)
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    say(channel)
    pull(channel, peer)
    whole, peer.store = peer.store, before
    pull(channel, peer)
    put_back(channel, ours)
    put_back(channel, theirs, theirs=True)
    return channel, peer, whole


def countersigned(channel: Channel) -> int:
    rows = Cosignature.objects.filter(log=their_log(channel)).order_by("-size")
    return rows.values_list("size", flat=True).first() or 0


def test_scenario_23_another_log_than_our_own_statements_saw_is_never_countersigned() -> None:
    channel, peer, _ = hidden()
    peer.say("interim", ledger.new_thread(), LOOKING)

    sync(channel, peer)
    sync(channel, peer)

    channel.refresh_from_db()
    [shown] = their_log(channel).evidence.all()
    assert (channel.state, countersigned(channel)) == (Channel.State.FROZEN, 1)
    assert (our_log(channel).size, their_log(channel).size) == (2, 2)
    assert shown.code == "seen_otherwise"
    with pytest.raises(ledger.ChannelNotOpen):
        say(channel)


def test_scenario_23_a_shorter_log_than_our_own_statements_saw_is_waited_for() -> None:
    channel, peer, whole = hidden()

    sync(channel, peer)

    assert (need(channel), countersigned(channel)) == ("peer_behind", 1)
    with pytest.raises(ledger.MayNotSign):
        say(channel)
    peer.store = whole
    sync(channel, peer)
    assert (need(channel), countersigned(channel)) == (None, 2)


def test_scenario_23_it_then_refuses_to_countersign_less() -> None:
    channel, peer, _old = two_said()
    sync(channel, peer)
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    store, theirs = store_of(channel), their_log(channel)
    LogHead.objects.filter(pk=theirs.pk).update(
        size=1, read_to=1, note=store.note(theirs.origin, 1)
    )

    with pytest.raises(NotAllowedToSign, match="countersigned before"):
        receipts.cosign_mirror(
            store_of(channel),
            theirs.origin,
            identities.cosigners(channel)[0],
            time=TIME,
            permit=Assessment(StartState.CLEAN),
        )


def test_a_copy_of_our_log_under_another_key_is_not_believed() -> None:
    channel, peer, old = two_said()
    put_back(channel, old)
    forger = Peer(code="mallory").keys["log"]
    forged = checkpoint.sign(Tree(our_log(channel).origin, 9, bytes(32)), forger)
    peer.instead = lambda path: (
        reply(forged) if path.startswith("mirror/") and path.endswith("checkpoint") else None
    )

    sync(channel, peer)

    assert our_log(channel).size == old["size"]
    assert PeerStatus.objects.get().last_error == "bad_receipt"
    assert need(channel) == "peer_not_asked"


def test_everyone_is_told_on_every_page(client: Client) -> None:
    channel, _peer, old = two_said()
    put_back(channel, old)
    publish(channel)
    client.force_login(make_user("admin", Role.ADMINISTRATOR))

    page = client.get("/channels/").content.decode()

    assert "This node signs nothing in the channel" in page
    assert "It waits until the other side" in page


def test_when_it_is_over_no_page_says_so(client: Client) -> None:
    channel, peer, old = two_said()
    put_back(channel, old)
    sync(channel, peer, at=NOW + timedelta(minutes=2))
    client.force_login(make_user("admin", Role.ADMINISTRATOR))

    assert "signs nothing" not in client.get("/channels/").content.decode()


def witnessed(channel: Channel, size: int) -> bytes:
    """A note of ours with a line of a witness that the channel knows."""
    witness = key("a witness")
    vkey = VerifierKey("witness.example/w", COSIGNER, witness.public)
    ledger.witnesses.add(channel, vkey.format(), at=NOW)
    store, head = store_of(channel), our_log(channel)
    found = Tree(head.origin, size, history.root_at(store, head.origin, size))
    note = store.note(head.origin, size)
    assert note is not None
    line = checkpoint.cosign(found, vkey.name, witness, TIME)
    return opened(note).plus([line]).format()


def test_a_witness_that_signed_nothing_newer_is_proof_where_the_mark_is_lost() -> None:
    channel, peer, _old = two_said()
    note = witnessed(channel, our_log(channel).size)
    forget_mark(channel)
    publish(channel)
    sync(channel, peer)
    assert need(channel) == "only_the_peers_word"

    ledger.witnesses.take_note(channel, note, at=NOW)
    ledger.recovering.settle(channel, at=NOW)

    assert need(channel) is None
    say(channel)


def test_a_witnesss_line_from_before_the_doubt_proves_nothing() -> None:
    channel, peer, _old = two_said()
    note = witnessed(channel, our_log(channel).size)
    ledger.witnesses.take_note(channel, note, at=NOW)
    forget_mark(channel)
    publish(channel)

    sync(channel, peer)

    assert need(channel) == "only_the_peers_word"
