"""Writing together: pages that save while one types, both texts of a conflict, comments, chains."""

import pytest

from answerable.node.accounts.models import Role
from answerable.node.desk.models import ChainStep, Draft, DraftComment, DraftCopy
from answerable.node.desk.templatetags.desk_drafts import said_there
from answerable.node.ledger.models import Channel
from tests.factories import make_user
from tests.node.desk.factories import Desk, change, cleared, make_draft
from tests.node.desk_pages.conftest import Browser


def form(draft: Draft, **given: object) -> dict[str, object]:
    choice = draft.choice
    return {
        "subject": choice["subject"],
        "language": "en",
        "marking": "amber",
        "instrument": "letter",
        "urgency": "ordinary",
        "version": draft.version,
        **given,
    }


def test_a_page_saves_while_one_types(desk: Desk, officer: Browser, paper: Channel) -> None:
    draft = make_draft(desk, paper)

    answer = officer.refused(f"/drafts/{draft.pk}/form/", **form(draft, subject="New", go="auto"))

    draft.refresh_from_db()
    assert draft.choice["subject"] == "New"
    assert f'name="version" value="{draft.version}"' in answer
    assert "<html" not in answer


def test_a_page_that_was_overtaken_does_not_save_by_itself(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    draft = make_draft(desk, paper)
    old = draft.version
    change(desk, draft, subject="Theirs")

    answer = officer.refused(
        f"/drafts/{draft.pk}/form/", **form(draft, subject="Mine", go="auto", version=old)
    )

    assert Draft.objects.get(pk=draft.pk).choice["subject"] == "Theirs"
    assert "Nothing you typed is lost" in answer
    assert "id_version" not in answer


def test_both_texts_stand_side_by_side(desk: Desk, officer: Browser, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    old = draft.version
    change(desk, draft, subject="Theirs")

    page = officer.refused(
        f"/drafts/{draft.pk}/form/", **form(draft, subject="Mine", go="stay", version=old)
    )

    assert ">Theirs<" in page
    assert ">Mine<" in page
    assert {"Theirs", "Mine"} <= set(DraftCopy.objects.values_list("choice__subject", flat=True))


def test_a_kept_text_is_put_back(desk: Desk, officer: Browser, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    old = draft.version
    change(desk, draft, subject="Theirs")
    officer.refused(
        f"/drafts/{draft.pk}/form/", **form(draft, subject="Mine", go="stay", version=old)
    )
    mine = DraftCopy.objects.get(choice__subject="Mine")
    assert "Mine" in officer.open(f"/drafts/{draft.pk}/copies/")

    officer.done(f"/drafts/{draft.pk}/copies/{mine.pk}/", version=draft.version)

    assert Draft.objects.get(pk=draft.pk).choice["subject"] == "Mine"


def test_the_page_of_a_cleared_draft_does_not_save_by_itself(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    page = officer.open(f"/drafts/{draft.pk}/form/")
    officer.refused(f"/drafts/{draft.pk}/form/", **form(draft, subject="x", go="auto"))

    assert "hx-post" not in page
    assert Draft.objects.get(pk=draft.pk).state == "cleared"


def test_one_is_told_who_else_writes(desk: Desk, officer: Browser, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    other = make_user("emil", Role.OFFICER)

    Browser(other).open(f"/drafts/{draft.pk}/form/")

    assert "Emil" in officer.open(f"/drafts/{draft.pk}/says/")
    assert "Emil" in officer.open(f"/drafts/{draft.pk}/here/")


def test_comments_are_answered_on_the_page(desk: Desk, officer: Browser, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    clearer = Browser(desk.clearer)
    clearer.done(f"/drafts/{draft.pk}/comment/", text="Is the date sure?")
    first = DraftComment.objects.get()

    officer.done(f"/drafts/{draft.pk}/comment/", text="It is.", answers=first.pk)

    page = clearer.open(f"/drafts/{draft.pk}/check/")
    assert page.index("Is the date sure?") < page.index("It is.")


def test_hostile_numbers_are_refused_without_an_error(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    draft = make_draft(desk, paper)

    officer.refused(f"/drafts/{draft.pk}/comment/", text="x", answers="9" * 40 + "x")
    officer.send(f"/drafts/{draft.pk}/comment/", text="x", answers="9" * 40)
    officer.send(f"/drafts/{draft.pk}/form/", version="9" * 40, go="auto")
    assert officer.status(f"/drafts/{draft.pk}/copies/") == 200
    assert officer.send(f"/drafts/{draft.pk}/copies/1/", version="x").status_code == 404


def test_an_administrator_sets_a_chain(desk: Desk, paper: Channel) -> None:
    administrator = Browser(desk.administrator)

    administrator.done(
        "/administration/chains/", office=desk.bureau.pk, role="legal", kind="raise", channel=""
    )

    assert "Legal adviser" in administrator.open("/administration/chains/")
    administrator.done(f"/administration/chains/{ChainStep.objects.get().pk}/remove/")
    assert not ChainStep.objects.exists()


def test_a_chain_is_the_administrators_to_set(desk: Desk, officer: Browser) -> None:
    assert officer.status("/administration/chains/") in (403, 404)


@pytest.mark.parametrize(
    ("where", "value", "words"),
    [
        ("instrument", "note_verbale", "Note verbale"),
        ("positions.0.reasons", "weather, duplicate", "Weather"),
        ("measures.0.code", "lessons", "Lessons"),
        ("redress.1.code", "medical", "Medical"),
        ("answers.0.code", "partly", "partly"),
        ("final", "True", "yes"),
        ("incidents.0.figures", "12, 13", "2 chosen"),
        ("incidents.0.places.0.place", "7", "1 chosen"),
        ("incidents.0.incident", "7", "1 chosen"),
        ("figures.0.incident", "i1", "I1"),
        ("questions.0.due", "2026-05-01T09:00:00Z", "2026"),
        ("figures.0.as_of", "2026-05-01", "2026"),
        ("questions.0.text", "Who was there?", "Who was there?"),
        ("subject", "", "–"),
    ],
)
def test_where_two_texts_collide_no_code_is_shown(where: str, value: str, words: str) -> None:
    said = said_there(where, value)

    assert words.lower() in said.lower()
    assert "_" not in said
