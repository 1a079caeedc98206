"""Forms about giving a message to a third party: what for, and why or why not."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Prose
from answerable.node.desk.forms.offices import OfficeForm


class PurposeForm(OfficeForm):
    """Ask for clearance, saying who receives it and what for."""

    purpose = Prose(label=_("For whom, and what for"), rows=3)


class DecisionForm(OfficeForm):
    """Clear it, perhaps with a note."""

    note = Prose(label=_("Note for the file"), required=False, rows=2)


class ReasonForm(forms.Form):
    """A reason that is needed."""

    note = Prose(label=_("Reason"), rows=2)
