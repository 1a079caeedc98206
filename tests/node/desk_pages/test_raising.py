"""The whole way of a case through forms alone, as the side that asks walks it."""

import re
from datetime import timedelta

import pytest

from answerable.node.desk.models import Draft
from answerable.node.desk.services import drafts, reports
from tests.node.desk.factories import Desk, Other, make_incident, make_report
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
