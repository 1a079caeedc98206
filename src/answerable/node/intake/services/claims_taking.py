"""Take what a person let stand of a report's claims into an incident, each with its owner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from answerable.casework.codes import FigureCategory, PlacePrecision
from answerable.casework.positions import Position, distance
from answerable.extraction.claims import Kind, Scope
from answerable.extraction.text.sentences import sentences_of
from answerable.extraction.told.concepts import FILED_AS_WEAPON, filed_as
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Incident, IncidentReport
from answerable.node.desk.permissions import Deed, offices_for, require
from answerable.node.desk.services import facts, figures, incidents, judgements, places, reprints
from answerable.node.desk.services.composing.telling import local_date
from answerable.node.desk.services.reports import tidy_line
from answerable.node.intake.models import ClaimsRun, StatedClaim
from answerable.node.intake.services import stating
from answerable.node.intake.services.claims import require_current, settled
from answerable.node.intake.services.claims_together import all_of

# Metres within which a province or a country is known, and no town.
_REGION = 60_000

Stands = tuple[StatedClaim, dict[str, Any]]


@transaction.atomic
def take_over(
    run: ClaimsRun, number: int, *, to: Incident | None = None, by: User, at: datetime
) -> Incident:
    """Open an incident with the claims of one incident that a person let stand, or add to one.

    Totals, denials and what is only named in a denial stay behind. Raises `NotPossible` where
    nothing stands. What the incident holds already is not added a second time.
    """
    require(by, Deed.INCIDENT)
    run = ClaimsRun.objects.select_for_update(of=("self",)).select_related("report").get(pk=run.pk)
    require_current(run)
    if to is not None and run.report.compartment_id not in (None, to.compartment_id):
        # What is written into an incident is read by all who read the incident.
        raise NotPossible("several_compartments")
    if to is None and str(number) in run.taken:
        raise NotPossible("claims_have_an_incident")
    stand = list(_standing(run, number))
    if not stand:
        raise NotPossible("no_claim_stands")
    incident = to or incidents.open_incident(
        title=run.report.title,
        kind="attack"
        if any(one.kind in (Kind.MEANS, Kind.OBJECT) for one, _ in stand)
        else "other",
        reports=[run.report],
        **_days(stand, run.report.text),
        office=offices_for(by, Deed.INCIDENT)[0],
        by=by,
        at=at,
    )
    run.taken[str(number)] = incident.reference
    run.save(update_fields=["taken"])
    _figures(incident, run, stand, by, at)
    _objects(incident, run, stand, by, at)
    _place(incident, run, stand, by, at)
    _actors(incident, run, stand, by, at)
    _means(incident, run, stand, by, at)
    incident.refresh_from_db()
    left = len(left_behind(run, number, incident))
    details = {"days_and_places_left": left} if left else {}
    audit.record(by, "claims taken over", "incident", incident.reference, at=at, details=details)
    return incident


def left_behind(run: ClaimsRun, number: int, incident: Incident) -> list[str]:
    """Return the words of the days and places that stand and that the incident does not hold."""
    first = local_date(incident.start, incident.zone) if incident.start else None
    last = local_date(incident.end, incident.zone) if incident.end else first
    points = set(incident.places.values_list("latitude", "longitude"))
    left: list[str] = []
    for one, fields in _standing(run, number):
        if one.kind == Kind.WHEN and fields["first_day"]:
            begin = date.fromisoformat(fields["first_day"])
            end = date.fromisoformat(fields["last_day"] or fields["first_day"])
            is_held = first is not None and last is not None and first <= begin <= end <= last
        elif one.kind == Kind.WHERE and fields["place"]:
            is_held = _point(fields["place"]) in points
        else:
            continue
        if not is_held:
            left.append(tidy_line(one.quote))
    return list(dict.fromkeys(left))


def linked_incidents(run: ClaimsRun, user: User) -> list[Incident]:
    """Return the incidents the report is linked to that this person sees."""
    linked = IncidentReport.objects.filter(report=run.report, unlinked_at=None)
    seen = Incident.objects.visible_to(user).filter(pk__in=linked.values("incident"))
    return list(seen.order_by("pk")[:20])


def _standing(run: ClaimsRun, number: int) -> Iterator[Stands]:
    for one in all_of(run):
        fields = settled(one)
        if fields is None or fields["incident"] != number or fields["category"] == "denied":
            continue
        if fields["scope"] == Scope.INCIDENT and one.kind != Kind.DENIAL:
            yield one, fields


def _owner(one: StatedClaim, run: ClaimsRun) -> str:
    return str(one.sources[0]) if one.sources else run.report.publisher or run.report.title


def _days(stand: Sequence[Stands], text: str) -> dict[str, Any]:
    chosen = _beside_harm(Kind.WHEN, "first_day", stand, text)
    if not chosen:
        return {}
    one, fields = chosen[0]
    return stating.days(fields["first_day"], fields["last_day"], one.grain)


def _beside_harm(kind: Kind, field: str, stand: Sequence[Stands], text: str) -> list[Stands]:
    """Return the claims of a kind beside a claim of harm or of a strike, else all of that kind.

    Beside is in one sentence: a line with a date under a title says when something was written.
    """
    told = [(one, fields) for one, fields in stand if one.kind == kind and fields[field]]
    if len(told) < 2:
        return told
    starts = [sentence.start for sentence in sentences_of(text)]
    harm = {
        bisect_right(starts, one.start)
        for one, _fields in stand
        if one.kind in (Kind.HARM, Kind.OBJECT, Kind.MEANS)
    }
    return [one for one in told if bisect_right(starts, one[0].start) in harm] or told


def _nearest(told: Sequence[Stands]) -> Stands:
    """Return the first place, or a later one that lies in it and is known better.

    A title names the country or the province, and the text under it the town.
    """
    chosen, *others = told
    for one in others:
        if _lies_in(_position(one), _position(chosen)):
            chosen = one
    return chosen


def _lies_in(one: Position, other: Position) -> bool:
    inner, outer = one.radius or 0, other.radius or 0
    # No country is a circle: half as far again is still in it.
    reach = outer * 3 / 2 if outer > _REGION else outer - inner
    return 2 * inner < outer and distance(one, other) <= reach


def _position(told: Stands) -> Position:
    where = told[1]["place"]
    return Position(where["latitude"], where["longitude"], round(where["radius_km"] * 1000))


def _figures(
    incident: Incident, run: ClaimsRun, stand: Sequence[Stands], by: User, at: datetime
) -> None:
    # Each printing of one text keeps its own, which together are one line: see desk's reprints.
    held = {
        (one.stated_by, one.category, one.group, one.low, one.high)
        for one in incident.figures.exclude(report__in=reprints.printings_beside(run.report))
    }
    for one, fields in stand:
        if one.kind != Kind.HARM or fields["value"] not in list(FigureCategory):
            continue
        category = fields["category"]
        count = stating.figure(
            fields["value"],
            fields["low"],
            fields["high"],
            of=category,
            put=fields["qualifier"],
        )
        owner = _owner(one, run)[:200]
        key = (owner, count.category, count.group, count.low, count.high)
        if key in held:
            continue
        held.add(key)
        figures.add_figure(
            incident,
            count,
            stated_by=owner,
            note=f"{one.quote} ({category})" if category else one.quote,
            report=run.report,
            by=by,
            at=at,
        )


def _objects(
    incident: Incident, run: ClaimsRun, stand: Sequence[Stands], by: User, at: datetime
) -> None:
    # One row for a code; of what has no code of its own, one for each thing.
    held = {note if code == "other" else code
            for code, note in incident.struck_objects.values_list("code", "note")}  # fmt: skip
    for one, fields in stand:
        # What only stands near was not struck.
        code = filed_as(fields["value"]) if one.kind == Kind.OBJECT else ""
        if not code or fields["category"] == "near":
            continue
        note = tidy_line(f"“{one.quote}” ({_owner(one, run)})")[:300]
        keys = {fields["value"], note} if code == "other" else {code}
        if not keys & held:
            incidents.add_object(incident, code=code, note=note, by=by, at=at)
        held |= keys


def _place(
    incident: Incident, run: ClaimsRun, stand: Sequence[Stands], by: User, at: datetime
) -> None:
    if incident.places.exists():
        return
    told = _beside_harm(Kind.WHERE, "place", stand, run.report.text)
    if not told:
        return
    found, fields = _nearest(told)
    where: dict[str, Any] = fields["place"]
    latitude, longitude = _point(where)
    # A point given by hand may have no name but what the text calls it.
    name = tidy_line(where["name"] or fields["value"])[:200]
    places.add_place(
        incident,
        names=[places.Name(name)] if name else [],
        latitude=latitude,
        longitude=longitude,
        precision=_precise(where["radius_km"]),
        radius=round(where["radius_km"] * 1000) or None,
        is_primary=True,
        supplied_by=_owner(found, run),
        by=by,
        at=at,
    )


def _point(where: dict[str, Any]) -> tuple[Decimal, Decimal]:
    return Decimal(f"{where['latitude']:.5f}"), Decimal(f"{where['longitude']:.5f}")


def _actors(
    incident: Incident, run: ClaimsRun, stand: Sequence[Stands], by: User, at: datetime
) -> None:
    """Record each suspected actor as the words of whoever states it, under the text's own name."""
    held = {(one.party_name, one.stated_by) for one in incident.attributions.all()}
    for one, fields in stand:
        if one.kind != Kind.ACTOR:
            continue
        # A person's correction stands; else the text's name for them, never our id.
        name = fields["value"] if fields["value"] != one.value else one.quote
        key = (tidy_line(name)[:200], tidy_line(_owner(one, run))[:200])
        if all(key) and key not in held:
            held.add(key)
            judgements.add_attribution(
                incident,
                party_name=key[0],
                stated_by=key[1],
                note=one.quote,
                report=run.report,
                by=by,
                at=at,
            )


def _means(
    incident: Incident, run: ClaimsRun, stand: Sequence[Stands], by: User, at: datetime
) -> None:
    """Fill in by what it was, as stated, where nobody did; who says so stands with it.

    Where means are stated that are filed apart, the note names them all and none is chosen.
    """
    told = [(one, fields) for one, fields in stand if one.kind == Kind.MEANS]
    if not told or incident.weapon or incident.weapon_note:
        return
    codes = {FILED_AS_WEAPON.get(fields["value"], "other") for _one, fields in told}
    words = dict.fromkeys(f"“{tidy_line(one.quote)}” ({_owner(one, run)})" for one, _ in told)
    incident.refresh_from_db()
    facts.edit(
        incident,
        version=incident.version,
        weapon=codes.pop() if len(codes) == 1 else "",
        weapon_note="; ".join(words)[:300],
        by=by,
        at=at,
    )


def _precise(radius_km: float) -> str:
    for most, precision in (
        (0.5, PlacePrecision.NEAR_EXACT),
        (2.5, PlacePrecision.NEIGHBOURHOOD),
        (15, PlacePrecision.TOWN),
        (60, PlacePrecision.DISTRICT),
    ):
        if radius_km <= most:
            return precision
    return PlacePrecision.GOVERNORATE
