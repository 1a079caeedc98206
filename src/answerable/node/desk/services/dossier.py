"""Put an incident's dossier together for reading: everything of it, each with its owner."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from answerable.casework import completeness, localtime, positions
from answerable.casework.codes import PlacePrecision, TimePrecision
from answerable.node.accounts.models import User
from answerable.node.accounts.roles import Standing
from answerable.node.desk import gathering
from answerable.node.desk.codes import DraftState, Notified, PlaceRole, Scale
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import (
    Attribution,
    ConcernCriterion,
    ConcernDecision,
    Draft,
    Exhibit,
    Figure,
    Grading,
    Incident,
    IncidentReport,
    Inquiry,
    IssueTag,
    Place,
    PlaceName,
    StruckObject,
)
from answerable.node.desk.services import both_ledgers, reprints
from answerable.node.desk.services.both_ledgers import Ledgers

_OVER = (DraftState.SENT, DraftState.WITHDRAWN)
_OF_LINKS = ("publisher", "printing_group", "receipt", "title")
_TIMED = (TimePrecision.EXACT_TIME, TimePrecision.HOUR)


@dataclass(frozen=True)
class Spot:
    """A place as the page shows it: its point on the grid, and within how many metres it lies."""

    place: Place
    position: positions.Position | None
    grid: str

    @property
    def radius(self) -> int | None:
        """Return within how many metres it lies, as stated or as its precision usually is."""
        return None if self.position is None else self.position.radius


@dataclass(frozen=True)
class Apart:
    """Our point, their point and the distance; neither of the two is taken to be right."""

    ours: Spot
    theirs: Spot
    comparison: positions.Comparison


@dataclass(frozen=True)
class When:
    """When it happened: in local time and in UTC, and whether the local clock showed it twice."""

    start: datetime
    end: datetime | None
    zone: str
    is_timed: bool
    is_second: bool


@dataclass(frozen=True)
class Dossier:
    """All that the first page of an incident shows."""

    incident: Incident
    when: When | None
    spots: tuple[Spot, ...]
    apart: tuple[Apart, ...]
    ledgers: Ledgers
    scales: tuple[tuple[Scale, Grading | None, tuple[Grading, ...]], ...]
    attributions: Sequence[Attribution]
    decisions: Sequence[ConcernDecision]
    inquiries: Sequence[Inquiry]
    drafts: Sequence[Draft]
    exhibits: Sequence[Exhibit]
    findings: tuple[completeness.Finding, ...]
    # Reports that print one text are one source.
    sources: int = 0

    @property
    def concern(self) -> ConcernDecision | None:
        """Return the newest decision, which counts."""
        return self.decisions[-1] if self.decisions else None

    @property
    def lacking(self) -> tuple[completeness.Finding, ...]:
        """Return what a counterpart would call not enough."""
        return completeness.lacking(self.findings)


def parts_for(user: User) -> tuple[Part, ...]:
    """Return what is read along with an incident, of which the person may know."""
    return _parts_of_incident(Standing.of(user))


@lru_cache(maxsize=512)
def _parts_of_incident(who: Standing) -> tuple[Part, ...]:
    user = who.user
    return (
        Part("places", Place.objects.all, people=("signed_off_by",)),
        Part("place_names", PlaceName.objects.all, by="place__incident"),
        Part("struck_objects", StruckObject.objects.all),
        Part("issue_tags", IssueTag.objects.all),
        Part("figures", Figure.objects.all),
        Part("gradings", Grading.objects.all, people=("by",)),
        Part("attributions", Attribution.objects.all),
        Part("concern_decisions", ConcernDecision.objects.all, people=("by",)),
        Part("criteria", ConcernCriterion.objects.all, by="decision__incident"),
        Part("exhibits", lambda: Exhibit.objects.filter(set_aside_at=None)),
        Part("report_links", lambda: _links(user), also=_OF_LINKS),
        Part("open_drafts", lambda: _drafts(user), by="incident_links__incident", also=("asked",)),
    )


def read(found: QuerySet[Incident], user: User) -> Dossier | None:
    """Return the dossier of the one incident that the query finds, or None where it finds none."""
    parts = parts_for(user)
    incident = gathering.gather(found, parts).first()
    if incident is None:
        return None
    made = gathering.settle(incident, parts)
    _hand_out(made["places"], made["place_names"], "place_id", "names")
    _hand_out(made["concern_decisions"], made["criteria"], "decision_id", "criteria")
    inquiries = list(both_ledgers.raised_about(incident, user))
    ledgers = both_ledgers.of_incident(incident, user, inquiries, made["report_links"])
    spots = tuple(spot_of(place) for place in made["places"])
    gradings: list[Grading] = made["gradings"]
    by_scale = {scale: tuple(g for g in gradings if g.scale == scale) for scale in Scale}
    return Dossier(
        incident=incident,
        when=when_of(incident),
        spots=spots,
        apart=tuple(compared(spots)),
        ledgers=ledgers,
        scales=tuple((scale, past[-1] if past else None, past) for scale, past in by_scale.items()),
        attributions=made["attributions"],
        decisions=made["concern_decisions"],
        inquiries=inquiries,
        drafts=made["open_drafts"],
        exhibits=made["exhibits"],
        findings=completeness.examine(_known(incident, made, inquiries, ledgers)),
        sources=len(reprints.by_source(made["report_links"])),
    )


def spot_of(place: Place) -> Spot:
    """Return a place with its point on the grid; a place without a point has none."""
    if place.latitude is None or place.longitude is None:
        return Spot(place, None, "")
    position = positions.Position(
        float(place.latitude),
        float(place.longitude),
        positions.radius_of(place.precision, place.radius),
    )
    return Spot(place, position, positions.to_grid(position))


def grid_of(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """Return a point of unknown precision on the grid (MGRS); nothing for no point."""
    if latitude is None or longitude is None:
        return ""
    return positions.to_grid(positions.Position(float(latitude), float(longitude), None))


def compared(spots: Sequence[Spot]) -> list[Apart]:
    """Set each point where it happened beside each that the party asked states."""
    ours = [spot for spot in spots if spot.place.role == PlaceRole.EVENT]
    theirs = [spot for spot in spots if spot.place.role == PlaceRole.STATED_BY_PARTY]
    return [
        Apart(one, other, positions.compare(one.position, other.position))
        for one in sorted(ours, key=lambda spot: not spot.place.is_primary)
        for other in theirs
        if one.position is not None and other.position is not None
    ]


def when_of(incident: Incident) -> When | None:
    """Return when an incident happened, as its zone's clocks showed it."""
    if incident.start is None:
        return None
    return When(
        start=incident.start,
        end=incident.end,
        zone=incident.zone,
        is_timed=incident.time_precision in _TIMED,
        is_second=incident.time_precision in _TIMED
        and localtime.is_second(incident.start.astimezone(UTC), ZoneInfo(incident.zone)),
    )


def _links(user: User) -> QuerySet[IncidentReport]:
    seen = IncidentReport.objects.visible_to(user).filter(unlinked_at=None)
    return reprints.as_linked(seen)


def _drafts(user: User) -> QuerySet[Draft]:
    seen = Draft.objects.visible_to(user).exclude(state__in=_OVER)
    return seen.annotate(asked=KeyTransform("questions", "choice"))


def _questions(asked: object) -> int:
    """Count the questions of a draft; SQLite gives the part of a JSON document as text."""
    found = json.loads(asked) if isinstance(asked, str) else asked
    return len(found) if isinstance(found, list) else 0


def _hand_out(rows: Sequence[Any], parts: Sequence[Any], key: str, name: str) -> None:
    for row in rows:
        mine = [part for part in parts if getattr(part, key) == row.pk]
        cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = gathering.held(getattr(row, name).all(), mine)


def _known(
    incident: Incident,
    made: dict[str, list[Any]],
    inquiries: Sequence[Inquiry],
    ledgers: Ledgers,
) -> completeness.Known:
    events = [place for place in made["places"] if place.role == PlaceRole.EVENT]
    # Reports that print one text are one source.
    links, lines = (
        reprints.one_of_each(made["report_links"]),
        (*ledgers.reported, *ledgers.acknowledged),
    )
    asked = sum(inquiry.questions for inquiry in inquiries)
    kept = sum(one.is_kept for one in made["exhibits"])
    written = sum(_questions(draft.asked) for draft in made["open_drafts"])
    return completeness.Known(
        places=tuple(
            completeness.PlaceKnown(PlacePrecision(one.precision), one.latitude is not None)
            for one in events
        ),
        time_precision=TimePrecision(incident.time_precision),
        window=incident.end - incident.start if incident.start and incident.end else None,
        objects=len(made["struck_objects"]),
        objects_of_unknown_notice=sum(
            one.notified == Notified.UNKNOWN for one in made["struck_objects"]
        ),
        figure_owners=frozenset(line.owner for line in lines if not line.is_unknown),
        unknown_figures=sum(line.is_unknown for line in lines),
        sources=len(links),
        # A report without a publisher stands for itself.
        origins=frozenset(
            cast("str", link.publisher).casefold() or f"report {link.report_id}" for link in links
        ),
        kept_evidence=kept,
        described_evidence=len(made["exhibits"]) - kept,
        parties=len(made["attributions"]),
        questions=asked + written,
    )
