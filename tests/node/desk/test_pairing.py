"""What a case on paper and the signed one speak of is paired by what it is, not by its number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from answerable.casework import bodies
from answerable.casework.codes import EventKind, Kind, Position
from answerable.casework.words import Text, Words
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import comparing, joining, recorded, threads
from answerable.node.desk.services.comparing import Comparison
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    TERMS,
    Desk,
    Other,
    make_incident,
    raise_on_paper,
    raise_signed,
    response_body,
)
from tests.node.desk_pages.test_queries import MOST, counted


@pytest.fixture
def paper(desk: Desk, other: Other) -> Channel:
    """Return the channel on paper from the time before the other side joined."""
    return ledger.create_paper(
        title="Letters to Bob", their_code="bob-on-paper", their_name="Bob", terms=TERMS, at=NOW
    )


def heard(desk: Desk, before: Inquiry, at: datetime = NOW + DAY, **given: Any) -> None:
    recorded.record_reply(
        before,
        kind="answer",
        stated_by="Their spokesperson",
        stated_at=at,
        summary="They said something",
        confidence="checked",
        **given,
        **desk.acts(at),
    )


def carried_on(
    desk: Desk, paper: Channel, other: Other, asked: tuple[str, ...], again: tuple[str, ...]
) -> Inquiry:
    """Raise a case on paper that is answered, and carry it on with other questions."""
    about = [make_incident(desk)]
    before = raise_on_paper(desk, paper, about=about, questions=asked)
    heard(desk, before, answers={f"q{n}": ("answered", text) for n, text in enumerate(asked, 1)})
    inquiry = raise_signed(desk, other.channel, about=about, questions=again, at=NOW + 2 * DAY)
    joining.carry_on(inquiry, before, **desk.by(NOW + 2 * DAY))
    return inquiry


def answer(other: Other, inquiry: Inquiry, **texts: str) -> None:
    """The other side signs an answer to each of these questions."""
    answers = tuple(
        bodies.Answer(question=one, code="answered")  # type: ignore[arg-type]
        for one in texts
    )
    said = tuple(Text(id=one, text=text) for one, text in texts.items())
    words = Words(kind=Kind.RESPONSE, language="en", answers=said)
    other.say(inquiry.thread, response_body(answers=answers), words=words, at=NOW + 3 * DAY)
    other.arrive(NOW + 3 * DAY)


def comparison(inquiry: Inquiry, desk: Desk) -> Comparison:
    links = joining.before(desk.officer).filter(channel=inquiry.channel, thread=inquiry.thread)
    return comparing.compared(threads.read(inquiry.channel, inquiry.thread), links)


def texts(found: Comparison) -> list[tuple[str, str, str, str]]:
    return [
        (row.subject, row.on_paper, row.recorded, row.signed)
        for row in found.rows
        if row.what == "answer_text"
    ]


def test_a_question_is_the_same_by_its_text_whatever_its_number(
    desk: Desk, paper: Channel, other: Other
) -> None:
    asked = ("Who ordered it?", "What was seen from the bridge?", "Was anybody warned?")
    inquiry = carried_on(desk, paper, other, asked, asked[1:])
    answer(other, inquiry, q1="Nothing.", q2="Was anybody warned?")

    found = comparison(inquiry, desk)

    assert texts(found) == [
        ("q1", "q2", "What was seen from the bridge?", "Nothing."),
        ("q2", "q3", "Was anybody warned?", "Was anybody warned?"),
        ("", "q1", "Who ordered it?", ""),
    ]
    assert [(one.on_paper, one.id, one.text) for one in found.alone] == [
        (True, "q1", "Who ordered it?")
    ]


def test_a_question_in_slightly_other_words_is_the_same_one(
    desk: Desk, paper: Channel, other: Other
) -> None:
    asked = ("Who gave the order to fire on the clinic?", "Was anybody warned?")
    again = ("Was anybody warned?", "Who gave the order to fire on that clinic?")
    inquiry = carried_on(desk, paper, other, asked, again)
    answer(other, inquiry, q2="A captain.")

    found = comparison(inquiry, desk)

    assert ("q2", "q1", asked[0], "A captain.") in texts(found)
    assert not found.alone


def test_a_question_that_is_new_stands_alone_and_gets_no_foreign_answer(
    desk: Desk, paper: Channel, other: Other
) -> None:
    inquiry = carried_on(desk, paper, other, ("Who ordered it?",), ("Which road was closed?",))
    answer(other, inquiry, q1="The northern one.")

    page, queries = counted(desk.officer, f"/inquiries/{inquiry.reference}/")

    assert len(queries) <= MOST, queries
    found = comparison(inquiry, desk)
    assert {str(row.standing) for row in found.rows} == {"only_recorded", "only_signed"}
    assert not found.differing
    assert "On paper only, <bdi>Q1</bdi>" in page
    assert "In the channel only, <bdi>Q1</bdi>" in page
    assert "Q1 on paper" in page


def test_an_incident_is_the_same_where_ours_is_linked_to_both(
    desk: Desk, paper: Channel, other: Other
) -> None:
    school = make_incident(desk, kind=EventKind.OTHER)
    mill = make_incident(desk, start=datetime(2026, 2, 1, tzinfo=UTC))
    before = raise_on_paper(desk, paper, about=[school, mill])
    heard(desk, before, position="denies_harm")
    inquiry = raise_signed(desk, other.channel, about=[mill], at=NOW + 2 * DAY)
    joining.carry_on(inquiry, before, **desk.by(NOW + 2 * DAY))
    said = response_body(
        positions=(bodies.PositionOn(incident="i1", position=Position.ACCEPTS_PARTIALLY),)
    )
    other.say(inquiry.thread, said, at=NOW + 3 * DAY)
    other.arrive(NOW + 3 * DAY)

    rows = [row for row in comparison(inquiry, desk).rows if row.what == "position"]

    assert [(row.subject, row.on_paper, str(row.standing)) for row in rows] == [
        ("i1", "i2", "different"),
        ("", "i1", "only_recorded"),
    ]


def test_the_one_event_of_a_case_is_the_same_though_its_day_was_mended(
    desk: Desk, paper: Channel, other: Other
) -> None:
    before = raise_on_paper(desk, paper)
    heard(desk, before, position="denies_harm")
    mended = make_incident(desk, start=datetime(2026, 2, 1, tzinfo=UTC))
    inquiry = raise_signed(desk, other.channel, about=[mended], at=NOW + 2 * DAY)

    joining.carry_on(inquiry, before, **desk.by(NOW + 2 * DAY))

    [row] = [row for row in comparison(inquiry, desk).rows if row.what == "position"]
    assert (row.subject, row.recorded) == ("i1", "denies_harm")
