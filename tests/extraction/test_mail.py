"""Reading saved e-mail and web archives: the words, and nothing of who sent them."""

from datetime import date
from email.message import EmailMessage

import pytest

from answerable.extraction.documents import sniff
from answerable.extraction.documents.document import Basis, Document, Limits, Media, Notice
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Damaged, Empty, UnsupportedType
from tests.extraction import documents

TODAY = date(2026, 3, 2)


def read(data: bytes) -> Document:
    return read_document(
        data, declared_media=None, file_name="saved.eml", today=TODAY, limits=Limits()
    )


def message(text: str = "The clinic was struck at night.\n") -> EmailMessage:
    found = EmailMessage()
    found["From"] = "A Witness <witness@example.invalid>"
    found["To"] = "intake@example.invalid"
    found["Subject"] = "Удар по клініці"
    found["Date"] = "Tue, 03 Feb 2026 22:15:00 +0200"
    found["X-Originating-IP"] = "203.0.113.9"
    found.set_content(text)
    return found


def test_the_words_the_subject_and_the_day_are_read_and_no_address() -> None:
    found = read(bytes(message()))

    assert (found.media, found.title) == (Media.MAIL, "Удар по клініці")
    assert found.text == "The clinic was struck at night."
    assert (found.published, found.published_basis) == (date(2026, 2, 3), Basis.DECLARED)
    assert "example.invalid" not in repr(found)
    assert "203.0.113.9" not in repr(found)
    assert found.publisher == ""


@pytest.mark.parametrize(
    "head",
    [
        "From: A Witness <witness@example.invalid>\nSubject: Shelling\n",
        "Subject: Shelling\r\nFrom: witness@example.invalid\r\n",
        "From: A Witness\nTo: intake\nSubject: Shelling\n",
    ],
)
def test_the_fewest_fields_make_a_message_whatever_it_is_called(head: str) -> None:
    data = f"{head}\nThe clinic was struck at night.\n".encode()

    found = read_document(
        data, declared_media="text/plain", file_name="note.txt", today=TODAY, limits=Limits()
    )

    assert (found.media, found.text) == (Media.MAIL, "The clinic was struck at night.")


def test_a_text_with_one_label_is_a_text() -> None:
    data = b"From: the press office\n\nThe clinic was struck at night.\n"

    found = read_document(data, declared_media=None, file_name=None, today=TODAY, limits=Limits())

    assert found.media is Media.TEXT


def test_plain_text_goes_before_the_page_and_files_are_only_told() -> None:
    letter = message()
    letter.add_alternative("<p>As a page</p>", subtype="html")
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="names.pdf")
    letter.add_attachment("a list of names", filename="names.txt")

    found = read(bytes(letter))

    assert found.text == "The clinic was struck at night."
    assert Notice.ATTACHMENTS_NOT_READ in found.notices
    assert "names" not in repr(found)


def test_a_message_of_a_page_alone_is_read() -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Date"] = "a@b.invalid", "x", "not a day"
    letter.set_content("<html><body><p>קליניקה נפגעה</p></body></html>", subtype="html")

    found = read(bytes(letter))

    assert (found.text, found.published, found.language) == ("קליניקה נפגעה", None, "he")


def test_a_web_archive_is_its_page() -> None:
    page = EmailMessage()
    page["From"] = "<Saved by a browser>"
    page["Subject"] = "Clinic struck in the night"
    page.make_related()
    part = EmailMessage()
    part.set_content(documents.ARTICLE, subtype="html", cte="quoted-printable")
    page.attach(part)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", maintype="image", subtype="png")
    page.attach(picture)

    found = read(bytes(page))

    assert found.media is Media.WEB_ARCHIVE
    assert found.publisher == "The Island Courier"
    assert found.published == date(2026, 2, 3)
    assert "Between four and six people were killed" in found.text
    assert Notice.ATTACHMENTS_NOT_READ not in found.notices


def test_a_message_within_a_message_within_a_message_is_refused() -> None:
    inner = message()
    for _ in range(30):
        outer = EmailMessage()
        outer["From"], outer["Subject"], outer["Date"] = "a@b.invalid", "x", "x"
        outer.make_mixed()
        outer.attach(inner)
        inner = outer

    with pytest.raises(Damaged):
        read(bytes(inner))


def test_a_message_without_a_word_is_empty() -> None:
    with pytest.raises(Empty):
        read(bytes(message("\n")))


def test_a_text_that_only_quotes_a_field_is_a_text() -> None:
    data = b"From: the ministry\nwe hear that a clinic was struck."

    assert sniff.media_of(data, None) is Media.TEXT


WITNESS = b"A Witness <witness@example.invalid>"
RELATED = b"Content-Type: multipart/related; boundary=a\n"
LONG = b"X-Seal: " + b"a" * 5_000 + b"\n"


@pytest.mark.parametrize(
    "head",
    [
        b"From:\n A Witness\n <witness@example.invalid>\nSubject: Shelling\n",
        b"Sender: " + WITNESS + b"\nSubject: Shelling\n",
        b"From: A Witness\nSubject: Shelling\n",
        b" \n\t From: " + WITNESS + b"\nSubject: Shelling\nDate: x\n",
        b"From : " + WITNESS + b"\nTo : office\nSubject : Shelling\n",
        b"From: " + WITNESS + b"\r\n\tand another\r\nSubject: Shelling\r\n",
        b"From: " + WITNESS + b"\rSubject: Shelling\r",
        LONG + b"From: " + WITNESS + b"\nSubject: Shelling\n",
        RELATED + LONG + b"From: " + WITNESS + b"\nSubject: Shelling\n",
        b"From: A Witness\n <witness@example.invalid>\nSubject: Shelling\n" + RELATED,
    ],
)
@pytest.mark.parametrize("name", ["saved.eml", "saved.txt", None])
def test_a_message_is_known_however_its_head_is_laid_out(head: bytes, name: str | None) -> None:
    data = head + (b"\r" if head.endswith(b"g\r") else b"\n") + b"The clinic was struck.\n"

    assert sniff.media_of(data, sniff.claimed_media(None, name)) is Media.MAIL


@pytest.mark.parametrize(
    "head",
    [
        "Von: A Witness <witness@example.invalid>\nGesendet: 3. Mai\nAn: office\nBetreff: Shelling",
        "De : A Witness <witness@example.invalid>\nObjet : Shelling",
        "Від: A Witness <witness@example.invalid>\nКому: office\nТема: Shelling",
        "От: A Witness\nКому: office\nТема: Shelling",
        "من: A Witness <witness@example.invalid>\nالموضوع: Shelling",
        "\u200fמאת: A Witness <witness@example.invalid>\nנושא: Shelling",
        "*From:* A Witness <witness@example.invalid>\n*Sent:* 3 May\n*Subject:* Shelling",
        "---- Forwarded ----\nFrom: A Witness <witness@example.invalid>\nSubject: Shelling",
        "От: A Witness <witness@example.invalid>\nТема: Shelling\nВложения: a.pdf\nВажность: да",
        "-------- Forwarded --------\n\n\nFrom: A Witness\nTo: office\nSubject: Shelling",
        "Von: A Witness <witness@example.invalid>\nAn: one,\n  two\nBetreff: Shelling",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_message_copied_as_text_is_known_in_any_language(head: str, codec: str) -> None:
    data = f"{head}\n\nThe clinic was struck: клініка.\n".encode(codec)

    found = read(data)

    assert (found.media, found.title) == (Media.MAIL, "Shelling")
    assert found.text == "The clinic was struck: клініка."


@pytest.mark.parametrize("before", ["", "x"])
@pytest.mark.parametrize("length", [10_000, 200_000])
def test_a_long_copied_message_is_known_wherever_its_letters_are_cut(
    before: str, length: int
) -> None:
    head = f"Від: {before}A Witness <witness@example.invalid>\nТема: Shelling\n\n"

    found = read((head + "я" * length).encode())

    assert (found.media, found.title, len(found.text)) == (Media.MAIL, "Shelling", length)


def test_a_copied_message_with_the_ends_of_lines_of_old_keeps_its_words() -> None:
    found = read("Від: a@example.invalid\rТема: Shelling\r\rКлініку пошкоджено.\r".encode())

    assert (found.title, found.text) == ("Shelling", "Клініку пошкоджено.")


@pytest.mark.parametrize(
    "text",
    [
        "Дата: 3 травня\nТема: обстріл\n\nКлініку пошкоджено.",
        "Від: пресслужби\nДата: 3 травня\n\nКлініку пошкоджено.",
        "Тема: обстріл\nДата: 3 травня\nВід: пресслужби\n\nКлініку пошкоджено.",
        "Two killed\nFrom: press@example.invalid\n\nThe clinic was struck.",
        "От редакции: мы пишем\nо том, что было.\n\nThe clinic was struck.",
    ],
)
def test_an_article_with_labels_stays_a_text(text: str) -> None:
    assert sniff.media_of(text.encode(), None) is Media.TEXT


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_a_message_with_a_byte_order_mark_is_read_without_its_head(codec: str) -> None:
    text = f"\n From : {WITNESS.decode()}\nTo : office\nSubject : Shelling\n\nIt was struck.\n"

    found = read(text.encode(codec))

    assert (found.media, found.title, found.text) == (Media.MAIL, "Shelling", "It was struck.")


@pytest.mark.parametrize("data", [b"A stray line\nFrom: " + WITNESS + b"\n\nIt was struck.\n"])
def test_what_is_called_a_message_and_is_not_known_for_one_is_no_text(data: bytes) -> None:
    with pytest.raises(UnsupportedType):
        read(data)


def test_an_article_that_names_its_author_stays_a_text() -> None:
    data = b"Contact: press@example.invalid\nDate: 3 May\n\nThe clinic was struck.\n"

    assert sniff.media_of(data, None) is Media.TEXT
