"""Name the witnesses of a channel, and bring what they countersigned: `channel witness`."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from answerable.cli import folders
from answerable.cli.errors import Misused

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel

ACTIONS = ("add", "list", "remove", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the deed's arguments."""
    parser.add_argument("what", metavar="CHANNEL")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument(
        "value",
        metavar="VKEY|FILE",
        nargs="?",
        help="add, remove: the witness's verifier key; note: a note of a log of this channel that "
        "a witness countersigned",
    )


def run(channel: "Channel", args: argparse.Namespace) -> None:
    """Do it; raises Misused or the ledger's errors."""
    from answerable.node.ledger import services as ledger
    from answerable.protocol.note import MAX_BYTES

    if (args.action == "list") != (args.value is None):
        raise Misused("add and remove take a verifier key, note takes a file, list takes nothing")
    now = datetime.now(UTC)
    if args.action == "list":
        for each in ledger.witness_keys(channel):
            print(each.format())
    elif args.action == "add":
        print(f"added {ledger.witnesses.add(channel, args.value, at=now).name}")
    elif args.action == "remove":
        ledger.witnesses.remove(channel, args.value, at=now)
        print("removed; what it countersigned stays")
    else:
        note = folders.read_file(Path(args.value), MAX_BYTES)
        print(f"{ledger.witnesses.take_note(channel, note, at=now)} new")
