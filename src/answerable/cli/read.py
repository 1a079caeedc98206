"""`answerable read`: show what a document says about itself, and its words. Needs no node."""

import argparse
import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from answerable.extraction import sandbox
from answerable.extraction.document import NOTICES, Basis, Document
from answerable.extraction.errors import Unreadable
from answerable.extraction.wording import shown_name

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
        help="read documents and show title, publisher, date, language and text",
        description="Read web pages (HTML), plain text and PDF, at most 20 MB each. "
        "Nothing is stored or fetched; the file is read in a process of its own, within limits.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="json: one line per document"
    )


def run(args: argparse.Namespace) -> int:
    """Show each document; 0 if all were read, 1 if one was refused, 2 if one is not there."""
    outcomes = [_show(name, args.format) for name in args.files]
    return max(outcomes)


def _show(name: str, form: str) -> int:
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
    facts = _facts(shown, digest, len(data), document)
    print(json.dumps(facts, ensure_ascii=False) if form == "json" else _page(facts, document))
    return FINE


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
