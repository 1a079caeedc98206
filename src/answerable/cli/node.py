"""Start Django for a command that works on a node; nothing else of the command line needs it."""

import argparse
import gc
import logging
import os
from pathlib import Path

from answerable.cli.errors import Misused

# These run on and tell what they do.
_SERVICES = ("worker", "serve")


def add_home(parser: argparse.ArgumentParser) -> None:
    """Let the command say which node: `--home FOLDER`, or else ANSWERABLE_HOME."""
    parser.add_argument("--home", metavar="FOLDER", help="the node's folder (or ANSWERABLE_HOME)")


def name_home(args: argparse.Namespace) -> None:
    """Tell the settings, and the processes that we start, which node is meant."""
    if args.home:
        os.environ["ANSWERABLE_HOME"] = str(Path(args.home).resolve())


def start(args: argparse.Namespace) -> None:
    """Load the node's settings and apps; raises `Misused` with the line that says what is wrong."""
    name_home(args)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.node.settings")
    import django

    from answerable.node.configuration import BadSetting

    try:
        django.setup()
    except BadSetting as exc:
        raise Misused(str(exc)) from exc
    if getattr(args, "command", "") not in _SERVICES:
        # A command answers on stdout and complains in a line; its log is for what went wrong.
        for handler in logging.getLogger().handlers:
            if type(handler) is logging.StreamHandler:
                handler.setLevel(max(handler.level, logging.WARNING))
    # What is loaded now stays as long as the process and need not be searched for garbage.
    gc.freeze()
