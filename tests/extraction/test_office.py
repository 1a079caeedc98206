"""Reading documents of office suites, honest and hostile."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml

from answerable.extraction.documents import office
from answerable.extraction.documents.document import Document, Limits, Media, Notice
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Damaged, Empty, Encrypted, TooMuchMemory, UnsupportedType

TODAY = date(2026, 3, 2)
MANY = [f"x{number}" for number in range(office.MAX_PARTS)]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def read(data: bytes, **limits: int) -> Document:
    return read_document(
        data, declared_media=None, file_name="statement.docx", today=TODAY, limits=Limits(**limits)
    )


def written(*paragraphs: str, title: str = "") -> docx.document.Document:
    paper = docx.Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    paper.core_properties.title = title
    return paper


def saved(paper: docx.document.Document) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def odt(body: str, meta: str = "") -> bytes:
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODT_NAMES}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>".encode(),
            "meta.xml": f"<office:document-meta {ODT_NAMES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>".encode(),
        }
    )


def docx_saying(body: str) -> bytes:
    source = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return archive({"word/document.xml": source.encode()})


def test_the_words_of_a_docx_are_read_with_its_tables_and_notes() -> None:
    paper = written("A clinic was struck.", "Двоє людей поранено.", title="Statement 7")
    paper.add_table(1, 2).rows[0].cells[1].text = "seven"

    found = read(saved(paper))

    assert (found.media, found.title) == (Media.DOCX, "Statement 7")
    assert found.text == "A clinic was struck.\nДвоє людей поранено.\n\nseven"
    # The library's own template was made in 2013.
    assert (found.published, found.published_basis) == (None, None)


def test_what_was_deleted_or_commands_the_program_is_left_out() -> None:
    paper = written("They were ")
    paper.paragraphs[0]._p.append(
        parse_xml(f'<w:del {W} w:id="1"><w:r><w:delText>not </w:delText></w:r></w:del>')
    )
    paper.paragraphs[0]._p.append(
        parse_xml(f"<w:r {W}><w:instrText>INCLUDETEXT x</w:instrText><w:t>here</w:t></w:r>")
    )

    assert read(saved(paper)).text == "They were here"


def test_the_words_of_an_odt_are_read() -> None:
    found = read(
        odt(
            "<text:tracked-changes><text:p>taken out</text:p></text:tracked-changes>"
            "<text:h>עדות</text:h><text:p>One<text:s/>two<text:line-break/>"
            "<text:span>three</text:span> four</text:p>",
            "<dc:title>Testimony</dc:title><meta:creation-date>2026-02-03T10:00:00</meta:creation-date>",
        )
    )

    assert (found.media, found.title) == (Media.ODT, "Testimony")
    assert found.text == "עדות\nOne two\nthree four"
    assert found.published is None


def test_a_comment_and_who_made_it_are_none_of_the_words() -> None:
    comment = (
        "<office:annotation><dc:creator>A colleague</dc:creator><text:p>ask again</text:p>"
        "</office:annotation>"
    )

    assert read(odt(f"<text:p>One {comment}two</text:p>")).text == "One two"


def test_a_program_and_a_file_inside_are_told_and_not_opened() -> None:
    words = f"<w:document {W}><w:p><w:t>Words</w:t></w:p></w:document>"
    data = archive(
        {
            "word/document.xml": words.encode(),
            "word/vbaProject.bin": b"x",
            "word/embeddings/oleObject1.bin": b"y",
        }
    )

    assert {Notice.ACTIVE_CONTENT, Notice.ATTACHMENTS_NOT_READ} <= set(read(data).notices)


def test_entities_open_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for head in (bomb, outside):
        source = f"{head}<w:document {W}><w:p><w:t>&a;</w:t></w:p></w:document>"
        with pytest.raises(Damaged):
            read(archive({"word/document.xml": source.encode()}))


def test_a_part_that_unpacks_beyond_bounds_is_refused() -> None:
    blank = b" " * (office.MAX_PART + 10)
    with pytest.raises(TooMuchMemory):
        read(archive({"word/document.xml": blank}))
    many = archive({"word/document.xml": b"<a/>"} | dict.fromkeys(MANY, b""))
    with pytest.raises(TooMuchMemory):
        read(many)


def test_a_document_without_a_word_is_empty_and_a_broken_one_damaged() -> None:
    with pytest.raises(Empty):
        read(docx_saying(""))
    with pytest.raises(Damaged):
        read(archive({"word/document.xml": b"<w:document"}))


def test_a_long_one_is_shortened() -> None:
    found = read(saved(written(*["word " * 20] * 50)), max_chars=300)

    assert len(found.text) <= 300
    assert found.truncated
    assert Notice.SHORTENED in found.notices


def test_another_archive_or_a_locked_one_is_none() -> None:
    with pytest.raises(UnsupportedType):
        read(archive({"xl/workbook.xml": b"<a/>"}))
    with pytest.raises(UnsupportedType):
        read(archive({"mimetype": b"application/epub+zip", "content.xml": b"<a/>"}))
    locked = bytearray(docx_saying("<w:p><w:t>x</w:t></w:p>"))
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.index(header) + (6 if header == b"PK\x03\x04" else 8)
        locked[at] |= 1
    with pytest.raises(Encrypted):
        read(bytes(locked))
