"""Remember outside the database how far each own log was published.

A database that was restored from a backup does not know what it has signed since; these small
files do. They are written after the commit and before anything is served, and belong in no
ordinary backup.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from answerable.node.ledger.keyfiles import sync_folder
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.recovery import HighWater


def read(origin: str) -> HighWater | None:
    """Return the mark of a log, or None when there is none. Raises NotCanonical if damaged."""
    try:
        return HighWater.decode(_path(origin).read_bytes())
    except FileNotFoundError:
        return None


def raise_to(mark: HighWater) -> None:
    """Write the mark durably, unless a higher one is there already."""
    path = _path(mark.origin)
    with _locked(path.parent):
        known = read(mark.origin)
        if known is not None and known.size >= mark.size:
            return
        draft = path.with_suffix(".new")
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(mark.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)


def machine() -> str:
    """Name this data folder: random, made once, so that a copied database alone is noticed.

    Not the computer's own name: moving a node with its whole folder is a legitimate act.
    """
    folder = _folder()
    path = folder / "machine"
    with _locked(folder):
        if not path.exists():
            path.write_text(secrets.token_hex(16), encoding="ascii")
            sync_folder(folder)
        return path.read_text(encoding="ascii").strip()


def _path(origin: str) -> Path:
    return _folder() / f"{origin_hash(origin)}.json"


def _folder() -> Path:
    home: Path = settings.NODE.home
    folder = home / "high-water"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time write here; the lock falls with the process that holds it."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
