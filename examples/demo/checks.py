"""What the scenario must not do: name who is not there, act too early, answer amiss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .cases import AnyDeed, Case
from .deeds import (
    AskInformation,
    Cleared,
    Correct,
    Drafted,
    FollowUp,
    GiveInformation,
    Investigate,
    Raise,
    Respond,
    Review,
    SelfReport,
)
from .shapes import Counted, Incident

if TYPE_CHECKING:
    from .scenario import Scenario

# Far from any land, so that no position on a map is anybody's home.
_SOUTH, _NORTH, _WEST, _EAST = -42.0, -41.0, -27.5, -26.5
_CLEARED = (Raise, SelfReport, Respond, FollowUp, GiveInformation, Correct)


def scenario_problems(scenario: Scenario, texts: Path) -> Iterator[str]:
    """List what is wrong with a well-formed scenario. No problem, no items."""
    documents = {document.key for document in scenario.documents}
    yield from _twice("party", (party.code for party in scenario.parties))
    yield from _twice("document", (document.key for document in scenario.documents))
    yield from _twice("case", (case.key for case in scenario.cases))
    for party in scenario.parties:
        people = [person.username for office in party.offices for person in office.people]
        yield from _twice(f"person of {party.code}", people)
    for document in scenario.documents:
        yield from _may(scenario, document.party, document.by, {"officer", "investigator"})
        yield from _past(document.key, document.received)
        if not (texts / document.file).is_file():
            yield f"document {document.key}: no file {document.file}"
    for toll in scenario.tolls:
        yield from _may(scenario, toll.party, toll.by, {"officer", "investigator"})
        yield from _counts(f"toll of {toll.owner}", toll.figures)
    for case in scenario.cases:
        yield from _case_problems(scenario, case, documents)


def _case_problems(scenario: Scenario, case: Case, documents: set[str]) -> Iterator[str]:
    channels = {channel.key: channel for channel in scenario.channels}
    if case.channel is not None:
        channel = channels.get(case.channel)
        if channel is None or sorted(channel.parties) != sorted((case.raised_by, str(case.asked))):
            yield f"case {case.key}: not a case of channel {case.channel}"
    yield from _incident_problems(scenario, case, documents)
    before = case.incident.opened
    for deed in case.deeds:
        where = f"case {case.key}, {_tag(deed)} at {deed.at}"
        yield from _past(where, deed.at)
        if _order(deed.at) < _order(before):
            yield f"{where}: before {before}"
        before = deed.at
        if deed.party not in (case.raised_by, case.asked):
            yield f"{where}: {deed.party} has no part in it"
        roles = {"investigator"} if isinstance(deed, Investigate) else {"officer"}
        yield from _may(scenario, deed.party, deed.by, roles)
        if isinstance(deed, Drafted):
            yield from _clearance_problems(scenario, deed, where)
    yield from _thread_problems(case)


def _incident_problems(scenario: Scenario, case: Case, documents: set[str]) -> Iterator[str]:
    incident: Incident = case.incident
    where = f"case {case.key}"
    yield from _may(scenario, case.raised_by, incident.by, {"officer", "investigator"})
    yield from _past(where, incident.opened)
    if _order(incident.happened.start) > _order(incident.opened):
        yield f"{where}: opened before it happened"
    for place in incident.places:
        latitude, longitude = float(place.latitude), float(place.longitude)
        if not (_SOUTH < latitude < _NORTH and _WEST < longitude < _EAST):
            yield f"{where}: a place outside the island"
        if {name.script for name in place.names} != {"latin", "cyrillic", "arabic"}:
            yield f"{where}: a place is named in all three scripts"
    for figures in incident.figures:
        yield from _counts(where, figures.counts)
        if figures.document is not None and figures.document not in documents:
            yield f"{where}: no document {figures.document}"
    for key in incident.documents:
        if key not in documents:
            yield f"{where}: no document {key}"


def _clearance_problems(scenario: Scenario, deed: Drafted, where: str) -> Iterator[str]:
    cleared: Cleared | None = deed.cleared
    if _order(deed.drafted) > _order(deed.at):
        yield f"{where}: sent before it was drafted"
    if cleared is None:
        if isinstance(deed, _CLEARED) and deed.stops_at != "awaiting_clearance":
            yield f"{where}: nobody cleared it"
        return
    yield from _may(scenario, deed.party, cleared.by, {"clearer"})
    if not _order(deed.drafted) < _order(cleared.at) < _order(deed.at):
        yield f"{where}: cleared at another time than between drafting and sending"
    people = scenario.people(deed.party)
    if cleared.by in people and deed.by in people and people[cleared.by][0] == people[deed.by][0]:
        yield f"{where}: cleared in the office of its author"


def _thread_problems(case: Case) -> Iterator[str]:
    """Check numbers: what is answered, judged or asked again was asked before."""
    asked = requested = 0
    for deed in case.deeds:
        where = f"case {case.key}, {_tag(deed)} at {deed.at}"
        named: set[str] = set()
        match deed:
            case Raise(questions=questions):
                asked += len(questions)
            case FollowUp(questions=questions, again=again):
                named = {item.question for item in again}
                asked += len(questions)
            case AskInformation(requests=requests):
                requested += len(requests)
            case GiveInformation(answers=given):
                named = {item.request for item in given}
            case Respond(answers=answers):
                named = {item.question for item in answers}
            case Review(questions=judged):
                named = {item.question for item in judged}
        known = {f"q{n}" for n in range(1, asked + 1)} | {f"r{n}" for n in range(1, requested + 1)}
        for name in sorted(named - known):
            yield f"{where}: {name} was not asked"
    first = next(iter(case.deeds), None)
    if first is not None and not isinstance(first, Raise | SelfReport):
        yield f"case {case.key}: begins with {_tag(first)}"


def _counts(where: str, counts: Iterable[Counted]) -> Iterator[str]:
    for count in counts:
        low, high = count.low, count.high
        fits = {
            "exact": low is not None and low == high,
            "at_least": low is not None and high is None,
            "up_to": low is None and high is not None,
            "range": low is not None and high is not None and low < high,
            "about": low is not None and high is not None and low <= high,
            "not_stated": low is None and high is None,
        }
        if not fits[count.qualifier]:
            yield f"{where}: {count.category} {low} to {high} is not '{count.qualifier}'"


def _may(scenario: Scenario, party: str, username: str, roles: set[str]) -> Iterator[str]:
    try:
        _office, person = scenario.people(party)[username]
    except KeyError:
        yield f"{party} has nobody called {username}"
        return
    if not roles & set(person.roles):
        yield f"{username} of {party} has none of the roles {sorted(roles)}"


def _past(where: str, when: str) -> Iterator[str]:
    # Nothing is done on the day itself: the demo may be made shortly after midnight.
    if int(when.partition(" ")[0]) >= 0:
        yield f"{where}: not in the past"


def _order(when: str) -> tuple[int, str]:
    offset, _, clock = when.partition(" ")
    return int(offset), clock


def _tag(deed: AnyDeed) -> str:
    return str(deed.__struct_config__.tag)


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield f"{what} {one}: twice"
        seen.add(one)
