"""The forms by which administrators change keys and record what they compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.ledger import our_keys, wording
from answerable.node.ledger.errors import KeyNotChanged
from answerable.node.ledger.keyorders import REASON_LIMIT
from answerable.node.ledger.models import KeyOrder
from answerable.node.ledger.our_keys import Subject
from answerable.protocol.changes import KeyRole


class KeyOrderForm(forms.Form):
    """Which key is to be changed, how, and why."""

    role = forms.ChoiceField(
        label=_("Key"), choices=[(role.value, wording.ROLES[role.value]) for role in KeyRole]
    )
    office = forms.CharField(label=_("Office"), max_length=32, required=False)
    channel = forms.SlugField(label=_("Channel"), max_length=60, required=False)
    deed = forms.ChoiceField(label=_("What is to be done"), choices=KeyOrder.Deed.choices)
    reason = forms.CharField(label=_("Why"), max_length=REASON_LIMIT)

    def clean(self) -> dict[str, Any]:
        """Find the key that is meant."""
        given = super().clean() or {}
        slug, channel = given.get("channel", ""), None
        if slug:
            channel = next((one for one in our_keys.open_channels() if one.slug == slug), None)
            if channel is None:
                raise forms.ValidationError(_("There is no such open channel."))
        if "role" in given and "office" in given:
            try:
                given["subject"] = Subject(KeyRole(given["role"]), given["office"], channel)
            except KeyNotChanged as exc:
                raise forms.ValidationError(str(exc)) from exc
        return given


class WaiverForm(forms.Form):
    """Why one administrator changes a key alone."""

    why = forms.CharField(
        label=_("Why nobody else confirms it"),
        max_length=REASON_LIMIT,
        help_text=_("It is kept in the trail."),
    )


class ComparedForm(forms.Form):
    """The words of a key that the other side's person reads out."""

    keyid = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("The twelve words the other side reads to you"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("Ask by telephone, on a number you already had. Do not copy them from here."),
    )
