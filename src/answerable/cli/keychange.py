"""Replace and revoke a node's keys from the command line, where whoever has the disk acts alone.

So it asks for the words of the key that is replaced, and the trail says that nobody confirmed it.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from answerable.cli.errors import Misused, Refused

if TYPE_CHECKING:
    from answerable.node.ledger.our_keys import Subject
    from answerable.node.ledger.rotation import Changed

ROLES = ("identity", "log", "mirror", "delivery", "node", "author", "age")
Add = Callable[[str, str], argparse.ArgumentParser]


def add_parsers(add: Add) -> None:
    """Describe the arguments of the deeds that change keys."""
    words = add("words", "print the words of a key that counts now, for the telephone")
    rotate = add("rotate", "replace a key by plan, in every channel where it counts")
    revoke = add("revoke", "revoke a key that was stolen or lost; a new one follows at once")
    for parser in (words, rotate, revoke):
        parser.add_argument("role", choices=ROLES)
        parser.add_argument("--office", metavar="CODE", default="", help="of an author key")
        parser.add_argument("--channel", metavar="CHANNEL", help="of a log key")
    revoke.add_argument("--why", choices=("stolen", "lost"), required=True)
    for parser in (rotate, revoke):
        parser.add_argument(
            "--words", help="the twelve words of the key as it is now (else they are asked for)"
        )


def words(args: argparse.Namespace) -> None:
    """Print the words of the key that counts, once for each key that channels are at."""
    from answerable.node.ledger import our_keys

    subject, found = _subject(args), dict[bytes, list[str]]()
    for channel in subject.channels():
        public = subject.current_in(channel)
        if public is not None:
            found.setdefault(public, []).append(channel.slug)
    if not found:
        raise Refused("no such key counts in an open channel")
    for public, slugs in found.items():
        print(" ".join(our_keys.words_of(public)))
        print(f"  counts in {', '.join(slugs)}")


def rotate(args: argparse.Namespace) -> None:
    """Replace a key by plan."""
    from answerable.node.ledger import rotation

    subject = _subject(args)
    _check_words(subject, args.words)
    before = _current(subject)
    _say(rotation.rotate(subject, at=datetime.now(UTC), why="command line"), before)


def revoke(args: argparse.Namespace) -> None:
    """Revoke a key that was stolen or lost."""
    from answerable.node.ledger import rotation

    subject = _subject(args)
    rotation.check_revocable(subject)
    _check_words(subject, args.words)
    before = _current(subject)
    why = f"command line: {args.why}"
    _say(rotation.revoke(subject, at=datetime.now(UTC), why=why), before)


def _subject(args: argparse.Namespace) -> "Subject":
    from answerable.node.ledger.models import Channel
    from answerable.node.ledger.our_keys import Subject
    from answerable.protocol.changes import KeyRole

    channel = None
    if args.channel is not None:
        rows = Channel.objects.select_related("ours", "theirs")
        channel = rows.filter(slug=args.channel, kind=Channel.Kind.SIGNED).first()
        if channel is None:
            raise Misused(f"there is no signed channel {args.channel}")
    return Subject(KeyRole(args.role), args.office, channel)


def _current(subject: "Subject") -> set[bytes]:
    """Return the keys that count before the change, as channels may be at different ones."""
    found = (subject.current_in(channel) for channel in subject.channels())
    return {public for public in found if public is not None}


def _files(publics: set[bytes]) -> list[str]:
    """Name the files of these keys, where they lie now; of one that opens pouches, none."""
    from answerable.node.ledger import keyfiles

    return sorted(filter(None, (keyfiles.name_of(public) for public in publics)))


def _check_words(subject: "Subject", typed: str | None) -> None:
    """Have the person name the key; an office that has none yet has no words."""
    from answerable.node.ledger import establish, our_keys

    known = {our_keys.words_of(public) for public in _current(subject)}
    if not known:
        return
    if typed is None:
        print("Type the twelve words of the key as it is now (answerable key words):")
        sys.stdout.flush()
        typed = sys.stdin.readline()
    if establish.spoken(typed) not in known:
        raise Refused("these are not the words of the key as it is now: nothing was changed")


def _say(changed: "Changed", before: set[bytes]) -> None:
    print(f"new key  {' '.join(changed.words)}")
    old = " ".join(f"keys/{name}.key" for name in _files(before)) or "it is not here"
    for channel, index in changed.places:
        print(f"  counts in {channel.slug} from entry {index} of our log on")
    if changed.subject.role.value == "age":
        print("read the words to the other side by telephone; the old key stays, for old pouches")
        return
    print("read the words to the other side by telephone; keep the old key file until its node")
    print(f"has answered, then destroy it: {old} (docs/operators/keys.md)")
