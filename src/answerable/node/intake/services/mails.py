"""Take an e-mail in: its words become a report; what says who sent it goes into the vault."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from answerable.extraction.apart import sandbox
from answerable.extraction.documents.document import Document as Read
from answerable.extraction.documents.document import Limits, Mail, Media
from answerable.extraction.errors import Unreadable
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.codes import DatePrecision, Route
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.desk.services import reports
from answerable.node.intake.models import Custody, Document, DocumentReport, ReceivedMail, Way
from answerable.node.intake.services import claims, documents
from answerable.node.intake.withholding import withhold
from answerable.node.vault import arriving

# What is attached is read one after the other while somebody waits.
ATTACHED: Final = Limits(cpu_seconds=8, wall_seconds=12.0)


def take_mail(
    data: bytes, mail: Mail, *, url: str = "", note: str = "", by: User, at: datetime
) -> ReceivedMail:
    """Make the report of an e-mail, and seal who sent it and the e-mail itself.

    Raises `NoVault` where nothing can be sealed, and `AlreadySealed` where the same message lies
    in the vault; nothing is stored then. Do not call inside a transaction: attached files are read.
    """
    require(by, Deed.REPORT)
    arriving.check_ready(by)
    fingerprint = _fingerprint(mail)
    arriving.check_new(data, fingerprint)
    attached, left_out = _read_attached(mail, at)
    read = mail.document
    # One number for one contact, in the message and in the files that came with it.
    said = [word for _data, each in attached for word in (each.title, each.publisher, each.text)]
    held = withhold((read.title, read.text, *said), mail.names, mail.addresses)
    with transaction.atomic():
        title, text, *marked = held.texts
        report = _make_report(mail, title, text, url, by, at)
        code = arriving.seal_mail(
            arriving.Sender(mail.sender, mail.addresses, held.contacts, read.language),
            report.receipt_number,
            head=mail.head,
            original=data,
            fingerprint=fingerprint,
            by=by,
            at=at,
        )
        kept = [
            _attach(data, _with_words(each, marked[3 * n : 3 * n + 3]), report, by, at)
            for n, (data, each) in enumerate(attached)
        ]
        received = ReceivedMail.objects.create(
            report=report,
            source=code,
            note=note,
            marked=held.marked,
            attached=sum(kept),
            left_out=left_out + len(kept) - sum(kept),
            notices=[str(notice) for notice in read.notices],
            reader=read.reader,
            received_by=by,
            received_at=at,
        )
        audit.record(by, "mail received", "report", report.receipt_number, at=at)
    return received


def _fingerprint(mail: Mail) -> bytes:
    """Return what a second copy of a message has in common with the first; nothing without an id.

    The id alone would let whoever has heard of it shut the true message out with a false one.
    """
    if not mail.message_id:
        return b""
    read = mail.document
    whole = hashlib.sha256()
    for part in (mail.message_id, read.title, " ".join(read.text.split()), *mail.addresses):
        whole.update(hashlib.sha256(part.encode("utf-8", "replace")).digest())
    for file in sorted(hashlib.sha256(each).digest() for each in mail.attached):
        whole.update(file)
    return whole.digest()


@transaction.atomic
def note_again(receipt: str, *, by: User, at: datetime) -> None:
    """Write down that the e-mail of a report was brought in a second time."""
    require(by, Deed.REPORT)
    audit.record(by, "mail received again", "report", receipt, at=at)


def _make_report(mail: Mail, title: str, text: str, url: str, by: User, at: datetime) -> Report:
    language = mail.document.language
    report = reports.create_report(
        title=title or _("E-mail without a subject"),
        text=text,
        published_at=mail.sent,
        published_precision=DatePrecision.MINUTE if mail.sent else DatePrecision.UNKNOWN,
        language="" if language == "und" else language,
        url=url,
        route=Route.UPLOAD,
        by=by,
        at=at,
    )
    if text:
        claims.ask_to_read(report, by=by, at=at)
    return report


def _read_attached(mail: Mail, at: datetime) -> tuple[list[tuple[bytes, Read]], int]:
    """Read what is attached; what is refused stays in the sealed original and is counted."""
    found: list[tuple[bytes, Read]] = []
    left_out = mail.left_out
    for data in dict.fromkeys(mail.attached):
        try:
            with turn():
                read = sandbox.read_apart(data, today=at.date(), limits=ATTACHED)
        except Unreadable:
            left_out += 1
            continue
        if read.media is Media.MAIL:
            left_out += 1
            continue
        found.append((data, read))
    return found, left_out


def _with_words(read: Read, words: Sequence[str]) -> Read:
    """Return what was read with marks in its words; the bytes stay as they came."""
    title, publisher, text = words
    return msgspec.structs.replace(read, title=title, publisher=publisher, text=text)


def _attach(data: bytes, read: Read, report: Report, by: User, at: datetime) -> bool:
    """Keep an attached file with the report; tell whether it was not here already.

    Its name stays in the sealed original alone: people name files after themselves.
    """
    if Document.objects.filter(sha256=keeping.digest_of(data)).exists():
        return False
    received = documents.keep_read(data, read, way=Way.ATTACHED, by=by, at=at)
    if not received.is_new:
        return False
    DocumentReport.objects.create(document=received.document, report=report, made_at=at, made_by=by)
    documents.note_custody(received.document, Custody.ATTACHED, by, at, report.receipt_number)
    return True
