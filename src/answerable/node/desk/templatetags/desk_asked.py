"""Tags of the pages of the side that is asked: problems in words, and why an operation is near."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.node.desk import labels
from answerable.node.desk.examining_codes import Difference
from answerable.node.desk.services.changes import Piece, word_changes
from answerable.node.desk.services.inquiries import QuestionLine
from answerable.node.desk.services.operations import Near
from answerable.node.desk.wording import word
from answerable.node.desk.wording.counts import count

register = template.Library()
_COUNTS: dict[str, str | Promise] = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "same": gettext_lazy("the same as before"),
    "set_aside": gettext_lazy("set aside"),
    "left_out": gettext_lazy("not in this file any more, kept"),
}


@register.filter
def problem_words(code: str) -> str:
    """Say in a sentence what is wrong with a cell."""
    return labels.problem(code)


@register.filter
def count_name(code: str) -> str | Promise:
    """Name one number of a plan."""
    return _COUNTS.get(code, code)


@register.simple_tag
def changes_of(line: QuestionLine) -> list[Piece]:
    """Return what changed in the newest answer against the one before; empty without two."""
    said = [answer.text for answer in line.answers if answer.text]
    return word_changes(said[-2], said[-1]) if len(said) > 1 else []


@register.filter
def told_words(said: str, kind: str) -> str:
    """Say in words what an answer says of an incident."""
    codes = said.split("/")
    if kind == Difference.FIGURES and len(codes) == 4:
        low, high = (int(each) if each else None for each in codes[2:])
        what = (word("figure_category", codes[0]), word("figure_group", codes[1]))
        return f"{what[0]}, {what[1]}: {count(low, high)}"
    names = {
        Difference.POSITION: ("position",),
        Difference.REASONS: ("reason",),
        Difference.MEASURES: ("measure", "measure_status"),
        Difference.REDRESS: ("redress", "redress_status"),
    }.get(Difference(kind), ())
    return ", ".join(str(word(name, code)) for name, code in zip(names, codes, strict=False))


@register.filter
def reasons_why(one: Near) -> list[str]:
    """Say why an operation was found: first the time, then the place."""
    return [_time(one), _place(one)]


def _time(one: Near) -> str:
    if one.minutes == 0:
        return _("The times overlap, with the uncertainty of both.")
    return ngettext(
        "%(n)d minute lies between the times, beyond the uncertainty of both.",
        "%(n)d minutes lie between the times, beyond the uncertainty of both.",
        one.minutes,
    ) % {"n": one.minutes}


def _place(one: Near) -> str:
    if one.metres is None:
        return _("The incident has no point, so only the time was compared.")
    said = {"metres": one.metres, "radii": one.both_radii, "beyond": one.beyond}
    if not one.beyond:
        return (
            _("%(metres)d m apart, within both radii (%(radii)d m together): they may be one.")
            % said
        )
    return _("%(metres)d m apart, %(beyond)d m beyond both radii (%(radii)d m together).") % said
