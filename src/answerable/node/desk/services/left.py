"""Say where the words of an erased text still stand: what it is, and the page on which it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from answerable.node.desk.models import (
    Draft,
    DutyCall,
    Exhibit,
    FollowStep,
    Incident,
    Inquiry,
    Investigation,
    Message,
    RecordedStatement,
    Report,
    Review,
    Toll,
)

# From a row to what it is a part of, the nearest first.
_OWNERS = (
    "exhibit", "incident", "report", "place", "toll", "recorded", "decision", "check_of", "review",
    "investigation", "draft", "document",
)  # fmt: skip
_DEEP = 4


@dataclass(frozen=True)
class Left:
    """A thing of ours that holds the same words. Without an address, no page shows it."""

    kind: str
    name: str
    url: str = ""


def describe(rows: Iterable[Iterable[Any]]) -> list[Left]:
    """Return each thing once, however many of its rows hold the words; what is gone, not at all."""
    found = (_describe(str(model), int(pk)) for model, pk, *_ in rows)
    return [one for one in dict.fromkeys(found) if one is not None]


def _describe(model: str, pk: int) -> Left | None:
    row = apps.get_model(model)._default_manager.filter(pk=pk).first()
    if row is None:
        return None
    for each in _owners(row):
        found = _page(each)
        if found is not None:
            return found
    return Left("other", f"{model} {pk}")


def _owners(row: Any) -> Iterator[Any]:
    for _ in range(_DEEP):
        if row is None:
            return
        yield row
        found = (getattr(row, name, None) for name in _OWNERS)
        row = next((one for one in found if one is not None), None)


def _page(row: Any) -> Left | None:
    """Return the page of a thing that has one."""
    if isinstance(row, Incident):
        return Left("incident", row.reference, reverse("desk:incident", args=[row.reference]))
    if isinstance(row, Exhibit):
        place = reverse("desk:exhibit", args=[row.incident.reference, row.pk])
        return Left("exhibit", str(row.pk), place)
    if isinstance(row, Report):
        number = row.receipt_number
        return Left("report", number, reverse("desk:report", args=[number]))
    if isinstance(row, Draft):
        return Left("draft", str(row.pk), reverse("desk:draft", args=[row.pk]))
    if isinstance(row, Review):
        return Left("review", str(row.pk), reverse("desk:review", args=[row.pk]))
    if isinstance(row, Toll):
        return Left("toll", str(row.pk), reverse("desk:tolls"))
    if isinstance(row, Message):
        place = reverse("desk:message", args=[row.inquiry.reference, row.leaf])
        return Left("message", row.inquiry.reference, place)
    if isinstance(row, Inquiry):
        return _of_case("inquiry", row)
    if isinstance(row, RecordedStatement | Investigation | FollowStep | DutyCall):
        kind = {Investigation: "investigation", RecordedStatement: "recorded"}.get(
            type(row), "following"
        )
        of = Inquiry.objects.filter(channel=row.channel_id, thread=row.thread).first()
        return None if of is None else _of_case(kind, of)
    if row._meta.label_lower == "intake.document":
        return Left("document", row.sha256[:16], reverse("intake:document", args=[row.sha256]))
    return None


def _of_case(kind: str, inquiry: Inquiry) -> Left:
    own_pages = {"investigation": "desk:investigation", "following": "desk:following"}
    name = own_pages.get(kind, "desk:inquiry")
    return Left(kind, inquiry.reference, reverse(name, args=[inquiry.reference]))
