"""A party reports its own act: a case without a question, of which the other side may ask."""

from datetime import date
from typing import Any

import pytest

from answerable.casework.bodies import (
    OWN_ACT,
    Correct,
    PositionOn,
    Response,
    encode_body,
    parse_body,
)
from answerable.casework.codes import (
    Act,
    CorrectionReason,
    Kind,
    Marking,
    Measure,
    Position,
    Rejection,
    Side,
    State,
)
from answerable.casework.deadline import clock, receipt_clock
from answerable.casework.errors import BadBody
from answerable.casework.rendering import render
from answerable.casework.thread import check_next, open_acts, replay
from answerable.casework.words import Fact, Place, Text, Words
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    STILL_EXAMINING,
    WITHDRAW,
    A,
    B,
    Case,
    day,
    figure,
    follow_up,
    found,
    incident,
    last,
    raised_case,
    raising,
    received,
    reporting,
    response,
    supplying,
    wanting,
)


def reported_case(**changes: Any) -> Case:
    """Return a case in which Borea has reported an act of its own."""
    case = Case()
    case.says(B, reporting(**changes), day(0))
    return case


def more(position: Position = Position.ACCEPTS_RESPONSIBILITY) -> Response:
    """What a party adds by itself, without a question."""
    taken = (PositionOn(incident="i1", position=position),)
    return Response(final=True, positions=taken, language="en", marking=Marking.AMBER)


def test_who_reports_its_own_act_is_the_side_that_may_be_asked() -> None:
    thread = reported_case().thread

    assert thread.state is State.SELF_REPORTED
    assert (thread.side_of(B), thread.side_of(A)) == (Side.ASKED, Side.RAISING)
    assert thread.raised is None
    assert thread.reported == thread.opening == reporting()
    assert (thread.raised_at, thread.raised_leaf) == (day(0), f"{B}-0")


def test_what_it_says_stands_as_acknowledged_by_the_party() -> None:
    thread = reported_case().thread

    position = thread.position_on("i1")
    assert position is not None
    assert position.position is Position.ACCEPTS_PARTIALLY
    assert thread.figures_on("i1") == (figure(1, 2),)
    assert [said.value.code for said in thread.measures] == [Measure.DISCIPLINE]
    assert len(thread.redress) == 1
    assert len(thread.methods) == 1
    assert thread.incidents == (incident(),)


def test_nothing_is_asked_so_no_clock_runs_and_the_other_side_has_to_look() -> None:
    thread = reported_case().thread

    assert thread.open_questions == ()
    assert thread.waiting_on == {Side.RAISING}
    assert clock(thread, day(400)).due is None
    assert receipt_clock(thread, day(400)).due is None


def test_a_person_of_the_other_side_acknowledges_it() -> None:
    case = reported_case()

    case.says(A, received(day(1)), day(2), about=(case.entries[0],))

    assert last(case) is None
    assert case.thread.state is State.SELF_REPORTED
    assert case.thread.acknowledged_at == day(2)
    assert case.thread.delivered_at == day(1)


def test_the_other_side_asks_and_then_it_is_a_case_like_any_other() -> None:
    case = reported_case()

    case.says(A, follow_up(new=("q1",), due=day(40)), day(3))
    asked = case.thread
    case.says(B, response(q1=ANSWERED), day(9))

    assert (asked.state, asked.waiting_on) == (State.FOLLOWED_UP, frozenset({Side.ASKED}))
    assert case.thread.state is State.ANSWERED
    assert last(case) is None


def test_who_reported_may_add_to_it_and_take_that_back_before_anything_is_asked() -> None:
    case = reported_case()

    added = case.says(B, more(), day(2))
    assert case.thread.state is State.SELF_REPORTED
    case.says(B, STILL_EXAMINING, day(3))
    case.says(B, WITHDRAW, day(4), about=(added,))

    assert [step.rejection for step in case.thread.steps] == [None] * 4
    assert case.thread.state is State.SELF_REPORTED
    position = case.thread.position_on("i1")
    assert position is not None
    assert position.position is Position.ACCEPTS_PARTIALLY


def test_it_is_taken_back_while_nothing_was_asked() -> None:
    case = reported_case()

    case.says(B, WITHDRAW, day(2), about=(case.entries[0],))

    assert case.thread.state is State.WITHDRAWN
    assert case.thread.steps[-1].act is Act.WITHDRAW
    assert case.thread.figures[0].withdrawn


@pytest.mark.parametrize("asking", [follow_up(new=("q1",), due=day(40)), wanting(1)])
def test_taking_it_back_ends_nothing_that_was_asked(asking: Any) -> None:
    case = reported_case()
    case.says(A, asking, day(1))
    before = case.thread

    case.says(B, WITHDRAW, day(2), about=(case.entries[0],))

    assert last(case) is None
    assert case.thread.steps[-1].act is Act.WITHDRAW_STATEMENT
    assert case.thread.state is before.state
    assert case.thread.open_questions == before.open_questions
    assert case.thread.open_requests(Side.RAISING) == before.open_requests(Side.RAISING)
    assert case.thread.position_on("i1") is None


def test_it_is_corrected_in_facts_and_in_findings() -> None:
    case = reported_case()
    later = incident(start=date(2026, 2, 21))
    taken = PositionOn(incident="i1", position=Position.ACCEPTS_RESPONSIBILITY)

    case.says(
        B,
        Correct(
            reason=CorrectionReason.FACTUAL,
            incidents=(later,),
            positions=(taken,),
            figures=(figure(3, 3),),
        ),
        day(2),
        about=(case.entries[0],),
    )

    assert last(case) is None
    assert case.thread.incidents == (later,)
    assert case.thread.position_on("i1") == taken
    assert case.thread.figures_on("i1") == (figure(3, 3),)


def test_the_buttons_of_both_sides() -> None:
    case = reported_case()
    ours, theirs = open_acts(case.thread, Side.ASKED), open_acts(case.thread, Side.RAISING)

    assert {Act.WITHDRAW, Act.CORRECT, Act.INTERIM, Act.RESPOND} <= ours
    assert Act.WITHDRAW_STATEMENT not in ours
    assert {Act.ACKNOWLEDGE, Act.FOLLOW_UP, Act.REQUEST_INFORMATION, Act.CLOSE} <= theirs
    assert Act.WITHDRAW not in theirs

    case.says(A, wanting(1), day(1))
    ours = open_acts(case.thread, Side.ASKED)
    assert Act.WITHDRAW not in ours
    assert Act.WITHDRAW_STATEMENT in ours
    case.says(B, supplying(r1=ANSWERED), day(2))
    assert Act.WITHDRAW in open_acts(case.thread, Side.ASKED)


def test_before_anything_is_said_either_side_may_open_a_case() -> None:
    nothing = replay([], {A, B})

    assert open_acts(nothing, Side.ASKED) == {Act.SELF_REPORT}
    assert check_next(nothing, B, reporting(), ts=day(0)).state is State.SELF_REPORTED


@pytest.mark.parametrize("party", [A, B])
@pytest.mark.parametrize("opening", [reporting(), raising()])
def test_a_case_is_opened_once(party: str, opening: Any) -> None:
    for case in (reported_case(), raised_case()):
        state = case.thread.state
        case.says(party, opening, day(2))

        assert last(case) in (Rejection.NOT_POSSIBLE_NOW, Rejection.NOT_YOURS)
        assert case.thread.state is state


def test_in_a_channel_of_three_nobody_is_named_as_the_one_who_may_ask() -> None:
    entries = reported_case().entries
    thread = replay(entries, {A, B, "corvia"})

    assert (thread.side_of(B), thread.side_of(A)) == (Side.ASKED, None)
    assert open_acts(thread, Side.RAISING) >= {Act.FOLLOW_UP}
    raised = Case()
    raised.says(A, raising(), day(0))
    assert replay(raised.entries, {A, B, "corvia"}).side_of(B) is None


def test_each_side_closes_it_for_itself() -> None:
    case = reported_case()

    case.says(A, CLOSE, day(2))

    assert case.thread.is_closed_for(Side.RAISING)
    assert case.thread.waiting_on == frozenset()


@pytest.mark.parametrize("position", sorted(set(Position) - OWN_ACT))
def test_who_denies_an_act_does_not_report_it_as_its_own(position: Position) -> None:
    plain = encode_body(reporting())
    plain["positions"] = [{"incident": "i1", "position": position.value}]
    if position is Position.DUPLICATE_OF:
        plain["positions"][0]["duplicate_of"] = "X-1"

    with pytest.raises(BadBody):
        parse_body(Kind.SELF_REPORT, plain)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("positions", []),
        ("positions", [{"incident": "i2", "position": "accepts_partially"}]),
        ("incidents", []),
        ("figures", [encode_body(found(1, 2))["figures"][0] | {"incident": "i2"}]),
        ("measures", [{"incident": "i2", "code": "lessons", "status": "done"}]),
        ("redress", [{"incident": "i2", "code": "apology", "status": "offered"}]),
        ("methods", ["records", "records"]),
        ("inquiries_welcome", "yes"),
        ("inquiries_welcome", None),
        ("reference", "two words"),
    ],
)
def test_a_report_that_does_not_hang_together_is_refused(field: str, value: Any) -> None:
    plain = encode_body(reporting()) | {field: value}

    with pytest.raises(BadBody) as refusal:
        parse_body(Kind.SELF_REPORT, plain)

    assert refusal.value.code is Rejection.MALFORMED


def test_it_is_laid_out_with_where_it_happened_and_whether_questions_are_welcome() -> None:
    told = Words(
        kind=Kind.SELF_REPORT,
        language="en",
        subject="A clinic in Harbour",
        facts=(
            Fact(
                incident="i1",
                title="Clinic struck",
                places=(Place(name="Harbour", lat="31.5", lon="34.1", precision="town"),),  # type: ignore[arg-type]
            ),
        ),
        positions=(Text(id="i1", text="Our shell fell short."),),
    )

    page = render(Kind.SELF_REPORT, encode_body(reporting()), told)

    assert page.understood
    statement, one = page.section("statement"), page.section("incident", "i1")
    assert statement is not None
    assert one is not None
    assert "inquiries_welcome" in {row.key for row in statement.rows}
    keys = [row.key for row in one.rows]
    assert {"position", "position_text", "acknowledged", "measure", "redress", "places"} <= {*keys}
