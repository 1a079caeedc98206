"""Put a translation behind a letter, on pages of its own, marked as what it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.node.desk.printing import plain
from answerable.node.desk.printing.sheet import Annex, Block, Line, Part, Parts, Sheet
from answerable.node.desk.services.translations import Pair, Shown


def with_translation(sheet: Sheet, one: Shown, *, ours: bool) -> Sheet:
    """Return the letter with the translation behind it.

    Of our own text it may be delivered only once somebody cleared it, so until then every page
    says that it must not; of the other side's it is for own use.
    """
    row = one.translation
    with override(sheet.language):
        if not ours:
            notice = _("With a translation for own use")
        elif one.is_cleared:
            notice = ""
        else:
            notice = _("With a translation that is not cleared. Not to be delivered.")
        language = plain.say("language", row.language)
        annex = Annex(
            _("Courtesy translation (%(language)s), not authentic") % {"language": language},
            tuple(_about(one)),
            tuple(_blocks(one)),
        )
    said = " · ".join(text for text in (sheet.notice, notice) if text)
    return replace(sheet, annex=annex, notice=said, name=f"{sheet.name}-{row.language}")


def _about(one: Shown) -> list[Line]:
    row = one.translation
    checked = Part(row.checked_by) if row.checked_by else Part(_("nobody"))
    lines = [
        Line((Part(_("Only the text in the authentic language counts.")),)),
        Line(
            plain.joined(
                (
                    Part(row.maker),
                    Part(plain.say("making_way", row.way)),
                    plain.day(row.made_on),
                )
            ),
            _("Translated by"),
        ),
        Line((checked,), _("Checked by")),
    ]
    if one.is_stale:
        lines.append(Line((Part(_("The authentic text has changed since it was translated.")),)))
    return lines


def _blocks(one: Shown) -> list[Block]:
    found = []
    for (section, subject), pairs in groupby(one.pairs, key=_place):
        lines = [line for pair in pairs for line in _lines(pair, one.translation.language)]
        found.append(Block(_heading(section, subject), tuple(lines)))
    return found


def _place(pair: Pair) -> tuple[str, str]:
    return pair.original.section, pair.original.subject


def _heading(section: str, subject: str) -> Parts:
    name = plain.say("section", section)
    if section == "request" and subject:
        return (Part(f"{name}: {plain.say('request', subject)}"),)
    return (Part(f"{name} "), plain.code(subject.upper())) if subject else (Part(name),)


def _lines(pair: Pair, language: str) -> list[Line]:
    label = "" if pair.original.row in ("text", "title") else plain.say("row", pair.original.row)
    texts = [line.strip() for line in pair.text.split("\n") if line.strip()]
    return [
        Line((Part(text, language),), label if number == 0 else "")
        for number, text in enumerate(texts)
    ]
