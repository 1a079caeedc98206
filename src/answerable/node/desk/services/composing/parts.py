"""What every kind of draft shares: markings, due instants, questions, requests, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.casework import bodies
from answerable.casework import words as shared_words
from answerable.casework.codes import Marking
from answerable.casework.disclosure import allows
from answerable.casework.text import tidy
from answerable.casework.thread import Thread
from answerable.node.desk.choices import IncidentShare, QuestionChoice, RequestChoice
from answerable.node.desk.models import Incident
from answerable.node.desk.services.composing.telling import Problem, instant, tell

# What a maker returns: the body, if nothing is missing, and the fields of the words.
Parts = tuple[bodies.Body | None, dict[str, Any]]


@dataclass(frozen=True)
class Context:
    """What a choice is read against: the thread so far, the incidents, the channel's terms."""

    thread: Thread
    incidents: Mapping[int, Incident]
    reference: str
    language: str
    highest_marking: Marking
    at: datetime


@dataclass
class Made:
    """What came out: body and words, each only when nothing is missing."""

    body: dict[str, Any] | None = None
    words: shared_words.Words | None = None
    problems: list[Problem] = field(default_factory=list)

    def miss(self, where: str, code: str) -> None:
        """Note what is missing or wrong, and where."""
        self.problems.append(Problem(where, code))


def marking_of(chosen: Marking | None, context: Context, made: Made) -> Marking:
    """Return the marking of the message, never above the highest that the terms allow."""
    if chosen is None:
        return context.highest_marking
    if not allows(context.highest_marking, chosen):
        made.miss("marking", "marking_too_high")
    return chosen


def due_of(chosen: datetime | None, where: str, context: Context, made: Made) -> datetime | None:
    """Return a due instant in the form that travels; a past one could not be kept."""
    if chosen is None:
        made.miss(where, "required")
        return None
    if chosen <= context.at:
        made.miss(where, "due_is_past")
    return instant(chosen)


def questions_of(
    chosen: Sequence[QuestionChoice], first: int, due: datetime | None, context: Context, made: Made
) -> tuple[tuple[bodies.Asked, ...], tuple[shared_words.Text, ...]]:
    """Number the questions from `first` on; each has its own due instant or the reply's."""
    asked: list[bodies.Asked] = []
    texts: list[shared_words.Text] = []
    for number, question in enumerate(chosen):
        where, text = f"questions.{number}", tidy(question.text)
        if not text:
            made.miss(f"{where}.text", "required")
        when = due_of(question.due, f"{where}.due", context, made) if question.due else due
        if when is not None:
            asked.append(bodies.Asked(id=f"q{first + number}", due=when))
        texts.append(shared_words.Text(id=f"q{first + number}", text=text))
    return tuple(asked), tuple(texts)


def requests_of(chosen: Sequence[RequestChoice], made: Made) -> None:
    """Check that nothing is requested twice."""
    codes = [request.code for request in chosen]
    if len(set(codes)) != len(codes):
        made.miss("requests", "said_twice")


def request_texts(chosen: Sequence[RequestChoice]) -> tuple[shared_words.RequestText, ...]:
    """Return what exactly is asked, for the requests that say so in words."""
    return tuple(
        shared_words.RequestText(code=request.code, text=tidy(request.text))
        for request in chosen
        if tidy(request.text)
    )


def incidents_of(
    shares: Sequence[IncidentShare], context: Context, made: Made
) -> tuple[tuple[bodies.IncidentFacts, ...], tuple[shared_words.Fact, ...]]:
    """Tell the chosen incidents, each under its name in the thread."""
    codes: list[bodies.IncidentFacts] = []
    facts: list[shared_words.Fact] = []
    for number, share in enumerate(shares):
        told = tell(share, context.incidents, f"incidents.{number}")
        made.problems += told.problems
        if told.facts is not None and told.fact is not None:
            codes.append(told.facts)
            facts.append(told.fact)
    return tuple(codes), tuple(facts)


def texts_of(pairs: Iterable[tuple[str, str]]) -> tuple[shared_words.Text, ...]:
    """Return the texts that are not empty, each under its id."""
    return tuple(shared_words.Text(id=key, text=tidy(text)) for key, text in pairs if tidy(text))


def next_number(ids: Iterable[str]) -> int:
    """Return the number after the highest of "q1", "q2", ...; 1 when there is none."""
    return max((int(one[1:]) for one in ids), default=0) + 1
