"""Rendering: one layout for sender and reader, everything in its place, and nothing raises."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.casework import codes
from answerable.casework.bodies import Body, encode_body, kind_of
from answerable.casework.codes import FigureCategory, FigureGroup, Kind, PlacePrecision, WordsFault
from answerable.casework.rendering import Rendering, Row, Value, ValueType, render
from answerable.casework.words import Fact, Place, ReportedFigure, Text, Words, words_to_dict
from tests.casework.cases import STILL_EXAMINING, day, follow_up, found, raising, supplying, wanting
from tests.casework.strategies import bodies, json_values, words

# Documents are much to make.
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def values_of(rendering: Rendering) -> list[Value]:
    return [v for section in rendering.sections for row in section.rows for v in row.values]


def row(rendering: Rendering, section: str, subject: str | None, key: str) -> Row:
    found_section = rendering.section(section, subject)
    assert found_section is not None
    return next(row for row in found_section.rows if row.key == key)


def leaves(plain: Any) -> set[str]:
    if isinstance(plain, dict):
        return {leaf for value in plain.values() for leaf in leaves(value)}
    if isinstance(plain, list):
        return {leaf for value in plain for leaf in leaves(value)}
    return {str(plain).lower()} if isinstance(plain, bool) else {str(plain)}


def shown(rendering: Rendering) -> set[str]:
    """Return everything that can be seen, ends of ranges and halves of points too."""
    seen: set[str] = {section.subject for section in rendering.sections if section.subject}
    for value in values_of(rendering):
        seen |= {value.value, *value.value.split(", "), str(value.low), str(value.high)}
    return seen


@few
@given(bodies)
def test_everything_in_a_body_is_shown(body: Body) -> None:
    rendering = render(kind_of(body), encode_body(body), None)

    assert leaves(encode_body(body)) <= shown(rendering)


@few
@given(words)
def test_every_word_is_shown(document: Words) -> None:
    rendering = render(document.kind, None, document)

    assert leaves(words_to_dict(document)) - {str(document.kind)} <= shown(rendering)


@few
@given(bodies, words)
def test_sender_and_reader_see_the_same(body: Body, document: Words) -> None:
    kind = kind_of(body)

    assert render(kind, body, document) == render(kind, encode_body(body), words_to_dict(document))


@given(st.sampled_from([*Kind, "gossip"]), json_values, json_values)
def test_whatever_it_is_it_can_be_shown(kind: str, body: Any, document: Any) -> None:
    rendering = render(kind, body, document)

    assert rendering.content_missing == (document is None)
    assert all(section.rows for section in rendering.sections)


@few
@given(bodies)
def test_a_code_names_its_vocabulary(body: Body) -> None:
    for value in values_of(render(kind_of(body), body, None)):
        if value.type is ValueType.CODE:
            assert value.vocabulary is not None
            assert value.value in list(getattr(codes, value.vocabulary))


def test_questions_stand_with_their_date_and_incidents_with_their_facts() -> None:
    figure = ReportedFigure(
        category=FigureCategory.KILLED,
        group=FigureGroup.TOTAL,
        high=4,
        stated_by="the clinic",
        as_of=date(2026, 2, 21),
    )
    place = Place(name="Порт", lat="46.5", lon="-30.25", precision=PlacePrecision.TOWN)
    document = Words(
        kind=Kind.RAISE,
        language="uk",
        subject="Клініка",
        facts=(Fact(incident="i1", title="Удар", places=(place,), figures=(figure,)),),
        questions=(Text(id="q1", text="Чому?"), Text(id="q2", text="Хто?")),
        notes="x",
    )

    rendering = render("raise", raising(), document)

    assert [(section.key, section.subject) for section in rendering.sections] == [
        ("statement", None),
        ("incident", "i1"),
        ("question", "q1"),
        ("question", "q2"),
        ("remarks", None),
    ]
    question = rendering.section("question", "q1")
    assert question is not None
    assert [(row.key, row.values[0].value) for row in question.rows] == [
        ("text", "Чому?"),
        ("due", "2026-05-01T09:00:00Z"),
    ]
    assert row(rendering, "statement", None, "subject").values[0].language == "uk"
    reported = row(rendering, "incident", "i1", "reported").values
    assert [(value.name, value.low, value.high) for value in reported if value.name == "count"] == [
        ("count", None, 4)
    ]
    point = row(rendering, "incident", "i1", "places").values
    assert [value.value for value in point if value.type is ValueType.POINT] == ["46.5, -30.25"]


def test_an_incident_carries_position_and_both_kinds_of_figures_apart() -> None:
    rendering = render("response", found(1, 3), None)

    incident = rendering.section("incident", "i1")
    assert incident is not None
    assert [row.key for row in incident.rows] == [
        "position",
        "acknowledged",
        "measure",
        "redress",
    ]
    assert rendering.content_missing


def test_a_question_asked_again_is_told_from_a_new_one() -> None:
    rendering = render("follow_up", follow_up(new=("q3",), again=("q10",), due=day(9)), None)

    assert row(rendering, "question", "q3", "due")
    assert row(rendering, "question", "q10", "due_again")
    assert [s.subject for s in rendering.sections if s.key == "question"] == ["q3", "q10"]


def test_requests_for_information_stand_by_number() -> None:
    asked = render("information_request", wanting(1), None)
    given = render("information", supplying(r1=codes.AnswerCode.DECLINED), None)

    assert row(asked, "information", "r1", "due").values[0].moment == day(20)
    assert row(given, "information", "r1", "answer").values[0].vocabulary == "AnswerCode"


def test_a_body_under_another_kinds_name_is_not_understood() -> None:
    rendering = render("close", STILL_EXAMINING, None)

    assert not rendering.understood


def test_what_is_not_understood_is_shown_as_far_as_a_page_can_bear_it() -> None:
    deep: Any = "end"
    for _ in range(50):
        deep = [deep]

    rendering = render("session", {"agenda": [1, {"x": "a\u202eb"}], "deep": deep}, None)

    assert not rendering.understood
    assert [(row.key, row.values[0].value) for row in rendering.sections[0].rows] == [
        ("agenda.0", "1"),
        ("agenda.1.x", "a\ufffdb"),
        ("deep.0.0.0.0.0", "…"),
    ]


def test_a_long_list_that_is_not_understood_is_cut() -> None:
    rendering = render("session", list(range(5000)), None)  # type: ignore[arg-type]

    assert len(rendering.sections[0].rows) == 200


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"kind": "close"}, WordsFault.BAD_SCHEMA),
        ({"kind": "reopen", "language": "en", "notes": "x"}, WordsFault.WRONG_KIND),
    ],
)
def test_words_that_cannot_be_shown_are_told_from_words_that_are_missing(
    document: dict[str, Any], fault: WordsFault
) -> None:
    rendering = render("close", {"reason": "error"}, document)

    assert rendering.understood
    assert rendering.words_fault is fault
    assert not rendering.content_missing
    assert rendering.section("remarks") is None
