"""How often the pages of a case ask the database: never more for a longer case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.casework import bodies
from answerable.casework.codes import InterimCode
from answerable.node.accounts.models import Role, User
from answerable.node.desk.models import FollowStep, Inquiry, Investigation, Translation
from answerable.node.desk.services import (
    case,
    drafts,
    duty,
    examining,
    investigations,
    reviews,
    threads,
)
from answerable.node.desk.services.drafts import chains
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    DAY,
    Desk,
    Other,
    make_draft,
    make_incident,
    raise_signed,
    response_body,
)
from tests.node.desk.test_recorded import complaint, reply
from tests.node.desk_pages.conftest import Browser

MOST = 12
# We raised this case, so nothing of it is examined here.
NOT_ASKED = ("examined", "investigations", "served_by", "carries_on", "carried_on")
LATER = NOW + 30 * DAY


@pytest.fixture
def inquiry(desk: Desk, other: Other) -> Inquiry:
    """Return a case of ours with one of each thing that its page shows."""
    made = raise_signed(desk, other.channel, about=[make_incident(desk)])
    lengthen(desk, other, made, 1)
    drafts.start("follow_up", made, **desk.acts(LATER))
    return Inquiry.objects.get(pk=made.pk)


def lengthen(desk: Desk, other: Other, inquiry: Inquiry, number: int) -> None:
    """Say, note and review once more."""
    at = NOW + number * DAY
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None
    for body in (bodies.Interim(code=InterimCode.STILL_EXAMINING), response_body()):
        leaf = other.say(inquiry.thread, body, refs=[ref], at=at)
    other.arrive(at)
    inquiry.refresh_from_db()
    review = reviews.start_review(inquiry, response_leaf=leaf, **desk.acts(at))
    reviews.judge_question(review, "q1", "not_answered", **desk.by(at))
    reviews.conclude(
        review,
        character="cooperative_but_incomplete",
        recommendation="ask_again",
        version=review.version,
        **desk.by(at),
    )
    reply(desk, inquiry, summary=f"Told on the telephone, {number}")
    contact = duty.add_contact(inquiry.channel, desk="Duty room", telephone="1", **desk.by(at))
    said: dict[str, Any] = {"called_at": at, "caller": "Amal", "result": "call_back"}
    duty.record_call(inquiry, contact=contact, **said, **desk.by(at))
    FollowStep.objects.create(
        channel=inquiry.channel, thread=inquiry.thread, leaf=leaf, action="level_up", number=1,
        due=at, outcome="taken", means="call", done_at=at, by=desk.officer, noted_at=at,
    )  # fmt: skip


def test_a_longer_case_asks_no_query_more(desk: Desk, other: Other, inquiry: Inquiry) -> None:
    path = f"/inquiries/{inquiry.reference}/"
    short, before = counted(desk.officer, path)

    for number in (2, 3, 4):
        lengthen(desk, other, inquiry, number)
    long, after = counted(desk.officer, path)

    assert "Told on the telephone, 4" in long
    assert "Told on the telephone, 4" not in short
    assert len(after) <= len(before) <= MOST, after


def test_who_clears_pays_no_more_than_twelve(desk: Desk, inquiry: Inquiry) -> None:
    page, queries = counted(desk.clearer, f"/inquiries/{inquiry.reference}/")

    assert "Told on the telephone" in page
    assert len(queries) <= MOST, queries


def test_what_was_done_here_is_read_with_the_case_and_not_shown_to_an_auditor(
    desk: Desk, inquiry: Inquiry
) -> None:
    path, auditor = f"/inquiries/{inquiry.reference}/", make_user("eve", Role.AUDITOR)

    ours, theirs = (counted(user, path)[0] for user in (desk.officer, auditor))

    for words in ("Review 1", "/drafts/"):
        assert words in ours
        assert words not in theirs


def test_a_case_has_what_is_read_one_by_one(desk: Desk, inquiry: Inquiry) -> None:
    Translation.objects.create(
        channel=inquiry.channel,
        thread=inquiry.thread,
        leaf=inquiry.raised_leaf,
        language="uk",
        way="human",
        maker_kind="person",
        maker="A translator",
        made_on=NOW.date(),
        office=desk.embassy,
        entered_by=desk.officer,
        entered_at=NOW,
    )
    parts = case.parts_for(desk.officer)
    found = case.read(Inquiry.objects.filter(pk=inquiry.pk), desk.officer)

    assert found is not None
    for part in parts:
        paths = part.by if isinstance(part.by, Mapping) else {part.by: "pk"}
        own = part.rows().filter(**{path: getattr(inquiry, name) for path, name in paths.items()})
        fields = [field.attname for field in part.fields()]
        assert [[getattr(row, name) for name in fields] for row in found.made[part.name]] == [
            [getattr(row, name) for name in fields] for row in own
        ], part.name
        assert found.made[part.name] or part.name in NOT_ASKED, part.name
    assert str(found.made["cleared"][0].by) == "Amal"
    assert str(found.made["concluded"][0].office) == str(desk.embassy)


def test_more_work_on_an_investigation_asks_no_query_more(desk: Desk, paper: Channel) -> None:
    inquiry = complaint(desk, paper)
    found = investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW
    )
    path = f"/inquiries/{inquiry.reference}/investigation/work/"
    work_on(desk, found, 1)
    short, before = counted(desk.investigator, path)

    for number in (2, 3, 4):
        work_on(desk, found, number)
    long, after = counted(desk.investigator, path)

    for words in ("Task 4", "Film 4", "Note 4", "Remedy 4"):
        assert words in long
        assert words not in short
    assert len(after) <= len(before) <= MOST, after


def work_on(desk: Desk, found: Investigation, number: int) -> None:
    """Add one of each thing to the work of an investigation."""
    by: dict[str, Any] = {"by": desk.investigator, "at": NOW}
    examining.give_task(found, title=f"Task {number}", owner=desk.officer, due=NOW.date(), **by)
    examining.ask_to_keep(
        found,
        kind="footage",
        what=f"Film {number}",
        held_at="Base",
        asked_of="Wing",
        asked_on=NOW.date(),
        **by,
    )
    examining.check_method(found, method="site_visit", done=True, note=f"Note {number}", **by)
    examining.record_remedy(
        found,
        kind="redress",
        code="apology",
        status="delivered",
        on=NOW.date(),
        note=f"Remedy {number}",
        **by,
    )


def counted(user: User, path: str) -> tuple[str, list[str]]:
    """Open a page a second time; return it with the queries that it asked."""
    browser = Browser(user)
    browser.open(path)
    with CaptureQueriesContext(connection) as queries:
        page = browser.open(path)
    return page, [one["sql"][:120] for one in queries]


def test_the_drafts_say_what_they_are_about_and_in_whose_hands_in_few_queries(
    desk: Desk, other: Other, inquiry: Inquiry
) -> None:
    chains.add_step(desk.bureau, role="clearer", by=desk.administrator, at=NOW)
    about = make_incident(desk)
    for number in range(10):
        draft = make_draft(desk, other.channel, about=[about], subject=f"Subject {number}")
        if number:
            drafts.ask_clearance(draft, version=draft.version, **desk.by())
        if number > 1:
            drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)

    page, queries = counted(desk.officer, "/drafts/")

    for words in (
        "Subject 0", "Subject 9", about.reference, inquiry.reference, inquiry.subject,
        f"<bdi>Amal</bdi>, <bdi>{desk.embassy}</bdi>", f"Next: Clearer, <bdi>{desk.bureau}</bdi>",
        f"To be sent by <bdi>{desk.embassy}</bdi>",
    ):  # fmt: skip
        assert words in page, words
    assert len(queries) <= MOST, queries
