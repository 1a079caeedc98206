"""Fill the observer's workspace from the public record: what others said, unsigned, sourced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from answerable.casework.codes import PlacePrecision, TimePrecision
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import IncidentStatus, Route, Screening
from answerable.node.desk.models import Incident, RecordedStatement
from answerable.node.desk.services import (
    figures,
    incidents,
    judgements,
    places,
    recorded,
    reports,
)
from answerable.node.desk.services.counts import Count
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from examples.public_record import shapes
from examples.public_record.load import load_cases, load_situation

SLUG = "public-record"
TITLE = "Public record of real cases (observed, unsigned)"
ONLY_OBSERVED = "Observed only: nothing is raised from the public record"
_TIMES = {
    "minute": TimePrecision.EXACT_TIME,
    "quarter_hour": TimePrecision.HOUR,
    "hour": TimePrecision.HOUR,
    "part_of_day": TimePrecision.DAY,
    "day": TimePrecision.DAY,
}


def fill(by: User, office: Office, *, at: datetime) -> int:
    """Record every case and the situation document; return how many cases there are."""
    found = load_cases()
    named = {conduct.party for case in found for conduct in case.conduct_asked_about}
    parties = {slugify(name)[:32].strip("-"): name for name in named}
    channel = ledger.create_record(title=TITLE, slug=SLUG, parties=sorted(parties.items()), at=at)
    for number, case in enumerate(found):
        with transaction.atomic():
            Observer(by, office, channel, at + timedelta(minutes=10 * number)).enter(case)
    with transaction.atomic():
        _enter_situation(load_situation(), by, at + timedelta(minutes=10 * len(found)))
    return len(found)


class Observer:
    """One person entering one case at one time."""

    def __init__(self, by: User, office: Office, channel: Channel, at: datetime) -> None:
        self._by, self._office, self._channel, self._at = by, office, channel, at

    def enter(self, case: shapes.Case) -> None:
        """Enter a case: what happened, who said what and when, and every figure with its owner."""
        incident = incidents.open_incident(
            title=case.title,
            kind=case.event_kind,
            start=_moment(case.when.start),
            end=_moment(case.when.end) if case.when.end != case.when.start else None,
            time_precision=_TIMES[case.when.precision],
            zone=case.when.zone,
            when_note=case.when.note or "",
            narrative=_narrative(case),
            office=self._office,
            by=self._by,
            at=self._at,
        )
        self._place(incident, case)
        self._objects(incident, case)
        sources = {source.id: source for source in case.sources}
        said = self._statements(incident, case, sources)
        self._figures(incident, case, sources, said)
        self._attributions(incident, case, sources)
        incidents.set_issues(incident, case.issues_engaged, by=self._by, at=self._at)
        incidents.set_status(
            incident, IncidentStatus.HOLD, reason=ONLY_OBSERVED, by=self._by, at=self._at
        )

    def _place(self, incident: Incident, case: shapes.Case) -> None:
        where = case.where
        places.add_place(
            incident,
            names=[places.Name(one.name, one.language, one.script) for one in where.names],
            latitude=Decimal(str(where.latitude)),
            longitude=Decimal(str(where.longitude)),
            precision=PlacePrecision(where.precision),
            supplied_by=where.coordinates_from,
            note=_joined([*(one.name for one in where.region), where.country, where.note]),
            by=self._by,
            at=self._at,
        )

    def _objects(self, incident: Incident, case: shapes.Case) -> None:
        noted: dict[str, list[str]] = {}
        for struck in case.objects:
            noted.setdefault(struck.code, []).append(struck.note)
        for code, notes in noted.items():
            incidents.add_object(
                incident, code=code, note="; ".join(notes), by=self._by, at=self._at
            )

    def _statements(
        self, incident: Incident, case: shapes.Case, sources: dict[str, shapes.Source]
    ) -> dict[str, RecordedStatement]:
        parties = {conduct.id: conduct.party for conduct in case.conduct_asked_about}
        said: dict[str, RecordedStatement] = {}
        for one in case.statements:
            said[one.id] = recorded.record_statement(
                incident,
                self._channel,
                kind=one.kind,
                stated_by=one.stated_by,
                owner_role=one.role,
                party_name=parties.get(one.party or "", ""),
                stated_at=_moment(one.date),
                stated_precision=one.date_precision,
                summary=one.summary,
                position=one.position or "",
                positions_also=one.positions_also,
                measures=one.measures,
                confidence=one.confidence,
                sources=_sources(one.sources, sources),
                changes=said.get(one.changes or ""),
                note=_joined([one.matter, one.note]),
                by=self._by,
                office=self._office,
                at=self._at,
            )
        return said

    def _figures(
        self,
        incident: Incident,
        case: shapes.Case,
        sources: dict[str, shapes.Source],
        said: dict[str, RecordedStatement],
    ) -> None:
        told = {figure: said[one.id] for one in case.statements for figure in one.figures}
        for figure in case.figures:
            for count in figure.counts:
                figures.add_figure(
                    incident,
                    _count(count),
                    stated_by=figure.stated_by,
                    owner_role=figure.role,
                    stated_on=_moment(figure.date).date(),
                    stated_precision=figure.date_precision,
                    note=_joined([figure.matter, figure.note, _cited(figure.sources, sources)]),
                    recorded=told.get(figure.id),
                    by=self._by,
                    at=self._at,
                )

    def _attributions(
        self, incident: Incident, case: shapes.Case, sources: dict[str, shapes.Source]
    ) -> None:
        for conduct in case.conduct_asked_about:
            for one in conduct.attributions:
                judgements.add_attribution(
                    incident,
                    party_name=conduct.party,
                    stated_by=one.stated_by,
                    owner_role=one.role,
                    stated_on=_moment(one.date).date(),
                    stated_precision=one.date_precision,
                    status=one.status,
                    note=_joined([conduct.matter, one.note, _cited(one.sources, sources)]),
                    by=self._by,
                    at=self._at,
                )


def _enter_situation(situation: shapes.Situation, by: User, at: datetime) -> None:
    """Enter the dated events as one report, and each running total with its owner."""
    sources = {source.id: source for source in situation.sources}
    lines = [
        f"{one.date}: {one.summary} ({_joined([one.stated_by, _cited(one.sources, sources)])})"
        for one in situation.events
    ]
    report = reports.create_report(
        title=situation.title,
        text="\n\n".join([situation.purpose, *lines, *situation.caveats]),
        publisher="Compiled from public sources",
        language="en",
        route=Route.RECORD,
        by=by,
        at=at,
    )
    reports.screen(report, Screening.ACCEPTED, by=by, at=at)
    for toll in situation.tolls:
        reports.record_toll(
            situation=situation.title,
            as_of=_moment(toll.as_of).date(),
            owner=toll.stated_by,
            figures=[_count(count) for count in toll.counts],
            covers=toll.covers,
            note=_joined([toll.note, _cited(toll.sources, sources)]),
            report=report,
            by=by,
            at=at,
        )


def _narrative(case: shapes.Case) -> str:
    parts = [case.summary.strip()]
    parts += [f"{one.stated_by}: {one.text}" for one in case.circumstances]
    parts.append(f"As of {case.last_known.as_of}: {case.last_known.text}")
    return "\n\n".join(parts)


def _sources(ids: Iterable[str], sources: dict[str, shapes.Source]) -> list[recorded.SourceInput]:
    return [_source(sources[one]) for one in ids]


def _source(source: shapes.Source) -> recorded.SourceInput:
    carried = source.carried_by[0] if source.carried_by else None
    seen = {"original": "", "copy": "seen as a copy", "relay": "seen through others"}
    return recorded.SourceInput(
        publisher=source.publisher,
        title=source.title,
        url=source.url or (carried.url if carried else ""),
        published=source.date or "",
        note=_joined(
            [seen[source.seen_through], f"carried by {carried.publisher}" if carried else ""]
        ),
    )


def _cited(ids: Iterable[str], sources: dict[str, shapes.Source]) -> str:
    named = [f"{sources[one].publisher}, {sources[one].title}" for one in ids]
    return f"Source: {'; '.join(named)}" if named else ""


def _count(count: shapes.Count) -> Count:
    return Count(
        category=count.category,
        low=count.low,
        high=count.high,
        group=count.group,
        qualifier=count.qualifier,
        mixed=count.mixed,
    )


def _joined(parts: Iterable[str | None]) -> str:
    return ". ".join(part.strip().rstrip(".") for part in parts if part)


def _moment(text: str) -> datetime:
    """Read a date of any precision, or an instant with its offset."""
    if len(text) > 10:
        return datetime.fromisoformat(text)
    day = date.fromisoformat((text + "-01-01")[:10])
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
