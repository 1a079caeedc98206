"""Read a PDF: its text page by page, its title and date. Its programs are never run."""

import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

import pypdf
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject

from answerable.extraction.documents.document import Notice
from answerable.extraction.errors import Damaged, Encrypted, TooMuchMemory

READER = f"pypdf {pypdf.__version__}"

# Ligatures and Arabic letter shapes that PDF keeps as drawn; the words are meant without them.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc]")
_PROGRAM_KEYS = frozenset({"/JavaScript", "/JS"})


@dataclass(slots=True)
class Pages:
    """What a PDF says about itself and its words, and what a person should know about it."""

    title: str = ""
    made: date | None = None
    language: str = ""
    text: str = ""
    count: int = 0
    notices: set[Notice] = field(default_factory=set)


def read_pages(data: bytes, *, today: date, max_pages: int, max_chars: int) -> Pages:
    """Take text and facts from a PDF; at most `max_pages` pages and about `max_chars` characters.

    Raises `Encrypted`, `Damaged`, or `TooMuchMemory` where a stream unpacks beyond bounds.
    What pypdf raises beside its own errors is left to the caller to name.
    """
    try:
        document = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _open(document)
        pages = Pages(count=len(document.pages))
        _take_facts(document, pages, today)
        _take_text(document, pages, max_pages, max_chars)
    except FileNotDecryptedError as error:
        raise Encrypted from error
    except LimitReachedError as error:
        raise TooMuchMemory("stream") from error
    except PyPdfError as error:
        raise Damaged("pdf") from error
    if pages.count == 0:
        raise Damaged("no pages")
    return pages


def _open(document: pypdf.PdfReader) -> None:
    # Many files only forbid printing and open with the empty password, as every viewer does.
    if document.is_encrypted and not document.decrypt(""):
        raise Encrypted


def _take_facts(document: pypdf.PdfReader, pages: Pages, today: date) -> None:
    about = document.metadata
    if about is not None:
        pages.title = str(about.title or "")
        pages.made = _made(about.creation_date_raw, today)
    root = document.trailer["/Root"].get_object()
    if not isinstance(root, DictionaryObject):
        raise Damaged("no catalogue")
    pages.language = str(root.get("/Lang", ""))
    names = root.get("/Names")
    names = names.get_object() if names is not None else None
    held = set(names) if isinstance(names, DictionaryObject) else set()
    if "/JavaScript" in held or "/AA" in root or _runs_a_program(root.get("/OpenAction")):
        pages.notices.add(Notice.ACTIVE_CONTENT)
    if "/EmbeddedFiles" in held:
        pages.notices.add(Notice.ATTACHMENTS_NOT_READ)


def _runs_a_program(action: object) -> bool:
    found = action.get_object() if hasattr(action, "get_object") else None
    return isinstance(found, DictionaryObject) and (
        found.get("/S") in ("/JavaScript", "/Launch", "/URI") or not _PROGRAM_KEYS.isdisjoint(found)
    )


def _take_text(document: pypdf.PdfReader, pages: Pages, max_pages: int, max_chars: int) -> None:
    texts: list[str] = []
    taken = 0
    for number, page in enumerate(document.pages):
        if number >= max_pages or taken > max_chars:
            pages.notices.add(Notice.PAGES_LEFT_OUT)
            break
        try:
            text = page.extract_text()
        except (LookupError, TypeError, AttributeError, ValueError, PyPdfError) as error:
            if isinstance(error, LimitReachedError | FileNotDecryptedError):
                raise
            pages.notices.add(Notice.SOME_PAGES_UNREADABLE)
            continue
        texts.append(_SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), text))
        taken += len(text)
    pages.text = "\n\n".join(texts)
    if not pages.text.strip():
        if Notice.SOME_PAGES_UNREADABLE in pages.notices:
            raise Damaged("no page could be read")
        pages.notices.add(Notice.NO_TEXT_IN_PAGES)


def _made(raw: object, today: date) -> date | None:
    """Read the day of `D:YYYYMMDD…` (ISO 32000-1, 7.9.4)."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", str(raw or ""))
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if date(1980, 1, 1) <= found <= today + timedelta(days=1) else None
