"""Know an e-mail that was copied out of a program as text, with its fields in its language.

What it says of the sender belongs where a saved message's fields go, and not among the words.
"""

from __future__ import annotations

import re
from typing import Final

from answerable.extraction.documents import charset

# As mail programs write them in English, Ukrainian, Russian, Arabic, Hebrew, German and French.
_NAMES: Final = {
    "From": ("from", "від", "від кого", "от", "от кого", "من", "מאת", "von", "de"),
    "Reply-To": ("reply-to", "reply to", "відповісти", "ответить", "الرد على", "השב אל",
                 "antwort an", "répondre à"),
    "To": ("to", "кому", "إلى", "الى", "אל", "an", "à", "a"),
    "Cc": ("cc", "копія", "копия", "نسخة", "עותק", "kopie", "copie à"),
    "Subject": ("subject", "тема", "الموضوع", "موضوع", "נושא", "הנדון", "betreff", "objet"),
    "Date": ("date", "sent", "дата", "надіслано", "відправлено", "отправлено", "التاريخ",
             "تاريخ الإرسال", "أرسلت", "תאריך", "נשלח", "gesendet", "datum", "envoyé",
             "date d'envoi"),
    "Bcc": ("bcc", "прихована копія", "скрытая копия", "نسخة مخفية", "עותק מוסתר", "cci"),
    "Attachments": ("attachments", "вкладення", "вложения", "المرفقات", "קבצים מצורפים", "anlagen",
                    "pièces jointes"),
    "Importance": ("importance", "важливість", "важность", "الأهمية", "חשיבות", "wichtigkeit",
                   "priorität"),
}  # fmt: skip
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names}
# Some programs set the names in bold, and marks of direction round them.
_LINE: Final = re.compile(
    r"[\s*>\u200e\u200f\u202a-\u202e]*([^\W\d_][^:\n]{0,24}?)[\s*\u200e\u200f]*:[\s*]*(.*)"
)
# So a saved message begins, which is not copied and may hold more than text.
_SAVED: Final = re.compile(rb"\s*(?:From |[A-Za-z][A-Za-z-]*[ \t]*:)")
_LOOKED_AT: Final = 8 * 1024
_MOST_FIELDS, _MOST_STRAY, _MOST_LINES = 12, 1, 100
_BOUND: Final = re.compile(r"\n[ \t]*\n")
# "---------- Forwarded message ----------", with an empty line or two after it.
_BANNER: Final = re.compile(r"[ \t>]*[-_=*─—]{2,}[^\n]*\n(?:[ \t]*\n)+")
_CUT_LETTER: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")


def start_of(data: bytes, most: int) -> bytes:
    """Return how bytes begin; cut inside a letter they would no longer be known as UTF-8."""
    return _CUT_LETTER.sub(b"", data[:most]) if len(data) > most else data


def in_english(data: bytes) -> bytes:
    """Give a copied message the fields of a saved one; anything else comes back as it is."""
    start = start_of(data, _LOOKED_AT)
    if b":" not in start or _is_saved(start) or _fields(charset.decode(start, None).text) is None:
        return data
    text = _begun(charset.decode(data, None).text)
    fields = _fields(text)
    if fields is None:
        return data
    end = _BOUND.search(text)
    words = text[end.end() :] if end else ""
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    return f"{head}\n{words}".encode("utf-8", "replace")


def _is_saved(start: bytes) -> bool:
    match = _SAVED.match(start)
    if match is None:
        return False
    name = match[0].strip().rstrip(b": \t").decode().casefold()
    return name == "from" or name not in _FIELDS or _FIELDS[name].casefold() == name


def _begun(text: str) -> str:
    """Return a text with one kind of line ends from where its fields may begin."""
    text = text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")
    return _BANNER.sub("", text, count=1) if _BANNER.match(text) else text


def _fields(text: str) -> list[tuple[str, str]] | None:
    """Return the fields that a text begins with, or None where it is no copied message.

    It has at least two that are known and nothing else, and says the sender's address; or three, of
    which one says to whom: a press release has a topic, a day and an office that it is from.
    """
    lines = _BOUND.split(_begun(text), maxsplit=1)[0].split("\n")
    if len(lines) > _MOST_LINES:
        return None
    known: list[tuple[str, str] | None] = []
    for line in lines:
        field = _field(line)
        if field is None and known and known[-1] is not None and line[:1] in (" ", "\t"):
            # A long line of addresses goes on in the next one.
            known[-1] = (known[-1][0], f"{known[-1][1]} {line.strip()}")
        else:
            known.append(field)
    # A line such as "Forwarded message" may stand before them.
    if known and known[0] is None:
        known = known[_MOST_STRAY:]
    if None in known or not 2 <= len(known) <= _MOST_FIELDS:
        return None
    found = [each for each in known if each is not None]
    sender = [value for name, value in found if name == "From"]
    names = {name for name, _ in found}
    if not sender or ("@" not in sender[0] and (len(names) < 3 or "To" not in names)):
        return None
    return found


def _field(line: str) -> tuple[str, str] | None:
    match = _LINE.fullmatch(line)
    name = match and _FIELDS.get(match[1].strip().casefold())
    return (name, match[2].strip()) if match and name else None
