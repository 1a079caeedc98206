"""Seal, open, list and drop pouches: the channel carried by hand when the line is cut."""

import argparse
import hashlib
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from answerable.cli import node, refusals
from answerable.cli.errors import Misused, Refused

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel, Pouch
    from answerable.protocol.pouch.manifest import Manifest

_IDENTITY_LIMIT = 8192


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("pouch", help="seal, open, list and drop pouches")
    deeds = parser.add_subparsers(dest="deed", required=True)

    def add(name: str, purpose: str) -> argparse.ArgumentParser:
        deed = deeds.add_parser(name, help=purpose, description=purpose)
        node.add_home(deed)
        return deed

    seal = add("seal", "write a file with everything that the other side lacks")
    seal.add_argument("channel", metavar="CHANNEL", help="see answerable channel list")
    seal.add_argument("--out", metavar="FILE", required=True, help="must not exist yet")
    only = seal.add_mutually_exclusive_group()
    only.add_argument(
        "--receipt-first", action="store_true", help="no contents before their receipt is here"
    )
    only.add_argument("--receipts-only", action="store_true", help="neither entries nor contents")
    seal.add_argument(
        "--with-their-log", action="store_true", help="the other side lost its log: give it back"
    )
    seal.add_argument("--from", dest="start", metavar="SIZE", type=int, help="entries from here on")
    seal.add_argument("--words-from", metavar="INDEX", type=int, help="contents from here on")
    open_ = add("open", "take a file that the other side sealed")
    open_.add_argument("file", metavar="FILE")
    open_.add_argument("--return", dest="back", metavar="FILE", help="seal our receipts into it")
    list_ = add("list", "list the pouches that were sealed and opened here")
    list_.add_argument("channel", metavar="CHANNEL", nargs="?")
    drop = add("drop", "delete a pouch that waits; it may be opened again")
    drop.add_argument("pouch", metavar="NUMBER|DIGEST", help="see answerable pouch list")
    show = add("show", "say what a pouch holds; nothing is taken")
    show.add_argument("file", metavar="FILE")
    show.add_argument("--identity", metavar="FILE", help="age identity; no node is needed then")


def run(args: argparse.Namespace) -> int:
    """Do one deed; 0 when it was done."""
    if args.deed == "show" and args.identity:
        _show(args, _identities(Path(args.identity)))
        return 0
    node.start(args)
    from answerable.node.ledger.errors import LedgerError
    from answerable.protocol.errors import ProtocolError

    deeds: dict[str, Callable[[argparse.Namespace], None]] = {
        "seal": _seal,
        "open": _open,
        "list": _list,
        "drop": _drop,
        "show": _show_on_a_node,
    }
    try:
        deeds[args.deed](args)
    except (LedgerError, ProtocolError) as exc:
        raise Refused(refusals.say(exc)) from exc
    except OSError as exc:
        raise Refused(f"{exc.strerror or exc}: nothing more was done") from exc
    return 0


def _seal(args: argparse.Namespace) -> None:
    from answerable.node.ledger import pouches
    from answerable.node.ledger.pouches import Choice

    out = _new(args.out)
    choice = Choice(
        receipt_first=args.receipt_first,
        receipts_only=args.receipts_only,
        with_their_log=args.with_their_log,
        start=args.start,
        words_from=args.words_from,
    )
    pouch, left_from = pouches.seal(_channel(args.channel), choice, at=_now(), out=out)
    print(f"sealed {_in_words(pouch)} to {args.out}")
    if left_from is not None:
        print(f"more contents are left: seal another with --words-from {left_from}")


def _open(args: argparse.Namespace) -> None:
    from answerable.node.ledger import pouches
    from answerable.node.ledger.models import Pouch
    from answerable.node.ledger.pouches import Choice

    back = _new(args.back) if args.back else None
    path = Path(args.file)
    with _file(path) as file:
        is_known = _was_taken(path)
        pouch = pouches.open_file(file, path.name, at=_now())
    if pouch.state == Pouch.State.REFUSED:
        raise Refused(f"pouch {pouch.number} was refused: {pouch.reason}")
    was = "already taken before, nothing new in" if is_known else "opened"
    print(f"{was} {_in_words(pouch)} of {pouch.channel.slug}")
    if pouch.needed is not None:
        print(f"it waits: a pouch from entry {pouch.needed} on is needed first")
    if back is not None:
        sealed, _ = pouches.seal(pouch.channel, Choice(receipts_only=True), at=_now(), out=back)
        print(f"return {_in_words(sealed)} to {args.back}")


def _drop(args: argparse.Namespace) -> None:
    from answerable.node.ledger import pouches

    pouch = pouches.find_waiting(args.pouch)
    pouches.drop(pouch, at=_now())
    print(f"dropped pouch {pouch.number} of {pouch.channel.slug}")


def _was_taken(path: Path) -> bool:
    """Tell whether this very file was opened here before, and taken."""
    from answerable.node.ledger.models import Pouch

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = Pouch.objects.filter(direction=Pouch.Direction.IN, digest=digest)
    return known.filter(state=Pouch.State.OPENED).exists()


def _list(args: argparse.Namespace) -> None:
    from answerable.node.ledger.models import Pouch

    found = Pouch.objects.select_related("channel").order_by("channel__slug", "at", "pk")
    if args.channel:
        found = found.filter(channel=_channel(args.channel))
    for pouch in found:
        state = f"{pouch.state} {pouch.reason}".strip()
        cells = (pouch.channel.slug, pouch.direction, pouch.number or "-", state)
        print("\t".join(map(str, (*cells, pouch.at.isoformat(), pouch.digest, pouch.name))))


def _show_on_a_node(args: argparse.Namespace) -> None:
    from answerable.node.ledger import keyfiles

    _show(args, keyfiles.age_identities())


def _show(args: argparse.Namespace, identities: list[str]) -> None:
    """Decrypt to the end and check every hash; who signed is for the node to judge."""
    from answerable.protocol.errors import BadPouch
    from answerable.protocol.pouch import opening

    path = Path(args.file)
    with ExitStack() as stack:
        file = stack.enter_context(_file(path))
        # Nothing is kept: the file has no name, and is gone with this process.
        out = stack.enter_context(tempfile.TemporaryFile(dir=path.parent))
        try:
            opened = opening.open_pouch(file, out, identities, lambda *_: None)
        except BadPouch as exc:
            raise Refused(f"{path.name}: {exc}") from exc
    found = opened.manifest
    print(f"pouch      {found.number} from {found.sender} to {found.recipient}")
    print(f"channel    {found.channel}\ncreated    {found.created}\nsha256     {opened.digest}")
    print(f"previous   {found.previous or '-'}")
    for log in found.logs:
        print(f"log        {log.origin}  entries {log.start} to {log.size}")
    print(f"files      {len(found.members)}, {found.total} bytes; contents {_contents(found)}")
    print("the signature was not judged: answerable pouch open does it, on the recipient's node")


def _contents(found: "Manifest") -> int:
    return sum(each.name.startswith("content/") for each in found.members)


def _in_words(pouch: "Pouch") -> str:
    entries = ", ".join(f"{each['from']}-{each['to']}" for each in pouch.logs)
    return (
        f"pouch {pouch.number}: {f'entries {entries}' if entries else 'no entries'}, "
        f"contents {pouch.contents}, {pouch.bytes} bytes, sha256 {pouch.digest}"
    )


def _identities(path: Path) -> list[str]:
    """Read an identity file of age: a secret on each line that is no comment."""
    try:
        with path.open("rb") as file:
            text = file.read(_IDENTITY_LIMIT).decode("ascii")
    except (OSError, UnicodeDecodeError) as exc:
        raise Misused(f"{path} cannot be read as an age identity") from exc
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise Misused(f"{path} holds no age identity")
    return found


def _channel(slug: str) -> "Channel":
    from answerable.node.ledger.models import Channel

    channel = Channel.objects.filter(slug=slug).select_related("ours", "theirs").first()
    if channel is None:
        raise Refused(f"there is no channel {slug!r}; see answerable channel list")
    return channel


def _file(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc


def _new(path: str) -> Path:
    found = Path(path)
    if found.exists():
        raise Misused(f"{path} exists; name another file")
    if not found.resolve().parent.is_dir():
        raise Misused(f"{found.parent} is no folder")
    return found


def _now() -> datetime:
    return datetime.now(UTC)
