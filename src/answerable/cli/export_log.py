"""Write a node's log as a folder that anyone can verify, and read a node's logs in place."""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from answerable.cli import node, refusals
from answerable.cli.errors import Misused, Refused
from answerable.protocol.identity import LogIdentity

if TYPE_CHECKING:
    from answerable.node.ledger.models import LogHead


@dataclass(frozen=True)
class NodeLog:
    """One log of a node: whose it is, what judges it, and a reader of its files by their path."""

    channel: str
    party: str
    is_ours: bool
    identity: LogIdentity
    read: Callable[[str], bytes]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser(
        "export-log",
        help="write a log as a folder that anyone can verify",
        description="Writes the C2SP tlog-tiles tree of one log, with the founding document and "
        "the policy that says who must have countersigned. `answerable verify` checks it.",
    )
    node.add_home(parser)
    parser.add_argument("channel", metavar="CHANNEL", help="see answerable channel list")
    parser.add_argument(
        "--epoch", type=int, metavar="N", help="the party's N-th log; default: the newest"
    )
    parser.add_argument("--side", choices=("ours", "theirs"), default="ours")
    parser.add_argument("--out", metavar="FOLDER", required=True, help="must not exist yet")
    parser.add_argument(
        "--withhold",
        metavar="INDEX",
        type=int,
        action="append",
        default=[],
        help="write only the hash of this entry of our log; may be given several times",
    )


def run(args: argparse.Namespace) -> int:
    """Write the folder, or leave nothing behind."""
    node.start(args)
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.models import LogHead
    from answerable.protocol.errors import ProtocolError

    out = Path(args.out)
    if out.exists():
        raise Misused(f"{out} exists; name another folder")
    heads = list(
        LogHead.objects.filter(channel__slug=args.channel, is_ours=args.side == "ours")
        .select_related("channel__ours", "channel__theirs", "party")
        .order_by("pk")
    )
    if args.epoch is not None and not 0 < args.epoch <= len(heads):
        raise Refused(f"there are {len(heads)} logs of that side")
    head = heads[(args.epoch or 0) - 1] if heads else None
    if head is None:
        raise Refused(f"there is no signed channel {args.channel!r}; see answerable channel list")
    building = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        found = ledger.export_log(head.channel, head)
        if args.withhold:
            found = _withheld(head, found, args.withhold)
        count = _write(building, found)
        building.rename(out)
    except ProtocolError as exc:
        raise Refused(f"the log cannot be exported: {exc}") from exc
    except OSError as exc:
        raise Misused(f"{out} cannot be written: {exc.strerror}") from exc
    finally:
        shutil.rmtree(building, ignore_errors=True)
    print(f"wrote {count} files of {head.origin} to {out}")
    print(f"check     answerable verify {refusals.quoted(out)}")
    print(f"or        tlogcheck log {refusals.quoted(out)} {' '.join(_vkeys(out))}")
    if args.withhold:
        print(f"withheld {len(set(args.withhold))}: only their hashes are in it")
    return 0


def _vkeys(folder: Path) -> list[str]:
    """Give the keys for another verifier, in quotes: the log's, and those that countersigned."""
    from answerable.cli import folders
    from answerable.protocol import files, note

    carried, found = files.read_checkpoint(folders.reader(folder))
    keys = folders.find_keys(
        found.origin, vkeys=(), policy_file=None, genesis_file=None, beside=folder
    )
    signed = {(each.name, each.key_id) for each in note.parse(carried).signatures}
    others = [each for each in keys.others if (each.name, each.key_id) in signed]
    return [refusals.quoted(each.format()) for each in (keys.log, *others)]


def is_node(path: Path) -> bool:
    """Tell whether a folder is a node's own, and not an exported log."""
    return (path / "secret-key").is_file() and (path / "keys").is_dir()


def node_logs(home: Path) -> list[NodeLog]:
    """Open every log that a node keeps, own and mirrored, also while the node runs."""
    node.start(argparse.Namespace(home=str(home)))
    from answerable.node.ledger.channels import store_of
    from answerable.node.ledger.identities import identity_of_log
    from answerable.node.ledger.models import LogHead
    from answerable.protocol import history

    heads = LogHead.objects.exclude(note=b"").select_related(
        "channel__ours", "channel__theirs", "party"
    )
    return [
        NodeLog(
            head.channel.slug,
            head.party.code,
            head.is_ours,
            identity_of_log(head.channel, head),
            history.reader(store_of(head.channel), head.origin),
        )
        for head in heads.order_by("channel__slug", "-is_ours")
    ]


def node_contents() -> list[tuple[str, int, int]]:
    """Count for each channel of the node that was opened the contents erased and held here."""
    from django.db.models import Count, Q

    from answerable.node.ledger.models import Channel, Content

    state = Content.State
    counted = Channel.objects.annotate(
        redacted=Count("contents", filter=Q(contents__state=state.REDACTED)),
        held=Count("contents", filter=Q(contents__state=state.HELD)),
    )
    rows = counted.filter(redacted__gt=0).order_by("slug")
    return list(rows.values_list("slug", "redacted", "held"))


def node_proof(home: Path, channel: str, leaf: str) -> tuple[bytes, bytes]:
    """Give a message's entry bytes and its .tlog-proof from a node's folder.

    `leaf` is the leaf hash in hex, as the message's page shows it. Raises Refused.
    """
    node.start(argparse.Namespace(home=str(home)))
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.errors import LedgerError
    from answerable.node.ledger.models import Channel
    from answerable.protocol.errors import ProtocolError

    found = Channel.objects.filter(slug=channel).select_related("ours", "theirs").first()
    if found is None:
        raise Refused(f"there is no channel {channel!r}")
    try:
        return ledger.message_proof(found, leaf)
    except (LedgerError, ProtocolError) as exc:
        raise Refused(f"no proof for {leaf[:16]}: {refusals.say(exc)}") from exc


def node_package(home: Path, channel: str, leaf: str, with_content: bool) -> bytes:
    """Give the evidence package of a message from a node's folder; raises Refused.

    With its contents only where that was cleared on the desk.
    """
    node.start(argparse.Namespace(home=str(home)))
    from answerable.node.desk.errors import DeskError
    from answerable.node.desk.services import evidence
    from answerable.node.ledger.errors import LedgerError
    from answerable.node.ledger.models import Channel
    from answerable.protocol.errors import ProtocolError

    found = Channel.objects.filter(slug=channel).select_related("ours", "theirs").first()
    if found is None:
        raise Refused(f"there is no channel {channel!r}")
    try:
        return evidence.package(found, leaf, with_content=with_content, at=datetime.now(UTC))
    except (DeskError, LedgerError, ProtocolError) as exc:
        raise Refused(f"no package for {leaf[:16]}: {refusals.say(exc)}") from exc


def _withheld(
    head: "LogHead", log_files: Iterator[tuple[str, bytes]], indices: list[int]
) -> Iterator[tuple[str, bytes]]:
    """Leave entries out but for their hashes, as our log's key says; raises Refused for theirs."""
    from answerable.node.ledger import identities
    from answerable.protocol import withheld

    if not head.is_ours:
        raise Refused("only its owner withholds an entry of a log")
    key = identities.log_key(head.channel)
    return withheld.redact_files(log_files, head.origin, indices, key)


def _write(folder: Path, files: Iterator[tuple[str, bytes]]) -> int:
    count = 0
    for path, data in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        count += 1
    return count
