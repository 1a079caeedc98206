"""Bring a node's database and static files up to the installed version; `up` does it first."""

import argparse
import contextlib
import hashlib
import logging
import os
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

import answerable
from answerable.cli import node, sole
from answerable.cli.databases import schema, sqlite
from answerable.cli.errors import Refused

STAMP = "static/.collected"
# Lies in the folder while `answerable restore` puts things in their places.
UNFINISHED = "restore-unfinished"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("prepare", help="bring the database and files up to date")
    node.add_home(parser)


def run(args: argparse.Namespace) -> int:
    """Prepare the node; the same twice does nothing the second time."""
    node.start(args)
    prepare_here()
    return 0


def prepare_here() -> None:
    """Migrate, collect static files if they changed, and compare the logs with what was signed."""
    from django.db import connection

    from answerable.node.ledger import monitoring

    check_not_half_restored()
    _check_keys()
    with sole.database():
        bring_up_to_date()
        check_database()
    collect_static()
    monitoring.make_token()
    compare_with_what_was_signed()
    connection.close()


def bring_up_to_date() -> None:
    """Make the tables of a new database; raises `Refused` for one of another version that is used.

    What people wrote is never changed in passing: that is for `answerable upgrade`, which makes a
    backup first.
    """
    from django.conf import settings
    from django.db import DatabaseError

    os.umask(0o077)
    home: Path = settings.NODE.home
    for folder in (home / "evidence", home / "keys"):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        check_not_newer()
        if not schema.pending():
            return
        _check_not_lost(home)
        if schema.holds_data():
            raise Refused(
                "the database is of an older version: bring it to this one with "
                f"`answerable upgrade {home}`, which makes a backup first"
            )
        migrate()
    except DatabaseError as exc:
        raise Refused(f"the database cannot be used: {_first_line(exc)}") from exc


def _check_not_lost(home: Path) -> None:
    """Raise `Refused` where this node has signed and its database is not there.

    A new one in its place would say "ready" and know of nothing that was said.
    """
    signed = (*(home / "high-water").glob("*"), *(home / "keys" / "logs").glob("*.key"))
    if signed and not schema.applied():
        raise Refused(
            "this node has signed before, and its database is missing or empty: put the last "
            f"backup back with `answerable restore FILE {shlex.quote(str(home))} --replace`"
        )


def migrate() -> None:
    """Take every step that this version of the program has and the database has not."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def check_not_newer() -> None:
    """Raise `Refused` where a newer version of the program has changed the tables."""
    newer = schema.unknown(schema.applied())
    if newer:
        raise Refused(
            f"this database is of a newer version than answerable {answerable.__version__} "
            f"({newer[0]} is not known here): install the newer version"
        )


def check_database() -> None:
    """Raise `Refused` unless the database keeps what it commits and its pages are whole."""
    from django.db import DatabaseError, connection

    if connection.vendor != "sqlite":
        return
    try:
        sqlite.check_can_be_trusted()
    except DatabaseError as exc:
        raise Refused(f"the database cannot be used: {_first_line(exc)}") from exc


def check_not_half_restored() -> None:
    """Raise `Refused` where `answerable restore` was interrupted between two of its last steps."""
    from django.conf import settings

    home: Path = settings.NODE.home
    if (home / UNFINISHED).exists():
        raise Refused(
            "a restore into this folder was interrupted: run the same answerable restore again"
        )


def collect_static() -> None:
    """Gather the static files of all apps in the node's folder, unless they are as they were."""
    from django.conf import settings
    from django.core.management import call_command

    fingerprint = static_fingerprint()
    stamp: Path = settings.NODE.home / STAMP
    if not stamp.exists() or stamp.read_text(encoding="ascii") != fingerprint:
        with contextlib.redirect_stdout(sys.stderr):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint, encoding="ascii")


def _check_keys() -> None:
    """Refuse to start where the key files cannot be opened: half a node helps nobody."""
    from answerable.node.ledger import keylock
    from answerable.node.ledger.errors import BadKeyFile

    try:
        keylock.check()
    except BadKeyFile as exc:
        raise Refused(str(exc)) from exc


def compare_with_what_was_signed() -> None:
    """Log what the ledger finds when it compares the database with high-water and key files."""
    from answerable.node.ledger import absent_keys, pouches
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.errors import LedgerError

    log = logging.getLogger("answerable.node.start")
    for line in ledger.check_start():
        log.warning("start: %s", line)
    for key in absent_keys.find():
        log.warning("start: a key that counts is not in the folder: %s", key)
    try:
        pouches.open_waiting(at=datetime.now(UTC))
    except (LedgerError, OSError):
        # A node whose quarantine cannot be read still serves its people.
        log.exception("start: pouches not looked at")


def static_fingerprint() -> str:
    """Return a hash that changes when a static file of any app does."""
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256(answerable.__version__.encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: str(pair[0])):
            file = Path(storage.path(path))
            status = file.stat()
            found.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _first_line(exc: Exception) -> str:
    return str(exc).strip().splitlines()[0] if str(exc).strip() else type(exc).__name__
