"""Put marks into the words of an e-mail where they say who sent it or how to reach somebody.

The whole stands in the vault. What is taken out here is given back, so that it can be sealed and
known to the check of what leaves. Coordinates stay: they say where something happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from answerable.casework.disclosure import Outgoing
from answerable.casework.telltales import Sighting, Telltale, find_contacts, plain_contact

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
_NAME = r"(?:[^\n<>,:;\"]{1,80}\"?[ \t]*)?<[ \t]*"
_LEAST_ALONE = 4


@dataclass(frozen=True, slots=True)
class Withheld:
    """Texts with marks, how many places were marked, and the contacts that stood there."""

    texts: tuple[str, ...]
    marked: int
    contacts: tuple[str, ...]


def withhold(texts: Iterable[str], sender: str, addresses: Iterable[str] = ()) -> Withheld:
    """Mark the sender's name and every contact in some texts; the same contact has one mark."""
    texts = tuple(texts)
    found = [
        *find_contacts(Outgoing("", text) for text in texts),
        *(Sighting(Telltale.EMAIL, "", each) for each in addresses),
    ]
    marks: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for each in found:
        if each.kind in _SIGNS:
            plain = plain_contact(each.found)
            number = numbers.setdefault(plain, len(numbers) + 1)
            marks.setdefault(each.found.casefold(), f"[{_SIGNS[each.kind]} {number}]")
    count = 0
    done = []
    for text in texts:
        text, hidden = _hide_contacts(text, marks)
        text, named = _hide_name(text, sender)
        count += hidden + named
        done.append(text)
    kept = dict.fromkeys(each.found for each in found if each.kind in _SIGNS)
    return Withheld(tuple(done), count, tuple(kept)[:MOST_KEPT])


def _hide_contacts(text: str, marks: dict[str, str]) -> tuple[str, int]:
    if not marks:
        return text, 0
    # The longest first, so that no part of one is left over.
    ways = "|".join(re.escape(each) for each in sorted(marks, key=len, reverse=True))
    text, named = re.subn(
        f"{_NAME}({ways})[ \\t]*>", lambda m: marks[m[1].casefold()], text, flags=re.IGNORECASE
    )
    text, bare = re.subn(ways, lambda m: marks[m[0].casefold()], text, flags=re.IGNORECASE)
    return text, named + bare


def _hide_name(text: str, sender: str) -> tuple[str, int]:
    """Mark the whole name wherever it stands, and a part of it where it is a line by itself."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", sender)
    if not words:
        return text, 0
    count = 0
    if len(words) > 1 or len(words[0]) >= _LEAST_ALONE:
        whole = r"(?<!\w)" + r"[\s.,]+".join(map(re.escape, words)) + r"(?!\w)"
        text, count = re.subn(whole, SENDER, text, flags=re.IGNORECASE)
    one = "(?:" + "|".join(map(re.escape, words)) + ")"
    line = rf"^([ \t>*_-]*){one}(?:[ \t.]+{one})*([ \t.,*_-]*)$"
    text, signed = re.subn(line, rf"\1{SENDER}\2", text, flags=re.IGNORECASE | re.MULTILINE)
    return text, count + signed
