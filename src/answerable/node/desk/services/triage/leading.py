"""Decide what a report leads to: an incident, a new one, or a question to its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from answerable.node.accounts.models import Office, User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Incident, Report
from answerable.node.desk.permissions import Deed as Permission
from answerable.node.desk.permissions import require
from answerable.node.desk.services import guarding, incidents
from answerable.node.desk.services.triage.deciding import report_of
from answerable.node.desk.services.triage.items import (
    Chosen,
    Deed,
    Done,
    Thing,
    check_waiting,
    decide,
    held,
    standing,
    token_of,
    write,
)
from answerable.node.desk.triage_codes import TriageDeed


def link(
    things: Sequence[Chosen], incident: Incident, *, reason: str = "", by: User, at: datetime
) -> Done:
    """Say of which incident reports speak; they are accepted with that."""
    require(by, Permission.INCIDENT)

    def do(thing: Thing) -> None:
        incidents.link_report(incident, report_of(thing), reason=reason[:300], by=by, at=at)

    deed = Deed(TriageDeed.LINKED, do, reason, {"incident": incident})
    return decide(things, deed, by=by, at=at)


@transaction.atomic
def open_incident(
    things: Sequence[Chosen],
    *,
    title: str,
    kind: str,
    office: Office,
    reason: str = "",
    by: User,
    at: datetime,
) -> tuple[Incident, Done]:
    """Open one incident from all these reports, or from none of them."""
    require(by, Permission.INCIDENT, office)
    rows: list[Report] = []
    for one in things:
        row = report_of(held(one.thing))
        if token_of(row) != one.token:
            raise ChangedMeanwhile(str(row))
        check_waiting(row)
        rows.append(row)
    if not rows:
        raise NotPossible("nothing_in_hand")
    before = [standing(row) for row in rows]
    incident = incidents.open_incident(
        title=title, kind=kind, reports=rows, office=office, by=by, at=at
    )
    done = Done(incident.reference)
    for row, was in zip(rows, before, strict=True):
        row.refresh_from_db()
        write(
            row, TriageDeed.OPENED, was, batch=done.batch, reason=reason, by=by, at=at,
            incident=incident,
        )  # fmt: skip
        done.decided.append(str(row))
    return incident, done


def ask_source(
    things: Sequence[Chosen],
    words: str,
    until: date,
    *,
    today: date,
    by: User,
    at: datetime,
) -> Done:
    """Have the custodian ask a report's source; it rests until the answer comes, or that day."""
    require(by, Permission.REPORT)
    if until <= today:
        raise BadInput({"until": "day_is_not_to_come"})
    if not words.strip():
        raise BadInput({"question": "required"})

    def do(thing: Thing) -> None:
        report = report_of(thing)
        guarding.ask_source(report.receipt_number, words.strip(), by=by, at=at)
        Report.objects.filter(pk=report.pk).update(snoozed_until=until)

    deed = Deed(TriageDeed.ASKED_SOURCE, do, words, {"until": until})
    return decide(things, deed, by=by, at=at)
