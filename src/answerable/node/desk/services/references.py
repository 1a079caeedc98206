"""Give out references: one counter per series and year, without gaps or repeats."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from answerable.node.desk.models import Counter
from answerable.node.ledger.models import Channel

REPORTS = "R"


def next_reference(series: str, *, at: datetime, width: int = 4) -> str:
    """Return the next reference of a series, such as "INC-2026-0007"."""
    return next_references(series, 1, at=at, width=width)[0]


def next_references(series: str, count: int, *, at: datetime, width: int = 4) -> list[str]:
    """Return the next references of a series, one after the other.

    Must run inside the transaction that uses it: a deed that fails gives its number back. The row
    stays locked until then, so two at once wait for each other on either database.
    """
    year = at.year
    if not _advance(series, year, count):
        try:
            with transaction.atomic():
                Counter.objects.create(series=series, year=year, last=count)
        except IntegrityError:
            # Somebody else made the year's first row between our two statements.
            _advance(series, year, count)
    last = Counter.objects.values_list("last", flat=True).get(series=series, year=year)
    numbers = range(last - count + 1, last + 1)
    return [f"{series}-{year}-{number:0{width}d}" for number in numbers]


def next_receipt_number(at: datetime) -> str:
    """Return the next receipt number of a report, such as "R-2026-00042"."""
    return next_reference(REPORTS, at=at, width=5)


def next_receipt_numbers(count: int, at: datetime) -> list[str]:
    """Return the next receipt numbers of several reports, one after the other."""
    return next_references(REPORTS, count, at=at, width=5)


def next_incident(at: datetime) -> str:
    """Return the next incident reference, with the letters this node was set up with."""
    return next_reference(settings.NODE.reference_prefix, at=at)


def next_inquiry(channel: Channel, at: datetime) -> str:
    """Return the next reference of an inquiry that our party raises; its code makes it ours."""
    code = channel.ours.code if channel.ours is not None else "record"
    return next_reference(code.upper(), at=at)


def next_compartment(at: datetime) -> str:
    """Return the next code of a compartment, which says nothing of what is in it."""
    return next_reference("C", at=at)


def next_batch(at: datetime) -> str:
    """Return the next reference of one delivery of several statements."""
    return next_reference("D", at=at)


def next_incoming(at: datetime) -> str:
    """Return the next local reference of an inquiry whose own reference cannot be used here."""
    return next_reference("IN", at=at)


def _advance(series: str, year: int, count: int) -> bool:
    return bool(Counter.objects.filter(series=series, year=year).update(last=F("last") + count))
