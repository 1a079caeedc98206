"""Set what was reported and what was acknowledged side by side, without ever adding them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from answerable.casework.bodies import Acknowledged
from answerable.casework.codes import FigureGroup
from answerable.casework.thread import Said
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Group, OwnerRole, Qualifier
from answerable.node.desk.models import Figure, Incident, IncidentInquiry, Inquiry
from answerable.node.desk.services import reprints, threads
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.threads import Reading


@dataclass(frozen=True)
class Printed:
    """One printing of the text that states a figure: which report, and what was kept of it."""

    receipt: str
    owner: str
    stated_on: date | None
    figure_pk: int


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
    best: int | None = None
    counted_as: str = ""
    basis: str = ""
    as_of: date | None = None
    # Where several reports print the text that states it: each of them. They are one source.
    printings: tuple[Printed, ...] = ()

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


def of_incident(
    incident: Incident,
    user: User | None = None,
    raised: Iterable[Inquiry] | None = None,
    links: Sequence[Any] = (),
) -> Ledgers:
    """Return both ledgers of an incident: our figures, and what the party asked acknowledged.

    For a user only what was acknowledged in an inquiry that this user may know of. `raised` are
    the inquiries as `raised_about` gives them, where a page has them already. What
    several printings of one text state is one line; `links` are as `reprints.as_linked` gives them.
    """
    reported: list[LedgerLine] = []
    acknowledged: list[LedgerLine] = []
    standing = [one for one in incident.figures.all() if one.set_aside_at is None]
    receipts: dict[int | None, str] = {link.report_id: link.receipt for link in links}
    for same in reprints.same_figures(standing, links):
        is_theirs = same[0].owner_role == OwnerRole.PARTY_ASKED
        (acknowledged if is_theirs else reported).append(_own_line(same, receipts))
    for inquiry in raised_about(incident, user) if raised is None else raised:
        acknowledged += _of_row(inquiry)
    return Ledgers(_in_time(reported), _in_time(acknowledged))


def raised_about(incident: Incident, user: User | None = None) -> QuerySet[Inquiry]:
    """Return the inquiries that speak of an incident, each with its name there as `inside`."""
    own = IncidentInquiry.objects.filter(incident=incident)
    links = own.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
    seen = Inquiry.objects.all() if user is None else Inquiry.objects.visible_to(user)
    return (
        seen.annotate(inside=Subquery(links.values("inside")[:1]))
        # The few threads first, or each inquiry would be asked for its link.
        .filter(channel__in=own.values("channel"), thread__in=own.values("thread"))
        .filter(inside__isnull=False)
        .select_related("channel__ours", "channel__theirs")
        .defer("channel__terms", "channel__genesis", "channel__exchange")
    )


def acknowledged_of(reading: Reading) -> list[dict[str, Any]]:
    """Return the figures that the party asked acknowledges, as an inquiry's row keeps them."""
    return [
        {
            "inside": said.value.incident,
            "category": str(said.value.category),
            "group": str(said.value.group),
            "low": said.value.low,
            "high": said.value.high,
            "as_of": said.value.as_of.isoformat() if said.value.as_of else None,
            "owner": reading.account.asked or "",
            "signed": reading.is_signed,
        }
        for said in reading.account.figures
        if not said.withdrawn
    ]


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


def _own_line(same: Sequence[Figure], receipts: Mapping[int | None, str]) -> LedgerLine:
    figure = same[0]
    printed: dict[str, Printed] = {}
    for one in same:
        if one.report_id in receipts:
            receipt = receipts[one.report_id]
            printed.setdefault(receipt, Printed(receipt, one.stated_by, one.stated_on, one.pk))
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
        best=figure.best,
        counted_as=figure.counted_as,
        basis=figure.basis,
        as_of=figure.as_of,
        printings=tuple(printed.values()) if len(printed) > 1 else (),
    )


def _of_row(inquiry: Inquiry) -> list[LedgerLine]:
    """Return what an inquiry's row has acknowledged; a row of an older version is read instead."""
    inside: str = inquiry.inside  # type: ignore[attr-defined]
    if inquiry.acknowledged is None:
        reading = threads.read(inquiry.channel, inquiry.thread)
        return _acknowledged(reading, inside, inquiry.reference)
    kept = [one for one in inquiry.acknowledged if one["inside"] == inside]
    names = threads.named_parties(inquiry.channel) if kept else {}
    return [_kept_line(one, names, inquiry.reference) for one in kept]


def _kept_line(kept: dict[str, Any], names: Mapping[str, str], reference: str) -> LedgerLine:
    return LedgerLine(
        category=kept["category"],
        group=kept["group"],
        low=kept["low"],
        high=kept["high"],
        qualifier=_qualifier(kept["low"], kept["high"]),
        mixed=kept["group"] == FigureGroup.MIXED,
        owner=names.get(kept["owner"], kept["owner"]),
        role=OwnerRole.PARTY_ASKED,
        stated_on=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        signed=kept["signed"],
        inquiry_reference=reference,
    )


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
