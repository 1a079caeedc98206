"""Calendars propose dates, and the agreed terms say by which clock."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.calendar import Calendar, calendar_of, counting, joint, propose_due
from answerable.casework.codes import EscalationLevel, LadderAction, Urgency
from answerable.casework.terms import CalendarTerms, ClockTerms, Terms, preset_terms
from tests.casework.strategies import instants

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEKEND = Calendar(weekend=frozenset({4, 5}))


def terms_with(clock: ClockTerms) -> Terms:
    preset = preset_terms("en")
    return Terms(
        clocks=(clock,),
        language="en",
        highest_marking=preset.highest_marking,
        pause_cap_days=30,
        without_prejudice=True,
    )


def test_an_ordinary_reply_is_proposed_for_the_sixtieth_day() -> None:
    proposal = propose_due(MONDAY, Urgency.ORDINARY, preset_terms("en"))

    assert proposal.receipt_due == MONDAY + timedelta(days=3)
    assert proposal.reply_due == MONDAY + timedelta(days=60)


def test_urgent_matters_do_not_wait_for_working_days() -> None:
    proposal = propose_due(MONDAY, Urgency.URGENT, preset_terms("en"), WEEKEND)

    assert proposal.receipt_due == MONDAY + timedelta(hours=24)
    assert proposal.reply_due == MONDAY + timedelta(days=7)
    assert [action for _, action in proposal.steps][:2] == [
        LadderAction.RECEIPT_CHECK,
        LadderAction.FIRST_REMINDER,
    ]


def test_an_ordinary_date_moves_to_the_next_working_day_of_the_party_asked() -> None:
    tuesday = MONDAY + timedelta(days=1)  # three days on is a Friday

    proposal = propose_due(tuesday, Urgency.ORDINARY, preset_terms("en"), WEEKEND)

    assert proposal.receipt_due == tuesday + timedelta(days=5)


def test_a_holiday_is_where_the_party_is() -> None:
    calendar = Calendar(holidays=frozenset({date(2026, 3, 6)}))
    east = timezone(timedelta(hours=16))
    terms = preset_terms("en")

    here = propose_due(MONDAY, Urgency.ORDINARY, terms, calendar)
    there = propose_due(MONDAY, Urgency.ORDINARY, terms, calendar, east)

    assert here.receipt_due == MONDAY + timedelta(days=3)
    assert there.receipt_due == MONDAY + timedelta(days=4)


def test_a_calendar_without_any_working_day_moves_nothing() -> None:
    never = Calendar(weekend=frozenset(range(7)))

    assert never.next_working(MONDAY, UTC) == MONDAY


def test_the_agreed_clock_goes_before_the_preset_one() -> None:
    agreed = terms_with(
        ClockTerms(urgency=Urgency.ORDINARY, receipt_hours=1, reply_hours=48, working_days=False)
    )

    assert propose_due(MONDAY, Urgency.ORDINARY, agreed).reply_due == MONDAY + timedelta(days=2)
    assert propose_due(MONDAY, Urgency.URGENT, agreed).reply_due == MONDAY + timedelta(days=7)
    assert propose_due(MONDAY, Urgency.ORDINARY, agreed).steps == ()


def test_the_terms_hold_each_partys_calendar() -> None:
    preset = preset_terms("en")
    terms = Terms(
        clocks=preset.clocks,
        calendars=(
            CalendarTerms(party="astrea", weekend=(5, 6)),
            CalendarTerms(party="borea", weekend=(4,), holidays=(date(2026, 3, 3),)),
        ),
        language="en",
        highest_marking=preset.highest_marking,
        pause_cap_days=30,
        without_prejudice=True,
    )

    assert calendar_of(terms, "borea") == Calendar(frozenset({4}), frozenset({date(2026, 3, 3)}))
    assert calendar_of(terms, "corvia") == Calendar()


@given(instants, st.frozensets(st.integers(0, 6), max_size=6))
def test_a_proposed_day_is_a_working_day_and_the_first_one(
    start: datetime, weekend: frozenset[int]
) -> None:
    calendar = Calendar(weekend)

    moved = calendar.next_working(start, UTC)

    assert calendar.is_working(moved.date())
    assert timedelta(0) <= moved - start < timedelta(days=7)


def test_the_ladder_leads_from_the_working_contact_to_the_public() -> None:
    levels = sorted(EscalationLevel, key=lambda level: level.rank)

    assert (levels[0], levels[-1]) == (EscalationLevel.WORKING_CONTACT, EscalationLevel.PUBLIC)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    Calendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
    holidays=st.frozensets(DAYS, max_size=5),
)


@given(st.lists(CALENDARS, max_size=3), DAYS)
def test_a_joint_calendar_works_when_all_work(calendars: list[Calendar], day: date) -> None:
    together = joint(*calendars)

    assert together.is_working(day) == all(one.is_working(day) for one in calendars)
    assert joint(together, *calendars) == together


def agreed_with(*calendars: CalendarTerms) -> Terms:
    preset = preset_terms("en")
    return Terms(
        clocks=preset.clocks,
        calendars=calendars,
        language="en",
        highest_marking=preset.highest_marking,
        pause_cap_days=30,
        without_prejudice=True,
    )


def test_the_calendar_that_the_terms_name_counts_and_both_where_they_name_both() -> None:
    one = CalendarTerms(party="alice", weekend=(5, 6))
    other = CalendarTerms(party="bob", weekend=(4,), holidays=(date(2026, 5, 1),))

    assert counting(agreed_with(), {}) == Calendar()
    assert counting(agreed_with(one), {}) == Calendar(frozenset({5, 6}))
    assert counting(agreed_with(one, other), {}) == Calendar(
        frozenset({4, 5, 6}), frozenset({date(2026, 5, 1)})
    )


def test_what_was_accepted_adds_holidays_and_a_weekend_only_where_none_was_agreed() -> None:
    one = CalendarTerms(party="alice", weekend=(5, 6))
    newyear = frozenset({date(2027, 1, 1)})
    accepted = {
        "alice": Calendar(frozenset({4}), newyear),
        "bob": Calendar(frozenset({4})),
    }

    assert counting(agreed_with(one), accepted) == Calendar(frozenset({4, 5, 6}), newyear)
    assert counting(agreed_with(one), {"alice": accepted["alice"]}).weekend == {5, 6}
