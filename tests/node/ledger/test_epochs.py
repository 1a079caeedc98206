"""A log ends and the next begins: ours by a person's deed, theirs when they say so."""

import secrets
import threading
from dataclasses import replace
from typing import Any

import httpx
import pytest
from django.db import connection, transaction

from answerable.node.ledger import epochs, highwater, identities, key_lines, keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.errors import NotDoubted
from answerable.node.ledger.models import Channel, LogHead, PeerStatus, Statement
from answerable.protocol import envelope, genesis, history, identity, keys, log, succession, tree
from answerable.protocol.changes import Epoch, EpochReason, KeyRole
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.keys import SigningKey
from answerable.protocol.recovery import Assessment, StartState
from tests.factories import NOW
from tests.node.ledger.factories import TERMS, make_channel, publish, say, sync
from tests.node.ledger.peer import CLEAN, Peer, reply
from tests.node.ledger.test_recovering import forget_mark, need, pull

pytestmark = pytest.mark.django_db
LOOKING = {"code": "still_examining"}


def doubted() -> tuple[Channel, Peer]:
    """A channel whose log holds two receipted entries and one that never left."""
    channel, peer = make_channel()
    say(channel, text="Receipted")
    pull(channel, peer)
    sync(channel, peer)
    say(channel, text="Never delivered")
    forget_mark(channel)
    publish(channel)
    return channel, peer


def open_next(channel: Channel) -> LogHead:
    begun = epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)
    publish(channel)
    return begun


def next_log(peer: Peer, *, size: int | None = None, root: bytes | None = None) -> SigningKey:
    """Let the peer end its log where we countersigned it, and begin the next."""
    standing = peer.known(peer.code).owner
    head = peer.store.head(peer.origin)
    assert head is not None
    end = head.size if size is None else size
    told = history.root_at(peer.store, peer.origin, min(end, head.size)) if root is None else root
    fresh = SigningKey.from_seed(secrets.token_bytes(32))
    body = Epoch(
        peer.origin,
        end,
        keys.encode_base64(told),
        EpochReason.STATE_LOST,
        keys.encode_base64(fresh.public),
    )
    signer = peer.keys["identity"]
    said = replace(
        peer.statement("epoch", None, body.body()), log=standing.next_origin, key=signer.keyid
    )
    entry = envelope.sign(said, [signer, fresh])
    own = identity.of([standing.next_epoch(entry), peer.charter.standing(peer.ours)], peer.code)
    log.create(peer.store, own.origin, fresh, permit=Assessment(StartState.FRESH))
    log.append(peer.store, own, [entry], fresh, permit=CLEAN)
    peer.keys["log-e2"] = fresh
    return fresh


def serve_next(peer: Peer) -> None:
    """Answer for the next log, and no more for the old one's newest note."""
    standing = peer.charter.standing(peer.code)
    old, following = standing.origin, standing.next_origin

    def answer(path: str) -> Any:
        if path == f"log/{origin_hash(old)}/checkpoint":
            return httpx.Response(404)
        if not path.startswith(f"log/{origin_hash(following)}/"):
            return None
        rest = path.partition("/")[2].partition("/")[2]
        if rest == "keys":
            return reply(succession.encode(peer.store.changes(following)))
        return reply(history.reader(peer.store, following)(rest))

    peer.instead = answer


def test_a_log_that_may_be_signed_is_not_ended() -> None:
    channel, _ = make_channel()

    with pytest.raises(ledger.NotDoubted):
        open_next(channel)


def test_scenario_22_the_next_log_begins_where_the_last_receipt_was() -> None:
    channel, _peer = doubted()
    before = our_log(channel)

    begun = open_next(channel)

    ended = LogHead.objects.get(pk=before.pk)
    assert (ended.counts_to, ended.suspect) == (2, "")
    assert begun.origin == f"{before.origin}/e2"
    assert need(channel) is None
    said = envelope.open_entry(store_of(channel).entries(begun.origin, 0, 1)[0]).statement
    assert (said.type, said.body["size"], said.body["log"]) == ("epoch", 2, before.origin)
    assert highwater.read(begun.origin) is not None


def test_what_was_never_delivered_is_said_again_with_a_reference_to_where_it_stood() -> None:
    channel, _peer = doubted()
    before = our_log(channel)
    orphan = store_of(channel).entries(before.origin, 2, 3)[0]

    begun = open_next(channel)

    [_epoch, again] = store_of(channel).entries(begun.origin, 0, 9)
    old, new = (envelope.open_entry(each).statement for each in (orphan, again))
    assert (new.type, new.thread, new.body, new.content, new.ts) == (
        old.type,
        old.thread,
        old.body,
        old.content,
        old.ts,
    )
    assert new.refs[-1].leaf == tree.hash_leaf(orphan).hex()
    assert (new.refs[-1].log, new.refs[-1].index) == (before.origin, 2)


def test_the_case_shows_it_once_and_without_the_reference() -> None:
    channel, _peer = doubted()
    thread = Statement.objects.filter(log=our_log(channel)).order_by("-index")[0].thread

    open_next(channel)

    [message] = ledger.messages(channel, thread)
    assert message.words is not None
    assert message.words["notes"] == "Never delivered"
    assert message.refs == ()
    assert message.origin.endswith("/e2")


def test_the_next_log_is_signed_by_a_new_key_and_what_follows_goes_into_it() -> None:
    channel, _peer = doubted()
    old_key = identities.log_key(channel).public

    begun = open_next(channel)
    place = say(channel)

    assert place.origin == begun.origin
    assert identities.log_key(channel).public != old_key
    assert history.reader(store_of(channel), begun.origin)("checkpoint")


def test_a_log_that_ended_is_not_signed_any_more_and_not_ended_twice() -> None:
    channel, _peer = doubted()
    open_next(channel)

    with pytest.raises(ledger.NotDoubted):
        open_next(channel)


def test_a_third_log_follows_the_second() -> None:
    channel, _peer = doubted()
    open_next(channel)
    forget_mark(channel)

    begun = open_next(channel)

    assert begun.origin.endswith("/e3")
    # Nobody had countersigned anything of the second: all of it is said again.
    assert LogHead.objects.get(origin__endswith="/e2").counts_to == 0
    assert begun.pk == our_log(channel).pk
    say(channel)


def test_what_is_said_a_third_time_refers_to_no_place_that_counts_for_nobody() -> None:
    channel, _peer = doubted()
    thread = Statement.objects.filter(log=our_log(channel)).order_by("-index")[0].thread
    open_next(channel)
    forget_mark(channel)

    open_next(channel)

    [message] = ledger.messages(channel, thread)
    assert message.origin.endswith("/e3")
    assert message.refs == ()


def test_their_next_log_is_followed_and_the_old_one_counts_to_its_end() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING)
    peer.say("interim", thread, LOOKING)
    sync(channel, peer)
    old = their_log(channel)
    next_log(peer, size=2)
    serve_next(peer)

    sync(channel, peer)

    assert their_log(channel).origin == f"{old.origin}/e2"
    assert LogHead.objects.get(pk=old.pk).counts_to == 2
    assert len(ledger.messages(channel, thread)) == 1
    assert identities.their_identity(channel).origin == their_log(channel).origin
    assert their_log(channel).size == 1
    assert their_log(channel).cosignatures.exists()


def test_keys_that_nobody_compared_are_still_to_be_compared_after_their_next_log() -> None:
    channel, peer = make_channel()
    peer.replace(KeyRole.NODE)
    sync(channel, peer)
    before = {line.keyid for line in key_lines.to_compare(channel)}
    # It stands in the log that ends, so the next one says no more when it came.
    fresh = next_log(peer)
    serve_next(peer)

    sync(channel, peer)

    # The new log's own key is as new; the founding ones stay vouched for.
    found = {line.keyid for line in key_lines.to_compare(channel)}
    assert len(before) == 1
    assert found == before | {fresh.keyid}
    health = ledger.channel_health(channel)
    assert (health.keys_to_compare, health.is_well) == (2, False)


@pytest.mark.parametrize("change", [{"size": 9}, {"root": bytes(32)}])
def test_a_next_log_that_contradicts_what_is_here_is_shown_to_people(change: Any) -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    next_log(peer, **change)
    serve_next(peer)

    sync(channel, peer)

    assert their_log(channel).origin == peer.origin
    assert PeerStatus.objects.get().last_error == "bad_epoch"


def test_a_next_log_that_their_identity_did_not_sign_is_none() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    peer.keys["identity"] = SigningKey.from_seed(secrets.token_bytes(32))
    standing = peer.charter.standing(peer.code)
    said = replace(
        peer.statement("epoch", None, {}), log=standing.next_origin, key=peer.keys["identity"].keyid
    )
    entry = envelope.sign(said, [peer.keys["identity"]])
    given = succession.encode([(0, entry)])

    with pytest.raises(ledger.LedgerError):
        epochs.follow_next(channel, given, at=NOW)

    assert their_log(channel).origin == peer.origin


def test_messages_said_again_take_our_rows_with_them() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING)
    peer.say("interim", thread, LOOKING)
    sync(channel, peer)
    orphan = store_of(channel).entries(peer.origin, 2, 3)[0]
    ref = envelope.Ref(peer.origin, 2, tree.hash_leaf(orphan).hex())
    fresh = next_log(peer, size=2)
    own = identity.of(
        [
            succession.line(peer.charter, peer.code, succession.read_store(peer.store)).standing,
            peer.charter.standing(peer.ours),
        ],
        peer.code,
    )
    again = replace(peer.statement("interim", thread, LOOKING), log=own.origin, refs=(ref,))
    entry = envelope.sign(again, [peer.keys["author"]])
    log.append(peer.store, own, [entry], fresh, permit=CLEAN)
    serve_next(peer)

    sync(channel, peer)

    head = their_log(channel)
    assert epochs.moves(channel, head, 0, head.size) == {ref.leaf: tree.hash_leaf(entry).hex()}
    assert [message.refs for message in ledger.messages(channel, thread)] == [(), ()]


def test_the_key_of_a_next_log_is_no_other_channels() -> None:
    channel, _peer = doubted()
    open_next(channel)
    other = ledger.establish.propose(title="x", terms=TERMS, at=NOW, slug=f"{channel.slug}-e2")[0]

    named = genesis.open_proposal(bytes(other.exchange)).party.log

    assert named != identities.log_key(channel).public
    assert keyfiles.name_of(identities.log_key(channel).public) == f"logs/{channel.slug}.2"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_the_next_log_at_once_one_is_told() -> None:
    channel, _peer = doubted()
    told: list[str] = []

    def begin() -> None:
        try:
            epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW)
            told.append("begun")
        except ledger.LedgerError as exc:
            told.append(exc.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    # Both come as far as they can before either may write.
    with transaction.atomic():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=0.5)
    for thread in threads:
        thread.join()

    assert sorted(told) == ["begun", NotDoubted.code]
    assert LogHead.objects.filter(channel=channel, is_ours=True).count() == 2
