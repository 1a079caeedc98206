"""Whatever the bytes, the reader gives a sound document or a named reason."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.documents.document import Limits
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Unreadable
from tests.extraction import documents
from tests.extraction.test_mail import message
from tests.extraction.test_office import docx_saying, odt
from tests.extraction.test_pictures import picture, told

LIMITS = Limits(max_chars=500)
LABELS = [None, "text/plain", "text/html; charset=utf-16", "application/pdf", "image/png", "\xff;;"]
PAGE, PDF = documents.ARTICLE.encode(), documents.pdf_saying("The clinic was struck at night")
OTHERS = {
    "a.docx": docx_saying("<w:p><w:t>The clinic was struck at night</w:t></w:p>"),
    "a.odt": odt("<text:p>The clinic was struck at night</text:p>"),
    "a.eml": bytes(message()),
    "a.jpg": picture(told()),
}


def check(data: bytes, label: str | None, name: str | None = None) -> None:
    try:
        found = read_document(
            data, declared_media=label, file_name=name, today=date(2026, 3, 2), limits=LIMITS
        )
    except Unreadable:
        return
    assert len(found.text) <= LIMITS.max_chars
    assert "\x00" not in found.text + found.title + found.publisher
    assert max(len(found.title), len(found.publisher)) <= 300
    found.text.encode("utf-8")


@given(st.binary(), st.sampled_from(LABELS), st.none() | st.text())
def test_any_bytes_under_any_label(data: bytes, label: str | None, name: str | None) -> None:
    check(data, label, name)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_page_with_broken_places(data: st.DataObject) -> None:
    check(_broken(data, PAGE), "text/html")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_pdf_with_broken_places(data: st.DataObject) -> None:
    check(_broken(data, PDF), "application/pdf")


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(sorted(OTHERS)))
def test_another_document_with_broken_places(data: st.DataObject, name: str) -> None:
    check(_broken(data, OTHERS[name]), None, name)


def _broken(data: st.DataObject, whole: bytes) -> bytes:
    """Overwrite a few stretches of a sound document with arbitrary bytes, or cut it off."""
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(broken) - 1))
        stretch = data.draw(st.binary(max_size=8))
        broken[start : start + data.draw(st.integers(0, 12))] = stretch
    return bytes(broken[: data.draw(st.integers(0, len(broken)))])
