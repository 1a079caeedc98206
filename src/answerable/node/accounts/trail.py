"""Search the audit trail and write it out, without naming what its reader may not know of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from answerable.node.accounts import audit, discretion, wording
from answerable.node.accounts.discretion import Thing
from answerable.node.accounts.models import AuditEvent, AuditHead, User

AT_ONCE = 500
# What of an event's details names another thing, and of which kind.
NAMED = {
    "report": "report",
    "incident": "incident",
    "inquiry": "inquiry",
    "thread": "thread",
    "draft": "draft",
    "leaf": "message",
    "answer": "message",
    "phrase": "phrase",
    "document": "document",
}
COLUMNS = ("number", "at", "by", "verb", "subject kind", "subject", "details")


@dataclass(frozen=True)
class Search:
    """What is asked of the trail; empty means any."""

    person: str = ""
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """An event as a person may read it. Of a withheld one only number, time and person stand."""

    event: AuditEvent
    is_withheld: bool

    @property
    def verb(self) -> str:
        """Return what was done, in words."""
        return "" if self.is_withheld else wording.verb(self.event.verb)

    @property
    def kind(self) -> str:
        """Return the kind of thing it was done to, in words."""
        return "" if self.is_withheld else wording.kind(self.event.subject_kind)

    @property
    def subject(self) -> str:
        """Return what it was done to."""
        return "" if self.is_withheld else self.event.subject_id

    @property
    def details(self) -> dict[str, Any]:
        """Return what else is on record."""
        return {} if self.is_withheld else dict(self.event.details)


def find(search: Search, user: User) -> QuerySet[AuditEvent]:
    """Return the events that fit, the newest first; nothing tells of what is kept from the user."""
    found = AuditEvent.objects.select_related("by").order_by("-number")
    if search.person:
        found = found.filter(by__username=search.person)
    if search.verb:
        found = found.filter(Q(verb=search.verb) | Q(verb__startswith=f"{search.verb}: "))
    if search.subject:
        found = found.filter(subject_id=search.subject)
        kinds = found.order_by().values_list("subject_kind", flat=True).distinct()
        shut = discretion.hidden(user, [(kind, search.subject) for kind in kinds])
        # A search that finds something withheld would say that it is there.
        found = found.exclude(subject_kind__in=[kind for kind, _id in shut])
    if search.since:
        found = found.filter(at__gte=_midnight(search.since))
    if search.until:
        found = found.filter(at__lt=_midnight(search.until + timedelta(days=1)))
    return found


def shown(events: Iterable[AuditEvent], user: User | None) -> list[Line]:
    """Return events as the person may read them; without a person, whole."""
    rows = list(events)
    things = {row.pk: _things(row) for row in rows}
    shut: frozenset[Thing] = frozenset()
    if user is not None:
        shut = discretion.hidden(user, {thing for each in things.values() for thing in each})
    return [Line(row, not shut.isdisjoint(things[row.pk])) for row in rows]


def csv_lines(found: QuerySet[AuditEvent], user: User) -> Iterator[str]:
    """Yield the events as CSV, in which no spreadsheet finds a formula."""
    yield _row(COLUMNS)
    for batch in _batches(found.iterator(AT_ONCE)):
        for line in shown(batch, user):
            event = line.event
            yield _row(
                (
                    str(event.number),
                    event.at.isoformat(timespec="seconds"),
                    event.by.username if event.by else "",
                    "" if line.is_withheld else event.verb,
                    "" if line.is_withheld else event.subject_kind,
                    line.subject or ("withheld" if line.is_withheld else ""),
                    json.dumps(line.details, sort_keys=True) if line.details else "",
                )
            )


def json_lines(user: User | None) -> Iterator[str]:
    """Yield the whole trail as JSON lines with its chain; `answerable audit verify` checks them.

    Up to the head as it stands now: what is added meanwhile belongs to the next export.
    """
    head = AuditHead.objects.filter(pk=1).first()
    number, digest = (head.number, head.digest) if head else (0, audit.START)
    events = AuditEvent.objects.filter(number__lte=number).select_related("by").order_by("number")
    for batch in _batches(events.iterator(AT_ONCE)):
        for line in shown(batch, user):
            yield _json(_chained(line))
    yield _json({"head": {"number": number, "digest": digest}})


def _batches(events: Iterator[AuditEvent]) -> Iterator[list[AuditEvent]]:
    while batch := list(islice(events, AT_ONCE)):
        yield batch


def _chained(line: Line) -> dict[str, Any]:
    event = line.event
    if line.is_withheld:
        return {
            "number": event.number,
            "previous": event.previous,
            "digest": event.digest,
            "withheld": True,
        }
    who = {"who": event.by.username} if event.by else {}
    return {**audit.as_fields(event), **who, "digest": event.digest}


def _things(event: AuditEvent) -> set[Thing]:
    found = {(event.subject_kind, event.subject_id)}
    for name, value in event.details.items():
        if name in NAMED and isinstance(value, str | int):
            found.add((NAMED[name], str(value)))
    return found


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_plain(cell) for cell in cells])
    return out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
