"""An examiner opens pouches with age, zstd and tar, and verifies with the Go program: no node."""

import shutil
import subprocess
from pathlib import Path

import pytest

from answerable.protocol import dsse
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.pouch import layout, manifest
from tests.interop.conftest import Run
from tests.protocol import make, pouches
from tests.protocol.make import Node, flipped, key, two_nodes
from tests.protocol.pouches import IDENTITIES, say_with_content, seal

pytestmark = [
    pytest.mark.go,
    pytest.mark.skipif(
        any(shutil.which(name) is None for name in ("age", "zstd", "tar")),
        reason="needs the commands age, zstd and tar: apt-get install age zstd",
    ),
]
FOUNDED = make.channel()
ALICE = FOUNDED.log("alice")
VKEYS = [ALICE.key.format(), *(each.format() for each in ALICE.cosigners)]


def unpack(folder: Path, *data: bytes) -> Path:
    """What the examiner types, for each pouch in turn."""
    identity = folder / "identity.txt"
    identity.write_text(f"{IDENTITIES['bob']}\n")
    into = folder / "unpacked"
    into.mkdir()
    for number, each in enumerate(data):
        file = folder / f"{number}.pouch"
        file.write_bytes(each)
        command = f"age -d -i {identity} {file} | zstd -d | tar x -C {into}"
        subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True, capture_output=True)
    return into


@pytest.fixture(scope="module")
def journey() -> tuple[Node, Node, list[bytes]]:
    """Three pouches of a log, each from where the last receipt stood."""
    alice, bob = two_nodes()
    sent = []
    for number in range(3):
        words = say_with_content(alice, 10_000 + number)
        alice.say(*range(number * 200, number * 200 + 199))
        last = alice.store.last_cosignature(alice.own.origin, bob.mirror.name)
        start = last.size if last else 0
        sent.append(seal(alice, start, commits=[words.commit], number=number + 1))
        pouches.take(bob, sent[-1])
        pouches.take(alice, seal(bob, None))
    sent.append(seal(alice, alice.size(), number=4))
    return alice, bob, sent


def test_scenario_61_the_commands_give_a_log_that_the_go_program_accepts(
    journey: tuple[Node, Node, list[bytes]], tlogcheck: Run, tmp_path: Path
) -> None:
    _, _, sent = journey

    folder = unpack(tmp_path, *sent)
    done = tlogcheck("log", folder / "logs" / origin_hash(ALICE.origin), *VKEYS)

    assert (done.returncode, "size=600" in done.stdout) == (0, True), done.stdout
    assert len(list((folder / "content").iterdir())) == 3


def test_scenario_58_a_changed_byte_in_an_unpacked_pouch_is_refused(
    journey: tuple[Node, Node, list[bytes]], tlogcheck: Run, tmp_path: Path
) -> None:
    _, _, sent = journey
    folder = unpack(tmp_path, *sent) / "logs" / origin_hash(ALICE.origin)
    bundle = folder / "tile" / "entries" / "001"
    bundle.write_bytes(flipped(bundle.read_bytes(), 100))

    assert tlogcheck("log", folder, *VKEYS).returncode == 1


def test_scenario_58_the_receipts_in_a_pouch_are_notes_for_anyone(
    journey: tuple[Node, Node, list[bytes]], tlogcheck: Run, tmp_path: Path
) -> None:
    alice, bob, _ = journey
    bob.say(1)
    make.follow(alice, bob)
    pouches.countersign(alice)

    folder = unpack(tmp_path, seal(alice, None))
    note = (folder / layout.receipt_name(bob.own.origin, "mirror")).read_bytes()
    name = FOUNDED.mirror_key("alice").format()

    assert tlogcheck("note", bob.own.key.format(), name, stdin=note).returncode == 0


def test_the_manifest_is_a_dsse_envelope_of_the_senders_node(
    journey: tuple[Node, Node, list[bytes]], tmp_path: Path
) -> None:
    data = (unpack(tmp_path, journey[2][0]) / layout.MANIFEST).read_bytes()

    signed = dsse.parse(data, manifest.PAYLOAD_TYPE, max_bytes=len(data))

    signed.verify(signed.signatures[0], key("alice node").public)


def test_scenario_61_age_and_zstd_seal_what_we_open(tmp_path: Path) -> None:
    """The other way round: the outer layers made by the commands, not by our libraries."""
    alice, bob = two_nodes()
    alice.say(1, 2, 3)
    folder = unpack(tmp_path, seal(alice))
    names = [layout.MANIFEST, *layout.log_names([layout.LogRange(alice.own.origin, 0, 3)])]
    options = "--format=ustar --owner=:0 --group=:0 --numeric-owner --mode=0644 --mtime=@0"
    sealed = tmp_path / "again.pouch"
    command = (
        f"tar -b 2 {options} -C {folder} -c {' '.join(names)} | zstd -19 "
        f"| age -r {pouches.RECIPIENTS['bob']} -o {sealed}"
    )
    subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True, capture_output=True)

    pouches.take(bob, sealed.read_bytes())

    assert bob.size(alice.own.origin) == 3
