"""Remember outside the database how far each own log was published.

A database that was restored from a backup does not know what it has signed since; these small
files do. They are written after the commit and before anything is served, and belong in no
ordinary backup.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from answerable.node.ledger.keylock import sync_folder
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.recovery import HighWater

# The system's own id: systemd and D-Bus keep it here, and it is not to be shown to others.
SYSTEM_ID: Final = Path("/etc/machine-id")


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
        _write(path, mark.encode())


def replace(mark: HighWater) -> None:
    """Write the mark durably whatever stood there: only once it is proven that the log is whole."""
    path = _path(mark.origin)
    with _locked(path.parent):
        _write(path, mark.encode())


def machine(system_id: Path = SYSTEM_ID) -> str:
    """Name this data folder and the machine it lies on, so that a copy of either is noticed.

    Random, made once for the folder; then, where the system has an id of its own, a dot and the
    start of that id's hash: a disk that is moved or cloned begins as suspect.
    """
    folder = _folder()
    path = folder / "machine"
    with _locked(folder):
        if not path.exists():
            _write(path, secrets.token_hex(16).encode("ascii"))
        name = path.read_text(encoding="ascii").strip()
    try:
        return f"{name}.{hashlib.sha256(system_id.read_bytes().strip()).hexdigest()[:8]}"
    except OSError:
        return name


def _write(path: Path, data: bytes) -> None:
    """Put a file in place whole and durably."""
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


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
