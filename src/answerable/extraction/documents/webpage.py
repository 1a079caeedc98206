"""Read a saved web page: who published what and when, and its main text. Nothing is fetched."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import trafilatura
from lxml.etree import LxmlError, SerialisationError

from answerable.extraction.documents.document import Basis
from answerable.extraction.documents.words import words_of
from answerable.extraction.errors import Damaged, TooMuchMemory

READER = f"trafilatura {trafilatura.__version__}"


class Element(Protocol):
    """What is used here of an element of a parsed page (lxml comes without types)."""

    @property
    def text(self) -> str | None:
        """Give the text before the first child."""

    def get(self, name: str) -> str | None:
        """Give an attribute's value."""

    def iter(self, tag: str) -> "Iterator[Element]":
        """Give all elements of that name below this one."""


# Finding the main text takes memory and time that grow with size and, more so, with tags.
_MOST_CHARS_FOR_MAIN_TEXT, _MOST_TAGS_FOR_MAIN_TEXT = 4 * 1024 * 1024, 60_000
_EARLIEST = date(1900, 1, 1)
_DATE_FIELDS = frozenset(
    {
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "published_time",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "dcterms.issued",
        "dc.created",
        "date",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "article.published",
        "cxenseparse:recs:publishtime",
    }
)
# Saved pages carry their pictures inside, as megabytes of base64 that no reading needs.
_INLINE_DATA = re.compile(r"data:[a-z0-9.+/-]{0,80};base64,[A-Za-z0-9+/=\s%]{256,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says about itself and its words."""

    title: str
    text: str
    publisher: str = ""
    published: date | None = None
    published_basis: Basis | None = None
    language: str = ""
    main_text_found: bool = False


def read_page(source: str, *, today: date, max_chars: int) -> Page:
    """Take the main text and the facts about it from the source of a page.

    A date after tomorrow is not believed. Where no main text is found, all words are given.
    Raises `Damaged` or `TooMuchMemory` where the parser gives up.
    """
    source = _INLINE_DATA.sub("data:,", source)
    affordable = (
        len(source) <= _MOST_CHARS_FOR_MAIN_TEXT and source.count("<") <= _MOST_TAGS_FOR_MAIN_TEXT
    )
    tree = trafilatura.load_html(source) if affordable else None
    if tree is None:
        title, text = words_of(source, max_chars=max_chars)
        return Page(title=title, text=text)
    try:
        return _page_of(tree, source, today=today, max_chars=max_chars)
    except SerialisationError as error:
        # The parser's own way to say that it could not get memory.
        raise TooMuchMemory("page") from error
    except LxmlError as error:
        raise Damaged("page") from error


def _page_of(tree: Element, source: str, *, today: date, max_chars: int) -> Page:
    declared = _declared_date(tree, today)
    language = tree.get("lang") or tree.get("xml:lang") or ""
    about = trafilatura.extract_metadata(
        tree,
        date_config={
            "original_date": True,
            "extensive_search": False,
            "max_date": (today + timedelta(days=1)).isoformat(),
        },
    )
    estimated = _as_date(about.date or "", today)
    body = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True)
    main_text = str(getattr(body, "text", None) or "")
    return Page(
        title=about.title or "",
        publisher=about.sitename or "",
        published=declared or estimated,
        published_basis=Basis.DECLARED if declared else Basis.ESTIMATED if estimated else None,
        language=language,
        text=main_text or words_of(source, max_chars=max_chars)[1],
        main_text_found=bool(main_text),
    )


def _declared_date(tree: Element, today: date) -> date | None:
    """Give the date in a field made for it; trafilatura does not tell how it found its own."""
    for value in (*_meta_dates(tree), *_linked_data_dates(tree)):
        if found := _as_date(value, today):
            return found
    return None


def _meta_dates(tree: Element) -> Iterator[str]:
    for element in tree.iter("meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        if any((name or "").strip().lower() in _DATE_FIELDS for name in names):
            yield element.get("content") or ""
    for element in tree.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or ""


def _linked_data_dates(tree: Element) -> Iterator[str]:
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json":
            for match in re.finditer(r'"datePublished"\s*:\s*("[^"\\]{8,40}")', element.text or ""):
                yield json.loads(match[1])


def _as_date(value: str, today: date) -> date | None:
    """Read the day of an ISO 8601 date or time; the day as its publisher wrote it."""
    match = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", value)
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if _EARLIEST <= found <= today + timedelta(days=1) else None
