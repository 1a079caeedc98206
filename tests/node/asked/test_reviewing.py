"""A second person reads the response, what changed is marked, and what is open is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.node.accounts.models import Role, User
from answerable.node.desk.choices import FollowUpChoice
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Inquiry, Review
from answerable.node.desk.services import changes, drafts, reviews
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk, raise_on_paper
from tests.node.desk.test_recorded import reply
from tests.node.desk_pages.conftest import Browser

LATER = NOW + 4 * DAY


@pytest.fixture
def review(desk: Desk, paper: Channel) -> Review:
    inquiry = raise_on_paper(desk, paper, questions=("Who was there?", "What was fired?"))
    reply(desk, inquiry, answers={"q1": ("partly", "Nobody was there")})
    reply(desk, inquiry, answers={"q1": ("answered", "Nobody of ours was there")},
          stated_at=NOW + 2 * DAY)  # fmt: skip
    return reviews.start_review(inquiry, **desk.acts(LATER))


@pytest.fixture
def second(desk: Desk) -> User:
    return make_user("second-reader", Role.ANALYST)


def concluded(desk: Desk, review: Review) -> Review:
    fields: dict[str, Any] = {"character": "largely_satisfactory", "recommendation": "accept"}
    return reviews.conclude(review, version=review.version, **fields, **desk.by(LATER))


def test_a_second_reader_is_another_person_and_disagrees_with_a_reason(
    desk: Desk, review: Review, second: User
) -> None:
    with pytest.raises(NotPossible, match="review_is_not_concluded"):
        reviews.read_again(review, agrees=True, by=second, at=LATER)
    concluded(desk, review)
    with pytest.raises(NotPossible, match="reader_is_the_reviewer"):
        reviews.read_again(review, agrees=True, **desk.by(LATER))
    with pytest.raises(BadInput):
        reviews.read_again(review, agrees=False, by=second, at=LATER)

    reviews.read_again(review, agrees=False, note="Question 2 is open", by=second, at=LATER)

    assert [one.agrees for one in review.readings.all()] == [False]
    with pytest.raises(NotPossible, match="reading_was_done"):
        reviews.read_again(review, agrees=True, by=second, at=LATER)


def test_the_page_shows_the_disagreement_and_what_changed(
    desk: Desk, review: Review, second: User
) -> None:
    concluded(desk, review)
    browser = Browser(second)
    path = f"/reviews/{review.pk}/"
    page = browser.open(path)
    assert "of ours" in page.partition("<ins>")[2].partition("</ins>")[0]

    browser.done(f"{path}read/", agrees="no", note="Question 2 is open")

    page = Browser(desk.officer).open(path)
    assert "Disagrees" in page
    assert "Question 2 is open" in page


def test_a_check_names_what_it_rests_on(desk: Desk, review: Review) -> None:
    claim = reviews.add_claim(review, "The road was closed", **desk.by(LATER))

    reviews.check_claim(claim, "contradicted", evidence="Road log 7", **desk.by(LATER))

    assert claim.evidence == "Road log 7"
    assert [one.evidence for one in claim.changes.all()] == ["Road log 7"]
    assert "Road log 7" in Browser(desk.officer).open(f"/reviews/{review.pk}/")


def test_asking_again_begins_with_what_is_open(desk: Desk, review: Review) -> None:
    reviews.judge_question(review, "q1", "partly", **desk.by(LATER))
    inquiry = Inquiry.objects.get(thread=review.thread)

    draft = drafts.start("follow_up", inquiry, review=review, **desk.acts(LATER))

    choice = drafts.choice_of(draft)
    assert isinstance(choice, FollowUpChoice)
    assert [one.question for one in choice.again] == ["q1", "q2"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = changes.word_changes(before, after)

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_a_very_long_text_is_shown_as_replaced() -> None:
    pieces = changes.word_changes("a " * 4000, "b " * 4000)

    assert [one.kind for one in pieces] == ["gone", "new"]
