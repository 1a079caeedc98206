"""Read a saved e-mail (RFC 5322) or a saved web archive (RFC 2557): its words and no address.

Who sent a message and by which way it came may tell who a source is: nothing of its head but the
subject and the day is given. What is attached is named by number alone and not opened.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import cast

from answerable.extraction.documents import charset, pasted
from answerable.extraction.documents.document import Notice
from answerable.extraction.errors import Damaged, Empty

READER = "email of the standard library"
MAX_PARTS, MAX_DEPTH = 500, 12
# Kinds of parts that say who somebody is; so does every kind of message.
PERSONAL_KINDS = ("text/vcard", "text/x-vcard", "text/directory", "text/calendar",
                  "text/x-vcalendar", "text/rfc822-headers")  # fmt: skip
# A message sent on by many hosts has a head of many kilobytes before it says who wrote it.
_LONGEST_HEAD = 256 * 1024
# The standard parser takes time that grows with the square of a field; no program writes such.
_LONGEST_FIELD = 8 * 1024
_LEADING = b"\xef\xbb\xbf \t\r\n"
# A value may begin on the next line, and a blank may stand on either side of the colon.
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9_.-]{1,76}[ \t]*:(?!//)")
_KNOWN = frozenset((
    b"from", b"to", b"cc", b"reply-to", b"sender", b"subject", b"date", b"received",
    b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-type",
))  # fmt: skip
# A browser that saves a page writes itself down as the one it is from.
_SENT = re.compile(
    rb"^(?:(?:received|return-path|delivered-to|message-id|to|cc|bcc|reply-to|sender|x-sender"
    rb"|resent-[a-z-]{1,40})[ \t]*:|from[ \t]*:(?![ \t]*<?saved by\b)[ \t]*\S)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESSED = re.compile(
    rb"^(?:from|sender|reply-to|return-path|x-sender|x-original-from|resent-from)[ \t]*:"
    rb"(?![ \t]*<?saved by\b)[^\n@]*@",
    re.IGNORECASE | re.MULTILINE,
)
_MULTIPART = re.compile(rb"^content-type[ \t]*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_BLANK_BEFORE_COLON = re.compile(rb"^([A-Za-z][A-Za-z0-9_.-]{1,76})[ \t]+:", re.MULTILINE)
_END_OF_HEAD = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")


class _BoundedFields(EmailPolicy):
    """The standard policy, of which a field's end is left out where it is far too long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_FIELD]


_POLICY = cast("EmailPolicy[EmailMessage]", _BoundedFields())


@dataclass(slots=True)
class Letter:
    """What a message says of itself, and its words: as text, or as the source of a page."""

    title: str = ""
    sent: date | None = None
    text: str = ""
    page: str = ""
    attached: int = 0
    notices: set[Notice] = field(default_factory=set)


def names_a_sender(data: bytes) -> bool:
    """Tell whether bytes begin with fields, and one of them says who sent it, or by which way."""
    return _SENT.search(_fields(data)) is not None


def looks_like_mail(data: bytes) -> bool:
    """Tell whether bytes begin with the fields of a message.

    Three that are known do, two of which one tells of a sender, or one with the sender's address.
    """
    fields = _fields(data)
    told = {line.partition(b":")[0].strip().lower() for line in fields.split(b"\n")} & _KNOWN
    return (
        len(told) >= 3
        or (len(told) == 2 and _SENT.search(fields) is not None)
        or _ADDRESSED.search(fields) is not None
    )


def begun(data: bytes) -> bytes:
    """Give a message as the standard parser reads it whole, from its first field on.

    The parser takes all that follows a field it does not understand for words of the message.
    """
    data = pasted.in_english(data)
    if charset.has_mark(data):
        data = charset.decode(data, None).text.encode("utf-8", "replace")
    data = data.lstrip(_LEADING)
    end = _END_OF_HEAD.search(data)
    head = data[: end.start()] if end else data
    return _BLANK_BEFORE_COLON.sub(rb"\1:", head) + data[len(head) :]


def _fields(data: bytes) -> bytes:
    """Give the head that bytes begin with, a field to a line; none where they begin with words."""
    start = pasted.in_english(pasted.start_of(data, _LONGEST_HEAD))
    if charset.has_mark(start):
        start = charset.decode(start, None).text.encode("utf-8", "replace")
    start = start.lstrip(_LEADING).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = re.sub(rb"\n[ \t]+", b" ", start.partition(b"\n\n")[0])
    return head if head.startswith(b"From ") or _FIELD.match(head) else b""


def is_web_archive(data: bytes) -> bool:
    """Tell whether bytes begin as a saved web archive does.

    A message with pictures in its page has the same shape; it differs by saying who sent it, and
    must not be taken for a page, since a page is kept in the open.
    """
    return _MULTIPART.search(_fields(data)) is not None and not names_a_sender(data)


def read_letter(data: bytes, *, today: date) -> Letter:
    """Take the words of a message: its plain text where it has one, else its page.

    Raises `Empty` where it has neither, and `Damaged` where its parts are nested beyond bounds.
    """
    data = begun(data)
    # What came from a mailbox file has a line of its own before the fields.
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    message = parsed(data)
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


def parsed(data: bytes) -> EmailMessage:
    """Give a message as the standard parser has it, each field of it bounded."""
    return email.message_from_bytes(data, policy=_POLICY)


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
        if is_attached and part.get_content_type() not in PERSONAL_KINDS:
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
