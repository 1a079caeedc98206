"""Forms about erasing a text: what is asked for and why, who confirms, why nobody can."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk import wording
from answerable.node.desk.forms.fields import Code, Prose
from answerable.node.desk.forms.offices import OfficeForm

REASONS = {"erase": "erasure_reason", "erase_copy": "copy_reason", "keep": "hold_reason"}


class EraseForm(OfficeForm):
    """A text is to be erased, with a reason and a legal basis."""

    def __init__(self, *args: Any, deed: str, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {"reason": "author_request"} if asked and deed == "erase_copy" else {}
        self.fields["reason"] = Code(REASONS[deed], label=_("Reason"), initial=known.get("reason"))
        self.fields["basis"] = Code("erasure_basis", label=_("Legal basis"))
        self.order_fields(["reason", "basis", "office"])


class WaiveForm(forms.Form):
    """Why nobody else can confirm: shown on the case for ever."""

    why = Prose(label=_("Why nobody else can confirm it"), rows=2, max_length=300)


def deed_in_words(deed: str) -> str:
    """Return what a request asks for."""
    return str(wording.word("erasure_deed", deed))
