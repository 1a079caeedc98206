"""Reading plain text, whatever its encoding."""

from datetime import date
from pathlib import Path

import pytest

from answerable.extraction.documents.document import Basis, Document, Limits, Media, Notice
from answerable.extraction.documents.reader import read_document

UKRAINIAN = (
    "Уночі обстріляли лікарню в Ізюмі, її дах зруйновано.\n\n"
    "За словами міської влади, щонайменше четверо людей поранено, ще двоє зникли безвісти. "
    "Міністерство оборони іншої сторони заявило, що не має інформації про цей випадок."
)
ARABIC = "قصف مستشفى في المدينة ليلة الثلاثاء وقالت السلطات الصحية إن أربعة أشخاص قتلوا"
HEBREW = "בית חולים נפגע בלילה שבין שני לשלישי ולדברי הרשויות נהרגו ארבעה בני אדם"
RUSSIAN = (
    "Ночью была обстреляна больница, сообщили власти города. Погибли четыре человека, это всё."
)


def read(data: bytes, label: str | None = None, name: str | None = None) -> Document:
    return read_document(
        data, declared_media=label, file_name=name, today=date(2026, 3, 2), limits=Limits()
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [(UKRAINIAN, "uk"), (ARABIC, "ar"), (HEBREW, "he"), (RUSSIAN, "ru")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_in_every_form_that_marks_itself(
    text: str, language: str, encoding: str
) -> None:
    found = read(text.encode(encoding))

    assert (found.text, found.language) == (text, language)
    assert found.notices == ()


@pytest.mark.parametrize(
    ("text", "encoding"), [(UKRAINIAN, "cp1251"), (ARABIC, "cp1256"), (HEBREW, "cp1255")]
)
def test_an_encoding_named_in_the_label_is_used(text: str, encoding: str) -> None:
    label = f"text/plain; charset=windows-{encoding[2:]}"

    assert read(text.encode(encoding), label).text == text


def test_an_encoding_that_had_to_be_guessed_is_told() -> None:
    found = read(UKRAINIAN.encode("cp1251"))

    assert found.text == UKRAINIAN
    assert Notice.ENCODING_GUESSED in found.notices


@pytest.mark.parametrize("trap", ["zlib_codec", "punycode", "unicode_escape", "idna", "undefined"])
def test_an_encoding_outside_the_closed_list_is_never_used(trap: str) -> None:
    found = read(b"caf\xe9 and clinic", f"text/plain; charset={trap}")

    assert "and clinic" in found.text


def test_the_title_is_the_first_line_that_says_something() -> None:
    found = read(b"ua en ru\n\nHome\n\nTalks begin about attacks on civilians\n\nThe text.")

    assert found.title == "Talks begin about attacks on civilians"


def test_a_short_text_has_its_only_line_as_title() -> None:
    assert read(b"Clinic struck").title == "Clinic struck"


def test_control_characters_are_taken_out_of_the_text() -> None:
    found = read(b"One\x07 line of words\x1b[31m here\r\nand another\r\n")

    assert found.text == "One line of words[31m here\nand another"


def test_direction_overrides_in_the_text_stay_and_are_told() -> None:
    found = read("The file is called invoice\u202efdp.exe, they said".encode())

    assert "\u202e" in found.text
    assert Notice.DIRECTION_CONTROLS in found.notices


def test_a_page_called_text_is_read_as_the_page_it_is() -> None:
    page = b"<!doctype html><html><body><p>The clinic was struck at night.</p></body></html>"

    found = read(page, "text/plain", "story.txt")

    assert found.media is Media.HTML
    assert Notice.NOT_WHAT_IT_CLAIMED in found.notices
    assert "<p>" not in found.text


def test_text_called_a_pdf_is_read_as_the_text_it_is() -> None:
    found = read(b"The clinic was struck at night.", "application/pdf")

    assert found.media is Media.TEXT
    assert Notice.NOT_WHAT_IT_CLAIMED in found.notices


def test_an_article_about_web_pages_is_not_one() -> None:
    assert read(b"The tag <html> opens a page, wrote the clinic.").media is Media.TEXT


def test_the_acceptance_article_is_read(shared: Path) -> None:
    data = (shared / "cases" / "article-2024-01.txt").read_bytes()

    found = read(data, name="article-2024-01.txt")

    assert found.title.startswith("U.S. and Israel initiate dialogue")
    assert (found.language, found.language_basis) == ("en", Basis.ESTIMATED)
    assert (found.published, found.publisher) == (None, "")
    assert "over 25,000 people have died" in found.text
