"""Make documents for tests, honest and hostile, byte by byte."""

import io
import zlib

from pypdf import PdfWriter

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>"
)

ARTICLE = """<!doctype html>
<html lang="en-GB"><head>
<meta charset="utf-8">
<title>Clinic struck in the night | The Island Courier</title>
<meta property="og:title" content="Clinic struck in the night">
<meta property="og:site_name" content="The Island Courier">
<meta property="article:published_time" content="2026-02-03T22:15:00+02:00">
<script>document.title = "run by a script"</script>
<script src="https://tracker.invalid/x.js"></script>
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Clinic struck in the night</h1>
<p>A clinic in the harbour district was struck on Tuesday night, the municipal health office said.
Between four and six people were killed and eleven were injured, according to the office.</p>
<img src="https://tracker.invalid/pixel.png"><iframe src="https://tracker.invalid/frame"></iframe>
<p>The ministry of defence said that it was looking into the matter and that it had no information
about a strike in that part of the town. A spokesperson promised an answer within two weeks.</p>
<p>The clinic had sent its coordinates to both sides in November, its director told this newspaper,
and had been marked on the roof. It has been closed since, and patients go to the next valley.</p>
</article><footer>Copyright 2019-2026</footer></body></html>
"""


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF of these numbered objects; object 1 is its catalogue."""
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table, most = out.tell(), max(objects)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (most + 1))
    for number in range(1, most + 1):
        out.write(b"%010d 00000 n \n" % places.get(number, 0))
    out.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (most + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Write a stream object."""
    head = b"<</Length %d%s>>\nstream\n" % (len(content), entries)
    return head + content + b"\nendstream"


def one_page_pdf(content: bytes, entries: bytes = b"", catalogue: bytes = b"") -> bytes:
    """Write a PDF of one page with this content stream."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: PAGE,
            4: stream(content, entries),
            5: FONT,
        }
    )


def pdf_saying(words: str, **options: bytes) -> bytes:
    """Write a PDF of one page that says these words."""
    return one_page_pdf(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % words.encode("ascii"), **options)


def pdf_with_facts(**facts: str) -> bytes:
    """Write a PDF with one blank page and these document properties, as `Title="…"`."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{name}": value for name, value in facts.items()})
    return _written(writer)


def encrypted_pdf(user_password: str, owner_password: str) -> bytes:
    """Write a PDF that asks for a password; an empty user password lets everyone read."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_saying("The clinic was struck at night")))
    writer.encrypt(user_password, owner_password)
    return _written(writer)


def pdf_with_attachment() -> bytes:
    """Write a PDF that carries another file inside."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_saying("The clinic was struck at night")))
    writer.add_attachment("inside.txt", b"not read")
    return _written(writer)


def unpacking_bomb(megabytes: int) -> bytes:
    """Write a small PDF whose one stream unpacks to so many megabytes."""
    packed = zlib.compress(b"0" * (megabytes * 1024 * 1024), 9)
    return one_page_pdf(packed, b"/Filter/FlateDecode")


def fanned_out_pdf(levels: int) -> bytes:
    """Write a PDF whose page tree names ten children on each level, all of them the same one."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, levels + 2):
        kids = b"%d 0 R " % (number + 1) * 10
        objects[number] = b"<</Type/Pages/Kids[" + kids + b"]/Count 1000000>>"
    objects[levels + 2] = b"<</Type/Page/MediaBox[0 0 612 792]>>"
    return pdf(objects)


def many_pages_pdf(pages: int) -> bytes:
    """Write a PDF that shows one page so many times."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[" + b"3 0 R " * pages + b"]/Count %d>>" % pages,
            3: PAGE,
            4: stream(b"BT /F1 12 Tf 72 700 Td (The clinic was struck at night) Tj ET"),
            5: FONT,
        }
    )


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
