"""Erase the text of a message, or see what waits for a second person: the pages' deeds, typed.

answerable erase                                   what waits, and what the other side asks
answerable erase CHANNEL LEAF --reason R --basis B --as PERSON
answerable erase --confirm NUMBER --as PERSON      a clearer of another office
"""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from answerable.cli import node
from answerable.cli.errors import Misused, Refused
from answerable.protocol.erasure import Basis, HoldReason, Reason

if TYPE_CHECKING:
    from answerable.node.accounts.models import Office, Role, User
    from answerable.node.ledger.models import Channel, ErasureRequest


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `answerable erase` to the command line."""
    parser = subparsers.add_parser(
        "erase",
        help="erase the text of a message, with a second person",
        description="Ask that a message's text be erased, confirm it as a second person of another "
        "office, or list what waits. The signed record stays. Without arguments: the list.",
    )
    node.add_home(parser)
    parser.add_argument("channel", nargs="?", metavar="CHANNEL", help="short name of the channel")
    parser.add_argument("leaf", nargs="?", metavar="LEAF", help="the message's leaf, 64 hex digits")
    reasons = sorted({each.value for codes in (Reason, HoldReason) for each in codes})
    parser.add_argument("--reason", choices=reasons)
    parser.add_argument("--basis", choices=[each.value for each in Basis])
    parser.add_argument(
        "--keep", action="store_true", help="keep our copy under a legal hold instead"
    )
    parser.add_argument("--as", dest="person", metavar="PERSON", help="user name of who does it")
    parser.add_argument("--office", metavar="CODE", help="the office, where the person has several")
    decide = parser.add_mutually_exclusive_group()
    decide.add_argument("--confirm", type=int, metavar="NUMBER", help="confirm what was asked")
    decide.add_argument("--drop", type=int, metavar="NUMBER", help="give up what was asked")


def run(args: argparse.Namespace) -> int:
    """Do one deed; 0 when it was done."""
    node.start(args)
    from django.core.exceptions import PermissionDenied

    from answerable.casework.errors import CaseworkError
    from answerable.node.ledger.errors import ErasureNotPossible, LedgerError

    try:
        if args.confirm is not None or args.drop is not None:
            _decide(args)
        elif args.leaf is not None:
            _ask(args)
        else:
            _list(args)
    except ErasureNotPossible as exc:
        from answerable.node.ledger.erasure_words import REFUSALS

        raise Refused(str(REFUSALS.get(exc.reason, exc.reason))) from exc
    except CaseworkError as exc:
        raise Refused(f"a clearer of another office confirms it ({exc})") from exc
    except LedgerError as exc:
        raise Refused(str(exc)) from exc
    except PermissionDenied as exc:
        raise Refused("this person's roles do not allow it") from exc
    return 0


def _list(args: argparse.Namespace) -> None:
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.models import Channel

    channels = [_channel(args.channel)] if args.channel else Channel.objects.order_by("slug")
    count = 0
    for channel in channels:
        for one in ledger.erasures.pending(channel):
            count += 1
            print(
                f"{one.pk}  {channel.slug}  {one.leaf}  {one.deed}: {one.reason}, {one.basis}; "
                f"asked by {one.asked_by.username}, {one.office.code}"
            )
        if not channel.is_signed or channel.channel_id is None:
            continue
        for target in ledger.erasures.to_decide(channel):
            count += 1
            print(f"-  {channel.slug}  {target.leaf}  the other side asks to erase: decide")
    if not count:
        print("nothing waits")


def _ask(args: argparse.Namespace) -> None:
    from answerable.node.accounts.models import Role
    from answerable.node.ledger import services as ledger

    if not (args.reason and args.basis and args.person):
        raise Misused("give --reason, --basis and --as: who asks, and why")
    channel, person = _channel(args.channel), _person(args.person)
    spots = ledger.erasures.spots(channel, args.leaf)
    ours = bool(spots and spots[0].ours)
    deed = "keep" if args.keep else "erase" if ours else "erase_copy"
    made = ledger.erasures.ask(
        channel,
        args.leaf,
        deed,
        reason=args.reason,
        basis=args.basis,
        by=person,
        office=_office(person, Role.OFFICER, args.office),
        at=_now(),
    )
    print(f"asked     {made.pk}\nnext      answerable erase --confirm {made.pk} --as PERSON")


def _decide(args: argparse.Namespace) -> None:
    from answerable.node.accounts.models import Role
    from answerable.node.ledger import scrubbing
    from answerable.node.ledger import services as ledger

    if not args.person:
        raise Misused("give --as: who confirms or gives up")
    person = _person(args.person)
    number = args.drop if args.confirm is None else args.confirm
    asked = _request(number)
    if args.confirm is None:
        ledger.erasures.drop(asked, by=person, at=_now())
        print(f"given up  {number}")
        return
    office = _office(person, Role.CLEARER, args.office)
    done = ledger.erasures.confirm(asked, by=person, office=office, at=_now())
    print(
        f"{'kept' if done.deed == 'keep' else 'erased':<9} {done.leaf}\nsigned as {done.said_leaf}"
    )
    for model, key, columns in done.left:
        print(f"look at   {model} {key}: {', '.join(columns)}")
    if done.deed != "keep" and not scrubbing.scrub():
        print("files     the worker cleans them as soon as nobody reads")


def _request(number: int) -> "ErasureRequest":
    from answerable.node.ledger.models import ErasureRequest

    found = ErasureRequest.objects.filter(pk=number).select_related("log__channel", "office")
    for one in found:
        return one
    raise Misused(f"nothing was asked under number {number}")


def _channel(slug: str) -> "Channel":
    from answerable.node.ledger.models import Channel

    for one in Channel.objects.filter(slug=slug).select_related("ours", "theirs"):
        return one
    raise Misused(f"there is no channel {slug!r}")


def _person(name: str) -> "User":
    from answerable.node.accounts.models import User

    for one in User.objects.filter(username=name, is_active=True):
        return one
    raise Misused(f"there is no person {name!r}")


def _office(person: "User", role: "Role", code: str | None) -> "Office":
    from answerable.node.accounts.roles import offices_of

    offices = [one for one in offices_of(person, role) if code in (None, one.code)]
    if not offices:
        raise Refused(f"{person.username} is not {role.label.lower()} there")
    if len(offices) > 1:
        raise Misused(f"say which office: {', '.join(one.code for one in offices)}")
    return offices[0]


def _now() -> datetime:
    return datetime.now(UTC)
