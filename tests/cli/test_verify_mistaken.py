"""`answerable verify` given what it cannot verify says what that is, and does not say it fails."""

from pathlib import Path

import pytest

from answerable.cli.main import main


def _told(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str]:
    code = main(["verify", str(path)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.pouch", b"age-encryption.org/v1\n-> X25519 abc\n", "is a pouch"),
        ("a.txt", b"words of a person\n", "neither a .tlog-proof"),
        ("empty", b"", "neither a .tlog-proof"),
    ],
)
def test_a_file_of_another_kind_is_named(
    name: str, data: bytes, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)

    code, told = _told(capsys, tmp_path / name)

    assert (code, word in told, told.count("\n")) == (2, True, 1), told


@pytest.mark.parametrize(
    ("member", "word"),
    [
        ("manifest.dsse", "an unpacked pouch"),
        ("entry.json", "an unpacked evidence package"),
        ("photo.jpg", "no exported log"),
    ],
)
def test_a_folder_of_another_kind_is_named(
    member: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / member).write_bytes(b"x")

    code, told = _told(capsys, tmp_path)

    assert (code, word in told, told.count("\n")) == (2, True, 1), told
