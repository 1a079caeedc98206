"""The shapes of the demo's scenario: parties, documents, incidents, and the deeds done on them.

Every time is relative to the day on which the demo is made: `"-12 09:30"` is twelve days before it,
`"+3 17:00"` three days after, `"-12"` a day without an hour. All hours are UTC.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from answerable.casework.codes import (
    Audience,
    ConcernCriterion,
    Disclosable,
    EventKind,
    FigureCategory,
    IssueTag,
    LadderAction,
    Marking,
    PlacePrecision,
    ProtectedObject,
    TimePrecision,
    Urgency,
)
from answerable.node.desk.codes import (
    AttributionStatus,
    Group,
    IncidentStatus,
    Notified,
    OwnerRole,
    PlaceRole,
    Qualifier,
    Route,
    Scale,
    Script,
)
from answerable.node.desk.exhibit_codes import ExhibitKind

When = Annotated[str, Meta(pattern=r"\A[-+]\d{1,3} \d\d:\d\d\Z")]
Day = Annotated[str, Meta(pattern=r"\A[-+]\d{1,3}\Z")]
Key = Annotated[str, Meta(pattern=r"\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\Z")]
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Short = Annotated[str, Meta(min_length=1, max_length=200)]
Prose = Annotated[str, Meta(min_length=1, max_length=4000)]
QuestionId = Annotated[str, Meta(pattern=r"\Aq[1-9]\d?\Z")]
RequestId = Annotated[str, Meta(pattern=r"\Ar[1-9]\d?\Z")]
RoleCode = Literal[
    "intake",
    "analyst",
    "officer",
    "clearer",
    "liaison",
    "investigator",
    "legal",
    "custodian",
    "principal",
    "auditor",
    "administrator",
]


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record in which an unknown field is a mistake, never ignored."""


# Who there is


class Person(Strict, frozen=True, kw_only=True):
    """An account of the demo, called by its function; it sits in one office."""

    username: Key
    name: Short
    roles: tuple[RoleCode, ...]


class Office(Strict, frozen=True, kw_only=True):
    """An office of a party and who works in it."""

    code: Key
    name: Short
    rank: int
    people: tuple[Person, ...]
    # The office above it, which stands before it in the scenario.
    under: Key | None = None


class Party(Strict, frozen=True, kw_only=True):
    """An invented party. `node` tells whether it runs a node, has one that is down, or none."""

    code: Key
    name: Short
    domain: str
    node: Literal["running", "unreachable", "none"]
    calls_the_situation: Short
    reference_prefix: str = ""
    offices: tuple[Office, ...] = ()


class Channel(Strict, frozen=True, kw_only=True):
    """A channel between two parties, signed or on paper."""

    key: Key
    title: Short
    kind: Literal["signed", "paper"]
    parties: tuple[Key, ...]
    established: When


class ClockTerms(Strict, frozen=True, kw_only=True):
    """Hours to the receipt and to the reply, for one urgency."""

    urgency: Urgency
    receipt_hours: int
    reply_hours: int
    working_days: bool


class LadderStep(Strict, frozen=True, kw_only=True):
    """What is proposed how many hours after delivery."""

    urgency: Urgency
    after_hours: int
    action: LadderAction


class Disclosure(Strict, frozen=True, kw_only=True):
    """One thing that may be shown to one audience."""

    audience: Audience
    what: Disclosable


class ChannelTerms(Strict, frozen=True, kw_only=True):
    """The terms of both signed channels, in the form of a `terms` body."""

    language: str
    highest_marking: Marking
    pause_cap_days: int
    without_prejudice: bool
    clocks: tuple[ClockTerms, ...]
    criteria: tuple[ConcernCriterion, ...]
    ladder: tuple[LadderStep, ...]
    disclosure: tuple[Disclosure, ...]


class Names(Strict, frozen=True, kw_only=True):
    """A name in one script. `art` is the code for made-up languages."""

    name: Short
    language: str
    script: Script


# What came in


class Counted(Strict, frozen=True, kw_only=True):
    """A figure as its owner put it. A bound left out is unknown, never zero."""

    category: FigureCategory
    low: int | None = None
    high: int | None = None
    group: Group = Group.TOTAL
    qualifier: Qualifier = Qualifier.EXACT
    mixed: bool = False


class Phrase(Strict, frozen=True, kw_only=True):
    """Words that must not leave, such as a witness's name, and why."""

    phrase: Short
    why: Line
    is_name: bool = True


class Informant(Strict, frozen=True, kw_only=True):
    """An invented source in the vault, who agreed to be asked about without being named."""

    name: Short
    contact: Line
    reliability: str
    role: str


class Document(Strict, frozen=True, kw_only=True):
    """A document in the folder `texts` that becomes a report on one party's node."""

    key: Key
    party: Key
    by: Key
    received: When
    route: Route
    file: str
    title: Line
    publisher: Short
    published: Day
    language: str
    accepted: bool = True
    protected: tuple[Phrase, ...] = ()
    source: Informant | None = None


class TollStated(Strict, frozen=True, kw_only=True):
    """A running total of a situation. It never becomes the figure of an incident."""

    party: Key
    by: Key
    entered: When
    as_of: Day
    owner: Short
    covers: Line
    figures: tuple[Counted, ...]
    document: Key | None = None
    note: str = ""


# What happened


class Happened(Strict, frozen=True, kw_only=True):
    """When it happened, and how precisely that is known."""

    start: When
    precision: TimePrecision
    end: When | None = None
    note: str = ""


class Place(Strict, frozen=True, kw_only=True):
    """Where it happened, with its names. Degrees are decimal strings, in the open ocean."""

    names: tuple[Names, ...]
    latitude: str
    longitude: str
    precision: PlacePrecision
    supplied_by: Short
    note: str = ""
    role: PlaceRole = PlaceRole.EVENT


class Struck(Strict, frozen=True, kw_only=True):
    """An object concerned, and whether it had been notified to the party asked."""

    code: ProtectedObject
    note: Line
    notified: Notified = Notified.UNKNOWN
    notified_by: str = ""


class Figures(Strict, frozen=True, kw_only=True):
    """What one owner stated on one day. `shared` tells whether the inquiry shows it."""

    stated_by: Short
    owner_role: OwnerRole
    stated: Day
    counts: tuple[Counted, ...]
    document: Key | None = None
    note: str = ""
    shared: bool = True


class Attributed(Strict, frozen=True, kw_only=True):
    """Who says whose conduct it was."""

    party_name: Short
    stated_by: Short
    owner_role: OwnerRole
    stated: Day
    status: AttributionStatus
    note: str = ""


class Graded(Strict, frozen=True, kw_only=True):
    """A judgement on one of the three scales. `code` belongs to the scale."""

    scale: Scale
    code: str
    reason: Line
    credibility: str = ""


class Concern(Strict, frozen=True, kw_only=True):
    """The recorded reason to raise, or not to raise."""

    criteria: tuple[ConcernCriterion, ...]
    raise_it: bool
    reason: Line


class Evidence(Strict, frozen=True, kw_only=True):
    """A piece of evidence: `text` makes a file that is kept; without, it is described."""

    kind: ExhibitKind
    description: Line
    provenance: str = ""
    text: str = ""
    file_name: str = ""
    keeper: str = ""
    whereabouts: str = ""
    handed_to: str = ""
    why: str = ""


class Incident(Strict, frozen=True, kw_only=True):
    """An incident in the workspace of the party that raises it. None of it leaves by itself."""

    by: Key
    opened: When
    title: Line
    kind: EventKind
    happened: Happened
    narrative: Prose
    places: tuple[Place, ...]
    objects: tuple[Struck, ...]
    figures: tuple[Figures, ...]
    attributions: tuple[Attributed, ...]
    gradings: tuple[Graded, ...]
    issues: tuple[IssueTag, ...]
    documents: tuple[Key, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    concern: Concern | None = None
    protected: tuple[Phrase, ...] = ()
    status: IncidentStatus | None = None
    status_reason: str = ""
