"""A message as a letter, note or non-paper: exactly what leaves or left, framed for paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from answerable.casework import rendering
from answerable.casework.clearance import clearance_digest
from answerable.casework.codes import Instrument
from answerable.casework.errors import BadWords
from answerable.casework.words import encode_words, words_from_dict
from answerable.node.desk.codes import DraftState
from answerable.node.desk.models import Draft, Inquiry, Message
from answerable.node.desk.printing import plain
from answerable.node.desk.printing.sheet import RIGHT_TO_LEFT, Block, Line, Part, Sheet
from answerable.node.desk.services import markings
from answerable.node.desk.services.drafts.previewing import Preview
from answerable.node.desk.services.story import StoryItem
from answerable.node.ui.context import LANGUAGE_NAMES

LANGUAGES = tuple(code for code, _name in LANGUAGE_NAMES)
# Papers that are left behind or read out: they address nobody.
UNADDRESSED = (Instrument.NON_PAPER, Instrument.AIDE_MEMOIRE, Instrument.ORAL_POINT)
MAY_LEAVE = (DraftState.CLEARED, DraftState.SENT)


def of_draft(
    draft: Draft, preview: Preview, *, at: datetime, language: str = "", instrument: str = ""
) -> Sheet:
    """Return a draft as it would leave now; until it is cleared, the paper says so.

    `instrument` names the paper where the message itself does not, as a response.
    """
    body, words = preview.body or {}, preview.words or {}
    frame = _frame(language, str(words.get("language", "")))
    with override(frame):
        said = rendering.render(draft.kind, preview.body, preview.words)
        ours, theirs = draft.channel.ours, draft.channel.theirs
        return _sheet(
            said,
            name=f"{draft.reference or draft.pk}-{draft.kind}",
            kind=draft.kind,
            body=body,
            words=words,
            marking=markings.of_draft(draft),
            sender=(ours.name if ours else "", draft.office.name),
            recipient=theirs.name if theirs else "",
            reference=draft.reference,
            at=at,
            language=frame,
            notice=""
            if draft.state in MAY_LEAVE
            else _("Draft, not cleared. Not to be delivered."),
            proof=Line((plain.code(preview.paper_digest),), "SHA-256"),
            instrument="" if body.get("instrument") else _form(instrument),
        )


def of_message(
    inquiry: Inquiry, message: Message, item: StoryItem, *, at: datetime, language: str = ""
) -> Sheet:
    """Return a message that was sent or received, with where it stands in its party's log."""
    body, words = message.body or {}, message.words or {}
    frame = _frame(language, str(words.get("language", "")))
    ours, theirs = inquiry.channel.ours, inquiry.channel.theirs
    other = theirs if message.ours else ours
    with override(frame):
        notice = "" if message.signed else _("Recorded second-hand; not signed by the other side.")
        if item.content_state == "redacted":
            notice = _("The text of this message was erased.")
        return _sheet(
            rendering.render(message.kind, message.body, message.words),
            name=f"{inquiry.reference}-{message.kind}-{message.leaf[:8]}",
            kind=message.kind,
            body=body,
            words=words,
            sender=(item.who, item.office),
            recipient=other.name if other else "",
            reference=inquiry.reference,
            at=message.ts or at,
            language=frame,
            notice=notice,
            proof=Line(
                (plain.code(f"{message.origin}#{message.index} {message.leaf}"),), _("Entry")
            )
            if message.signed
            else None,
            marking=str(body.get("marking", "") or inquiry.marking),
            instrument=item.recorded.instrument if item.recorded is not None else "",
            printed=hash_of(message) if item.content_state != "redacted" else "",
        )


def hash_of(message: Message) -> str:
    """Return the hash that a paper of this message carries; empty where its words are not here.

    It is that of the cleared draft: kind, body and words to the byte. So a paper that was left
    behind can be matched with what was signed, on either side and at any time.
    """
    if message.body is None or not message.kind:
        return ""
    try:
        words = None if message.words is None else encode_words(words_from_dict(message.words))
    except BadWords:
        return ""
    return clearance_digest(message.kind, message.body, words)


def _form(wished: str) -> str:
    """Return the form that was asked for, if it is one."""
    return wished if wished in list(Instrument) else ""


def _frame(wished: str, authentic: str) -> str:
    """Return the frame's language: the one asked for, else that of the text, else English."""
    for language in (wished, authentic.split("-")[0]):
        if language in LANGUAGES:
            return language
    return "en"


def _sheet(
    said: rendering.Rendering,
    *,
    name: str,
    kind: str,
    body: dict[str, object],
    words: dict[str, object],
    sender: tuple[str, str],
    recipient: str,
    reference: str,
    at: datetime,
    language: str,
    notice: str,
    proof: Line | None,
    marking: str = "",
    instrument: str = "",
    printed: str = "",
) -> Sheet:
    instrument = instrument or str(body.get("instrument", "") or "letter")
    authentic = str(words.get("language", "") or "")
    subject = str(words.get("subject", "") or "") or plain.say("kind", kind)
    code = marking or str(body.get("marking", "") or "")
    top = [Line((plain.day(at),), _("Date"))]
    if reference:
        top.append(Line((plain.code(reference),), _("Reference")))
    if instrument not in UNADDRESSED:
        office = tuple(Part(part) for part in (", ", sender[1])) if sender[1] else ()
        top = [
            Line((Part(sender[0]), *office), pgettext("of a letter", "From")),
            Line((Part(recipient),), pgettext("of a letter", "To")),
            *top,
        ]
    foot = [proof] if proof else []
    if printed:
        foot.insert(0, Line((plain.code(printed),), "SHA-256"))
    if authentic:
        foot.insert(0, Line((Part(plain.say("language", authentic)),), _("Authentic language")))
    opening, closing = _formulas(instrument, sender[0], recipient, language)
    return Sheet(
        name=name,
        form=plain.say("instrument", instrument),
        at=at,
        language=language,
        title=Part(subject, authentic or None),
        marking=plain.say("marking", code) if code else "",
        notice=notice,
        top=tuple(top),
        opening=opening,
        blocks=tuple(_blocks(said)),
        closing=closing,
        foot=tuple(foot),
        page_words=_("Page"),
    )


def _formulas(
    instrument: str, sender: str, recipient: str, language: str
) -> tuple[tuple[Line, ...], ...]:
    """Return how a paper of this form begins and ends; most forms need no formula."""
    if instrument != Instrument.NOTE_VERBALE:
        return (), ()
    names = {"sender": sender, "recipient": recipient}
    first = _("%(sender)s presents its compliments to %(recipient)s and states the following.")
    last = _(
        "%(sender)s avails itself of this opportunity to renew to %(recipient)s the assurances of "
        "its highest consideration."
    )
    runs = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    opening, closing = (Line((Part(said % names, language, runs=runs),)) for said in (first, last))
    return (opening,), (closing,)


def _blocks(said: rendering.Rendering) -> list[Block]:
    # What the frame says already (date, reference, form, marking) is left to the frame.
    framed = {"reference", "instrument", "marking", "language", "content_language", "subject"}
    found = []
    for section in said.sections:
        rows = tuple(row for row in section.rows if row.key not in framed)
        if rows:
            found.append(plain.block(rendering.Section(section.key, section.subject, rows)))
    return found
