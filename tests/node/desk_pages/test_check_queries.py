"""How often the last step of a draft asks the database, whatever stands around the draft."""

from __future__ import annotations

import pytest

from answerable.node.desk.models import Draft, ProtectedPhrase
from answerable.node.desk.services import drafts, register
from answerable.node.desk.services.drafts import around, at_hand, files
from tests.extraction.test_cleaning import drawing
from tests.factories import NOW
from tests.node.desk.factories import Desk, Other, make_draft
from tests.node.desk.test_sources import TOLD, Case
from tests.node.desk_pages.test_queries import MOST, counted

pytestmark = pytest.mark.usefixtures("evidence_folder")


@pytest.fixture
def draft(desk: Desk, other: Other) -> Draft:
    """Return a draft that waits for clearance with one of each thing that its last step shows."""
    case = Case(desk)
    case.agree()
    about = case.incident
    made = {"incident": about, "marked_by": desk.officer, "marked_at": NOW}
    ProtectedPhrase.objects.create(phrase="bakery", **made)
    ProtectedPhrase.objects.create(phrase="queue", **{**made, "incident": None}, report=case.report)
    register.switch(True, reason="Families ask", by=desk.administrator, at=NOW)
    register.let_in(desk.officer, reason="Case lead", by=desk.administrator, at=NOW)
    victim = register.Entry(names="Nadia Kesh", source="A list", fate="killed")
    register.add(about, victim, **desk.by())
    said = f"Of Nadia Kesh, a@mail.example: {TOLD}"
    found = make_draft(desk, other.channel, about=[about], subject="Bakery", questions=[said])
    shown = files.About("A wall", "green")
    files.attach_upload(found, drawing(), shown, version=found.version, **desk.by())
    found.refresh_from_db()
    seen = drafts.preview(found, at=NOW)
    for key in [*(one.key for one in seen.open_leaks), *(one.key for one in seen.open_seen)]:
        found.refresh_from_db()
        drafts.keep_phrase(found, key, reason="Known to all", version=found.version, **desk.by())
    found.refresh_from_db()
    drafts.ask_clearance(found, version=found.version, **desk.by())
    case.check(found)
    first = around.comment(found, "Is it so?", **desk.by())
    around.comment(found, "It is", answers=first, by=desk.clearer, at=NOW)
    around.open_by(found, desk.clearer, NOW)
    return found


def test_the_last_step_asks_twelve_queries_at_most(desk: Desk, draft: Draft) -> None:
    for user in (desk.officer, desk.clearer):
        page, queries = counted(user, f"/drafts/{draft.pk}/check/")

        for words in ("Is it so?", "It is", "no source away"):
            assert words in page, words
        assert len(queries) <= MOST, queries


def test_what_is_read_along_with_a_draft_shows_the_same_as_what_is_asked_one_by_one(
    desk: Desk, draft: Draft
) -> None:
    plain = Draft.objects.get(pk=draft.pk)

    read = at_hand.read(Draft.objects.filter(pk=draft.pk), desk.officer, NOW)

    assert read is not None
    together = drafts.preview(read.draft, at=NOW, reading=read.reading, stands_on=read.footing)
    assert together == drafts.preview(plain, at=NOW)
    assert {one.kind for one in together.seen} == {"victim_name", "email", "quote"}
    assert {one.phrase.phrase for one in together.leaks} == {"bakery", "queue"}
    assert [str(one.kept.by) for one in together.leaks if one.kept] == ["Amal"] * len(
        together.leaks
    )
    assert [one.user for one in read.others] == [desk.clearer]
    assert read.has_hand_in
