"""Calendars of both sides: proposed, accepted by a person, and never changing what was said."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.casework.calendar import Calendar
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import BadInput, NotPermitted
from answerable.node.desk.models import SideCalendar
from answerable.node.desk.services import calendars, compartments, drafts
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk, make_draft, make_paper, raise_on_paper

WEEKS: dict[str, Any] = {"weekend": (4, 5), "days": ()}


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Channel:
    return make_paper(desk)


def accept(desk: Desk, channel: Channel, party: str = "bob", **given: Any) -> SideCalendar:
    years = {"first_year": 2026, "last_year": 2027}
    said = {**years, "weekend": (), "days": (), "by": desk.administrator, **given}
    return calendars.accept(channel, party, **said, at=NOW)


@pytest.mark.parametrize(
    ("country", "weekend"), [("IL", (4, 5)), ("IR", (4,)), ("FR", (5, 6)), ("YE", (4, 5))]
)
def test_weekends_differ_by_country(country: str, weekend: tuple[int, ...]) -> None:
    found = calendars.propose(country, "", 2026, 2027)

    assert found.weekend == weekend
    assert {day.year for day, _ in found.days} == {2026, 2027}


def test_a_part_of_a_country_has_days_of_its_own() -> None:
    whole = calendars.propose("DE", "", 2026, 2026)
    part = calendars.propose("DE", "BY", 2026, 2026)

    assert set(whole.days) < set(part.days)


@pytest.mark.parametrize(
    "wrong",
    [("ZZ", "", 2026, 2026), ("DE", "ZZ", 2026, 2026), ("DE", "", 2027, 2026), ("DE", "", 1, 2),
     ("DE", "", 2026, 2040)],
)  # fmt: skip
def test_what_nobody_knows_is_not_proposed(wrong: tuple[str, str, int, int]) -> None:
    with pytest.raises(BadInput):
        calendars.propose(*wrong)


def test_an_accepted_calendar_moves_what_is_proposed_and_a_joint_one_waits_for_both(
    desk: Desk, paper: Channel
) -> None:
    day = (NOW + 60 * DAY).date()
    before = drafts.propose_due(paper, "ordinary", at=NOW).reply_due

    accept(desk, paper, "bob", days=[(day, "A feast")])
    theirs = drafts.propose_due(paper, "ordinary", at=NOW).reply_due
    accept(desk, paper, "alice", days=[(day.replace(day=day.day + 1), "A day of ours")])
    both = drafts.propose_due(paper, "ordinary", at=NOW).reply_due

    assert before == NOW + 60 * DAY
    assert theirs == NOW + 61 * DAY
    assert both == NOW + 62 * DAY
    assert drafts.propose_due(paper, "urgent", at=NOW).reply_due == NOW + 7 * DAY


def test_accepting_moves_next_steps_says_which_and_leaves_what_was_said(
    desk: Desk, paper: Channel
) -> None:
    inquiry = raise_on_paper(desk, paper)
    draft = make_draft(desk, paper)
    said, chosen = inquiry.stated_due, draft.choice
    free = (NOW + 3 * DAY).date()
    tried = Calendar(holidays=frozenset({free}))

    [moved] = calendars.moved_by(paper, "bob", tried, desk.officer)
    inquiry.refresh_from_db()
    looked_at = inquiry.step_due
    row = accept(desk, paper, days=[(free, "A feast")], by=desk.officer)

    inquiry.refresh_from_db()
    draft.refresh_from_db()
    assert (moved.before, moved.after) == (NOW + 3 * DAY, NOW + 4 * DAY)
    assert looked_at == NOW + 3 * DAY
    assert (inquiry.step_at, inquiry.step_due) == (NOW + 3 * DAY, NOW + 4 * DAY)
    assert (inquiry.stated_due, draft.choice) == (said, chosen)
    assert row.moved == 1
    event = AuditEvent.objects.get(verb="calendar accepted")
    assert "moved" not in event.details


def test_nobody_learns_by_a_calendar_of_a_case_in_a_compartment(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    room = compartments.open_compartment(name="Room", **desk.by())
    compartments.put(inquiry, room, **desk.by())
    liaison = make_user("lou", Role.LIAISON)
    days = [((NOW + 3 * DAY).date(), "A feast")]
    tried = Calendar(holidays=frozenset(day for day, _name in days))

    looked = calendars.moved_by(paper, "bob", tried, liaison)
    row = accept(desk, paper, days=days, by=liaison)

    assert looked == []
    assert row.moved == 0
    inquiry.refresh_from_db()
    assert inquiry.step_due == NOW + 4 * DAY


def test_accepting_holds_the_threads_before_it_reads_their_cases(
    desk: Desk, paper: Channel
) -> None:
    raise_on_paper(desk, paper)

    with CaptureQueriesContext(connection) as asked:
        accept(desk, paper, days=[((NOW + 3 * DAY).date(), "A feast")])

    said = [one["sql"] for one in asked.captured_queries]
    held = next(n for n, sql in enumerate(said) if sql.startswith('UPDATE "desk_threadname"'))
    read = next(n for n, sql in enumerate(said) if "desk_inquiry" in sql)
    # Whoever folds a case holds its thread first, then its row.
    assert held < read


def test_a_case_raised_later_goes_by_the_newest_calendar(desk: Desk, paper: Channel) -> None:
    free = (NOW + 3 * DAY).date()
    accept(desk, paper, days=[(free, "A feast")])
    accept(desk, paper, days=[])

    assert raise_on_paper(desk, paper).step_due == NOW + 3 * DAY
    assert SideCalendar.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": "mallory"},
        {"weekend": range(7)},
        {"weekend": (9,)},
        {"first_year": 2027, "last_year": 2026},
        {"days": [(date(2031, 1, 1), "Far")]},
        {"days": [(date(2026, 1, 1), str(n)) for n in range(401)]},
    ],
)
def test_a_calendar_that_cannot_be_is_refused(
    desk: Desk, paper: Channel, wrong: dict[str, Any]
) -> None:
    with pytest.raises(BadInput):
        accept(desk, paper, **wrong)

    assert not SideCalendar.objects.exists()


def test_who_neither_administers_nor_corresponds_accepts_none(desk: Desk, paper: Channel) -> None:
    with pytest.raises(NotPermitted):
        calendars.accept(
            paper, "bob", first_year=2026, last_year=2026, **WEEKS, by=desk.clearer, at=NOW
        )


def test_a_calendar_tells_its_days_in_order(desk: Desk, paper: Channel) -> None:
    row = accept(desk, paper, days=[(date(2027, 5, 1), "May"), (date(2026, 5, 1), "")])

    row.refresh_from_db()

    assert row.named_days == [(date(2026, 5, 1), ""), (date(2027, 5, 1), "May")]
    assert not row.calendar.is_working(datetime(2027, 5, 1, tzinfo=UTC).date())
