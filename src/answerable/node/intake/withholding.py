"""Put marks into the words of an e-mail where they say who sent it or how to reach somebody.

The whole stands in the vault. What is taken out here is given back, so that it can be sealed and
known to the check of what leaves. Coordinates stay: they say where something happened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.casework.telltales import Telltale, contact_spans, plain_contact

SENDER: Final = "[✏]"
_SIGNS: Final = {
    Telltale.EMAIL: "✉",
    Telltale.PHONE: "☎",
    Telltale.HANDLE: "@",
    Telltale.ACCOUNT: "№",
}
# Of one message; what is beyond is marked all the same, but not traced.
MOST_KEPT: Final = 200
# A name that a program set before an address: `Name <address>`.
_NAMED: Final = re.compile(r"(?:[^\n<>,:;\"]{1,80}\"?[ \t]*)?<[ \t]*\Z")
_NAME_REACH: Final = 100
_CLOSING: Final = re.compile(r"[ \t]*>")
_LEAST_ALONE: Final = 4
# What is not seen, such as a soft hyphen, may stand there, too.
_BETWEEN: Final = r"[\s.,\u00ad\u200b-\u200f\u2060\ufeff]"
# A name of more words is none.
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Withheld:
    """Texts with marks, how many places were marked, and the contacts that stood there."""

    texts: tuple[str, ...]
    marked: int
    contacts: tuple[str, ...]


def withhold(
    texts: Iterable[str], senders: Iterable[str], addresses: Iterable[str] = ()
) -> Withheld:
    """Mark the senders' names and every contact in some texts; the same contact has one mark.

    The time is in proportion to the length, whatever stands there: a stranger wrote it.
    """
    marks = _Marks()
    done, count = [], 0
    # Those that look like no address to us, and yet are one.
    addresses = tuple(addresses)
    odd = [each for each in addresses if not _is_known(each)]
    senders = tuple(senders)
    for text in texts:
        text, hidden = _hide_contacts(text, marks)
        text, also = _hide_odd(text, odd)
        count += hidden + also
        for sender in senders:
            text, named = _hide_name(text, sender)
            count += named
        done.append(text)
    for each in addresses:
        marks.of(Telltale.EMAIL, each)
    return Withheld(tuple(done), count, tuple(marks.found)[:MOST_KEPT])


class _Marks:
    """Gives each contact its mark: the same number however it is written."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self._numbers: dict[str, int] = {}

    def of(self, kind: Telltale, written: str) -> str:
        """Return the mark of a contact, and remember how it was written."""
        self.found.setdefault(written)
        number = self._numbers.setdefault(plain_contact(written), len(self._numbers) + 1)
        return f"[{_SIGNS[kind]} {number}]"


def _is_known(address: str) -> bool:
    return any(end - start == len(address) for _kind, start, end in contact_spans(address))


def _hide_contacts(text: str, marks: _Marks) -> tuple[str, int]:
    pieces, last, count = [], 0, 0
    spans = sorted((start, end, kind) for kind, start, end in contact_spans(text))
    for start, end, kind in spans:
        if kind not in _SIGNS or start < last:
            continue
        mark = marks.of(kind, text[start:end])
        named = _NAMED.search(text[max(last, start - _NAME_REACH) : start])
        closing = _CLOSING.match(text, end)
        if named and closing:
            start, end = start - len(named[0]), closing.end()
        pieces += [text[last:start], mark]
        last, count = end, count + 1
    return "".join((*pieces, text[last:])), count


def _hide_odd(text: str, addresses: list[str]) -> tuple[str, int]:
    if not addresses:
        return text, 0
    ways = "|".join(re.escape(each) for each in sorted(addresses, key=len, reverse=True))
    return re.subn(ways, f"[{_SIGNS[Telltale.EMAIL]}]", text, flags=re.IGNORECASE)


def _hide_name(text: str, sender: str) -> tuple[str, int]:
    """Mark the whole name wherever it stands, and a part of it where it is a line by itself."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", unicodedata.normalize("NFC", sender))
    text = unicodedata.normalize("NFC", text)
    if not words or len(words) > _MOST_WORDS:
        return text, 0
    count = 0
    if len(words) > 1 or len(words[0]) >= _LEAST_ALONE:
        any_word = "(?:" + "|".join(map(re.escape, words)) + r")(?!\w)"
        more = f"{{1,{len(words) - 1}}}" if len(words) > 1 else "{0}"
        # In any order, and without a title: "Dorvelle, Samira" signs as "Samira Dorvelle".
        whole = rf"(?<!\w){any_word}(?:{_BETWEEN}{{1,20}}{any_word}){more}"
        text, count = re.subn(whole, SENDER, text, flags=re.IGNORECASE)
    one = "(?:" + "|".join(map(re.escape, words)) + ")"
    line = rf"^([ \t>*_-]*){one}(?:[ \t.]+{one})*([ \t.,*_-]*)$"
    text, signed = re.subn(line, rf"\1{SENDER}\2", text, flags=re.IGNORECASE | re.MULTILINE)
    return text, count + signed
