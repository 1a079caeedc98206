"""The form by which a file is put with a draft."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk import wording
from answerable.node.desk.forms.fields import Code, Line
from answerable.node.desk.models import Exhibit
from answerable.node.desk.services.drafts.files import About


class AboutFileForm(forms.Form):
    """What is said of a file to the other side."""

    description = Line(
        label=_("What it is, for the other side"),
        max_length=300,
        help_text=_("One line. It leaves with the file. Do not name a source or a witness."),
    )
    marking = Code("marking", initial="amber", label=_("Marking"))
    is_graphic = forms.BooleanField(
        label=_("It shows what is hard to look at"),
        required=False,
        help_text=_("It stays covered on both sides until somebody chooses to see it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=2**31 - 1)

    def about(self) -> About:
        """Return what the services take; call it on a valid form."""
        data = self.cleaned_data
        return About(data["description"], data["marking"], data["is_graphic"])


def _named(one: Exhibit) -> str:
    # With its marking: what is made of it is marked as high at least.
    return f"{one.pk}: {one.description[:100]} ({wording.word('marking', one.marking)})"


class AddFileForm(AboutFileForm):
    """A file from the evidence of the case, or from this machine."""

    exhibit = forms.ChoiceField(
        label=_("From the evidence"),
        required=False,
        help_text=_("What is listed may be sent as a cleaned copy, as its page says."),
    )
    file = forms.FileField(
        label=_("Or a file from this machine"),
        required=False,
        allow_empty_file=True,
        max_length=None,
        help_text=_(
            "A picture or plain text, 20 MB at most. A cleaned copy is made; the file itself and "
            "its name are not kept."
        ),
    )

    field_order = ("exhibit", "file")

    def __init__(self, *args: Any, evidence: Iterable[Exhibit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._evidence = {str(one.pk): one for one in evidence}
        self.fields["exhibit"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((key, _named(one)) for key, one in self._evidence.items()),
        ]

    @property
    def evidence(self) -> Exhibit | None:
        """Return the piece of evidence that was chosen."""
        return self._evidence.get(self.cleaned_data["exhibit"])

    def clean(self) -> dict[str, Any]:
        """Ask for one file, from one place."""
        data: dict[str, Any] = super().clean() or {}
        has_file = data.get("file") is not None
        if "file" not in self.errors and has_file == bool(data.get("exhibit")):
            self.add_error("file", _("Choose one file: from the evidence, or from this machine."))
        return data
