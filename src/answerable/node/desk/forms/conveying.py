"""Forms of the last stage of an investigation, and of a task that goes to somebody else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.examining import TaskForm
from answerable.node.desk.forms.fields import Code, Day, Line, Prose


class ConveyForm(forms.Form):
    """That an asker was told of the decision outside the software."""

    medium = Code("medium", label=_("How"))
    conveyed_on = Day(label=_("On"))
    conveyed_by = Line(label=_("By whom"), help_text=_("Name and office, as you would find them."))
    conveyed_to = Line(label=_("To whom"))
    place = Line(label=_("Where"), required=False)
    told = Prose(label=_("What was told"), rows=4)
    reaction = Prose(label=_("What came back at once"), required=False, rows=2)


class LimitForm(forms.Form):
    """What an asker may be told."""

    text = Prose(
        label=_("What may be told"),
        rows=5,
        help_text=_("And what may not, with the reason. Whoever writes the response reads it."),
    )


class ChangeTaskForm(TaskForm):
    """Whose a task is from now on, and until when."""

    title = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    reason = Prose(label=_("Why it changes"), rows=3)

    field_order: Any = ("owner", "due", "reason")
