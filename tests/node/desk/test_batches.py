"""One delivery of several statements: what may go together, what goes, and that it goes at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from answerable.node.accounts.models import AuditEvent, Membership, Role, User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import (
    Batch,
    Compartment,
    CompartmentMember,
    Draft,
    Folder,
    Inquiry,
    Message,
    RecordedStatement,
)
from answerable.node.desk.services import batches, story
from answerable.node.desk.services.batches import HandedOver
from answerable.node.desk.views.inquiries import find
from answerable.node.ledger.errors import LedgerError
from answerable.node.ledger.models import Channel, Entry
from tests.factories import NOW, make_office, make_user
from tests.node.desk.factories import (
    HOUR,
    Desk,
    change,
    cleared,
    make_draft,
    make_paper,
    make_signed,
)

LATER = NOW + HOUR
HANDED = HandedOver(
    delivered_at=NOW,
    instrument="note_verbale",
    medium="meeting",
    delivered_by="The counsellor",
    delivered_to="Department of Consular Affairs",
    where="Port Sarel",
    reaction="Taken note of.",
)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Channel:
    return make_paper(desk)


def ready(desk: Desk, channel: Channel, **given: Any) -> Draft:
    """Return a draft that could go."""
    return cleared(desk, make_draft(desk, channel, **given))


def gathered(desk: Desk, channel: Channel, count: int = 2) -> Batch:
    """Return a batch of drafts that could all go."""
    return batches.gather([ready(desk, channel) for _ in range(count)], **desk.by())


def seen(batch: Batch, desk: Desk, **by: Any) -> str:
    """Return what a person sees that would go now."""
    return batches.seen_of(batches.look(batch, **(by or desk.by())))


def problem(drafts: list[Draft], desk: Desk) -> str:
    """Return why drafts cannot go together."""
    with pytest.raises(BadInput) as refused:
        batches.gather(drafts, **desk.by())
    return refused.value.problems["drafts"]


def test_one_delivery_on_paper_is_recorded_once_and_stands_in_each_case(
    desk: Desk, paper: Channel
) -> None:
    batch = gathered(desk, paper, 3)

    went = batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by(LATER))

    assert [item.went for item in went] == [True, True, True]
    assert batch.state == "gone"
    assert (batch.delivered_at, batch.gone_at) == (NOW, LATER)
    assert (batch.instrument, batch.medium, batch.reaction) == (
        "note_verbale", "meeting", "Taken note of.",
    )  # fmt: skip
    told = RecordedStatement.objects.all()
    assert told.count() == 3
    assert {(one.instrument, one.delivered_to, one.stated_at) for one in told} == {
        ("note_verbale", "Department of Consular Affairs", NOW)
    }
    assert Inquiry.objects.filter(delivered_at=NOW).count() == 3


def test_on_a_channel_each_is_an_entry_of_its_own(desk: Desk) -> None:
    channel, _peer = make_signed(desk)
    batch = gathered(desk, channel)
    before = Entry.objects.count()

    batches.go(batch, seen=seen(batch, desk), **desk.by())

    assert Entry.objects.count() == before + 2
    assert Message.objects.filter(kind="raise", signed=True).count() == 2
    assert batch.instrument == batch.medium == ""


def test_what_fails_a_check_stays_and_holds_up_nothing_else(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper, 3)
    second = batch.items.all()[1].draft
    change(desk, second, subject="Something else")

    looks = batches.look(batch, **desk.by())
    batches.go(batch, seen=batches.seen_of(looks), handed=HANDED, **desk.by())

    assert [one.goes for one in looks] == [True, False, True]
    assert [item.went for item in batch.items.all()] == [True, False, True]
    second.refresh_from_db()
    assert second.state == "editing"
    assert Inquiry.objects.count() == 2


def test_nothing_goes_when_something_else_would_go_than_was_seen(
    desk: Desk, paper: Channel
) -> None:
    batch = gathered(desk, paper)
    looked = seen(batch, desk)
    change(desk, batch.items.all()[0].draft, subject="Something else")

    with pytest.raises(ChangedMeanwhile):
        batches.go(batch, seen=looked, handed=HANDED, **desk.by())

    batch.refresh_from_db()
    assert batch.state == "gathered"
    assert not Inquiry.objects.exists()


def test_one_that_is_refused_at_the_last_moment_takes_all_back(desk: Desk) -> None:
    channel, _peer = make_signed(desk)
    batch = gathered(desk, channel)
    looked, before = seen(batch, desk), Entry.objects.count()
    # The second can be written in no log: its office was founded later and has no key.
    later = make_office("outpost")
    Membership.objects.create(user=desk.officer, office=later, role=Role.OFFICER)
    Draft.objects.filter(pk=batch.items.all()[1].draft_id).update(office=later)

    with pytest.raises(LedgerError):
        batches.go(batch, seen=looked, by=User.objects.get(pk=desk.officer.pk), at=NOW)

    assert Entry.objects.count() == before
    assert not Inquiry.objects.exists()
    assert set(Draft.objects.values_list("state", flat=True)) == {"cleared"}


def test_what_has_a_date_that_passed_since_goes_as_it_stood_when_it_was_handed_over(
    desk: Desk, paper: Channel
) -> None:
    short = ready(desk, paper, reply_due=NOW + HOUR, receipt_due=NOW + HOUR)
    batch = batches.gather([short, ready(desk, paper)], **desk.by())
    later = desk.by(NOW + 2 * HOUR)

    with pytest.raises(NotPossible) as refused:
        batches.go(batch, seen=seen(batch, desk, **later), handed=HANDED, **later)
    went = batches.go(batch, seen=seen(batch, desk), handed=HANDED, **later)

    assert refused.value.code == "goes_otherwise_at_that_time"
    assert len(went) == 2


def test_a_batch_goes_once(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper)
    looked = seen(batch, desk)
    batches.go(batch, seen=looked, handed=HANDED, **desk.by())

    with pytest.raises(ChangedMeanwhile):
        batches.go(batch, seen=looked, handed=HANDED, **desk.by())

    assert Inquiry.objects.count() == 2


def test_nothing_of_it_can_go_is_said(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper)
    for item in batch.items.all():
        change(desk, item.draft, subject="Other")

    with pytest.raises(NotPossible) as refused:
        batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by())

    assert refused.value.code == "nothing_of_the_batch_goes"


def test_a_handing_over_in_the_future_is_refused(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper)
    handed = HandedOver(delivered_at=NOW + timedelta(days=1))

    with pytest.raises(BadInput):
        batches.go(batch, seen=seen(batch, desk), handed=handed, **desk.by())
    with pytest.raises(BadInput):
        batches.go(batch, seen=seen(batch, desk), **desk.by())


def test_on_a_signed_channel_nothing_is_handed_over(desk: Desk) -> None:
    channel, _peer = make_signed(desk)
    batch = gathered(desk, channel)

    with pytest.raises(NotPossible):
        batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by())


def test_what_may_go_together(desk: Desk, paper: Channel) -> None:
    one, two = ready(desk, paper), ready(desk, paper)
    marked = ready(desk, paper, marking="green")
    written = make_draft(desk, paper)

    assert problem([one], desk) == "batch_needs_two"
    assert problem([one, written], desk) == "draft_is_not_cleared"
    assert problem([one, marked], desk) == "batch_of_one_channel_and_marking"
    assert problem([one] * 41, desk) == "batch_holds_too_many"
    assert problem([one, one], desk) == "batch_has_a_case_twice"
    batches.gather([one, two], **desk.by())
    assert problem([one, two], desk) == "draft_is_in_a_batch"
    assert [len(drafts) for _c, _m, drafts in batches.may_go_together(desk.officer)] == [1]


def test_taken_apart_its_drafts_are_free_again(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper)

    batches.drop(batch, **desk.by())

    assert [len(drafts) for _c, _m, drafts in batches.may_go_together(desk.officer)] == [2]
    with pytest.raises(ChangedMeanwhile):
        batches.drop(batch, **desk.by())


def test_a_liaison_hands_over_on_paper_and_signs_nothing(desk: Desk, paper: Channel) -> None:
    liaison = make_user("lena", Role.LIAISON)
    batch = batches.gather([ready(desk, paper), ready(desk, paper)], by=liaison, at=NOW)

    batches.go(batch, seen=seen(batch, desk, by=liaison, at=NOW), handed=HANDED, by=liaison, at=NOW)

    assert batch.state == "gone"


def test_a_clearer_puts_nothing_together(desk: Desk, paper: Channel) -> None:
    one, two = ready(desk, paper), ready(desk, paper)

    with pytest.raises(NotPermitted):
        batches.gather([one, two], by=desk.clearer, at=NOW)


def test_a_case_says_what_was_delivered_together_with_it(
    desk: Desk, paper: Channel, rf: Any
) -> None:
    batch = gathered(desk, paper)
    batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by())
    one, other = Inquiry.objects.order_by("pk")

    found = asked(rf, desk.officer, one)

    [said] = [item.together for item in story.of(found) if item.together]
    assert said == batches.Beside(batch.reference, (other.reference,))


def test_what_is_in_a_compartment_is_not_named_beside_another_case(
    desk: Desk, paper: Channel, rf: Any
) -> None:
    batch = gathered(desk, paper, 3)
    batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by())
    one, other, shut = Inquiry.objects.order_by("pk")
    colleague = make_user("omar", Role.OFFICER)
    close(desk, shut)

    [said] = [item.together for item in story.of(asked(rf, colleague, one)) if item.together]

    assert said.references == (other.reference,)
    assert not batches.visible_to(colleague).exists()
    assert batches.visible_to(desk.officer).get() == batch


def test_the_trail_holds_codes_and_counts(desk: Desk, paper: Channel) -> None:
    batch = gathered(desk, paper)
    batches.go(batch, seen=seen(batch, desk), handed=HANDED, **desk.by())

    event = AuditEvent.objects.filter(verb="batch handed over").get()

    assert event.details == {"went": 2, "stayed": 0}
    assert "Consular" not in str(event.details)


def asked(rf: Any, user: Any, inquiry: Inquiry) -> Inquiry:
    """Find an inquiry as a page does."""
    request = rf.get("/")
    request.user = user
    return find(request, inquiry.reference)


def close(desk: Desk, inquiry: Inquiry) -> None:
    """Put a case into a compartment in which only the officer is."""
    room = Compartment.objects.create(
        code="C-2026-0001", name="Room", opened_by=desk.officer, opened_at=NOW
    )
    CompartmentMember.objects.create(
        compartment=room, user=desk.officer, added_by=desk.officer, added_at=NOW
    )
    Folder.objects.update_or_create(
        channel=inquiry.channel, thread=inquiry.thread, defaults={"compartment": room}
    )
