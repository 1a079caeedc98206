"""The files of vectors, given to programs that share no code with us, without ours in between."""

import json
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.dsse import Envelope

from tests.interop.conftest import Run

VECTORS = Path(__file__).parent.parent / "vectors"
# Where the Go program is laxer, as docs/protocol/vectors.md says.
LAXER = {
    "a hash of 33 bytes",
    "extra in another base64",
    "an index with a leading zero",
    "its second line fails",
    "its time is 0",
}


def cases(file: str, group: str, verdict: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / f"{file}.json").read_text())[group][verdict]
    return found


def line(kind: str, given: dict[str, Any], *, ok: bool) -> str | None:
    """A case as a line for the Go program, or None where its numbers have no room for it."""
    names = ("index", "leaf") if kind == "incl" else ("old_size", "old_root")
    number, old = (given[name] for name in names)
    if max(int(number), int(given["size"])) >= 2**63:
        return None
    return json.dumps(
        {"kind": kind, "n": int(given["size"]), "m": int(number), "root": given["root"]}
        | {"old": old, "proof": given["proof"], "ok": ok}
    )


@pytest.mark.go
@pytest.mark.parametrize(("kind", "group"), [("incl", "inclusion"), ("cons", "consistency")])
def test_go_agrees_on_every_proof(kind: str, group: str, tlogcheck: Run) -> None:
    lines = [
        found
        for verdict in ("accept", "refuse")
        for case in cases("proofs", group, verdict)
        if case["name"].rpartition(": ")[2] not in LAXER
        if (found := line(kind, case["given"], ok=verdict == "accept"))
    ]

    done = tlogcheck("vectors", stdin="\n".join(lines).encode())

    assert done.stdout == f"{len(lines)} passed, 0 failed\n"


@pytest.mark.go
@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_go_agrees_on_every_proof_file(verdict: str, tlogcheck: Run, tmp_path: Path) -> None:
    file, entry = tmp_path / "proof", tmp_path / "entry"
    for case in cases("proof_files", "check", verdict):
        given = case["given"]
        file.write_bytes(given["file"].encode())
        entry.write_bytes(given["entry"].encode())

        done = tlogcheck("proof", file, entry, given["log"], *given["others"])

        wanted = verdict == "accept" or case["name"] in LAXER
        assert (done.returncode == 0) is wanted, case["name"]


@pytest.mark.go
@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_go_agrees_on_every_note(verdict: str, tlogcheck: Run) -> None:
    for case in cases("notes", "verify", verdict):
        given = case["given"]

        done = tlogcheck("note", *given["known"], stdin=given["note"].encode())

        wanted = verdict == "accept" or case["name"] in LAXER
        assert done.stdout.startswith("OK") is wanted, (case["name"], done.stdout)


@pytest.mark.go
def test_go_reads_every_verifier_key_of_the_right_length_with_its_id(tlogcheck: Run) -> None:
    # What it thinks of a key shows when it has a note to open: "no known key" means it was read.
    for case in cases("vkeys", "read", "accept"):
        done = tlogcheck("note", case["given"]["vkey"], stdin=b"a\n\n\xe2\x80\x94 x QUFBQUFB\n")
        assert "no verifiable signatures" in done.stdout
    refused = {case["name"] for case in cases("vkeys", "read", "refuse")}
    for name in ("the id of another key", "a key of 31 bytes", "type 0xff"):
        assert name in refused
        [case] = [c for c in cases("vkeys", "read", "refuse") if c["name"] == name]
        done = tlogcheck("note", case["given"]["vkey"], stdin=b"a\n\n\xe2\x80\x94 x QUFBQUFB\n")
        assert "no verifiable signatures" not in done.stdout


def test_securesystemslib_signs_over_the_bytes_of_the_vectors() -> None:
    for case in cases("statements", "signed_bytes", "accept"):
        given = case["given"]
        envelope = Envelope(given["payload"].encode(), given["type"], {})
        assert envelope.pae().decode() == case["gives"]["message"]
