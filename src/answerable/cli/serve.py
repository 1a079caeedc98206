"""Run one of the node's two web listeners: the desk for its people, the channel for peers."""

import argparse
import os
import warnings

from answerable.cli import node
from answerable.cli.errors import Misused

THREADS = {"desk": 8, "channel": 4}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("serve", help="run one web listener (started by up)")
    node.add_home(parser)
    parser.add_argument("listener", choices=sorted(THREADS))


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT. Django is loaded by the server's own process only."""
    node.name_home(args)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from answerable.node.configuration import BadSetting, load

    try:
        settings = load(os.environ)
    except BadSetting as exc:
        raise Misused(str(exc)) from exc
    address = settings.desk_address if args.listener == "desk" else settings.channel_address
    warnings.filterwarnings("ignore", module="granian")
    Granian(
        f"answerable.node.wsgi_{args.listener}:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS[args.listener],
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        websockets=False,
        ssl_cert=settings.tls_certificate,
        ssl_key=settings.tls_key,
    ).serve()
    return 0
