"""Write the page of an evidence package: in plain words, how to check it without us.

The one structure becomes a text and an HTML page. `_` translates whole sentences; the caller
gives it, since a library knows no language. Commands are the same in every language.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from answerable.protocol import genesis, keys, tree
from answerable.protocol.note import Verified
from answerable.protocol.package import Package, Report, judge, write

Translate = Callable[[str], str]
_WIDTH: Final = 92
_LAST_SECOND: Final = 253402300799
_SIGNATURE: Final = """python3 - <<'END'
import json
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
key = SSlibKey("{keyid}", "ed25519", "ed25519",
    {{"public": "{public}"}})
print(list(Envelope.from_dict(json.load(open("entry.json"))).verify([key], 1)))
END"""
_COMMITMENT: Final = """for c in content/*; do case $c in *.*) continue;; esac
  commit=$( (printf answerable-content-v1; head -c 32 "$c";
    tail -c +33 "$c" | openssl dgst -sha256 -binary) | sha256sum | cut -c1-64)
  test "content/$commit" = "$c" && echo "$c holds"
done"""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are typed or compared letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands under it."""

    title: str
    parts: tuple[str | Code, ...]


def pack(
    package: Package, _: Translate = str, *, language: str = "en", direction: str = "ltr"
) -> bytes:
    """Check a message and pack it with the page, in the reader's language; raises BadPackage."""
    report = judge(package)
    title = _("Evidence of one message")
    parts = sections(report, _)
    page = as_page(title, parts, language=language, direction=direction)
    return write(report, text=as_text(title, parts), page=page)


def sections(report: Report, _: Translate) -> tuple[Section, ...]:
    """Say what a package holds, how to check it, and what it proves."""
    return (
        _what(report, _),
        _proof(report, _),
        *_author(report, _),
        _founding(report, _),
        *_contents(report, _),
        _meaning(report, _),
    )


def as_text(title: str, parts: Sequence[Section]) -> bytes:
    """Write the page as plain text."""
    lines = [title, "=" * min(len(title), _WIDTH)]
    for section in parts:
        lines += ["", section.title, "-" * min(len(section.title), _WIDTH)]
        for part in section.parts:
            shown = (
                textwrap.indent(part.text, "    ")
                if isinstance(part, Code)
                else textwrap.fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False)
            )
            lines += ["", shown]
    return ("\n".join(lines) + "\n").encode()


def as_page(title: str, parts: Sequence[Section], *, language: str, direction: str) -> bytes:
    """Write the page as HTML that fetches and runs nothing."""
    body = [f"<h1>{html.escape(title)}</h1>"]
    for section in parts:
        body.append(f"<h2>{html.escape(section.title)}</h2>")
        for part in section.parts:
            if isinstance(part, Code):
                body.append(f'<pre dir="ltr">{html.escape(part.text)}</pre>')
            else:
                body.append(f"<p>{html.escape(part)}</p>")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        f"<title>{html.escape(title)}</title>"
    )
    opening = (
        f'<!doctype html>\n<html lang="{html.escape(language)}" dir="{html.escape(direction)}">'
    )
    return "\n".join(
        [opening, f"<head>{head}</head>", "<body>", *body, "</body></html>", ""]
    ).encode()


def _what(report: Report, _: Translate) -> Section:
    at = report.signed.checkpoint
    said = report.reading.statement
    facts = [
        f"log      {at.origin}",
        f"entry    {report.reading.index} of {at.size}",
        f"leaf     {tree.hash_leaf(report.package.entry).hex()}",
    ]
    if said is not None:
        facts.append(f"message  {said.type}, dated {said.ts} by its author")
    facts += [f"receipt  {_line(each)}" for each in report.receipts]
    facts += [f"witness  {_line(each)}" for each in report.witnessed]
    return Section(
        _("What this is"),
        (
            _(
                "One message of a channel between two parties, with all that is needed to check "
                "it. Nobody has to be asked, and no network is needed."
            ),
            Code("\n".join(facts)),
            _(
                "The message is entry.json, exactly as it was signed. This page was written for "
                "the reader and nothing vouches for it: believe the checks, not the page."
            ),
        ),
    )


def _proof(report: Report, _: Translate) -> Section:
    return Section(
        _("Check that it stood in the log, and who countersigned"),
        (
            _(
                "Unpack the file. The program tlogcheck, in Go, comes with the source code of "
                "Answerable and uses none of it; any program that reads C2SP tlog-proof files "
                "does as well. It must print OK."
            ),
            Code("tlogcheck proof proof.tlog-proof entry.json $(cat vkeys)"),
            _(
                "With Answerable installed, this checks all of it at once, on the file as you "
                "received it:"
            ),
            Code("answerable verify PACKAGE.zip"),
            _(
                "The file vkeys names every key that signed, the log's own first. The file policy "
                "says who must have countersigned for the message to count as received."
            ),
            _("The countersignature of the other party is on it.")
            if report.is_receipted
            else _("The other party has not countersigned it: nothing here shows its receipt."),
        ),
    )


def _author(report: Report, _: Translate) -> tuple[Section, ...]:
    signer = report.reading.signer
    if signer is None:
        return ()
    command = _SIGNATURE.format(keyid=keys.keyid(signer.public), public=signer.public.hex())
    return (
        Section(
            _("Check the author's signature"),
            (
                _(
                    "entry.json is a DSSE envelope: the statement in base64, and an Ed25519 "
                    "signature of an office of the party. What is signed is the word DSSEv1, and "
                    "the type and the statement, each after its length in bytes. The Python "
                    "package securesystemslib checks it and must print one key:"
                ),
                Code(command),
                _(
                    "OpenSSL checks such signatures too, but it also accepts weak keys (of small "
                    "order), whose owner could show any message as signed. Check with libsodium "
                    "that a key is no such key, or let answerable verify do it."
                ),
            ),
        ),
    )


def _founding(report: Report, _: Translate) -> Section:
    founded = genesis.verify(report.package.genesis)
    return Section(
        _("Check whose keys these are"),
        (
            _(
                "All keys come from genesis.json, the founding document of the channel, which "
                "every party signed. The package alone cannot show that it is theirs: ask either "
                "party to read these twelve words to you, by a way that you already trust."
            ),
            Code(" ".join(founded.words())),
            _("A key is named by the SHA-256 of its 32 bytes, in hexadecimal."),
        ),
    )


def _contents(report: Report, _: Translate) -> tuple[Section, ...]:
    if not report.package.contents:
        return ()
    return (
        Section(
            _("Check the words"),
            (
                _(
                    "The message names its words by a commitment. A file in the folder content is "
                    "32 bytes of salt and then the record, and its name is the SHA-256 of "
                    "answerable-content-v1, the salt, and the SHA-256 of the record:"
                ),
                Code(_COMMITMENT),
                _("A copy that ends in .txt or .json is the record without its first line."),
            ),
        ),
    )


def _meaning(report: Report, _: Translate) -> Section:
    parts = [
        _(
            "It proves that the holder of the office's key signed these words or codes, that they "
            "stood at this place of the party's log, and that each countersigner held the log up "
            "to there at the time that it states. Neither side can take that back."
        ),
        _(
            "It does not prove that what was said is true. It is no finding of fact, and no "
            "party concedes anything by having sent, received or countersigned it. A date inside "
            "a message is its author's claim; that of a countersignature is the countersigner's."
        ),
    ]
    if not report.package.contents:
        parts.append(
            _(
                "The words of the message are not in this package. What is here shows that a "
                "message of this kind was sent, not what its words were."
            )
        )
    return Section(_("What it proves, and what not"), tuple(parts))


def _line(found: Verified) -> str:
    # A receipt always has a time; one beyond the calendar is shown as the number it is.
    time = found.time or 0
    if time > _LAST_SECOND:
        return f"{found.key.name}, at second {time}"
    return f"{found.key.name}, {datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
