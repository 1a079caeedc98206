"""Tags of an incident's dossier: the picture of ranges, distances, facts and what they were."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from answerable.node.desk import pictures, wording
from answerable.node.desk.models import FieldChange
from answerable.node.desk.services.both_ledgers import LedgerRow
from answerable.node.desk.services.dossier import When
from answerable.node.desk.wording import counts
from answerable.node.ui import dates
from answerable.node.ui.templatetags.components import moment

register = template.Library()

# How a fact's history shows its codes; what is not here is shown as a person wrote it.
_VOCABULARIES = {
    "kind": "event_kind",
    "time_precision": "time_precision",
    "priority": "priority",
    "first_reported_precision": "date_precision",
    "weapon": "weapon",
    "service_impact": "service_impact",
    "observations": "observation",
    "issue_tags": "issue_tag",
}
_MOMENTS = frozenset({"start", "end", "first_reported_at"})


@register.simple_tag
def range_picture(row: LedgerRow, number: int) -> SafeString:
    """Draw what each owner counted of one thing, on one scale; the table says the same."""
    lines = [_line(line, is_theirs) for line, is_theirs in _owners(row)]
    title = _("%(what)s: what each owner states") % {"what": _thing(row)}
    return pictures.draw(
        lines, title=title, identifier=f"ranges-{number}", mirrored=get_language_bidi()
    )


@register.filter
def metres(value: float) -> SafeString:
    """Say a distance: metres up to two kilometres, then kilometres."""
    if value < 2000:
        text = _("%(number)s m") % {"number": number_format(round(value), force_grouping=True)}
    else:
        text = _("%(number)s km") % {"number": number_format(round(value / 1000, 1))}
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def local_and_utc(when: When, which: str) -> SafeString:
    """Show a time as the zone's clocks showed it and in UTC; a day alone as a day."""
    at = when.end if which == "end" else when.start
    if at is None:
        return SafeString("")
    local = at.astimezone(ZoneInfo(when.zone))
    if not when.is_timed:
        return format_html(
            '<time datetime="{}"><bdi>{}</bdi></time>',
            local.date().isoformat(),
            date_format(local, dates.pattern()),
        )
    utc = at.astimezone(ZoneInfo("UTC"))
    same_day = utc.date() == local.date()
    return format_html(
        '<time datetime="{}"><bdi>{} {}</bdi></time> '
        '<span class="muted">(<bdi>{} UTC</bdi>)</span>',
        local.isoformat(timespec="minutes"),
        date_format(local, f"{dates.pattern()}, H:i"),
        local.tzname(),
        date_format(utc, "H:i" if same_day else f"{dates.pattern()}, H:i"),
    )


@register.simple_tag
def fact_value(change: FieldChange, which: str) -> SafeString:
    """Show what a fact was or is, in words; an empty one was not set."""
    text = change.before if which == "before" else change.after
    if not text:
        return format_html('<span class="muted">{}</span>', _("not set"))
    vocabulary = _VOCABULARIES.get(change.field)
    if vocabulary is not None:
        said = ", ".join(str(wording.word(vocabulary, code)) for code in text.split(", "))
        return format_html("<span>{}</span>", said)
    if change.field in _MOMENTS and (at := parse_datetime(text)) is not None:
        return moment(at, relative=False)
    return format_html('<span dir="auto" class="said">{}</span>', text)


@register.simple_tag
def strikes(incident: Any) -> str:
    """Say how many strikes are stated; unknown is not none."""
    low, high = incident.strikes_low, incident.strikes_high
    if low is None and high is None:
        return _("not stated")
    if low == high:
        return ngettext("%(count)d strike", "%(count)d strikes", low) % {"count": low}
    return counts.count(low, high)


def _owners(row: LedgerRow) -> list[tuple[Any, bool]]:
    return [*((line, False) for line in row.reported), *((line, True) for line in row.acknowledged)]


def _line(line: Any, is_theirs: bool) -> pictures.Line:
    said = counts.count(line.low, line.high, line.qualifier or "")
    if line.best is not None:
        said = _("%(range)s, best %(number)s") % {"range": said, "number": line.best}
    if is_theirs:
        said = _("%(range)s, acknowledged") % {"range": said}
    if line.printings:
        printed = ngettext(
            "%(said)s, in %(n)d printing", "%(said)s, in %(n)d printings", len(line.printings)
        )
        said = printed % {"said": said, "n": len(line.printings)}
    return pictures.Line(line.owner, said, line.low, line.high, line.best, is_theirs)


def _thing(row: LedgerRow) -> str:
    what, whom = wording.word("figure_category", row.category), wording.word("group", row.group)
    return f"{what}, {whom}"
