"""Which office acts: asked only of who works in several."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office


class OfficeForm(forms.Form):
    """A form of a deed that an office does; the log names the office, never the person."""

    def __init__(self, *args: Any, offices: Sequence[Office] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices}
        if len(self.offices) > 1:
            self.fields["office"] = forms.ChoiceField(
                label=_("Act as"),
                choices=[(key, office.name) for key, office in self.offices.items()],
            )

    @property
    def office(self) -> Office:
        """Return the office that acts; call it on a valid form."""
        chosen = self.cleaned_data.get("office")
        return self.offices[chosen] if chosen else next(iter(self.offices.values()))
