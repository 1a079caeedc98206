"""Make a real node in a throw-away folder, with the settings that an operator gets."""

from __future__ import annotations

import argparse
import atexit
import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

DATABASES = ("sqlite", "postgresql")
FILLED = "filled.json"
FILLING = ("archive.py", "cases.py", "correspondence.py")


def add_database(parser: argparse.ArgumentParser) -> None:
    """Let a benchmark be run on either database."""
    parser.add_argument("--database", choices=DATABASES, default="sqlite")


def start(database: str = "sqlite") -> Path:
    """Make the node's folder and tables and load Django; return the folder, removed at exit.

    Once a process. Nothing of the test settings is in force: what is committed is made durable.
    """
    home = Path(tempfile.mkdtemp(prefix="benchmark-", dir=_place()))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # Being told to stop is an end like any other: the folder goes.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    load(home, database)
    return home


def start_kept(name: str, database: str = "sqlite") -> tuple[Path, bool]:
    """Load a node that stays for the next run; return its folder, and whether it is filled already.

    `keep` says that it is; one whose filling was broken off is made anew.
    """
    home = _kept(name, database)
    is_filled = (home / FILLED).exists()
    if not is_filled:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o755)
    load(home, database, is_kept=True)
    return home, is_filled


def forget(name: str, database: str) -> None:
    """Remove a node that was kept."""
    shutil.rmtree(_kept(name, database), ignore_errors=True)


def keep(home: Path, what: dict[str, str]) -> None:
    """Say of a node that it is filled, and with what."""
    (home / FILLED).write_text(json.dumps(what), encoding="utf-8")


def kept(home: Path) -> dict[str, str]:
    """Return what was said of a node when it was filled."""
    said: dict[str, str] = json.loads((home / FILLED).read_text(encoding="utf-8"))
    return said


def fingerprint(*more: object) -> str:
    """Return a name that changes with the tables, with how they are filled, and with what is given.

    Migrations count by their names: they are not changed once they are out.
    """
    root = _place().parent
    migrations = sorted(
        str(one.relative_to(root)) for one in root.glob("src/answerable/node/*/migrations/0*.py")
    )
    filling = [(root / "benchmarks" / one).read_text(encoding="utf-8") for one in FILLING]
    told = "\n".join([*migrations, *filling, *map(str, more)])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _kept(name: str, database: str) -> Path:
    return _place() / f"filled-{database}-{name}"


def _place() -> Path:
    # Beside this file and not where temporary files are kept: that may be memory, not a disk.
    place = Path(__file__).resolve().parent.parent / "var"
    place.mkdir(exist_ok=True)
    return place


def load(home: Path, database: str = "sqlite", *, is_kept: bool = False) -> None:
    """Load Django with the node in this folder, once a process; an empty folder becomes one."""
    for name in [name for name in os.environ if name.startswith("ANSWERABLE_")]:
        del os.environ[name]
    if not (home / "secret-key").exists():
        (home / "secret-key").write_text(secrets.token_urlsafe(64), encoding="ascii")
        (home / "node.toml").write_text('log_level = "error"\n', encoding="ascii")
    if database == "postgresql":
        from tests import postgres

        os.environ["ANSWERABLE_DATABASE_URL"] = (
            postgres.start_in(home / "postgres") if is_kept else postgres.start()
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
    from answerable.cli import node
    from answerable.cli.prepare import prepare_here

    node.start(argparse.Namespace(home=str(home)))
    prepare_here()
