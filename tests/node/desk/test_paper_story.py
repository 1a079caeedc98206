"""A party alone: what it delivered on paper, and what came back second-hand."""

from answerable.node.desk.services import recorded, story
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import DAY, Desk, raise_on_paper


def test_a_delivery_on_paper_starts_the_clock(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)

    assert inquiry.state == "raised"
    assert inquiry.delivered_at == NOW
    assert inquiry.second_hand


def test_what_came_back_is_folded_in(desk: Desk, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)

    recorded.record_reply(
        inquiry,
        kind="answer",
        stated_by="Bob's liaison officer",
        stated_at=NOW + DAY,
        summary="It is being looked into",
        confidence="document_seen",
        answers={"q1": ("answered", "A convoy passed.")},
        **desk.acts(NOW + 2 * DAY),
    )

    inquiry.refresh_from_db()
    assert inquiry.state == "answered"
    assert [item.kind for item in story.of(inquiry)] == ["raise", "response"]
