"""Turn bytes into text without trusting what the document says about its encoding."""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

SAMPLE_BYTES = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A closed list: Python also knows "encodings" that unpack archives or take quadratic time.
_KNOWN = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-15": "iso8859-15",
    "windows-1251": "cp1251", "cp1251": "cp1251", "x-cp1251": "cp1251",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "ibm866": "cp866", "cp866": "cp866",
    "iso-8859-5": "iso8859-5", "x-mac-cyrillic": "mac-cyrillic",
    "windows-1256": "cp1256", "cp1256": "cp1256", "iso-8859-6": "iso8859-6",
    "windows-1255": "cp1255", "cp1255": "cp1255", "iso-8859-8": "iso8859-8",
    "iso-8859-8-i": "iso8859-8", "windows-1250": "cp1250", "iso-8859-2": "iso8859-2",
    "windows-1253": "cp1253", "iso-8859-7": "iso8859-7", "windows-1254": "cp1254",
    "iso-8859-9": "cp1254", "windows-1257": "cp1257", "windows-874": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "shift_jis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949",
}  # fmt: skip
_GUESSES = frozenset(_KNOWN.values())
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of its encoding, and how sure that is."""

    text: str
    encoding: str
    guessed: bool
    lost: bool
    """Whether some bytes had no meaning and became U+FFFD."""


def has_mark(data: bytes) -> bool:
    """Tell whether the bytes begin with a Unicode byte order mark."""
    return data.startswith(tuple(mark for mark, _ in _MARKS))


def declared_charset(head: bytes) -> str | None:
    """Give the codec that a `charset=…` names, or None for none or one outside our list."""
    match = _DECLARED.search(head)
    return _KNOWN.get(match[1].decode("ascii").lower()) if match else None


def decode(data: bytes, declared: str | None) -> Decoded:
    """Decode by mark, then as UTF-8, then as declared (a codec of our list), then by guess.

    Strict UTF-8 goes before the declaration: text that happens to be valid UTF-8 beyond ASCII
    practically always is, whatever an old template says.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _with(data[len(mark) :], codec, guessed=False)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False, lost=False)
    except UnicodeDecodeError:
        pass
    if declared is not None and declared != "utf-8":
        return _with(data, declared, guessed=False)
    if declared == "utf-8" and _nearly_utf8(data):
        return _with(data, "utf-8", guessed=False)
    return _with(data, _guess(data), guessed=True)


def _with(data: bytes, codec: str, *, guessed: bool) -> Decoded:
    text = data.decode(codec, errors="replace")
    return Decoded(text, codec, guessed=guessed, lost="\ufffd" in text)


def _nearly_utf8(data: bytes) -> bool:
    """Tell whether UTF-8 is broken in a few places only, as by a cut or a pasted word."""
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    return broken * 50 < len(data.translate(None, delete=bytes(range(0x80))))


def _guess(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        return "utf-8" if _nearly_utf8(data) else "cp1252"
    codec = codecs.lookup(best.encoding).name
    known = {codecs.lookup(name).name: name for name in _GUESSES}
    return known.get(codec, "cp1252")
