"""Do the node's jobs until told to stop."""

import argparse
import signal
import threading
from datetime import UTC, datetime
from random import SystemRandom

from answerable.cli import node, sole


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
    with sole.database():
        Worker(
            "main",
            threads=settings.NODE.worker_threads,
            clock=lambda: datetime.now(UTC),
            random=SystemRandom(),
        ).run(stop)
    return 0
