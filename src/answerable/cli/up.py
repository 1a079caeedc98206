"""Run a node: prepare it, then keep both web listeners and the worker running until stopped."""

import argparse
import os
import subprocess
import sys

from answerable.cli import node, supervisor
from answerable.cli.errors import Misused


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "up",
        help="run a node: both web listeners and the worker",
        description="Holds the folder's lock, brings the database up to date, starts the desk, "
        "the channel and the worker, and stops all of them on Ctrl-C.",
    )
    node.add_home(parser)
    parser.add_argument(
        "home_folder",
        nargs="?",
        metavar="HOME",
        help="the node's folder (or --home, or ANSWERABLE_HOME)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the node; 0 after an orderly stop."""
    args.home = args.home or args.home_folder
    node.name_home(args)
    from answerable.node.configuration import BadSetting, load

    try:
        settings = load(os.environ)
    except BadSetting as exc:
        raise Misused(str(exc)) from exc
    desk, channel = settings.desk_address, settings.channel_address
    scheme = "https" if settings.tls_certificate else "http"

    def started() -> bool:
        if not all(supervisor.answers(_near(a.host), a.port) for a in (desk, channel)):
            return False
        print(f"desk     {scheme}://{desk}/\nchannel  {scheme}://{channel}/\nready", flush=True)
        return True

    with supervisor.instance_lock(settings.home) as lock:
        supervisor.check_free(desk.host, desk.port)
        supervisor.check_free(channel.host, channel.port)
        prepared = subprocess.run(supervisor.python("prepare"), check=False, pass_fds=[lock])
        if prepared.returncode:
            return prepared.returncode
        return supervisor.Supervisor(
            [
                supervisor.Child("desk", supervisor.python("serve", "desk")),
                supervisor.Child("channel", supervisor.python("serve", "channel")),
                supervisor.Child("worker", supervisor.python("worker"), final=frozenset({1, 2})),
            ],
            lock,
            say=lambda line: print(f"answerable up: {line}", file=sys.stderr, flush=True),
        ).run(started)


def _near(host: str) -> str:
    """Return an address of this machine at which a listener on `host` answers."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
