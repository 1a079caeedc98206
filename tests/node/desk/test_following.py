"""Following up: which step is due, who may record it, calls and duty contacts."""

from datetime import timedelta
from typing import Any

import pytest

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk import projector
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import DutyCall, FollowStep, Inquiry
from answerable.node.desk.services import board, correspondence, duty, following, story
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import DAY, Desk, Other, make_paper, make_signed, raise_on_paper
from tests.node.desk.factories import raise_signed as raised


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Channel:
    return make_paper(desk)


@pytest.fixture
def inquiry(desk: Desk, paper: Channel) -> Inquiry:
    return raise_on_paper(desk, paper)


def take(desk: Desk, inquiry: Inquiry, step: str, *, days: int, **given: Any) -> FollowStep:
    at = NOW + days * DAY
    said = {"outcome": "taken", "means": "call", "done_at": at, **given}
    return following.record_step(inquiry, step, **said, **desk.by(at))


def next_of(inquiry: Inquiry) -> tuple[str, Any]:
    inquiry.refresh_from_db()
    return inquiry.step_action, inquiry.step_due


def test_a_delivered_inquiry_has_a_next_step_and_each_one_taken_leads_on(
    desk: Desk, inquiry: Inquiry
) -> None:
    assert next_of(inquiry) == ("receipt_check", NOW + 3 * DAY)

    take(desk, inquiry, "receipt_check.1", days=3)
    take(desk, inquiry, "first_reminder.1", days=15, means="letter")

    assert next_of(inquiry) == ("raised_level", NOW + 30 * DAY)
    assert [row.means for row in FollowStep.objects.all()] == ["call", "letter"]
    assert AuditEvent.objects.filter(verb="step of the ladder recorded").count() == 2


def test_what_is_not_delivered_has_no_next_step(desk: Desk) -> None:
    other = Other(*make_signed(desk))

    inquiry = raised(desk, other.channel)

    assert next_of(inquiry) == ("", None)
    with pytest.raises(NotPossible):
        take(desk, inquiry, "first_reminder.1", days=20)


def test_a_closed_case_has_none(desk: Desk, inquiry: Inquiry) -> None:
    acts = desk.acts(NOW + DAY)
    correspondence.close(inquiry, reason="no_response_exhausted", **acts)

    assert next_of(inquiry) == ("", None)


def test_to_pass_over_takes_a_reason(desk: Desk, inquiry: Inquiry) -> None:
    with pytest.raises(BadInput):
        take(desk, inquiry, "receipt_check.1", days=3, outcome="passed_over")

    row = take(desk, inquiry, "receipt_check.1", days=3, outcome="passed_over", note="They wrote.")

    assert (row.outcome, row.means) == ("passed_over", "")


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "sent"}, {"means": "pigeon"}, {"means": ""}, {"done_at": NOW + 9 * DAY}],
)
def test_what_does_not_hold_is_refused(desk: Desk, inquiry: Inquiry, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        take(desk, inquiry, "receipt_check.1", days=3, **wrong)

    assert not FollowStep.objects.exists()


def test_a_step_is_taken_once_and_those_before_are_behind_us(desk: Desk, inquiry: Inquiry) -> None:
    take(desk, inquiry, "first_reminder.1", days=14)

    for step in ("first_reminder.1", "receipt_check.1", "nonsense.7"):
        with pytest.raises(ChangedMeanwhile):
            take(desk, inquiry, step, days=15)


def test_who_does_not_correspond_records_no_step_and_no_call(desk: Desk, inquiry: Inquiry) -> None:
    by: dict[str, Any] = {"by": desk.clearer, "at": NOW + 3 * DAY}
    with pytest.raises(NotPermitted):
        following.record_step(
            inquiry, "receipt_check.1", outcome="taken", means="call", done_at=NOW, **by
        )
    with pytest.raises(NotPermitted):
        duty.record_call(inquiry, called_at=NOW, caller="Amal", result="no_answer", **by)
    with pytest.raises(NotPermitted):
        duty.add_contact(inquiry.channel, desk="Duty room", telephone="1", **by)


def test_a_rebuild_gives_the_same_next_step(desk: Desk, inquiry: Inquiry) -> None:
    take(desk, inquiry, "receipt_check.1", days=3)
    before = next_of(inquiry)

    projector.rebuild(at=NOW + 4 * DAY)

    assert next_of(Inquiry.objects.get()) == before


def test_the_board_shows_a_step_from_the_day_it_is_due(desk: Desk, inquiry: Inquiry) -> None:
    early = board.for_user(desk.officer, NOW + 3 * DAY - timedelta(minutes=1))
    due = board.for_user(desk.officer, NOW + 3 * DAY)

    assert early.counts["steps"] == 0
    assert [card.step_action for card in due.steps] == ["receipt_check"]
    assert due.steps[0].has_step_due


def test_a_call_is_corrected_by_another_record_and_only_once(desk: Desk, inquiry: Inquiry) -> None:
    contact = duty.add_contact(
        inquiry.channel, desk="Duty room", telephone="+00 1", hours="day and night", **desk.by()
    )
    said: dict[str, Any] = {"called_at": NOW, "caller": "Amal", "contact": contact}
    first = duty.record_call(inquiry, **said, result="no_answer", **desk.by())

    second = duty.record_call(
        inquiry, **said, result="taken_up", said="Convoy may pass", corrects=first, **desk.by()
    )

    assert DutyCall.objects.get(pk=first.pk).result == "no_answer"
    assert first.corrected_by == second
    with pytest.raises(ChangedMeanwhile):
        duty.record_call(inquiry, **said, result="refused", corrects=first, **desk.by())
    calls = [item for item in story.of(inquiry, desk.officer) if item.kind == "call"]
    assert [(item.detail, item.note) for item in calls] == [("taken_up", "Convoy may pass")]


def test_a_call_belongs_to_its_case_and_its_channel(desk: Desk, inquiry: Inquiry) -> None:
    elsewhere = raise_on_paper(desk, inquiry.channel)
    call = duty.record_call(
        elsewhere, called_at=NOW, caller="Amal", result="no_answer", **desk.by()
    )

    with pytest.raises(BadInput):
        duty.record_call(
            inquiry, called_at=NOW, caller="A", result="refused", corrects=call, **desk.by()
        )
    with pytest.raises(BadInput):
        duty.record_call(inquiry, called_at=NOW + DAY, caller="A", result="refused", **desk.by())


def test_an_ended_contact_is_not_shown_and_its_calls_keep_it(desk: Desk, inquiry: Inquiry) -> None:
    contact = duty.add_contact(inquiry.channel, desk="Duty room", telephone="1", **desk.by())
    call = duty.record_call(
        inquiry, called_at=NOW, caller="A", contact=contact, result="call_back", **desk.by()
    )

    duty.end_contact(contact, **desk.by())

    assert not duty.contacts(inquiry.channel).exists()
    call.refresh_from_db()
    assert call.contact == contact
    with pytest.raises(ChangedMeanwhile):
        duty.end_contact(contact, **desk.by())
