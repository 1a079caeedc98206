"""Bring a node's database and static files up to the installed version; `up` does it first."""

import argparse
import contextlib
import hashlib
import logging
import os
import sys
from pathlib import Path

import answerable
from answerable.cli import node
from answerable.cli.errors import Refused

STAMP = "static/.collected"


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

    _check_keys()
    bring_up_to_date()
    collect_static()
    monitoring.make_token()
    _compare_with_what_was_signed()
    connection.close()


def bring_up_to_date() -> None:
    """Bring the database to the installed version's tables; raises `Refused` if it cannot."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    os.umask(0o077)
    home: Path = settings.NODE.home
    for folder in (home / "evidence", home / "keys"):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
    except DatabaseError as exc:
        raise Refused(f"the database cannot be used: {_first_line(exc)}") from exc


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


def _compare_with_what_was_signed() -> None:
    """Log what the ledger finds when it compares the database with the high-water files."""
    from answerable.node.ledger import services as ledger

    log = logging.getLogger("answerable.node.start")
    for line in ledger.check_start():
        log.warning("start: %s", line)


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
