"""Second-hand statements: who, when, source and confidence; different from what was signed."""

from datetime import date

import pytest

from answerable.casework.codes import Act
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.models import Inquiry, RecordedStatement
from answerable.node.desk.services import (
    both_ledgers,
    correspondence,
    drafts,
    figures,
    inquiries,
    recorded,
    story,
)
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.recorded import HeardIncident, SourceInput
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    Desk,
    Other,
    answered,
    change,
    cleared,
    make_draft,
    make_incident,
    raise_on_paper,
    raise_signed,
)


def reply(desk: Desk, inquiry: Inquiry, kind: str = "answer", **given: object) -> RecordedStatement:
    fields: dict[str, object] = {
        "stated_by": "Bob's liaison officer",
        "stated_at": NOW + DAY,
        "summary": "As told on the telephone",
        "confidence": "document_seen",
        **given,
    }
    return recorded.record_reply(inquiry, kind=kind, **fields, **desk.acts(NOW + 2 * DAY))  # type: ignore[arg-type]


def complaint(desk: Desk, paper: Channel, **given: object) -> Inquiry:
    fields: dict[str, object] = {
        "subject": "Fire at the mill",
        "questions": ["Who fired?"],
        "incidents": [HeardIncident("attack", date(2026, 2, 1), "day", "The mill")],
        "received_at": NOW,
        "reply_due": NOW + 30 * DAY,
        "stated_by": "Bob's foreign office",
        **given,
    }
    return recorded.record_complaint(paper, **fields, **desk.acts())  # type: ignore[arg-type]


def test_the_hand_over_says_who_to_whom_where_and_how_it_was_taken(
    desk: Desk, paper: Channel
) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    inquiry = recorded.record_delivery(
        draft,
        delivered_at=NOW,
        delivered_by="The counsellor",
        delivered_to="Desk officer",
        where="Foreign office",
        medium="meeting",
        reaction="Would look into it",
        **desk.by(NOW + DAY),
    )

    [item] = [one for one in story.of(inquiry) if one.kind == "raise"]
    assert item.recorded is not None
    assert (item.recorded.delivered_to, item.recorded.reaction) == (
        "Desk officer",
        "Would look into it",
    )
    assert item.recorded.recorded_at == NOW + DAY
    assert not item.signed


def test_a_hand_over_is_not_recorded_before_it_happened(desk: Desk, paper: Channel) -> None:
    draft = cleared(desk, make_draft(desk, paper))

    with pytest.raises(BadInput):
        recorded.record_delivery(draft, delivered_at=NOW + DAY, **desk.by())


@pytest.mark.parametrize(
    ("kind", "given", "state"),
    [
        ("receipt_confirmed", {}, "acknowledged"),
        ("interim", {}, "examining"),
        ("answer", {"answers": {"q1": ("answered", "Yes")}}, "answered"),
        ("denial", {"position": "denies_involvement"}, "partly_answered"),
        ("first_statement", {}, "raised"),
    ],
)
def test_what_came_back_moves_the_case(
    desk: Desk, paper: Channel, kind: str, given: dict[str, object], state: str
) -> None:
    inquiry = raise_on_paper(desk, paper)

    reply(desk, inquiry, kind, **given)

    inquiry.refresh_from_db()
    assert inquiry.state == state


def test_more_time_asked_on_paper_can_be_agreed(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    reply(desk, inquiry, "more_time_asked", until=NOW + 90 * DAY)
    inquiry.refresh_from_db()

    inquiry = correspondence.agree_extension(inquiry, **desk.acts(NOW + 3 * DAY))

    assert inquiry.due_agreed
    assert not inquiry.extension_pending


def test_a_note_set_aside_takes_its_move_back(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)
    note = reply(desk, inquiry, answers={"q1": ("answered", "Yes")})

    recorded.set_aside(note, reason="Meant another letter", **desk.by(NOW + 3 * DAY))

    inquiry.refresh_from_db()
    assert inquiry.state == "raised"
    assert RecordedStatement.objects.filter(pk=note.pk).exists()


def test_beside_a_signed_case_a_note_only_stands(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    reply(desk, inquiry, answers={"q1": ("answered", "Yes")})

    inquiry.refresh_from_db()
    assert inquiry.state == "raised"
    assert [(one.kind, one.signed) for one in story.of(inquiry)] == [
        ("raise", True),
        ("answer", False),
    ]
    assert not inquiry.messages.get(signed=False).feeds_state


def test_a_complaint_by_letter_gets_an_investigation_and_a_printed_answer(
    desk: Desk, paper: Channel
) -> None:
    inquiry = complaint(desk, paper)
    assert (inquiry.role, inquiry.waiting_on, inquiry.second_hand) == ("asked", "us", True)
    assert Act.RESPOND in inquiries.open_acts(inquiry)
    draft = drafts.start("response", inquiry, **desk.acts(NOW + DAY))
    draft = cleared(desk, change(desk, draft, answers=answered(draft), at=NOW + DAY), at=NOW + DAY)

    inquiry = recorded.record_delivery(draft, delivered_at=NOW + DAY, **desk.by(NOW + DAY))

    assert inquiry.state == "answered"
    assert inquiry.waiting_on == "them"


def test_a_reference_that_cannot_travel_is_refused(desk: Desk, paper: Channel) -> None:
    with pytest.raises(BadInput):
        complaint(desk, paper, reference="see our letter of yesterday")


def test_a_complaint_by_letter_is_for_paper_only(desk: Desk, other: Other) -> None:
    with pytest.raises(NotPossible, match="only_on_paper"):
        complaint(desk, other.channel)


def test_an_observers_record_shows_how_positions_change(desk: Desk) -> None:
    record = ledger.create_record(title="Record", parties=[("a", "A"), ("b", "B")], at=NOW)
    incident = make_incident(desk)
    source = SourceInput("A newspaper", "Headline", "https://example.org/1")
    first = recorded.record_statement(
        incident,
        record,
        kind="denial",
        stated_by="A's spokesman",
        owner_role="party_asked",
        party_name="A",
        stated_at=NOW - 9 * DAY,
        summary="Said that it was not involved",
        position="denies_involvement",
        confidence="checked",
        sources=[source],
        **desk.acts(),
    )
    second = recorded.record_statement(
        incident,
        record,
        kind="correction",
        stated_by="A's ministry",
        owner_role="party_asked",
        stated_at=NOW - 2 * DAY,
        summary="Said that it was",
        position="accepts_responsibility",
        confidence="partly_checked",
        changes=first,
        **desk.acts(),
    )
    figures.add_figure(
        incident,
        Count("killed", 4, 4),
        stated_by="A's ministry",
        owner_role="party_asked",
        recorded=second,
        **desk.by(),
    )

    told = [item for item in story.of_incident(incident, desk.officer) if item.recorded]

    assert [one.recorded.position for one in told if one.recorded] == [
        "denies_involvement",
        "accepts_responsibility",
    ]
    assert told[0].recorded is not None
    assert told[0].recorded.sources.get().publisher == "A newspaper"
    assert both_ledgers.of_incident(incident).acknowledged[0].low == 4


def test_only_the_party_asked_takes_a_position(desk: Desk) -> None:
    record = ledger.create_record(title="Record", parties=[("a", "A"), ("b", "B")], at=NOW)

    with pytest.raises(BadInput):
        recorded.record_statement(
            make_incident(desk),
            record,
            kind="review",
            stated_by="A newspaper",
            owner_role="media",
            stated_at=NOW,
            summary="Wrote",
            position="denies_harm",
            confidence="checked",
            **desk.acts(),
        )
