"""The shapes of the public record: closed sets of codes, and structs that refuse unknown fields."""

from __future__ import annotations

from typing import Literal

import msgspec

Confidence = Literal["checked", "partly_checked", "to_be_rechecked"]
Role = Literal[
    "party_asked",
    "affected_side",
    "opposing_party",
    "third_state",
    "un_body",
    "court",
    "ngo",
    "media",
    "expert",
]
StatementKind = Literal[
    "first_statement",
    "acknowledgement",
    "denial",
    "interim",
    "finding",
    "measure",
    "redress",
    "review",
    "correction",
]
Position = Literal[
    "under_examination",
    "accepts_responsibility",
    "accepts_partially",
    "asserts_lawful_attack",
    "denies_involvement",
    "denies_harm",
    "attributes_to_other_party",
    "insufficient_information",
]
EventKind = Literal["attack", "abduction", "detention", "denial_of_aid", "other"]
ObjectCode = Literal[
    "residential",
    "medical_unit",
    "ambulance",
    "school",
    "worship_cultural",
    "un_premises",
    "ngo_premises",
    "aid_convoy",
    "aid_distribution",
    "idp_site_shelter",
    "evacuation_route",
    "press",
    "water_sanitation",
    "power",
    "food_bakery_agriculture",
    "market",
    "peacekeeping",
    "icrc_rcrc",
    "detention",
    "dangerous_forces_installation",
    "other",
]
IssueTag = Literal[
    "distinction_persons",
    "distinction_objects",
    "indiscriminate",
    "proportionality",
    "precautions",
    "verify",
    "means",
    "assess",
    "cancel",
    "warning",
    "passive_precautions",
    "medical",
    "relief_personnel",
    "relief_movement",
    "cultural_property",
    "weapons",
    "treatment",
    "hostages",
    "human_shields",
    "wounded",
    "dead_and_missing",
    "displacement",
    "children",
    "reparation",
    "investigate",
]
Category = Literal["killed", "injured", "abducted", "detained", "missing", "displaced"]
Group = Literal["total", "civilians", "children", "staff", "security_forces"]
Qualifier = Literal["exact", "at_least", "about", "up_to", "range", "not_stated"]
Script = Literal["latin", "arabic", "cyrillic", "hebrew"]
Dispute = Literal["attribution", "facts", "lawfulness", "toll", "accountability"]
DatePrecision = Literal["day", "month", "year"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A record in which an unknown field is a mistake, never ignored."""


class Carrier(Strict, frozen=True, kw_only=True):
    """The publication in which an original was read."""

    publisher: str
    url: str


class Source(Strict, frozen=True, kw_only=True):
    """An original publication, and how it was seen: itself, as a copy, or only relayed."""

    id: str
    publisher: str
    title: str
    date: str | None
    seen_through: Literal["original", "copy", "relay"]
    url: str | None = None
    carried_by: tuple[Carrier, ...] = ()


class Count(Strict, frozen=True, kw_only=True):
    """One number somebody stated. Null is unknown or not bounded; it is never zero."""

    category: Category
    low: int | None
    high: int | None
    qualifier: Qualifier
    group: Group = "total"
    mixed: bool = False


class Figure(Strict, frozen=True, kw_only=True):
    """Counts with an owner and a date, in one of two ledgers that are never merged."""

    id: str
    stated_by: str
    role: Role
    ledger: Literal["reported", "acknowledged"]
    date: str
    counts: tuple[Count, ...]
    confidence: Confidence
    sources: tuple[str, ...] = ()
    date_precision: DatePrecision = "day"
    matter: str | None = None
    note: str | None = None


class Statement(Strict, frozen=True, kw_only=True):
    """What somebody said, retold: who, in which role, when, and where it was read."""

    id: str
    date: str
    stated_by: str
    role: Role
    kind: StatementKind
    summary: str
    confidence: Confidence
    sources: tuple[str, ...] = ()
    date_precision: DatePrecision = "day"
    party: str | None = None
    position: Position | None = None
    positions_also: tuple[Position, ...] = ()
    figures: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    changes: str | None = None
    matter: str | None = None
    note: str | None = None


class Attribution(Strict, frozen=True, kw_only=True):
    """Who says that a party's conduct is in question, or who of that party answers to it."""

    stated_by: str
    role: Role
    status: Literal["suspected", "acknowledged", "denied"]
    date: str
    confidence: Confidence
    sources: tuple[str, ...] = ()
    date_precision: DatePrecision = "day"
    note: str | None = None


class Conduct(Strict, frozen=True, kw_only=True):
    """A party whose conduct is asked about. Being listed says nothing about the answer."""

    id: str
    party: str
    attributions: tuple[Attribution, ...]
    matter: str | None = None


class When(Strict, frozen=True, kw_only=True):
    """When it happened: outer bounds with an offset, and how precise they are."""

    start: str
    end: str
    zone: str
    precision: Literal["minute", "quarter_hour", "hour", "part_of_day", "day"]
    confidence: Confidence
    note: str | None = None


class PlaceName(Strict, frozen=True, kw_only=True):
    """A place's name in one language and script."""

    name: str
    language: str
    script: Script


class Where(Strict, frozen=True, kw_only=True):
    """Where it happened. Degrees in WGS 84; the precision says how far to trust them."""

    names: tuple[PlaceName, ...]
    region: tuple[PlaceName, ...]
    country: str
    country_code: str
    latitude: float
    longitude: float
    precision: Literal["exact", "neighbourhood", "town", "district"]
    coordinates_from: str
    confidence: Confidence
    note: str | None = None


class StruckObject(Strict, frozen=True, kw_only=True):
    """What kind of object or place was concerned."""

    code: ObjectCode
    note: str


class Circumstance(Strict, frozen=True, kw_only=True):
    """A circumstance somebody stated, such as an earlier notification."""

    stated_by: str
    text: str
    confidence: Confidence
    sources: tuple[str, ...] = ()


class LastKnown(Strict, frozen=True, kw_only=True):
    """Where the matter stood in the latest source that was seen."""

    as_of: str
    text: str


class Case(Strict, frozen=True, kw_only=True):
    """One case of the public record."""

    id: str
    title: str
    setting: str
    event_kind: EventKind
    contested: tuple[Dispute, ...]
    summary: str
    when: When
    where: Where
    objects: tuple[StruckObject, ...]
    conduct_asked_about: tuple[Conduct, ...]
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    issues_engaged: tuple[IssueTag, ...]
    last_known: LastKnown
    sources: tuple[Source, ...]
    event_kinds_also: tuple[EventKind, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()


class Toll(Strict, frozen=True, kw_only=True):
    """A running total as of a date. It belongs to a situation, never to an incident."""

    id: str
    as_of: str
    stated_by: str
    covers: str
    counts: tuple[Count, ...]
    confidence: Confidence
    sources: tuple[str, ...] = ()
    note: str | None = None


class DatedEvent(Strict, frozen=True, kw_only=True):
    """A dated event of a situation, with who reported it."""

    date: str
    stated_by: str
    summary: str
    confidence: Confidence
    sources: tuple[str, ...] = ()
    note: str | None = None


class Situation(Strict, frozen=True, kw_only=True):
    """The setting of several cases: dated events and tolls, each with its owner."""

    id: str
    title: str
    zone: str
    purpose: str
    events: tuple[DatedEvent, ...]
    tolls: tuple[Toll, ...]
    caveats: tuple[str, ...]
    sources: tuple[Source, ...]
