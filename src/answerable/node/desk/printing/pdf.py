"""Write a sheet as PDF, by WeasyPrint: tagged, with the system's fonts, and nothing fetched."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils.translation import override

from answerable.node.desk.errors import NotPossible
from answerable.node.desk.printing.sheet import Sheet

STYLES = Path(__file__).with_name("paper.css")
NEEDS_PANGO = "paper_needs_pango"


def write(sheet: Sheet) -> bytes:
    """Return the PDF; raises NotPossible where the system has no Pango to set text with.

    The same sheet gives the same bytes on a machine, whenever and by whichever process.
    """
    return _finish(_lay_out(sheet), sheet)


def write_one_page(sheets: list[Sheet]) -> tuple[bytes, Sheet]:
    """Return the first of the sheets that fits one page, as PDF; else the last of them."""
    for sheet in sheets:
        laid = _lay_out(sheet)
        if len(laid.pages) == 1:
            break
    return _finish(laid, sheet), sheet


def _lay_out(sheet: Sheet) -> Any:
    weasyprint = _weasyprint()
    with override(sheet.language):
        page = render_to_string("desk/print/sheet.html", {"sheet": sheet})
    style = weasyprint.CSS(string=STYLES.read_text(encoding="utf-8"), url_fetcher=_refuse)
    return weasyprint.HTML(string=page, url_fetcher=_refuse).render(stylesheets=[style])


def _finish(laid: Any, sheet: Sheet) -> bytes:
    identifier = hashlib.sha256(repr(sheet).encode()).digest()[:16]
    data: bytes = laid.write_pdf(pdf_identifier=identifier, pdf_tags=True)
    return data


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as exc:
        raise NotPossible(NEEDS_PANGO) from exc
    return weasyprint


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError("nothing is fetched for a paper")
