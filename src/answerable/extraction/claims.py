"""What a text claims, piece by piece, each with the words it was read from.

This is the schema every reader of documents answers in: ours, and any other that stands beside it.
Offsets count code points of the text that was read, before anything was folded.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.values import completed, frozen

SCHEMA = "answerable.claim/1"


class Kind(StrEnum):
    """What a claim is about."""

    HARM = "harm"
    WHEN = "when"
    WHERE = "where"
    OBJECT = "object"
    MEANS = "means"
    ACTOR = "actor"
    SOURCE = "source"
    DENIAL = "denial"


class Scope(StrEnum):
    """Of what a figure or a date is told: one incident, or a total that is no incident's figure."""

    INCIDENT = "incident"
    CUMULATIVE = "cumulative"
    PERIODIC = "periodic"


HARM, WHEN, WHERE, OBJECT, MEANS, INCIDENT = (
    Kind.HARM, Kind.WHEN, Kind.WHERE, Kind.OBJECT, Kind.MEANS, Scope.INCIDENT,
)  # fmt: skip
"""What is asked of each claim, many times: Python 3.11 takes a fifth of the time to look up a name.

`Kind.HARM` goes through two calls there, and three thousand for a text were a fortieth of reading.
"""


@frozen
class Place:
    """A place of the gazetteer; the radius says within how many kilometres it is meant."""

    id: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    country: str = ""


@frozen
class Claim:
    """One thing that a text states. What a kind does not have stays None, which is never zero.

    `value` is a concept of the lexicons (`killed`, `hospital`, `airstrike`), a place's or a date's
    name in short, or the source as written. `subset_of` is the index of the claim, in the same
    reading, of whose people these are a part: never add the two. `sources` is the chain of who
    says so, the nearest first ("Reuters", "health ministry"). `incident` numbers the incidents of
    a document from 1; a claim of none (a total, background) has none.
    """

    kind: Kind
    value: str
    quote: str
    start: int
    end: int
    rule: str
    confidence: float
    language: str
    scope: Scope = Scope.INCIDENT
    incident: int | None = None
    qualifier: Qualifier | None = None
    low: int | None = None
    high: int | None = None
    category: str | None = None
    subset_of: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    grain: str | None = None
    place: Place | None = None
    sources: tuple[str, ...] = ()


def placed(one: Claim, incident: int | None, sources: tuple[str, ...]) -> Claim:
    """Return a claim that was just made, now with its incident and who says so."""
    return completed(one, incident=incident, sources=sources)


@frozen
class Sighting:
    """A place named in a text, resolved; offsets count code points of the text."""

    start: int
    end: int
    place: Place
    confidence: float
    rule: str = "place"
