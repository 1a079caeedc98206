"""Read one document in this very process. For documents of strangers use `sandbox.read_apart`."""

import struct
import zlib
from datetime import date

import msgspec

from answerable.extraction.documents import charset, sniff
from answerable.extraction.documents.document import Basis, Document, Limits, Media, Notice
from answerable.extraction.documents.plaintext import title_of
from answerable.extraction.errors import Damaged, Empty, TooLarge, TooMuchMemory
from answerable.extraction.text.language import declared_language, fits, guess_language
from answerable.extraction.text.wording import has_direction_overrides, one_line, plain

VERSION = "2"
"""Raise this when the same bytes may give another reading."""

# What parsers raise when bytes lie to them. Memory and recursion are named apart below.
PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    OSError,
    struct.error,
    zlib.error,
)


def read_document(
    data: bytes,
    *,
    declared_media: str | None,
    file_name: str | None,
    today: date,
    limits: Limits,
) -> Document:
    """Read a document of a known kind by what its bytes are, or raise an `Unreadable`.

    A document that is not what its label or name says is read as what it is, with a notice.
    `today` bounds the dates that are believed. Time and memory are for the caller to bound.
    """
    if len(data) > limits.max_bytes:
        raise TooLarge
    claimed = sniff.claimed_media(declared_media, file_name)
    media = sniff.media_of(data, claimed)
    try:
        match media:
            case Media.PDF:
                document = _pdf(data, today, limits)
            case Media.HTML:
                document = _page(data, declared_media, today, limits)
            case Media.TEXT:
                document = _text(data, declared_media)
            case Media.DOCX | Media.ODT:
                document = _paper(data, media, limits)
            case Media.MAIL | Media.WEB_ARCHIVE:
                document = _letter(data, media, today, limits)
            case Media.JPEG | Media.PNG | Media.WEBP:
                document = _picture(data, media, today)
    except MemoryError as error:
        raise TooMuchMemory from error
    except PARSER_FAULTS as error:
        raise Damaged(type(error).__name__) from error
    notices = set(document.notices)
    if claimed not in (None, media):
        notices.add(Notice.NOT_WHAT_IT_CLAIMED)
    return bounded(document, notices, limits)


def _text(data: bytes, declared_media: str | None) -> Document:
    label = (declared_media or "").encode("ascii", "ignore")
    decoded = charset.decode(data, charset.declared_charset(label))
    text = plain(decoded.text)
    return Document(
        media=Media.TEXT,
        encoding=decoded.encoding,
        title=title_of(text),
        text=text,
        notices=_decoding_notices(decoded),
        reader=f"answerable {VERSION}",
    )


def _page(data: bytes, declared_media: str | None, today: date, limits: Limits) -> Document:
    # Imported here because it takes a third of a second, which plain text need not wait for.
    from answerable.extraction.documents import webpage

    label = (declared_media or "").encode("ascii", "ignore")
    declared = charset.declared_charset(label) or charset.declared_charset(data[:4096])
    decoded = charset.decode(data, declared)
    page = webpage.read_page(decoded.text, today=today, max_chars=limits.max_chars)
    text = plain(page.text)
    if not text:
        raise Empty
    found = () if page.main_text_found else (Notice.MAIN_TEXT_NOT_FOUND,)
    return Document(
        media=Media.HTML,
        encoding=decoded.encoding,
        title=one_line(page.title) or title_of(text),
        publisher=one_line(page.publisher),
        published=page.published,
        published_basis=page.published_basis,
        language=page.language,
        text=text,
        notices=(*_decoding_notices(decoded), *found),
        reader=f"answerable {VERSION}, {webpage.READER}",
    )


def _pdf(data: bytes, today: date, limits: Limits) -> Document:
    from answerable.extraction.documents import pdf

    pages = pdf.read_pages(
        data, today=today, max_pages=limits.max_pages, max_chars=limits.max_chars
    )
    text = plain(pages.text)
    return Document(
        media=Media.PDF,
        title=one_line(pages.title) or title_of(text),
        published=pages.made,
        published_basis=Basis.FILE if pages.made else None,
        language=pages.language,
        text=text,
        pages=pages.count,
        notices=tuple(pages.notices),
        reader=f"answerable {VERSION}, {pdf.READER}",
    )


def _paper(data: bytes, media: Media, limits: Limits) -> Document:
    from answerable.extraction.documents import office

    paper = office.read_paper(data, max_chars=limits.max_chars)
    text = plain(paper.text)
    if not text:
        raise Empty
    return Document(
        media=media,
        title=one_line(paper.title) or title_of(text),
        language=paper.language,
        text=text,
        notices=tuple(paper.notices),
        reader=f"answerable {VERSION}, {office.READER}",
    )


def _letter(data: bytes, media: Media, today: date, limits: Limits) -> Document:
    from answerable.extraction.documents import mail, webpage

    letter = mail.read_letter(data, today=today)
    if letter.text.strip():
        page = webpage.Page(title=letter.title, text=letter.text, main_text_found=True)
    else:
        page = webpage.read_page(letter.page, today=today, max_chars=limits.max_chars)
    text = plain(page.text)
    if not text:
        raise Empty
    sent = letter.sent if media is Media.MAIL else None
    # When a page was saved is not when it was published.
    published, basis = (
        (sent, Basis.DECLARED if sent else None)
        if media is Media.MAIL
        else (page.published, page.published_basis)
    )
    found = () if page.main_text_found or media is Media.MAIL else (Notice.MAIN_TEXT_NOT_FOUND,)
    return Document(
        media=media,
        title=one_line(letter.title) or one_line(page.title) or title_of(text),
        publisher=one_line(page.publisher),
        published=published,
        published_basis=basis,
        language=page.language,
        text=text,
        notices=(*letter.notices, *found),
        reader=f"answerable {VERSION}, {mail.READER}, {webpage.READER}",
    )


def _picture(data: bytes, media: Media, today: date) -> Document:
    from answerable.extraction.documents import pictures

    facts = pictures.facts_of(data)
    taken = pictures.day_of(facts, today)
    return Document(
        media=media,
        published=taken,
        published_basis=Basis.FILE if taken else None,
        facts=facts,
        notices=(Notice.NO_TEXT_IN_PAGES,),
        reader=f"answerable {VERSION}, {pictures.READER}",
    )


def _decoding_notices(decoded: charset.Decoded) -> tuple[Notice, ...]:
    guessed = (Notice.ENCODING_GUESSED,) if decoded.guessed else ()
    return (*guessed, Notice.CHARACTERS_LOST) if decoded.lost else guessed


def bounded(document: Document, notices: set[Notice], limits: Limits) -> Document:
    """Settle the language and cut the text to what may be kept."""
    text = document.text[: limits.max_chars]
    if len(text) < len(document.text):
        notices.add(Notice.SHORTENED)
    if has_direction_overrides(text):
        notices.add(Notice.DIRECTION_CONTROLS)
    declared = declared_language(document.language)
    believed = declared if declared is not None and fits(declared, text) else None
    language = believed or guess_language(text)
    basis = Basis.DECLARED if believed else None if language == "und" else Basis.ESTIMATED
    return msgspec.structs.replace(
        document,
        text=text,
        language=language,
        language_basis=basis,
        truncated=not notices.isdisjoint({Notice.SHORTENED, Notice.PAGES_LEFT_OUT}),
        notices=tuple(sorted(notices)),
    )
