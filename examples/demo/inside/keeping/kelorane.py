"""What the people of Kelorane keep among themselves.

A compartment with a register of victims and somebody who asks to be let in, two references for one
event and one split into two, a translation, whom to call and a call, a letter of another asker
that is examined with a case at hand, files and a data set that came in, and a role that waits for a
second person.
"""

from __future__ import annotations

from datetime import timedelta

from answerable.casework.codes import EventKind, Method, TimePrecision
from answerable.node.accounts import role_requests
from answerable.node.accounts.models import Role, User
from answerable.node.desk.codes import CallResult
from answerable.node.desk.models import Incident, Investigation
from answerable.node.desk.register_codes import AgeBand, FamilyConsent, Fate, Sex
from answerable.node.desk.services import (
    duty,
    examining,
    incidents,
    moving,
    register,
    serving,
)
from answerable.node.desk.services.compartments import emergency, placing, rooms
from answerable.node.desk.services.recorded import HeardIncident, record_complaint
from examples.demo.inside.keeping import papers
from examples.demo.inside.keeping.both import Threads, accept_calendars, deal_with_old, translate
from examples.demo.inside.place import Place, channel, inquiry, person


def keep(place: Place, threads: Threads) -> None:
    """Keep what the people of Kelorane work on among themselves."""
    accept_calendars(place, by=person("kelorane-admin"))
    _victims(place, _compartment(place))
    _one_event_twice(place)
    _two_events_in_one(place)
    _whom_to_call(place, threads)
    _another_asker(place, threads)
    translate(place, threads, by="embassy-officer")
    deal_with_old(place, by="bureau-officer")
    administrator = User.objects.filter(memberships__role=Role.ADMINISTRATOR).earliest("pk")
    _adviser, office = place.seat("envoy-adviser")
    papers.take_papers_in(place)
    papers.take_data_set_in(place)
    role_requests.ask(
        person("bureau-analyst"), office, Role.CLEARER, by=administrator, at=place.at("-1 16:00")
    )


def _compartment(place: Place) -> Incident:
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
    return incident


def _victims(place: Place, incident: Incident) -> None:
    """Turn the register on, let one person in, and enter three by invented initials."""
    incident.refresh_from_db()
    administrator, by = person("kelorane-admin"), person("bureau-officer")
    at = place.at("-4 09:00")
    register.switch(True, reason="Families ask who is on the list", by=administrator, at=at)
    register.let_in(by, reason="Speaks with the families", by=administrator, at=at)
    for initials, fate, sex, band, consent in (
        ("K. V.", Fate.MISSING, Sex.MALE, AgeBand.ADULT, FamilyConsent.AGREED),
        ("T. O.", Fate.MISSING, Sex.FEMALE, AgeBand.OLDER, FamilyConsent.AGREED),
        ("M. E.", Fate.INJURED, Sex.UNKNOWN, AgeBand.CHILD, FamilyConsent.NOT_ASKED),
    ):
        entry = register.Entry(
            names=initials,
            source="Family, through the mediator",
            fate=fate,
            sex=sex,
            age_band=band,
            family_consent=consent,
        )
        register.add(incident, entry, by=by, at=at + timedelta(minutes=20))


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


def _two_events_in_one(place: Place) -> None:
    by, office = place.seat("bureau-analyst")
    whole = _open(place, "bureau-analyst", "Fires on the east bank", "-9 04:00")
    at = place.at("-8 09:00")
    for note in ("Barn at the ford", "Boathouse two kilometres down the river"):
        incidents.add_object(whole, code="other", note=note, by=by, at=at)
    moving.split(
        whole,
        {"objects": [whole.struck_objects.get(note__startswith="Boathouse").pk]},
        title="Boathouse below the ford burnt",
        reason="Two fires an hour apart, two kilometres from each other",
        office=office,
        by=by,
        at=place.at("-7 10:00"),
    )


def _whom_to_call(place: Place, threads: Threads) -> None:
    slug, thread = threads["ilvane-ambulance"]
    liaison, at = person("embassy-liaison"), place.at("-60 10:00")
    night = duty.add_contact(
        channel(slug),
        desk="Duty officer of the liaison office",
        telephone="+000 5550 0117",
        hours="Day and night",
        languages="English",
        by=liaison,
        at=at,
    )
    duty.add_contact(
        channel(slug),
        desk="Legal adviser",
        telephone="+000 5550 0121",
        hours="Working days, 09:00 to 17:00",
        by=liaison,
        at=at,
    )
    duty.record_call(
        inquiry(slug, thread),
        called_at=place.at("-1 09:10"),
        caller="Liaison at the embassy",
        contact=night,
        answered_by="The duty officer, who gave no name",
        said="The message is on the desk of the liaison office. Somebody will confirm it today.",
        result=CallResult.CALL_BACK,
        by=liaison,
        at=place.at("-1 09:20"),
    )


def _another_asker(place: Place, threads: Threads) -> None:
    """Note a letter of the valley and examine it with the case of the harbour workers."""
    by, office = place.seat("bureau-officer")
    at = place.at("-6 11:00")
    letter = record_complaint(
        channel("valley"),
        subject="Two men of the valley held at the port",
        questions=(
            "Are two men of our valley among those held at the north quay?",
            "When can a person of the Council see them?",
        ),
        incidents=[
            HeardIncident(
                kind=EventKind.DETENTION,
                start=place.day("-27"),
                precision=TimePrecision.DAY,
                title="Harbour workers held at the north quay",
                narrative="Two of them are seasonal workers from our valley.",
            )
        ],
        received_at=place.at("-7 15:00"),
        reply_due=place.at("+14 17:00"),
        stated_by="Secretary of the Council of the Upper Vesk",
        by=by,
        office=office,
        at=at,
    )
    slug, thread = threads["north-quay-workers"]
    found = Investigation.objects.get(channel=channel(slug), thread=thread)
    serving.serve(found, letter, by=by, at=at + timedelta(minutes=10))
    for title, due in (
        ("Compare the list of the union with the register of the service", "+2"),
        ("Ask the service whether two of them come from the valley", "+5"),
    ):
        examining.give_task(found, title=title, owner=by, due=place.day(due), by=by, at=at)
    for method, done, note in (
        (Method.RECORDS, True, "Register of the service seen"),
        (Method.SITE_VISIT, False, "The quay is closed until the end of the month"),
    ):
        examining.check_method(found, method=method, done=done, note=note, by=by, at=at)


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
