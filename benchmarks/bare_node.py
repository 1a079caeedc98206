"""Make a real node in a throw-away folder, with the settings that an operator gets."""

from __future__ import annotations

import argparse
import atexit
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

DATABASES = ("sqlite", "postgresql")


def add_database(parser: argparse.ArgumentParser) -> None:
    """Let a benchmark be run on either database."""
    parser.add_argument("--database", choices=DATABASES, default="sqlite")


def start(database: str = "sqlite") -> Path:
    """Make the node's folder and tables and load Django; return the folder, removed at exit.

    Once a process. Nothing of the test settings is in force: what is committed is made durable.
    """
    # Beside this file and not where temporary files are kept: that may be memory, not a disk.
    place = Path(__file__).resolve().parent.parent / "var"
    place.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="benchmark-", dir=place))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # Being told to stop is an end like any other: the folder goes.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    load(home, database)
    return home


def load(home: Path, database: str = "sqlite") -> None:
    """Make a node in an empty folder and load Django with it, once a process."""
    for name in [name for name in os.environ if name.startswith("ANSWERABLE_")]:
        del os.environ[name]
    (home / "secret-key").write_text(secrets.token_urlsafe(64), encoding="ascii")
    (home / "node.toml").write_text('log_level = "error"\n', encoding="ascii")
    if database == "postgresql":
        from tests import postgres

        os.environ["ANSWERABLE_DATABASE_URL"] = postgres.start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
    from answerable.cli import node
    from answerable.cli.prepare import prepare_here

    node.start(argparse.Namespace(home=str(home)))
    prepare_here()
