"""The forms of the settings page and of the administrator's pages."""

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, Role, Theme

LANGUAGES = [
    ("", _("As the browser says")),
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("he", "עברית"),
]


OFFICE_CODE = _("Stands in signed messages and cannot be changed: letters, digits, hyphens.")


class MySettingsForm(forms.Form):
    """What a person chooses for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices)
    single_keys = forms.BooleanField(
        label=_("Single keys do something, such as j for the next row"), required=False
    )


class PersonForm(forms.Form):
    """A new person with a first role."""

    name = forms.CharField(label=_("Name"), max_length=120)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[ASCIIUsernameValidator()],
        help_text=_("For signing in: letters A to Z, digits, and the signs . _ - + @"),
    )
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.all(), empty_label=_("Choose")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class MembershipForm(forms.Form):
    """One more role of a person."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.all(), empty_label=_("Choose")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class OfficePlaceForm(forms.Form):
    """The name of an office, and where it lies."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.ModelChoiceField(
        label=_("Under"), queryset=Office.objects.all(), required=False, empty_label=_("At the top")
    )


class OfficeForm(forms.Form):
    """A new office."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(
        label=_("Code"),
        max_length=32,  # as the protocol has it
        validators=[RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", OFFICE_CODE)],
        help_text=OFFICE_CODE,
    )
    parent = forms.ModelChoiceField(label=_("Under"), queryset=Office.objects.all(), required=False)
