"""Check that the words of a statement and its body are about the same incidents and questions."""

from __future__ import annotations

from collections.abc import Iterable

from answerable.casework.bodies import (
    Body,
    FollowUp,
    Information,
    InformationRequested,
    Raise,
    Response,
    SelfReport,
    kind_of,
)
from answerable.casework.codes import WordsFault
from answerable.casework.errors import BadWords
from answerable.casework.words import Words


def check_match(body: Body, words: Words) -> None:
    """Raise BadWords unless the words belong to this body. For our own pen, before it is signed.

    A reader never refuses for this: what a peer signed is shown as it is.
    """
    if words.kind != kind_of(body):
        raise BadWords(WordsFault.WRONG_KIND, "kind")
    match body:
        case Raise():
            incidents = [incident.id for incident in body.incidents]
            _check_same("facts", incidents, (fact.incident for fact in words.facts))
            asked = [question.id for question in body.questions]
            _check_same("questions", asked, (text.id for text in words.questions))
            _check_known("requests", body.requests, (text.code for text in words.requests))
        case SelfReport():
            incidents = [incident.id for incident in body.incidents]
            _check_same("facts", incidents, (fact.incident for fact in words.facts))
            _check_known("positions", incidents, (text.id for text in words.positions))
        case FollowUp():
            asked = [question.id for question in body.questions]
            again = [question.id for question in body.again]
            _check_same("questions", asked, (t.id for t in words.questions if t.id not in again))
            _check_known("requests", body.requests, (text.code for text in words.requests))
        case InformationRequested():
            wanted = [request.id for request in body.requests]
            _check_same("information", wanted, (text.id for text in words.information))
        case Response():
            answered = [answer.question for answer in body.answers]
            _check_known("answers", answered, (text.id for text in words.answers))
            taken = [position.incident for position in body.positions]
            _check_known("positions", taken, (text.id for text in words.positions))
        case Information():
            supplied = [answer.request for answer in body.answers]
            _check_known("information", supplied, (text.id for text in words.information))
            _check_known("facts", body.incidents, (fact.incident for fact in words.facts))
        case _:
            # A correction may be of words alone, and every other kind carries a note only.
            return


def _check_same(where: str, named: Iterable[str], told: Iterable[str]) -> None:
    if set(named) != set(told):
        raise BadWords(WordsFault.UNMATCHED, where)


def _check_known(where: str, named: Iterable[str], told: Iterable[str]) -> None:
    if not set(told) <= set(named):
        raise BadWords(WordsFault.UNMATCHED, where)
