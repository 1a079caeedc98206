"""Forms about the evidence on an incident. None asks who the source is: that is the vault's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.exhibit_codes import BY_HAND
from answerable.node.desk.forms.fields import Code, Day, Instant, Line, Prose
from answerable.node.desk.services.exhibits import NAMES, About


class AboutForm(forms.Form):
    """What is said of a piece of evidence, whether it is kept here or not."""

    kind = Code("exhibit_kind", label=_("What it is"))
    description = Prose(
        label=_("What it shows or says"),
        rows=3,
        max_length=10_000,
        help_text=_("Enough to tell it from every other. Do not name a source or a witness."),
    )
    provenance = Prose(
        label=_("Where it comes from, as stated"),
        required=False,
        rows=2,
        max_length=10_000,
        help_text=_("For example “found at the site” or “published by a newspaper”. Who a source "
                    "is goes into the vault."),
    )  # fmt: skip
    copy = Code("copy_kind", initial="unknown", label=_("Which copy"))
    made_on = Day(label=_("Day it was made"), required=False)
    made_precision = Code(
        "date_precision", initial="unknown", only=("day", "month", "year", "unknown"),
        label=_("How exactly that day is known"),
    )  # fmt: skip
    made_note = Line(label=_("Time of day and zone, as stated"), required=False, max_length=200)
    latitude = forms.DecimalField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, decimal_places=6,
        help_text=_("Where it was made or found, in degrees (WGS 84)."),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, decimal_places=6
    )
    url = forms.URLField(
        label=_("Address on the web"), required=False, max_length=2000, assume_scheme="https",
        help_text=_("Where it was published. The address is not visited."),
    )  # fmt: skip
    archive_url = forms.URLField(
        label=_("Address of an archived copy"), required=False, max_length=2000,
        assume_scheme="https",
    )  # fmt: skip
    marking = Code(
        "marking", initial="amber", label=_("Marking"),
        help_text=_("A label for whoever handles it. Who may read it is said by the incident."),
    )  # fmt: skip
    sending = Code(
        "send_rule", initial="no", label=_("May it be sent to the other side?"),
        help_text=_("The file as it came is never sent, whatever is chosen here."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a day with its precision, and for both halves of a point."""
        data: dict[str, Any] = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("latitude", _("Enter both latitude and longitude, or neither."))
        is_known = data.get("made_precision") not in (None, "", "unknown")
        if bool(data.get("made_on")) != is_known and "made_on" not in self.errors:
            self.add_error("made_on", _("Give a date with its precision, or neither."))
        return data

    def about(self) -> About:
        """Return what the services take; call it on a valid form."""
        return About(**{name: data for name, data in self.cleaned_data.items() if name in NAMES})


class FileForm(AboutForm):
    """A file to keep as evidence."""

    file = forms.FileField(
        label=_("File"),
        # An empty file gets our own answer, which says what to do.
        allow_empty_file=True,
        max_length=None,
        help_text=_("Any kind of file, 20 MB at most. It is kept unchanged and not opened."),
    )

    field_order = ("file",)


class ThingForm(AboutForm):
    """A piece of evidence that is not kept here."""

    whereabouts = Line(label=_("Where it is"), required=False, max_length=300)
    keeper = Line(
        label=_("Who has it"),
        required=False,
        help_text=_("An office or a body; a person only where naming them endangers nobody."),
    )
    sha256 = Line(
        label=_("Its SHA-256"),
        required=False,
        max_length=64,
        help_text=_("Of a file that is kept elsewhere, where somebody computed it."),
    )

    field_order = ("kind", "description", "whereabouts", "keeper", "sha256")


class CorrectFileForm(AboutForm):
    """Change what is said of a file; the file itself cannot be changed."""

    reason = Prose(label=_("Why it is changed"), rows=2, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=2**31 - 1)


class CorrectThingForm(ThingForm, CorrectFileForm):
    """Change what is said of a thing that is not kept here."""


class CustodyForm(forms.Form):
    """What happened to a piece of evidence, when, between whom and why."""

    kind = Code("custody", only=tuple(str(one) for one in BY_HAND), label=_("What happened"))
    happened_at = Instant(
        label=_("When"), required=False, help_text=_("Left empty, the time is not known.")
    )
    giver = Line(label=_("From whom"), required=False)
    taker = Line(
        label=_("To whom"),
        required=False,
        help_text=_("Needed where it goes from one to another: received, handed over, given back."),
    )
    reason = Prose(
        label=_("Why, and what was found"),
        rows=3,
        max_length=10_000,
        help_text=_("It stays as it is written here. Do not name a source or a witness."),
    )


class DownloadForm(forms.Form):
    """What the file is taken for."""

    reason = Line(label=_("What you need the file for"), max_length=300)
