"""The form of a translation: who made it and how, and one field beside each text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Day, Language, Line, Prose
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.services.translations import Made, Original


class TranslationForm(OfficeForm):
    """A translation, text by text."""

    language = Language(label=_("Into which language"))
    maker_kind = Code("maker_kind", initial="person", label=_("Who made it"))
    maker = Line(label=_("Name of the person, office or service"))
    way = Code("making_way", initial="human", label=_("How it was made"))
    made_on = Day(label=_("Made on"))
    checked_by = Line(label=_("Checked by"), required=False, help_text=_("Leave empty if nobody."))
    replaces = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    field_order = ("language", "maker_kind", "maker", "way", "made_on", "checked_by")

    def __init__(
        self,
        *args: Any,
        originals: Sequence[Original],
        before: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.originals = list(originals)
        for number, original in enumerate(self.originals):
            field = Prose(required=False, rows=min(8, 2 + len(original.text) // 90))
            field.label = _("Translation")
            field.initial = (before or {}).get(original.key, "")
            self.fields[f"text_{number}"] = field

    def pairs(self) -> list[tuple[Original, forms.BoundField]]:
        """Return each authentic text with the field of its translation."""
        return [(one, self[f"text_{number}"]) for number, one in enumerate(self.originals)]

    def frame(self) -> list[forms.BoundField]:
        """Return the fields that are about the whole."""
        return [field for field in self if not field.name.startswith("text_")]

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the text it translates; call it on a valid form."""
        return {
            one.key: self.cleaned_data[f"text_{number}"]
            for number, one in enumerate(self.originals)
        }

    def made(self) -> Made:
        """Return who made it, how and when; call it on a valid form."""
        names = ("language", "maker", "made_on", "maker_kind", "way", "checked_by")
        return Made(**{name: self.cleaned_data[name] for name in names})
