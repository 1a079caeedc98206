"""What both parties keep in the same way: calendars, and a translation beside a message."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import msgspec
import yaml

from answerable.casework.rendering import render
from answerable.node.accounts.models import User
from answerable.node.desk.codes import MakerKind
from answerable.node.desk.models import Arrival
from answerable.node.desk.services import calendars, translations, triage
from examples.demo.inside.place import Place, channel, inquiry, person
from examples.demo.scenario import HERE
from examples.demo.shapes import Day, Key, Line, Prose, Strict

# Channel and thread by case.
Threads: TypeAlias = dict[str, tuple[str, str]]
# Weekend, and free days of every year, of two calendars that no country has.
CALENDARS = {
    "kelorane": ((5, 6), (("01-01", "New year"), ("05-09", "Day of the rivers"))),
    "dorvelle": ((4, 5), (("01-01", "New year"), ("03-14", "Founding of the Commonwealth"))),
}


class Translated(Strict, frozen=True, kw_only=True):
    """A translation of a party's newest response, and who made it."""

    case: Key
    language: str
    maker: Line
    checked_by: Line
    made: Day
    texts: dict[Prose, Prose]


def accept_calendars(place: Place, *, by: User) -> None:
    """Let both sides' calendars count in the channel that both sign."""
    years = (place.today.year - 1, place.today.year, place.today.year + 1)
    for party, (weekend, free) in CALENDARS.items():
        days = [(date.fromisoformat(f"{year}-{day}"), name) for year in years for day, name in free]
        calendars.accept(
            channel("river"),
            party,
            first_year=years[0],
            last_year=years[-1],
            weekend=weekend,
            days=days,
            by=by,
            at=place.at("-1 10:00"),
        )


def deal_with_old(place: Place, *, by: str) -> None:
    """Have somebody deal with what came in long ago, so that the inbox holds what is new."""
    old = Arrival.objects.visible_to(person(by)).filter(done_at=None, at__lt=place.at("-12 00:00"))
    triage.finish(triage.chosen(*old), by=person(by), at=place.at("-1 08:00"))


def translate(place: Place, threads: Threads, *, by: str) -> None:
    """Put a translation beside the newest response of a case."""
    given = msgspec.convert(
        yaml.safe_load((HERE / "translation.yaml").read_text("utf-8")), Translated
    )
    who, office = place.seat(by)
    said = inquiry(*threads[given.case]).messages.filter(kind="response").order_by("-order")[0]
    rendering = render(said.kind, said.body, said.words)
    originals = translations.originals(rendering)
    translations.add(
        said,
        rendering,
        {one.key: given.texts[one.text.strip()] for one in originals},
        translations.Made(
            language=given.language,
            maker=given.maker,
            made_on=place.day(given.made),
            maker_kind=MakerKind.SERVICE,
            checked_by=given.checked_by,
        ),
        by=who,
        office=office,
        at=place.at(f"{given.made} 15:00"),
    )
