"""The covering letter of one delivery: what it holds, by reference and hash, and no other word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from answerable.node.desk.codes import BatchState
from answerable.node.desk.models import Batch, Draft
from answerable.node.desk.printing import plain
from answerable.node.desk.printing.letters import UNADDRESSED
from answerable.node.desk.printing.sheet import Block, Line, Part, Sheet
from answerable.node.desk.services.batches import Look
from answerable.node.desk.services.recorded import instrument_of as instrument_of_draft
from answerable.node.desk.wording import counts


def instrument_of(batch: Batch, looks: Sequence[Look]) -> str:
    """Return the form in which a batch is handed over: as recorded, else as its first message."""
    if batch.instrument or not looks:
        return batch.instrument or "letter"
    return instrument_of_draft(looks[0].draft)


def sheet(batch: Batch, looks: Sequence[Look], *, at: datetime, language: str) -> Sheet:
    """Return the letter: before it goes what would go now, afterwards what went."""
    gone = batch.state == BatchState.GONE
    held = _went(batch) if gone else [(one.draft.reference, one.draft) for one in looks if one.goes]
    instrument = instrument_of(batch, looks)
    with override(language):
        title = ngettext(
            "Covering letter: %(n)s message", "Covering letter: %(n)s messages", len(held)
        ) % {"n": counts.number(len(held))}
        return Sheet(
            name=f"{batch.reference}-covering-letter",
            form=plain.say("instrument", instrument),
            at=batch.delivered_at or at,
            language=language,
            title=Part(title),
            marking=plain.say("marking", batch.marking) if batch.marking else "",
            notice="" if held else _("Nothing of it can go now. Not to be delivered."),
            top=tuple(_top(batch, batch.delivered_at or at, instrument)),
            opening=(
                Line((Part(_("Delivered together, each a statement of its own in its case:")),)),
            ),
            blocks=tuple(
                _block(number, reference, draft)
                for number, (reference, draft) in enumerate(held, 1)
            ),
            page_words=_("Page"),
        )


def _top(batch: Batch, at: datetime, instrument: str) -> list[Line]:
    ours, theirs = batch.channel.ours, batch.channel.theirs
    lines = [
        Line((plain.day(at),), _("Date")),
        Line((plain.code(batch.reference),), _("Reference")),
    ]
    if instrument in UNADDRESSED:
        return lines
    office = (Part(", "), Part(batch.office.name))
    return [
        Line((Part(ours.name if ours else ""), *office), pgettext("of a letter", "From")),
        Line((Part(theirs.name if theirs else ""),), pgettext("of a letter", "To")),
        *lines,
    ]


def _went(batch: Batch) -> list[tuple[str, Draft]]:
    items = batch.items.filter(went=True).select_related("draft")
    return [(item.reference, item.draft) for item in items]


def _block(number: int, reference: str, draft: Draft) -> Block:
    words, body = draft.words or {}, draft.body or {}
    subject, language = str(words.get("subject") or ""), str(words.get("language") or "")
    lines = [Line((Part(plain.say("kind", draft.kind)),), _("Kind"))]
    if subject:
        lines.append(Line((Part(subject, language or None),), _("Subject")))
    if body.get("instrument"):
        lines.append(Line((Part(plain.say("instrument", body["instrument"])),), _("Instrument")))
    if language:
        lines.append(Line((Part(plain.say("language", language)),), _("Authentic language")))
    lines.append(Line((plain.code(draft.digest),), "SHA-256"))
    return Block((plain.code(f"{number}. {reference}"),), tuple(lines), is_listed=True)
