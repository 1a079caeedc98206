"""Lay one document out: its claims as a table or as lines, or its facts and words."""

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from answerable.cli.claimtable import table
from answerable.extraction import claimlines
from answerable.extraction.apart.claimer import TextAnswer
from answerable.extraction.apart.claiming import ALL_CLAIMS, ClaimsReader
from answerable.extraction.documents.document import NOTICES, Basis, Document, Limits, Notice
from answerable.extraction.text.wording import one_line

# As many as `claimlines.parse` takes of all documents together.
MOST_CLAIMS = claimlines.MOST_LINES
_TITLE_CHARS = 100
# Without words nothing is claimed, which is no finding.
_MISSING = frozenset(
    (
        Notice.NO_TEXT_IN_PAGES, Notice.SOME_PAGES_UNREADABLE, Notice.SHORTENED,
        Notice.PAGES_LEFT_OUT, Notice.ATTACHMENTS_NOT_READ, Notice.ENCRYPTED_MAIL,
    )
)  # fmt: skip
_NO_DAY = "not known, so days such as “on Monday” were left out; give it with --published"
_HOW_KNOWN = {
    Basis.DECLARED: "as the document says",
    Basis.ESTIMATED: "estimated, please check",
    Basis.FILE: "when the file was made",
    None: "",
}


def wants_claims(args: Namespace) -> bool:
    """Tell whether claims are shown, and not the facts and words of the document alone."""
    return args.format in ("table", "jsonl")


def is_to_come(day: date) -> bool:
    """Tell whether a day is still to come wherever on earth one is."""
    # Somewhere it is tomorrow already.
    return day > datetime.now(tz=UTC).date() + timedelta(days=1)


def claims_reader(limits: Limits = ALL_CLAIMS) -> ClaimsReader:
    """Return a reader of claims that is not started yet."""
    return ClaimsReader(most_claims=MOST_CLAIMS, limits=limits)


@dataclass(frozen=True)
class Told:
    """What a document claims, and the day of publication from which its days were counted."""

    answer: TextAnswer
    published: date | None
    basis: str = ""
    """Where the day is from, as it is said to a person."""
    other: date | None = None
    """The day that the document states, where it is not the one that was given."""


def claims_of(document: Document, reader: ClaimsReader, args: Namespace) -> Told:
    """Read what a document claims, or raise the `Unreadable` of why not.

    Days are counted from the day that was given; else from what the document states, in its head
    or in its date line; else from what looks like it, or when the file was made.
    """
    given: date | None = args.published
    published, basis = given or document.published, document.published_basis
    answer = reader.read(document.text, published=published, language=args.language)
    written = answer.stated if answer.stated and not is_to_come(answer.stated) else None
    stated = document.published if basis in (Basis.DECLARED, Basis.ESTIMATED) else None
    stated = stated or written
    if given:
        return Told(answer, given, "as you said", stated if stated != given else None)
    if written and basis is not Basis.DECLARED:
        # Only a second reading counts from the day that the first one found.
        again = reader.read(document.text, published=written, language=args.language)
        return Told(again, written, "as its date line says")
    return Told(answer, published, _HOW_KNOWN[basis])


def states_another_day(told: Told | None) -> str:
    """Say that a document states another day than the one that was given, if it does."""
    if told is None or told.other is None:
        return ""
    return f"it states {told.other} as its day; days were counted from --published {told.published}"


def credit(told: Told | None, args: Namespace) -> str:
    """Return whom to name for the places in a table, once for all documents; nothing for none."""
    if args.format != "table" or told is None:
        return ""
    if all(one.place is None for one in told.answer.claims):
        return ""
    # Imported here: what unpacks the places takes a while, and is needed for this line alone.
    from answerable.extraction.where.gazetteer import CREDIT

    return CREDIT


def left_out(document: Document, told: Told | None, args: Namespace) -> Iterator[str]:
    """Say what of a document may be missing among lines of claims: text, pages, claims.

    A table and the facts of a document have the notes on its text themselves.
    """
    if args.format == "jsonl":
        yield from (NOTICES[one] for one in document.notices if one in _MISSING)
        if told is not None and told.answer.languages.keys() == {"und"}:
            yield "it is in no language that is read: it claims nothing here"
    if told is not None and (more := told.answer.left_out):
        yield f"only the first {MOST_CLAIMS:,} claims are shown; {more:,} are left out"


def laid_out(
    shown: str,
    digest: str,
    size: int,
    document: Document,
    told: Told | None,
    args: Namespace,
) -> str:
    """Return what is printed of a document, without the last line end; nothing for no claims.

    `told` is what it claims, where `wants_claims` says so.
    """
    if told is not None:
        return _claims(shown, digest, document, told, args)
    facts = _facts(shown, digest, size, document)
    return (
        json.dumps(facts, ensure_ascii=False) if args.format == "json" else _page(facts, document)
    )


def _claims(shown: str, digest: str, document: Document, told: Told, args: Namespace) -> str:
    reading, published = told.answer, told.published
    if args.format == "jsonl":
        lines = claimlines.lines_of(
            reading.claims, document=shown, sha256=digest, published=published
        )
        return "\n".join(line.decode() for line in lines)
    day = f"{published} ({told.basis})" if published else _NO_DAY
    page = [
        f"{shown}: {one_line(document.title, _TITLE_CHARS) or 'no title'}",
        f"Published: {day}",
    ]
    page += [f"Note: {NOTICES[one]}" for one in document.notices]
    if unread := reading.languages.get("und"):
        page.append(f"Sentences in a language that is not read: {unread}; they claim nothing here.")
    page.append(table(reading.claims))
    return "\n".join(page)


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
