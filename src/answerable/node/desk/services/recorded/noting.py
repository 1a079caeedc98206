"""Write down a second-hand statement: who said it, when, where it was read, how sure we are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.casework.codes import Instrument, Position
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk import projector
from answerable.node.desk.codes import Confidence, DatePrecision, Medium, OwnerRole, RecordKind
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    Draft,
    Incident,
    Inquiry,
    RecordedSource,
    RecordedStatement,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.drafts.sending import release
from answerable.node.desk.services.pen import Delivery, new_key
from answerable.node.desk.services.reports import tidy_line
from answerable.node.ledger.models import Channel


@dataclass(frozen=True)
class SourceInput:
    """Where a statement was read."""

    publisher: str
    title: str = ""
    url: str = ""
    published: str = ""
    note: str = ""


@transaction.atomic
def record_delivery(
    draft: Draft,
    *,
    delivered_at: datetime,
    delivered_by: str = "",
    delivered_to: str = "",
    where: str = "",
    medium: str = "letter",
    instrument: str = "",
    reaction: str = "",
    by: User,
    at: datetime,
) -> Inquiry:
    """Record that a cleared message was handed over on paper: who, to whom, where, when, how taken.

    The clock starts at `delivered_at`, which is when it is said. `instrument` is the form in which
    it was handed over; without one, the form that the message names.
    """
    if draft.channel.kind != Channel.Kind.PAPER:
        raise NotPossible("only_on_paper")
    if delivered_at > at:
        raise BadInput({"delivered_at": "stated_in_future"})
    delivery = Delivery(
        medium=Medium(medium),
        instrument=instrument_of(draft, instrument),
        by=tidy_line(delivered_by),
        to=tidy_line(delivered_to),
        where=tidy_line(where),
        reaction=reaction.strip(),
        noted_at=at,
    )
    return release(draft, delivery, by=by, at=delivered_at)


def instrument_of(draft: Draft, wished: str = "") -> str:
    """Return the form of a delivery: as said, else as the message names it, else a letter."""
    if wished:
        return Instrument(wished)
    return str((draft.body or {}).get("instrument", "") or Instrument.LETTER)


@transaction.atomic
def record_statement(
    incident: Incident,
    channel: Channel,
    *,
    kind: str,
    stated_by: str,
    owner_role: str,
    party_name: str = "",
    stated_at: datetime,
    stated_precision: str = DatePrecision.DAY,
    summary: str,
    position: str = "",
    positions_also: Sequence[str] = (),
    measures: Sequence[str] = (),
    confidence: str,
    sources: Sequence[SourceInput] = (),
    changes: RecordedStatement | None = None,
    note: str = "",
    by: User,
    office: Office,
    at: datetime,
) -> RecordedStatement:
    """Record what somebody said about an incident, retold. It feeds no state and signs nothing.

    Only the party asked takes a position; `changes` is the earlier statement that this one alters.
    """
    require(by, Deed.RECORD, office)
    problems = _problems(stated_by, summary, stated_at, at)
    if position and OwnerRole(owner_role) != OwnerRole.PARTY_ASKED:
        problems["position"] = "only_the_party_asked_takes_a_position"
    if changes is not None and changes.incident_id != incident.pk:
        problems["changes"] = "unknown_incident"
    if problems:
        raise BadInput(problems)
    row = note_down(
        channel,
        kind=kind,
        stated_by=stated_by,
        stated_at=stated_at,
        confidence=confidence,
        sources=sources,
        by=by,
        office=office,
        at=at,
        incident=incident,
        owner_role=OwnerRole(owner_role),
        party_name=tidy_line(party_name)[:200],
        stated_precision=DatePrecision(stated_precision),
        summary=summary.strip(),
        position=Position(position) if position else "",
        positions_also=[Position(one) for one in positions_also],
        measures=[one.strip() for one in measures if one.strip()],
        changes=changes,
        note=note.strip(),
    )
    audit.record(by, f"statement noted: {row.kind}", "incident", incident.reference, at=at)
    return row


@transaction.atomic
def set_aside(recorded: RecordedStatement, *, reason: str, by: User, at: datetime) -> None:
    """Set a note of ours aside with the reason; it stays, and no longer counts for the thread."""
    require(by, Deed.RECORD, recorded.office)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if recorded.thread:
        projector.lock(recorded.channel, recorded.thread, at=at)
    changed = RecordedStatement.objects.filter(pk=recorded.pk, set_aside_at__isnull=True).update(
        set_aside_by=by, set_aside_at=at, set_aside_reason=tidy_line(reason)[:300]
    )
    if not changed:
        raise ChangedMeanwhile(str(recorded.pk))
    if recorded.thread:
        projector.project(recorded.channel, recorded.thread, at=at)
    audit.record(by, "note set aside", "recorded", str(recorded.pk), at=at)


def note_down(
    channel: Channel,
    *,
    kind: str,
    stated_by: str,
    stated_at: datetime,
    confidence: str,
    sources: Sequence[SourceInput],
    by: User,
    office: Office,
    at: datetime,
    **fields: Any,
) -> RecordedStatement:
    """Write the row and its sources; the deed that calls this checks and writes the trail."""
    row = RecordedStatement.objects.create(
        channel=channel,
        leaf=new_key(),
        kind=RecordKind(kind),
        stated_by=tidy_line(stated_by)[:200],
        stated_at=stated_at,
        confidence=Confidence(confidence),
        office=office,
        recorded_by=by,
        recorded_at=at,
        **fields,
    )
    RecordedSource.objects.bulk_create(
        RecordedSource(
            recorded=row,
            publisher=tidy_line(source.publisher)[:200],
            title=tidy_line(source.title)[:300],
            url=source.url.strip()[:2000],
            published=source.published[:10],
            note=tidy_line(source.note)[:300],
        )
        for source in sources
        if source.publisher.strip()
    )
    return row


def _problems(stated_by: str, summary: str, stated_at: datetime, at: datetime) -> dict[str, str]:
    problems = {
        name: "required"
        for name, value in (("stated_by", stated_by), ("summary", summary))
        if not value.strip()
    }
    if stated_at > at:
        problems["stated_at"] = "stated_in_future"
    return problems
