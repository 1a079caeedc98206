"""Found channels and look at them: the files that two people exchange, and the words they compare.

A: channel propose  ->  file 1  ->  B: channel accept  ->  file 2
A: channel finish (words read by B)  ->  file 3  ->  B: channel finish (words read by A)
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from answerable.cli import channel_health, channel_witness, node, refusals
from answerable.cli.errors import Misused, Refused

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel

_FILE_LIMIT = 1024 * 1024


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command's arguments."""
    parser = subparsers.add_parser("channel", help="propose, accept and list channels")
    deeds = parser.add_subparsers(dest="deed", required=True)

    def add(name: str, purpose: str) -> argparse.ArgumentParser:
        deed = deeds.add_parser(name, help=purpose, description=purpose)
        node.add_home(deed)
        return deed

    propose = add("propose", "offer a channel: writes the first file, for the other side")
    propose.add_argument("--to", metavar="NAME", required=True, help="the other side, as a title")
    propose.add_argument("--terms", metavar="FILE", help="terms as JSON; default: the presets")
    propose.add_argument("--language", default="en", help="authentic language of the presets")
    propose.add_argument("--slug", help="short name of the channel on this node")
    propose.add_argument("--out", metavar="FILE", required=True)
    accept = add("accept", "accept a proposal on its terms: writes the second file, to send back")
    accept.add_argument("file", metavar="FILE")
    accept.add_argument("--title", help="what the channel is called on this node")
    accept.add_argument("--slug", help="short name of the channel on this node")
    accept.add_argument("--out", metavar="FILE", required=True)
    finish = add("finish", "establish the channel once both people compared the words")
    finish.add_argument("file", metavar="FILE")
    finish.add_argument("--words", help="the twelve words that the other side read out")
    finish.add_argument("--out", metavar="FILE", help="the third file, for the other side")
    show = add("show", "say how a channel stands, or what a file of the other side says")
    show.add_argument("what", metavar="CHANNEL|FILE")
    add("list", "list the channels of this node")
    words = add("words", "print the words to read out to the other side")
    words.add_argument("what", metavar="CHANNEL")
    paper = add("paper", "open a channel with a counterpart that runs nothing")
    paper.add_argument("--code", required=True, help="short code of the counterpart")
    paper.add_argument("--name", required=True, help="name of the counterpart")
    record = add("record", "open a record of what others said in public")
    record.add_argument("--title", required=True)
    record.add_argument("--party", metavar="CODE:NAME", action="append", default=[])
    witness = add("witness", "name third parties whose countersignatures are kept")
    channel_witness.add_arguments(witness)
    health = add("health", "say how channels stand, for a person or, with --json, for a program")
    channel_health.add_arguments(health)
    address = add("address", "say where the other side's node is reached; none: all goes by pouch")
    address.add_argument("what", metavar="CHANNEL")
    address.add_argument("url", metavar="URL|none")
    again = add("try", "fetch from the other side now")
    again.add_argument("what", metavar="CHANNEL")


def run(args: argparse.Namespace) -> int:
    """Do one deed; 0 when it was done."""
    node.start(args)
    from django.core.exceptions import ValidationError

    from answerable.casework.errors import CaseworkError
    from answerable.node.ledger.errors import LedgerError

    deeds: dict[str, Callable[[argparse.Namespace], None]] = {
        "propose": _propose,
        "accept": _accept,
        "finish": _finish,
        "show": _show,
        "list": _list,
        "words": _words,
        "paper": _paper,
        "record": _record,
        "witness": lambda given: channel_witness.run(_channel(given.what), given),
        "health": channel_health.run,
        "address": _address,
        "try": _try,
    }
    try:
        deeds[args.deed](args)
    except (LedgerError, CaseworkError) as exc:
        raise Refused(refusals.say(exc)) from exc
    except ValidationError as exc:
        raise Misused("; ".join(exc.messages)) from exc
    return 0


def _propose(args: argparse.Namespace) -> None:
    from answerable.casework.bodies import encode_body
    from answerable.casework.terms import preset_terms
    from answerable.node.ledger import services as ledger

    terms = _json(args.terms) if args.terms else encode_body(preset_terms(args.language))
    _check_new(args.out)
    channel, file = ledger.establish.propose(title=args.to, terms=terms, at=_now(), slug=args.slug)
    _write(args.out, file)
    print(f"proposed  {channel.slug}\nsend      {args.out}")


def _accept(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    _check_new(args.out)
    channel, file = ledger.establish.accept(
        _read(args.file), at=_now(), title=args.title, slug=args.slug
    )
    _write(args.out, file)
    print(f"accepted  {channel.slug}\nsend back {args.out}")
    print(f"words     {' '.join(ledger.establish.words_of(channel))}")
    print("read them to the other side by telephone, and type what it reads to you")


def _finish(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.exchange_files import Step

    data = _read(args.file)
    file = ledger.establish.read(data)
    if file.step is Step.ACCEPTANCE and not args.out:
        raise Misused("--out FILE is needed: the other side waits for the third file")
    if args.out:
        _check_new(args.out)
    words = args.words
    if words is None:
        if not sys.stdin.isatty():
            raise Misused("--words is needed: the twelve words that the other side read out")
        words = input("Words that the other side reads out: ")
    channel, complete = ledger.establish.finish(data, words=words, at=_now())
    print(f"established {channel.slug}")
    if complete is not None and args.out:
        _write(args.out, complete)
        print(f"send        {args.out}")
        # This side typed the words already; the other still has to hear them from us.
        print(f"words       {' '.join(ledger.establish.words_of(channel))}")


def _show(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    if Path(args.what).is_file():
        file = ledger.establish.read(_read(args.what))
        print(f"step      {file.step.value}\ntitle     {file.title}")
        print(f"address   {file.url or 'none: all goes by pouch'}")
        for party in file.parties:
            offices = ", ".join(author.office for author in party.authors)
            print(f"party     {party.name} ({party.id}, {party.domain}); offices: {offices}")
        print(f"terms     {json.dumps(file.raw_terms, ensure_ascii=False, sort_keys=True)}")
        return
    channel = _channel(args.what)
    health = ledger.channel_health(channel)
    print(f"{channel.slug}  {channel.kind}  {channel.state}  {channel.title}")
    for label, log in (("ours", health.ours), ("theirs", health.theirs)):
        if log is not None:
            doubt = f"  {log.frozen or log.suspect}".rstrip()
            print(f"{label:<8}  {log.origin}  size {log.size}  receipted {log.receipted}{doubt}")
    if health.words:
        print(f"words     {' '.join(health.words)}")
    if health.keys_to_compare:
        print(f"keys      {health.keys_to_compare} of the other side to compare by telephone")
    if health.last_error:
        print(f"trouble   {health.last_error}, {health.failures} times")


def _list(args: argparse.Namespace) -> None:
    from answerable.node.ledger.models import Channel

    for channel in Channel.objects.order_by("slug"):
        print(f"{channel.slug}\t{channel.kind}\t{channel.state}\t{channel.title}")


def _words(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    words = ledger.establish.words_of(_channel(args.what))
    if not words:
        raise Refused("there are no words yet: the other side has not answered")
    print(" ".join(words))


def _paper(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    channel = ledger.create_paper(
        title=args.name, their_code=args.code, their_name=args.name, at=_now()
    )
    print(f"opened {channel.slug}")


def _record(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    parties = [(code, name or code) for code, _, name in (p.partition(":") for p in args.party)]
    channel = ledger.create_record(title=args.title, parties=parties, at=_now())
    print(f"opened {channel.slug}")


def _address(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    channel = _channel(args.what)
    ledger.channels.set_address(channel, args.url, at=_now())
    print(f"{channel.slug} is reached at {channel.peer_url or 'no address: all goes by pouch'}")


def _try(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger

    channel = _channel(args.what)
    if not channel.peer_url:
        raise Refused(
            f"{channel.slug} has no address, all goes by pouch: answerable pouch seal, or give it "
            "one with answerable channel address"
        )
    if ledger.sync_now(channel, at=_now()) is None:
        raise Refused(f"not reached: {ledger.channel_health(channel).last_error}")
    print("done")


def _channel(slug: str) -> "Channel":
    from answerable.node.ledger.models import Channel

    channel = Channel.objects.filter(slug=slug).select_related("ours", "theirs").first()
    if channel is None:
        raise Refused(f"there is no channel {slug!r}; see answerable channel list")
    return channel


def _now() -> datetime:
    return datetime.now(UTC)


def _json(path: str) -> dict[str, Any]:
    try:
        found = json.loads(_read(path))
    except (ValueError, RecursionError) as exc:
        raise Misused(f"{path} is not JSON: {exc}") from exc
    if not isinstance(found, dict):
        raise Misused(f"{path} must hold a JSON object")
    return found


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(_FILE_LIMIT + 1)
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc
    if len(data) > _FILE_LIMIT:
        raise Refused(f"{path} is larger than any file of a channel")
    return data


def _check_new(path: str) -> None:
    if Path(path).exists():
        raise Misused(f"{path} exists; name another file")


def _write(path: str, data: bytes) -> None:
    try:
        with Path(path).open("xb") as file:
            file.write(data)
    except OSError as exc:
        raise Misused(f"{path} cannot be written: {exc.strerror}") from exc
