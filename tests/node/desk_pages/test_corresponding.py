"""What follows after raising, through forms alone: answers, reviews, pauses, closing, reopening."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.casework import bodies
from answerable.casework.codes import Kind
from answerable.casework.terms import PAUSE_CAP_DAYS
from answerable.casework.words import Text, Words
from answerable.node.desk.models import Inquiry, Review
from answerable.node.desk.services import threads
from tests.node.desk.factories import Desk, Other, raise_signed
from tests.node.desk_pages.conftest import Browser
from tests.node.desk_pages.test_raising import field

HOUR = timedelta(hours=1)


@pytest.fixture
def answered(desk: Desk, other: Other) -> Inquiry:
    """Raise an inquiry; a person there acknowledges it and answers one question in part."""
    now = timezone.now().replace(microsecond=0)
    asked = ("Who was there?", "What was done to verify the target?")
    inquiry = raise_signed(desk, other.channel, questions=asked, at=now)
    raised = threads.read(other.channel, inquiry.thread).spoken[0].entry.ref
    ack = bodies.Ack(outcome="received", delivered_at=now + HOUR)  # type: ignore[arg-type]
    other.say(inquiry.thread, ack, refs=[raised], at=now + HOUR)
    response = bodies.Response(
        final=True,
        answers=(
            bodies.Answer(question="q1", code="answered"),  # type: ignore[arg-type]
            bodies.Answer(question="q2", code="partly"),  # type: ignore[arg-type]
        ),
        figures=(
            bodies.Acknowledged(
                incident="i1",
                category="killed",  # type: ignore[arg-type]
                group="total",  # type: ignore[arg-type]
                low=4,
                high=6,
                as_of=now.date(),
            ),
        ),
        language="en",
        marking="amber",  # type: ignore[arg-type]
    )
    words = Words(
        kind=Kind.RESPONSE,
        language="en",
        answers=(Text(id="q1", text="A patrol was there."), Text(id="q2", text="Footage.")),
    )
    other.say(inquiry.thread, response, at=now + 2 * HOUR, words=words)
    other.arrive(now + 3 * HOUR)
    inquiry.refresh_from_db()
    return inquiry


def test_answers_stand_beside_their_questions(officer: Browser, answered: Inquiry) -> None:
    page = officer.open(f"/inquiries/{answered.reference}/")

    assert page.index("Who was there?") < page.index("A patrol was there.")
    assert page.index("A patrol was there.") < page.index("What was done to verify the target?")
    assert "4 to 6" in page


def test_delivered_and_acknowledged_by_a_person_are_two_things(
    officer: Browser, answered: Inquiry
) -> None:
    page = officer.open(f"/inquiries/{answered.reference}/")

    assert "Acknowledged by a person at <bdi>Bob</bdi>" in page
    assert "Delivered to <bdi>Bob</bdi>&#x27;s node" not in page
    assert "Not delivered yet" in page


def test_a_review_judges_question_by_question_and_leads_to_asking_again(
    officer: Browser, answered: Inquiry
) -> None:
    path = officer.done(f"/inquiries/{answered.reference}/review/")
    review = Review.objects.get()
    officer.done(f"{path}questions/q2/", **{"q2-judgement": "partly", "q2-note": "Which footage?"})
    officer.done(f"{path}claims/add/", claim="Footage exists", question="q2", about="Relief")
    claim = review.claims.get()
    officer.done(f"{path}claims/{claim.pk}/check/", verification="contradicted", note="Not asked")
    officer.done(
        f"{path}conclude/",
        character="cooperative_but_incomplete",
        recommendation="ask_again",
        version=field(officer.open(path), "version"),
    )

    page = officer.open(path)
    assert "Cooperative but incomplete" in page
    assert "Contradicted" in page
    to = officer.done(f"/inquiries/{answered.reference}/do/follow_up/?review={review.pk}")
    says = officer.open(to.replace("form", "says"))
    assert re.search(r'name="again-q2-ask"[^>]*checked', says)
    assert not re.search(r'name="again-q1-ask"[^>]*checked', says)


def test_escalating_fills_in_the_next_level(officer: Browser, answered: Inquiry) -> None:
    path = f"/inquiries/{answered.reference}/do/follow_up/?level=head_of_section"

    page = officer.open(officer.done(path))

    assert re.search(r'<option value="head_of_section" selected', page)


def test_closing_is_for_ones_own_side(officer: Browser, answered: Inquiry) -> None:
    to = officer.done(
        f"/inquiries/{answered.reference}/do/close/", reason="explained_satisfactorily"
    )

    assert "Closed by Alice, open for Bob" in officer.open(to)


def test_a_closed_inquiry_can_be_reopened(officer: Browser, answered: Inquiry) -> None:
    path = f"/inquiries/{answered.reference}"
    officer.done(f"{path}/do/close/", reason="explained_satisfactorily")

    to = officer.done(f"{path}/do/reopen/", reason="new_information")

    assert "Closed by Alice" not in officer.open(to)


def test_a_pause_has_a_reason_and_a_cap(officer: Browser, answered: Inquiry) -> None:
    page = officer.refused(f"/inquiries/{answered.reference}/do/suspend/", reason="recess")

    assert 'href="#id_until"' in page
    assert f"at most {PAUSE_CAP_DAYS} days" in page


def test_a_pause_beyond_what_the_terms_allow_is_refused_at_its_date(
    officer: Browser, answered: Inquiry
) -> None:
    until = f"{timezone.now() + timedelta(days=PAUSE_CAP_DAYS + 2):%Y-%m-%dT%H:%M}"

    page = officer.refused(
        f"/inquiries/{answered.reference}/do/suspend/", reason="recess", until=until
    )

    assert "The terms allow no pause as long as this" in page
    assert 'href="#id_until"' in page
    answered.refresh_from_db()
    assert answered.paused_since is None


def test_an_act_that_is_not_possible_now_changes_nothing(
    officer: Browser, answered: Inquiry
) -> None:
    page = officer.refused(
        f"/inquiries/{answered.reference}/do/agree_extension/",
    )

    assert "errors-above" in page


def test_a_message_out_of_sequence_is_shown_with_its_code(
    officer: Browser, answered: Inquiry, other: Other
) -> None:
    now = timezone.now().replace(microsecond=0)
    strange = bodies.Response(
        final=False,
        answers=(bodies.Answer(question="q9", code="answered"),),  # type: ignore[arg-type]
        language="en",
        marking="amber",  # type: ignore[arg-type]
    )
    other.say(answered.thread, strange, at=now + 4 * HOUR)
    other.arrive(now + 5 * HOUR)

    page = officer.open(f"/inquiries/{answered.reference}/")

    assert "Out of sequence" in page
    assert "unknown_question" in page


def test_the_proof_of_a_message_can_be_taken_away(officer: Browser, answered: Inquiry) -> None:
    leaf = answered.messages.filter(kind="response").get().leaf
    path = f"/inquiries/{answered.reference}/messages/{leaf}/"

    proof = officer.client.get(f"{path}proof/")

    assert f"{path}proof/" in officer.open(path)
    assert proof["Content-Disposition"].endswith('.tlog-proof"')
    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert officer.client.get(f"{path}entry/").content.startswith(b"{")
