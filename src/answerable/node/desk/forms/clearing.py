"""Small forms at the end of composing: what to do about a protected phrase, and clearance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Line, Prose
from answerable.node.desk.forms.offices import OfficeForm


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
