"""`answerable read`: show what documents claim, or their facts and words. Needs no node."""

import argparse
import errno
import hashlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from answerable.cli import gathering, showing
from answerable.cli.errors import Misused, Refused
from answerable.extraction.apart import processes, sandbox
from answerable.extraction.apart.claiming import ClaimsReader
from answerable.extraction.errors import Unreadable
from answerable.extraction.text.language import READ, declared_language
from answerable.extraction.text.wording import shown_name

FINE, REFUSED, MISUSED = 0, 1, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the command line."""
    parser = subparsers.add_parser(
        "read",
        help="read documents and show what they claim, each with the words it was read from",
        description="Read pages, text, PDF, DOCX, ODT and e-mail, at most 20 MB each, in English, "
        "Ukrainian, Russian, Arabic and Hebrew, also all of a folder or a ZIP archive. Nothing is "
        "stored or fetched; each file is read in a process of its own, and its claims in another "
        "one, within limits. What is shown are the documents' claims, not facts.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a file, a folder with all in it, a ZIP archive, or - for standard input",
    )
    parser.add_argument(
        "--format",
        choices=["table", "jsonl", "text", "json"],
        help="jsonl: one line per claim (docs/claims.md); text: the facts and words of the "
        "document; json: the same, one line per document; else a table, or jsonl with --output",
    )
    parser.add_argument(
        "--published",
        type=_day,
        metavar="DAY",
        help="the day of publication, as 2026-03-05, from which days such as “on Monday” count. "
        "It goes before the day that a document states (a page, an e-mail, a text with a date "
        "line), and where that is another one this is said. Leave it out where documents of "
        "several days are read",
    )
    parser.add_argument(
        "--language",
        type=_language,
        metavar="CODE",
        help="the language of all of it: en, uk, ru, ar or he",
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        help="write jsonl or json here, and what is done into FILE.state: stopped at any moment "
        "(Ctrl-C), the same command goes on and reads nothing twice",
    )
    parser.add_argument(
        "--at-once",
        type=int,
        choices=range(1, 17),
        default=2,
        metavar="N",
        help="of many, how many are read at once, each by a process (2)",
    )


def _day(value: str) -> date:
    try:
        # A time with its zone is taken too: the day is that of the zone.
        day = datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day: write it as 2026-03-05") from None
    if showing.is_to_come(day):
        raise argparse.ArgumentTypeError(f"{day} is still to come: nothing was published then")
    return day


def _language(value: str) -> str:
    code = declared_language(value)
    if code not in READ:
        hint = " (Ukrainian is uk)" if code == "ua" else ""
        known = f"{', '.join(READ[:-1])} or {READ[-1]}"
        raise argparse.ArgumentTypeError(f"{value!r} is no language that is read: {known}{hint}")
    return code


def run(args: argparse.Namespace) -> int:
    """Show each document; 0 if all were read, 1 if one was refused, 2 if one is not there."""
    args.format = args.format or ("jsonl" if args.output else "table")
    if args.output and args.format not in ("jsonl", "json"):
        raise Misused("--output takes --format jsonl or json")
    if not showing.wants_claims(args) and (args.published or args.language):
        print(
            "answerable read: --published and --language are for claims; --format "
            f"{args.format} shows what the document states",
            file=sys.stderr,
        )
    if args.output or any(map(gathering.is_many, args.files)):
        # Here, since a single document need not wait for what many ask for.
        from answerable.cli.readmany import read_many

        return read_many(args)
    named: set[str] = set()
    with showing.claims_reader() as reader:
        code = max([_show(name, reader, args, named) for name in args.files])
    print(*sorted(named - {""}), sep="\n", end="\n" if any(named) else "")
    return code


def _show(name: str, reader: ClaimsReader, args: argparse.Namespace, named: set[str]) -> int:
    shown = "standard input" if name == "-" else shown_name(name)
    try:
        data = _bytes_of(name)
    except ValueError:
        print(f"{shown}: cannot be opened: no such name", file=sys.stderr)
        return MISUSED
    except OSError as error:
        print(f"{shown}: cannot be opened: {error.strerror}", file=sys.stderr)
        return MISUSED
    today = datetime.now(tz=UTC).date()
    try:
        wanted = showing.wants_claims(args)
        if wanted:
            # It loads its words while the document is read.
            reader.begin()
        document = sandbox.read_apart(data, today=today, file_name=None if name == "-" else name)
        reading = showing.claims_of(document, reader, args) if wanted else None
    except Unreadable as refusal:
        print(f"{shown}: {gathering.advice_of(refusal)}", file=sys.stderr)
        return REFUSED
    except processes.ReaderDidNotStart as error:
        # Not of this document: no other would be read either.
        raise Refused("the reader does not start here") from error
    digest = hashlib.sha256(data).hexdigest()
    named.add(showing.credit(reading, args))
    if text := showing.laid_out(shown, digest, len(data), document, reading, args):
        print(text)
    notices = [showing.states_another_day(reading), *showing.left_out(document, reading, args)]
    for notice in filter(None, notices):
        print(f"{shown}: {notice}", file=sys.stderr)
    return FINE


def _bytes_of(name: str) -> bytes:
    """Read at most one byte more than is allowed: enough to know that it is too large."""
    most = sandbox.STANDARD.max_bytes + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    if not name:
        # As a path it would be the folder in which the command is called.
        raise FileNotFoundError(errno.ENOENT, "its name is empty")
    with Path(name).open("rb") as file:
        return file.read(most)
