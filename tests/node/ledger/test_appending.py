"""Saying something: what is signed, when it leaves, and when nothing may be signed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.db.transaction import TransactionManagementError

from answerable.casework.thread import Ref
from answerable.node.jobs.models import Job
from answerable.node.ledger import contact, highwater, publishing
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.models import Channel, Content, LogHead, PeerStatus
from answerable.protocol import log as protocol_log
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.recovery import HighWater
from tests.factories import NOW, make_office
from tests.node.ledger.factories import make_channel, make_self, publish, say, sync, words

pytestmark = pytest.mark.django_db
LOOKING = {"code": "still_examining"}


def append(channel: Channel, **changed: object) -> ledger.Appended:
    given: dict[str, object] = {
        "thread": "a" * 32,
        "body": LOOKING,
        "office_code": "embassy",
        "at": NOW,
    }
    return ledger.append(channel, "interim", **{**given, **changed})  # type: ignore[arg-type]


def mark_path(channel: Channel) -> Path:
    home: Path = settings.NODE.home
    return home / "high-water" / f"{origin_hash(our_log(channel).origin)}.json"


def test_what_we_say_stands_in_our_log_with_its_words() -> None:
    channel, _ = make_channel()

    place = append(channel, words=words("Text"))

    [message] = ledger.messages(channel, "a" * 32)
    assert (message.leaf, message.index, message.ours) == (place.leaf, 1, True)
    assert (message.office_code, message.kind, message.ts) == ("embassy", "interim", NOW)
    assert message.words is not None
    assert message.words["notes"] == "Text"
    assert message.receipt is None


def test_replay_gets_the_entry_with_its_references() -> None:
    channel, peer = make_channel()
    theirs = peer.say("interim", "a" * 32, LOOKING)
    sync(channel, peer)
    ref = Ref(theirs.origin, theirs.index, theirs.leaf_hash.hex())

    append(channel, refs=[ref])

    ours = next(e for e in ledger.thread_entries(channel, "a" * 32) if e.party == "alice")
    assert ours.refs == (ref,)
    assert [(head.origin, head.size) for head in ours.heads] == [(theirs.origin, 2)]


def test_a_statement_belongs_to_the_transaction_of_its_deed() -> None:
    channel, _ = make_channel()

    @transaction.atomic
    def a_deed_that_fails() -> None:
        append(channel, words=words("Text"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        a_deed_that_fails()

    assert our_log(channel).size == 1
    assert ledger.messages(channel, "a" * 32) == []
    assert not Content.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_said() -> None:
    channel, _ = make_channel()

    with pytest.raises(TransactionManagementError):
        append(channel)


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_it_is_published_and_the_peer_is_woken() -> None:
    channel, _ = make_channel()
    Job.objects.all().delete()

    with transaction.atomic():
        append(channel)
        before = highwater.read(our_log(channel).origin)

    after = highwater.read(our_log(channel).origin)
    assert (before and before.size, after and after.size) == (1, 2)
    assert Job.objects.get().name == publishing.NUDGE_JOB


def test_an_office_without_a_key_in_the_channel_signs_nothing() -> None:
    channel, _ = make_channel()
    make_office("late-office")

    with pytest.raises(ledger.NoOfficeKey):
        append(channel, office_code="late-office")


@pytest.mark.parametrize("state", ["draft", "proposed", "accepted", "frozen"])
def test_a_channel_that_is_not_open_takes_nothing(state: str) -> None:
    channel, _ = make_channel()
    Channel.objects.filter(pk=channel.pk).update(state=state)

    with pytest.raises(ledger.ChannelNotOpen):
        append(channel)


def test_on_paper_nothing_is_signed() -> None:
    make_self()
    paper = ledger.create_paper(title="Bob", their_code="bob", their_name="Bob", at=NOW)

    with pytest.raises(ledger.ChannelNotOpen):
        append(paper)


def test_a_statement_over_the_limit_is_refused_whole() -> None:
    channel, _ = make_channel()

    with pytest.raises(ledger.TooLarge):
        append(channel, body={"code": "x" * 20_000})

    assert our_log(channel).size == 1


def test_paper_and_record_have_parties_and_no_logs() -> None:
    make_self()
    paper = ledger.create_paper(title="Bob", their_code="bob", their_name="Bob", at=NOW)
    record = ledger.create_record(
        title="Record", parties=[("un", "United Nations"), ("icrc", "ICRC")], at=NOW
    )

    assert ledger.party_codes(paper) == ("alice", "bob")
    assert set(ledger.party_codes(record)) == {"un", "icrc"}
    assert ledger.terms_of(paper) is not None
    assert ledger.terms_of(record) is None
    assert ledger.channel_health(paper).ours is None
    assert ledger.channel_health(record).is_well


# -- when the database may be an old one --------------------------------------------------------


def restore(channel: Channel) -> None:
    """Make the mark say that one more entry was published than the database has."""
    head = our_log(channel)
    highwater.raise_to(HighWater(head.origin, head.size + 1, bytes(head.root), highwater.machine()))


def lose(channel: Channel) -> None:
    mark_path(channel).unlink()


def damage(channel: Channel) -> None:
    mark_path(channel).write_bytes(b"{}")


def move(channel: Channel) -> None:
    head = our_log(channel)
    mark = HighWater(head.origin, head.size, bytes(head.root), "another folder")
    mark_path(channel).write_bytes(mark.encode())


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (restore, "database_behind"),
        (lose, "mark_missing"),
        (damage, "mark_damaged"),
        (move, "other_machine"),
    ],
)
def test_a_doubted_database_signs_nothing_and_says_so(
    happens: Callable[[Channel], None], reason: str
) -> None:
    channel, _peer = make_channel()
    say(channel)
    happens(channel)

    with pytest.raises(ledger.MayNotSign, match=reason):
        append(channel)

    health = ledger.channel_health(channel)
    assert health.suspect
    assert health.ours is not None
    assert health.ours.suspect == reason
    assert any(reason in line for line in ledger.check_start())


def test_a_doubted_node_still_mirrors_but_countersigns_nothing() -> None:
    channel, peer = make_channel()
    restore(channel)
    peer.say("interim", "a" * 32, LOOKING)

    sync(channel, peer)

    health = ledger.channel_health(channel)
    assert health.theirs is not None
    assert (health.theirs.size, health.theirs.receipted) == (2, 0)


# -- when the power goes ------------------------------------------------------------------------


def test_what_was_committed_but_not_let_out_is_let_out_at_the_start_as_it_was_signed() -> None:
    channel, _ = make_channel()
    append(channel)
    head = our_log(channel)
    store = store_of(channel)
    mark = highwater.read(head.origin)
    assert mark is not None
    served = protocol_log.servable_note(store, head.origin, mark)

    lines = ledger.check_start()

    mark = highwater.read(head.origin)
    assert mark is not None
    assert served != bytes(head.note)
    assert protocol_log.servable_note(store, head.origin, mark) == bytes(head.note)
    assert len(lines) == 1
    assert ledger.check_start() == []


def test_the_name_of_the_data_folder_is_there_whole_or_not_at_all() -> None:
    home: Path = settings.NODE.home
    (home / "high-water").mkdir(exist_ok=True)
    name = home / "high-water" / "machine"
    name.unlink(missing_ok=True)
    # What a power cut while it was drafted leaves behind.
    name.with_suffix(".new").write_bytes(b"")

    made = highwater.machine()

    assert len(made) >= 32
    assert highwater.machine() == made


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_cannot_be_written_does_not_undo_the_deed() -> None:
    channel, _ = make_channel()
    # Where the mark is drafted nothing can be written.
    mark_path(channel).with_suffix(".new").mkdir()

    with transaction.atomic():
        place = append(channel)

    assert ledger.message(channel, place.leaf).index == 1
    mark_path(channel).with_suffix(".new").rmdir()
    contact.tick(at=NOW)
    mark = highwater.read(our_log(channel).origin)
    assert mark is not None
    assert mark.size == 2


def test_the_tick_lets_out_what_a_crash_held_back() -> None:
    channel, _ = make_channel()
    append(channel)
    Job.objects.all().delete()

    contact.tick(at=NOW)

    mark = highwater.read(our_log(channel).origin)
    assert mark is not None
    assert mark.size == 2
    assert {job.name for job in Job.objects.all()} == {"ledger.nudge", "ledger.sync"}


def test_the_tick_leaves_a_peer_alone_until_its_next_try() -> None:
    channel, _ = make_channel()
    publish(channel)
    Job.objects.all().delete()
    PeerStatus.objects.update(next_try=NOW.replace(hour=23))

    contact.tick(at=NOW)

    assert not Job.objects.exists()


def test_a_mark_is_never_lowered() -> None:
    channel, _ = make_channel()
    head = our_log(channel)

    highwater.raise_to(HighWater(head.origin, 0, bytes(32), highwater.machine()))

    mark = highwater.read(head.origin)
    assert mark is not None
    assert mark.size == 1


def test_two_writers_never_give_one_place_twice() -> None:
    channel, _ = make_channel()

    places = [append(channel).index for _ in range(5)]

    assert places == [1, 2, 3, 4, 5]
    assert LogHead.objects.get(is_ours=True).read_to == 6


def test_scenario_24_a_cloned_disk_signs_nothing_on_the_other_machine(tmp_path: Path) -> None:
    channel, _ = make_channel()
    append(channel)
    publish(channel)
    head = our_log(channel)
    elsewhere = tmp_path / "machine-id"
    elsewhere.write_text("00000000000000000000000000000000\n")

    # The clone carries the whole folder; what it published last was published over there.
    there = highwater.machine(elsewhere)
    mark_path(channel).write_bytes(HighWater(head.origin, 2, bytes(head.root), there).encode())

    assert there != highwater.machine()
    with pytest.raises(ledger.MayNotSign, match="other_machine"):
        append(channel)
    assert "other_machine" in ledger.check_start()[0]
    assert our_log(channel).size == 2


def test_a_mark_of_this_folder_without_a_machine_is_still_ours(tmp_path: Path) -> None:
    channel, _ = make_channel()
    head = our_log(channel)

    nameless = highwater.machine(tmp_path / "none")
    mark_path(channel).write_bytes(HighWater(head.origin, 1, bytes(head.root), nameless).encode())

    assert "." not in nameless
    assert append(channel).index == 1
