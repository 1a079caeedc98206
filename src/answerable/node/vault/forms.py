"""Forms of the vault: a source, its consents, a passphrase with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.node.vault.codes import (
    LANGUAGES,
    PURPOSES,
    How,
    NoticeState,
    QuestionState,
    Reach,
    Reliability,
    SourceRole,
)
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services.sources import About

EMPTY = ("", _("Choose"))
_PLAIN = {"dir": "auto", "autocomplete": "off"}


class Passphrase(forms.CharField):
    """A passphrase: never shown again, never remembered, taken as it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your vault passphrase"))
        auto = kwargs.pop("autocomplete", "off")
        super().__init__(
            strip=False,
            max_length=512,
            widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": auto}),
            **kwargs,
        )


class AboutForm(forms.Form):
    """What may stand outside the vault, as it identifies nobody."""

    role = forms.ChoiceField(
        label=_("What the source is to the event"), choices=[EMPTY, *SourceRole.choices]
    )
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=Reliability.choices, initial=Reliability.F
    )
    independence = forms.SlugField(
        label=_("Independence group"),
        required=False,
        max_length=20,
        help_text=_(
            "A short mark of your own, such as G1. Sources that have it from one another share it "
            "and count once. No name."
        ),
    )
    reach = forms.ChoiceField(label=_("Contact"), choices=Reach.choices, initial=Reach.UNKNOWN)
    language = forms.ChoiceField(label=_("Language of the source"), choices=LANGUAGES)

    def about(self) -> About:
        """Return what was said of the source."""
        data = self.cleaned_data
        return About(**{name: data[name] for name in AboutForm.base_fields})


class IdentityForm(forms.Form):
    """Who the source is. What is typed here is sealed, and this page never shows it again."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=_PLAIN))
    other_names = forms.CharField(
        label=_("Other names and spellings"),
        required=False,
        max_length=1000,
        help_text=_("One on each line; in other scripts, too."),
        widget=forms.Textarea(attrs={**_PLAIN, "rows": 2}),
    )
    contact = forms.CharField(
        label=_("Ways to reach the source"),
        required=False,
        max_length=1000,
        help_text=_("One on each line: telephone, e-mail, handle, address, a person in between."),
        widget=forms.Textarea(attrs={**_PLAIN, "rows": 3}),
    )
    note = forms.CharField(
        label=_("What else only a custodian may read"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={**_PLAIN, "rows": 3}),
    )

    def identity(self) -> Identity:
        """Return what was typed."""
        data = self.cleaned_data
        return Identity(**{name: data[name] for name in IdentityForm.base_fields})


class ConsentForm(forms.Form):
    """A consent to one purpose: how and when it was obtained."""

    purpose = forms.ChoiceField(
        label=_("The source agrees to"),
        choices=[EMPTY, *((str(code), words) for code, words in PURPOSES.items())],
    )
    how = forms.ChoiceField(label=_("How it was obtained"), choices=[EMPTY, *How.choices])
    given_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        initial=lambda: timezone.localtime().replace(second=0, microsecond=0),
    )


class NewSourceForm(AboutForm, IdentityForm):
    """A source of a report, with who it is and what it agreed to at that moment."""

    purposes = forms.MultipleChoiceField(
        label=_("The source agreed to"),
        required=False,
        choices=[(str(code), words) for code, words in PURPOSES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick only what was asked and answered. What is not ticked counts as not agreed: a "
            "message that rests on the report cannot be sent."
        ),
    )
    how = forms.ChoiceField(
        label=_("How it was obtained"), required=False, choices=[EMPTY, *How.choices]
    )

    field_order = (
        *AboutForm.base_fields, "purposes", "how", *IdentityForm.base_fields,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask how the consents were obtained where there are some."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("purposes") and not data.get("how"):
            self.add_error("how", _("Say how the source agreed."))
        return data


class RevealForm(forms.Form):
    """Why somebody opens an identity, and the passphrase that opens it."""

    reason = forms.CharField(
        label=_("Why you need it"),
        max_length=300,
        help_text=_("The other custodians and the auditor read this. Write no name here."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    passphrase = Passphrase()


class PassphraseForm(forms.Form):
    """One's own passphrase."""

    passphrase = Passphrase()


class NewPassphraseForm(forms.Form):
    """A new passphrase, twice."""

    new = Passphrase(
        label=_("New passphrase"),
        autocomplete="new-password",
        help_text=_("At least 14 characters: five or six words that do not belong together."),
    )
    again = Passphrase(label=_("The new passphrase once more"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("The two differ."))
        return data


class FoundForm(NewPassphraseForm):
    """The passphrase of the first custodian; anew where the old one is lost."""

    anew = forms.BooleanField(
        label=_("The passphrase is lost: begin anew, and lose every identity that was sealed"),
        required=False,
    )

    def __init__(self, *args: Any, exists: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exists:
            del self.fields["anew"]


class ChangePassphraseForm(NewPassphraseForm):
    """The old passphrase and a new one."""

    passphrase = Passphrase(label=_("Your passphrase until now"))
    field_order = ("passphrase", "new", "again")


class IndexForm(PassphraseForm):
    """Whether traces of names are kept for the search without a passphrase."""

    keeps = forms.BooleanField(label=_("Keep traces of names"), required=False)


class SettleForm(forms.Form):
    """What became of a notice."""

    state = forms.ChoiceField(
        choices=[one for one in NoticeState.choices if one[0] != NoticeState.OPEN]
    )


class AnswerForm(forms.Form):
    """What became of a question to a source, in words that those who work on cases may read."""

    state = forms.ChoiceField(
        choices=[(one, one) for one in (QuestionState.ANSWERED, QuestionState.NOT_POSSIBLE)],
    )
    answer = forms.CharField(
        label=_("What may be known of the answer"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "Everybody who sees the report reads it. Write nothing that says who the source is."
        ),
    )
