"""Replay: acks, and what becomes of entries that do not fit."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from answerable.casework.bodies import (
    Body,
    PositionOn,
    Response,
    Resume,
    Suspend,
)
from answerable.casework.codes import (
    Marking,
    PauseReason,
    Position,
    Rejection,
    ResumeReason,
    State,
)
from answerable.casework.terms import preset_terms
from answerable.casework.thread import Entry, Ref, replay
from tests.casework.cases import (
    ANSWERED,
    PARTLY,
    REOPEN,
    START,
    STILL_EXAMINING,
    WITHDRAW,
    A,
    B,
    Case,
    agreed,
    day,
    follow_up,
    found,
    last,
    later,
    question,
    raised_case,
    raising,
    received,
    rejected,
    response,
    supplying,
)


def test_taking_back_an_earlier_response_keeps_the_state_of_the_later() -> None:
    case = raised_case()
    partial = case.says(B, response(final=False, q1=PARTLY), day(5))
    case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(6))
    case.says(B, WITHDRAW, day(7), about=(partial,))

    assert case.thread.state is State.ANSWERED
    assert question(case.thread) is ANSWERED


@pytest.mark.parametrize(
    ("party", "body", "code"),
    [
        (A, raising(), "not_possible_now"),
        (A, response(q1=ANSWERED), "not_yours"),
        (B, response(q9=ANSWERED), "unknown_question"),
        (B, follow_up(again=("q1",), due=day(90)), "not_yours"),
        (A, follow_up(again=("q9",), due=day(90)), "unknown_question"),
        (A, follow_up(new=("q1",), due=day(90)), "duplicate"),
        (B, later(day(80), "q9"), "unknown_question"),
        (B, later(day(1)), "bad_time"),
        (A, agreed(day(80)), "unknown_reference"),
        (A, supplying(r1=ANSWERED), "unknown_request"),
        (B, Resume(reason=ResumeReason.AGREED), "not_possible_now"),
        (B, Suspend(reason=PauseReason.OTHER, until=day(2)), "bad_time"),
        (B, Suspend(reason=PauseReason.OTHER, until=day(33)), "too_long"),
        (
            B,
            Suspend(reason=PauseReason.INFORMATION_OUTSTANDING, until=day(9)),
            "not_possible_now",
        ),
        (B, REOPEN, "not_possible_now"),
        (B, WITHDRAW, "unknown_reference"),
        (A, preset_terms("en"), "unknown_kind"),
    ],
)
def test_what_does_not_fit_is_told_why(party: str, body: Body, code: str) -> None:
    case = raised_case()
    before = case.thread
    case.says(party, body, day(2))

    thread = case.thread
    assert last(case) == code
    assert thread.questions == before.questions
    assert thread.state is before.state


def test_a_position_on_an_incident_never_raised_is_told_so() -> None:
    case = raised_case()
    body = found(1, 1)
    body = Response(
        final=True,
        positions=(PositionOn(incident="i7", position=Position.NONE),),
        figures=body.figures,
        language="en",
        marking=Marking.AMBER,
    )
    case.says(B, body, day(5))

    assert last(case) is Rejection.UNKNOWN_INCIDENT
    assert case.thread.figures == ()


def test_before_a_case_is_raised_there_is_no_case() -> None:
    case = Case()
    case.says(B, STILL_EXAMINING)
    assert last(case) is Rejection.UNKNOWN_THREAD

    case.says(A, raising())
    assert case.thread.state is State.RAISED


def test_a_raise_that_cannot_be_read_is_rejected_and_another_one_counts() -> None:
    case = Case()
    bad = case.puts(A, "raise", {"reference": "a whole sentence"})
    assert [step.entry for step in case.thread.to_reject(B)] == [bad]

    case.says(B, rejected(), about=(bad,))
    assert case.thread.to_reject(B) == ()
    assert last(case) is None

    case.says(A, raising())
    assert case.thread.state is State.RAISED


def test_nothing_is_received_before_it_was_raised() -> None:
    case = Case()
    bad = case.puts(A, "raise", None)
    case.says(B, received(START), about=(bad,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW


def test_what_does_not_fit_is_answered_once() -> None:
    case = raised_case()
    misfit = case.says(B, response(q9=ANSWERED), day(5))
    assert [step.entry for step in case.thread.to_reject(A)] == [misfit]
    assert case.thread.to_reject(B) == ()

    case.says(A, rejected(Rejection.UNKNOWN_QUESTION), day(6), about=(misfit,))
    assert case.thread.to_reject(A) == ()
    assert case.thread.state is State.ACKNOWLEDGED

    case.says(A, rejected(Rejection.UNKNOWN_QUESTION), day(7), about=(misfit,))
    assert last(case) is Rejection.DUPLICATE


def test_an_ack_is_never_acked() -> None:
    case = raised_case()
    ack = case.entries[1]
    case.says(A, received(day(2)), day(2), about=(ack,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW
    assert case.thread.to_reject(B) == ()
    assert case.thread.to_acknowledge(A) == ()


def test_ones_own_statement_is_not_acked() -> None:
    case = raised_case()
    case.says(A, received(day(2)), day(2), about=(case.entries[0],))

    assert last(case) is Rejection.NOT_YOURS


@pytest.mark.parametrize("refs", [(), (Ref(A, 0, "other"),), (Ref(A, 9, f"{A}-9"),)])
def test_an_ack_names_exactly_one_known_entry(refs: tuple[Ref, ...]) -> None:
    case = Case()
    case.says(A, raising())
    case.puts(B, "ack", {"outcome": "rejected", "code": "malformed"}, day(1), refs=refs)

    assert last(case) is Rejection.UNKNOWN_REFERENCE


def test_what_a_person_still_has_to_acknowledge_is_listed() -> None:
    case = raised_case()
    given = case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(5))
    assert [step.entry for step in case.thread.to_acknowledge(A)] == [given]
    assert case.thread.to_acknowledge(B) == ()

    case.says(A, received(day(5)), day(6), about=(given,))

    assert case.thread.to_acknowledge(A) == ()
    assert case.thread.state is State.ANSWERED
    assert case.thread.delivered[given.leaf] == day(5)


def test_a_receipt_of_something_else_does_not_receive_the_inquiry() -> None:
    case = Case()
    case.says(A, raising())
    more = case.says(A, follow_up(again=("q1",), due=day(70)), day(1))
    case.says(B, received(day(1)), day(2), about=(more,))

    assert case.thread.acknowledged_at is None
    assert case.thread.state is State.FOLLOWED_UP


@pytest.mark.parametrize(
    "at",
    [None, datetime(2026, 3, 3), datetime(2300, 1, 1, tzinfo=UTC)],  # noqa: DTZ001
)
def test_an_entry_without_a_usable_time_is_malformed(at: datetime | None) -> None:
    case = raised_case()
    case.puts(B, "interim", {"code": "still_examining"}, at)

    assert last(case) is Rejection.MALFORMED


def test_a_kind_not_implemented_here_is_shown_as_not_understood() -> None:
    case = raised_case()
    case.puts(B, "session", {"agenda": []}, day(3))

    assert last(case) is Rejection.UNKNOWN_KIND
    assert len(case.thread.to_reject(A)) == 1


def test_a_stranger_has_no_part_in_a_case() -> None:
    case = raised_case()
    case.puts("stranger", "interim", {"code": "still_examining"}, day(3))

    assert last(case) is Rejection.FOREIGN


def test_of_three_parties_it_is_not_said_who_is_asked() -> None:
    case = Case()
    case.says(A, raising())
    case.says(B, STILL_EXAMINING, day(1))

    thread = replay(case.entries, {A, B, "corvia"})

    assert thread.asked is None
    assert [step.rejection for step in thread.misplaced] == [Rejection.FOREIGN]


def test_two_entries_at_one_place_of_a_log_count_once() -> None:
    case = raised_case()
    twin = replace(case.entries[0], leaf="zz", body={})

    thread = replay([*case.entries, twin], {A, B})

    assert [step.entry.leaf for step in thread.misplaced] == ["zz"]
    assert thread.misplaced[0].rejection is Rejection.DUPLICATE
    assert thread.state is State.ACKNOWLEDGED


def test_claims_that_run_in_a_circle_are_cut_and_nothing_is_lost() -> None:
    case = raised_case()
    liar = replace(case.entries[0], heads=(replace(case.entries[1].heads[0], origin=B, size=9),))

    thread = replay([liar, case.entries[1]], {A, B})

    assert [step.entry.origin for step in thread.steps] == [A, B]
    assert thread.misplaced == ()


def test_an_entry_has_seen_what_its_heads_and_refs_say() -> None:
    case = raised_case()
    inquiry, ack = case.entries

    assert ack.has_seen(inquiry)
    assert not inquiry.has_seen(ack)
    assert replace(ack, heads=()).has_seen(inquiry)
    assert not replace(ack, heads=(), refs=()).has_seen(inquiry)
    assert Entry(A, 3, "x", A, "close", None, None).has_seen(inquiry)
