"""Take documents in, hand their originals out, and make reports from them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.files.storage import default_storage
from django.db import transaction

from answerable.extraction.apart import sandbox
from answerable.extraction.documents.document import Document as Read
from answerable.extraction.documents.document import Limits, Media
from answerable.extraction.errors import Empty, TooLarge, Unreadable
from answerable.extraction.text.wording import shown_name
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.codes import DatePrecision, Route
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.desk.services import reports
from answerable.node.intake.models import (
    Custody,
    CustodyEvent,
    Document,
    DocumentReport,
    Reading,
    Way,
)
from answerable.node.intake.services import claims, timestamps

LIMITS = Limits(cpu_seconds=20, wall_seconds=40.0)


class NamesItsSender(Unreadable):
    """A saved e-mail: its head may tell who a source is, so it is not kept in the open."""

    code = "names_its_sender"
    advice = (
        "A saved e-mail names who sent it and by which way it came. Bring it in by itself "
        "(Documents, Read a document in): who sent it is then sealed in the vault."
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A document that is kept here, and whether it was new."""

    document: Document
    is_new: bool


def receive_document(
    data: bytes,
    *,
    way: Way,
    file_name: str = "",
    declared_media: str = "",
    url: str = "",
    note: str = "",
    came_in: str = "",
    by: User,
    at: datetime,
) -> Received:
    """Read a document in and keep its bytes unchanged; the same bytes a second time are found.

    Raises `Unreadable` or `TooBusy`, and then nothing is stored. Do not call inside a transaction:
    reading may take `LIMITS.wall_seconds`. `came_in` says in the custody log with what it came.
    """
    require(by, Deed.REPORT)
    if not data:
        raise Empty
    if len(data) > LIMITS.max_bytes:
        raise TooLarge
    known = received_before(data, came_in=came_in, by=by, at=at)
    if known is not None:
        return known
    read = read_apart(data, declared_media, file_name, at)
    if read.media is Media.MAIL:
        raise NamesItsSender
    return keep_read(
        data, read, way=way, file_name=file_name, url=url, note=note, came_in=came_in, by=by, at=at
    )


def received_before(
    data: bytes, *, came_in: str = "", by: User | None, at: datetime
) -> Received | None:
    """Return the document of these bytes where it is kept already, and note that it came again."""
    known = Document.objects.filter(sha256=keeping.digest_of(data)).first()
    return None if known is None else _received_again(known, by, at, came_in)


def keep_read(
    data: bytes,
    read: Read,
    *,
    way: Way,
    file_name: str = "",
    url: str = "",
    note: str = "",
    came_in: str = "",
    by: User | None,
    at: datetime,
) -> Received:
    """Keep the bytes of a document that was read, with what was read; never those of an e-mail.

    `by` is nobody where a partner's program sent it.
    """
    if read.media is Media.MAIL:
        raise NamesItsSender
    digest = keeping.keep(default_storage, data)
    with transaction.atomic():
        document, is_new = Document.objects.get_or_create(
            sha256=digest,
            defaults={
                "size": len(data),
                "media": read.media,
                "way": way,
                "file_name": shown_name(file_name) if file_name else "",
                "url": url[:2000],
                "note": note,
                "received_at": at,
                "received_by": by,
            },
        )
        if not is_new:
            return _received_again(document, by, at, came_in)
        _add_reading(document, read, at)
        note_custody(document, Custody.RECEIVED, by, at, came_in)
        note_custody(document, Custody.READ, by, at, read.reader[:120])
        timestamps.ask_later(document, at=at)
        audit.record(by, "document received", "document", digest, at=at)
    return Received(document, is_new=True)


@transaction.atomic
def make_report(
    document: Document,
    *,
    title: str,
    publisher: str,
    published: date | None,
    language: str,
    text: str = "",
    by: User,
    at: datetime,
) -> Report:
    """Make the report of a document, with its facts as a person corrected them.

    A document becomes one report: made already, that one is returned and nothing changes. `text`
    counts only where the program found none, as in a scan.
    """
    require(by, Deed.REPORT)
    # The lock decides between two people who do this at once.
    document = Document.objects.select_for_update().get(pk=document.pk)
    made = document.report
    if made is not None:
        return made
    report = reports.create_report(
        title=title,
        text=document.reading.text or text,
        publisher=publisher,
        # Noon, so that the day is the same day in almost every zone it may be shown in.
        published_at=datetime.combine(published, time(12), UTC) if published else None,
        published_precision=DatePrecision.DAY if published else DatePrecision.UNKNOWN,
        language=language,
        url=document.url,
        route=Route.PASTE if document.way == Way.PASTE else Route.UPLOAD,
        by=by,
        at=at,
    )
    DocumentReport.objects.create(document=document, report=report, made_at=at, made_by=by)
    note_custody(document, Custody.REPORT_MADE, by, at, report.receipt_number)
    claims.ask_to_read(report, by=by, at=at)
    return report


def open_original(document: Document, *, by: User, at: datetime) -> bytes:
    """Return the bytes as they were received, and write down who took them.

    Raises `OriginalChanged`, also written down, if they are no longer what was received.
    """
    require(by, Deed.REPORT)
    try:
        data = keeping.fetch(default_storage, document.sha256)
    except keeping.OriginalChanged:
        _handled(document, Custody.FOUND_CHANGED, "document found changed", by, at)
        raise
    _handled(document, Custody.DOWNLOADED, "document downloaded", by, at)
    return data


def read_apart(data: bytes, declared_media: str, file_name: str, at: datetime) -> Read:
    """Read a document in a child process; nothing is kept. Raises `Unreadable` or `TooBusy`."""
    with turn():
        return sandbox.read_apart(
            data,
            today=at.date(),
            declared_media=declared_media or None,
            file_name=file_name or None,
            limits=LIMITS,
        )


def _add_reading(document: Document, read: Read, at: datetime) -> None:
    Reading.objects.create(
        document=document,
        title=read.title,
        publisher=read.publisher,
        published=read.published,
        published_basis=read.published_basis or "",
        language=read.language,
        language_basis=read.language_basis or "",
        text=read.text,
        encoding=read.encoding,
        pages=read.pages,
        facts=read.facts,
        truncated=read.truncated,
        notices=[str(notice) for notice in read.notices],
        reader=read.reader,
        read_at=at,
    )


def _received_again(document: Document, by: User | None, at: datetime, came_in: str) -> Received:
    _handled(document, Custody.RECEIVED_AGAIN, "document received again", by, at, came_in)
    return Received(document, is_new=False)


@transaction.atomic
def _handled(
    document: Document, kind: Custody, verb: str, by: User | None, at: datetime, detail: str = ""
) -> None:
    note_custody(document, kind, by, at, detail)
    audit.record(by, verb, "document", document.sha256, at=at)


def note_custody(
    document: Document, kind: Custody, by: User | None, at: datetime, detail: str = ""
) -> None:
    """Add a line to a document's chain of custody."""
    CustodyEvent.objects.create(document=document, kind=kind, at=at, by=by, detail=detail)
