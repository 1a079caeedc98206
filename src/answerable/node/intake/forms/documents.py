"""Forms about documents. None has a field for who the source is: that belongs into the vault."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Day, Line, Prose

ACCEPTED = ".html,.htm,.mht,.mhtml,.txt,.pdf,.docx,.odt,.eml,.jpg,.jpeg,.png,.webp,text/html,.zip"


class ReceiveForm(forms.Form):
    """A document to read in: a file or a pasted text, and where it was published."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        # An empty file gets our own answer, which says what to do.
        allow_empty_file=True,
        max_length=None,
        help_text=_(
            "Web page, text, PDF, DOCX, ODT, picture or saved e-mail (EML), 20 MB at most; or a "
            "ZIP archive of these without e-mails, 200 MB and 20,000 files at most: each file in "
            "it becomes a document."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    with_reports = forms.BooleanField(
        label=_("Of an archive: make a report of each document that has a text"),
        required=False,
        initial=True,
        help_text=_("Each with the facts as the program read them, to be checked on its page."),
    )
    text = Prose(
        label=_("Or paste the text"),
        rows=10,
        required=False,
        strip=False,
        help_text=_("As it was published, without changes."),
    )
    url = forms.URLField(
        label=_("Address on the web"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Where it was published, as far as you know. The address is not visited."),
    )
    note = Prose(
        label=_("Note"),
        rows=2,
        required=False,
        max_length=2000,
        help_text=_("How it came here. Do not name a source or a witness."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a text, and not for both."""
        data: dict[str, Any] = super().clean() or {}
        if "file" in self.errors or "text" in self.errors:
            return data
        has_file, has_text = isinstance(data.get("file"), UploadedFile), bool(data.get("text"))
        if has_file and has_text:
            self.add_error("text", _("Choose a file or paste a text, not both."))
        if not has_file and not has_text:
            self.add_error("file", _("Choose a file, or paste a text below."))
        return data


class ReportForm(forms.Form):
    """What was read of a document, for a person to correct before it becomes a report."""

    title = Line(label=_("Title"), max_length=300)
    publisher = Line(
        label=_("Publisher"),
        required=False,
        help_text=_("The newspaper, agency or body that published it; not a person."),
    )
    published = Day(
        label=_("Published on"),
        required=False,
        help_text=_("Days such as “on Monday” in the text count from it."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    text = Prose(
        label=_("What the document says"),
        rows=10,
        max_length=2_000_000,
        help_text=_("The program found no text. Type in what can be read."),
    )

    def __init__(self, *args: Any, has_text: bool, also: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_text:
            del self.fields["text"]
        languages: list[tuple[str, str | Promise]] = [("", _("Not known")), *settings.LANGUAGES]
        if also and also not in dict(languages):
            languages.append((also, also))
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
