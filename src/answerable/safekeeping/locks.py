"""Open what a kept file is closed with: a passphrase, the keys of recipients, or nothing."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias, cast

import pyrage

from answerable.safekeeping import sealed
from answerable.safekeeping.errors import DamagedSeal, NoPassphrase, SafekeepingError

_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_BUFFER = 1024 * 1024


@dataclass(frozen=True)
class Passphrase:
    """Sealed with a passphrase."""

    text: str


@dataclass(frozen=True)
class Recipients:
    """Sealed to the age keys of recipients (`age1…`)."""

    keys: tuple[str, ...]

    def parsed(self) -> list[pyrage.x25519.Recipient]:
        """Give the keys as the library has them; raises SafekeepingError."""
        try:
            return [pyrage.x25519.Recipient.from_str(each) for each in self.keys]
        except pyrage.RecipientError as exc:
            raise SafekeepingError("a recipient is an age key such as age1…") from exc


@dataclass(frozen=True)
class Plain:
    """Not sealed at all."""


Lock: TypeAlias = Passphrase | Recipients | Plain


@contextmanager
def closing(out: BinaryIO, lock: Lock, draw: sealed.Draw) -> Iterator[BinaryIO]:
    """Give a file to write plain bytes into; they are sealed whole when the block ends well."""
    if isinstance(lock, Plain):
        yield out
    elif isinstance(lock, Passphrase):
        sealer = sealed.Sealer(out, lock.text, draw)
        yield cast(BinaryIO, sealer)
        sealer.close()
    else:
        recipients = lock.parsed()
        with _beside(lambda plain: pyrage.encrypt_io(plain, out, recipients), "wb") as plain:
            yield plain


@contextmanager
def opening(
    source: BinaryIO, ask: Callable[[], str], identity: str | None = None
) -> Iterator[BinaryIO]:
    """Give the plain bytes of a kept file; `ask` is asked for the passphrase only if one is needed.

    Raises SafekeepingError where it does not open.
    """
    beginning = source.read(len(sealed.MAGIC) + 10)
    source.seek(0)
    if beginning.startswith(_ZSTD):
        yield source
    elif not beginning.startswith(sealed.MAGIC):
        raise DamagedSeal("this is neither a sealed file nor an archive")
    elif beginning.endswith(b"-> scrypt "):
        yield io.BufferedReader(sealed.Opener(source, ask()), _BUFFER)
    elif identity is None:
        raise NoPassphrase("this file is sealed to a key: name the file that holds its secret half")
    else:
        try:
            key = pyrage.x25519.Identity.from_str(identity)
        except pyrage.IdentityError as exc:
            raise NoPassphrase("the identity file holds no age key (AGE-SECRET-KEY-1…)") from exc
        with _beside(lambda plain: pyrage.decrypt_io(source, plain, [key]), "rb") as plain:
            yield plain


@contextmanager
def _beside(work: Callable[[BinaryIO], object], mode: str) -> Iterator[BinaryIO]:
    """Run the library's one call beside us, with a pipe between: it reads or writes to the end."""
    reading, writing = os.pipe()
    ours, theirs = (writing, reading) if mode == "wb" else (reading, writing)
    failed: list[Exception] = []

    def run() -> None:
        try:
            with open(theirs, "rb" if mode == "wb" else "wb") as plain:  # noqa: PTH123
                work(plain)
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as exc:
            failed.append(exc)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with open(ours, "wb" if mode == "wb" else "rb") as plain:  # noqa: PTH123
            yield plain
    except BrokenPipeError:
        pass
    finally:
        thread.join()
    if failed:
        if isinstance(failed[0], OSError) and mode == "wb":
            raise failed[0]
        raise DamagedSeal("the sealed file does not open, is cut short, or was changed")
