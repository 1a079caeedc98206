"""The whole way of a case through forms alone, as the side that asks walks it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.casework import bodies
from answerable.casework.codes import Kind
from answerable.casework.terms import PAUSE_CAP_DAYS
from answerable.casework.words import Text, Words
from answerable.node.desk.models import Draft, Inquiry, Review
from answerable.node.desk.services import drafts, reports, threads
from tests.node.desk.factories import Desk, Other, make_incident, make_report, raise_signed
from tests.node.desk_pages.conftest import Browser

HOUR = timedelta(hours=1)
QUESTIONS = {
    "questions-rows": "3",
    "questions-0-text": "Who was there?",
    "questions-1-text": "What was done to verify the target?",
}


@pytest.fixture
def draft(desk: Desk, other: Other, officer: Browser) -> Draft:
    """Begin an inquiry about an incident whose report names a witness."""
    report = make_report(desk)
    reports.mark_phrase(report, "Nadia Okonkwo", **desk.by())
    incident = make_incident(desk, of=[report], narrative="Told by Nadia Okonkwo.")
    path = officer.done(
        f"/incidents/{incident.reference}/raise/", channel=other.channel.pk, urgency="ordinary"
    )
    draft = Draft.objects.get()
    assert path == f"/drafts/{draft.pk}/form/"
    return draft


def write(officer: Browser, draft: Draft, **more: str) -> None:
    """Fill in the first two steps."""
    page = officer.open(f"/drafts/{draft.pk}/form/")
    officer.done(
        f"/drafts/{draft.pk}/form/",
        subject="Attack on a clinic",
        instrument="note_verbale",
        urgency="ordinary",
        receipt_due=field(page, "receipt_due"),
        reply_due=field(page, "reply_due"),
        language="en",
        marking="amber",
        version=field(page, "version"),
        go="next",
    )
    page = officer.open(f"/drafts/{draft.pk}/says/")
    officer.done(
        f"/drafts/{draft.pk}/says/",
        **{
            "version": field(page, "version"),
            "incidents-i1-title": "Clinic in Port Sarel",
            "go": "next",
            **QUESTIONS,
            **more,
        },
    )


def field(page: str, name: str) -> str:
    """Return what stands in a field of a page."""
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    assert tag is not None, name
    value = re.search(r'value="([^"]*)"', tag.group())
    return value.group(1) if value else ""


def cleared(officer: Browser, clearer: Browser, draft: Draft) -> None:
    """Ask for clearance and clear what is shown."""
    path = f"/drafts/{draft.pk}"
    version = field(officer.open(f"{path}/check/"), "version")
    officer.done(f"{path}/ask/", version=version)
    clearer.done(f"{path}/clear/", digest=field(clearer.open(f"{path}/check/"), "digest"))


def test_the_dates_are_proposed_and_the_urgency_can_change_them(
    officer: Browser, draft: Draft
) -> None:
    path = f"/drafts/{draft.pk}/form/"
    page = officer.open(path)
    before = field(page, "reply_due")

    officer.done(
        path,
        instrument="note_verbale",
        urgency="immediate",
        version=field(page, "version"),
        go="propose",
    )

    assert field(officer.open(path), "reply_due") < before


def test_a_question_left_empty_is_no_question(officer: Browser, draft: Draft) -> None:
    write(officer, draft)

    draft.refresh_from_db()
    choice = drafts.choice_of(draft)
    assert [one.text for one in choice.questions] == [  # type: ignore[union-attr]
        "Who was there?",
        "What was done to verify the target?",
    ]


def test_what_leaves_is_shown_apart_from_what_stays(officer: Browser, draft: Draft) -> None:
    write(officer, draft)

    page = officer.open(f"/drafts/{draft.pk}/leaves/")

    leaves, stays = page.split("frame-stays")
    assert "Who was there?" in leaves
    assert "Told by Nadia Okonkwo" not in page
    assert "Private narrative" in stays


def test_a_protected_name_stops_the_draft_until_it_is_replaced(
    officer: Browser, draft: Draft
) -> None:
    write(officer, draft, **{"grounds-text": "Nadia Okonkwo saw it."})
    path = f"/drafts/{draft.pk}"

    page = officer.open(f"{path}/leaves/")
    assert "is protected" in page
    assert "disabled" in officer.open(f"{path}/check/")
    officer.done(
        f"{path}/replace/",
        key=field(page, "key"),
        version=field(page, "version"),
        replacement="A witness",
    )

    page = officer.open(f"{path}/leaves/")
    assert "is protected" not in page
    assert "A witness saw it." in page


def test_a_protected_name_can_be_kept_with_a_reason(officer: Browser, draft: Draft) -> None:
    write(officer, draft, **{"grounds-text": "Nadia Okonkwo saw it."})
    path = f"/drafts/{draft.pk}"
    page = officer.open(f"{path}/leaves/")

    officer.done(
        f"{path}/keep/", key=field(page, "key"), version=field(page, "version"), reason="Agreed"
    )

    assert "Agreed" in officer.open(f"{path}/leaves/")
    assert "disabled" not in officer.open(f"{path}/check/")


def test_somebody_who_was_overtaken_keeps_every_word(
    officer: Browser, investigator: Browser, draft: Draft
) -> None:
    path = f"/drafts/{draft.pk}/says/"
    version = field(officer.open(path), "version")
    investigator.done(path, version=version, go="stay", **{"grounds-text": "Theirs"})

    page = officer.refused(path, version=version, go="next", **{"grounds-text": "Mine"})

    assert "Somebody saved this draft while you were writing." in page
    assert "Mine" in page
    officer.done(path, version=field(page, "version"), go="next", **{"grounds-text": "Mine"})
    draft.refresh_from_db()
    assert draft.choice["grounds"] == "Mine"


def test_a_draft_that_misses_something_says_what_and_where(officer: Browser, draft: Draft) -> None:
    write(officer, draft, **{"questions-0-text": "", "questions-1-text": ""})

    page = officer.open(f"/drafts/{draft.pk}/check/")

    assert "Still missing" in page
    assert f"/drafts/{draft.pk}/says/" in page


def test_the_author_is_not_offered_to_clear(officer: Browser, draft: Draft) -> None:
    write(officer, draft)
    path = f"/drafts/{draft.pk}"
    officer.done(f"{path}/ask/", version=field(officer.open(f"{path}/check/"), "version"))

    assert "Waiting for somebody of another office" in officer.open(f"{path}/check/")
    assert officer.send(f"{path}/clear/", digest="0" * 64).status_code == 403


def test_another_office_can_return_it_with_a_note(
    officer: Browser, clearer: Browser, draft: Draft
) -> None:
    write(officer, draft)
    path = f"/drafts/{draft.pk}"
    officer.done(f"{path}/ask/", version=field(officer.open(f"{path}/check/"), "version"))

    clearer.done(f"{path}/return/", note="Say which day.")

    draft.refresh_from_db()
    assert draft.state == "editing"
    assert "Say which day." in officer.open(f"{path}/check/")


def test_a_change_after_clearance_voids_it(
    officer: Browser, clearer: Browser, draft: Draft
) -> None:
    write(officer, draft)
    cleared(officer, clearer, draft)

    write(officer, draft, **{"grounds-text": "One word more"})

    page = officer.open(f"/drafts/{draft.pk}/check/")
    assert "Clearance void: the draft was changed" in page
    assert "Sign and send" not in page


def test_what_was_cleared_is_signed_and_stands_in_the_case(
    officer: Browser, clearer: Browser, draft: Draft
) -> None:
    write(officer, draft)
    cleared(officer, clearer, draft)

    to = officer.done(f"/drafts/{draft.pk}/send/")

    page = officer.open(to)
    assert "Inquiry raised" in page
    assert "Not delivered yet" in page
    assert "What was done to verify the target?" in page


def test_an_investigator_may_write_but_not_send(
    officer: Browser, clearer: Browser, investigator: Browser, draft: Draft
) -> None:
    write(investigator, draft)
    cleared(officer, clearer, draft)

    assert investigator.send(f"/drafts/{draft.pk}/send/").status_code == 403


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
