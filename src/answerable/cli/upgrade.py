"""Bring a node's database to the installed version: backup first, then change, then check."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

import answerable
from answerable.cli import backup, node, passphrases, prepare, sole, supervisor
from answerable.cli.databases import schema
from answerable.cli.errors import Misused, Refused
from answerable.safekeeping import locks

FOLDER = "backups"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "upgrade",
        help="bring a node's database to the installed version",
        description="Takes a backup into HOME/backups first. It lies beside the database and is as "
        "plain as that; with --passphrase-file it is sealed, and the keys' file is written too.",
    )
    node.add_home(parser)
    parser.add_argument("home_folder", nargs="?", metavar="HOME", help="the node's folder")
    parser.add_argument("--passphrase-file", metavar="FILE", help="seal the backup; - for stdin")
    parser.add_argument(
        "--keys-passphrase-file", metavar="FILE", help="write the keys too, sealed with this"
    )


def run(args: argparse.Namespace) -> int:
    """Upgrade; the same twice does nothing the second time."""
    args.home = args.home or args.home_folder
    node.start(args)
    from django.conf import settings
    from django.db import DatabaseError, connection

    home: Path = settings.NODE.home
    os.umask(0o077)
    prepare.check_not_half_restored()
    with supervisor.instance_lock(home), sole.database():
        try:
            prepare.check_not_newer()
            steps = schema.pending()
            if not schema.applied():
                raise Refused("this node has no database yet; see answerable init")
            prepare.check_database()
            if not steps:
                print(f"nothing to do: the database is of version {answerable.__version__}")
                return 0
            made = _back_up(args, home)
            _migrate(made, home, steps)
        except DatabaseError as exc:
            first = (str(exc).strip().splitlines() or [type(exc).__name__])[0]
            raise Refused(f"the database cannot be used: {first}") from exc
        prepare.collect_static()
        prepare.compare_with_what_was_signed()
        connection.close()
    print(f"upgraded  {home} to version {answerable.__version__}")
    return 0


def _migrate(made: Path, home: Path, steps: list[str]) -> None:
    """Take the steps; whatever goes wrong, say how to get back."""
    back = f"answerable restore {made} {home} --replace"
    try:
        prepare.migrate()
        prepare.check_database()
    except Exception as exc:
        first = (str(exc).strip().splitlines() or [type(exc).__name__])[0]
        raise Refused(
            f"the upgrade failed ({first}); the backup is {made}: put it back with the version "
            f"that was installed before, by {back}"
        ) from exc
    for step in steps:
        print(f"changed   {step}")


def _back_up(args: argparse.Namespace, home: Path) -> Path:
    """Make the backup that leads back, and name it."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for abandoned in folder.glob("*.new"):
        abandoned.unlink()
    name = f"before-{answerable.__version__}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    lock, keys_lock = _locks(args)
    out = folder / f"{name}.backup"
    keys_out = folder / f"{name}.keys" if keys_lock else None
    found = backup.make(out, lock, keys_out, keys_lock)
    print(f"backup    {out}")
    backup.report(found)
    return out


def _locks(args: argparse.Namespace) -> tuple[locks.Lock, locks.Lock | None]:
    lock: locks.Lock = locks.Plain()
    keys_lock: locks.Lock | None = None
    if args.passphrase_file is not None:
        lock = locks.Passphrase(
            passphrases.get(args.passphrase_file, "--passphrase-file", "Passphrase", is_new=True)
        )
    if args.keys_passphrase_file is not None:
        option = "--keys-passphrase-file"
        text = passphrases.get(args.keys_passphrase_file, option, "Passphrase", is_new=True)
        if lock == locks.Passphrase(text):
            raise Misused("the keys' file needs a passphrase of its own")
        keys_lock = locks.Passphrase(text)
    return lock, keys_lock
