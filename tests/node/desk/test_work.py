"""Investigations and reviews: private, dated, each with who and what it came to."""

from typing import Any

import pytest

from answerable.node.accounts.models import Office, Role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Inquiry, Investigation, Review
from answerable.node.desk.services import investigations, reviews
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_office, make_user
from tests.node.desk.factories import DAY, Desk, raise_on_paper
from tests.node.desk.test_recorded import complaint, reply


def opened(desk: Desk, inquiry: Inquiry) -> Investigation:
    return investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW
    )


def step(desk: Desk, investigation: Investigation, **given: Any) -> None:
    fields: dict[str, Any] = {
        "stage": "nexus_check",
        "outcome": "nexus",
        "done_on": NOW.date(),
        "version": investigation.version,
        "by": desk.investigator,
        **given,
    }
    investigations.record_step(investigation, **fields, at=NOW)


def test_each_step_has_a_date_and_an_outcome(desk: Desk, paper: Channel) -> None:
    investigation = opened(desk, complaint(desk, paper))
    step(desk, investigation)

    assert investigations.next_stage(investigation) == "fact_finding"
    with pytest.raises(BadInput):
        step(desk, investigation, outcome="facts_established")
    with pytest.raises(BadInput):
        step(desk, investigation, done_on=(NOW + DAY).date())


def test_one_investigation_is_open_at_a_time(desk: Desk, paper: Channel) -> None:
    inquiry = complaint(desk, paper)
    opened(desk, inquiry)

    with pytest.raises(NotPossible, match="investigation_is_open"):
        opened(desk, inquiry)


def test_an_investigation_closes_after_its_decision(desk: Desk, paper: Channel) -> None:
    inquiry = complaint(desk, paper)
    investigation = opened(desk, inquiry)
    with pytest.raises(NotPossible, match="investigation_has_no_decision"):
        investigations.close_investigation(
            investigation, version=investigation.version, by=desk.investigator, at=NOW
        )
    investigations.decide(
        investigation,
        outcome="reply_with_findings",
        done_on=NOW.date(),
        version=investigation.version,
        by=desk.investigator,
        at=NOW,
    )

    investigations.close_investigation(
        investigation, version=investigation.version, by=desk.investigator, at=NOW
    )

    assert investigation.closed_at == NOW
    assert opened(desk, inquiry).pk != investigation.pk


def test_of_two_steps_from_one_page_one_is_told(desk: Desk, paper: Channel) -> None:
    investigation = opened(desk, complaint(desk, paper))
    stale = investigation.version
    step(desk, investigation)

    with pytest.raises(ChangedMeanwhile):
        step(desk, investigation, version=stale)


def test_only_an_investigator_investigates_and_only_what_we_were_asked(
    desk: Desk, paper: Channel
) -> None:
    with pytest.raises(NotPermitted):
        investigations.open_investigation(complaint(desk, paper), **desk.acts())
    with pytest.raises(NotPossible, match="we_are_not_asked"):
        opened(desk, raise_on_paper(desk, paper))


def test_a_legal_adviser_reviews_for_the_offices_under_their_own_and_takes_no_other_step(
    desk: Desk, paper: Channel
) -> None:
    investigation = opened(desk, complaint(desk, paper))
    envoy = make_office("envoy")
    adviser = make_user("livia", Role.LEGAL, office="envoy")
    review = {"stage": "legal_review", "outcome": "review_completed", "by": adviser}

    with pytest.raises(NotPermitted):
        step(desk, investigation, **review)
    Office.objects.filter(pk=investigation.office_id).update(parent=envoy)
    investigation.refresh_from_db()

    step(desk, investigation, **review)
    assert investigations.stages_for(adviser, investigation) == ["legal_review"]
    with pytest.raises(NotPermitted):
        step(desk, investigation, stage="decision", outcome="reply_with_findings", by=adviser)


def reviewed(desk: Desk, paper: Channel) -> Review:
    inquiry = raise_on_paper(desk, paper)
    reply(desk, inquiry, answers={"q1": ("answered", "Yes")})
    return reviews.start_review(inquiry, **desk.acts(NOW + 3 * DAY))


def test_a_review_is_of_the_newest_response(desk: Desk, paper: Channel) -> None:
    review = reviewed(desk, paper)
    inquiry = Inquiry.objects.get(thread=review.thread)

    assert review.response_leaf == reviews.responses_to_review(inquiry)[-1].leaf
    with pytest.raises(NotPossible, match="review_is_open"):
        reviews.start_review(inquiry, **desk.acts(NOW + 3 * DAY))


def test_a_question_never_asked_is_not_judged(desk: Desk, paper: Channel) -> None:
    with pytest.raises(BadInput):
        reviews.judge_question(reviewed(desk, paper), "q7", "answered", **desk.by(NOW + 3 * DAY))


def test_judging_again_replaces_the_judgement(desk: Desk, paper: Channel) -> None:
    review = reviewed(desk, paper)
    reviews.judge_question(review, "q1", "answered", **desk.by(NOW + 3 * DAY))

    reviews.judge_question(review, "q1", "partly", **desk.by(NOW + 4 * DAY))

    assert [row.judgement for row in review.questions.all()] == ["partly"]


def test_a_claims_check_keeps_its_trail(desk: Desk, paper: Channel) -> None:
    claim = reviews.add_claim(reviewed(desk, paper), "The road was closed", **desk.by())
    assert claim.verification == "unverified"

    reviews.check_claim(claim, "third_party_asked", **desk.by(NOW + 4 * DAY))
    reviews.check_claim(claim, "contradicted", **desk.by(NOW + 5 * DAY))

    assert [one.verification for one in claim.changes.all()] == [
        "third_party_asked",
        "contradicted",
    ]


def test_a_concluded_review_stands(desk: Desk, paper: Channel) -> None:
    review = reviewed(desk, paper)
    reviews.conclude(
        review,
        character="largely_satisfactory",
        recommendation="accept",
        version=review.version,
        **desk.by(NOW + 4 * DAY),
    )

    with pytest.raises(NotPossible, match="review_is_concluded"):
        reviews.judge_question(review, "q1", "partly", **desk.by(NOW + 5 * DAY))
    inquiry = Inquiry.objects.get(thread=review.thread)
    assert reviews.start_review(inquiry, **desk.acts(NOW + 5 * DAY)).pk != review.pk
