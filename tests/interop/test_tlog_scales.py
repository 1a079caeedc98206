"""tlog-scales, another implementation of C2SP, writes the same proofs and reads our keys."""

import subprocess
import sys
from pathlib import Path

import pytest

from answerable.protocol import files, history
from tests.protocol import make
from tests.protocol.make import channel, two_nodes

ALICE = channel().log("alice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 300 statements with receipts, as files."""
    alice, bob = two_nodes()
    for at in range(0, 300, 150):
        alice.say(*range(at, at + 150))
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    top = tmp_path_factory.mktemp("log")
    for path, data in history.export(alice.store, ALICE.origin):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def tlog_tiles(*arguments: str) -> bytes:
    program = Path(sys.executable).with_name("tlog-tiles")
    if not program.is_file():
        pytest.skip("tlog-scales is not installed: pip install tlog-scales")
    return subprocess.run([program, *arguments], check=True, capture_output=True).stdout


@pytest.mark.parametrize("index", [0, 1, 128, 255, 256, 299])
def test_scenario_59_it_writes_the_same_proof_to_the_byte(index: int, folder: Path) -> None:
    ours, _ = files.prove(make.reader_of(contents(folder)), index)

    theirs = tlog_tiles("gen-proof", str(folder), str(index))

    assert theirs == ours


@pytest.mark.parametrize("index", [0, 255, 256, 299])
def test_it_finds_the_same_entry(index: int, folder: Path) -> None:
    assert tlog_tiles("get-leaf", str(folder), str(index)).rstrip(b"\n") == make.entry(ALICE, index)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
