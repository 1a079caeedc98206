"""Others' programs check the members of an evidence package, and its page's commands work."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._key import SSlibKey

from answerable.protocol import history, package_page
from tests.interop.conftest import Run
from tests.protocol.make import flipped, key
from tests.protocol.packages import SEALED, SEALED_JSON, parts, said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as somebody unpacks it."""
    top = tmp_path_factory.mktemp("package")
    file = top / "message.zip"
    file.write_bytes(package_page.pack(parts(contents=[SEALED, SEALED_JSON], witnessed=True)))
    with zipfile.ZipFile(file) as opened:
        opened.extractall(top / "message")  # made by this test
    return top / "message"


def vkeys(folder: Path) -> list[str]:
    return (folder / "vkeys").read_text().split()


def test_scenario_58_the_go_program_checks_the_proof(tlogcheck: Run, folder: Path) -> None:
    done = tlogcheck("proof", folder / "proof.tlog-proof", folder / "entry.json", *vkeys(folder))

    assert (done.returncode, "index=3 size=4 sigs=4" in done.stdout) == (0, True)


@pytest.mark.parametrize("member", ["proof.tlog-proof", "entry.json"])
def test_the_go_program_refuses_a_changed_member(
    member: str, tlogcheck: Run, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "m")
    changed = tmp_path / "m" / member
    changed.write_bytes(flipped(changed.read_bytes(), 70))

    done = tlogcheck(
        "proof", tmp_path / "m" / "proof.tlog-proof", tmp_path / "m" / "entry.json", *vkeys(folder)
    )

    assert done.returncode != 0


def test_scenario_61_securesystemslib_verifies_the_envelope(folder: Path) -> None:
    office = key("alice office")
    known = SSlibKey(office.keyid, "ed25519", "ed25519", {"public": office.public.hex()})
    data = (folder / "entry.json").read_bytes()

    assert list(Envelope.from_dict(json.loads(data)).verify([known], 1)) == [office.keyid]
    entry = json.loads(data)
    entry["payload"] = entry["payload"].replace("ey", "fy", 1)
    with pytest.raises(VerificationError):
        Envelope.from_dict(entry).verify([known], 1)


def test_scenario_59_tlog_scales_writes_the_same_proof(folder: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("tlog-tiles")
    if not program.is_file():
        pytest.skip("tlog-scales is not installed: pip install tlog-scales")
    alice, index = said(contents=[SEALED, SEALED_JSON], witnessed=True)
    for path, data in history.export(alice.store, alice.own.origin):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    theirs = subprocess.run(
        [program, "gen-proof", str(tmp_path), str(index)], check=True, capture_output=True
    ).stdout

    assert theirs == (folder / "proof.tlog-proof").read_bytes()


def commands(folder: Path) -> list[str]:
    """The blocks of the page that are typed into a shell."""
    blocks = (folder / "README.txt").read_text().split("\n\n")
    shown = ["\n".join(line[4:] for line in block.split("\n")) for block in blocks]
    return [
        shown[number]
        for number, block in enumerate(blocks)
        if block.startswith("    ") and shown[number].startswith(("python3", "for c in"))
    ]


def test_the_commands_of_the_page_do_what_it_says(folder: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    signature, words = commands(folder)

    checked = subprocess.run(
        ["sh", "-c", signature.replace("python3", sys.executable)],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    recomputed = subprocess.run(
        ["sh", "-c", words], cwd=folder, check=False, capture_output=True, text=True
    )

    assert key("alice office").keyid in checked.stdout
    assert recomputed.stdout.count(" holds") == 2


def test_the_command_for_the_words_is_silent_about_a_changed_one(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "m")
    changed = tmp_path / "m" / "content" / SEALED.commit.hex()
    changed.write_bytes(flipped(changed.read_bytes(), 40))
    _signature, words = commands(folder)

    done = subprocess.run(
        ["sh", "-c", words], cwd=tmp_path / "m", check=False, capture_output=True, text=True
    )

    assert SEALED.commit.hex() not in done.stdout
