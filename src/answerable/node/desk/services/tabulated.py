"""Reports and totals that come as rows of a table: many at once, told anew by its next file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import DatePrecision, Route, Screening
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Remit, Report, ReportWords, Toll, TollFigure
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references, routing, searching
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.reports import tidy_line


@dataclass(frozen=True)
class Told:
    """What a row says, as a report: its words, and who published it and when."""

    title: str
    text: str
    publisher: str = ""
    published_at: datetime | None = None
    published_precision: str = DatePrecision.UNKNOWN
    language: str = ""
    url: str = ""


@transaction.atomic
def create_reports(told: Sequence[Told], *, by: User, at: datetime) -> list[Report]:
    """Take many reports in at once, in their order; the trail names the first and the last.

    As `reports.create_report` does one: each has its own number and goes to the office whose it is.
    """
    require(by, Deed.REPORT)
    return _create(told, by=by, at=at)


@transaction.atomic
def take_delivered(
    told: Sequence[Told], *, office: Office, feed: int, at: datetime
) -> list[Report]:
    """Take in what a partner's program sent, into the inbox of the office that it may write to.

    Nobody here did it: whoever calls has checked the partner's token. The remits are not asked.
    """
    return _create(told, office=office, by=None, at=at, feed=feed)


def _create(
    told: Sequence[Told],
    *,
    office: Office | None = None,
    by: User | None,
    at: datetime,
    **details: int,
) -> list[Report]:
    if not told:
        return []
    if not all(tidy_line(one.title) for one in told):
        raise BadInput({"title": "required"})
    numbers = references.next_receipt_numbers(len(told), at)
    made = Report.objects.bulk_create(
        Report(
            receipt_number=number,
            **_columns(one),
            route=Route.IMPORT,
            received_at=at,
            received_by=by,
            office=office,
        )
        for number, one in zip(numbers, told, strict=True)
    )
    ReportWords.objects.bulk_create(searching.words_of(report) for report in made)
    audit.record(
        by,
        "reports taken in",
        "report",
        numbers[0],
        at=at,
        details={"count": len(numbers), "last": numbers[-1], **details},
    )
    if office is None and Remit.objects.exists():
        for report in made:
            routing.take_in(report, at=at)
    return made


@transaction.atomic
def renew_report(report: Report, told: Told, *, by: User, at: datetime) -> bool:
    """Let a report say what its publisher says now, unless somebody decided on it meanwhile.

    For rows of data sets, whose earlier telling is kept beside them. Returns whether it changed.
    """
    require(by, Deed.REPORT)
    return _renew(report, told, by=by, at=at)


@transaction.atomic
def renew_delivered(report: Report, told: Told, *, feed: int, at: datetime) -> bool:
    """Let a report say what the partner whose program sent it says now, as `renew_report` does.

    Nobody here did it: whoever calls has checked the partner's token.
    """
    return _renew(report, told, by=None, at=at, feed=feed)


def _renew(report: Report, told: Told, *, by: User | None, at: datetime, **details: int) -> bool:
    if not tidy_line(told.title):
        raise BadInput({"title": "required"})
    changed = Report.objects.filter(pk=report.pk, screening=Screening.RECEIVED).update(
        **_columns(told)
    )
    if changed:
        audit.record(by, "report renewed", "report", report.receipt_number, at=at, details=details)
        report.refresh_from_db()
        searching.index(report)
    return bool(changed)


@transaction.atomic
def renew_toll(
    toll: Toll,
    *,
    situation: str,
    owner: str,
    covers: str,
    figures: Sequence[Count],
    as_of: date,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Let a running total say what its owner says now; who calls keeps the earlier telling."""
    require(by, Deed.REPORT)
    problems = {} if figures else {"figures": "required"}
    for name, value in (("situation", situation), ("owner", owner)):
        problems |= {} if value.strip() else {name: "required"}
    for number, count in enumerate(figures):
        problems |= count.problems(f"figures.{number}")
    if problems:
        raise BadInput(problems)
    Toll.objects.filter(pk=toll.pk).update(
        situation=tidy_line(situation)[:200], owner=tidy_line(owner)[:200],
        covers=tidy_line(covers)[:300], as_of=as_of, note=note,
    )  # fmt: skip
    toll.figures.all().delete()
    TollFigure.objects.bulk_create(TollFigure(toll=toll, **count.fields()) for count in figures)
    audit.record(by, "toll renewed", "toll", str(toll.pk), at=at)


def _columns(told: Told) -> dict[str, Any]:
    """Return what a report says of itself, as it is kept."""
    return {
        "title": tidy_line(told.title)[:300],
        "publisher": tidy_line(told.publisher)[:200],
        "published_at": told.published_at,
        "published_precision": DatePrecision(told.published_precision),
        "language": told.language[:35],
        "text": told.text,
        "url": told.url[:2000],
    }
