"""Run a Django management command on the node: for operators who know Django."""

import argparse

from answerable.cli import node


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("manage", help="run a Django management command on the node")
    node.add_home(parser)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="COMMAND …")


def run(args: argparse.Namespace) -> int:
    """Hand the arguments to Django."""
    node.start(args)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["answerable manage", *args.arguments])
    return 0
