"""Put a backup back: into a new folder, or into a node's own in place of what is there."""

import argparse
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from answerable.cli import backup, databases, node, passphrases, prepare, sole, staging, supervisor
from answerable.cli.databases import sqlite
from answerable.cli.errors import Misused, Refused
from answerable.safekeeping.archive import About
from answerable.safekeeping.errors import SafekeepingError

WORK = ".restore-work"
_DATABASE_URL = re.compile(r"(?mi)^[ \t]*database_url[ \t]*=.*\n?")
DATABASE_FILES = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm")


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    about: About
    logs: list[tuple[str, int]]
    has_keys: bool


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "restore",
        help="put a backup back",
        description="The node signs nothing afterwards until it has learned what it had said since "
        "the backup. With --replace the database that is there is moved aside, never deleted.",
    )
    add = parser.add_argument
    add("file", metavar="FILE", help="a backup of answerable backup --out")
    add("folder", metavar="HOME", help="a folder that does not exist yet or is empty")
    add("--keys", metavar="FILE", help="the keys' file of answerable backup --keys-out")
    add("--replace", action="store_true", help="into the folder of a node that is not running")
    address = parser.add_mutually_exclusive_group()
    address.add_argument(
        "--database-url", metavar="URL", help="an empty PostgreSQL database to fill"
    )
    address.add_argument(
        "--database-url-file", metavar="FILE", help="file with its address, where it has a password"
    )
    add("--passphrase-file", metavar="FILE", help="file with the backup's passphrase; - for stdin")
    add("--keys-passphrase-file", metavar="FILE", help="file with the passphrase of the keys' file")
    add("--identity", metavar="FILE", help="the secret half, if it was sealed to a recipient's key")


def run(args: argparse.Namespace) -> int:
    """Restore, or leave everything as it was."""
    home = Path(args.folder).resolve()
    os.umask(0o077)
    args.database_url = _database_url(args)
    try:
        restored = _replace(args, home) if args.replace else _make(args, home)
    except SafekeepingError as exc:
        raise Refused(f"the backup cannot be used: {exc}") from exc
    except OSError as exc:
        raise Refused(f"the backup cannot be put back: {exc.strerror or exc}") from exc
    _report(home, restored)
    return 0


def _database_url(args: argparse.Namespace) -> str | None:
    """Return the address of the database to fill; one with a password belongs into a file."""
    if args.database_url_file:
        return passphrases.read(args.database_url_file, "the database's address")
    url: str | None = args.database_url
    try:
        has_password = url is not None and urlsplit(url).password is not None
    except ValueError as exc:
        raise Misused("--database-url is no address") from exc
    if has_password:
        print(
            "everybody on this machine can see the password in --database-url while this runs: "
            "use --database-url-file",
            file=sys.stderr,
        )
    return url


def _make(args: argparse.Namespace, home: Path) -> Restored:
    """Build the folder beside its place, and move it there when whole."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(f"{home} is not empty; --replace puts a backup into a node's own folder")
    home.parent.mkdir(parents=True, exist_ok=True)
    building = home.with_name(f".{home.name}.new-{os.getpid()}")
    try:
        building.mkdir(mode=0o700)
        restored = _unpack(args, building)
        for name in ("keys", "evidence", "high-water"):
            (building / name).mkdir(mode=0o700, exist_ok=True)
        if not (building / "secret-key").exists():
            # Signs sessions only: with a new one everybody signs in again.
            (building / "secret-key").write_text(secrets.token_urlsafe(64) + "\n", encoding="ascii")
        logs = _fill(args, building, restored.about)
        os.sync()
        building.rename(home)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Restored(restored.about, logs, restored.has_keys)


def _replace(args: argparse.Namespace, home: Path) -> Restored:
    """Unpack inside the node's folder, check all of it, and then exchange what is to be exchanged.

    The high-water marks stay: they say what was signed after the backup.
    """
    if not any((home / name).exists() for name in ("node.toml", "keys", "high-water")):
        raise Refused(f"{home} is no node's folder; leave --replace out to make a new one")
    with supervisor.instance_lock(home):
        work = home / WORK
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            restored = _unpack(args, work)
            for name in ("secret-key", "node.toml"):
                if (home / name).exists() and not (work / name).exists():
                    shutil.copyfile(home / name, work / name)
            if restored.about["database"] == databases.SQLITE and _names_database(home):
                raise Refused(
                    "this node's settings name a PostgreSQL database; the backup is SQLite"
                )
            if restored.about["database"] == databases.POSTGRESQL and not args.database_url:
                raise Refused(
                    "this is a backup of a PostgreSQL database: make an empty one and name it with "
                    "--database-url; the old one stays as it is"
                )
            logs = _fill(args, work, restored.about)
            _exchange(home, work, url=args.database_url, with_keys=restored.has_keys)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Restored(restored.about, logs, restored.has_keys)


def _unpack(args: argparse.Namespace, folder: Path) -> Restored:
    with backup.open_backup(Path(args.file), args.passphrase_file, args.identity) as plain:
        about = staging.unpack(plain, folder, backup.DATA)
    is_sqlite = about["database"] == databases.SQLITE
    if is_sqlite and args.database_url:
        raise Misused("this is a backup of a SQLite database; it goes into no other kind")
    if is_sqlite and not (folder / "db.sqlite3").is_file():
        raise Refused("the backup holds no database")
    if args.keys:
        path = Path(args.keys)
        with backup.open_backup(path, args.keys_passphrase_file, args.identity) as plain:
            staging.unpack(plain, folder, backup.KEYS)
    return Restored(about, [], bool(args.keys))


def _fill(args: argparse.Namespace, folder: Path, about: About) -> list[tuple[str, int]]:
    """Bring the database into its state: a file that is checked, or tables that are filled."""
    if about["database"] == databases.SQLITE:
        return sqlite.mark_restored(folder / "db.sqlite3")
    if args.database_url:
        set_database_url(folder / "node.toml", args.database_url)
    node.start(argparse.Namespace(home=str(folder)))
    from django.db import connection

    from answerable.cli.databases import postgresql

    if connection.vendor != databases.POSTGRESQL:
        raise Misused("this is a backup of a PostgreSQL database: name one with --database-url")
    with sole.database():
        postgresql.check_empty()
        logs = postgresql.fill(about, folder / "tables")
    connection.close()
    shutil.rmtree(folder / "tables")
    return logs


def _exchange(home: Path, work: Path, *, url: str | None, with_keys: bool) -> None:
    """Put everything in its place; interrupted, the node does not start until it was run again."""
    mark = home / prepare.UNFINISHED
    if not mark.exists():
        _write_durably(mark, _free_name(home))
    aside = home / mark.read_text(encoding="ascii").strip()
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in sorted((work / "evidence").rglob("*")):
        target = home / path.relative_to(work)
        if path.is_file() and not target.exists():
            staging.make_folders(home, target.parent)
            path.rename(target)
    for path in sorted((work / "authorities").glob("*")):
        if not (home / "authorities" / path.name).exists():
            staging.make_folders(home, home / "authorities")
            path.rename(home / "authorities" / path.name)
    for name in ("keys", "secret-key") if with_keys else ():
        _swap(home / name, work / name, aside / name)
    for name in ("secret-key", "node.toml"):
        if (work / name).exists() and not (home / name).exists():
            (work / name).rename(home / name)
    if url:
        set_database_url(home / "node.toml", url)
    else:
        for name in DATABASE_FILES:
            if (home / name).exists() and not (aside / name).exists():
                (home / name).rename(aside / name)
            # Of a run that was interrupted; nothing of one database may meet another.
            (home / name).unlink(missing_ok=True)
        (work / "db.sqlite3").replace(home / "db.sqlite3")
    os.sync()
    mark.unlink()
    os.sync()


def _free_name(home: Path) -> str:
    """Name a folder for what is replaced that no restore before has used, in the same second."""
    name = f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    taken = {path.name for path in home.glob(f"{name}*")}
    return next(each for n in count() if (each := f"{name}-{n}" if n else name) not in taken)


def _swap(present: Path, new: Path, aside: Path) -> None:
    if present.is_file():
        # Never absent: without it not even the settings can be read.
        if not aside.exists():
            shutil.copyfile(present, aside)
        new.replace(present)
        return
    if present.exists() and not aside.exists():
        present.rename(aside)
    elif present.exists():
        # From a run that was interrupted after it had put this in place.
        shutil.rmtree(present)
    new.rename(present)


def _names_database(home: Path) -> bool:
    file = home / "node.toml"
    return file.exists() and bool(_DATABASE_URL.search(file.read_text(encoding="utf-8")))


def set_database_url(file: Path, url: str) -> None:
    """Write the address of the database into a settings file, in place of the one that is there."""
    if not url.isprintable():
        raise Misused("--database-url holds characters that cannot be printed")
    escaped = url.replace("\\", "\\\\").replace('"', '\\"')
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    kept = _DATABASE_URL.sub("", text)
    _write_durably(file, f'{kept.rstrip()}\ndatabase_url = "{escaped}"\n')


def _write_durably(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _compare_keys(home: Path) -> None:
    """Say which keys the database counts on and the folder lacks, in a process of that node."""
    done = subprocess.run(
        supervisor.python("key", "check", "--home", str(home)),
        capture_output=True,
        text=True,
        check=False,
    )
    missing = [line for line in done.stdout.splitlines() if line.startswith("missing")]
    print("\n".join(missing), end="\n" if missing else "")
    if missing:
        print("needs     these keys: answerable restore … --replace --keys FILE, of a newer backup")
    elif done.returncode:
        print(f"keys      not compared with the database: answerable key check --home {home}")


def _report(home: Path, restored: Restored) -> None:
    print(f"restored  {home}, as it was at {restored.about.get('made')}")
    for origin, size in restored.logs:
        print(f"log       {origin}  size {size}: what came after is not here")
    if restored.logs:
        print(
            "signs     nothing until it has learned what it had said since, from the other side's"
        )
        print("          node, a witness or a pouch: answerable recover says what is still needed")
    if not restored.has_keys and not any((home / "keys").rglob("*.key")):
        print("needs     its keys: answerable restore … --replace --keys FILE")
    if any((home / "keys").rglob("*.key")):
        _compare_keys(home)
    print("high-water marks are in no backup; do not copy them from elsewhere")
    print(
        f"start it  answerable up {shlex.quote(str(home))}   (or answerable upgrade, if it says so)"
    )
