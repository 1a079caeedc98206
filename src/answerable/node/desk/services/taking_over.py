"""Open an incident of our own from what another party told us of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction

from answerable.casework.bodies import IncidentFacts
from answerable.casework.codes import TimePrecision
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import OwnerRole, Script
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Incident, Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import (
    compartments,
    figures,
    incidents,
    inquiries,
    places,
    threads,
)
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.places import Name
from answerable.node.desk.services.threads import Reading


@transaction.atomic
def open_from_inquiry(
    inquiry: Inquiry, inside: str, *, office: Office, by: User, at: datetime
) -> Incident:
    """Open an incident from an incident of a thread, and link them; nobody outside learns of it.

    Everything taken over keeps its owner: a figure they reported stays theirs to have reported.
    Raises `NotPossible` for an incident that the thread does not have, or that is linked already.
    """
    require(by, Deed.INCIDENT, office)
    reading = threads.read(inquiry.channel, inquiry.thread)
    facts = next((one for one in reading.account.incidents if one.id == inside), None)
    if facts is None:
        raise NotPossible("unknown_incident")
    told = _told(reading, inside)
    incident = incidents.open_incident(
        title=str(told.get("title") or inquiry.subject or inquiry.reference),
        kind=facts.kind,
        start=_start(facts),
        end=None if facts.end is None else datetime.combine(facts.end, time(), UTC),
        time_precision=_precision(facts),
        narrative=str(told.get("narrative", "")),
        when_note=str(told.get("when", "")),
        office=office,
        by=by,
        at=at,
    )
    compartments.follow(incident, compartments.compartment_of(inquiry))
    for code in facts.objects:
        incidents.add_object(incident, code=code, by=by, at=at)
    _take_places(incident, told.get("places", ()), inquiry, by, at)
    _take_figures(incident, told.get("figures", ()), by, at)
    inquiries.link_incident(inquiry, incident, inside, by=by, at=at)
    return incident


def _told(reading: Reading, inside: str) -> Mapping[str, Any]:
    """Return the latest words about the incident; empty while they are not here."""
    found: Mapping[str, Any] = {}
    for spoken in reading.spoken:
        for fact in (spoken.words or {}).get("facts", ()):
            if fact["incident"] == inside:
                found = fact
    return found


def _start(facts: IncidentFacts) -> datetime:
    return facts.at or datetime.combine(facts.start, time(), UTC)


def _precision(facts: IncidentFacts) -> TimePrecision:
    """Return their precision; a date that they gave is at least as good as its year."""
    if facts.precision is TimePrecision.UNKNOWN:
        return TimePrecision.YEAR
    return facts.precision


def _take_places(
    incident: Incident,
    told: Iterable[Mapping[str, Any]],
    inquiry: Inquiry,
    by: User,
    at: datetime,
) -> None:
    party = inquiry.channel.theirs
    for place in told:
        names = [Name(str(place["name"]), script=_script(str(place["name"])))]
        if "latin" in place:
            names.append(Name(str(place["latin"]), script=Script.LATIN))
        places.add_place(
            incident,
            names=names,
            latitude=places.degrees(place.get("lat")),
            longitude=places.degrees(place.get("lon")),
            precision=str(place["precision"]),
            supplied_by=party.name if party is not None else "",
            by=by,
            at=at,
        )


def _take_figures(
    incident: Incident, told: Iterable[Mapping[str, Any]], by: User, at: datetime
) -> None:
    for one in told:
        as_of = one.get("as_of")
        figures.add_figure(
            incident,
            Count(one["category"], one.get("low"), one.get("high"), group=one["group"]),
            stated_by=str(one["stated_by"]),
            owner_role=OwnerRole.SOURCE,
            stated_on=None if as_of is None else datetime.fromisoformat(as_of).date(),
            by=by,
            at=at,
        )


_SCRIPTS = (
    ("\u0400", "\u052f", Script.CYRILLIC),
    ("\u0590", "\u05ff", Script.HEBREW),
    ("\u0600", "\u06ff", Script.ARABIC),
    ("A", "\u024f", Script.LATIN),
)


def _script(name: str) -> Script:
    """Return the script of a name's first letter that has one we know."""
    for letter in name:
        for first, last, script in _SCRIPTS:
            if first <= letter <= last and letter.isalpha():
                return script
    return Script.OTHER
