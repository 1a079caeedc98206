"""The forms by which administrators change keys and record what they compared."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office
from answerable.node.ledger import our_keys, wording
from answerable.node.ledger.errors import KeyNotChanged
from answerable.node.ledger.keyorders import REASON_LIMIT
from answerable.node.ledger.models import KeyOrder
from answerable.node.ledger.our_keys import Subject
from answerable.protocol.changes import KeyRole


def _or_none(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "–"), *choices]


class KeyOrderForm(forms.Form):
    """Which key is to be changed, how, and why."""

    role = forms.ChoiceField(
        label=_("Key"), choices=[(role.value, wording.ROLES[role.value]) for role in KeyRole]
    )
    office = forms.ChoiceField(
        label=_("Office"),
        choices=lambda: _or_none((each.code, each.name) for each in Office.objects.all()),
        required=False,
        help_text=_("For the key of an office."),
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=lambda: _or_none((each.slug, each.title) for each in our_keys.open_channels()),
        required=False,
        help_text=_("For the key of a log: each channel has its own."),
    )
    deed = forms.ChoiceField(label=_("What is to be done"), choices=KeyOrder.Deed.choices)
    reason = forms.CharField(label=_("Why"), max_length=REASON_LIMIT)

    def clean(self) -> dict[str, Any]:
        """Find the key that is meant."""
        given = super().clean() or {}
        slug = given.get("channel", "")
        channel = next((one for one in our_keys.open_channels() if one.slug == slug), None)
        self._check_place(given, KeyRole.AUTHOR, "office")
        self._check_place(given, KeyRole.LOG, "channel")
        if not self.errors:
            try:
                given["subject"] = Subject(KeyRole(given["role"]), given["office"], channel)
            except KeyNotChanged as exc:
                raise forms.ValidationError(str(exc)) from exc
        return given

    def _check_place(self, given: dict[str, Any], role: KeyRole, field: str) -> None:
        """Ask for an office or a channel where the key has one, and for none where it has not."""
        if "role" not in given or field not in given:
            return
        if (given["role"] == role.value) != bool(given[field]):
            said = {
                "office": _("Choose the office for the key of an office, and none otherwise."),
                "channel": _("Choose the channel for the key of a log, and none otherwise."),
            }
            self.add_error(field, said[field])


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
