"""Forms about what came in: a report, its screening, its links, and words that must not leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Day, Instant, Language, Line, Prose


class ReportForm(forms.Form):
    """A report typed in, or copied from a letter. There is no field for who the source is."""

    title = Line(label=_("Title"), max_length=300)
    route = Code(
        "route", only=("form", "paste", "letter"), initial="form", label=_("How it reached us")
    )
    publisher = Line(label=_("Publisher or sender organisation"), required=False)
    published_at = Instant(label=_("Published"), required=False)
    language = Language(required=False)
    url = forms.URLField(
        label=_("Address on the web"), required=False, max_length=2000, assume_scheme="https"
    )
    text = Prose(label=_("Text"), rows=12, help_text=_("As it came, without changes."))


class ScreeningForm(forms.Form):
    """Whether a report concerns us, with the reason."""

    decision = Code(
        "screening",
        only=("accepted", "out_of_scope", "duplicate"),
        widget=forms.RadioSelect(),
        label=_("Decision"),
    )
    duplicate_of = forms.CharField(
        label=_("Duplicate of report"),
        required=False,
        max_length=20,
        help_text=_("Receipt number, such as R-2026-00001."),
    )
    reason = Prose(label=_("Reason"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the other report, or for a reason, where the decision needs it."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == "duplicate" and not data.get("duplicate_of"):
            self.add_error("duplicate_of", _("Enter the receipt number of the other report."))
        if data.get("decision") == "out_of_scope" and not data.get("reason"):
            self.add_error("reason", _("Say why it is out of scope."))
        return data


class PhraseForm(forms.Form):
    """Words that must not leave this node without somebody deciding so."""

    phrase = Line(label=_("Words to protect"), max_length=300)
    is_name = forms.BooleanField(
        label=_("It is a person's name"),
        required=False,
        help_text=_("Names are also found in another order or script."),
    )
    why = Line(label=_("Why"), required=False, max_length=300)


class LinkForm(forms.Form):
    """Link a report to an incident that exists."""

    reference = forms.CharField(label=_("Reference"), max_length=24)
    reason = Line(label=_("Why they belong together"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """A reason, where a deed needs one and nothing else."""

    reason = Prose(label=_("Reason"), rows=3, max_length=300)


class TollForm(forms.Form):
    """A running total of a situation, with who states it and as of when."""

    situation = Line(
        label=_("Situation"), help_text=_("Your own name for it. It stays on this node.")
    )
    owner = Line(label=_("Stated by"))
    as_of = Day(label=_("As of"))
    covers = Line(label=_("What it covers"), required=False, max_length=300)
    note = Prose(label=_("Note"), required=False, rows=2)
    report = forms.CharField(
        label=_("Read in report"), required=False, max_length=20, help_text=_("Receipt number.")
    )
