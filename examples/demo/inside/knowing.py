"""Take in what the scenario's parties know: reports, totals of the situation, and incidents."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal

from answerable.casework.consent import Purpose
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Screening
from answerable.node.desk.models import Incident, Report
from answerable.node.desk.services import (
    custody,
    exhibits,
    figures,
    incidents,
    judgements,
    places,
    reports,
)
from answerable.node.desk.services.counts import Count
from answerable.node.vault.codes import How, Reach
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import sources
from examples.demo import shapes
from examples.demo.inside.place import Place


def take_in(place: Place, document: shapes.Document, text: str, cases: list[str]) -> None:
    """Take a document in as a report, protect what must not leave, screen it, and link it."""
    by, _office = place.seat(document.by)
    report = reports.create_report(
        title=document.title,
        text=text,
        publisher=document.publisher,
        published_at=datetime.combine(place.day(document.published), time(), UTC),
        language=document.language,
        route=document.route,
        by=by,
        at=place.at(document.received),
    )
    for phrase in document.protected:
        _protect(report, phrase, by, place.at(document.received, 10))
    if document.accepted:
        reports.screen(report, Screening.ACCEPTED, by=by, at=place.at(document.received, 15))
    if document.source is not None:
        _keep_source(report, document.source, by, place.at(document.received, 12))
    for case in cases:
        incidents.link_report(
            place.incidents[case], report, by=by, at=place.at(document.received, 20)
        )
    place.reports[document.key] = report


def record_toll(place: Place, toll: shapes.TollStated, situation: str) -> None:
    """Record a running total with its owner."""
    by, _office = place.seat(toll.by)
    reports.record_toll(
        situation=situation,
        as_of=place.day(toll.as_of),
        owner=toll.owner,
        figures=[_count(figure) for figure in toll.figures],
        covers=toll.covers,
        note=toll.note,
        report=None if toll.document is None else place.reports[toll.document],
        by=by,
        at=place.at(toll.entered),
    )


def open_incident(place: Place, key: str, told: shapes.Incident) -> str:
    """Make the incident with all that is known of it; return its reference."""
    by, office = place.seat(told.by)
    happened = told.happened
    incident = incidents.open_incident(
        title=told.title,
        kind=told.kind,
        reports=[place.reports[one] for one in told.documents if one in place.reports],
        start=place.at(happened.start),
        end=None if happened.end is None else place.at(happened.end),
        time_precision=happened.precision,
        when_note=happened.note,
        narrative=told.narrative,
        office=office,
        by=by,
        at=place.at(told.opened),
    )
    place.incidents[key] = incident
    _describe(place, incident, told, by)
    place.shared[key] = _count_figures(place, incident, told, by)
    _judge(place, incident, told, by)
    return incident.reference


def _describe(place: Place, incident: Incident, told: shapes.Incident, by: User) -> None:
    at = place.at(told.opened, 5)
    for where in told.places:
        places.add_place(
            incident,
            role=where.role,
            names=[places.Name(one.name, one.language, one.script) for one in where.names],
            latitude=Decimal(where.latitude),
            longitude=Decimal(where.longitude),
            precision=where.precision,
            supplied_by=where.supplied_by,
            note=where.note,
            by=by,
            at=at,
        )
    for struck in told.objects:
        incidents.add_object(
            incident,
            code=struck.code,
            note=struck.note,
            notified=struck.notified,
            notified_by=struck.notified_by,
            by=by,
            at=at,
        )
    for piece in told.evidence:
        _keep(incident, piece, by, at)
    for phrase in told.protected:
        _protect(incident, phrase, by, at)
    incidents.set_issues(incident, told.issues, by=by, at=at)


def _keep(incident: Incident, piece: shapes.Evidence, by: User, at: datetime) -> None:
    about = exhibits.About(
        kind=piece.kind,
        description=piece.description,
        provenance=piece.provenance,
        keeper=piece.keeper,
        whereabouts=piece.whereabouts,
    )
    if piece.text:
        data, name = piece.text.encode(), piece.file_name
        kept = exhibits.add_file(incident, data, about, file_name=name, by=by, at=at)
        custody.check(kept, by=by, at=at)
        return
    told = exhibits.describe(incident, about, by=by, at=at)
    if piece.handed_to:
        custody.record(
            told,
            "handed_over",
            giver=piece.keeper,
            taker=piece.handed_to,
            reason=piece.why,
            by=by,
            at=at,
        )


def _count_figures(place: Place, incident: Incident, told: shapes.Incident, by: User) -> list[int]:
    """Enter the figures of every owner; return the ones that the inquiry may show."""
    shared = []
    for stated in told.figures:
        for figure in stated.counts:
            row = figures.add_figure(
                incident,
                _count(figure),
                stated_by=stated.stated_by,
                owner_role=stated.owner_role,
                stated_on=place.day(stated.stated),
                note=stated.note,
                report=None if stated.document is None else place.reports[stated.document],
                by=by,
                at=place.at(told.opened, 12),
            )
            if stated.shared:
                shared.append(row.pk)
    return shared


def _judge(place: Place, incident: Incident, told: shapes.Incident, by: User) -> None:
    for said in told.attributions:
        judgements.add_attribution(
            incident,
            party_name=said.party_name,
            stated_by=said.stated_by,
            owner_role=said.owner_role,
            stated_on=place.day(said.stated),
            status=said.status,
            note=said.note,
            by=by,
            at=place.at(told.opened, 18),
        )
    for graded in told.gradings:
        judgements.grade(
            incident,
            graded.scale,
            graded.code,
            credibility=graded.credibility,
            reason=graded.reason,
            by=by,
            at=place.at(told.opened, 25),
        )
    if told.concern is not None:
        judgements.decide_concern(
            incident,
            criteria=told.concern.criteria,
            raise_it=told.concern.raise_it,
            reason=told.concern.reason,
            by=by,
            at=place.at(told.opened, 30),
        )
    incident.refresh_from_db()
    if told.status is not None and told.status != incident.status:
        incidents.set_status(
            incident, told.status, reason=told.status_reason, by=by, at=place.at(told.opened, 35)
        )


def _keep_source(report: Report, who: shapes.Informant, by: User, at: datetime) -> None:
    """Seal who a report came from, who agreed to everything but being named."""
    sources.take_in(
        sources.About(role=who.role, reliability=who.reliability, reach=Reach.SAFE),
        Identity(name=who.name, other_names="", contact=who.contact, note=""),
        report.receipt_number,
        purposes=(Purpose.USE_INSIDE, Purpose.RAISE_WITHOUT_IDENTITY, Purpose.CONTACT),
        how=How.IN_PERSON,
        by=by,
        at=at,
    )


def _protect(thing: Report | Incident, phrase: shapes.Phrase, by: User, at: datetime) -> None:
    reports.mark_phrase(
        thing,
        phrase.phrase,
        is_name=phrase.is_name,
        why=phrase.why,
        by=by,
        at=at,
    )


def _count(figure: shapes.Counted) -> Count:
    return Count(
        category=figure.category,
        low=figure.low,
        high=figure.high,
        group=figure.group,
        qualifier=figure.qualifier,
        mixed=figure.mixed,
    )
