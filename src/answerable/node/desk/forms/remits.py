"""The form of a remit: which office takes what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office
from answerable.node.desk.forms.fields import Code, Prose
from answerable.node.ledger.models import Channel


class RemitForm(forms.Form):
    """What a case must have for an office to take it; all that is filled in must fit."""

    office = forms.ModelChoiceField(
        label=_("The office that takes it"), queryset=Office.objects.all(), empty_label=_("Choose")
    )
    object = Code("protected_object", label=_("Object concerned"), required=False)
    kind = Code("event_kind", label=_("Kind of event"), required=False)
    channel = forms.ModelChoiceField(
        label=_("Channel through which it came"),
        queryset=Channel.objects.order_by("title"),
        required=False,
        empty_label=_("Any"),
    )
    area = Prose(
        label=_("District or place"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("One name a line, in every language and spelling in which it comes."),
    )
