"""Lay one document out: its claims as a table or as lines, or its facts and words."""

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import Any

from answerable.cli.claimtable import table
from answerable.extraction import claimlines
from answerable.extraction.apart.claimer import TextAnswer
from answerable.extraction.apart.claiming import ALL_CLAIMS, ClaimsReader
from answerable.extraction.documents.document import NOTICES, Basis, Document, Limits

# As many as `claimlines.parse` takes of all documents together.
MOST_CLAIMS = claimlines.MOST_LINES
_HOW_KNOWN = {
    Basis.DECLARED: "as the document says",
    Basis.ESTIMATED: "estimated, please check",
    Basis.FILE: "when the file was made",
    None: "",
}


def wants_claims(args: Namespace) -> bool:
    """Tell whether claims are shown, and not the facts and words of the document alone."""
    return args.format in ("table", "jsonl")


def published_day(document: Document, args: Namespace) -> date | None:
    """Return the day from which days in the text are counted.

    What the document states comes first: the option may be given for a folder in which some state
    none. It stands before a guess, and before the day on which the file was made.
    """
    told: date | None = args.published
    if document.published_basis == Basis.DECLARED:
        return document.published
    return told or document.published


def claims_reader(limits: Limits = ALL_CLAIMS) -> ClaimsReader:
    """Return a reader of claims that is not started yet."""
    return ClaimsReader(most_claims=MOST_CLAIMS, limits=limits)


def claims_of(document: Document, reader: ClaimsReader, args: Namespace) -> TextAnswer:
    """Read what a document claims, or raise the `Unreadable` of why not."""
    published = published_day(document, args)
    return reader.read(document.text, published=published, language=args.language)


def left_out(reading: TextAnswer | None) -> str:
    """Say how many claims are not shown, if any."""
    if reading is None or not reading.left_out:
        return ""
    return f"only the first {MOST_CLAIMS:,} claims are shown; {reading.left_out:,} are left out"


def laid_out(
    shown: str,
    digest: str,
    size: int,
    document: Document,
    reading: TextAnswer | None,
    args: Namespace,
) -> str:
    """Return what is printed of a document, without the last line end; nothing for no claims.

    `reading` is what it claims, where `wants_claims` says so.
    """
    if reading is not None:
        return _claims(shown, digest, document, reading, args)
    facts = _facts(shown, digest, size, document)
    return (
        json.dumps(facts, ensure_ascii=False) if args.format == "json" else _page(facts, document)
    )


def _claims(
    shown: str, digest: str, document: Document, reading: TextAnswer, args: Namespace
) -> str:
    published = published_day(document, args)
    if args.format == "jsonl":
        lines = claimlines.lines_of(
            reading.claims, document=shown, sha256=digest, published=published
        )
        return "\n".join(line.decode() for line in lines)
    told = [
        f"{shown}: {document.title or 'no title'}",
        f"Published: {published or 'not known, so days such as “on Monday” were left out'}",
    ]
    if unread := reading.languages.get("und"):
        told.append(f"Sentences in a language that is not read: {unread}; they claim nothing here.")
    told.append(table(reading.claims))
    if any(one.place is not None for one in reading.claims):
        # Imported here: what unpacks the places takes a while, and is needed for this line alone.
        from answerable.extraction.where.gazetteer import CREDIT

        told.append(CREDIT)
    return "\n".join(told)


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


def _page(facts: Mapping[str, Any], document: Document) -> str:
    """Lay the facts and the text out for a person at a terminal."""
    day = document.published.isoformat() if document.published else "not known"
    language = document.language if document.language != "und" else "not known"
    lines = [
        ("File", f"{facts['file']} ({facts['bytes']} bytes, {document.media.value})"),
        ("SHA-256", facts["sha256"]),
        ("Title", document.title or "not known"),
        ("Publisher", document.publisher or "not known"),
        ("Published", _with_basis(day, document.published_basis)),
        ("Language", _with_basis(language, document.language_basis)),
        *(("Note", NOTICES[notice]) for notice in document.notices),
    ]
    head = "\n".join(f"{label + ':':<11}{value}" for label, value in lines)
    return f"{head}\n\n{document.text}\n"


def _with_basis(value: str, basis: Basis | None) -> str:
    return f"{value} ({_HOW_KNOWN[basis]})" if basis else value
