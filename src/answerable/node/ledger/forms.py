"""The forms by which administrators open channels."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from answerable.casework.bodies import Terms, encode_body
from answerable.casework.codes import Audience, ConcernCriterion, Disclosable, Marking, Urgency
from answerable.casework.terms import (
    PRESET_LADDER,
    CalendarTerms,
    ClockTerms,
    DisclosureTerm,
)
from answerable.node.ledger import exchange_files, wording
from answerable.node.ledger.models import CODE

LANGUAGES = [
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("fr", "Français"),
    ("es", "Español"),
]
WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
# Hours to acknowledge and days to answer that a form begins with.
PRESETS = {Urgency.ORDINARY: (72, 60), Urgency.URGENT: (24, 7), Urgency.IMMEDIATE: (2, 1)}


def _number(label: Any, low: int, high: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        validators=[MinValueValidator(low), MaxValueValidator(high)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": low, "max": high}),
    )


class TermsForm(forms.Form):
    """The terms of a channel, as both sides will sign them."""

    language = forms.ChoiceField(
        label=_("Authentic language"),
        choices=LANGUAGES,
        help_text=_("Where a translation differs, the text in this language counts."),
    )
    highest_marking = forms.ChoiceField(
        label=_("Highest marking"),
        choices=[(marking.value, wording.MARKING[marking]) for marking in Marking],
        initial=Marking.AMBER.value,
    )
    ordinary_receipt = _number(_("Ordinary: hours to acknowledge"), 1, 8760, 72)
    ordinary_reply = _number(_("Ordinary: days to answer"), 1, 365, 60)
    urgent_receipt = _number(_("Urgent: hours to acknowledge"), 1, 8760, 24)
    urgent_reply = _number(_("Urgent: days to answer"), 1, 365, 7)
    immediate_receipt = _number(_("Immediate: hours to acknowledge"), 1, 8760, 2)
    immediate_reply = _number(_("Immediate: days to answer"), 1, 365, 1)
    weekend = forms.MultipleChoiceField(
        label=_("Our weekly free days"),
        choices=WEEKDAYS,
        required=False,
        initial=["5", "6"],
        widget=forms.CheckboxSelectMultiple,
    )
    criteria = forms.MultipleChoiceField(
        label=_("What is of concern"),
        choices=[(each.value, wording.CRITERIA[each]) for each in ConcernCriterion],
        initial=[each.value for each in ConcernCriterion],
        widget=forms.CheckboxSelectMultiple,
    )
    pause_cap_days = _number(_("Longest pause in days"), 0, 366, 30)
    may_show_evidence = forms.BooleanField(
        label=_("Evidence packages may be shown to third parties"), required=False
    )
    without_prejudice = forms.BooleanField(
        label=_("Without prejudice: an answer is no admission"), required=False, initial=True
    )

    def terms(self, our_code: str) -> dict[str, Any]:
        """Return the terms as the founding document carries them."""
        given = self.cleaned_data
        weekend = tuple(int(day) for day in given["weekend"])
        shown = DisclosureTerm(audience=Audience.THIRD_PARTY, what=Disclosable.EVIDENCE_PACKAGES)
        return encode_body(
            Terms(
                clocks=tuple(self._clock(urgency) for urgency in Urgency),
                calendars=(CalendarTerms(party=our_code, weekend=weekend),) if weekend else (),
                criteria=tuple(ConcernCriterion(code) for code in given["criteria"]),
                language=given["language"],
                highest_marking=Marking(given["highest_marking"]),
                disclosure=(shown,) if given["may_show_evidence"] else (),
                ladder=PRESET_LADDER,
                pause_cap_days=given["pause_cap_days"],
                without_prejudice=given["without_prejudice"],
            )
        )

    def _clock(self, urgency: Urgency) -> ClockTerms:
        return ClockTerms(
            urgency=urgency,
            receipt_hours=self.cleaned_data[f"{urgency.value}_receipt"],
            reply_hours=self.cleaned_data[f"{urgency.value}_reply"] * 24,
            working_days=urgency is Urgency.ORDINARY,
        )


class ProposeForm(TermsForm):
    """A proposal for the other side."""

    title = forms.CharField(
        label=_("Name of the channel"),
        max_length=120,
        help_text=_("As your own people will see it, for example the other side's name."),
    )
    field_order = ("title",)


class PaperForm(TermsForm):
    """A counterpart that runs nothing: letters go out, answers are recorded."""

    name = forms.CharField(label=_("Name of the other side"), max_length=200)
    code = forms.CharField(
        label=_("Short code"),
        max_length=32,
        validators=[CODE],
        help_text=_("Small letters, digits and hyphens; it cannot be changed later."),
    )
    field_order = ("name", "code")


class ReceiveForm(forms.Form):
    """A file of the other side, uploaded."""

    file = forms.FileField(label=_("File of the other side"), allow_empty_file=False)

    def clean_file(self) -> bytes:
        """Return the file's bytes; nothing larger than such a file can be."""
        file = self.cleaned_data["file"]
        if file.size > exchange_files.LIMIT:
            raise forms.ValidationError(_("This is larger than any file of a channel."))
        data: bytes = file.read()
        return data


class SealForm(forms.Form):
    """What a pouch takes along."""

    what = forms.ChoiceField(
        label=_("What goes in"),
        choices=[
            ("all", _("Everything without a receipt, with its texts")),
            ("receipt_first", _("Receipt first: texts only once their receipt is here")),
            ("receipts_only", _("Our receipts only")),
        ],
        initial="all",
        widget=forms.RadioSelect,
        help_text=_("A carried round trip costs days, so texts usually travel along."),
    )
    with_their_log = forms.BooleanField(
        label=_("The other side lost its log: give it back"), required=False
    )


class PouchForm(forms.Form):
    """A pouch of the other side, uploaded."""

    file = forms.FileField(
        label=_("Pouch of the other side"),
        allow_empty_file=False,
        help_text=_("Up to 20 MB here. A larger one is opened with: answerable pouch open FILE"),
    )


class AddressForm(forms.Form):
    """Where the other side's node is reached."""

    url = forms.CharField(
        label=_("Address of the other side's node"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("https://host:port. Leave it empty if all goes by pouch."),
    )

    def clean_url(self) -> str:
        """Return the address; "none", as the command has it, is none."""
        given = str(self.cleaned_data["url"]).strip()
        return "" if given == "none" else given


class WordsForm(forms.Form):
    """The words that the other side's person reads out."""

    words = forms.CharField(
        label=_("The twelve words the other side reads to you"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("Ask by telephone, on a number you already had. Do not copy them from here."),
    )


class NextLogForm(forms.Form):
    """Type the channel's name, since an ended log does not come back."""

    name = forms.CharField(label=_("To be sure, type the channel's short name"), max_length=60)

    def __init__(self, slug: str, data: Any = None) -> None:
        super().__init__(data)
        self._slug = slug
        self.fields["name"].help_text = slug

    def clean_name(self) -> str:
        """Return the name; raises ValidationError for any other than the channel's."""
        given = str(self.cleaned_data["name"]).strip()
        if given != self._slug:
            raise forms.ValidationError(_("This is not the channel's short name."))
        return given
