"""Unpack a backup into a folder of its own, where nothing counts until all of it was checked."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO

from answerable.cli import databases
from answerable.cli.databases import schema
from answerable.cli.errors import Refused
from answerable.safekeeping import archive
from answerable.safekeeping.archive import About
from answerable.safekeeping.errors import DamagedArchive

# What may stand in each kind of backup, and where it goes; a name ending in / is a folder.
PLACES = {
    "data": {
        "database/db.sqlite3": "db.sqlite3",
        "database/tables/": "tables/",
        "evidence/": "evidence/",
        "settings/authorities/": "authorities/",
        "settings/node.toml": "node.toml",
    },
    "keys": {"keys/": "keys/", "secret-key": "secret-key"},
}


def unpack(plain: BinaryIO, folder: Path, kind: str) -> About:
    """Write every file of a backup of this kind below a folder, durably; return what it is.

    Raises SafekeepingError for a backup that does not hold, and Refused for another kind, a newer
    version, or more than the disk takes. What was written before that is for the caller to remove.
    """
    about, members = archive.read(plain)
    if about.get("kind") != kind:
        raise Refused(f"this is no backup of {kind}, but of {about.get('kind')!r}")
    _check_about(about)
    for member in members:
        path = folder / _place(member.name, kind)
        if member.size > shutil.disk_usage(folder).free:
            raise Refused("the disk has too little space for what is in the backup")
        make_folders(folder, path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            member.copy(file)
    # One call for all of them, since there may be very many small files.
    os.sync()
    return about


def make_folders(root: Path, folder: Path) -> None:
    """Make a folder below `root` and those between, readable by nobody else."""
    for part in reversed([folder, *folder.parents]):
        if part.is_relative_to(root):
            part.mkdir(mode=0o700, exist_ok=True)


def _check_about(about: About) -> None:
    """Look at what the rest relies on; raises DamagedArchive or Refused."""
    if about["kind"] != "data":
        return
    migrations = about.get("migrations")
    if about.get("database") not in (databases.SQLITE, databases.POSTGRESQL):
        raise DamagedArchive("the backup names a database of an unknown kind")
    if not isinstance(migrations, list) or not all(_is_pair(each) for each in migrations):
        raise DamagedArchive("the backup does not say which version its tables have")
    sequences = about.get("sequences", {})
    if not isinstance(sequences, dict) or not all(type(n) is int for n in sequences.values()):
        raise DamagedArchive("the backup's sequences are not numbers")
    newer = schema.unknown((app, name) for app, name in migrations)
    if newer:
        raise Refused(
            f"the backup is of a newer version ({about.get('software')}; {newer[0]} is not known "
            "here): install that version, and restore with it"
        )


def _place(name: str, kind: str) -> str:
    for known, place in PLACES[kind].items():
        if name == known:
            return place
        if known.endswith("/") and name.startswith(known):
            return place + name.removeprefix(known)
    raise DamagedArchive(f"the backup holds {name!r}, which belongs to no part of a node")


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [str, str]
