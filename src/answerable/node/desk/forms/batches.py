"""Forms for one delivery of several statements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Rows
from answerable.node.desk.forms.recorded import DeliveryForm
from answerable.node.desk.models import Draft


class GatherForm(forms.Form):
    """Which cleared drafts go together."""

    drafts = Rows(queryset=Draft.objects.none(), label=_("Drafts"))

    def __init__(self, *args: Any, drafts: list[Draft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["drafts"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [draft.pk for draft in drafts]
            field.queryset = Draft.objects.filter(pk__in=keys).order_by("pk")


class GoForm(forms.Form):
    """Sign and send what was seen to go."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class HandOverForm(GoForm, DeliveryForm):
    """How all that was seen to go was handed over."""
