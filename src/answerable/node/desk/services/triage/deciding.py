"""Decide about what came in without leaving the inbox: whose, when, whether it concerns us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import Screening
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Arrival, Inquiry, Report
from answerable.node.desk.permissions import Deed as Permission
from answerable.node.desk.permissions import may, require
from answerable.node.desk.services import reports, routing
from answerable.node.desk.services.triage.items import Chosen, Deed, Done, Thing, decide
from answerable.node.desk.triage_codes import OutOfScope, TriageDeed


def assign(
    things: Sequence[Chosen],
    *,
    office: Office | None = None,
    person: User | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Done:
    """Give things to an office, to a person, or to both; only to somebody who may see them."""
    require(by, Permission.TRIAGE)
    if office is None and person is None:
        raise BadInput({"person": "nobody_named"})
    if person is not None and not may(person, Permission.TRIAGE):
        raise BadInput({"person": "person_does_no_triage"})

    def do(thing: Thing) -> None:
        if person is not None:
            rows: Any = type(thing).objects
            if not rows.visible_to(person).filter(pk=thing.pk).exists():
                raise NotPossible("person_does_not_see_it")
        _change(thing, assignee=person, snoozed_until=None)
        if office is not None:
            _give(thing, office, by, at)

    row = {"office": office, "person": person}
    return decide(things, Deed(TriageDeed.ASSIGNED, do, reason, row), by=by, at=at)


def take_up(things: Sequence[Chosen], *, reason: str = "", by: User, at: datetime) -> Done:
    """Take things up oneself: they leave the others' queue and stay in one's own."""
    require(by, Permission.TRIAGE)

    def do(thing: Thing) -> None:
        _change(thing, assignee=by, snoozed_until=None)

    deed = Deed(TriageDeed.TAKEN_UP, do, reason, {"person": by})
    return decide(things, deed, by=by, at=at)


def snooze(
    things: Sequence[Chosen],
    until: date,
    *,
    today: date,
    reason: str = "",
    by: User,
    at: datetime,
) -> Done:
    """Put things away until a day; on that day they are back by themselves."""
    require(by, Permission.TRIAGE)
    if until <= today:
        raise BadInput({"until": "day_is_not_to_come"})

    def do(thing: Thing) -> None:
        _change(thing, snoozed_until=until)

    return decide(things, Deed(TriageDeed.SNOOZED, do, reason, {"until": until}), by=by, at=at)


def put_out_of_scope(
    things: Sequence[Chosen], code: str, *, reason: str = "", by: User, at: datetime
) -> Done:
    """Say that reports are none of ours, with a reason of the list and, for another, in words."""
    require(by, Permission.REPORT)
    why = OutOfScope(code)
    if why == OutOfScope.OTHER and not reason.strip():
        raise BadInput({"reason": "required"})

    def do(thing: Thing) -> None:
        reports.screen(
            report_of(thing), Screening.OUT_OF_SCOPE, reason=reason, code=why, by=by, at=at
        )

    deed = Deed(TriageDeed.OUT_OF_SCOPE, do, reason, {"code": why})
    return decide(things, deed, by=by, at=at)


def mark_duplicate(
    things: Sequence[Chosen], other: Report, *, reason: str = "", by: User, at: datetime
) -> Done:
    """Say that reports tell the same as another one."""
    require(by, Permission.REPORT)

    def do(thing: Thing) -> None:
        reports.screen(
            report_of(thing),
            Screening.DUPLICATE,
            reason=reason,
            duplicate_of=other,
            by=by,
            at=at,
        )

    return decide(things, Deed(TriageDeed.DUPLICATE, do, reason), by=by, at=at)


def finish(things: Sequence[Chosen], *, reason: str = "", by: User, at: datetime) -> Done:
    """Say that messages of the other side were dealt with. A report is linked or decided on."""
    require(by, Permission.TRIAGE)

    def do(thing: Thing) -> None:
        if isinstance(thing, Report):
            raise NotPossible("only_for_messages")
        _change(thing, done_at=at, done_by=by)

    return decide(things, Deed(TriageDeed.DONE, do, reason), by=by, at=at)


def report_of(thing: Thing) -> Report:
    """Return the report, or raise: a message is none."""
    if isinstance(thing, Arrival):
        raise NotPossible("only_for_reports")
    return thing


def _change(thing: Thing, **fields: Any) -> None:
    rows: Any = type(thing).objects
    rows.filter(pk=thing.pk).update(**fields)


def _give(thing: Thing, office: Office, by: User, at: datetime) -> None:
    whole = thing
    if isinstance(thing, Arrival):
        found = Inquiry.objects.filter(channel=thing.channel_id, thread=thing.thread).first()
        if found is None:
            raise NotPossible("message_is_not_here")
        holder = routing.office_of(found)
        if holder is None or holder.pk != office.pk:
            routing.hand_over(found, office, by=by, at=at)
    elif isinstance(whole, Report) and whole.office_id != office.pk:
        routing.hand_over(whole, office, by=by, at=at)
