"""What reading a document gives: closed values that can cross from one process to another."""

from datetime import date, datetime
from enum import StrEnum

import msgspec


class Media(StrEnum):
    """What the bytes are, whatever they were called."""

    HTML = "text/html"
    TEXT = "text/plain"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    MAIL = "message/rfc822"
    WEB_ARCHIVE = "multipart/related"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


class Basis(StrEnum):
    """How a date or a language is known."""

    DECLARED = "declared"
    """The document says so in a field made for it."""
    ESTIMATED = "estimated"
    """Taken from the look of the page or the letters of the text: a person should check."""
    FILE = "file"
    """When the file was made, which may be long after the words were published."""


class Notice(StrEnum):
    """Something the reader of the result should know. The text was read all the same."""

    NOT_WHAT_IT_CLAIMED = "not_what_it_claimed"
    ENCODING_GUESSED = "encoding_guessed"
    CHARACTERS_LOST = "characters_lost"
    MAIN_TEXT_NOT_FOUND = "main_text_not_found"
    NO_TEXT_IN_PAGES = "no_text_in_pages"
    SOME_PAGES_UNREADABLE = "some_pages_unreadable"
    SHORTENED = "shortened"
    PAGES_LEFT_OUT = "pages_left_out"
    ACTIVE_CONTENT = "active_content"
    ATTACHMENTS_NOT_READ = "attachments_not_read"
    ENCRYPTED_MAIL = "encrypted_mail"
    SIGNED_MAIL = "signed_mail"
    DIRECTION_CONTROLS = "direction_controls"


NOTICES: dict[Notice, str] = {
    Notice.NOT_WHAT_IT_CLAIMED: "It is not the kind of file it was called; read as what it is.",
    Notice.ENCODING_GUESSED: "The character encoding was guessed: check names and quotation marks.",
    Notice.CHARACTERS_LOST: "Some characters could not be decoded and are marked with \ufffd.",
    Notice.MAIN_TEXT_NOT_FOUND: "The main text was not found; all the words of the page are here.",
    Notice.NO_TEXT_IN_PAGES: "It holds pictures and no text: type in what they say.",
    Notice.SOME_PAGES_UNREADABLE: "Some pages could not be read.",
    Notice.SHORTENED: "The text is longer than can be kept here; its end is left out.",
    Notice.PAGES_LEFT_OUT: "There are more pages than are read; the last ones are left out.",
    Notice.ACTIVE_CONTENT: "The file holds a program. It was not run.",
    Notice.ATTACHMENTS_NOT_READ: "Other files are attached inside. They were not read.",
    Notice.ENCRYPTED_MAIL: "The message is encrypted and was not opened.",
    Notice.SIGNED_MAIL: "The message carries a signature. It was not checked.",
    Notice.DIRECTION_CONTROLS: "The text holds marks that change the direction of what is shown.",
}
"""One plain sentence for each notice."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much one document may cost. The child process is held to these by the kernel."""

    max_bytes: int = 20 * 1024 * 1024
    max_chars: int = 2_000_000
    max_pages: int = 2_000
    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 30
    wall_seconds: float = 60.0


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One document as it was read. Empty strings and None mean: not known."""

    media: Media
    encoding: str = ""
    title: str = ""
    publisher: str = ""
    published: date | None = None
    published_basis: Basis | None = None
    language: str = "und"
    """ISO 639-1 code, or `und` where it is not known."""
    language_basis: Basis | None = None
    text: str = ""
    pages: int | None = None
    facts: dict[str, str] = {}
    """What a picture tells of itself: `taken`, `latitude`, `longitude`, `device`, `size`."""
    truncated: bool = False
    notices: tuple[Notice, ...] = ()
    reader: str = ""
    """Name and version of what read it, so that a later, better reading can be told apart."""


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A saved e-mail taken apart; all of it may tell who a source is.

    `document` has the subject as its title and the words of the body as they are, names included.
    """

    document: Document
    sender: str = ""
    names: tuple[str, ...] = ()
    """Those in the fields that name who sent it, the sender's among them."""
    addresses: tuple[str, ...] = ()
    """Of those fields that name who sent it: From, Sender, Reply-To, Return-Path and their like."""
    head: tuple[tuple[str, str], ...] = ()
    message_id: str = ""
    sent: datetime | None = None
    """In UTC."""
    attached: tuple[bytes, ...] = ()
    left_out: int = 0
    """How many attached files are not given: messages, signatures, calling cards, too many."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The cells of one sheet as text. `numbers` says which row of the file each one is."""

    sheets: tuple[str, ...] = ()
    sheet: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    odd: dict[int, str] = {}
    """Rows that could not be kept as they are, each with the code of why. Data sets only."""


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the parent asks of the child. The document's bytes follow on the next line."""

    declared_media: str | None
    file_name: str | None
    today: date
    limits: Limits
    # Whether the cells of a table are wanted, and of which sheet, rather than a text.
    table: bool = False
    sheet: str = ""
    # A table that may also be JSON, of which nothing may be left out unsaid.
    data_set: bool = False
    # Whether a saved e-mail is taken apart, sender and attached files included.
    open_mail: bool = False


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the child answers: a document, a table, an e-mail, or the code of why not."""

    document: Document | None = None
    table: Table | None = None
    mail: Mail | None = None
    problem: str | None = None
    detail: str = ""
