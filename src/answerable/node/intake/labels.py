"""The words of this app's codes: why a document was refused, and what to know about a reading."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.extraction.documents.document import Basis, Media, Notice
from answerable.extraction.errors import Unreadable, UnsupportedType

REFUSALS: Mapping[str, str | Promise] = {
    "empty": _(
        "There is nothing to read in this document. If it is a web page that builds itself with "
        "scripts, open it in a browser, print it to PDF, and read the PDF in."
    ),
    "too_large": _(
        "This document is larger than 20 MB. Take out the pictures or split it, and try again."
    ),
    "encrypted": _(
        "This document is protected by a password. Open it with the password, save a copy without "
        "one, and read the copy in."
    ),
    "unsupported_type": _(
        "Web pages (HTML, MHTML), text, PDF, DOCX, ODT, pictures (JPEG, PNG, WebP) and saved "
        "e-mails (EML) can be read in. Save or print this document as PDF, or paste its text. A "
        "table is brought in as a data set."
    ),
    "names_its_sender": _(
        "A saved e-mail names who sent it and by which way it came. Bring it in by itself "
        "(Documents, Read a document in): who sent it is then sealed in the vault."
    ),
    "damaged": _(
        "This document is damaged and could not be read. Fetch it again from where it came from, "
        "or open it, print it to PDF, and read the PDF in."
    ),
    "took_too_long": _(
        "Reading this document took too long and was stopped. Split it into smaller parts, or "
        "paste the text that matters."
    ),
    "too_much_memory": _(
        "Reading this document needed too much memory and was stopped. It may unpack to far more "
        "than its size. Print the pages that matter to PDF, or paste their text."
    ),
    "archive_inside": _(
        "An archive inside an archive is not opened. Take it out and bring it in by itself, if you "
        "know what is in it."
    ),
    "too_many_files": _(
        "The archive holds more than is taken in at one time: 20,000 files or 4 GB unpacked. Split "
        "it into smaller ones."
    ),
    "no_plain_file": _(
        "This is a link or something else that is no plain file. It was not followed."
    ),
    "hidden_file": _(
        "This is a hidden file, and was left out. Give it another name if it is a document."
    ),
}

# Of one file of many only.
OF_MANY: Mapping[str, str | Promise] = {
    "stored_bytes_changed": _(
        "The stored original is missing or was changed. Tell the administrator; it can be "
        "put back from a backup."
    ),
    "unopened": _("The file could not be opened."),
}

# What a file of a kind that is not read looks like.
LOOKS: Mapping[str, str | Promise] = {
    "archive": _("an archive"),
    "archive or office document": _("an archive or an office document"),
    "binary data": _("a program or its data"),
    "database": _("a database"),
    "e-mail whose head cannot be read": _("an e-mail whose head cannot be read"),
    "mailbox": _("a mailbox with several e-mails"),
    "old office document": _("an office document of before 2007"),
    "picture": _("a picture"),
    "picture, sound or film": _("a picture, a sound or a film"),
    "PostScript": _("a page for a printer (PostScript)"),
    "program": _("a program"),
    "rich text": _("rich text (RTF)"),
    "sound or film": _("a sound or a film"),
    "XML": _("XML"),
}

NOTICES: Mapping[Notice, str | Promise] = {
    Notice.NOT_WHAT_IT_CLAIMED: _("It is not the kind of file it was called; read as what it is."),
    Notice.ENCODING_GUESSED: _(
        "The character encoding was guessed: check names and quotation marks."
    ),
    Notice.CHARACTERS_LOST: _("Some characters could not be decoded and are marked with \ufffd."),
    Notice.MAIN_TEXT_NOT_FOUND: _(
        "The main text was not found; all the words of the page are here."
    ),
    Notice.NO_TEXT_IN_PAGES: _("It holds pictures and no text: type in what they say."),
    Notice.SOME_PAGES_UNREADABLE: _("Some pages could not be read."),
    Notice.SHORTENED: _("The text is longer than can be kept here; its end is left out."),
    Notice.PAGES_LEFT_OUT: _("There are more pages than are read; the last ones are left out."),
    Notice.ACTIVE_CONTENT: _("The file holds a program. It was not run."),
    Notice.ATTACHMENTS_NOT_READ: _("Other files are attached inside. They were not read."),
    Notice.ENCRYPTED_MAIL: _("The message is encrypted and was not opened."),
    Notice.SIGNED_MAIL: _("The message carries a signature. It was not checked."),
    Notice.DIRECTION_CONTROLS: _(
        "The text holds marks that change the direction of what is shown."
    ),
}

# Why the text of a report was not read for claims; the report itself is there all the same.
NOT_READ: Mapping[str, str | Promise] = {
    "took_too_long": _("Reading took too long and was stopped."),
    "too_much_memory": _("Reading needed too much memory and was stopped."),
    "too_large": _("The text is longer than is read."),
    "damaged": _("The reader stopped without an answer."),
}

BASES: Mapping[Basis, str | Promise] = {
    Basis.DECLARED: _("As the document says."),
    Basis.ESTIMATED: _("Estimated: please check."),
    Basis.FILE: _("When the file was made; the words may be older."),
}

MEDIA: Mapping[Media, str | Promise] = {
    Media.HTML: _("Web page (HTML)"),
    Media.TEXT: _("Plain text"),
    Media.PDF: _("PDF"),
    Media.DOCX: _("Word document (DOCX)"),
    Media.ODT: _("OpenDocument text (ODT)"),
    Media.MAIL: _("Saved e-mail (EML)"),
    Media.WEB_ARCHIVE: _("Saved web page (MHTML)"),
    Media.JPEG: _("Picture (JPEG)"),
    Media.PNG: _("Picture (PNG)"),
    Media.WEBP: _("Picture (WebP)"),
}

FACTS: Mapping[str, str | Promise] = {
    "size": _("Size in points"),
    "taken": _("Taken, as the camera says"),
    "device": _("Device"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
}


def facts(found: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say what a picture tells of itself, in the order of the list."""
    return [(str(label), found[name]) for name, label in FACTS.items() if found.get(name)]


def refusal(error: Unreadable) -> str:
    """Say why a document was not taken, what to do, and what it looks like."""
    is_of_no_kind = error.code == UnsupportedType.code
    return _with_looks(str(REFUSALS[error.code]), error.detail if is_of_no_kind else "")


def problem(code: str, looks_like: str = "") -> str:
    """Say why one file of many was not taken; a code of a later version is shown as it is."""
    return _with_looks(str({**REFUSALS, **OF_MANY}.get(code, code)), looks_like)


def _with_looks(words: str, looks_like: str) -> str:
    what = LOOKS.get(looks_like)
    if what is None:
        return words
    said = gettext("It looks like %(what)s.") % {"what": what}
    return f"{words} {said}"


def not_read(code: str) -> str:
    """Say why a report's text was not read for claims."""
    return str(NOT_READ.get(code, NOT_READ["damaged"]))


def notices(codes: list[str]) -> list[str]:
    """Say what to know about a reading; a code of another version is shown as it is."""
    known = {str(code): text for code, text in NOTICES.items()}
    return [str(known.get(code, code)) for code in codes]


def basis(code: str) -> str:
    """Say how a date or a language is known."""
    return str(BASES[Basis(code)]) if code else ""


# Why decided claims do not go out as gold.
KEPT_BACK: Mapping[str, str | Promise] = {
    "compartment": _("Reports in a compartment"),
    "another_text": _("Reports whose text is another one since it was read"),
    "no_day": _("Reports without a day of publication"),
    "undecided": _("Lines with a claim that nobody decided"),
    "no_consent": _("Lines of a report whose source did not agree to publication"),
    "may_betray": _("Lines in which a name, a protected phrase or an address was found"),
}


def kept_back(code: str) -> str | Promise:
    """Return in words why something did not go out as gold."""
    return KEPT_BACK.get(code, code)
