"""`answerable feed`: let a partner's program send reports, make its tokens, revoke them.

answerable feed list
answerable feed open NAME --office CODE --as PERSON
answerable feed token NAME --as PERSON [--days N]     prints the token, once
answerable feed revoke PREFIX --as PERSON
answerable feed close NAME --as PERSON
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from answerable.cli import node
from answerable.cli.dataset import person_named
from answerable.cli.errors import Misused, Refused

if TYPE_CHECKING:
    from answerable.node.intake.models import Feed


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable feed` to the command line."""
    parser = subparsers.add_parser(
        "feed",
        help="let a partner's program send reports; make and revoke its tokens",
        description="Partners' programs send reports into the inbox of one office. What they keep "
        "to: docs/partners.md.",
    )
    node.add_home(parser)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", help="list the feeds and their tokens")
    opened = verbs.add_parser("open", help="open a way in for a partner")
    opened.add_argument("name", metavar="NAME")
    opened.add_argument("--office", required=True, metavar="CODE")
    token = verbs.add_parser("token", help="make a token and print it, once")
    token.add_argument("name", metavar="NAME")
    token.add_argument("--days", type=int, default=365)
    revoked = verbs.add_parser("revoke", help="let a token count no longer")
    revoked.add_argument("prefix", metavar="PREFIX", help="how the token begins")
    closed = verbs.add_parser("close", help="take nothing more from a partner")
    closed.add_argument("name", metavar="NAME")
    for one in (opened, token, revoked, closed):
        one.add_argument("--as", dest="person", metavar="PERSON", required=True)


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when it was done, 1 when it was refused, 2 when it was called wrongly."""
    node.start(args)
    from answerable.node.desk.errors import DeskError, NotPermitted

    try:
        _do(args, at=datetime.now(tz=UTC))
    except NotPermitted as exc:
        raise Refused("this person looks after no feeds of that office") from exc
    except DeskError as exc:
        from answerable.node.desk.labels import explain

        raise Refused(str(explain(exc))) from exc
    return 0


def _do(args: argparse.Namespace, *, at: datetime) -> None:
    from answerable.node.accounts.models import Office
    from answerable.node.intake.models import FeedToken
    from answerable.node.intake.services import feeds

    if args.verb == "list":
        _list(at)
        return
    by = person_named(args.person)
    if args.verb == "open":
        office = Office.objects.filter(code=args.office).first()
        if office is None:
            raise Misused(f"there is no office {args.office!r}")
        feeds.open_feed(name=args.name, office=office, by=by, at=at)
    elif args.verb == "token":
        print(feeds.make_token(_feed(args.name), days=args.days, by=by, at=at).secret)
    elif args.verb == "revoke":
        prefix = args.prefix.removeprefix("ansf_")[:10]
        token = FeedToken.objects.filter(prefix=prefix).select_related("feed__office").first()
        if token is None:
            raise Misused("there is no token that begins so")
        feeds.revoke(token, by=by, at=at)
    else:
        feeds.close(_feed(args.name), by=by, at=at)


def _list(at: datetime) -> None:
    from answerable.node.intake.models import Feed

    for feed in Feed.objects.select_related("office").prefetch_related("tokens"):
        print(f"{feed.name}\t{feed.office.code}\t{'closed' if feed.closed_at else 'open'}")
        for token in feed.tokens.all():
            counts = token.revoked_at is None and token.expires_at > at
            until = token.expires_at.date().isoformat()
            print(f"  ansf_{token.prefix}\t{until}\t{'counts' if counts else 'counts no longer'}")


def _feed(name: str) -> Feed:
    from answerable.node.intake.models import Feed

    found = Feed.objects.filter(name=name).select_related("office").first()
    if found is None:
        raise Misused(f"there is no feed {name!r}")
    return found
