"""`answerable proof --zip` and `answerable verify` on packages, as somebody without a node."""

from dataclasses import replace
from pathlib import Path

import pytest

from answerable.protocol import history, stored_zip
from answerable.protocol.keys import VerifierKey
from answerable.protocol.package import CONTENT
from tests.protocol import make
from tests.protocol.packages import SEALED, WITNESS, changed, packed, parts, said
from tests.protocol.test_command_line import FOUNDING, LOG, MIRROR, run, write

PACKED = packed(parts(contents=[SEALED], witnessed=True))
HOLDS = (
    "holds: entry 3 of 4; 2 receipts (bob.example/answerable/delivery 2026-01-02T03:04:05Z, "
    "bob.example/answerable/mirror 2026-01-02T03:04:05Z); 1 witness (witness.example/w "
    "2026-01-02T03:04:05Z); {origin}; raise of 2026-01-02T03:04:05Z by office; 1 content; "
)
ORIGIN = make.channel().origin("alice")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "message.zip"
    path.write_bytes(PACKED)
    return path


def test_a_package_is_verified_in_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "verify", file)

    assert code == 0
    assert said == HOLDS.format(origin=ORIGIN) + "keys from the package itself\n"


def test_keys_from_elsewhere_count_and_are_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FOUNDING)

    assert "keys from the keys given" in run(capsys, "verify", file, LOG, MIRROR)[1]
    given = run(capsys, "verify", file, "--genesis", tmp_path / "genesis.json")
    assert "keys from the genesis given" in given[1]
    given = run(capsys, "verify", file, "--policy", tmp_path / "policy")
    assert "keys from the policy given" in given[1]


def test_a_key_that_did_not_sign_is_missed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = VerifierKey("other.example/w", 4, make.key("other").public).format()

    code, said = run(capsys, "verify", file, LOG, other)

    assert (code, "did not sign" in said) == (1, True)


def test_another_founding_document_is_not_that_of_the_package(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make.signed_genesis(make.channel("alice", "carol"))
    write(tmp_path, {"other.json": other})

    assert run(capsys, "verify", file, "--genesis", tmp_path / "other.json")[0] == 1


@pytest.mark.parametrize("member", ["entry.json", "policy", "vkeys", "genesis.json"])
def test_what_was_changed_is_named(
    member: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = stored_zip.read(PACKED)[member]
    file.write_bytes(changed(PACKED, **{member: make.flipped(value, len(value) // 2)}))

    code, said = run(capsys, "verify", file)

    assert (code, f"does not hold: {member}:" in said) == (1, True)


def test_a_message_nobody_countersigned_is_said_to_be_that(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(packed(parts(receipted=False)))

    assert "0 receipts; not countersigned by the other party" in run(capsys, "verify", file)[1]


def test_a_file_too_large_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(stored_zip.MAX_BYTES + 1)

    code, said = run(capsys, "verify", path)

    assert (code, "larger than" in said) == (1, True)


def exported(folder: Path) -> Path:
    alice, _ = said_with_witness()
    policy = replace(alice.own, witnesses=(WITNESS,)).policy().encode()
    extra = FOUNDING | {"policy": policy}
    return write(folder, dict(history.export(alice.store, alice.own.origin, extra=extra)))


def said_with_witness() -> tuple[make.Node, int]:
    return said(witnessed=True)


def test_a_package_is_made_from_an_exported_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = exported(tmp_path / "log"), tmp_path / "out.zip"

    assert run(capsys, "proof", folder, "--index", "3", "--zip", out) == (0, f"{out}\n")
    assert out.stat().st_mode & 0o077 == 0

    code, line = run(capsys, "verify", out)
    assert (code, "1 witness" in line, "0 contents" in line) == (0, True, True)
    assert not any(name.startswith(CONTENT) for name in stored_zip.read(out.read_bytes()))


def test_what_cannot_be_packed_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = exported(tmp_path / "log"), tmp_path / "out.zip"
    wrong = [
        (("--index", "9"), 1),
        ((), 2),
        (("--index", "3", "--with-content"), 2),
    ]
    for more, code in wrong:
        assert run(capsys, "proof", folder, *more, "--zip", out)[0] == code
        assert not out.exists()
    assert run(capsys, "proof", folder, "--index", "3", "--with-content")[0] == 2
    entries = folder / "tile" / "entries" / "000.p" / "4"
    entries.write_bytes(make.flipped(entries.read_bytes(), -5))
    assert run(capsys, "proof", folder, "--index", "3", "--zip", out)[0] == 1
    out.write_bytes(b"")
    assert run(capsys, "proof", folder, "--index", "3", "--zip", out)[0] == 2
    assert run(capsys, "proof", folder, "--index", "2", "--zip", tmp_path / "no" / "out")[0] == 1
