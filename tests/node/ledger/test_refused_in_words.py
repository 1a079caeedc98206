"""What a command refuses is said in a sentence that tells what to do."""

import stat
from pathlib import Path

import pytest
from django.conf import LazySettings

from answerable.cli.main import main
from answerable.node.ledger import keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, make_self, publish, say
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_commands import _terms
from tests.node.ledger.test_recovering import forget_mark

pytestmark = pytest.mark.django_db


def _told(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(list(command))
    return code, capsys.readouterr().err


def test_a_node_in_doubt_says_why_it_seals_no_pouch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, _peer = make_channel()
    say(channel)
    forget_mark(channel)
    publish(channel)

    code, told = _told(capsys, "pouch", "seal", channel.slug, "--out", str(tmp_path / "p"))

    assert code == 1
    assert "signs nothing in this channel for now" in told
    assert "answerable recover" in told


def test_a_channel_without_address_is_not_tried(capsys: pytest.CaptureFixture[str]) -> None:
    channel, _peer = make_channel()
    for given in ("none", ""):
        ledger.channels.set_address(channel, given, at=NOW)
        assert Channel.objects.get(pk=channel.pk).peer_url == ""

    code, told = _told(capsys, "channel", "try", channel.slug)

    assert (code, "answerable pouch seal" in told) == (1, True)


def test_the_beginning_of_a_leaf_is_no_leaf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "secret-key").write_text("x")
    where = ("proof", str(tmp_path), "--channel", "c", "--leaf", "abcdef01")

    for more in ((), ("--zip", str(tmp_path / "p.zip"))):
        code, told = _told(capsys, *where, *more)
        assert (code, "64 hex digits" in told) == (2, True)


def test_a_pouch_of_another_node_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_self()
    file = tmp_path / "strange.pouch"
    file.write_bytes(b"age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n" + bytes(64))

    code, told = _told(capsys, "pouch", "open", str(file))

    assert (code, "not sealed for this node" in told) == (1, True)


def test_a_proposal_of_our_own_is_not_accepted_and_leaves_no_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_self()
    file = tmp_path / "1.json"
    main(["channel", "propose", "--to", "Bob", "--out", str(file)])
    before = keyfiles.names()

    code, told = _told(capsys, "channel", "accept", str(file), "--out", str(tmp_path / "2"))

    assert (code, "your own proposal" in told) == (1, True)
    assert keyfiles.names() == before


def test_a_proposal_is_accepted_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_self()
    file = tmp_path / "1.json"
    file.write_bytes(Peer().propose(_terms(), NOW))
    main(["channel", "accept", str(file), "--out", str(tmp_path / "2")])

    code, told = _told(capsys, "channel", "accept", str(file), "--out", str(tmp_path / "3"))

    assert (code, "accepted already" in told) == (1, True)
    assert Channel.objects.count() == 1


def test_the_identity_is_refused_before_words_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    channel, _peer = make_channel()

    code, told = _told(capsys, "key", "revoke", "identity", "--why", "stolen")

    assert (code, "cannot be revoked" in told) == (1, True)
    assert our_log(channel).size == 1


def test_a_replaced_key_is_told_of_with_the_name_of_its_old_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_channel()
    main(["key", "words", "node"])
    words = capsys.readouterr().out.splitlines()[0]

    code = main(["key", "rotate", "node", "--words", words])

    assert code == 0
    assert "destroy it: keys/node.key" in capsys.readouterr().out


def test_keys_that_count_and_are_not_in_the_folder_are_named(
    capsys: pytest.CaptureFixture[str], settings: LazySettings
) -> None:
    channel, _peer = make_channel()
    whole = main(["key", "check"])
    folder = settings.NODE.home / "keys"
    for pattern in ("**/node*.key", "**/age*.key", "**/identity*.key"):
        for path in list(folder.glob(pattern)):
            path.unlink()

    capsys.readouterr()
    lacking = main(["key", "check"])

    assert (whole, lacking) == (0, 1)
    assert sorted(capsys.readouterr().out.splitlines()) == [
        f"missing   age in {channel.slug}",
        f"missing   node in {channel.slug}",
    ]


def test_what_opens_our_pouches_is_written_as_age_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_self()
    file = tmp_path / "identity.txt"

    codes = [main(["key", "age-identity", "--out", str(file)]) for _ in range(2)]

    assert codes == [0, 2]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = file.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == keyfiles.age_identities()
    assert all(line.startswith("AGE-SECRET-KEY-1") for line in lines[1:])
    assert "destroy it" in capsys.readouterr().out
