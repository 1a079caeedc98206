"""What closes a kept file: a passphrase, recipients' keys, or expressly nothing."""

import io
import secrets
import subprocess
from pathlib import Path

import pyrage
import pytest

from answerable.safekeeping import archive, locks
from answerable.safekeeping.errors import DamagedSeal, NoPassphrase, SafekeepingError
from answerable.safekeeping.locks import Lock, Passphrase, Plain, Recipients

KEY = pyrage.x25519.Identity.generate()
LOCKS: list[Lock] = [
    Plain(),
    Passphrase("correct horse battery"),
    Recipients((str(KEY.to_public()),)),
]


def write(lock: Lock, data: bytes = b"x" * 300_000) -> bytes:
    out = io.BytesIO()
    with locks.closing(out, lock, secrets.token_bytes) as plain:
        writer = archive.Writer(plain, {})
        writer.add("a", len(data), io.BytesIO(data))
        writer.close()
    return out.getvalue()


def names(data: bytes, identity: str | None = str(KEY)) -> list[str]:
    ask = lambda: "correct horse battery"  # noqa: E731
    with locks.opening(io.BytesIO(data), ask, identity) as plain:
        return [member.name for member in archive.read(plain)[1]]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: type(lock).__name__)
def test_what_was_closed_opens(lock: Lock) -> None:
    assert names(write(lock)) == ["a"]


@pytest.mark.parametrize("lock", LOCKS[1:], ids=lambda lock: type(lock).__name__)
@pytest.mark.parametrize("cut", [1, 20, 30_000])
def test_a_file_that_is_cut_short_is_refused(lock: Lock, cut: int) -> None:
    whole = write(lock, secrets.token_bytes(300_000))

    with pytest.raises(SafekeepingError):
        names(whole[:-cut])


@pytest.mark.parametrize("lock", LOCKS[1:], ids=lambda lock: type(lock).__name__)
def test_a_changed_byte_is_found(lock: Lock) -> None:
    whole = bytearray(write(lock, secrets.token_bytes(300_000)))
    whole[-100_000] ^= 1

    with pytest.raises(SafekeepingError):
        names(bytes(whole))


def test_a_file_for_a_key_needs_that_key() -> None:
    whole = write(LOCKS[2])

    with pytest.raises(NoPassphrase, match="name the file"):
        names(whole, None)
    with pytest.raises(NoPassphrase, match="AGE-SECRET-KEY"):
        names(whole, "nonsense")
    with pytest.raises(SafekeepingError):
        names(whole, str(pyrage.x25519.Identity.generate()))


def test_the_age_command_opens_what_is_for_a_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"# a comment\n{KEY}\n")
    (tmp_path / "key").chmod(0o600)
    try:
        done = subprocess.run(
            ["age", "--decrypt", "-i", str(tmp_path / "key")],
            input=write(LOCKS[2]),
            capture_output=True,
            check=True,
        )
    except FileNotFoundError:
        pytest.skip("the age command is not installed")

    assert [m.name for m in archive.read(io.BytesIO(done.stdout))[1]] == ["a"]


def test_what_is_no_key_is_no_recipient() -> None:
    with pytest.raises(SafekeepingError, match="age1"):
        write(Recipients(("age1nonsense",)))


def test_what_is_neither_sealed_nor_an_archive_is_refused() -> None:
    with pytest.raises(DamagedSeal):
        names(b"hello")
