"""The body by which a party reports an act of its own, before anybody asked."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from answerable.casework.bodies.asking import IncidentFacts
from answerable.casework.bodies.replying import (
    Figures,
    MeasureTaken,
    PositionOn,
    RedressGiven,
    check_figures,
    check_positions,
)
from answerable.casework.codes import Examiner, Instrument, Marking, Method, Position
from answerable.casework.fields import Language, Reference, Sparse, check_no_repeat

# What a party can say of an act that it reports as its own. To deny it, to pass it on to another
# party or to say nothing is to answer somebody who asked.
OWN_ACT = frozenset(
    {
        Position.UNDER_EXAMINATION,
        Position.ACCEPTS_RESPONSIBILITY,
        Position.ACCEPTS_PARTIALLY,
        Position.ASSERTS_LAWFUL_ATTACK,
        Position.REFERRED_TO_CRIMINAL_PROCESS,
    }
)


class SelfReport(Sparse, frozen=True, kw_only=True):
    """A party reports incidents as its own act. It asks nothing, so it has no due instants.

    `inquiries_welcome` says whether the party will answer questions about it without objection;
    the other side may ask either way.
    """

    reference: Reference
    instrument: Instrument
    incidents: Annotated[tuple[IncidentFacts, ...], Meta(min_length=1, max_length=12)]
    positions: Annotated[tuple[PositionOn, ...], Meta(min_length=1, max_length=12)]
    figures: Figures = ()
    measures: Annotated[tuple[MeasureTaken, ...], Meta(max_length=12)] = ()
    redress: Annotated[tuple[RedressGiven, ...], Meta(max_length=12)] = ()
    methods: Annotated[tuple[Method, ...], Meta(max_length=12)] = ()
    examiner: Examiner | None = None
    inquiries_welcome: bool
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        reported = [incident.id for incident in self.incidents]
        check_no_repeat("incidents", reported)
        check_positions(self.positions)
        check_figures(self.figures)
        check_no_repeat("measures", ((row.incident, row.code) for row in self.measures))
        check_no_repeat("redress", ((row.incident, row.code) for row in self.redress))
        check_no_repeat("methods", self.methods)
        if {taken.incident for taken in self.positions} != set(reported):
            raise ValueError("each incident has its position, and no other has one")
        if not {taken.position for taken in self.positions} <= OWN_ACT:
            raise ValueError("this position is not one on an act of one's own")
        spoken_of = {
            *(row.incident for row in self.figures),
            *(row.incident for row in self.measures),
            *(row.incident for row in self.redress),
        }
        if not spoken_of <= set(reported):
            raise ValueError("it speaks of an incident that it does not report")
