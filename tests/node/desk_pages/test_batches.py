"""Pages of one delivery: choose, see exactly what goes, hand over or send, print the list."""

from __future__ import annotations

import io

from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.choices import QuestionChoice
from answerable.node.desk.models import Batch, Draft, Inquiry, RecordedStatement
from answerable.node.desk.services import batches, drafts
from answerable.node.ledger.models import Channel
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    change,
    cleared,
    make_draft,
    raise_signed,
)
from tests.node.desk_pages.conftest import Browser
from tests.node.desk_pages.test_queries import MOST, counted

PAGE = "/drafts/together/"


def two(desk: Desk, channel: Channel) -> list[Draft]:
    """Return two drafts that could go."""
    return [ready(desk, channel, name) for name in ("Clinic", "Market")]


def ready(desk: Desk, channel: Channel, subject: str) -> Draft:
    """Return a draft that could go now, as pages ask the clock."""
    now = timezone.now()
    return cleared(desk, make_draft(desk, channel, subject=subject, at=now), at=now)


def this_minute() -> str:
    """Return the present minute as a form sends it."""
    return f"{timezone.now():%Y-%m-%dT%H:%M}"


def put_together(officer: Browser, held: list[Draft]) -> str:
    """Choose drafts on the page; return the address of the delivery."""
    return officer.done(PAGE, drafts=[draft.pk for draft in held])


def hidden(page: str) -> str:
    """Return what the page says that would go."""
    return page.split('name="seen" value="')[1].split('"')[0]


def test_several_letters_are_handed_over_once(desk: Desk, paper: Channel, officer: Browser) -> None:
    held = two(desk, paper)

    to = put_together(officer, held)
    page = officer.open(to)
    officer.done(
        to,
        seen=hidden(page),
        delivered_at=this_minute(),
        instrument="note_verbale",
        medium="meeting",
        delivered_to="Consular Department",
        reaction="Taken note of",
    )

    assert "2 go" in page
    gone = officer.open(to)
    for said in ("Consular Department", "Note verbale", "Meeting", "Taken note of"):
        assert said in gone
    one, other = Inquiry.objects.order_by("pk")
    case = officer.open(f"/inquiries/{one.reference}/")
    assert "Delivered together with" in case
    assert other.reference in case
    assert "Note verbale" in case


def test_the_page_says_which_does_not_go_and_why(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    held = two(desk, paper)
    to = put_together(officer, held)
    change(desk, held[0], subject="Rewritten")

    page = officer.open(to)

    assert "1 goes" in page
    assert "Does not go" in page
    assert "The draft is not cleared." in page


def test_what_changed_since_it_was_seen_is_shown_again_with_what_was_typed(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    held = two(desk, paper)
    to = put_together(officer, held)
    looked = hidden(officer.open(to))
    change(desk, held[0], subject="Rewritten")

    sent = {"seen": looked, "delivered_at": this_minute(), "medium": "letter"}
    page = officer.refused(to, **sent, delivered_to="Consular Department")

    assert "moved on" in page
    assert "Consular Department" in page
    assert "1 goes" in page
    assert hidden(page) != looked
    assert not Inquiry.objects.exists()


def test_what_was_handed_over_before_its_date_passed_is_shown_as_it_stood_then(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    now = timezone.now()
    began, due = now - 3 * HOUR, now - HOUR
    drafts = [make_draft(desk, paper, at=began, reply_due=due, receipt_due=due) for _ in "ab"]
    held = [cleared(desk, draft, at=began) for draft in drafts]
    to = put_together(officer, held)
    page = officer.open(to)
    sent = {"delivered_at": f"{now - 2 * HOUR:%Y-%m-%dT%H:%M}", "medium": "letter"}

    again = officer.refused(to, seen=hidden(page), **sent)
    officer.done(to, seen=hidden(again), **sent)

    assert "0 go" in page
    assert "At the time that you gave" in again
    assert "2 go" in again
    assert Inquiry.objects.count() == 2


def test_on_a_channel_all_are_signed_from_one_page(
    desk: Desk, other: Other, officer: Browser
) -> None:
    to = put_together(officer, two(desk, other.channel))

    officer.done(to, seen=hidden(officer.open(to)))

    assert "Sent by" in officer.open(to)
    assert Inquiry.objects.count() == 2


def test_one_alone_is_not_put_together(desk: Desk, paper: Channel, officer: Browser) -> None:
    held = two(desk, paper)

    page = officer.refused(PAGE, drafts=[held[0].pk])

    assert "at least two" in page


def test_it_is_taken_apart(desk: Desk, paper: Channel, officer: Browser) -> None:
    to = put_together(officer, two(desk, paper))

    officer.done(to + "drop/")

    assert "taken apart" in officer.open(to)
    assert officer.status(to + "letter.docx") == 404


def test_the_covering_letter_lists_references_and_hashes_and_no_other_word(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    held = two(desk, paper)
    to = put_together(officer, held)

    letter = officer.client.get(to + "letter.docx")

    said = "\n".join(one.text for one in Document(io.BytesIO(letter.content)).paragraphs)
    for draft in held:
        draft.refresh_from_db()
        assert draft.digest in said
        assert draft.reference in said
    assert Batch.objects.get().reference in said
    assert "What happened?" not in said
    assert AuditEvent.objects.filter(verb="paper made", subject_kind="batch").exists()


def test_a_covering_letter_is_marked_on_every_page(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    held = [ready(desk, paper, f"Case {n} " * 20) for n in range(12)]
    to = put_together(officer, held)

    letter = officer.client.get(to + "letter.pdf")

    pages = PdfReader(io.BytesIO(letter.content)).pages
    assert len(pages) > 1
    assert all("Amber" in page.extract_text() for page in pages)


def test_a_reply_on_paper_is_printed_under_the_form_it_was_given(
    desk: Desk, paper: Channel, officer: Browser
) -> None:
    draft = ready(desk, paper, "Clinic")
    officer.done(
        f"/drafts/{draft.pk}/delivered/",
        delivered_at=this_minute(),
        medium="meeting",
        instrument="non_paper",
    )
    row = RecordedStatement.objects.get()

    address = f"/inquiries/{Inquiry.objects.get().reference}/messages/{row.leaf}/letter.docx"
    letter = officer.client.get(address)

    assert row.instrument == "non_paper"
    paragraphs = [one.text for one in Document(io.BytesIO(letter.content)).paragraphs]
    assert paragraphs[0] == "Non-paper"
    assert not any(text.startswith("To:") for text in paragraphs)


def test_a_large_delivery_asks_no_query_more(desk: Desk, other: Other) -> None:
    now = timezone.now()
    held = []
    for number in range(10):
        inquiry = raise_signed(desk, other.channel, subject=f"Clinic {number}", at=now - DAY)
        more = drafts.start("follow_up", inquiry, **desk.acts(now))
        asked = (QuestionChoice(text=f"Who gave order {number}?"),)
        held.append(cleared(desk, change(desk, more, questions=asked, at=now), at=now))
    few = batches.gather(held[:2], **desk.by())
    _page, before = counted(desk.officer, f"{PAGE}{few.reference}/")
    batches.drop(few, **desk.by())
    many = batches.gather(held, **desk.by())

    page, after = counted(desk.officer, f"{PAGE}{many.reference}/")

    assert "10 go" in page
    assert len(after) <= len(before) <= MOST, after
