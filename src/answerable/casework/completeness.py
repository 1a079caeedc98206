"""Say of a case what a counterpart would call "not enough information", before it is raised.

Nothing is added up to a score: each thing that an examiner looks for is there, thin or missing, and
the reason is a code. Facts in, answer out; the words stand with the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from answerable.casework.codes import PlacePrecision, TimePrecision


class Topic(StrEnum):
    """What an examiner looks for, in the order in which it is looked for."""

    PLACE = "place"
    TIME = "time"
    OBJECT = "object"
    FIGURES = "figures"
    SOURCES = "sources"
    EVIDENCE = "evidence"
    CONDUCT = "conduct"
    QUESTION = "question"


class Standing(StrEnum):
    """Whether a thing is there. A thin one is there and will be called insufficient."""

    ENOUGH = "enough"
    THIN = "thin"
    MISSING = "missing"


class Why(StrEnum):
    """The reason for a standing."""

    PLACE_IS_EXACT = "place_is_exact"
    PLACE_HAS_NO_POINT = "place_has_no_point"
    PLACE_IS_WIDE = "place_is_wide"
    NO_PLACE = "no_place"
    TIME_IS_CLOSE = "time_is_close"
    TIME_IS_A_DAY = "time_is_a_day"
    TIME_IS_WIDE = "time_is_wide"
    NO_TIME = "no_time"
    OBJECT_NAMED = "object_named"
    OBJECT_NOT_SAID_WHETHER_NOTIFIED = "object_not_said_whether_notified"
    NO_OBJECT = "no_object"
    FIGURES_HAVE_OWNERS = "figures_have_owners"
    FIGURES_ALL_UNKNOWN = "figures_all_unknown"
    FIGURES_OF_ONE_OWNER = "figures_of_one_owner"
    NO_FIGURES = "no_figures"
    SOURCES_INDEPENDENT = "sources_independent"
    SOURCES_OF_ONE_ORIGIN = "sources_of_one_origin"
    ONE_SOURCE = "one_source"
    NO_SOURCE = "no_source"
    EVIDENCE_KEPT = "evidence_kept"
    EVIDENCE_ONLY_DESCRIBED = "evidence_only_described"
    NO_EVIDENCE = "no_evidence"
    PARTY_NAMED_WITH_OWNER = "party_named_with_owner"
    NO_PARTY = "no_party"
    QUESTION_ASKED = "question_asked"
    NO_QUESTION = "no_question"


@dataclass(frozen=True, slots=True)
class PlaceKnown:
    """How one place of the event is known."""

    precision: PlacePrecision
    has_point: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case, as far as an examiner would ask.

    `figure_owners` are those who gave a number; `unknown_figures` counts what nobody gave one for.
    `origins` are the groups of sources that depend on each other: five reposts are one origin.
    """

    places: tuple[PlaceKnown, ...] = ()
    time_precision: TimePrecision = TimePrecision.UNKNOWN
    window: timedelta | None = None
    objects: int = 0
    objects_of_unknown_notice: int = 0
    figure_owners: frozenset[str] = frozenset()
    unknown_figures: int = 0
    sources: int = 0
    origins: frozenset[str] = frozenset()
    kept_evidence: int = 0
    described_evidence: int = 0
    parties: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """How it stands with one topic, and why."""

    topic: Topic
    standing: Standing
    why: Why


_CLOSE_PLACES = frozenset(
    {
        PlacePrecision.EXACT,
        PlacePrecision.NEAR_EXACT,
        PlacePrecision.STREET,
        PlacePrecision.NEIGHBOURHOOD,
    }
)
_CLOSE_TIMES = frozenset({TimePrecision.EXACT_TIME, TimePrecision.HOUR})
_LONGEST_WINDOW = timedelta(hours=24)


def examine(known: Known) -> tuple[Finding, ...]:
    """Return how it stands with every topic, in the order in which an examiner asks."""
    return tuple(
        Finding(topic, standing, why)
        for topic, (standing, why) in zip(Topic, _findings(known), strict=True)
    )


def lacking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return what a counterpart would name: first what is missing, then what is thin."""
    return tuple(
        finding
        for standing in (Standing.MISSING, Standing.THIN)
        for finding in findings
        if finding.standing is standing
    )


def _findings(known: Known) -> Iterator[tuple[Standing, Why]]:
    yield _place(known)
    yield _time(known)
    yield _objects(known)
    yield _figures(known)
    yield _sources(known)
    yield _evidence(known)
    yield (
        (Standing.ENOUGH, Why.PARTY_NAMED_WITH_OWNER)
        if known.parties
        else (Standing.MISSING, Why.NO_PARTY)
    )
    yield (
        (Standing.ENOUGH, Why.QUESTION_ASKED)
        if known.questions
        else (Standing.MISSING, Why.NO_QUESTION)
    )


def _place(known: Known) -> tuple[Standing, Why]:
    if not known.places:
        return Standing.MISSING, Why.NO_PLACE
    close = [place for place in known.places if place.precision in _CLOSE_PLACES]
    if any(place.has_point for place in close):
        return Standing.ENOUGH, Why.PLACE_IS_EXACT
    return Standing.THIN, Why.PLACE_HAS_NO_POINT if close else Why.PLACE_IS_WIDE


def _time(known: Known) -> tuple[Standing, Why]:
    if known.time_precision is TimePrecision.UNKNOWN:
        return Standing.MISSING, Why.NO_TIME
    if known.window is not None and known.window > _LONGEST_WINDOW:
        return Standing.THIN, Why.TIME_IS_WIDE
    if known.time_precision in _CLOSE_TIMES:
        return Standing.ENOUGH, Why.TIME_IS_CLOSE
    if known.time_precision is TimePrecision.DAY:
        return Standing.THIN, Why.TIME_IS_A_DAY
    return Standing.THIN, Why.TIME_IS_WIDE


def _objects(known: Known) -> tuple[Standing, Why]:
    if not known.objects:
        return Standing.MISSING, Why.NO_OBJECT
    if known.objects_of_unknown_notice:
        return Standing.THIN, Why.OBJECT_NOT_SAID_WHETHER_NOTIFIED
    return Standing.ENOUGH, Why.OBJECT_NAMED


def _figures(known: Known) -> tuple[Standing, Why]:
    if not known.figure_owners:
        if known.unknown_figures:
            return Standing.THIN, Why.FIGURES_ALL_UNKNOWN
        return Standing.MISSING, Why.NO_FIGURES
    if len(known.figure_owners) == 1:
        return Standing.THIN, Why.FIGURES_OF_ONE_OWNER
    return Standing.ENOUGH, Why.FIGURES_HAVE_OWNERS


def _sources(known: Known) -> tuple[Standing, Why]:
    if not known.sources:
        return Standing.MISSING, Why.NO_SOURCE
    if known.sources == 1:
        return Standing.THIN, Why.ONE_SOURCE
    if len(known.origins) < 2:
        return Standing.THIN, Why.SOURCES_OF_ONE_ORIGIN
    return Standing.ENOUGH, Why.SOURCES_INDEPENDENT


def _evidence(known: Known) -> tuple[Standing, Why]:
    if known.kept_evidence:
        return Standing.ENOUGH, Why.EVIDENCE_KEPT
    if known.described_evidence:
        return Standing.THIN, Why.EVIDENCE_ONLY_DESCRIBED
    return Standing.MISSING, Why.NO_EVIDENCE
