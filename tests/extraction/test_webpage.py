"""Reading web pages."""

from datetime import date

import pytest

from answerable.extraction.documents.document import Basis, Document, Limits, Notice
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import Empty
from tests.extraction.documents import ARTICLE

TODAY = date(2026, 3, 2)


def read(source: str | bytes, label: str | None = "text/html", today: date = TODAY) -> Document:
    data = source.encode() if isinstance(source, str) else source
    return read_document(data, declared_media=label, file_name=None, today=today, limits=Limits())


def test_title_publisher_date_and_language_are_taken_from_the_page() -> None:
    found = read(ARTICLE)

    assert (found.title, found.publisher) == ("Clinic struck in the night", "The Island Courier")
    assert (found.published, found.published_basis) == (date(2026, 2, 3), Basis.DECLARED)
    assert (found.language, found.language_basis) == ("en", Basis.DECLARED)


def test_the_main_text_is_there_without_menu_script_and_footer() -> None:
    text = read(ARTICLE).text

    assert "Between four and six people were killed" in text
    assert not any(word in text for word in ("Home", "run by a script", "Copyright", "tracker"))


def test_a_date_in_linked_data_counts_as_declared() -> None:
    linked = '<script type="application/ld+json">{"datePublished": "2026-01-09T08:00Z"}</script>'
    page = ARTICLE.replace('content="2026-02-03T22:15:00+02:00"', 'content=""')

    found = read(page.replace("</head>", linked + "</head>"))

    assert (found.published, found.published_basis) == (date(2026, 1, 9), Basis.DECLARED)


def test_a_date_found_in_the_look_of_a_page_is_called_estimated() -> None:
    page = ARTICLE.replace('content="2026-02-03T22:15:00+02:00"', 'content=""')

    found = read(page.replace("<h1>", '<time datetime="2026-02-01">1 February</time><h1>'))

    assert (found.published, found.published_basis) == (date(2026, 2, 1), Basis.ESTIMATED)


@pytest.mark.parametrize("claimed", ["2026-03-04", "2999-01-01", "0001-01-01", "2026-02-31", "x"])
def test_a_date_that_cannot_be_is_not_believed(claimed: str) -> None:
    page = ARTICLE.replace("2026-02-03T22:15:00+02:00", claimed)

    assert read(page).published_basis is not Basis.DECLARED


def test_a_declared_language_in_the_wrong_script_is_not_believed() -> None:
    page = '<html lang="en"><body><p>Уночі обстріляли лікарню, її дах зруйновано.</p></body></html>'

    found = read(page)

    assert (found.language, found.language_basis) == ("uk", Basis.ESTIMATED)


def test_all_words_are_given_where_no_main_text_is_found() -> None:
    # libxml2 gives up at this depth and drops the words.
    page = (
        "<html><head><title>Deep</title></head><body>" + "<div>" * 5_000 + "The clinic was struck"
    )

    found = read(page + "<script>not words</script>")

    assert found.text == "The clinic was struck"
    assert Notice.MAIN_TEXT_NOT_FOUND in found.notices


def test_a_page_of_very_many_tags_gives_its_words() -> None:
    page = "<html><body><table>" + "<tr><td>one<td>two" * 40_000

    found = read(page)

    assert found.text.startswith("one\n")
    assert Notice.MAIN_TEXT_NOT_FOUND in found.notices


def test_pictures_inside_the_page_do_not_count_as_words() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 2_000_000}">'

    assert read(ARTICLE.replace("<nav>", picture)).text == read(ARTICLE).text


def test_a_page_that_builds_itself_with_scripts_is_refused_as_empty() -> None:
    with pytest.raises(Empty):
        read("<html><body><div id=app></div><script>render()</script></body></html>")


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY secret SYSTEM "file:///etc/passwd">', '<!ENTITY secret "expanded">'],
)
def test_entities_of_a_page_are_never_expanded(declaration: str) -> None:
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [{declaration}]>'
        "<html><body><p>Before the entity &secret; and after it there are words.</p></body></html>"
    )

    text = read(page, "application/xhtml+xml").text

    assert "Before the entity" in text
    assert not any(word in text for word in ("root:", "expanded"))


def test_the_encoding_a_page_declares_is_used() -> None:
    page = ARTICLE.replace("utf-8", "windows-1251").replace("A clinic", "Лікарня в місті")

    found = read(page.encode("cp1251"))

    assert "Лікарня в місті" in found.text
    assert found.encoding == "cp1251"


def test_a_title_cannot_turn_the_direction_of_the_page_around_it() -> None:
    page = ARTICLE.replace("Clinic struck in the night", "Clinic \u202egnorw\u202c struck")

    assert "\u202e" not in read(page).title
