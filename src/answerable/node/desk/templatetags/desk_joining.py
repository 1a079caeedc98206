"""Tags of the table that sets our notes beside what was signed."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from answerable.node.desk.services.comparing import Compared
from answerable.node.desk.wording import word
from answerable.node.desk.wording.counts import count

register = template.Library()
# In which vocabulary a value of each kind is.
_CODES = {"answer": "answer_code", "position": "position", "event_kind": "event_kind"}


@register.simple_tag
def compared_about(row: Compared) -> str:
    """Say what a row of the table is about."""
    what = str(word("compared", row.what))
    number = _number(row)
    parts = [number, what] if number else [what]
    if row.category:
        parts += [str(word("figure_category", row.category)), str(word("figure_group", row.group))]
    return " · ".join(parts)


def _number(row: Compared) -> str:
    here, paper = row.subject.upper(), row.on_paper.upper()
    if not paper:
        return here
    if not here:
        return _("%(number)s on paper") % {"number": paper}
    return _("%(number)s, on paper %(other)s") % {"number": here, "other": paper}


@register.simple_tag
def compared_value(what: str, value: str) -> str:
    """Say a value in words: a code, a range of people, a day, a moment, or a text as it is."""
    if what in _CODES:
        return str(word(_CODES[what], value))
    if what == "figure":
        low, high = (int(end) if end else None for end in value.split("/"))
        return str(count(low, high))
    if what == "day":
        return formats.date_format(date.fromisoformat(value))
    if what == "reply_due":
        moment = datetime.fromisoformat(value)
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if what == "receipt":
        return _("a person confirmed the receipt")
    return value
