"""Making foreign characters harmless to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.text.wording import DIRECTION_OVERRIDES, one_line, plain, shown_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("article.pdf", "article.pdf"),
        ("стаття про лікарню.pdf", "стаття про лікарню.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\someone\\story.txt", "story.txt"),
        ("invoice\u202efdp.exe", "invoice[U+202E]fdp.exe"),
        ("a\x00b\nc.txt", "a[U+0000]b[U+000A]c.txt"),
        ("<script>.html", "_script_.html"),
        (".htaccess", "htaccess"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("folder/", "unnamed"),
    ],
)
def test_a_file_name_is_shown_without_folders_and_tricks(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


@given(st.text())
def test_no_file_name_can_hide_anything(name: str) -> None:
    shown = shown_name(name)

    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\<>"')
    assert all(char == " " or unicodedata.category(char)[0] not in "CZ" for char in shown)


def test_the_ending_of_a_very_long_name_stays_visible() -> None:
    assert shown_name("x" * 500 + ".html").endswith("x.html")


@given(st.text())
def test_plain_text_is_plain_already_the_second_time(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    once.encode("utf-8")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=400))
def test_one_line_is_one_short_line(text: str) -> None:
    line = one_line(text, 50)

    assert len(line) <= 50
    assert len(line.splitlines()) <= 1
    assert not set(line) & set(DIRECTION_OVERRIDES)
