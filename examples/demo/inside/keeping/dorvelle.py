"""What the people of Dorvelle keep among themselves.

Tasks, a method checked, footage that is to be kept, the own operations log with candidates, and a
case in the channel that carries on a letter.
"""

from __future__ import annotations

from datetime import timedelta

from answerable.casework.codes import Method
from answerable.node.desk.models import Investigation
from answerable.node.desk.services import examining, joining, taking_over
from answerable.node.desk.services.operations import files, rows, taking
from examples.demo.inside.choosing import INSIDE
from examples.demo.inside.keeping.both import Threads, accept_calendars, deal_with_old
from examples.demo.inside.place import Place, inquiry, person

LOG = (
    "id,start,latitude,longitude,means,unit\n"
    "F-301,{seen} 02:38,-41.5120,-27.0410,guided munition,Battery 4\n"
    "F-302,{seen} 02:40,-41.5120,-27.0410,guided munition,Battery 4\n"
    "F-417,{later} 05:10,-41.5302,-27.0519,unmanned aircraft,River watch\n"
)


def keep(place: Place, threads: Threads) -> None:
    """Keep what the people of Dorvelle work on among themselves."""
    accept_calendars(place, by=person("dorvelle-admin"))
    _carry_on(place, threads)
    _examine(place)
    _own_log(place, threads)
    deal_with_old(place, by="liaison-officer")


def _carry_on(place: Place, threads: Threads) -> None:
    """Say that the case in the channel carries on the letter of before."""
    paper, signed = (inquiry(*threads[f"orrin-footbridge{end}"]) for end in ("-letter", ""))
    joining.carry_on(signed, paper, by=person("liaison-officer"), at=place.at("-1 09:00"))


def _examine(place: Place) -> None:
    examiner, _office = place.seat("examiner")
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


def _own_log(place: Place, threads: Threads) -> None:
    """Take in our own log of flights and fires, and have an incident to compare it with."""
    examiner, office = place.seat("examiner")
    asked = place.at("-1 09:00")
    log = files.open_log(
        name="Flights and fires over the river", zone="UTC", offices=[office], by=examiner, at=asked
    )
    text = LOG.format(seen=place.day("-52"), later=place.day("-9"))
    given = files.receive(
        log, text.encode(), file_name="flights.csv", by=examiner, at=asked + timedelta(minutes=5)
    )
    mapping = rows.guess(text.splitlines()[0].split(","))
    taking.take(given, mapping, by=examiner, at=asked + timedelta(minutes=6))
    asked_about = inquiry(*threads["sirrune-clinic"])
    taking_over.open_from_inquiry(asked_about, INSIDE, office=office, by=examiner, at=asked)
