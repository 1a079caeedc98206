"""Read a text document of an office suite, DOCX or ODT: its words and its title.

Both are archives of XML (ECMA-376, ISO/IEC 26300). No entity is opened, nothing outside the archive
is looked at, and no program in it is run.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from answerable.extraction.documents.document import Notice
from answerable.extraction.errors import Damaged, Encrypted, TooMuchMemory

READER = f"lxml {etree.__version__}"
# What one part may unpack to, and how many parts there may be.
MAX_PART, MAX_PARTS = 60 * 1024 * 1024, 5_000

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# Words that were taken out of the text again, fields' instructions and what a note says of itself.
_NOT_TOLD = frozenset(
    {f"{{{_WORD}}}{name}" for name in ("delText", "instrText", "delInstrText", "moveFrom")}
    | {f"{{{_TEXT}}}{name}" for name in ("tracked-changes", "note-citation", "sequence-decls")}
    # A comment names who made it; it is none of the words of the document.
    | {f"{{{_OFFICE}}}{name}" for name in ("annotation", "automatic-styles", "font-face-decls")}
)
_ENDS = frozenset({f"{{{_WORD}}}p", f"{{{_TEXT}}}p", f"{{{_TEXT}}}h"})
_BREAKS = {
    f"{{{_WORD}}}br": "\n", f"{{{_WORD}}}cr": "\n", f"{{{_WORD}}}tab": "\t",
    f"{{{_TEXT}}}line-break": "\n", f"{{{_TEXT}}}tab": "\t", f"{{{_TEXT}}}s": " ",
}  # fmt: skip
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaProject\.bin|Basic/|Scripts/|activeX/)", re.IGNORECASE)
_INSIDE = re.compile(r"(?:^|/)(?:embeddings/|oleObject|Object [0-9]+/)", re.IGNORECASE)


@dataclass(slots=True)
class Paper:
    """What a document of an office suite says about itself and its words."""

    title: str = ""
    language: str = ""
    text: str = ""
    notices: set[Notice] = field(default_factory=set)


def read_paper(data: bytes, *, max_chars: int) -> Paper:
    """Take text and facts from a DOCX or an ODT; what was deleted from its text is left out.

    Raises `Encrypted`, `Damaged`, or `TooMuchMemory` where a part unpacks beyond bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, max_chars)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError) as error:
        raise Damaged("archive") from error


def is_paper(data: bytes) -> str:
    """Tell which of the two an archive is: `docx`, `odt`, or empty for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part.filename for part in archive.infolist()[:MAX_PARTS]}
            if "word/document.xml" in names:
                return "docx"
            is_text = "content.xml" in names and "mimetype" in names
            kind = _bytes(archive, "mimetype")[:80] if is_text else b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, Encrypted, TooMuchMemory):
        return ""
    return "odt" if kind.startswith(b"application/vnd.oasis.opendocument.text") else ""


def _read(archive: zipfile.ZipFile, max_chars: int) -> Paper:
    names = [part.filename for part in archive.infolist()]
    if len(names) > MAX_PARTS:
        raise TooMuchMemory("parts")
    paper = Paper()
    if any(map(_PROGRAMS.search, names)):
        paper.notices.add(Notice.ACTIVE_CONTENT)
    if any(map(_INSIDE.search, names)):
        paper.notices.add(Notice.ATTACHMENTS_NOT_READ)
    if "word/document.xml" in names:
        facts, told = "docProps/core.xml", ["word/document.xml", "word/footnotes.xml"]
    else:
        facts, told = "meta.xml", ["content.xml"]
    texts = []
    for name in told:
        if name in names:
            texts.append(_words(archive, name, max_chars, paper))
    paper.text = "\n\n".join(filter(None, texts))
    if facts in names:
        _take_facts(paper, _tree(archive, facts))
    return paper


def _take_facts(paper: Paper, facts: etree._Element) -> None:
    paper.title = facts.findtext(f".//{{{_DUBLIN}}}title") or ""
    paper.language = facts.findtext(f".//{{{_DUBLIN}}}language") or ""
    # Not when it was "created": templates and copies carry a day of their own, years ago.


def _words(archive: zipfile.ZipFile, name: str, max_chars: int, paper: Paper) -> str:
    pieces: list[str] = []
    taken = 0
    for piece in _pieces(_tree(archive, name)):
        pieces.append(piece)
        taken += len(piece)
        if taken > max_chars:
            paper.notices.add(Notice.SHORTENED)
            break
    return "".join(pieces).strip()


def _pieces(root: etree._Element) -> Iterator[str]:
    """Give the words and line ends in the order of the document, without what is not told."""
    is_word = root.tag.startswith(f"{{{_WORD}}}")
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if hidden is not None:
            if event == "end" and element is hidden:
                hidden = None
                yield "" if is_word else element.tail or ""
            continue
        tag = element.tag
        if event == "start":
            if tag in _NOT_TOLD:
                hidden = element
            elif not is_word or tag == f"{{{_WORD}}}t":
                yield _BREAKS.get(tag, "") + (element.text or "")
            else:
                yield _BREAKS.get(tag, "")
        else:
            yield "\n" if tag in _ENDS else ""
            yield "" if is_word else (element.tail or "")


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    source = _bytes(archive, name)
    # A document of an office suite declares no types; UTF-16 would hide that from this look.
    if b"<!DOCTYPE" in source[: 64 * 1024] or source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Damaged("declarations")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    return etree.fromstring(source, parser)


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    part = archive.getinfo(name)
    if part.flag_bits & 1:
        raise Encrypted
    with archive.open(part) as file:
        # What the archive says of the size is not believed.
        found = file.read(MAX_PART + 1)
    if len(found) > MAX_PART:
        raise TooMuchMemory("unpacked")
    return found
