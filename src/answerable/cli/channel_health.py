"""Say how channels stand, for a person or for a program: `channel health`."""

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from answerable.cli.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the deed's arguments."""
    parser.add_argument("what", metavar="CHANNEL", nargs="?", help="default: all of them")
    parser.add_argument("--json", action="store_true", help="as /health gives it to monitoring")


def run(args: argparse.Namespace) -> None:
    """Print it; raises Refused for a channel that is not there."""
    from answerable.node.ledger import monitoring

    found = monitoring.report(at=datetime.now(UTC))
    if args.what is not None:
        found["channels"] = [each for each in found["channels"] if each["channel"] == args.what]
        if not found["channels"]:
            raise Refused(f"there is no channel {args.what!r}; see answerable channel list")
    if args.json:
        print(json.dumps(found, indent=2, sort_keys=True))
        return
    for each in found["channels"]:
        print("\n".join(_lines(each)))
    for space in found["disk"]:
        print(f"disk      {space['name']}: {space['free'] // 2**20} MiB free, {space['level']}")
    jobs = found["jobs"]
    print(f"jobs      {jobs['waiting']} waiting, {jobs['failed']} failed")
    if found["refused"]:
        counts = ", ".join(f"{reason} {count}" for reason, count in found["refused"].items())
        print(f"refused   {counts}")


def _lines(found: dict[str, Any]) -> list[str]:
    well = "well" if found["well"] else "look at it"
    lines = [f"{found['channel']}  {found['kind']}  {found['state']}  {well}"]
    for side in ("ours", "theirs"):
        log = found[side]
        if log is not None:
            doubt = " ".join(filter(None, (log["frozen"], log["suspect"])))
            last = _ago(log["last_receipt"])
            size = f"size {log['size']}  receipted {log['receipted']}  last receipt {last}"
            lines.append(f"{side:<9} {size}  {doubt}".rstrip())
    if found["ours"] is not None:
        lines.append(f"contact   {_ago(found['last_contact'])}  {found['last_error']}".rstrip())
        waiting = f"{found['queue']}, the oldest {_ago(found['oldest_waiting'])}"
        if found["keys_to_compare"]:
            lines.append(f"keys      {found['keys_to_compare']} of theirs to compare by telephone")
        lines.append(f"queue     {waiting if found['queue'] else 0}  receipts {found['receipts']}")
    return lines


def _ago(seconds: int | None) -> str:
    if seconds is None:
        return "none"
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
