"""Why a document could not be read, one class per reason, each with what to do about it."""

from typing import ClassVar


class Unreadable(Exception):
    """A document was refused. `code` names the reason, `advice` says what a person can do."""

    code: ClassVar[str]
    advice: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        """Remember the detail: a short word of ours, never text from the document."""
        super().__init__(self.advice)
        self.detail = detail


BLANK = "blank"
"""The detail of `Empty` where a file has no bytes, or blanks alone."""


class Empty(Unreadable):
    """There is no byte, or no word, in it."""

    code = "empty"
    advice = (
        "There is nothing to read in this document. If it is a web page that builds itself with "
        "scripts, open it in a browser, print it to PDF, and read the PDF in."
    )


class TooLarge(Unreadable):
    """It has more bytes than one document may have."""

    code = "too_large"
    advice = "This document is larger than 20 MB. Take out the pictures or split it, and try again."


class Encrypted(Unreadable):
    """It opens only with a password."""

    code = "encrypted"
    advice = (
        "This document is protected by a password. Open it with the password, save a copy without "
        "one, and read the copy in."
    )


class UnsupportedType(Unreadable):
    """It is of no kind that is read; `detail` says what it looks like."""

    code = "unsupported_type"
    advice = (
        "Web pages (HTML, MHTML), text, PDF, DOCX, ODT, pictures (JPEG, PNG, WebP) and saved "
        "e-mails (EML) can be read in. Save or print this document as PDF, or paste its text. A "
        "table is brought in as a data set."
    )


class Damaged(Unreadable):
    """It claims to be a kind of document that its bytes do not keep to."""

    code = "damaged"
    advice = (
        "This document is damaged and could not be read. Fetch it again from where it came from, "
        "or open it, print it to PDF, and read the PDF in."
    )


class TookTooLong(Unreadable):
    """Reading was stopped at the time limit."""

    code = "took_too_long"
    advice = (
        "Reading this document took too long and was stopped. Split it into smaller parts, or "
        "paste the text that matters."
    )


class TooMuchMemory(Unreadable):
    """Reading was stopped at the memory limit."""

    code = "too_much_memory"
    advice = (
        "Reading this document needed too much memory and was stopped. It may unpack to far more "
        "than its size. Print the pages that matter to PDF, or paste their text."
    )


class ArchiveInside(Unreadable):
    """It is an archive and lies in another one."""

    code = "archive_inside"
    advice = (
        "An archive inside an archive is not opened. Take it out and bring it in by itself, if you "
        "know what is in it."
    )


class TooManyFiles(Unreadable):
    """An archive holds more files, or more bytes, than are taken at one time."""

    code = "too_many_files"
    advice = (
        "The archive holds more than is taken in at one time: 20,000 files or 4 GB unpacked. Split "
        "it into smaller ones."
    )


class NoPlainFile(Unreadable):
    """It is a link, a device or a pipe."""

    code = "no_plain_file"
    advice = "This is a link or something else that is no plain file. It was not followed."


class HiddenFile(Unreadable):
    """Its name, or its folder's, is one that systems keep for themselves."""

    code = "hidden_file"
    advice = "This is a hidden file, and was left out. Give it another name if it is a document."


PROBLEMS: dict[str, type[Unreadable]] = {
    problem.code: problem
    for problem in (
        Empty,
        TooLarge,
        Encrypted,
        UnsupportedType,
        Damaged,
        TookTooLong,
        TooMuchMemory,
        ArchiveInside,
        TooManyFiles,
        NoPlainFile,
        HiddenFile,
    )
}
"""Every reason by its code, so that it can cross from one process to another."""

LOOKS = frozenset(
    (
        "archive", "archive or office document", "binary data", "database",
        "e-mail whose head cannot be read", "mailbox", "old office document", "picture",
        "picture, sound or film", "PostScript", "program", "rich text", "sound or film", "XML",
    )
)  # fmt: skip
"""What a document of a kind that is not read may look like; any other detail is for programs."""
