"""Find out what a document really is from its bytes, whatever its name or label says."""

import re

from answerable.extraction.documents import charset, mail
from answerable.extraction.documents.document import Media
from answerable.extraction.errors import BLANK, Empty, UnsupportedType

_HEAD = 4096
_PDF_HEADER_WITHIN = 1024

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "archive or office document"),
    (b"PK\x05\x06", "archive or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
    (b"{\\rtf", "rich text"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture, sound or film"),
    (b"OggS", "sound or film"),
    (b"ID3", "sound or film"),
    (b"\x1aE\xdf\xa3", "sound or film"),
    (b"\x7fELF", "program"),
    (b"%!PS", "PostScript"),
    (b"SQLite format 3\x00", "database"),
)
_PICTURES: tuple[tuple[bytes, Media], ...] = (
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"\xff\xd8\xff", Media.JPEG),
)
# A comment ends at the first `-->`: written so that there is one way only to match many of them.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!doctype\s[^>]{0,500}(?:\[[^\]]*\]\s*)?>\s*)*"
    r"<(?:html|head|body|title|meta|article|main|section|div|p|h1|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCTYPE_HTML = re.compile(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<!doctype\s+html\b", re.IGNORECASE | re.DOTALL
)
_XML_START = re.compile(r"\s*(?:<\?xml\b|<!doctype\b|<svg\b|<rss\b|<feed\b)", re.IGNORECASE)
_CLAIMS: dict[str, Media] = {
    "text/html": Media.HTML,
    "application/xhtml+xml": Media.HTML,
    "text/plain": Media.TEXT,
    "application/pdf": Media.PDF,
    "application/x-pdf": Media.PDF,
    **{one.value: one for one in Media},
}
_ENDINGS: dict[str, Media] = {
    "html": Media.HTML,
    "htm": Media.HTML,
    "xhtml": Media.HTML,
    "txt": Media.TEXT,
    "text": Media.TEXT,
    "md": Media.TEXT,
    "pdf": Media.PDF,
    "docx": Media.DOCX,
    "odt": Media.ODT,
    "eml": Media.MAIL,
    "mht": Media.WEB_ARCHIVE,
    "mhtml": Media.WEB_ARCHIVE,
    "jpg": Media.JPEG,
    "jpeg": Media.JPEG,
    "png": Media.PNG,
    "webp": Media.WEBP,
}


def claimed_media(declared_media: str | None, file_name: str | None) -> Media | None:
    """Give what a document is said to be by its label, else by its name's ending."""
    label = (declared_media or "").split(";")[0].strip().lower()
    if label in _CLAIMS:
        return _CLAIMS[label]
    return _ENDINGS.get((file_name or "").rpartition(".")[2].strip().lower())


def media_of(data: bytes, claimed: Media | None) -> Media:
    """Tell what the bytes are: a page, a text, a PDF, an office document, a message, a picture.

    Raises `Empty` for no bytes or blanks only, and `UnsupportedType` for everything else.
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf\xfe\xff"):
        raise Empty(BLANK)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    # Readers accept a PDF header a little way into the file; believe that only if it was promised.
    if start.startswith(b"%PDF-") or (
        claimed is Media.PDF and b"%PDF-" in head[:_PDF_HEADER_WITHIN]
    ):
        return Media.PDF
    if found := _picture_or_paper(data, start):
        return found
    for magic, kind in _FOREIGN:
        if start.startswith(magic) and (kind != "sound or film" or claimed is not Media.TEXT):
            raise UnsupportedType(kind)
    if head[4:8] == b"ftyp":
        raise UnsupportedType("picture, sound or film")
    if mail.is_web_archive(data):
        return Media.WEB_ARCHIVE
    # What is called a message and begins like one is one, however its fields are ordered.
    if mail.looks_like_mail(data) or (claimed is Media.MAIL and mail.names_a_sender(data)):
        return Media.MAIL
    if claimed is Media.MAIL:
        # As a mere text it would be kept in the open, with whatever it says of its sender.
        raise UnsupportedType("e-mail whose head cannot be read")
    return _text_or_page(data, claimed)


def _picture_or_paper(data: bytes, start: bytes) -> Media | None:
    for magic, media in _PICTURES:
        if start.startswith(magic):
            return media
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return Media.WEBP
    if not data.startswith(b"PK\x03\x04"):
        return None
    # Only here: the parser of XML takes its time to load.
    from answerable.extraction.documents import office

    return {"docx": Media.DOCX, "odt": Media.ODT}.get(office.is_paper(data))


def _text_or_page(data: bytes, claimed: Media | None) -> Media:
    if _looks_binary(data):
        raise UnsupportedType("binary data")
    start = charset.decode(data[:_HEAD], charset.declared_charset(data[:_HEAD])).text
    if _DOCTYPE_HTML.match(start) or _HTML_START.match(start):
        return Media.HTML
    if _XML_START.match(start):
        raise UnsupportedType("XML")
    # A page may open with a long script or comment; its own label then decides.
    if claimed is Media.HTML and re.search(r"<(?:html|body|p|div|br)\b", start, re.IGNORECASE):
        return Media.HTML
    return Media.TEXT


def _looks_binary(data: bytes) -> bool:
    """Tell whether control characters are more than a slip, leaving marked UTF-16 alone."""
    if charset.has_mark(data):
        return False
    sample = data[: 64 * 1024]
    controls = len(sample) - len(
        sample.translate(None, delete=bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127]))
    )
    return b"\x00" in sample or controls * 20 > len(sample)
