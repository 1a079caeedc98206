"""Read a saved e-mail (RFC 5322) or a saved web archive (RFC 2557): its words and no address.

Who sent a message and by which way it came may tell who a source is: nothing of its head but the
subject and the day is given. What is attached is named by number alone and not opened.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage

from answerable.extraction.documents import charset
from answerable.extraction.documents.document import Notice
from answerable.extraction.errors import Damaged, Empty

READER = "email of the standard library"
MAX_PARTS, MAX_DEPTH = 500, 12
# A value may begin on the next line, and there need not be a blank before it.
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:(?!//)")
_KNOWN = (
    b"from:", b"to:", b"cc:", b"reply-to:", b"sender:", b"subject:", b"date:", b"received:",
    b"message-id:", b"mime-version:", b"return-path:", b"delivered-to:", b"content-type:",
)  # fmt: skip
_SENT = re.compile(
    rb"^(?:received|return-path|delivered-to|message-id|to|reply-to):|^from:[^\r\n]*@",
    re.IGNORECASE | re.MULTILINE,
)
_MULTIPART = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Letter:
    """What a message says of itself, and its words: as text, or as the source of a page."""

    title: str = ""
    sent: date | None = None
    text: str = ""
    page: str = ""
    attached: int = 0
    notices: set[Notice] = field(default_factory=set)


def names_a_sender(head: bytes) -> bool:
    """Tell whether bytes begin with fields, and one of them says who sent it, or by which way."""
    start = head.lstrip(b"\xef\xbb\xbf\r\n")
    fields = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    begins = fields.startswith(b"From ") or _FIELD.match(fields) is not None
    return begins and _SENT.search(fields) is not None


def looks_like_mail(head: bytes) -> bool:
    """Tell whether bytes begin with the fields of a message: three known, or two and a sender."""
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n\n")[0].split(b"\r\n\r\n")[0].splitlines()
    if not lines or not (_FIELD.match(lines[0]) or lines[0].startswith(b"From ")):
        return False
    told = {known for line in lines for known in _KNOWN if line.lower().startswith(known)}
    return len(told) >= 3 or (len(told) == 2 and names_a_sender(head))


def is_web_archive(head: bytes) -> bool:
    """Tell whether bytes begin as a saved web archive does.

    A message with pictures in its page has the same shape; it differs by saying who sent it, and
    must not be taken for a page, since a page is kept in the open.
    """
    return _MULTIPART.search(head) is not None and not names_a_sender(head)


def read_letter(data: bytes, *, today: date) -> Letter:
    """Take the words of a message: its plain text where it has one, else its page.

    Raises `Empty` where it has neither, and `Damaged` where its parts are nested beyond bounds.
    """
    # What came from a mailbox file has a line of its own before the fields.
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    message = email.message_from_bytes(data, policy=email.policy.default)
    letter = Letter(title=_header(message, "subject"), sent=_day(message, today))
    parts = list(parts_of(message))
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    for part in plain:
        letter.text = "\n\n".join(filter(None, (letter.text, decoded(part, letter))))
    if not letter.text.strip() and pages:
        letter.page = decoded(pages[0], letter)
    # The pictures of a saved page are part of it.
    is_page = message.get_content_type() == "multipart/related"
    letter.attached = 0 if is_page else len(parts) - len(plain) - len(pages)
    if letter.attached:
        letter.notices.add(Notice.ATTACHMENTS_NOT_READ)
    if not letter.text.strip() and not letter.page.strip():
        raise Empty
    return letter


def parts_of(message: EmailMessage) -> list[EmailMessage]:
    """Give the leaves of a message; what is attached, or a message within it, is one leaf."""
    found: list[EmailMessage] = []
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        if depth > MAX_DEPTH or len(found) > MAX_PARTS:
            raise Damaged("nested")
        is_attached = part.get_content_disposition() == "attachment"
        held = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(held, list) and not is_attached:
            waiting += [(each, depth + 1) for each in held if isinstance(each, EmailMessage)]
            continue
        if is_attached:
            # A text that is attached is a file, and none of the words of the message.
            part.set_type("application/octet-stream")
        found.append(part)
    return found


def decoded(part: EmailMessage, letter: Letter) -> str:
    """Give the characters of a part; what had to be guessed becomes a notice of the letter."""
    held = part.get_payload(decode=True)
    if not isinstance(held, bytes):
        return ""
    label = f"charset={part.get_content_charset() or ''}".encode("ascii", "ignore")
    found = charset.decode(held, charset.declared_charset(label))
    if found.guessed:
        letter.notices.add(Notice.ENCODING_GUESSED)
    if found.lost:
        letter.notices.add(Notice.CHARACTERS_LOST)
    return found.text


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        # The standard parser fails on some fields that no program would write.
        return ""


def _day(message: EmailMessage, today: date) -> date | None:
    try:
        at = message.get("date")
        found: date | None = at.datetime.date() if at is not None and at.datetime else None
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return None
    if found is None or not date(1980, 1, 1) <= found <= today + timedelta(days=1):
        return None
    return found
