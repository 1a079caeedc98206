"""The channel and export-log commands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.cli.export_log import node_logs, node_proof
from answerable.cli.main import main
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from answerable.protocol import proof, verify
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, make_self, say, sync
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db


def test_a_proposal_is_written_to_a_file_that_show_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_self()
    file = str(tmp_path / "proposal.json")

    proposed = main(["channel", "propose", "--to", "Bob", "--out", file])
    shown = main(["channel", "show", file])

    assert (proposed, shown) == (0, 0)
    assert "party     Alice (alice, alice.example)" in capsys.readouterr().out


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    make_self()
    file = tmp_path / "proposal.json"
    file.write_text("mine")

    assert main(["channel", "propose", "--to", "Bob", "--out", str(file)]) == 2

    assert file.read_text() == "mine"
    assert not Channel.objects.exists()


def test_accepting_prints_the_words_to_read_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_self()
    proposal, acceptance = tmp_path / "1.json", tmp_path / "2.json"
    proposal.write_bytes(Peer().propose(_terms(), NOW))

    code = main(["channel", "accept", str(proposal), "--out", str(acceptance)])

    words = " ".join(ledger.establish.words_of(Channel.objects.get()))
    assert code == 0
    assert words in capsys.readouterr().out
    assert " ".join(ledger.establish.read(acceptance.read_bytes()).words) == words


def test_wrong_words_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_self()
    _, proposal = ledger.establish.propose(title="Bob", terms=_terms(), at=NOW)
    file = tmp_path / "2.json"
    file.write_bytes(Peer().accept(proposal, NOW))

    code = main(["channel", "finish", str(file), "--words", "a b c", "--out", str(tmp_path / "3")])

    assert code == 1
    assert "compare them again" in capsys.readouterr().err
    assert not (tmp_path / "3").exists()


def test_a_file_that_cannot_be_read_is_a_misuse(tmp_path: Path) -> None:
    make_self()

    code = main(["channel", "accept", str(tmp_path / "none"), "--out", str(tmp_path / "out")])

    assert code == 2


def test_the_list_names_every_channel(capsys: pytest.CaptureFixture[str]) -> None:
    channel, _ = make_channel()
    main(["channel", "paper", "--code", "carol", "--name", "Carol"])
    main(["channel", "record", "--title", "Record", "--party", "un:United Nations"])
    capsys.readouterr()

    main(["channel", "list"])

    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert {(row[0], row[1]) for row in rows} == {
        (channel.slug, "signed"),
        ("carol", "paper"),
        ("record", "record"),
    }


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_exported_log_holds_with_its_receipts(tmp_path: Path, side: str) -> None:
    channel, peer = make_channel()
    say(channel)
    sync(channel, peer)
    out = tmp_path / "log"

    code = main(["export-log", channel.slug, "--side", side, "--out", str(out)])

    party = "alice" if side == "ours" else "bob"
    identity = peer.charter.log(party)
    report = verify.structure(_read(out), identity.key, identity.cosigners)
    assert code == 0
    assert report.checkpoint.size == (2 if side == "ours" else 1)
    assert (out / "genesis.json").read_bytes() == bytes(channel.genesis)


def test_an_export_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    assert main(["export-log", "nothing", "--out", str(tmp_path / "log")]) == 1

    assert list(tmp_path.iterdir()) == []


def test_a_nodes_logs_are_verified_in_place() -> None:
    from django.conf import settings

    channel, peer = make_channel()
    say(channel)
    sync(channel, peer)

    logs = node_logs(settings.NODE.home)

    sizes = {
        (found.party, found.is_ours): verify.structure(
            found.read, found.identity.key
        ).checkpoint.size
        for found in logs
    }
    assert sizes == {("alice", True): 2, ("bob", False): 1}


def test_the_proof_of_one_message_holds_alone() -> None:
    from django.conf import settings

    channel, peer = make_channel()
    place = say(channel)

    entry, data = node_proof(settings.NODE.home, channel.slug, place.leaf)

    file, _signed = proof.check_file(data, entry, peer.charter.log_key("alice"))
    assert file.index == place.index


def _terms() -> dict[str, object]:
    from tests.node.ledger.factories import TERMS

    return TERMS


def _read(folder: Path) -> Callable[[str], bytes]:
    return lambda path: (folder / path).read_bytes()
