"""The folders for pouches: what was sealed and may be handed out, and what is being opened."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from answerable.node.ledger.keylock import sync_folder
from answerable.node.ledger.models import Pouch

_NOTED = "noted.json"
_MANIFEST = "manifest.dsse"
_MEMBERS = "members"


def out_tray() -> Path:
    """Return the folder of sealed pouches; only this node's user can read it."""
    return _folder("out-tray")


def quarantine() -> Path:
    """Return the folder in which pouches are opened."""
    return _folder("quarantine")


def kept_file(pouch: Pouch) -> Path | None:
    """Return the file of a pouch that was sealed here, while it lies in the out-tray."""
    path = out_tray() / pouch.name
    return path if pouch.kept and path.is_file() else None


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Let one process at a time seal, or open; the lock falls with the process that holds it.

    Raises BlockingIOError where it is held and is not waited for.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


class Stall:
    """The place of one pouch in the quarantine.

    `members` is what was unpacked. Once `finish` has written the manifest the pouch is known to be
    whole and for us, and can be taken again after a kill; before, it is swept away.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.members = folder / _MEMBERS

    @classmethod
    def new(cls) -> "Stall":
        """Make a place for a pouch that begins to be unpacked."""
        folder = quarantine() / f"new-{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        return cls(folder)

    @classmethod
    def all(cls) -> list["Stall"]:
        """Return every place that holds a whole pouch, the oldest first."""
        found = [each for each in quarantine().iterdir() if (each / _MANIFEST).is_file()]
        return [cls(each) for each in sorted(found, key=lambda each: each.stat().st_mtime_ns)]

    @property
    def digest(self) -> str:
        """Return the digest of the pouch's file."""
        return self.folder.name

    def finish(self, signed: bytes, digest: str, name: str, size: int) -> None:
        """Write down, durably, that the pouch is whole; its place is then named by its digest."""
        (self.folder / _NOTED).write_text(json.dumps({"name": name, "bytes": size}))
        _write(self.folder / _MANIFEST, signed)
        sync_folder(self.folder)
        place = self.folder.with_name(digest)
        shutil.rmtree(place, ignore_errors=True)
        self.folder.rename(place)
        sync_folder(place.parent)
        self.folder, self.members = place, place / _MEMBERS

    def signed(self) -> bytes:
        """Return the manifest as it was signed."""
        return (self.folder / _MANIFEST).read_bytes()

    def unpacked(self) -> int:
        """Return how much room its files take."""
        return self.members.stat().st_size

    def noted(self) -> tuple[str, int]:
        """Return the file's name and size."""
        found = json.loads((self.folder / _NOTED).read_text())
        return str(found["name"]), int(found["bytes"])

    def read(self, offset: int, size: int) -> bytes:
        """Read a piece of what was unpacked."""
        with self.members.open("rb", buffering=0) as file:
            return os.pread(file.fileno(), size, offset)

    def drop(self) -> None:
        """Delete the pouch."""
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep() -> None:
    """Delete what a kill left behind half unpacked. Only while the quarantine is locked."""
    for each in quarantine().iterdir():
        if each.is_dir() and not (each / _MANIFEST).is_file():
            shutil.rmtree(each, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _folder(name: str) -> Path:
    home: Path = settings.NODE.home
    folder = home / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
