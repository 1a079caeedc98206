"""Take a saved e-mail apart: who sent it, its whole head, its words, and what is attached.

`mail` gives the words alone. This gives everything, for a node that seals what tells who a source
is. Time and memory are for the caller to bound; counts and lengths are bounded here.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from email.header import decode_header
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final

from answerable.extraction.documents import charset, mail, sniff
from answerable.extraction.documents.document import Basis, Document, Mail, Media, Notice, Request
from answerable.extraction.documents.plaintext import title_of
from answerable.extraction.documents.reader import PARSER_FAULTS, VERSION, bounded
from answerable.extraction.errors import Damaged, Empty, TooMuchMemory, UnsupportedType
from answerable.extraction.text.wording import one_line, plain

MOST_FIELDS: Final = 500
MOST_HEAD_BYTES: Final = 256 * 1024
MOST_VALUE: Final = 4_000
MOST_LINES_LIKE_BORDERS: Final = 20_000
MOST_WORDS: Final = 500_000
MOST_ATTACHED: Final = 10
# A picture in the text that is smaller is a logo of a signature: it tells who somebody works for.
_LEAST_PICTURE: Final = 20_000
_SENDING = ("from", "sender", "reply-to", "return-path", "x-sender", "x-original-from",
            "resent-from", "disposition-notification-to", "errors-to")  # fmt: skip
_ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]]{1,64}@[^\s<>\"'(),:;\[\]]{1,190}")
_IN_SIGNS = re.compile(r"<[^<>@]*@[^<>]*>")
_BARE = re.compile(r"[^\s,;()]+")
_IN_BRACKETS = re.compile(r"\(([^()]{1,200})\)")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_ANOTHER = re.compile(rb"\r?\n\r?\nFrom [^\r\n]{1,200}\r?\n[A-Za-z][A-Za-z0-9-]{1,60}:")
_WRAPPED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature",
               "application/x-pkcs7-signature", "application/pgp-keys")  # fmt: skip
_PERSONAL = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:BEGIN:VCARD|BEGIN:VCALENDAR|-----BEGIN (?:PGP|CERTIFICATE|PKCS))",
    re.IGNORECASE,
)
_PGP_LOCKED = re.compile(
    r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL
)
_PGP_HEAD = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n){0,20}\n")
# A signature, or a key: its name and address are in it.
_PGP_BLOCK = re.compile(
    r"-----BEGIN PGP [A-Z ]{1,60}-----.*?(?:-----END PGP [A-Z ]{1,60}-----|\Z)", re.DOTALL
)


def open_mail(data: bytes, request: Request) -> Mail | None:
    """Take an e-mail apart; None where the bytes are something else.

    Raises an `Unreadable` for what is no single message or beyond the bounds of one.
    """
    claimed = sniff.claimed_media(request.declared_media, request.file_name)
    if sniff.media_of(data, claimed) is not Media.MAIL:
        return None
    try:
        return _opened(data, request)
    except MemoryError as error:
        raise TooMuchMemory from error
    except PARSER_FAULTS as error:
        raise Damaged(type(error).__name__) from error


def _opened(data: bytes, request: Request) -> Mail:
    data = mail.begun(data)
    if data.startswith(b"From "):
        if _ANOTHER.search(data):
            raise UnsupportedType("mailbox")
        data = data.partition(b"\n")[2]
    end = _END_OF_HEAD.search(data)
    if (end.start() if end else len(data)) > MOST_HEAD_BYTES:
        raise Damaged("head")
    # Before the parser makes a part of each: that takes it a minute and all the memory.
    if data.count(b"\n--") > MOST_LINES_LIKE_BORDERS:
        raise Damaged("parts")
    message = mail.parsed(data)
    head = _head(message)
    # Before the leaves are asked for, which calls every attached one a mere file.
    kinds = _kinds(message)
    leaves = mail.parts_of(message)
    words, notices = _words(kinds, leaves, request)
    attached, left_out = _attached(leaves)
    sent = _sent(_field(head, "date"), request.today)
    subject = one_line(_field(head, "subject"))
    sending = [value for name, value in head if name.lower() in _SENDING]
    return Mail(
        document=bounded(
            Document(
                media=Media.MAIL,
                title=subject or title_of(words),
                published=sent.date() if sent else None,
                published_basis=Basis.DECLARED if sent else None,
                text=words,
                reader=f"answerable {VERSION}, {mail.READER}",
            ),
            notices,
            request.limits,
        ),
        sender=next(iter(_names([_field(head, "from")])), ""),
        names=_names(sending),
        addresses=_addresses(sending),
        head=head,
        message_id=_field(head, "message-id").strip()[:500],
        sent=sent,
        attached=attached,
        left_out=left_out,
    )


def _head(message: EmailMessage) -> tuple[tuple[str, str], ...]:
    """Give every field in order, decoded; each value and their number are bounded."""
    fields = list(message.raw_items())
    if len(fields) > MOST_FIELDS:
        raise Damaged("head")
    return tuple((plain(name)[:80], _shown(str(value))) for name, value in fields)


def _shown(value: str) -> str:
    """Decode a field as far as it can be; what cannot is shown as it came."""
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:MOST_VALUE]
    try:
        pieces = [
            piece if isinstance(piece, str) else piece.decode(label or "ascii", "replace")
            for piece, label in decode_header(value)
        ]
    except (ValueError, LookupError, TypeError, AttributeError, email.errors.MessageError):
        pieces = [value]
    return plain("".join(pieces)).replace("\n", " ")[:MOST_VALUE]


def _field(head: Iterable[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in head if name.lower() == wanted), "")


def _names_in(value: str) -> Iterator[str]:
    """Give each name that stands before an address, or in brackets behind one without its own.

    A field may name several, and a name may have a word in the signs that stand round an address.
    """
    for piece in _IN_SIGNS.split(value):
        # A bare address may stand before the one that has a name.
        named = _BARE.sub(_without_addresses, piece)
        outside = _IN_BRACKETS.sub(" ", named).strip(" \t,;\"'")
        if outside:
            yield outside
        elif named != piece:
            yield from _IN_BRACKETS.findall(named)


def _without_addresses(word: re.Match[str]) -> str:
    return " " if "@" in word[0].strip("@") else word[0]


def _names(values: Iterable[str]) -> tuple[str, ...]:
    found = (one_line(each) for value in values for each in _names_in(value))
    return tuple(dict.fromkeys(each for each in found if each))[:50]


def _addresses(values: Iterable[str]) -> tuple[str, ...]:
    found = (each.strip(".") for value in values for each in _ADDRESS.findall(value))
    return tuple(dict.fromkeys(found))[:50]


def _sent(value: str, today: date) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        # A zone of -0000 says that the time is in UTC and the place is not told (RFC 5322, 3.3).
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    if not date(1980, 1, 1) <= found.date() <= today + timedelta(days=1):
        return None
    return found.replace(microsecond=0)


def _kinds(message: EmailMessage) -> set[str]:
    """Give what the parts are, without those of a message within and of files."""
    found: set[str] = set()
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        found.add(part.get_content_type())
        held = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(held, list) and depth <= mail.MAX_DEPTH:
            waiting += [(each, depth + 1) for each in held if isinstance(each, EmailMessage)]
    return found


def _words(
    kinds: set[str], leaves: Sequence[EmailMessage], request: Request
) -> tuple[str, set[Notice]]:
    """Give the words of the body, its page only where it has no plain text, and what was met."""
    letter = mail.Letter()
    # Wrapped in a signature it can be read as little as if it were encrypted.
    if "multipart/encrypted" in kinds or (
        kinds.intersection(_WRAPPED) and "multipart/signed" not in kinds
    ):
        return "", {Notice.ENCRYPTED_MAIL}
    if "multipart/signed" in kinds or kinds.intersection(_SIGNATURES):
        letter.notices.add(Notice.SIGNED_MAIL)
    plain_parts = [each for each in leaves if each.get_content_type() == "text/plain"]
    text = plain("\n\n".join(mail.decoded(each, letter) for each in plain_parts))
    pages = [each for each in leaves if each.get_content_type() == "text/html"]
    if not text and pages:
        text = _of_page(mail.decoded(pages[0], letter), request)
    text = _without_armour(text, letter.notices)
    if len(text) > MOST_WORDS:
        letter.notices.add(Notice.SHORTENED)
    return text[:MOST_WORDS], letter.notices


def _of_page(page: str, request: Request) -> str:
    from answerable.extraction.documents import webpage

    try:
        found = webpage.read_page(page, today=request.today, max_chars=request.limits.max_chars)
    except Empty:
        return ""
    return plain(found.text)


def _without_armour(text: str, notices: set[Notice]) -> str:
    """Take out what PGP put round the words, since a signature or a key tells whose it is."""
    if "-----BEGIN PGP MESSAGE-----" in text:
        notices.add(Notice.ENCRYPTED_MAIL)
        text = _PGP_LOCKED.sub("", text).strip()
    if "-----BEGIN PGP SIGN" in text:
        notices.add(Notice.SIGNED_MAIL)
        text = _PGP_HEAD.sub("", text)
    return _PGP_BLOCK.sub("", text).strip()


def _attached(leaves: Iterable[EmailMessage]) -> tuple[tuple[bytes, ...], int]:
    """Give the files that are attached, without their names, and how many are left out."""
    files: list[bytes] = []
    left_out = 0
    for part in leaves:
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html", *_SIGNATURES):
            continue
        data = part.get_payload(decode=True)
        is_logo = part.get("content-id") is not None and kind.startswith("image/")
        if (
            not isinstance(data, bytes)
            or not data.strip()
            or len(files) >= MOST_ATTACHED
            or (is_logo and len(data) < _LEAST_PICTURE)
            or _is_personal(kind, data)
        ):
            left_out += 1
            continue
        files.append(data)
    return tuple(files), left_out


def _is_personal(kind: str, data: bytes) -> bool:
    """Tell whether a part, by its kind or its beginning, says who somebody is."""
    if kind in mail.PERSONAL_KINDS or kind.startswith("message/"):
        return True
    if charset.has_mark(data):
        data = charset.decode(data[: charset.SAMPLE_BYTES], None).text.encode("utf-8", "replace")
    return _PERSONAL.match(data) is not None
