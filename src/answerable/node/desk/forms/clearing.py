"""Small forms at the end of composing: what to do about a protected phrase, and clearance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.casework.clearance import needs_clearance
from answerable.node.accounts.models import Office
from answerable.node.desk.forms.fields import Code, Line, Prose
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import DRAFT_KINDS
from answerable.node.ledger.models import Channel


class KeepForm(forms.Form):
    """Let a protected phrase out, with the reason."""

    key = forms.CharField(widget=forms.HiddenInput())
    version = forms.IntegerField(widget=forms.HiddenInput())
    reason = Prose(label=_("Why it may leave"), rows=2)


class ReplaceForm(forms.Form):
    """Put other words in the place of a protected phrase."""

    key = forms.CharField(widget=forms.HiddenInput())
    version = forms.IntegerField(widget=forms.HiddenInput())
    replacement = Line(label=_("Write instead"), max_length=300)


class ClearForm(OfficeForm):
    """Clear exactly what was shown, which the digest names."""

    digest = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    note = Prose(label=_("Note for the file"), required=False, rows=2)


class NoteForm(forms.Form):
    """A note that is needed."""

    note = Prose(label=_("What should change, or why"), rows=3)


class CommentForm(forms.Form):
    """Something for the others who work on the draft, perhaps in answer to another comment."""

    text = Prose(label=_("Comment"), rows=3, max_length=4000)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ChainForm(forms.Form):
    """A step of a chain: which office clears, in what role, and for which messages."""

    channel = forms.ModelChoiceField(
        label=_("Channel"),
        queryset=Channel.objects.order_by("title"),
        required=False,
        empty_label=_("Every channel"),
    )
    kind = Code(
        "kind",
        only=tuple(kind for kind in DRAFT_KINDS if needs_clearance(kind)),
        required=False,
        label=_("Kind of message"),
        help_text=_("Leave open for every kind that is cleared."),
    )
    office = forms.ModelChoiceField(
        label=_("The office that clears"), queryset=Office.objects.all(), empty_label=_("Choose")
    )
    role = Code("chain_role", initial="clearer", label=_("In what role"))
