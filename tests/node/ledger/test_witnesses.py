"""Witnesses of a channel: who may be one, and that their lines are kept wherever they come from."""

from pathlib import Path

import pytest

from answerable.cli.main import main
from answerable.node.accounts.models import AuditEvent
from answerable.node.ledger import identities, receipts
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.errors import BadWitness
from answerable.node.ledger.models import Channel, Cosignature, Evidence, LogHead
from answerable.protocol import checkpoint, history, note, package, policy, proof
from answerable.protocol.keys import COSIGNER, SigningKey, VerifierKey
from answerable.protocol.note import SignatureLine
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, sync
from tests.node.ledger.peer import Peer, reply

pytestmark = pytest.mark.django_db

KEY = SigningKey.from_seed(b"w" * 32)
WITNESS = VerifierKey("witness.example/w", COSIGNER, KEY.public)
SECONDS = int(NOW.timestamp())


def witnessed(data: bytes, *, time: int = SECONDS) -> bytes:
    """The same note with a line of the witness."""
    at = checkpoint.parse(note.parse(data).text)
    return note.parse(data).plus([checkpoint.cosign(at, WITNESS.name, KEY, time)]).format()


def our_note(channel: Channel) -> bytes:
    return bytes(our_log(channel).note)


def lines(head: LogHead) -> set[str]:
    return set(Cosignature.objects.filter(log=head).values_list("name", flat=True))


@pytest.fixture
def pair() -> tuple[Channel, Peer]:
    channel, peer = make_channel()
    ledger.witnesses.add(channel, WITNESS.format(), at=NOW)
    return channel, peer


def test_a_witness_is_listed_named_in_the_policy_and_in_the_trail(
    pair: tuple[Channel, Peer],
) -> None:
    channel, _ = pair

    assert ledger.witness_keys(channel) == (WITNESS,)
    found = policy.parse(identities.policy(channel, "alice").encode())
    assert found.witnesses["witness-1"] == WITNESS
    assert found.quorum == "mirrors"
    assert AuditEvent.objects.filter(verb="witness added", subject_id=channel.slug).count() == 1


@pytest.mark.parametrize("role", ["identity", "log", "mirror", "delivery", "node", "author"])
def test_scenario_46_no_key_of_the_other_side_is_taken_as_a_witness(role: str) -> None:
    channel, peer = make_channel()
    reused = VerifierKey("other.example/w", COSIGNER, peer.keys[role].public)

    with pytest.raises(BadWitness, match="cannot witness itself"):
        ledger.witnesses.add(channel, reused.format(), at=NOW)


def test_scenario_46_our_own_keys_are_not_taken_either() -> None:
    channel, _ = make_channel()
    reused = VerifierKey("other.example/w", COSIGNER, identities.cosigners(channel)[0].key.public)

    with pytest.raises(BadWitness, match="cannot witness itself"):
        ledger.witnesses.add(channel, reused.format(), at=NOW)


@pytest.mark.parametrize("vkey", ["nonsense", WITNESS.format(), WITNESS.format()[:-2] + "=="])
def test_a_key_twice_or_of_no_form_is_refused(pair: tuple[Channel, Peer], vkey: str) -> None:
    with pytest.raises(BadWitness):
        ledger.witnesses.add(pair[0], vkey, at=NOW)


def test_a_line_brought_by_file_stands_on_the_served_note_and_in_the_proof(
    pair: tuple[Channel, Peer],
) -> None:
    channel, _ = pair
    place = say(channel)

    assert ledger.witnesses.take_note(channel, witnessed(our_note(channel)), at=NOW) == 1

    _entry, data = ledger.message_proof(channel, place.leaf)
    assert WITNESS.name.encode() in proof.parse(data).note
    files = dict(ledger.export_log(channel, our_log(channel)))
    assert WITNESS.name.encode() in files["checkpoint"]
    assert WITNESS.format().encode() in files["policy"]


def test_a_line_is_no_receipt(pair: tuple[Channel, Peer]) -> None:
    channel, _ = pair
    place = say(channel)
    ledger.witnesses.take_note(channel, witnessed(our_note(channel)), at=NOW)

    assert receipts.receipted(our_log(channel)) == 0
    assert ledger.delivered_at(channel, place.leaf) is None


def test_a_line_that_the_other_side_brings_over_http_is_kept(pair: tuple[Channel, Peer]) -> None:
    channel, peer = pair
    say(channel)
    store, origin = store_of(channel), our_log(channel).origin

    def mirror(path: str) -> object:
        if not path.startswith("mirror/") or not path.endswith("/checkpoint"):
            return None
        served = history.with_receipts(store, origin, our_note(channel))
        return reply(witnessed(served))

    peer.instead = mirror  # type: ignore[assignment]
    sync(channel, peer)

    assert WITNESS.name in lines(our_log(channel))


def test_a_line_under_the_other_sides_note_is_kept(pair: tuple[Channel, Peer]) -> None:
    channel, peer = pair
    peer.say("interim", "a" * 32, {"code": "still_examining"})
    served = peer.store.head(peer.origin)
    assert served is not None
    shown = witnessed(served.note)
    peer.instead = lambda path: (
        reply(shown) if path.startswith("log/") and path.endswith("/checkpoint") else None
    )

    sync(channel, peer)
    assert WITNESS.name.encode() in bytes(their_log(channel).note)
    sync(channel, peer)

    assert WITNESS.name in lines(their_log(channel))
    assert ledger.witnesses.take_note(channel, shown, at=NOW) == 0


def test_without_a_witness_a_line_is_passed_over() -> None:
    channel, _ = make_channel()

    with pytest.raises(BadWitness, match="no witness"):
        ledger.witnesses.take_note(channel, witnessed(our_note(channel)), at=NOW)

    assert lines(our_log(channel)) == set()


def test_scenario_47_a_later_kind_of_line_beside_it_is_passed_over(
    pair: tuple[Channel, Peer],
) -> None:
    channel, _ = pair
    later = SignatureLine("pq.example/w", b"\x06\x02\x03\x04", bytes(2428))
    shown = note.parse(witnessed(our_note(channel))).plus([later]).format()

    assert ledger.witnesses.take_note(channel, shown, at=NOW) == 1


def test_a_note_that_contradicts_our_log_freezes_the_channel_with_the_evidence(
    pair: tuple[Channel, Peer],
) -> None:
    channel, _ = pair
    say(channel)
    head = our_log(channel)
    forged = checkpoint.sign(
        checkpoint.Checkpoint(head.origin, head.size, b"x" * 32), identities.log_key(channel)
    )

    with pytest.raises(BadWitness, match="contradicts"):
        ledger.witnesses.take_note(channel, witnessed(forged), at=NOW)

    assert Channel.objects.get(pk=channel.pk).state == "frozen"
    assert Evidence.objects.filter(log=head).exists()


def test_a_note_of_more_than_we_have_makes_our_log_suspect(pair: tuple[Channel, Peer]) -> None:
    channel, _ = pair
    head = our_log(channel)
    larger = checkpoint.sign(
        checkpoint.Checkpoint(head.origin, head.size + 1, b"x" * 32), identities.log_key(channel)
    )

    with pytest.raises(BadWitness, match="contradicts"):
        ledger.witnesses.take_note(channel, witnessed(larger), at=NOW)

    assert our_log(channel).suspect == "own_log_ahead"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff" * 90])
def test_what_is_no_note_is_refused(pair: tuple[Channel, Peer], data: bytes) -> None:
    with pytest.raises(BadWitness):
        ledger.witnesses.take_note(pair[0], data, at=NOW)


def test_a_witness_that_is_removed_leaves_its_lines(pair: tuple[Channel, Peer]) -> None:
    channel, _ = pair
    ledger.witnesses.take_note(channel, witnessed(our_note(channel)), at=NOW)

    ledger.witnesses.remove(channel, WITNESS.format(), at=NOW)

    assert ledger.witness_keys(channel) == ()
    assert WITNESS.name in lines(our_log(channel))
    with pytest.raises(BadWitness, match="no such witness"):
        ledger.witnesses.remove(channel, WITNESS.format(), at=NOW)


def test_a_package_carries_both_sides_lines_and_the_witnesss(pair: tuple[Channel, Peer]) -> None:
    channel, peer = pair
    place = say(channel, text="In words")
    head = our_log(channel)
    shown = history.reader(store_of(channel), head.origin)
    peer.pull(lambda path: shown(path.partition("/")[2].partition("/")[2]), time=SECONDS)
    sync(channel, peer)
    ledger.witnesses.take_note(channel, witnessed(our_note(channel)), at=NOW)

    report = package.check(ledger.evidence.pack(channel, place.leaf))

    assert [each.key.name for each in report.receipts] == ["bob.example/answerable/mirror"]
    assert [each.key for each in report.witnessed] == [WITNESS]
    assert report.is_receipted


def test_the_command_names_lists_brings_and_removes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, _ = make_channel()
    file = tmp_path / "note"
    file.write_bytes(witnessed(our_note(channel)))

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["channel", "witness", channel.slug, *arguments])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    assert run("add", WITNESS.format()) == (0, "added witness.example/w\n")
    assert run("list") == (0, f"{WITNESS.format()}\n")
    assert run("note", str(file)) == (0, "1 new\n")
    assert run("note", str(file)) == (0, "0 new\n")
    assert run("remove", WITNESS.format())[0] == 0
    assert run("list") == (0, "")
    assert run("note", str(file))[0] == 1
    assert run("add")[0] == 2
    assert run("note", str(tmp_path / "none"))[0] == 2
