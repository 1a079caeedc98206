"""`answerable read`: show what documents claim, or their facts and words. Needs no node."""

import argparse
import hashlib
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from answerable.extraction.apart import sandbox
from answerable.extraction.documents.document import NOTICES, Basis, Document
from answerable.extraction.errors import Unreadable
from answerable.extraction.text.language import declared_language
from answerable.extraction.text.wording import shown_name

FINE, REFUSED, MISUSED = 0, 1, 2

_HOW_KNOWN = {
    Basis.DECLARED: "as the document says",
    Basis.ESTIMATED: "estimated, please check",
    Basis.FILE: "when the file was made",
    None: "",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the command line."""
    parser = subparsers.add_parser(
        "read",
        help="read documents and show what they claim, each with the words it was read from",
        description="Read pages, text, PDF, DOCX, ODT and e-mail, at most 20 MB each, in English, "
        "Ukrainian, Russian, Arabic and Hebrew. Nothing is stored or fetched; each file is read in "
        "a process of its own, within limits. What is shown are the documents' claims, not facts.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
    parser.add_argument(
        "--format",
        choices=["table", "jsonl", "text", "json"],
        default="table",
        help="jsonl: one line per claim (docs/claims.md); text: the facts and words of the "
        "document; json: the same, one line per document",
    )
    parser.add_argument(
        "--published",
        type=_day,
        metavar="DAY",
        help="the day of publication, as 2026-03-05, where the document does not say it: days "
        "such as “on Monday” count from it",
    )
    parser.add_argument(
        "--language", type=_language, metavar="CODE", help="the language, as uk, of all of it"
    )


def _day(value: str) -> date:
    try:
        # A time with its zone is taken too: the day is that of the zone.
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day: write it as 2026-03-05") from None


def _language(value: str) -> str:
    code = declared_language(value)
    if code is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no language: write its code, as uk")
    return code


def run(args: argparse.Namespace) -> int:
    """Show each document; 0 if all were read, 1 if one was refused, 2 if one is not there."""
    return max([_show(name, args) for name in args.files])


def _show(name: str, args: argparse.Namespace) -> int:
    shown = "standard input" if name == "-" else shown_name(name)
    try:
        data = _bytes_of(name)
    except OSError as error:
        print(f"{shown}: cannot be opened: {error.strerror}", file=sys.stderr)
        return MISUSED
    today = datetime.now(tz=UTC).date()
    try:
        document = sandbox.read_apart(data, today=today, file_name=None if name == "-" else name)
    except Unreadable as refusal:
        looks_like = (
            f" It looks like: {refusal.detail}." if refusal.code == "unsupported_type" else ""
        )
        print(f"{shown}: {refusal.advice}{looks_like}", file=sys.stderr)
        return REFUSED
    digest = hashlib.sha256(data).hexdigest()
    if args.format in ("table", "jsonl"):
        _show_claims(shown, digest, document, args)
        return FINE
    facts = _facts(shown, digest, len(data), document)
    print(
        json.dumps(facts, ensure_ascii=False) if args.format == "json" else _page(facts, document)
    )
    return FINE


def _show_claims(shown: str, digest: str, document: Document, args: argparse.Namespace) -> None:
    # Imported here: the lexicons take a while, which the document's facts need not wait for.
    from answerable.cli.claimtable import table
    from answerable.extraction import assembly, claimlines, lexicons
    from answerable.extraction.where.gazetteer import CREDIT

    published = args.published or document.published
    reading = assembly.read(
        document.text,
        lexicons.words,
        published=published,
        language=args.language,
        places=lexicons.places(),
    )
    if args.format == "jsonl":
        for line in claimlines.lines_of(
            reading.claims, document=shown, sha256=digest, published=published
        ):
            print(line.decode())
        return
    print(f"{shown}: {document.title or 'no title'}")
    print(f"Published: {published or 'not known, so days such as “on Monday” were left out'}")
    if reading.unread:
        print(
            f"Sentences in a language that is not read: {reading.unread}; they claim nothing here."
        )
    print(table(reading.claims))
    if any(one.place is not None for one in reading.claims):
        print(CREDIT)


def _bytes_of(name: str) -> bytes:
    """Read at most one byte more than is allowed: enough to know that it is too large."""
    most = sandbox.STANDARD.max_bytes + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    with Path(name).open("rb") as file:
        return file.read(most)


def _facts(shown: str, digest: str, size: int, document: Document) -> dict[str, Any]:
    return {
        "file": shown,
        "sha256": digest,
        "bytes": size,
        "media": document.media.value,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "published_basis": document.published_basis,
        "language": document.language,
        "language_basis": document.language_basis,
        "pages": document.pages,
        "truncated": document.truncated,
        "notices": list(document.notices),
        "reader": document.reader,
        "text": document.text,
    }


def _page(facts: dict[str, Any], document: Document) -> str:
    """Lay the facts and the text out for a person at a terminal."""
    date = document.published.isoformat() if document.published else "not known"
    language = document.language if document.language != "und" else "not known"
    lines = [
        ("File", f"{facts['file']} ({facts['bytes']} bytes, {document.media.value})"),
        ("SHA-256", facts["sha256"]),
        ("Title", document.title or "not known"),
        ("Publisher", document.publisher or "not known"),
        ("Published", _with_basis(date, document.published_basis)),
        ("Language", _with_basis(language, document.language_basis)),
        *(("Note", NOTICES[notice]) for notice in document.notices),
    ]
    head = "\n".join(f"{label + ':':<11}{value}" for label, value in lines)
    return f"{head}\n\n{document.text}\n"


def _with_basis(value: str, basis: Basis | None) -> str:
    return f"{value} ({_HOW_KNOWN[basis]})" if basis else value
