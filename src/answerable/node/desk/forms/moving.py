"""Forms that merge incidents, split one, or undo either; each asks why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Line, Prose, offer


class MergeForm(forms.Form):
    """Into which incident, and why."""

    reference = Line(
        label=_("Reference of the incident that goes on"),
        max_length=24,
        help_text=_("Everything goes there; this incident's reference will lead to it."),
    )
    reason = Prose(label=_("Why they are one"), rows=3)


class SplitForm(forms.Form):
    """What goes to a new incident, how that is called, and why."""

    title = Line(
        label=_("Title of the new incident"),
        max_length=300,
        help_text=_("Neutral, without names of people."),
    )
    reason = Prose(label=_("Why they are two"), rows=3)
    rows = forms.MultipleChoiceField(
        label=_("What goes to the new incident"),
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rows", rows)

    def chosen(self) -> dict[str, list[int]]:
        """Return what was ticked, by its kind."""
        found: dict[str, list[int]] = {}
        for one in self.cleaned_data["rows"]:
            name, _colon, key = one.partition(":")
            found.setdefault(name, []).append(int(key))
        return found
