"""Do the node's jobs until told to stop."""

import argparse
import contextlib
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from random import SystemRandom

from answerable.cli import node
from answerable.cli.errors import Refused

# "answerable node" as a number: PostgreSQL names its advisory locks so.
LOCK_NUMBER = 0x616E7377


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("worker", help="do the node's jobs (started by up)")
    node.add_home(parser)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT."""
    node.start(args)
    from django.conf import settings

    from answerable.node.jobs.worker import Worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _sole_worker():
        Worker(
            "main",
            threads=settings.NODE.worker_threads,
            clock=lambda: datetime.now(UTC),
            random=SystemRandom(),
        ).run(stop)
    return 0


@contextlib.contextmanager
def _sole_worker() -> Iterator[None]:
    """Hold the database for this node: on PostgreSQL two folders could name the same one."""
    from django.db import connections

    connection = connections.create_connection("default")
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
        row = cursor.fetchone()
        if not row or not row[0]:
            raise Refused("another node works on this database")
        yield
    connection.close()
