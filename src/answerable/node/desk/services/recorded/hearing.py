"""Record what a counterpart on paper asked us, and what came back to what we asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from answerable.casework import bodies
from answerable.casework import words as shared_words
from answerable.casework.codes import EventKind, Instrument, TimePrecision, Urgency
from answerable.casework.errors import BadBody, BadWords
from answerable.casework.matching import check_match
from answerable.casework.text import tidy
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk import projector
from answerable.node.desk.choices import FigureChoice
from answerable.node.desk.codes import Confidence, DatePrecision, Medium, OwnerRole, RecordKind
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Inquiry, RecordedStatement
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references, threads
from answerable.node.desk.services.composing.telling import instant
from answerable.node.desk.services.drafts.starting import highest_marking, language_of
from answerable.node.desk.services.recorded.meaning import Heard, Meant, meaning_of
from answerable.node.desk.services.recorded.noting import SourceInput, note_down
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel

_REFERENCE = re.compile(r"\A[A-Z0-9][A-Za-z0-9./_-]{0,39}\Z")


@dataclass(frozen=True)
class HeardIncident:
    """An incident as a letter to us describes it."""

    kind: str
    start: date
    precision: str
    title: str
    narrative: str = ""


@transaction.atomic
def record_complaint(
    channel: Channel,
    *,
    subject: str,
    questions: Sequence[str],
    incidents: Sequence[HeardIncident],
    received_at: datetime,
    reply_due: datetime,
    stated_by: str,
    medium: str = Medium.LETTER,
    instrument: str = Instrument.LETTER,
    reference: str = "",
    confidence: str = Confidence.DOCUMENT_SEEN,
    by: User,
    office: Office,
    at: datetime,
) -> Inquiry:
    """Record what a counterpart on paper raised with us, so that it has a clock and a story."""
    require(by, Deed.RECORD, office)
    if channel.kind != Channel.Kind.PAPER or channel.theirs is None:
        raise NotPossible("only_on_paper")
    problems = {
        name: "required"
        for name, value in (
            ("subject", subject.strip()),
            ("questions", questions),
            ("incidents", incidents),
            ("stated_by", stated_by.strip()),
        )
        if not value
    }
    if received_at > at:
        problems["received_at"] = "stated_in_future"
    if reference and not _REFERENCE.match(reference):
        problems["reference"] = "reference_has_no_such_form"
    if problems:
        raise BadInput(problems)
    body, words = _complaint(
        channel,
        reference or references.next_incoming(at),
        subject,
        questions,
        incidents,
        instant(reply_due),
        instrument,
    )
    row = _note_meaning(
        channel,
        ledger.new_thread(),
        Meant(body, words),
        kind=RecordKind.COMPLAINT,
        stated_by=stated_by,
        stated_at=received_at,
        confidence=confidence,
        medium=medium,
        instrument=instrument,
        summary=tidy(subject),
        sources=(),
        by=by,
        office=office,
        at=at,
    )
    inquiry = projector.project(channel, row.thread, at=at)
    if inquiry is None:
        raise NotPossible("does_not_fit")
    audit.record(by, "complaint noted", "inquiry", inquiry.reference, at=at)
    return inquiry


@transaction.atomic
def record_reply(
    inquiry: Inquiry,
    *,
    kind: str,
    stated_by: str,
    stated_at: datetime,
    summary: str,
    confidence: str,
    medium: str = "",
    instrument: str = "",
    sources: Sequence[SourceInput] = (),
    answers: Mapping[str, tuple[str, str]] | None = None,
    position: str = "",
    final: bool = True,
    figures: Sequence[FigureChoice] = (),
    until: datetime | None = None,
    requests: Sequence[str] = (),
    by: User,
    office: Office,
    at: datetime,
) -> RecordedStatement:
    """Record what came back second-hand, and fold it into a thread that nobody signed.

    Beside a signed thread it only stands: there only what was signed counts.
    """
    require(by, Deed.RECORD, office)
    if not stated_by.strip() or not summary.strip():
        raise BadInput({"stated_by" if not stated_by.strip() else "summary": "required"})
    if stated_at > at:
        raise BadInput({"stated_at": "stated_in_future"})
    channel = inquiry.channel
    projector.lock(channel, inquiry.thread, at=at)
    reading = threads.read(channel, inquiry.thread)
    meant = None
    if not reading.is_signed:
        heard = Heard(
            RecordKind(kind),
            stated_at,
            summary,
            answers,
            position,
            final,
            figures,
            until,
            requests,
        )
        language = inquiry.language or language_of(channel)
        meant = meaning_of(heard, reading.account, language, highest_marking(channel))
    row = _note_meaning(
        channel,
        inquiry.thread,
        meant,
        kind=kind,
        stated_by=stated_by,
        stated_at=stated_at,
        confidence=confidence,
        medium=medium,
        instrument=instrument,
        summary=summary.strip(),
        sources=sources,
        by=by,
        office=office,
        at=at,
        position=position,
    )
    projector.project(channel, inquiry.thread, at=at)
    audit.record(by, f"reply noted: {row.kind}", "inquiry", inquiry.reference, at=at)
    return row


def _note_meaning(
    channel: Channel,
    thread: str,
    meant: Meant | None,
    *,
    kind: str,
    stated_by: str,
    stated_at: datetime,
    confidence: str,
    medium: str,
    instrument: str,
    summary: str,
    sources: Sequence[SourceInput],
    by: User,
    office: Office,
    at: datetime,
    position: str = "",
) -> RecordedStatement:
    party = channel.theirs
    meaning: dict[str, object] = {}
    if meant is not None:
        try:
            meaning = {
                "statement": bodies.kind_of(meant.body),
                "body": bodies.encode_body(meant.body),
                "refs": [ref.leaf for ref in meant.refs],
            }
            if meant.words is not None:
                shared_words.encode_words(meant.words)
                check_match(meant.body, meant.words)
                meaning["words"] = shared_words.words_to_dict(meant.words)
        except BadBody as exc:
            raise BadInput({exc.detail: "does_not_fit"}) from exc
        except BadWords as exc:
            raise BadInput({exc.detail: exc.code}) from exc
    return note_down(
        channel,
        thread=thread,
        kind=kind,
        stated_by=stated_by,
        stated_at=instant(stated_at),
        confidence=confidence,
        sources=sources,
        by=by,
        office=office,
        at=at,
        owner_role=OwnerRole.PARTY_ASKED,
        party=party.code if party is not None else "",
        party_name=party.name if party is not None else "",
        stated_precision=DatePrecision.MINUTE,
        summary=summary,
        medium=Medium(medium) if medium else "",
        instrument=Instrument(instrument) if instrument else "",
        position=position,
        **meaning,
    )


def _complaint(
    channel: Channel,
    reference: str,
    subject: str,
    questions: Sequence[str],
    incidents: Sequence[HeardIncident],
    due: datetime,
    instrument: str,
) -> tuple[bodies.Raise, shared_words.Words]:
    language = language_of(channel)
    named = [(f"i{number}", one) for number, one in enumerate(incidents, 1)]
    asked = [(f"q{number}", tidy(text)) for number, text in enumerate(questions, 1)]
    body = bodies.Raise(
        reference=reference,
        instrument=Instrument(instrument),
        urgency=Urgency.ORDINARY,
        incidents=tuple(
            bodies.IncidentFacts(
                id=key,
                kind=EventKind(one.kind),
                start=one.start,
                precision=TimePrecision(one.precision),
            )
            for key, one in named
        ),
        questions=tuple(bodies.Asked(id=key, due=due) for key, _text in asked),
        receipt_due=due,
        reply_due=due,
        language=language,
        marking=highest_marking(channel),
    )
    words = shared_words.Words(
        kind=bodies.kind_of(body),
        language=language,
        subject=tidy(subject),
        facts=tuple(
            shared_words.Fact(
                incident=key, title=tidy(one.title), narrative=tidy(one.narrative) or None
            )
            for key, one in named
        ),
        questions=tuple(shared_words.Text(id=key, text=text) for key, text in asked),
    )
    return body, words
