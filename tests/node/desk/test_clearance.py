"""The chain that a draft passes before it may leave."""

import pytest

from answerable.casework.errors import ClearanceRefused
from answerable.node.accounts.models import AuditEvent, Membership, Role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Draft
from answerable.node.desk.services import drafts, recorded
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk, change, cleared, make_draft


def waiting(desk: Desk, paper: Channel) -> Draft:
    draft = make_draft(desk, paper)
    return drafts.ask_clearance(draft, version=draft.version, **desk.by())


def deliver(desk: Desk, draft: Draft) -> None:
    recorded.record_delivery(draft, delivered_at=NOW, **desk.by())


def test_a_draft_that_nobody_cleared_does_not_leave(desk: Desk, paper: Channel) -> None:
    with pytest.raises(NotPossible, match="draft_is_not_cleared"):
        deliver(desk, waiting(desk, paper))


def test_the_author_cannot_clear(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)
    Membership.objects.create(user=desk.officer, office=desk.bureau, role=Role.CLEARER)

    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=desk.officer, office=desk.bureau, at=NOW)


def test_who_edited_cannot_clear(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper)
    editor = make_user("emil", Role.OFFICER)
    Membership.objects.create(user=editor, office=desk.bureau, role=Role.CLEARER)
    drafts.save(draft, drafts.choice_of(draft), version=draft.version, by=editor, at=NOW)
    drafts.ask_clearance(draft, version=draft.version, **desk.by())

    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=editor, office=desk.bureau, at=NOW)


def test_the_same_office_cannot_clear(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)
    neighbour = make_user("emil", Role.CLEARER)

    with pytest.raises(ClearanceRefused):
        drafts.clear(draft, draft.digest, by=neighbour, office=desk.embassy, at=NOW)


def test_who_is_no_clearer_cannot_clear(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)

    with pytest.raises(NotPermitted):
        drafts.clear(draft, draft.digest, by=desk.officer, office=desk.bureau, at=NOW)


def test_another_text_than_the_one_shown_is_not_cleared(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)
    read = draft.digest
    draft = change(desk, draft, subject="Another subject")
    draft = drafts.ask_clearance(draft, version=draft.version, **desk.by())

    with pytest.raises(ChangedMeanwhile):
        drafts.clear(draft, read, by=desk.clearer, office=desk.bureau, at=NOW)


def test_any_edit_voids_the_clearance(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    draft = change(desk, draft, subject="One word more")

    assert draft.state == "editing"
    assert draft.digest == ""
    assert draft.clearances.filter(kind="voided").exists()
    with pytest.raises(NotPossible, match="draft_is_not_cleared"):
        deliver(desk, draft)


def test_what_was_changed_behind_our_back_does_not_leave(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))
    assert draft.words is not None
    Draft.objects.filter(pk=draft.pk).update(words={**draft.words, "subject": "Another"})

    with pytest.raises(NotPossible, match="draft_is_not_cleared"):
        deliver(desk, Draft.objects.get(pk=draft.pk))


def test_of_two_who_clear_at_once_one_is_told(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)
    stale = Draft.objects.get(pk=draft.pk)
    drafts.clear(draft, draft.digest, by=desk.clearer, office=desk.bureau, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        drafts.clear(stale, stale.digest, by=desk.clearer, office=desk.bureau, at=NOW)


def test_a_returned_draft_says_why_and_can_be_changed(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)

    draft = drafts.return_to_author(
        draft, note="Shorter, please", by=desk.clearer, office=desk.bureau, at=NOW
    )

    assert draft.state == "editing"
    assert draft.clearances.get(kind="returned").note == "Shorter, please"


def test_clearance_is_not_waived_where_somebody_could_clear(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)

    with pytest.raises(ClearanceRefused):
        drafts.waive_clearance(draft, draft.digest, reason="In a hurry", **desk.by())


def test_one_person_alone_records_a_waiver(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)
    for person in (desk.clearer, desk.investigator):
        person.is_active = False
        person.save()

    drafts.waive_clearance(draft, draft.digest, reason="One person alone", **desk.by())
    deliver(desk, draft)

    draft.refresh_from_db()
    assert draft.state == "sent"
    assert draft.clearances.get(kind="waived").note == "One person alone"


def test_a_message_is_sent_once(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))
    stale = Draft.objects.get(pk=draft.pk)
    deliver(desk, draft)

    with pytest.raises(ChangedMeanwhile):
        deliver(desk, stale)


def test_a_date_that_passed_during_clearance_stops_it(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper, reply_due=NOW + DAY))

    with pytest.raises(NotPossible, match="due_is_past"):
        recorded.record_delivery(draft, delivered_at=NOW + 2 * DAY, **desk.by(NOW + 2 * DAY))


def test_an_incomplete_draft_does_not_ask(desk: Desk, paper: Channel) -> None:
    draft = make_draft(desk, paper, subject="")

    with pytest.raises(BadInput):
        drafts.ask_clearance(draft, version=draft.version, **desk.by())


def test_the_trail_holds_no_words_of_the_case(desk: Desk, paper: Channel) -> None:
    deliver(desk, cleared(desk, make_draft(desk, paper, subject="Zanzibar")))

    told = str(list(AuditEvent.objects.values("verb", "details", "subject_id")))
    assert "Zanzibar" not in told
    assert "sent: raise" in told


def test_who_may_clear_is_offered_the_offices(desk: Desk, paper: Channel) -> None:
    draft = waiting(desk, paper)

    assert drafts.can_clear(draft, desk.clearer) == [desk.bureau]
    assert drafts.can_clear(draft, desk.officer) == []
