"""Tags of the composer: where a problem is, what it is, and all errors of many forms."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.node.desk import labels, wording
from answerable.node.desk.models import Draft

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
