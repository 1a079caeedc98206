"""Pages of translations: add, correct, read beside the text, clear, and print along."""

from __future__ import annotations

import io

from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from answerable.node.desk.models import Draft, Inquiry, TranslatedText, Translation
from answerable.node.ledger import services as ledger
from tests.node.desk.factories import (
    Desk,
    Other,
    cleared,
    make_draft,
    raise_body,
    raise_signed,
    raise_words,
)
from tests.node.desk_pages.conftest import Browser

ARABIC = "من كان هناك؟"
WHO = {"language": "ar", "maker_kind": "service", "maker": "Sarel Translations", "way": "machine"}


def asked(other: Other) -> Inquiry:
    """Let the other side raise an inquiry."""
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def ready(desk: Desk, other: Other) -> Draft:
    """Return a draft that could go now."""
    now = timezone.now()
    return cleared(desk, make_draft(desk, other.channel, at=now), at=now)


def texts_of(page: str) -> list[str]:
    """Return the names of the fields for texts."""
    return sorted({f"text_{n}" for n in range(40) if f'name="text_{n}"' in page})


def translate(browser: Browser, path: str, text: str = ARABIC, **more: str) -> str:
    """Translate every text alike."""
    fields = dict.fromkeys(texts_of(browser.open(path)), text)
    day = f"{timezone.now():%Y-%m-%d}"
    return browser.done(path, made_on=day, **WHO, **fields, **more)


def test_a_received_message_is_translated_and_read_beside_the_text(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = asked(other)
    message = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"

    to = translate(officer, message + "translate/")

    assert to.startswith(message)
    page = officer.open(message)
    for said in ("not authentic", "Who was there?", ARABIC, "By a machine", "checked by nobody"):
        assert said in page
    assert 'lang="ar"' in page
    assert "Translated here, not authentic" in officer.open(f"/inquiries/{inquiry.reference}/")


def test_a_correction_keeps_the_version_before(desk: Desk, other: Other, officer: Browser) -> None:
    inquiry = asked(other)
    message = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"
    translate(officer, message + "translate/")
    first = Translation.objects.get()
    form = officer.open(f"{message}translate/?replaces={first.pk}")
    assert ARABIC in form

    translate(officer, message + "translate/", "من شهد ذلك؟", replaces=str(first.pk))

    page = officer.open(message)
    assert "version 2" in page
    assert ARABIC in page
    assert "من شهد ذلك؟" in page


def test_nothing_translated_is_said_at_the_form(desk: Desk, other: Other, officer: Browser) -> None:
    inquiry = asked(other)
    path = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/translate/"

    page = officer.refused(path, made_on="2026-02-01", **WHO)

    assert "at least one text" in page
    assert officer.status(path + "?replaces=99999999999999999999999") == 404
    assert officer.status(path + "?replaces=x") == 404


def test_a_translation_goes_along_on_paper_once_it_is_cleared(
    desk: Desk, other: Other, officer: Browser, clearer: Browser
) -> None:
    draft = ready(desk, other)
    translate(officer, f"/drafts/{draft.pk}/translate/")
    row = Translation.objects.get()
    letter = f"/drafts/{draft.pk}/letter.docx?translation={row.pk}"
    before = words_of(officer.client.get(letter).content)

    clearer.done(f"/translations/{row.pk}/clear/")

    after = words_of(officer.client.get(letter).content)
    assert "not cleared. Not to be delivered" in before
    assert "not cleared" not in after
    for said in ("Courtesy translation (Arabic), not authentic", ARABIC, "Sarel Translations"):
        assert said in after
    assert "Cleared to go along on paper" in officer.open(f"/drafts/{draft.pk}/check/")
    draft.refresh_from_db()
    assert draft.state == "cleared"


def test_a_letter_without_being_asked_holds_no_translation(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = raise_signed(desk, other.channel)
    message = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"
    translate(officer, message + "translate/")

    assert ARABIC not in words_of(officer.client.get(message + "letter.docx").content)
    assert officer.status(message + "letter.docx?translation=77777") == 404


def test_a_translation_of_theirs_is_printed_for_own_use_on_marked_pages(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = asked(other)
    message = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"
    translate(officer, message + "translate/")
    row = Translation.objects.get()

    data = officer.client.get(f"{message}letter.pdf?translation={row.pk}").content

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) > 1
    assert all("for own use" in page and "Amber" in page for page in pages)


def test_texts_are_as_they_were_typed(desk: Desk, other: Other, officer: Browser) -> None:
    inquiry = asked(other)
    message = f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"

    translate(officer, message + "translate/", "<b>bold</b>")

    assert set(TranslatedText.objects.values_list("text", flat=True)) == {"<b>bold</b>"}
    assert "<b>bold</b>" not in officer.open(message)


def words_of(data: bytes) -> str:
    """Return what a DOCX says, with its header."""
    paper = Document(io.BytesIO(data))
    held = [*paper.sections[0].header.paragraphs, *paper.paragraphs]
    return "\n".join(one.text for one in held)
