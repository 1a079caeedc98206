"""Which marking a page carries: the highest of what it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.codes import Marking
from answerable.node.desk.models import Incident
from answerable.node.desk.services import drafts, exhibits, markings
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    Desk,
    Other,
    make_draft,
    make_incident,
    make_paper,
    make_signed,
    raise_signed,
    response_body,
)
from tests.node.desk_pages.conftest import Browser


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@given(st.lists(st.sampled_from([*Marking, "", None, "purple"]), max_size=6))
def test_the_highest_of_several_is_never_below_any(codes: list[object]) -> None:
    found = markings.highest(codes)

    known = [Marking(str(code)) for code in codes if str(code) in list(Marking)]
    assert bool(found) == bool(known)
    assert all(one.rank <= Marking(found).rank for one in known)


def test_an_answer_with_a_higher_marking_lifts_its_case_and_incident(desk: Desk) -> None:
    other = Other(*make_signed(desk))
    incident = make_incident(desk)
    inquiry = raise_signed(desk, other.channel, about=[incident], marking=Marking.GREEN)
    before = inquiry.marking

    other.say(inquiry.thread, response_body(marking="amber"), at=NOW + DAY)
    other.arrive(NOW + DAY)

    inquiry.refresh_from_db()
    assert (before, inquiry.marking) == ("green", "amber")
    row = Incident.objects.annotate(handling=markings.of_incident(desk.officer)).get()
    assert row.handling == "amber"
    page = Browser(desk.officer).open(f"/inquiries/{inquiry.reference}/")
    assert 'class="handling handling-amber"' in page
    assert 'class="mark handling-green"' in page


def test_a_kind_without_a_marking_leaves_under_the_channels_highest(desk: Desk) -> None:
    paper = make_paper(desk)
    draft = make_draft(desk, paper, marking=Marking.GREEN)
    marked = markings.of_draft(draft)
    draft.body, draft.choice = None, {}

    assert marked == "green"
    assert markings.of_draft(draft) == str(drafts.highest_marking(paper))


def test_evidence_lifts_its_incident_and_its_own_page_until_it_is_set_aside(desk: Desk) -> None:
    other = Other(*make_signed(desk))
    incident, officer = make_incident(desk), Browser(desk.officer)
    raise_signed(desk, other.channel, about=[incident], marking=Marking.AMBER)
    about = exhibits.About(
        kind="photo", description="A wall", keeper="The hospital", marking=str(Marking.RED)
    )
    exhibit = exhibits.describe(incident, about, **desk.by())
    path = f"/incidents/{incident.reference}/"
    own = f"{path}evidence/{exhibit.pk}/"

    assert 'class="handling handling-red"' in officer.open(path)
    exhibits.set_aside(exhibit, reason="Of another event", **desk.by())

    assert 'class="handling handling-amber"' in officer.open(path)
    assert 'class="handling handling-red"' in officer.open(own)
    assert 'class="handling handling-red"' in officer.open(f"{own}correct/")


def test_evidence_of_a_low_marking_lowers_nothing(desk: Desk) -> None:
    other = Other(*make_signed(desk))
    incident = make_incident(desk)
    raise_signed(desk, other.channel, about=[incident], marking=Marking.AMBER)
    about = exhibits.About(
        kind="photo", description="A wall", keeper="The hospital", marking=str(Marking.GREEN)
    )
    exhibits.describe(incident, about, **desk.by())

    page = Browser(desk.officer).open(f"/incidents/{incident.reference}/")

    assert 'class="handling handling-amber"' in page


def test_an_incident_that_nobody_asked_about_is_internal(desk: Desk) -> None:
    incident = make_incident(desk)

    page = Browser(desk.officer).open(f"/incidents/{incident.reference}/")

    assert 'class="handling handling-internal"' in page
