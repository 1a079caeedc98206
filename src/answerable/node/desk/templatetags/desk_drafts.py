"""Tags of the composer: where a problem is, what it is, and all errors of many forms."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.node.desk import labels, wording
from answerable.node.desk.models import Draft, DraftFile, Exhibit

register = template.Library()

FRAME_FIELDS = frozenset(
    {"subject", "language", "marking", "instrument", "urgency", "receipt_due", "reply_due"}
    | {"final", "methods", "examiner", "level", "reason"}
)
PARTS = {"incidents": "facts", "requests": "requests", "again": "questions"}


@register.simple_tag
def problem_url(draft: Draft, problem: Any) -> str:
    """Return where something that is missing can be written."""
    first = str(problem.field).partition(".")[0]
    if first in FRAME_FIELDS:
        return reverse("desk:draft-frame", args=[draft.pk]) + f"#field_{first}"
    anchor = f"#part-{first}" if first.isidentifier() else ""
    return reverse("desk:draft-says", args=[draft.pk]) + anchor


@register.simple_tag(takes_context=True)
def with_evidence(context: Context, files: Iterable[DraftFile]) -> list[tuple[DraftFile, str]]:
    """Return each file with the address of its evidence, where whoever looks may see that."""
    listed = list(files)
    keys = {one.exhibit_id for one in listed if one.exhibit_id is not None}
    request = context.get("request")
    if not keys or request is None:
        return [(one, "") for one in listed]
    seen = Exhibit.objects.visible_to(request.user).filter(pk__in=keys)
    known = dict(seen.values_list("pk", "incident__reference"))
    return [
        (one, reverse("desk:exhibit", args=[known[key], key]) if key in known else "")
        for one, key in ((one, one.exhibit_id) for one in listed)
    ]


@register.simple_tag
def problem_words(problem: Any) -> str:
    """Say what is missing or wrong."""
    return str(labels.problem(problem.code))


@register.simple_tag
def place_of(path: str) -> str:
    """Say in which part of a message something is: "Question 2", "Incident 1: Title"."""
    names = [
        name for name in path.strip("$.").replace("[", ".").replace("]", "").split(".") if name
    ]
    said: list[str] = []
    for name in names:
        if name.isdecimal() and said:
            said[-1] = f"{said[-1]} {int(name) + 1}"
        elif name[1:].isdecimal() and len(said) == 1:
            said[-1] = f"{said[-1]} {name.upper()}"
        else:
            said.append(str(PLACES[name]() if name in PLACES else wording.word("row", name)))
    return ": ".join(said) or _("The message")


PLACES = {
    "file": lambda: _("File"),
    "facts": lambda: _("Facts"),
    "incidents": lambda: _("Incident"),
    "questions": lambda: _("Question"),
    "again": lambda: _("Question"),
    "answers": lambda: _("Answer"),
    "positions": lambda: _("Position"),
    "figures": lambda: _("Figure"),
    "requests": lambda: _("Request"),
    "information": lambda: _("Information"),
    "measures": lambda: _("Measure"),
    "places": lambda: _("Place"),
    "stated_by": lambda: _("Stated by"),
    "name": lambda: _("Name"),
    "latin": lambda: _("Name in Latin script"),
}


@register.simple_tag
def said_there(path: str, value: str) -> str:
    """Say what stands in a part of a draft: its codes, dates and choices in words, texts as is."""
    if not value:
        return "–"
    part, _dot, _rest = path.partition(".")
    name = [one for one in path.split(".") if not one.isdecimal()][-1]
    if value in ("True", "False"):
        return _("yes") if value == "True" else _("no")
    is_told = part == "incidents" and name == "figures"
    if is_told or name in _ROWS or (name == "incident" and value.isdecimal()):
        number = value.count(",") + 1
        return ngettext("%(n)d chosen", "%(n)d chosen", number) % {"n": number}
    if name in ("inside", "incident", "question", "request"):
        return value.upper()
    if name in ("due", "reply_due", "receipt_due"):
        moment = datetime.fromisoformat(value)
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if name == "as_of":
        return formats.date_format(date.fromisoformat(value))
    vocabulary = _CODES.get(f"{part}.{name}", _CODES.get(name))
    if vocabulary is None:
        return value
    return ", ".join(str(wording.word(vocabulary, code)) for code in value.split(", "))


# Rows of our own that a draft names by their keys: a key says nothing to anybody.
_ROWS = frozenset({"place", "names", "objects"})
# In which vocabulary the codes of a field are; of a row's field, by the part that it is in.
_CODES = {
    "language": "language",
    "marking": "marking",
    "instrument": "instrument",
    "urgency": "urgency",
    "level": "escalation_level",
    "examiner": "examiner",
    "methods": "method",
    "reason": "correction_reason",
    "reasons": "reason",
    "issues": "issue_tag",
    "position": "position",
    "category": "figure_category",
    "group": "figure_group",
    "precision": "place_precision",
    "answers.code": "answer_code",
    "requests.code": "request",
    "measures.code": "measure",
    "measures.status": "measure_status",
    "redress.code": "redress",
    "redress.status": "redress_status",
}


@register.inclusion_tag("ui/_error_summary.html")
def errors_of(forms: Iterable[BaseForm], *more: BaseForm) -> dict[str, Any]:
    """List all errors of many forms at the top of the page, each linked to its field."""
    entries = [
        (form[name].id_for_label if name in form.fields else "", error)
        for form in [*more, *forms]
        for name, errors in form.errors.items()
        for error in errors
    ]
    return {"entries": entries}
