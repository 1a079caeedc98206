"""Convey a decision: what each asker may be told, what it was told, and by which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from answerable.casework.codes import Kind
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Medium, Stage
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import (
    Conveyance,
    IncidentInquiry,
    Inquiry,
    Investigation,
    MayBeTold,
    Message,
    RecordedStatement,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import serving
from answerable.node.desk.services.reports import tidy_line


@dataclass(frozen=True)
class Sent:
    """A response that went to an asker in its case; `handed` says how, where it was on paper."""

    message: Message
    handed: RecordedStatement | None


@dataclass(frozen=True)
class Asker:
    """One asker of an investigation, and what it was told of the decision."""

    inquiry: Inquiry
    sent: tuple[Sent, ...]
    told: tuple[Conveyance, ...]
    limits: tuple[MayBeTold, ...]
    incidents: tuple[IncidentInquiry, ...]

    @property
    def limit(self) -> MayBeTold | None:
        """Return what it may be told, as it was said last."""
        return self.limits[-1] if self.limits else None

    @property
    def is_told(self) -> bool:
        """Tell whether anything of the decision reached it."""
        return bool(self.sent or self.told)


def askers_of(
    found: Investigation,
    user: User,
    told: Sequence[Conveyance] | None = None,
    limits: Sequence[MayBeTold] | None = None,
) -> list[Asker]:
    """Return the askers that an investigation serves, of which the person may know."""
    served = serving.inquiries_of(found, user)
    here = [(one.channel_id, one.thread) for one in served]
    sent = _sent([one.pk for one in served])
    links = _links(served, user)
    rows = list(found.conveyances.select_related("by") if told is None else told)
    said = list(found.limits.select_related("by") if limits is None else limits)
    return [
        Asker(
            inquiry=one,
            sent=tuple(row for row in sent if row.message.inquiry_id == one.pk),
            told=tuple(row for row in rows if (row.channel_id, row.thread) == key),
            limits=tuple(row for row in said if (row.channel_id, row.thread) == key),
            incidents=tuple(row for row in links if (row.channel_id, row.thread) == key),
        )
        for one, key in zip(served, here, strict=True)
    ]


@transaction.atomic
def convey(
    found: Investigation,
    inquiry: Inquiry,
    *,
    medium: str,
    conveyed_on: date,
    conveyed_by: str,
    conveyed_to: str,
    told: str,
    place: str = "",
    reaction: str = "",
    by: User,
    at: datetime,
) -> Conveyance:
    """Record that an asker was told of the decision outside the software."""
    _check(found, inquiry, by)
    if not found.steps.filter(stage=Stage.DECISION).exists():
        raise NotPossible("investigation_has_no_decision")
    if conveyed_on > day_of(at):
        raise BadInput({"conveyed_on": "stated_in_future"})
    given = {"conveyed_by": conveyed_by, "conveyed_to": conveyed_to, "told": told}
    lacking = {name: "required" for name, text in given.items() if not text.strip()}
    if lacking:
        raise BadInput(lacking)
    row = Conveyance.objects.create(
        investigation=found,
        channel=inquiry.channel,
        thread=inquiry.thread,
        medium=Medium(medium),
        conveyed_on=conveyed_on,
        conveyed_by=tidy_line(conveyed_by)[:200],
        conveyed_to=tidy_line(conveyed_to)[:200],
        place=tidy_line(place)[:200],
        told=told.strip(),
        reaction=reaction.strip(),
        by=by,
        at=at,
    )
    _trail(found, "decision conveyed", by, at, inquiry=inquiry.reference)
    return row


@transaction.atomic
def limit(
    found: Investigation, inquiry: Inquiry, *, text: str, by: User, at: datetime
) -> MayBeTold:
    """Say what an asker may be told of the decision; the newest counts, all are kept."""
    _check(found, inquiry, by)
    if not text.strip():
        raise BadInput({"text": "required"})
    row = MayBeTold.objects.create(
        investigation=found,
        channel=inquiry.channel,
        thread=inquiry.thread,
        text=text.strip(),
        by=by,
        at=at,
    )
    _trail(found, "what may be told recorded", by, at, inquiry=inquiry.reference)
    return row


def _check(found: Investigation, inquiry: Inquiry, by: User) -> None:
    require(by, Deed.INVESTIGATE, found.office)
    if inquiry.pk not in {one.pk for one in serving.inquiries_of(found, by)}:
        raise NotPossible("not_served_here")


def _sent(inquiries: Sequence[int]) -> list[Sent]:
    """Return our responses in these cases; what was handed over on paper with its delivery."""
    said = list(
        Message.objects.filter(
            inquiry__in=inquiries, ours=True, kind=Kind.RESPONSE, rejection=""
        ).order_by("ts", "order")
    )
    noted = [one.recorded_id for one in said if one.recorded_id is not None]
    handed = {row.pk: row for row in RecordedStatement.objects.filter(pk__in=noted)}
    return [Sent(one, handed.get(one.recorded_id or 0)) for one in said]


def _links(served: Sequence[Inquiry], user: User) -> list[IncidentInquiry]:
    here = Q(pk__in=[])
    for one in served:
        here |= Q(channel=one.channel_id, thread=one.thread)
    found = IncidentInquiry.objects.visible_to(user).filter(here)
    return list(found.select_related("incident").order_by("inside"))


def _trail(found: Investigation, verb: str, by: User, at: datetime, **details: str) -> None:
    audit.record(by, verb, "investigation", str(found.pk), at=at, details=details)
