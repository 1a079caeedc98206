"""`answerable verify` and `answerable proof` on the logs in a node's own database."""

from pathlib import Path

import pytest
from django.conf import settings

from answerable.cli.main import main
from answerable.node.ledger.models import Entry
from tests.node.ledger import factories
from tests.protocol.make import flipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Path:
    """The folder of the node that tests run as."""
    return Path(settings.NODE.home)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_node_without_channels_has_no_logs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "verify", "--home", home)

    assert (code, "no logs yet" in said) == (0, True)


def test_a_nodes_logs_are_verified_where_they_are(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, _ = factories.make_channel()
    factories.say(channel)

    code, said = run(capsys, "verify", "--home", home)

    assert code == 0
    assert f"{channel.slug}, log of alice: holds: " in said
    assert "keys from the node itself" in said


def test_a_byte_changed_in_the_database_is_named_by_its_message(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, _ = factories.make_channel()
    for _ in range(3):
        place = factories.say(channel)
    row = Entry.objects.get(log__origin=place.origin, index=place.index)
    row.data = flipped(bytes(row.data), 60)
    row.save()

    code, said = run(capsys, "verify", home)

    assert code == 1
    assert f"log of alice: does not hold: entry {place.index} in tile/entries/000" in said
    assert "1 log does not hold" in said


def test_one_message_of_a_node_is_proven(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channel, _ = factories.make_channel()
    place = factories.say(channel)

    code, said = run(
        capsys, "proof", home, "--channel", channel.slug, "--leaf", place.leaf, "--out", tmp_path
    )

    assert code == 0
    file, entry = said.split()
    (tmp_path / "genesis.json").write_bytes(bytes(channel.genesis))
    code, said = run(capsys, "verify", file, "--entry", entry)
    assert code == 0
    assert said.startswith(f"holds: entry {place.index} of ")


def test_on_a_node_a_message_is_named_by_channel_and_leaf(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_self()

    code, said = run(capsys, "proof", home)

    assert (code, "--leaf" in said) == (2, True)
