"""One investigation serves several askers: what they are told is compared before it goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import Role
from answerable.node.desk.choices import PositionChoice
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Draft, Inquiry, Investigation
from answerable.node.desk.services import compartments, drafts, inquiries, investigations, serving
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import TERMS, Desk, answered, change, make_incident
from tests.node.desk.test_recorded import complaint
from tests.node.desk_pages.conftest import Browser


@pytest.fixture
def second(desk: Desk, inquiry: Inquiry) -> Inquiry:
    """Return what another asker asks about the same event."""
    channel = ledger.create_paper(
        title="Letters to Carol", their_code="carol", their_name="Carol", terms=TERMS, at=NOW
    )
    other = complaint(desk, channel, subject="The mill")
    incident = make_incident(desk)
    for one in (inquiry, other):
        inquiries.link_incident(one, incident, "i1", **desk.by())
    return other


def response(desk: Desk, inquiry: Inquiry, position: str, *reasons: str) -> Draft:
    draft = drafts.start("response", inquiry, **desk.acts())
    taken: Any = PositionChoice(incident="i1", position=position, reasons=reasons)  # type: ignore[arg-type]
    return change(desk, draft, answers=answered(draft), positions=(taken,))


def ask(desk: Desk, draft: Draft) -> Draft:
    return drafts.ask_clearance(draft, version=draft.version, **desk.by())


def serve(desk: Desk, investigation: Investigation, other: Inquiry) -> None:
    serving.serve(investigation, other, by=desk.investigator, at=NOW)


def test_an_answer_that_differs_waits_for_a_reason(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    ask(desk, response(desk, inquiry, "denies_involvement", "weather"))
    draft = response(desk, second, "accepts_responsibility")
    with pytest.raises(NotPossible, match="answers_differ"):
        ask(desk, draft)
    shown = drafts.preview(draft, at=NOW)
    apart = serving.differences(draft, shown.body, desk.officer)
    assert [str(one.kind) for one in apart] == ["position", "reasons"]
    with pytest.raises(BadInput):
        serving.acknowledge(draft, serving.digest_of(apart), reason="", **desk.by())

    serving.acknowledge(draft, serving.digest_of(apart), reason="New footage", **desk.by())

    assert ask(desk, draft).state == "awaiting_clearance"


def test_a_reason_counts_for_the_differences_that_were_shown_alone(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    ask(desk, response(desk, inquiry, "denies_involvement"))
    draft = response(desk, second, "accepts_responsibility")
    serving.acknowledge(draft, "0" * 64, reason="Something else", **desk.by())

    with pytest.raises(NotPossible, match="answers_differ"):
        ask(desk, draft)


def test_equal_answers_and_inquiries_that_are_not_joined_pass(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    ask(desk, response(desk, inquiry, "denies_involvement"))
    draft = response(desk, second, "denies_harm")
    assert serving.differences(draft, drafts.preview(draft, at=NOW).body, desk.officer) == []
    serve(desk, investigation, second)
    same = change(
        desk,
        draft,
        positions=(PositionChoice(incident="i1", position="denies_involvement"),),  # type: ignore[arg-type]
    )

    assert ask(desk, same).state == "awaiting_clearance"


def test_what_the_person_may_not_know_of_is_not_compared(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    ask(desk, response(desk, inquiry, "denies_involvement"))
    draft = response(desk, second, "denies_harm")
    body = drafts.preview(draft, at=NOW).body
    outside = make_user("outside", Role.OFFICER)
    assert serving.differences(draft, body, outside)
    room = compartments.open_compartment(name="Room", by=desk.officer, at=NOW)
    compartments.put(investigation, room, by=desk.officer, at=NOW)

    assert serving.differences(draft, body, outside) == []


def test_the_page_shows_both_side_by_side_and_takes_the_reason(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    investigator, officer = Browser(desk.investigator), Browser(desk.officer)
    investigator.done(
        f"/inquiries/{inquiry.reference}/investigation/serve/", reference=second.reference
    )
    assert second.reference in investigator.open(
        f"/inquiries/{inquiry.reference}/investigation/work/"
    )
    ask(desk, response(desk, inquiry, "denies_involvement"))
    draft = response(desk, second, "accepts_responsibility")

    page = officer.open(f"/drafts/{draft.pk}/check/")
    assert "are told otherwise" in page
    assert inquiry.reference in page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    officer.done(f"/drafts/{draft.pk}/differences/", digest=digest, note="New footage")

    assert "New footage" in officer.open(f"/drafts/{draft.pk}/check/")


def test_a_thread_is_served_once_and_only_what_we_are_asked(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation, paper: Channel
) -> None:
    serve(desk, investigation, second)

    with pytest.raises(NotPossible, match="already_so"):
        serve(desk, investigation, second)
    with pytest.raises(NotPossible, match="not_the_same_asker"):
        serve(desk, investigation, inquiry)


def test_no_second_investigation_is_opened_of_what_is_served(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    investigator = Browser(desk.investigator)
    path = f"/inquiries/{second.reference}/investigation/"
    by: Any = {"by": desk.investigator, "office": desk.embassy, "at": NOW}

    with pytest.raises(NotPossible, match="investigation_serves_it"):
        investigations.open_investigation(second, **by)

    first = f"/inquiries/{inquiry.reference}/investigation/"
    assert "Open an investigation" not in investigator.open(path)
    assert investigator.done(f"{path}open/") == first
    Investigation.objects.filter(pk=investigation.pk).update(closed_at=NOW)
    page = investigator.open(path)
    assert first in page
    assert "Open an investigation" in page
    investigator.done(f"{path}open/", office=desk.embassy.pk)
    assert Investigation.objects.filter(closed_at=None).get().thread == second.thread


def test_who_may_not_know_of_the_one_that_serves_it_is_not_told(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    room = compartments.open_compartment(name="Room", by=desk.officer, at=NOW)
    compartments.put(inquiry, room, by=desk.officer, at=NOW)
    outside = make_user("outside", Role.INVESTIGATOR)

    known = [serving.standing(second, user) for user in (desk.officer, outside)]

    assert known == [inquiry.reference, ""]


def test_several_answers_are_compared_with_as_many_queries_as_one(
    desk: Desk, inquiry: Inquiry, second: Inquiry, investigation: Investigation
) -> None:
    serve(desk, investigation, second)
    one = ask(desk, response(desk, inquiry, "denies_involvement"))
    other = response(desk, second, "denies_harm")
    body = drafts.preview(other, at=NOW).body
    with CaptureQueriesContext(connection) as alone:
        serving.differences_of([(one, one.body)], desk.officer)

    with CaptureQueriesContext(connection) as both:
        found = serving.differences_of([(one, one.body), (other, body)], desk.officer)

    assert [str(each.kind) for each in found[other.pk]] == ["position"]
    assert len(both) <= len(alone)
