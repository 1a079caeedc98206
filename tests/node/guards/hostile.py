"""What a hostile hand puts into a form, a query string or an address; nothing of it is random."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from urllib.parse import quote_from_bytes

from tests.node.guards.pages import Form

ENORMOUS = "9" * 400
# Raw bytes: what is no text at all, or stands for half of a character, must be sent as it is.
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \t\r\n\x0b \xc2\xa0\xe2\x80\x83",
    "no number": b"x",
    "zero": b"0",
    "less than nothing": b"-1",
    "a number that no database holds": b"1" + b"0" * 30,
    "a number of 400 digits": ENORMOUS.encode(),
    "not a number": b"NaN",
    "without end": b"-Infinity",
    "a fraction": b"1e308",
    "digits of another script": "١٢٣²".encode(),
    "a NUL": b"a\x00b",
    "controls": b"\x01\x1b[31m\x7f\xc2\x85",
    "marks that turn the line round": "‮evil⁦\u2069\u200f".encode(),
    "half of a character": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xc3(",
    "the year nought": b"0000-00-00",
    "the year one": b"0001-01-01T00:00",
    "the last day": b"9999-12-31T23:59",
    "a list": b'["a", {"b": null}]',
    "markup": b"<script>alert(1)</script>{{ 7*7 }}{% now %}'\"--",
    "a path": b"../../../../etc/passwd",
    "a formula": b'=HYPERLINK("http://x.example","y")',
    "much": b"q" * 10_000,
    "very much": "Слово ".encode() * 4_000,
    "deep": b"[" * 5_000,
}


def encoded(fields: Iterable[tuple[str, bytes]]) -> str:
    """Write fields as a form or a query string does, byte for byte."""
    return "&".join(f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}" for n, v in fields)


def everywhere(names: Iterable[str], value: bytes) -> str:
    """Put one value into every field."""
    return encoded((name, value) for name in names)


def twice(form: Form, value: bytes) -> str:
    """Send every field twice: as the page filled it, and with the value."""
    filled = [(name, one.encode()) for name, all_of in form.filled().items() for one in all_of]
    return encoded([*filled, *((name, value) for name in form.fields)])


def only(form: Form, touched: str, value: bytes) -> str:
    """Fill the form as somebody honest would, but for one field."""
    fields = []
    for one in form.fields.values():
        if one.name == touched:
            fields.append((one.name, value))
        elif one.kind != "file":
            fields += [
                (one.name, each.encode()) for each in one.values or _honest(one.kind, one.choices)
            ]
    return encoded(fields)


def _honest(kind: str, choices: list[str]) -> list[str]:
    if choices:
        return [next((one for one in choices if one), "")]
    plain = {"number": "1", "date": "2026-02-20", "datetime-local": "2026-02-20T10:00"}
    return [] if kind == "hidden" else [plain.get(kind, "Words of somebody honest")]


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in names.items():
            packed.writestr(name, data)
    return out.getvalue()


# Names of files with what is in them.
FILES: dict[str, tuple[bytes, bytes]] = {
    "nothing in it": (b"empty.pdf", b""),
    "a path for a name": (b"../../../etc/cron.d/x\x00.csv", b"Key\n1\n"),
    "a name that turns round": ("‮fdp.exe".encode(), b"MZ\x00\x01"),
    "a name of no text": (b"\xff\xfe.xlsx", b"PK\x03\x04 no more"),
    "a long name": (b"n" * 3_000 + b".txt", b"\xff" * 100),
    "a PDF that breaks off": (b"a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>"),
    "a bundle that is none": (b"a.docx", _zip({"word/document.xml": b"<a" * 1_000})),
    "a sheet that unpacks to much": (
        b"a.xlsx",
        _zip({"xl/workbook.xml": b" " * 30_000_000, "[Content_Types].xml": b"<x/>"}),
    ),
    "a picture that is none": (b"a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff\xff\xff"),
    "letters of no script": (b"a.html", b"<html><meta charset=utf-7>" + b"\x00\xd8" * 500),
    "a mail without an end": (b"a.eml", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 50),
    "a key of nobody": (b"a.json", b'{"v":' + b"[" * 3_000),
}
BOUNDARY = "a-boundary-that-stands-in-none-of-them"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
FORM = "application/x-www-form-urlencoded"


def upload(form: Form, file: tuple[bytes, bytes]) -> bytes:
    """Fill the form as somebody honest would, with a file for every file field."""
    parts = []
    for one in form.fields.values():
        if one.kind == "file":
            name, data = file
            parts.append(
                b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n'
                b"Content-Type: application/octet-stream\r\n\r\n%s"
                % (one.name.encode(), name, data)
            )
            continue
        for value in one.values or _honest(one.kind, one.choices):
            head = b'Content-Disposition: form-data; name="%s"\r\n\r\n' % one.name.encode()
            parts.append(head + value.encode())
    edge = BOUNDARY.encode()
    return b"".join(b"--%s\r\n%s\r\n" % (edge, one) for one in parts) + b"--%s--\r\n" % edge


# Bodies that are no form of this kind.
BODIES: dict[str, tuple[str, bytes]] = {
    "JSON for a form": ("application/json", b'{"a": [1, {"b": null}]}'),
    "no kind": ("", b"a=b"),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "parts that break off": (
        MULTIPART,
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; na".encode(),
    ),
    "a thousand and one fields": (FORM, "&".join(f"f{n}=1" for n in range(1_001)).encode()),
    "a script that nobody has": (f"{FORM}; charset=nonsense", b"a=b"),
    "letters as UTF-16": (f"{FORM}; charset=utf-16", "title=Ü".encode("utf-16")),
}
