"""Write a sheet as DOCX, by python-docx: what runs right to left is marked so, piece by piece."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from answerable.node.desk.printing.sheet import Block, Line, Part, Sheet, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Noto Serif"
COMPLEX_FONT = "Noto Naskh Arabic"
HEBREW_FONT = "Noto Serif Hebrew"
# A ZIP states when a member was written; here none of them says anything about this machine.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def write(sheet: Sheet) -> bytes:
    """Return the DOCX; the same sheet gives the same bytes."""
    import docx
    from docx.shared import Mm, Pt

    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(14 if sheet.is_dense else 22)
    paper.styles["Normal"].font.name = FONT
    paper.styles["Normal"].font.size = Pt(9 if sheet.is_dense else 11)
    paper.styles["Normal"].paragraph_format.space_after = Pt(2 if sheet.is_dense else 6)
    _describe(paper, sheet)
    for edge in (section.header, section.footer):
        _put(edge.paragraphs[0], [Part(_edge(sheet))], sheet, size=9, centred=True)
    _body(paper, sheet)
    held = io.BytesIO()
    paper.save(held)
    return _undated(held.getvalue())


def _edge(sheet: Sheet) -> str:
    return " · ".join(text for text in (sheet.marking, sheet.notice) if text)


def _describe(paper: Document, sheet: Sheet) -> None:
    about = paper.core_properties
    about.author = about.last_modified_by = about.comments = ""
    about.title, about.language = sheet.title.text, sheet.language
    about.created = about.modified = sheet.at.replace(tzinfo=None, microsecond=0)


def _body(paper: Document, sheet: Sheet) -> None:
    _put(paper.add_paragraph(), [Part(sheet.form)], sheet, size=9)
    if sheet.notice:
        _put(paper.add_paragraph(), [Part(sheet.notice)], sheet, bold=True)
    _lines(paper, sheet.top, sheet)
    _put(paper.add_paragraph(), [sheet.title], sheet, size=12 if sheet.is_dense else 15, bold=True)
    _lines(paper, sheet.opening, sheet)
    for block in sheet.blocks:
        _block(paper, block, sheet)
    _lines(paper, sheet.closing, sheet)
    _lines(paper, sheet.foot, sheet, size=8)
    if sheet.annex is not None:
        paper.add_page_break()  # type: ignore[no-untyped-call]
        _put(paper.add_paragraph(), [Part(sheet.annex.title)], sheet, size=15, bold=True)
        _lines(paper, sheet.annex.about, sheet, size=9)
        for block in sheet.annex.blocks:
            _block(paper, block, sheet)


def _block(paper: Document, block: Block, sheet: Sheet) -> None:
    heading = paper.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    _put(heading, block.heading, sheet, bold=True)
    if block.table is not None:
        _table(paper, block.table, sheet)
    _lines(paper, block.lines, sheet)


def _lines(paper: Document, lines: Iterable[Line], sheet: Sheet, size: float | None = None) -> None:
    for line in lines:
        if line.stands_apart:
            _put(paper.add_paragraph(), [Part(line.lead)], sheet, size=size, bold=True)
            _put(paper.add_paragraph(), line.parts, sheet, size=size)
            continue
        label = [Part(f"{line.lead} ")] if line.label else []
        _put(paper.add_paragraph(), [*label, *line.parts], sheet, size=size, labelled=bool(label))


def _table(paper: Document, table: Table, sheet: Sheet) -> None:
    made = paper.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    if sheet.direction == "rtl":
        _mark(made._tbl.tblPr, "w:bidiVisual")
    for cell, head in zip(made.rows[0].cells, table.heads, strict=True):
        _put(cell.paragraphs[0], [Part(head)], sheet, bold=True, size=9)
    for row in table.rows:
        for cell, parts in zip(made.add_row().cells, row, strict=True):
            _put(cell.paragraphs[0], parts, sheet, size=9)


def _put(
    paragraph: Paragraph,
    parts: Iterable[Part],
    sheet: Sheet,
    *,
    size: float | None = None,
    bold: bool = False,
    centred: bool = False,
    labelled: bool = False,
) -> None:
    """Write parts into a paragraph that runs as the frame does, or as its one text does."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    given = list(parts)
    alone = len(given) == 1 and not given[0].is_code
    direction = given[0].direction if alone else sheet.direction
    if direction == "rtl":
        _mark(paragraph._p.get_or_add_pPr(), "w:bidi")
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, part in enumerate(given):
        for piece, is_kept in part.pieces:
            run = paragraph.add_run(piece)
            run.bold = bold or (labelled and number == 0) or None
            if size:
                run.font.size = Pt(size)
            if part.direction == "rtl" and not is_kept:
                _set_right_to_left(run, part, size)


def _set_right_to_left(run: Any, part: Part, size: float | None) -> None:
    from docx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()
    is_hebrew = any("\u0590" <= letter <= "\u05ff" for letter in part.text)
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:cs"), HEBREW_FONT if is_hebrew else COMPLEX_FONT)
    if size:
        _mark(properties, "w:szCs", str(int(size * 2)))
    if run.bold:
        _mark(properties, "w:bCs")
    _mark(properties, "w:rtl")


def _mark(properties: Any, name: str, value: str = "") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement(name)
    if value:
        mark.set(qn("w:val"), value)
    properties.append(mark)


def _undated(data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w") as made:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(member, given.read(name))
    return held.getvalue()
