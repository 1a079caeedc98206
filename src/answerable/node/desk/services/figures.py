"""Keep figures with their owners, and set both ledgers side by side without ever adding them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from answerable.casework.bodies import Acknowledged
from answerable.casework.codes import FigureGroup, Kind
from answerable.casework.thread import Said
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision, Group, OwnerRole, Qualifier
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import (
    Figure,
    Incident,
    IncidentInquiry,
    Inquiry,
    Message,
    RecordedStatement,
    Report,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import threads
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.reports import tidy_line
from answerable.node.desk.services.threads import Reading


@dataclass(frozen=True)
class LedgerLine:
    """One count with its owner. `signed` tells a party's own statement from one we noted."""

    category: str
    group: str
    low: int | None
    high: int | None
    qualifier: str
    mixed: bool
    owner: str
    role: str
    stated_on: date | None
    signed: bool = False
    inquiry_reference: str = ""
    figure_pk: int | None = None
    note: str = ""

    @property
    def is_unknown(self) -> bool:
        """Tell whether the owner gave no number, which is not zero."""
        return self.low is None and self.high is None


@dataclass(frozen=True)
class LedgerRow:
    """All lines about one thing counted, in both ledgers, each in the order of time."""

    category: str
    group: str
    reported: tuple[LedgerLine, ...]
    acknowledged: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class Ledgers:
    """What was reported and what the party asked acknowledged. Never summed, never merged."""

    reported: tuple[LedgerLine, ...]
    acknowledged: tuple[LedgerLine, ...]
    # Whether what was reported went with an erased text: then nobody can say that nothing was.
    is_erased: bool = False

    def rows(self) -> list[LedgerRow]:
        """Return the lines by what they count, so that both ledgers stand side by side."""
        keys = dict.fromkeys(
            (line.category, line.group) for line in (*self.reported, *self.acknowledged)
        )
        return [
            LedgerRow(
                category,
                group,
                tuple(_about(self.reported, category, group)),
                tuple(_about(self.acknowledged, category, group)),
            )
            for category, group in keys
        ]


@transaction.atomic
def add_figure(
    incident: Incident,
    count: Count,
    *,
    stated_by: str,
    owner_role: str = OwnerRole.SOURCE,
    stated_on: date | None = None,
    stated_precision: str = DatePrecision.DAY,
    note: str = "",
    report: Report | None = None,
    recorded: RecordedStatement | None = None,
    by: User,
    at: datetime,
) -> Figure:
    """Record what somebody counted of this incident. Its ledger follows from the owner alone."""
    require(by, Deed.INCIDENT)
    problems = count.problems("count")
    if not stated_by.strip():
        problems["stated_by"] = "required"
    if problems:
        raise BadInput(problems)
    figure = Figure.objects.create(
        incident=incident,
        stated_by=tidy_line(stated_by)[:200],
        owner_role=OwnerRole(owner_role),
        stated_on=stated_on,
        stated_precision=DatePrecision(stated_precision if stated_on else "unknown"),
        note=note,
        report=report,
        recorded=recorded,
        added_by=by,
        added_at=at,
        **count.fields(),
    )
    audit.record(
        by,
        "figure recorded",
        "incident",
        incident.reference,
        at=at,
        details={"figure": figure.pk},
    )
    return figure


@transaction.atomic
def set_aside_figure(figure: Figure, *, reason: str, by: User, at: datetime) -> None:
    """Set a figure aside with the reason; it stays, and no longer stands in a ledger."""
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    changed = Figure.objects.filter(pk=figure.pk, set_aside_at__isnull=True).update(
        set_aside_by=by, set_aside_at=at, set_aside_reason=tidy_line(reason)[:300]
    )
    if not changed:
        raise ChangedMeanwhile(str(figure.pk))
    audit.record(
        by,
        "figure set aside",
        "incident",
        figure.incident.reference,
        at=at,
        details={"figure": figure.pk},
    )


def ledgers(incident: Incident, user: User | None = None) -> Ledgers:
    """Return both ledgers of an incident: our figures, and what the party asked acknowledged.

    For a user only what was acknowledged in an inquiry that this user may know of.
    """
    reported: list[LedgerLine] = []
    acknowledged: list[LedgerLine] = []
    for figure in incident.figures.filter(set_aside_at__isnull=True):
        is_theirs = figure.owner_role == OwnerRole.PARTY_ASKED
        (acknowledged if is_theirs else reported).append(_own_line(figure))
    seen = incident.inquiry_links if user is None else incident.inquiry_links.visible_to(user)
    links = list(seen.select_related("channel__ours", "channel__theirs"))
    answered = _answered(links)
    for link in links:
        reference = answered.get((link.channel_id, link.thread))
        if reference is not None:
            reading = threads.read(link.channel, link.thread)
            acknowledged += _acknowledged(reading, link.inside, reference)
    return Ledgers(_in_time(reported), _in_time(acknowledged))


def of_inquiry(inquiry: Inquiry, reading: Reading | None = None) -> list[tuple[str, str, Ledgers]]:
    """Return both ledgers of every incident of a thread, as the statements themselves have them.

    Each comes with its name in the thread ("i1") and the title it was told under.
    """
    reading = reading or threads.read(inquiry.channel, inquiry.thread)
    told, asked = _told(reading), reading.account.asked
    erased = any(one.is_erased and one.entry.party != asked for one in reading.spoken)
    return [
        (
            facts.id,
            told.get(facts.id, ("", []))[0],
            Ledgers(
                _in_time(told.get(facts.id, ("", []))[1]),
                _in_time(_acknowledged(reading, facts.id, inquiry.reference)),
                facts.id not in told and erased,
            ),
        )
        for facts in reading.account.incidents
    ]


def _own_line(figure: Figure) -> LedgerLine:
    return LedgerLine(
        category=figure.category,
        group=figure.group,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        mixed=figure.mixed,
        owner=figure.stated_by,
        role=figure.owner_role,
        stated_on=figure.stated_on,
        figure_pk=figure.pk,
        note=figure.note,
    )


def _answered(links: Sequence[IncidentInquiry]) -> dict[tuple[int, str], str]:
    """Return the references of the inquiries that have a response; only there is a figure owned."""
    given = Message.objects.filter(
        inquiry=OuterRef("pk"), kind__in=(Kind.RESPONSE, Kind.CORRECT), rejection=""
    )
    found = Inquiry.objects.filter(Exists(given), thread__in=[link.thread for link in links])
    rows = found.values_list("channel_id", "thread", "reference")
    return {(channel, thread): reference for channel, thread, reference in rows}


def _acknowledged(reading: Reading, inside: str, reference: str) -> list[LedgerLine]:
    names = threads.named_parties(reading.channel)
    return [
        _said_line(
            said,
            names.get(reading.account.asked or "", reading.account.asked or ""),
            reading.is_signed,
            reference,
        )
        for said in reading.account.figures
        if said.value.incident == inside and not said.withdrawn
    ]


def _said_line(said: Said[Acknowledged], owner: str, signed: bool, reference: str) -> LedgerLine:
    value = said.value
    return LedgerLine(
        category=value.category,
        group=value.group,
        low=value.low,
        high=value.high,
        qualifier=_qualifier(value.low, value.high),
        mixed=value.group is FigureGroup.MIXED,
        owner=owner,
        role=OwnerRole.PARTY_ASKED,
        stated_on=value.as_of,
        signed=signed,
        inquiry_reference=reference,
    )


def _told(reading: Reading) -> dict[str, tuple[str, list[LedgerLine]]]:
    """Return title and figures of each incident as the raising side told them."""
    told: dict[str, tuple[str, list[LedgerLine]]] = {}
    for spoken in reading.spoken:
        for fact in (spoken.words or {}).get("facts", ()):
            # A later telling of the same incident corrects the one before.
            told[fact["incident"]] = (
                fact["title"],
                [
                    LedgerLine(
                        category=one["category"],
                        group=one["group"],
                        low=one.get("low"),
                        high=one.get("high"),
                        qualifier=_qualifier(one.get("low"), one.get("high")),
                        mixed=one["group"] == Group.MIXED,
                        owner=one["stated_by"],
                        role=OwnerRole.SOURCE,
                        stated_on=date.fromisoformat(one["as_of"]) if "as_of" in one else None,
                        signed=spoken.is_signed,
                    )
                    for one in fact.get("figures", ())
                ],
            )
    return told


def _qualifier(low: int | None, high: int | None) -> Qualifier:
    return Count("", low, high).put_as


def _about(lines: Iterable[LedgerLine], category: str, group: str) -> Iterable[LedgerLine]:
    return (line for line in lines if (line.category, line.group) == (category, group))


def _in_time(lines: Iterable[LedgerLine]) -> tuple[LedgerLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.stated_on or date.min))
