"""Reading PDF files."""

from datetime import date

import pytest

from answerable.extraction.documents.document import Basis, Document, Limits, Media, Notice
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Damaged, Encrypted, TooMuchMemory, Unreadable
from tests.extraction import documents

TODAY = date(2026, 3, 2)


def read(data: bytes, **limits: int) -> Document:
    return read_document(
        data,
        declared_media="application/pdf",
        file_name="statement.pdf",
        today=TODAY,
        limits=Limits(**limits),
    )


def test_the_text_of_a_pdf_is_read() -> None:
    found = read(documents.pdf_saying("The clinic was struck at night"))

    assert (found.media, found.pages) == (Media.PDF, 1)
    assert found.text == "The clinic was struck at night"
    assert found.title == "The clinic was struck at night"


def test_the_title_and_the_day_the_file_was_made_are_read() -> None:
    found = read(
        documents.pdf_with_facts(Title="Statement 7", CreationDate="D:20260203101500+02'00'")
    )

    assert found.title == "Statement 7"
    assert (found.published, found.published_basis) == (date(2026, 2, 3), Basis.FILE)


def test_a_scan_without_text_is_kept_and_said_to_be_one() -> None:
    found = read(documents.pdf_with_facts(Title="Scan"))

    assert found.text == ""
    assert Notice.NO_TEXT_IN_PAGES in found.notices


def test_a_pdf_that_needs_a_password_is_refused() -> None:
    with pytest.raises(Encrypted):
        read(documents.encrypted_pdf("secret", "other"))


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read(documents.encrypted_pdf("", "owner")).text == "The clinic was struck at night"


def test_a_program_inside_is_not_run_but_told() -> None:
    action = b"/OpenAction<</S/JavaScript/JS(app.launchURL('https://tracker.invalid'))>>"

    found = read(documents.pdf_saying("The clinic was struck", catalogue=action))

    assert found.notices == (Notice.ACTIVE_CONTENT,)


def test_an_attached_file_is_not_read_but_told() -> None:
    assert read(documents.pdf_with_attachment()).notices == (Notice.ATTACHMENTS_NOT_READ,)


def test_pages_beyond_the_limit_are_left_out_and_told() -> None:
    found = read(documents.many_pages_pdf(12), max_pages=10)

    assert found.text.count("The clinic") == 10
    assert (found.pages, found.truncated) == (12, True)
    assert Notice.PAGES_LEFT_OUT in found.notices


def test_text_beyond_the_limit_is_cut_and_told() -> None:
    found = read(documents.many_pages_pdf(12), max_chars=100)

    assert len(found.text) == 100
    assert found.truncated
    assert Notice.SHORTENED in found.notices


@pytest.mark.parametrize("kept", [9, 60, 200, 320])
def test_a_cut_off_pdf_is_damaged(kept: int) -> None:
    with pytest.raises(Damaged):
        read(documents.pdf_saying("The clinic was struck")[:kept])


def test_a_page_tree_that_bites_its_tail_is_damaged() -> None:
    loop = documents.pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]/Count 5>>"}
    )

    with pytest.raises(Unreadable):
        read(loop)


def test_a_stream_that_unpacks_beyond_bounds_is_refused() -> None:
    with pytest.raises(TooMuchMemory):
        read(documents.unpacking_bomb(megabytes=90))


def test_ligatures_become_letters() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (The of\\256cer and the o\\256ice) Tj ET"
    font = documents.FONT.replace(b">>", b"/Encoding<</Differences[174/fi]>>>>")
    data = documents.one_page_pdf(content).replace(documents.FONT, font)

    assert "ficer" in read(data).text
