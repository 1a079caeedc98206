"""Forms of the custodian's check: five questions about exactly what would leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Prose
from answerable.node.desk.services.identity import QUESTIONS

ASKED = {
    "vantage": _("Can the place be told from which the source saw it?"),
    "sole_survivor": _("Is the source the only one who survived or was there?"),
    "others_know": _("Does it say something that only few other people could have told?"),
    "exact_place": _("Is the place or the time more exact than it has to be?"),
    "known_to_few": _("Does a detail, a word or a way of speaking point to one person?"),
}


class CheckForm(forms.Form):
    """That exactly these words give nobody away."""

    digest = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    note = Prose(label=_("Note for the file"), required=False, rows=2, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            self.fields[name] = Code("check_answer", label=ASKED[name], widget=forms.RadioSelect())
        self.order_fields(["digest", *QUESTIONS, "note"])

    def answers(self) -> dict[str, str]:
        """Return the answer to each question."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


class SearchForm(forms.Form):
    """The passphrase with which the words are searched for every name, also for parts of one."""

    passphrase = forms.CharField(
        label=_("Your vault passphrase"),
        strip=False,
        max_length=512,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )


class ReturnForm(forms.Form):
    """What has to change so that nobody is given away."""

    digest = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    note = Prose(label=_("What should change. Write no name."), rows=3, max_length=2000)
