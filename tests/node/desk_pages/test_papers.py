"""A message or a case on paper: what it says, in which direction, on how many pages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.utils.translation import override
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from answerable.casework import bodies
from answerable.casework.codes import ClockStatus, FigureCategory, FigureGroup
from answerable.casework.words import Fact, ReportedFigure, Text
from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.printing import briefs, letters, pdf, plain, word
from answerable.node.desk.printing.sheet import Block, Line, Part, Sheet, Table
from answerable.node.desk.services import story
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk.factories import Desk, Other, raise_body, raise_signed, raise_words
from tests.node.desk_pages.conftest import Browser

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def text_of(data: bytes) -> str:
    """Return what a PDF says, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def taken(browser: Browser, path: str) -> bytes:
    """Return a file that a page hands out."""
    answer = browser.client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    assert answer["Cache-Control"] == "no-store"
    return bytes(answer.content)


def asked(other: Other, **words: Any) -> Inquiry:
    """Let the other side raise an inquiry."""
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=words.get("words") or raise_words())
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def test_a_letter_says_what_was_sent_and_where_it_stands_in_the_log(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = raise_signed(desk, other.channel)
    draft = Draft.objects.get(sent_leaf=inquiry.raised_leaf)

    letter = text_of(
        taken(officer, f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/letter.pdf")
    )

    flat = letter.replace("\n", "")
    for said in (inquiry.subject, inquiry.reference, inquiry.raised_leaf[:20]):
        assert said.replace(" ", "") in flat.replace(" ", "")
    assert "Amber" in letter
    assert "not cleared" not in letter
    assert draft.state == "sent"


def test_a_draft_on_paper_says_on_every_page_that_it_is_not_cleared(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = raise_signed(desk, other.channel)
    Draft.objects.filter(sent_leaf=inquiry.raised_leaf).update(
        state="awaiting_clearance", sent_at=None, sent_leaf=""
    )
    draft = Draft.objects.get()

    letter = taken(officer, f"/drafts/{draft.pk}/letter.pdf")

    pages = PdfReader(io.BytesIO(letter)).pages
    assert all("Draft, not cleared" in page.extract_text() for page in pages)


def test_a_brief_is_one_page_whatever_the_case_holds(
    desk: Desk, other: Other, officer: Browser
) -> None:
    questions = tuple(bodies.Asked(id=f"q{n}", due=NOW + timedelta(days=60)) for n in range(1, 41))
    long = "A question that goes on and on about what was seen. " * 60
    words = msgspec.structs.replace(
        raise_words(),
        questions=tuple(Text(id=asked.id, text=long) for asked in questions),
        facts=(
            Fact(
                incident="i1",
                title="A market was hit",
                figures=tuple(
                    ReportedFigure(
                        category=category,
                        group=group,
                        low=number,
                        high=number + 3,
                        stated_by=f"Ministry number {number}",
                    )
                    for number, (category, group) in enumerate(
                        (category, group)
                        for category in list(FigureCategory)[:4]
                        for group in list(FigureGroup)[:5]
                    )
                ),
            ),
        ),
    )
    thread = ledger.new_thread()
    other.say(thread, raise_body(questions=questions), words=words)
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)

    data = taken(officer, f"/inquiries/{inquiry.reference}/brief.pdf")

    assert len(PdfReader(io.BytesIO(data)).pages) == 1
    said = text_of(data)
    assert "stays inside" in said
    assert "40 of 40 questions open" in said
    assert "more" in said
    assert "Unknown is not zero" in said


def test_a_brief_keeps_both_ledgers_apart(desk: Desk, other: Other, officer: Browser) -> None:
    figure = ReportedFigure(
        category=FigureCategory.KILLED, group=FigureGroup.TOTAL, low=3, high=5, stated_by="A clinic"
    )
    fact = Fact(incident="i1", title="A market was hit", figures=(figure,))
    inquiry = asked(other, words=msgspec.structs.replace(raise_words(), facts=(fact,)))

    said = text_of(taken(officer, f"/inquiries/{inquiry.reference}/brief.pdf"))

    assert "3 to 5 (A clinic)" in said
    assert "Reported by" in said
    assert "Acknowledged by the party asked" in said
    assert "nothing stated" in said


def test_the_same_case_at_the_same_moment_gives_the_same_bytes(desk: Desk, other: Other) -> None:
    inquiry = asked(other)
    case = briefs.read(inquiry, desk.officer, at=NOW)
    sheet = briefs.sheet(case, at=NOW, language="uk")

    assert pdf.write(sheet) == pdf.write(sheet)
    assert word.write(sheet) == word.write(sheet)


@pytest.mark.parametrize(
    ("language", "text", "is_rtl"),
    [
        ("ar", "سؤال عن الضربة", True),
        ("he", "שאלה על התקיפה", True),
        ("uk", "Питання про удар", False),
        ("en", "A question about the strike", False),
    ],
)
def test_a_letter_in_word_runs_as_its_language_does(
    desk: Desk, other: Other, officer: Browser, language: str, text: str, is_rtl: bool
) -> None:
    words = msgspec.structs.replace(
        raise_words(), language=language, subject=text, questions=(Text(id="q1", text=text),)
    )
    inquiry = asked(other, words=words)

    data = taken(
        officer, f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/letter.docx"
    )

    [title] = [one for one in Document(io.BytesIO(data)).paragraphs if one.text == text][:1]
    assert (title._p.pPr is not None and title._p.pPr.xml.count("w:bidi/") > 0) is is_rtl
    assert ("w:rtl/" in title.runs[0]._r.xml) is is_rtl


@pytest.mark.parametrize(("language", "runs"), [("he", "rtl"), ("ar", "rtl"), ("uk", "ltr")])
def test_a_formula_that_begins_with_a_foreign_name_runs_as_the_paper_does(
    desk: Desk, other: Other, officer: Browser, language: str, runs: str
) -> None:
    inquiry = raise_signed(desk, other.channel)
    [message] = inquiry.messages.all()

    [item] = [one for one in story.of(inquiry) if one.leaf == message.leaf]
    sheet = letters.of_message(inquiry, message, item, at=NOW, language=language)

    said = [*sheet.opening, *sheet.closing]
    assert [part.direction for line in said for part in line.parts] == [runs, runs]


def test_the_language_of_the_headings_is_chosen_on_the_page_of_the_message(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = asked(other)
    page = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"

    shown = officer.client.get(page).content.decode()
    letter = text_of(taken(officer, f"{page}letter.pdf?language=uk"))

    assert f'action="{page}letter.pdf"' in shown
    assert '<option value="uk" lang="uk">' in shown
    assert "Запитання" in letter


def test_a_paper_writes_its_dates_in_full() -> None:
    with override("uk"):
        written = plain.day(NOW.date()).text

    assert written == "2 березня 2026"


def test_a_brief_says_the_level_in_words_and_nothing_twice(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = asked(other)
    Inquiry.objects.filter(pk=inquiry.pk).update(level="ambassador", state="answered")
    inquiry.refresh_from_db()
    case = briefs.read(inquiry, desk.officer, at=NOW)
    reply = replace(case.clocks.reply, status=ClockStatus.ANSWERED)
    case = replace(case, clocks=replace(case.clocks, reply=reply))

    sheet = briefs.sheet(case, at=NOW, language="en")

    lines = {
        line.label: "".join(part.text for part in line.parts) for line in sheet.blocks[0].lines
    }
    assert lines["Level"] == "Ambassador or director-general"
    assert lines["State"].count("Answered") == 1


def test_a_brief_of_a_report_that_nobody_asked_about_has_no_clock(desk: Desk, other: Other) -> None:
    inquiry = asked(other)
    case = replace(briefs.read(inquiry, desk.officer, at=NOW), questions=[])
    case.inquiry.self_reported = True

    sheet = briefs.sheet(case, at=NOW, language="en")

    said = [line.label for block in sheet.blocks for line in block.lines]
    headings = ["".join(part.text for part in block.heading) for block in sheet.blocks]
    assert "Since delivery, in total" not in said
    assert not [heading for heading in headings if "questions open" in heading]


def test_a_long_text_that_runs_against_its_label_stands_below_it() -> None:
    text = "The party holds to its position and says why it does."

    against = [Line((Part(text),), label).stands_apart for label in ("ما حدث", "What happened")]
    short = Line((Part("Nothing."),), "ما حدث").stands_apart

    assert against == [True, False]
    assert not short


def test_a_label_that_asks_has_no_colon_behind_it() -> None:
    assert Line((), "Answered?").lead == "Answered?"
    assert Line((), "هل أُجيب عنه؟").lead == "هل أُجيب عنه؟"
    assert Line((), "Date").lead == "Date:"


def test_who_took_a_paper_along_is_in_the_trail(desk: Desk, other: Other, officer: Browser) -> None:
    inquiry = asked(other)

    taken(officer, f"/inquiries/{inquiry.reference}/brief.docx")

    event = AuditEvent.objects.get(verb="paper made")
    assert (event.by, event.subject_id) == (desk.officer, inquiry.reference)
    assert set(event.details) == {"form", "sha256"}


@pytest.mark.parametrize("extension", ["exe", "html", "PDF", "pdf.exe"])
def test_there_is_no_other_paper(
    desk: Desk, other: Other, officer: Browser, extension: str
) -> None:
    inquiry = asked(other)

    assert officer.status(f"/inquiries/{inquiry.reference}/brief.{extension}") == 404


@settings(max_examples=12)
@given(
    st.lists(
        st.text(max_size=400)
        | st.sampled_from(
            ["<script>alert(1)</script>", "\u202eevil\u202c", "\x00\x0b", "url(file:///etc/passwd)"]
        ),
        min_size=4,
        max_size=4,
    )
)
def test_hostile_text_is_only_text(texts: list[str]) -> None:
    label, head, cell, title = texts
    sheet = Sheet(
        name=title,
        form=label,
        at=NOW,
        language="ar",
        title=Part(title),
        marking=label,
        notice=head,
        top=(Line((Part(cell), Part(cell, is_code=True)), label),),
        blocks=(Block((Part(head),), (), Table((head,), (((Part(cell),),),))),),
    )

    written = pdf.write(sheet)

    assert b"/JavaScript" not in written
    assert PdfReader(io.BytesIO(written)).pages
    with zipfile.ZipFile(io.BytesIO(word.write(sheet))) as members:
        assert members.testzip() is None


def test_a_telephone_number_in_arabic_keeps_its_order() -> None:
    part = Part("هاتف +972-50-123-4567 في الميناء", "ar")

    kept = [piece for piece, is_kept in part.pieces if is_kept]
    assert kept == ["+972-50-123-4567"]
    assert "".join(piece for piece, _ in part.pieces) == part.text


def test_a_paper_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="nothing is fetched"):
        pdf._refuse("https://example.org/")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("المرجع KEL-2026-0007 يوم", ["KEL-2026-0007"]),
        ("סימוכין BOB-2026-0003/4.", ["BOB-2026-0003/4"]),
        ("הטלפון +972-50-1234567.", ["+972-50-1234567"]),
        ("من 41.5123, -27.0436 بين", ["41.5123, -27.0436"]),
        ("درجة -27 مئوية", ["-27"]),
        ("قبل-27 يوم", ["27"]),
        ("بين 02:30 و03:00؟", ["02:30", "03:00"]),
    ],
)
def test_what_a_text_from_right_to_left_would_turn_round_is_kept_whole(
    text: str, kept: list[str]
) -> None:
    pieces = Part(text).pieces

    assert [piece for piece, is_kept in pieces if is_kept] == kept
    assert "".join(piece for piece, _kept in pieces) == text


def test_a_paper_without_a_foot_has_no_page_for_it() -> None:
    lines = tuple(Line((Part("A line"),)) for _ in range(34))
    sheet = Sheet("paper", "Letter", NOW, "en", Part("Title"), blocks=(Block((), lines),))

    said = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(sheet))).pages]

    assert all("A line" in page for page in said)
