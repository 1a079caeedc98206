"""Others' programs follow a log over a change of its key, and a party into its next log."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._key import Key, SSlibKey

from answerable.protocol import files, note
from answerable.protocol.keys import LOG, VerifierKey
from tests.interop.conftest import Run
from tests.interop.logs import (
    BEFORE,
    DELIVERY_VKEY,
    LOG_VKEY,
    MIRROR_VKEY,
    NEW_VKEY,
    rotated_log,
    write,
)
from tests.protocol.keychanges import ALICE_LOG, IDENTITY
from tests.protocol.make import key, reader_of

SECOND = rotated_log().second
SECOND_VKEY = VerifierKey(SECOND, LOG, key("log 2").public).format()
AFTER = {ALICE_LOG: NEW_VKEY, SECOND: SECOND_VKEY}
# The last before the change, the change, the first after it, the last.
PLACES = [
    *((ALICE_LOG, index) for index in (0, BEFORE - 1, BEFORE, BEFORE + 1, BEFORE + 3)),
    *((SECOND, index) for index in range(3)),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both logs as they stand, as files."""
    top = tmp_path_factory.mktemp("logs")
    store = rotated_log().alice.store
    return {
        origin: write(top / str(number), store, origin) for number, origin in enumerate(AFTER, 1)
    }


def entry_at(origin: str, index: int) -> bytes:
    return rotated_log().alice.store.entries(origin, index, index + 1)[0]


@pytest.mark.go
@pytest.mark.parametrize(("origin", "size"), [(ALICE_LOG, 259), (SECOND, 3)])
def test_scenario_43_go_verifies_the_log_with_the_key_that_counts(
    origin: str, size: int, tlogcheck: Run, folders: dict[str, Path]
) -> None:
    done = tlogcheck("log", folders[origin], AFTER[origin])

    assert done.stdout.startswith(f"OK origin={origin} size={size} ")


@pytest.mark.go
@pytest.mark.parametrize("vkey", [LOG_VKEY, SECOND_VKEY])
def test_scenario_43_go_refuses_the_log_by_another_of_its_keys(
    vkey: str, tlogcheck: Run, folders: dict[str, Path]
) -> None:
    done = tlogcheck("log", folders[ALICE_LOG], vkey)

    assert (done.returncode, done.stdout[:4]) == (1, "FAIL")


@pytest.mark.go
@pytest.mark.parametrize("vkeys", [[LOG_VKEY], [NEW_VKEY], [LOG_VKEY, NEW_VKEY]])
def test_scenario_43_the_switching_checkpoint_verifies_with_either_key(
    vkeys: list[str], tlogcheck: Run, tmp_path: Path
) -> None:
    store = rotated_log().alice.store
    folder = write(tmp_path, store, size=BEFORE + 1)

    shown = tlogcheck("note", *vkeys, MIRROR_VKEY, DELIVERY_VKEY, stdin=rotated_log().switched)
    whole = tlogcheck("log", folder, *vkeys, MIRROR_VKEY, DELIVERY_VKEY)

    assert shown.stdout == f"OK sigs={2 + len(vkeys)} unverified={2 - len(vkeys)}\n"
    assert whole.stdout.startswith(f"OK origin={ALICE_LOG} size={BEFORE + 1} ")


@pytest.mark.go
@pytest.mark.parametrize(("origin", "index"), PLACES)
def test_scenario_58_go_accepts_proofs_beside_the_change_and_in_the_next_log(
    origin: str, index: int, tlogcheck: Run, folders: dict[str, Path], tmp_path: Path
) -> None:
    file, entry = tmp_path / "a.tlog-proof", tmp_path / "entry"
    file.write_bytes(files.prove(reader_of(contents(folders[origin])), index)[0])
    entry.write_bytes(entry_at(origin, index))

    done = tlogcheck("proof", file, entry, AFTER[origin])

    assert done.stdout.startswith(f"OK origin={origin} index={index} ")


@pytest.mark.parametrize(("origin", "index"), PLACES)
def test_scenario_59_tlog_scales_writes_these_proofs_to_the_byte(
    origin: str, index: int, folders: dict[str, Path]
) -> None:
    program = Path(sys.executable).with_name("tlog-tiles")
    if not program.is_file():
        pytest.skip("tlog-scales is not installed: pip install tlog-scales")

    theirs = subprocess.run(
        [program, "gen-proof", str(folders[origin]), str(index)], check=True, capture_output=True
    ).stdout

    assert theirs == files.prove(reader_of(contents(folders[origin])), index)[0]


def test_scenario_59_tlog_scales_writes_the_proof_under_both_keys_lines(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("tlog-tiles")
    if not program.is_file():
        pytest.skip("tlog-scales is not installed: pip install tlog-scales")
    folder = write(tmp_path, rotated_log().alice.store, size=BEFORE + 1)

    theirs = subprocess.run(
        [program, "gen-proof", str(folder), str(BEFORE)], check=True, capture_output=True
    ).stdout

    assert theirs == files.prove(reader_of(contents(folder)), BEFORE)[0]
    assert len(note.parse(theirs.partition(b"\n\n")[2]).signatures) == 4


@pytest.mark.parametrize(
    ("origin", "index", "signers"),
    [
        (ALICE_LOG, BEFORE, [IDENTITY, "alice log", "new log"]),
        (ALICE_LOG, BEFORE + 1, ["alice office"]),
        (SECOND, 0, [IDENTITY, "log 2"]),
        (SECOND, 1, ["alice office"]),
    ],
)
def test_scenario_61_securesystemslib_verifies_every_signature_of_a_change(
    origin: str, index: int, signers: list[str]
) -> None:
    entry = json.loads(entry_at(origin, index))
    known: list[Key] = [
        SSlibKey(key(n).keyid, "ed25519", "ed25519", {"public": key(n).public.hex()})
        for n in signers
    ]

    assert len(Envelope.from_dict(entry).verify(known, len(signers))) == len(signers)
    for number in range(len(signers)):
        changed = json.loads(entry_at(origin, index))
        signature = changed["signatures"][number]
        signature["sig"] = ("B" if signature["sig"][0] != "B" else "C") + signature["sig"][1:]
        with pytest.raises(VerificationError):
            Envelope.from_dict(changed).verify(known, len(signers))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
