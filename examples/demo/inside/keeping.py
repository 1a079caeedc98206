"""What the people of the demonstration work on among themselves: nothing of it is ever said.

A compartment and somebody who asks to be let in, two references for one event, a role that waits
for a second person, tasks, a hold and our own operations log: so that no page is empty.
"""

from __future__ import annotations

from datetime import timedelta

from answerable.casework.codes import EventKind, Method, TimePrecision
from answerable.node.accounts import role_requests
from answerable.node.accounts.models import Role, User
from answerable.node.desk.models import Incident, Investigation
from answerable.node.desk.services import examining, incidents, moving
from answerable.node.desk.services.compartments import emergency, placing, rooms
from answerable.node.desk.services.operations import files, rows, taking
from examples.demo.inside.place import Place, person

LOG = (
    "id,start,latitude,longitude,means,unit\n"
    "F-301,{seen} 02:38,-41.5120,-27.0410,guided munition,Battery 4\n"
    "F-302,{seen} 02:40,-41.5120,-27.0410,guided munition,Battery 4\n"
    "F-417,{later} 05:10,-41.5302,-27.0519,unmanned aircraft,River watch\n"
)


def keep_kelorane(place: Place) -> None:
    """Keep what the people of Kelorane work on among themselves."""
    _compartment(place)
    _one_event_twice(place)
    administrator = User.objects.filter(memberships__role=Role.ADMINISTRATOR).earliest("pk")
    _adviser, office = place.seat("envoy-adviser")
    role_requests.ask(
        person("bureau-analyst"), office, Role.CLEARER, by=administrator, at=place.at("-1 16:00")
    )


def _compartment(place: Place) -> None:
    by, _office = place.seat("bureau-officer")
    room = rooms.open_compartment(
        name="The courier of the mediator",
        purpose="Who carries the letters must not be known.",
        members=[person("bureau-analyst")],
        by=by,
        at=place.at("-5 09:00"),
    )
    incident = _open(place, "bureau-officer", "Courier not back from the upper valley", "-6 18:00")
    placing.put(incident, room, by=by, at=place.at("-5 09:10"))
    emergency.ask(
        room.code,
        reason="Duty tonight, and somebody may call about it",
        by=person("envoy-adviser"),
        at=place.at("-1 17:00"),
    )


def _one_event_twice(place: Place) -> None:
    first = _open(place, "bureau-analyst", "Lamp of the east pier at Orrin shot out", "-3 21:10")
    second = _open(place, "bureau-analyst", "Shots at the landing of Orrin", "-3 21:20")
    moving.merge(
        second,
        first,
        reason="The same evening at the same pier, told by two",
        by=person("bureau-analyst"),
        at=place.at("-1 11:00"),
    )


def _open(place: Place, who: str, title: str, start: str) -> Incident:
    by, office = place.seat(who)
    return incidents.open_incident(
        title=title,
        kind=EventKind.OTHER,
        start=place.at(start),
        time_precision=TimePrecision.HOUR,
        office=office,
        by=by,
        at=place.at(start, 600),
    )


def keep_dorvelle(place: Place) -> None:
    """Keep what the people of Dorvelle work on among themselves."""
    examiner, office = place.seat("examiner")
    asked = place.at("-1 09:00")
    for found in Investigation.objects.filter(closed_at__isnull=True).order_by("pk")[:2]:
        examining.give_task(
            found,
            title="Compare the two positions that we have",
            owner=examiner,
            due=place.day("+3"),
            by=examiner,
            at=asked,
        )
        examining.check_method(
            found,
            method=Method.FOOTAGE,
            done=True,
            note="Two recordings seen",
            by=examiner,
            at=asked,
        )
        examining.ask_to_keep(
            found,
            kind="footage",
            what="Recording of the flight",
            held_at="Flight office of Dorvelle",
            asked_of="Head of the flight office",
            asked_on=asked.date(),
            overwritten_on=asked.date() + timedelta(days=20),
            by=examiner,
            at=asked,
        )
    log = files.open_log(
        name="Flights and fires over the river", zone="UTC", offices=[office], by=examiner, at=asked
    )
    text = LOG.format(seen=place.day("-52"), later=place.day("-9"))
    given = files.receive(
        log, text.encode(), file_name="flights.csv", by=examiner, at=asked + timedelta(minutes=5)
    )
    mapping = rows.guess(text.splitlines()[0].split(","))
    taking.take(given, mapping, by=examiner, at=asked + timedelta(minutes=6))
