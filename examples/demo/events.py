"""Put everything that happens in the scenario in the order of time, over all cases and nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from . import cases, deeds
from .cases import AnyDeed, Case
from .scenario import Scenario, text_of
from .times import dated

# These stay on the node, or are written on paper: the other node has nothing to fetch.
_UNSAID = (deeds.Investigate, deeds.Review, cases.Deliver, cases.CameBack)


@dataclass(frozen=True)
class Event:
    """Something that a hand does on one party's node at a time."""

    when: str
    party: str
    name: str
    given: dict[str, Any]
    case: Case | None = None
    # Whether a statement is signed by it, so that the other side has something to fetch.
    is_said: bool = False
    # Whether it is said without words: then no fetching of a content brings the receipt back.
    is_wordless: bool = False
    # Whether it begins the case's thread.
    begins: bool = False
    # The cases that are said with it, in one delivery.
    together: tuple[str, ...] = ()


def in_order(scenario: Scenario, today: date) -> list[Event]:
    """Return all events, the earliest first; those of one minute in the scenario's order."""
    found = [*_knowledge(scenario, today)]
    for case in scenario.cases:
        found += _case(case)
    found += _batches(scenario)
    return sorted(found, key=lambda event: _minute(event.when))


def _knowledge(scenario: Scenario, today: date) -> Iterator[Event]:
    for document in scenario.documents:
        text = dated(text_of(document), today)
        later = [
            case.key
            for case in scenario.cases
            if document.key in case.incident.documents
            and _minute(case.incident.opened) < _minute(document.received)
        ]
        given = {"document": plain(document), "text": text, "cases": later}
        yield Event(document.received, document.party, "take_in", given)
    for toll in scenario.tolls:
        situation = scenario.party(toll.party).calls_the_situation
        given = {"toll": plain(toll), "situation": situation}
        yield Event(toll.entered, toll.party, "toll", given)


def _case(case: Case) -> Iterator[Event]:
    given = {"key": case.key, "incident": plain(case.incident), "same_as": case.carries_on or ""}
    yield Event(case.incident.opened, case.raised_by, "incident", given, case)
    for deed in case.deeds:
        if isinstance(deed, deeds.Drafted):
            yield from _drafted(case, deed)
        else:
            given = {"key": case.key, "deed": plain(deed)}
            said = not isinstance(deed, _UNSAID)
            wordless = said and not getattr(deed, "text", "")
            yield Event(deed.at, deed.party, "do", given, case, is_said=said, is_wordless=wordless)


def _drafted(case: Case, deed: deeds.Drafted) -> Iterator[Event]:
    given = {"key": case.key, "deed": plain(deed)}
    begins = isinstance(deed, deeds.Raise | deeds.SelfReport)
    yield Event(deed.drafted, deed.party, "write", given, case, begins=begins)
    if deed.cleared is not None:
        cleared = {"key": case.key, "cleared": plain(deed.cleared)}
        yield Event(deed.cleared.at, deed.party, "clear", cleared, case)
    if deed.stops_at == "sent" and not getattr(deed, "batch", None):
        yield Event(deed.at, deed.party, "send", given, case, is_said=True)


def _batches(scenario: Scenario) -> Iterator[Event]:
    """Gather what goes together; the first case of a batch stands for all in its channel."""
    gathered: dict[str, list[tuple[Case, deeds.Raise]]] = {}
    for case in scenario.cases:
        for deed in case.deeds:
            if isinstance(deed, deeds.Raise) and deed.batch:
                gathered.setdefault(deed.batch, []).append((case, deed))
    for members in gathered.values():
        first, deed = members[0]
        keys = tuple(case.key for case, _ in members)
        goes = deed.stops_at == "sent"
        given = {"keys": keys, "deed": plain(deed), "goes": goes}
        yield Event(deed.at, deed.party, "batch", given, first, is_said=goes, together=keys[1:])


def plain(thing: msgspec.Struct | AnyDeed) -> Any:
    """Return a struct of the scenario as plain JSON."""
    return msgspec.to_builtins(thing)


def _minute(when: str) -> tuple[int, str]:
    offset, _, clock = when.partition(" ")
    return int(offset), clock
