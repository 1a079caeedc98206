"""The board: whose move it is, and what time makes of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import (
    board,
    compartments,
    correspondence,
    drafts,
    investigations,
)
from answerable.node.desk.services.cards import Card
from answerable.node.ledger.models import Channel, PeerStatus
from tests.factories import NOW, on_a_page
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    make_draft,
    make_report,
    raise_on_paper,
    raise_signed,
)
from tests.node.desk.test_recorded import complaint, reply


def names(cards: tuple[Card, ...]) -> list[str]:
    return [card.reference for card in cards]


def test_it_says_whose_move_it_is(desk: Desk, paper: Channel) -> None:
    ours = raise_on_paper(desk, paper)
    theirs = complaint(desk, paper)

    seen = board.for_user(desk.officer, NOW)

    assert names(seen.on_them) == [ours.reference]
    assert names(seen.on_us) == [theirs.reference]
    assert set(names(seen.newest)) == {ours.reference, theirs.reference}


def test_where_there_is_nothing_the_board_counts_nothing(desk: Desk) -> None:
    assert set(board.for_user(desk.officer, NOW).counts.values()) == {0}
    assert set(board.for_user(desk.administrator, NOW).counts.values()) == {0}


def test_overdue_is_asked_with_the_time(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    assert inquiry.next_due is not None

    assert names(board.for_user(desk.officer, inquiry.next_due).overdue) == []
    late = board.for_user(desk.officer, inquiry.next_due + HOUR)

    assert names(late.overdue) == [inquiry.reference]
    assert late.overdue[0].is_overdue


def test_what_was_not_delivered_is_not_overdue(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    seen = board.for_user(desk.officer, NOW + 400 * DAY)

    assert names(seen.undelivered) == [inquiry.reference]
    assert names(seen.overdue) == []


def test_a_receipt_takes_it_off_the_undelivered(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    PeerStatus.objects.filter(channel=other.channel).update(ours_mirrored=1000)

    seen = board.for_user(desk.officer, NOW + DAY)

    assert names(seen.undelivered) == []
    assert names(seen.on_them) == [inquiry.reference]


def test_what_is_shut_away_takes_the_place_of_nothing(desk: Desk, paper: Channel) -> None:
    room = compartments.open_compartment(name="Referral", **desk.by())
    made = [raise_on_paper(desk, paper) for _ in range(2 * board.SHOWN + 1)]
    # As many stand before it, by what is due first and by what is newest.
    open_one = made.pop(board.SHOWN)
    for shut in made:
        compartments.put(shut, room, **desk.by())

    seen = board.for_user(desk.clearer, NOW)

    assert names(seen.on_them) == [open_one.reference]
    assert seen.counts["on_them"] == 1


def test_a_pause_stands_apart_with_the_whole_time_and_ends_by_itself(
    desk: Desk, paper: Channel
) -> None:
    inquiry = raise_on_paper(desk, paper)
    correspondence.pause(inquiry, reason="agreed", until=NOW + 20 * DAY, **desk.acts(NOW + DAY))

    [card] = board.for_user(desk.officer, NOW + 10 * DAY).paused

    assert card.elapsed == 10 * DAY
    assert board.for_user(desk.officer, NOW + 21 * DAY).paused == ()


def test_a_pause_moves_what_is_due(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    reply(desk, inquiry, "interim")
    inquiry.refresh_from_db()
    due = inquiry.next_due
    assert due is not None

    inquiry = correspondence.pause(
        inquiry, reason="agreed", until=NOW + 12 * DAY, **desk.acts(NOW + 2 * DAY)
    )

    assert inquiry.next_due == due + 10 * DAY


def test_what_we_closed_waits_on_nobody(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    correspondence.close(inquiry, reason="no_further_action", **desk.acts(NOW + DAY))

    seen = board.for_user(desk.officer, NOW + 400 * DAY)

    assert seen.on_us == seen.on_them == seen.overdue == ()


def test_what_waits_on_me_is_what_i_have_in_hand(desk: Desk, paper: Channel) -> None:
    inquiry = complaint(desk, paper)
    assert board.for_user(desk.investigator, NOW).on_me == ()

    investigations.open_investigation(inquiry, by=desk.investigator, office=desk.embassy, at=NOW)

    assert names(board.for_user(desk.investigator, NOW).on_me) == [inquiry.reference]
    assert board.for_user(desk.officer, NOW).on_me == ()


def test_a_draft_waits_on_who_may_clear_it(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    assert [row.draft for row in board.for_user(desk.clearer, NOW).drafts_to_clear] == [draft]
    assert board.for_user(desk.officer, NOW).drafts_to_clear == ()
    assert board.for_user(desk.officer, NOW).my_drafts == (draft,)


def test_an_administrator_alone_sees_an_empty_board(desk: Desk, paper: Channel) -> None:
    raise_on_paper(desk, paper)
    make_report(desk)

    seen = board.for_user(desk.administrator, NOW)

    assert seen.newest == ()
    assert seen.new_reports == 0


def test_information_asked_back_waits_on_us(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)

    reply(desk, inquiry, "question_back", requests=["Where exactly?"], until=NOW + 9 * DAY)

    inquiry.refresh_from_db()
    assert inquiry.waiting_on == "both"
    assert inquiry.next_due == NOW + 9 * DAY


@pytest.mark.parametrize("number", [1, 12])
def test_it_costs_the_same_few_queries_however_many_cases(
    desk: Desk, paper: Channel, number: int
) -> None:
    for _one in range(number):
        inquiry = raise_on_paper(desk, paper)
    correspondence.pause(inquiry, reason="agreed", until=NOW + 29 * DAY, **desk.acts(NOW))
    draft = make_draft(desk, paper)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    officer = on_a_page(desk.officer)

    with CaptureQueriesContext(connection) as queries:
        board.for_user(officer, NOW + 20 * DAY)

    assert len(queries) <= 12


def test_each_list_begins_with_what_comes_first_among_all(desk: Desk, paper: Channel) -> None:
    Inquiry.objects.bulk_create(
        Inquiry(
            channel=paper,
            thread=f"{number:032x}",
            reference=f"X-{number}",
            role="raising",
            state="raised",
            waiting_on=("us", "them", "both", "none")[number % 4],
            delivered_at=NOW,
            next_due=None if number % 7 == 0 else NOW + (number * 37 % 200) * DAY,
            last_message_at=NOW + (number * 53 % 200) * DAY,
            closed_ours=number % 9 == 0,
        )
        for number in range(200)
    )
    now = NOW + 100 * DAY

    seen = board.for_user(desk.officer, now)

    rows = list(Inquiry.objects.all())
    dated = sorted(rows, key=lambda one: (one.next_due is None, one.next_due, one.pk))
    open_ones = [one for one in dated if not one.closed_ours]
    ours = [one.reference for one in open_ones if one.waiting_on in ("us", "both")]
    late = [one.reference for one in dated if one.is_overdue(now)]
    newest = sorted(rows, key=lambda one: (one.last_message_at, one.pk), reverse=True)
    assert names(seen.on_us) == ours[: board.SHOWN]
    assert names(seen.overdue) == late[: board.SHOWN]
    assert names(seen.newest) == [one.reference for one in newest[: board.SHOWN]]
    assert (seen.counts["on_us"], seen.counts["overdue"]) == (len(ours), len(late))
    assert len(ours) > board.SHOWN < len(late)
