"""Around a draft nothing that was typed is lost, and nothing that was said about it leaves."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from answerable.casework.codes import Marking
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Draft, DraftComment, DraftCopy
from answerable.node.desk.services import drafts, recorded
from answerable.node.desk.services.drafts import around
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, change, cleared, make_draft, raise_on_paper


def typed(draft: Draft, subject: str) -> Any:
    return msgspec.structs.replace(drafts.choice_of(draft), subject=subject)


def test_what_could_not_be_saved_is_kept_with_what_was(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    old = draft.version
    other = make_user("emil", Role.OFFICER)
    drafts.save(draft, typed(draft, "Theirs"), version=old, by=other, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        drafts.save(draft, typed(draft, "Mine"), version=old, **desk.by())

    drafts.keep_copy(draft, typed(draft, "Mine"), version=old, **desk.by())

    kept = set(DraftCopy.objects.values_list("choice__subject", flat=True))
    assert {"Mine", "Theirs"} <= kept


def test_another_persons_text_is_kept_when_it_is_written_over(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    other = make_user("emil", Role.OFFICER)
    drafts.save(draft, typed(draft, "Theirs"), version=draft.version, by=other, at=NOW)

    change(desk, draft, subject="Mine")

    assert DraftCopy.objects.first().choice["subject"] == "Theirs"  # type: ignore[union-attr]


def test_an_earlier_text_is_put_back_and_the_present_one_kept(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper, subject="First")
    drafts.bring_back(draft, typed(draft, "Second"), version=draft.version, **desk.by())

    assert draft.choice["subject"] == "Second"
    assert DraftCopy.objects.get().choice["subject"] == "First"


def test_a_page_that_saves_by_itself_never_voids_a_clearance(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    with pytest.raises(NotPossible, match="draft_is_in_clearance"):
        drafts.save(draft, typed(draft, "x"), version=draft.version, by_itself=True, **desk.by())

    assert Draft.objects.get(pk=draft.pk).state == "cleared"


def test_saving_while_typing_leaves_one_line_in_the_trail(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    before = AuditEvent.objects.count()

    for number in range(5):
        at = NOW + timedelta(seconds=5 * number)
        drafts.save(
            draft,
            typed(draft, f"Subject {number}"),
            version=draft.version,
            by_itself=True,
            **desk.by(at),
        )

    assert draft.choice["subject"] == "Subject 4"
    assert AuditEvent.objects.count() == before


def test_one_sees_who_else_has_it_open(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    around.open_by(draft, desk.investigator, NOW)
    around.open_by(draft, desk.investigator, NOW)
    around.open_by(draft, desk.officer, NOW)

    [other] = around.others_at(draft, desk.officer, NOW)

    assert other.user == desk.investigator
    assert around.others_at(draft, desk.officer, NOW + around.OPEN_FOR) == []


def test_comments_stand_in_threads(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    first = drafts.comment(draft, "Is the date sure?", by=desk.clearer, at=NOW)
    answer = drafts.comment(draft, "Yes.", answers=first, **desk.by())
    again = drafts.comment(draft, "Good.", answers=answer, by=desk.clearer, at=NOW)

    assert around.threaded(draft) == [(first, [answer, again])]


def test_a_comment_changes_nothing_of_what_leaves(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))
    drafts.comment(draft, "Mind the CANARY-COMMENT", by=desk.clearer, at=NOW)

    seen = drafts.preview(draft, at=NOW)

    assert "CANARY" not in str(seen.body) + str(seen.words)
    assert Draft.objects.get(pk=draft.pk).state == "cleared"


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_comment_says_something_and_ends(desk: Desk, paper: Channel, text: str) -> None:
    draft = make_draft(desk, paper)

    with pytest.raises(BadInput):
        drafts.comment(draft, text, **desk.by())


def test_who_does_not_work_on_drafts_says_nothing_about_them(desk: Desk, paper: Channel) -> None:
    intake: User = make_user("ines", Role.INTAKE)

    with pytest.raises(NotPermitted):
        drafts.comment(make_draft(desk, paper), "Hello", by=intake, at=NOW)

    assert not DraftComment.objects.exists()


def test_a_marking_above_the_channels_does_not_leave(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper, marking=Marking.AMBER))
    Channel.objects.filter(pk=paper.pk).update(highest_marking=Marking.GREEN)

    with pytest.raises(NotPossible, match="marking_too_high"):
        recorded.record_delivery(Draft.objects.get(pk=draft.pk), delivered_at=NOW, **desk.by())


def test_a_reply_begins_with_the_marking_of_what_it_answers(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper, marking=Marking.GREEN)

    draft = drafts.start("follow_up", inquiry, **desk.acts())

    assert draft.choice["marking"] == "green"
