"""Take in what a partner's program sends: each request once, all of it or nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction

from answerable.extraction.datasets.records import Record
from answerable.extraction.datasets.sent import NotSent, Sent, read_sent, record_of
from answerable.extraction.documents.document import Document as Read
from answerable.extraction.documents.document import Media
from answerable.extraction.errors import Empty, Unreadable
from answerable.node.accounts import audit
from answerable.node.desk import keeping
from answerable.node.desk.models import Report
from answerable.node.desk.services import tabulated
from answerable.node.intake.models import (
    Custody,
    DataFile,
    DataRow,
    DataSet,
    Delivery,
    DeliveryState,
    Document,
    DocumentReport,
    Feed,
    FeedToken,
    FileState,
    Way,
)
from answerable.node.intake.services import claims, documents
from answerable.node.intake.services.datasets.checking import digest_of
from answerable.node.intake.services.datasets.taking import (
    keep_version,
    row_of,
    tell_anew,
    told_of,
)
from answerable.node.intake.services.feeds.partners import NotAdmitted

KEY_KEPT: Final = timedelta(days=7)
NEW, CHANGED, SAME = "new", "changed", "same"
# What is wrong with a body, as a status of HTTP; all else of its form is 422.
_STATUS: Final = {"not_json": 400, "too_large": 413, "too_many": 413}


class KeyUsedOtherwise(Exception):
    """The idempotency key came before with another body."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request holds: whose it is, its key, its JSON, and a document if it brings one."""

    token: FeedToken
    key: str
    data: bytes
    one_a_line: bool = False
    document: bytes | None = None
    file_name: str = ""
    media: str = ""

    @property
    def digest(self) -> str:
        """Return what tells two bodies apart, however they were packed."""
        parts = (b"lines" if self.one_a_line else b"json", self.data, self.document or b"-")
        hashes = [hashlib.sha256(part).digest() for part in parts]
        return hashlib.sha256(b"".join(hashes) + self.file_name.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Brought:
    """The document of a delivery: its bytes, and what was read now or is here already."""

    data: bytes
    read: Read | None
    text: str


def deliver(asked: Asked, *, at: datetime) -> Delivery:
    """Take a delivery in, or keep why it was refused; the same request again gets the same row.

    Raises `KeyUsedOtherwise`, `NotAdmitted` where the feed was closed meanwhile, and `TooBusy`,
    after which nothing is kept. Do not call inside a transaction: a document may be read.
    """
    known = _earlier(asked, at)
    if known is not None:
        return known
    try:
        sent = read_sent(asked.data, one_a_line=asked.one_a_line)
        brought = _read_document(asked, sent, at)
    except NotSent as error:
        problems = [list(one) for one in error.problems]
        return _refuse(asked, error.code, problems, _STATUS.get(error.code, 422), at)
    except Unreadable as error:
        return _refuse(asked, error.code, [["/document", error.advice]], 422, at)
    return _take(asked, sent, brought, at)


@transaction.atomic
def _refuse(
    asked: Asked, code: str, problems: list[list[str]], status: int, at: datetime
) -> Delivery:
    feed = _held(asked, at)
    known = _earlier(asked, at)
    if known is not None:
        return known
    delivery = _delivery(
        asked, at, state=DeliveryState.REFUSED, status=status, reason=code[:40], problems=problems
    )
    details = {"delivery": delivery.name, "reason": code[:40]}
    audit.record(None, "delivery refused", "feed", str(feed.pk), at=at, details=details)
    return delivery


@transaction.atomic
def _take(asked: Asked, sent: Sequence[Sent], brought: _Brought | None, at: datetime) -> Delivery:
    feed = _held(asked, at)
    known = _earlier(asked, at)
    if known is not None:
        return known
    text = brought.text if brought else ""
    records = [
        record_of(one, number, publisher=feed.name, text=text) for number, one in enumerate(sent, 1)
    ]
    if brought and DataRow.objects.filter(data_set=feed.data_set_id, key=sent[0].id).exists():
        said = (
            "A document goes with the first delivery of a report. Send the change without it, or "
            "the document as a report of its own, with another id."
        )
        return _refuse(asked, "document_of_a_change", [["/document", said]], 422, at)
    file = _file(feed, asked.data, at)
    outcomes, reports = _rows(feed, file, records, at)
    if brought and reports:
        _link(brought, reports[0], asked.file_name, sent[0].url, at)
    counts = {name: sum(one[1] == name for one in outcomes) for name in (NEW, CHANGED, SAME)}
    file.counts = {
        "total": len(records), "quarantined": 0, "loaded": len(records), **counts, "gone": 0,
    }  # fmt: skip
    file.save(update_fields=["counts"])
    delivery = _delivery(asked, at, state=DeliveryState.RECEIVED, outcomes=outcomes, file=file)
    details = {"delivery": delivery.name, **counts}
    audit.record(None, "delivery received", "feed", str(feed.pk), at=at, details=details)
    return delivery


def _held(asked: Asked, at: datetime) -> Feed:
    """Hold the feed until the end: of twins, and of two with one id, the second waits."""
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=asked.token.feed_id)
    # A document is read for a while before this, and the token may have ended meanwhile.
    counts = feed.tokens.filter(pk=asked.token.pk, revoked_at=None, expires_at__gt=at)
    if feed.closed_at is not None or not counts.exists():
        raise NotAdmitted
    return feed


def _earlier(asked: Asked, at: datetime) -> Delivery | None:
    """Return the delivery of this key, unless its time is over; raise on another body."""
    key = _key(asked)
    found = Delivery.objects.filter(feed=asked.token.feed_id, key=key).first()
    if found is None:
        return None
    if found.at + KEY_KEPT <= at:
        Delivery.objects.filter(pk=found.pk).update(key=None)
        return None
    if found.digest != asked.digest:
        raise KeyUsedOtherwise
    return found


def forget_keys(*, at: datetime) -> int:
    """Forget the idempotency keys whose time is over; return how many."""
    over = Delivery.objects.filter(key__isnull=False, at__lte=at - KEY_KEPT)
    return over.update(key=None)


def _key(asked: Asked) -> str:
    return hashlib.sha256(asked.key.encode()).hexdigest()


def _delivery(asked: Asked, at: datetime, **fields: object) -> Delivery:
    return Delivery.objects.create(
        feed_id=asked.token.feed_id,
        token=asked.token,
        name=secrets.token_hex(16),
        key=_key(asked),
        digest=asked.digest,
        at=at,
        **fields,
    )


def _file(feed: Feed, data: bytes, at: datetime) -> DataFile:
    digest = keeping.keep(default_storage, data)
    DataSet.objects.filter(pk=feed.data_set_id, version=0).update(version=1)
    return DataFile.objects.create(
        data_set_id=feed.data_set_id,
        sha256=digest,
        size=len(data),
        state=FileState.TAKEN,
        by=None,
        at=at,
        ended_at=at,
    )


def _rows(
    feed: Feed, file: DataFile, records: Sequence[Record], at: datetime
) -> tuple[list[list[str]], list[Report]]:
    """Make or renew the row of each record; return what each became, and the new reports."""
    keys = [record.key for record in records]
    rows = DataRow.objects.filter(data_set=feed.data_set_id, key__in=keys)
    there = {row.key: row for row in rows.select_related("report", "last_file")}
    outcomes: list[list[str]] = []
    new: list[Record] = []
    for sent in records:
        row = there.get(sent.key)
        record = _with_text_of_document(sent, row)
        if row is None:
            new.append(record)
            outcomes.append([record.key, NEW])
        elif row.digest == digest_of(record):
            outcomes.append([record.key, SAME])
        else:
            _renew(feed, file, row, record, at)
            outcomes.append([record.key, CHANGED])
    made = tabulated.take_delivered(
        [told_of(record) for record in new], office=feed.office, feed=feed.pk, at=at
    )
    DataRow.objects.bulk_create(
        row_of(file, record, report=report) for record, report in zip(new, made, strict=True)
    )
    for report in made:
        claims.have_read(report, at=at)
    return outcomes, made


def _with_text_of_document(record: Record, row: DataRow | None) -> Record:
    """Return a record with the words that came as a document before, where it sends none itself."""
    if record.text or row is None or row.report is None:
        return record
    made = DocumentReport.objects.filter(report=row.report).select_related("document")
    first = made.order_by("pk").first()
    return record if first is None else replace(record, text=first.document.reading.text)


def _renew(feed: Feed, file: DataFile, row: DataRow, record: Record, at: datetime) -> None:
    keep_version(file, row, at)
    if row.report is not None:
        told = told_of(record)
        if tabulated.renew_delivered(row.report, told, feed=feed.pk, at=at):
            claims.have_read(row.report, at=at)
    tell_anew(file, row, record)


def _read_document(asked: Asked, sent: Sequence[Sent], at: datetime) -> _Brought | None:
    if asked.document is None:
        return None
    if len(sent) != 1:
        raise NotSent(("", "A document goes with one report. Send each report for itself."))
    data = asked.document
    if not data:
        raise Empty
    # In every case: how long an answer takes must not tell that the same bytes lie here.
    read = documents.read_apart(data, asked.media, asked.file_name, at)
    if read.media is Media.MAIL:
        raise documents.NamesItsSender
    known = Document.objects.filter(sha256=keeping.digest_of(data)).first()
    if known is not None:
        return _Brought(data, None, known.reading.text)
    return _Brought(data, read, read.text)


def _link(brought: _Brought, report: Report, file_name: str, url: str, at: datetime) -> None:
    """Keep the document with its report; of one that belongs to another report, only that it came.

    Whose it is already, the partner does not learn.
    """
    if brought.read is None:
        received = documents.received_before(brought.data, by=None, at=at)
    else:
        received = documents.keep_read(
            brought.data, brought.read, way=Way.FEED, file_name=file_name, url=url, by=None, at=at
        )
    if received is None or not received.is_new:
        # What lay here already is the desk's, to make a report of or not.
        return
    document = Document.objects.select_for_update().get(pk=received.document.pk)
    if document.report is None:
        DocumentReport.objects.create(document=document, report=report, made_at=at)
        documents.note_custody(document, Custody.REPORT_MADE, None, at, report.receipt_number)
