"""Two nodes that no wire joins: what is said travels in files, for months if need be."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.nodes import Node, close, create_pair, establish
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

THREAD = "0" * 31


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    """Two nodes that are never up: commands and people are all there is."""
    folder = tmp_path_factory.mktemp("two-nodes-by-hand")
    a, b = create_pair(folder)
    try:
        establish(a, b)
        for node in (a, b):
            assert "all goes by pouch" in node.cli("channel", "address", "them", "none")
            node.run(WORDS)
        yield a, b
    finally:
        close(a, b)


class Carrier:
    """Whoever carries files from one machine to the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def new(self) -> Path:
        self.number += 1
        return self.folder / f"{self.number}.pouch"

    def seal(self, node: Node, *choice: str) -> Path:
        file = self.new()
        node.cli("pouch", "seal", "them", "--out", str(file), *choice)
        return file

    def round_trip(self, sender: Node, receiver: Node, *choice: str) -> None:
        back = self.new()
        receiver.cli("pouch", "open", str(self.seal(sender, *choice)), "--return", str(back))
        sender.cli("pouch", "open", str(back))


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return Carrier(tmp_path)


def test_words_and_both_receipts_travel_by_hand(pair: tuple[Node, Node], carrier: Carrier) -> None:
    a, b = pair
    say(a, THREAD + "1", "By hand", "embassy")

    carrier.round_trip(a, b)

    assert texts(b, THREAD + "1") == ["By hand"]
    assert [bool(m["with"]) for m in heard(a, THREAD + "1")] == [True]


def test_a_conversation_goes_on_through_restarts_loss_and_repetition(
    pair: tuple[Node, Node], carrier: Carrier
) -> None:
    a, b = pair
    said = []
    for month in range(2):
        said.append(f"Month {month} from A")
        say(a, THREAD + "2", said[-1], "embassy")
        lost = carrier.seal(a)
        if month % 2:
            lost.unlink()
        else:
            b.cli("pouch", "open", str(lost))
            b.cli("pouch", "open", str(lost))
        said.append(f"Month {month} from B")
        say(b, THREAD + "2", said[-1], "liaison")
        carrier.round_trip(b, a)
        for node in (a, b):
            node.close()
            node.run(WORDS)
    carrier.round_trip(a, b)
    carrier.round_trip(b, a)

    assert a.run(SIZES) == b.run(SIZES)
    assert sorted(texts(a, THREAD + "2")) == sorted(texts(b, THREAD + "2")) == sorted(said)


def test_receipt_first_takes_one_more_journey(pair: tuple[Node, Node], carrier: Carrier) -> None:
    a, b = pair
    carrier.round_trip(a, b)
    say(a, THREAD + "3", "Only against a receipt", "embassy")

    carrier.round_trip(a, b, "--receipt-first")
    without = texts(b, THREAD + "3")
    carrier.round_trip(a, b, "--receipt-first")

    assert without != ["Only against a receipt"]
    assert texts(b, THREAD + "3") == ["Only against a receipt"]


def test_the_command_line_says_what_is_wrong(pair: tuple[Node, Node], carrier: Carrier) -> None:
    a, b = pair
    file = carrier.seal(a)
    broken = carrier.new()
    broken.write_bytes(file.read_bytes()[:-1])

    assert "exists; name another file" in a.cli(
        "pouch", "seal", "them", "--out", str(file), ok=False
    )
    assert "there is no channel 'nobody'" in a.cli(
        "pouch", "seal", "nobody", "--out", str(carrier.new()), ok=False
    )
    assert "no pouch 9 waits here" in a.cli("pouch", "drop", "9", ok=False)
    assert "is no folder" in a.cli("pouch", "seal", "them", "--out", "/nowhere/x", ok=False)
    assert "not_opened" in b.cli("pouch", "open", str(broken), ok=False)
    assert "cannot be read" in b.cli("pouch", "open", str(carrier.new()), ok=False)
    # A pouch for B says nothing to A.
    assert "not_opened" in a.cli("pouch", "show", str(file), ok=False)


def test_a_pouch_can_be_looked_at_with_nothing_but_the_identity(
    pair: tuple[Node, Node], carrier: Carrier
) -> None:
    a, b = pair
    file, identity = carrier.seal(a), carrier.folder / "identity.txt"
    secret = b.run(
        "from answerable.node.ledger import keyfiles\nresult = keyfiles.age_identities()[0]"
    )
    identity.write_text(f"# of B\n{secret}\n")

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "answerable.cli",
            "pouch",
            "show",
            str(file),
            "--identity",
            str(identity),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "from alice to bob" in done.stdout
    assert b.cli("pouch", "show", str(file)) == done.stdout
    assert "\tout\t" in a.cli("pouch", "list", "them")
    assert "\tin\t" in b.cli("pouch", "list")
