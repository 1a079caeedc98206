"""Words belong to their body: our own pen does not sign a question without its text."""

from typing import Any

import pytest

from answerable.casework.bodies import (
    Answer,
    Body,
    Information,
    PositionOn,
    Response,
    Supplied,
)
from answerable.casework.codes import AnswerCode, Kind, Marking, Position, Request, WordsFault
from answerable.casework.errors import BadWords
from answerable.casework.matching import check_match
from answerable.casework.words import Fact, RequestText, Text, Words
from tests.casework.cases import CLOSE, day, follow_up, raising, reporting, wanting


def words(kind: Kind, **fields: Any) -> Words:
    return Words(kind=kind, language="en", **fields)


def texts(*ids: str) -> tuple[Text, ...]:
    return tuple(Text(id=name, text="x") for name in ids)


FACT = Fact(incident="i1", title="x")
RESPONSE = Response(
    final=True,
    answers=(Answer(question="q1", code=AnswerCode.ANSWERED),),
    positions=(PositionOn(incident="i1", position=Position.DENIES_HARM),),
    language="en",
    marking=Marking.GREEN,
)
INFORMATION = Information(
    answers=(Supplied(request="r1", code=AnswerCode.ANSWERED),),
    incidents=("i1",),
    language="en",
    marking=Marking.GREEN,
)
REQUESTED = RequestText(code=Request.REMEDY, text="x")


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (
            raising(requests=(Request.REMEDY,)),
            words(Kind.RAISE, facts=(FACT,), questions=texts("q1", "q2"), requests=(REQUESTED,)),
        ),
        (
            follow_up(new=("q3",), again=("q1",), due=day(9)),
            words(Kind.FOLLOW_UP, questions=texts("q1", "q3")),
        ),
        (
            follow_up(new=("q3",), again=("q1",), due=day(9)),
            words(Kind.FOLLOW_UP, questions=texts("q3")),
        ),
        (reporting(), words(Kind.SELF_REPORT, facts=(FACT,), positions=texts("i1"))),
        (reporting(), words(Kind.SELF_REPORT, facts=(FACT,))),
        (RESPONSE, words(Kind.RESPONSE, answers=texts("q1"), positions=texts("i1"))),
        (RESPONSE, words(Kind.RESPONSE)),
        (wanting(1), words(Kind.INFORMATION_REQUEST, information=texts("r1"))),
        (INFORMATION, words(Kind.INFORMATION, information=texts("r1"), facts=(FACT,))),
        (CLOSE, words(Kind.CLOSE, notes="x")),
    ],
)
def test_words_that_belong_to_their_body_pass(body: Body, document: Words) -> None:
    check_match(body, document)


@pytest.mark.parametrize(
    ("body", "document", "where"),
    [
        (raising(), words(Kind.RAISE, questions=texts("q1", "q2")), "facts"),
        (raising(), words(Kind.RAISE, facts=(FACT,), questions=texts("q1")), "questions"),
        (
            raising(),
            words(Kind.RAISE, facts=(FACT,), questions=texts("q1", "q2"), requests=(REQUESTED,)),
            "requests",
        ),
        (follow_up(new=("q3",), due=day(9)), words(Kind.FOLLOW_UP), "questions"),
        (
            follow_up(new=("q3",), due=day(9)),
            words(Kind.FOLLOW_UP, questions=texts("q3"), requests=(REQUESTED,)),
            "requests",
        ),
        (RESPONSE, words(Kind.RESPONSE, answers=texts("q2")), "answers"),
        (RESPONSE, words(Kind.RESPONSE, positions=texts("i2")), "positions"),
        (reporting(), words(Kind.SELF_REPORT), "facts"),
        (reporting(), words(Kind.SELF_REPORT, facts=(FACT,), positions=texts("i2")), "positions"),
        (wanting(1), words(Kind.INFORMATION_REQUEST), "information"),
        (INFORMATION, words(Kind.INFORMATION, information=texts("r2")), "information"),
        (
            INFORMATION,
            words(Kind.INFORMATION, facts=(Fact(incident="i2", title="x"),)),
            "facts",
        ),
    ],
)
def test_words_about_something_else_are_refused(body: Body, document: Words, where: str) -> None:
    with pytest.raises(BadWords) as refusal:
        check_match(body, document)

    assert (refusal.value.code, refusal.value.detail) == (WordsFault.UNMATCHED, where)


def test_words_of_another_kind_are_refused() -> None:
    with pytest.raises(BadWords) as refusal:
        check_match(CLOSE, words(Kind.REOPEN, notes="x"))

    assert refusal.value.code is WordsFault.WRONG_KIND
