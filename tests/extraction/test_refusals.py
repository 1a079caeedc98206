"""What is refused before any parser sees it."""

from datetime import date

import pytest

from answerable.extraction.documents.document import Limits
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import PROBLEMS, Empty, TooLarge, Unreadable, UnsupportedType


def read(data: bytes, label: str | None = None, max_bytes: int = 1_000_000) -> None:
    read_document(
        data,
        declared_media=label,
        file_name=None,
        today=date(2026, 3, 2),
        limits=Limits(max_bytes=max_bytes),
    )


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe \x00", b"\x00" * 99]
)
def test_nothing_but_blanks_is_empty(data: bytes) -> None:
    with pytest.raises(Empty):
        read(data)


def test_one_byte_more_than_allowed_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read(b"x" * 101, max_bytes=100)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04" + b"x" * 50, "archive or office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "old office document"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"\x1f\x8b\x08" + b"x" * 50, "archive"),
        (b"GIF89a" + b"x" * 50, "picture"),
        (b"\x00\x00\x00\x20ftypmp42" + b"x" * 50, "picture, sound or film"),
        (b"\x7fELF" + b"x" * 50, "program"),
        (b"MZ\x90\x00" + bytes(range(256)), "binary data"),
        (b"<?xml version='1.0'?><rss><item>news</item></rss>", "XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "XML"),
    ],
)
@pytest.mark.parametrize("label", [None, "text/html", "application/pdf"])
def test_another_kind_of_file_is_refused_by_name_whatever_its_label(
    data: bytes, kind: str, label: str | None
) -> None:
    with pytest.raises(UnsupportedType) as refusal:
        read(data, label)

    assert refusal.value.detail == kind


@pytest.mark.parametrize("problem", PROBLEMS.values())
def test_every_refusal_says_what_to_do(problem: type[Unreadable]) -> None:
    assert issubclass(problem, Unreadable)
    assert len(problem.advice) > 40
