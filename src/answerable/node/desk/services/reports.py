"""Take reports in, decide about them, and record the totals that somebody stated."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision, Route, Screening
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import (
    Incident,
    ProtectedPhrase,
    Report,
    Toll,
    TollFigure,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references, reprints, routing, searching
from answerable.node.desk.services.counts import Count

REDATED = "report dated again"


@transaction.atomic
def create_report(
    *,
    title: str,
    text: str = "",
    publisher: str = "",
    published_at: datetime | None = None,
    published_precision: str = "",
    language: str = "",
    url: str = "",
    route: str,
    by: User,
    at: datetime,
) -> Report:
    """Take a report in and give it a receipt number. Who the source was is not stored."""
    require(by, Deed.REPORT)
    if not tidy_line(title):
        raise BadInput({"title": "required"})
    precision = published_precision or (
        DatePrecision.DAY if published_at is not None else DatePrecision.UNKNOWN
    )
    if (published_at is None) != (precision == DatePrecision.UNKNOWN):
        raise BadInput({"published_at": "date_and_precision_disagree"})
    report = Report.objects.create(
        receipt_number=references.next_receipt_number(at),
        title=tidy_line(title)[:300],
        publisher=tidy_line(publisher)[:200],
        published_at=published_at,
        published_precision=DatePrecision(precision),
        language=language[:35],
        text=text,
        url=url[:2000],
        route=Route(route),
        received_at=at,
        received_by=by,
    )
    searching.index(report)
    reprints.find_printings(report)
    audit.record(by, "report taken in", "report", report.receipt_number, at=at)
    routing.take_in(report, at=at)
    return report


def published_day(report: Report) -> date | None:
    """Return the day from which days in a report count, where it is known."""
    # A month or a year is no day to count from.
    exact = report.published_precision in (DatePrecision.DAY, DatePrecision.MINUTE)
    return report.published_at.date() if report.published_at and exact else None


@transaction.atomic
def date_report(
    report: Report, day: date | None, *, before: date | None = None, by: User, at: datetime
) -> None:
    """Say on which day a report was published, or correct what was read; None: nobody knows.

    `before` is the day that the person saw: where another stands there since, nothing is changed.
    """
    require(by, Deed.REPORT)
    # Whoever is furthest east has tomorrow's date already.
    if day is not None and day > (at + timedelta(days=1)).date():
        raise BadInput({"published_at": "stated_in_future"})
    held = Report.objects.select_for_update().get(pk=report.pk)
    if published_day(held) != before:
        raise ChangedMeanwhile(report.receipt_number)
    Report.objects.filter(pk=report.pk).update(
        published_at=datetime.combine(day, time(12), UTC) if day else None,
        published_precision=DatePrecision.DAY if day else DatePrecision.UNKNOWN,
    )
    details = {"after": day.isoformat() if day else ""}
    if held.published_at is not None:
        details |= {"before": held.published_at.isoformat(), "known_to": held.published_precision}
    verb = REDATED if held.published_at else "report dated"
    audit.record(by, verb, "report", report.receipt_number, at=at, details=details)
    report.refresh_from_db()


@transaction.atomic
def screen(
    report: Report,
    decision: str,
    *,
    reason: str = "",
    code: str = "",
    duplicate_of: Report | None = None,
    by: User,
    at: datetime,
) -> Report:
    """Decide whether a report is taken up; the decision may be taken again with another outcome.

    A `code` stands for the reason where the decision comes from a list, as in the inbox.
    """
    require(by, Deed.REPORT)
    outcome = Screening(decision)
    if outcome == Screening.RECEIVED:
        raise NotPossible("screening_needs_a_decision")
    if (outcome == Screening.DUPLICATE) != (duplicate_of is not None):
        raise BadInput({"duplicate_of": "duplicate_names_the_other"})
    if duplicate_of is not None and _ends_in(duplicate_of, report):
        raise BadInput({"duplicate_of": "duplicate_of_itself"})
    if outcome == Screening.OUT_OF_SCOPE and not (reason.strip() or code):
        raise BadInput({"reason": "required"})
    changed = Report.objects.filter(pk=report.pk, screening=report.screening).update(
        screening=outcome,
        screening_reason=reason.strip(),
        screened_by=by,
        screened_at=at,
        duplicate_of=duplicate_of,
    )
    if not changed:
        raise ChangedMeanwhile(report.receipt_number)
    audit.record(by, f"report screened: {outcome}", "report", report.receipt_number, at=at)
    report.refresh_from_db()
    return report


@transaction.atomic
def record_toll(
    *,
    situation: str,
    as_of: date,
    owner: str,
    figures: Sequence[Count],
    covers: str = "",
    note: str = "",
    report: Report | None = None,
    by: User,
    at: datetime,
) -> Toll:
    """Record a running total with its owner. It never becomes a figure of an incident."""
    require(by, Deed.REPORT)
    problems = {
        name: "required"
        for name, value in (("situation", situation), ("owner", owner))
        if not value.strip()
    }
    if not figures:
        problems["figures"] = "required"
    for number, count in enumerate(figures):
        problems |= count.problems(f"figures.{number}")
    if len({(one.category, one.group) for one in figures}) != len(figures):
        problems["figures"] = "counted_twice"
    if problems:
        raise BadInput(problems)
    toll = Toll.objects.create(
        situation=tidy_line(situation)[:200],
        as_of=as_of,
        owner=tidy_line(owner)[:200],
        covers=tidy_line(covers)[:300],
        note=note,
        report=report,
        recorded_by=by,
        recorded_at=at,
    )
    TollFigure.objects.bulk_create(TollFigure(toll=toll, **count.fields()) for count in figures)
    audit.record(by, "toll recorded", "toll", str(toll.pk), at=at)
    return toll


@transaction.atomic
def mark_phrase(
    thing: Report | Incident,
    phrase: str,
    *,
    is_name: bool = True,
    why: str = "",
    by: User,
    at: datetime,
) -> ProtectedPhrase:
    """Mark words that must not leave, such as a witness's name; marking twice changes nothing."""
    require(by, Deed.REPORT if isinstance(thing, Report) else Deed.INCIDENT)
    words = tidy_line(phrase)[:300]
    if len(words) < 2:
        raise BadInput({"phrase": "too_short"})
    owner = {"report": thing} if isinstance(thing, Report) else {"incident": thing}
    marked, is_new = ProtectedPhrase.objects.get_or_create(
        phrase=words,
        **owner,
        defaults={"is_name": is_name, "why": why[:300], "marked_by": by, "marked_at": at},
    )
    if is_new:
        audit.record(by, "phrase protected", "phrase", str(marked.pk), at=at)
    return marked


@transaction.atomic
def unmark_phrase(phrase: ProtectedPhrase, *, by: User, at: datetime) -> None:
    """Take the protection off a phrase, unless a draft's decision to let it out refers to it."""
    require(by, Deed.INCIDENT if phrase.report is None else Deed.REPORT)
    if phrase.kept_in.exists():
        raise NotPossible("phrase_was_decided_on")
    number = phrase.pk
    phrase.delete()
    audit.record(by, "phrase no longer protected", "phrase", str(number), at=at)


def tidy_line(text: str) -> str:
    """Return text as one line in composed form, without blanks at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _ends_in(report: Report, sought: Report) -> bool:
    """Tell whether following duplicates from one report leads to the other."""
    seen: set[int] = set()
    current: Report | None = report
    while current is not None and current.pk not in seen:
        if current.pk == sought.pk:
            return True
        seen.add(current.pk)
        current = current.duplicate_of
    return False
