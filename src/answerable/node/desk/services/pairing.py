"""Pair what a case on paper and the signed one that carries it on speak of, whatever its number.

Both number their questions and incidents for themselves. A question is the same by its text, an
incident because we linked one of ours to both, or by its kind and day. What cannot be paired stays
on its side: beside a foreign answer it would seem to be a contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from answerable.node.desk.models import CarriedOn, IncidentInquiry, RecordedStatement
from answerable.node.desk.services.threads import Reading

# Share of the words of either that both have; a question put in other words is above.
ALIKE = 0.5
_WORD = re.compile(r"\w+")

Texts = Mapping[str, list[str]]


@dataclass(frozen=True)
class Alone:
    """A question that is asked on one side only: on paper, or in the channel."""

    on_paper: bool
    id: str
    text: str


@dataclass(frozen=True)
class Pairs:
    """What each question and incident of a case on paper is here, its incidents, and the rest."""

    here: Mapping[str, str]
    incidents: tuple[str, ...]
    alone: tuple[Alone, ...]


def pairs(reading: Reading, link: CarriedOn, notes: Sequence[RecordedStatement]) -> Pairs:
    """Pair the names inside a case on paper, of which these are the notes, with those here."""
    asked = _texts(one.words for one in notes)
    again = _texts(one.words for one in reading.spoken)
    same = _same_questions(asked, again)
    alone = [Alone(True, key, texts[-1]) for key, texts in asked.items() if key not in same]
    alone += [
        Alone(False, key, texts[-1]) for key, texts in again.items() if key not in same.values()
    ]
    told = _told(notes)
    return Pairs(same | _same_incidents(reading, link, told), tuple(told), tuple(alone))


def _texts(said: Iterable[Mapping[str, Any] | None]) -> dict[str, list[str]]:
    """Return every wording of each question, in the order in which they were first asked."""
    found: dict[str, list[str]] = {}
    for words in said:
        for row in (words or {}).get("questions") or ():
            found.setdefault(str(row["id"]), []).append(str(row["text"]).strip())
    return found


def _same_questions(asked: Texts, again: Texts) -> dict[str, str]:
    """Pair questions, the likest first; each has one other at most."""
    there = {key: [_words(text) for text in texts] for key, texts in again.items()}
    likeness = [
        (-max(_likeness(_words(text), other) for text in texts for other in others), old, new)
        for old, texts in asked.items()
        for new, others in there.items()
    ]
    found: dict[str, str] = {}
    # Of equally like ones the first come first: `sorted` keeps their order.
    for share, old, new in sorted(likeness, key=lambda row: row[0]):
        if -share >= ALIKE and old not in found and new not in found.values():
            found[old] = new
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _told(notes: Iterable[RecordedStatement]) -> dict[str, tuple[str, str]]:
    """Return the kind and the day of each incident of the case on paper."""
    return {
        str(row["id"]): (str(row["kind"]), str(row["start"]))
        for note in notes
        for row in (note.body or {}).get("incidents") or ()
        if "kind" in row and "start" in row
    }


def _same_incidents(
    reading: Reading, link: CarriedOn, told: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    here = {facts.id: (str(facts.kind), str(facts.start)) for facts in reading.account.incidents}
    found = _linked(reading, link)
    for old, facts in told.items():
        free = [new for new, same in here.items() if same == facts and new not in found.values()]
        if old not in found and free:
            found[old] = free[0]
    # The case is the same: so is the one event that it is about.
    if not found and len(told) == len(here) == 1:
        found = dict(zip(told, here, strict=True))
    return found


def _linked(reading: Reading, link: CarriedOn) -> dict[str, str]:
    """Return the names of the incidents of ours that both cases were linked to."""
    here = Q(channel=reading.channel, thread=reading.thread)
    there = Q(channel=link.paper_channel_id, thread=link.paper_thread)
    ours: dict[int, dict[int, str]] = {}
    rows = IncidentInquiry.objects.filter(here | there).order_by("pk")
    for incident, channel, inside in rows.values_list("incident_id", "channel_id", "inside"):
        ours.setdefault(incident, {})[channel] = inside
    both = [names for names in ours.values() if len(names) == 2]
    return {names[link.paper_channel_id]: names[reading.channel.pk] for names in both}
