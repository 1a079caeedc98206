"""Bring back a node whose database was put back, moved or lost: ask, take back, and only then sign.

Without options it asks the other side of every channel in doubt, takes back what is missing, and
says what is still needed. Where nothing can prove the log whole, --new-log ends it where the
other side last countersigned it, and begins the next.
"""

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from answerable.cli import node, refusals
from answerable.cli.errors import Refused

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "recover",
        help="bring back a node whose database was put back",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    node.add_home(parser)
    parser.add_argument("channel", nargs="?", metavar="CHANNEL", help="default: all in doubt")
    parser.add_argument(
        "--restored", action="store_true", help="say that the database was put back: sign nothing"
    )
    parser.add_argument(
        "--moved",
        action="store_true",
        help="say that the folder was moved here, and the old machine runs no more",
    )
    parser.add_argument(
        "--new-log", action="store_true", help="end the log that is in doubt and begin the next"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before --new-log")


def run(args: argparse.Namespace) -> int:
    """Recover; 0 when every channel that was named may be signed again, else 1."""
    node.start(args)
    from answerable.node.ledger.errors import LedgerError

    try:
        channels = _channels(args)
        left = [channel.slug for channel in channels if not _recover(channel, args)]
    except LedgerError as exc:
        raise Refused(refusals.say(exc)) from exc
    if not channels:
        print("no channel is in doubt")
    if left:
        raise Refused(f"still signs nothing in: {', '.join(left)}")
    return 0


def _channels(args: argparse.Namespace) -> list["Channel"]:
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.models import Channel

    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED, channel_id__isnull=False)
    signed = signed.select_related("ours", "theirs").order_by("slug")
    if args.channel:
        signed = signed.filter(slug=args.channel)
        if not signed:
            raise Refused(f"there is no signed channel {args.channel!r}")
    found = list(signed)
    if args.restored:
        for channel in found:
            ledger.doubts.by_hand(channel)
        return found
    # Looks at every log again, so that a doubt that nobody has met yet is known.
    ledger.check_start()
    return found if args.channel else [each for each in found if ledger.recovering.need_of(each)]


def _recover(channel: "Channel", args: argparse.Namespace) -> bool:
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger import wording
    from answerable.protocol.changes import EpochReason

    now = datetime.now(UTC)
    if channel.peer_url:
        _ask(channel, now)
    need = ledger.recovering.need_of(channel)
    if need is not None and args.moved:
        ledger.recovering.settle(channel, at=now, is_moved=True)
        need = ledger.recovering.need_of(channel)
    if need is not None and args.new_log:
        _confirm(channel, args)
        reason = EpochReason.FORKED if need.code == "forked" else EpochReason.STATE_LOST
        begun = ledger.epochs.open_next(channel, reason, at=now)
        print(f"{channel.slug}: the next log is {begun.origin}")
        return True
    if need is None:
        print(f"{channel.slug}: whole, and signed again")
        return True
    print(f"{channel.slug}: {wording.label(wording.NEEDS, need.code)}")
    return False


def _ask(channel: "Channel", now: datetime) -> None:
    """Ask the other side; refused, once more, by the newest key of our node."""
    from answerable.node.ledger import services as ledger

    reached = ledger.sync_now(channel, at=now)
    if reached is None and ledger.channel_health(channel).last_error == "not_found":
        ledger.sync_now(channel, at=now)


def _confirm(channel: "Channel", args: argparse.Namespace) -> None:
    if args.yes:
        return
    if not sys.stdin.isatty():
        raise Refused("--new-log cannot be undone: say --yes too")
    print("The log ends where the other side last countersigned it. This cannot be undone.")
    if input(f"Type the channel's name ({channel.slug}): ").strip() != channel.slug:
        raise Refused("nothing was done")
