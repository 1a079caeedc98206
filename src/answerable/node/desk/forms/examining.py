"""Forms of the work of an investigation and of the own operations log."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Membership, Office, User
from answerable.node.desk import wording
from answerable.node.desk.forms.fields import Code, Day, Line, Prose, Rows, Zone, offer
from answerable.node.desk.models import Compartment
from answerable.node.desk.models.base import WORK


class TaskForm(forms.Form):
    """Something one person does until a day."""

    title = Line(label=_("What is to be done"))
    owner = forms.ModelChoiceField(
        label=_("By whom"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    due = Day(label=_("Until"))
    note = Prose(label=_("Note"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(role__in=WORK).values("user")
        field = self.fields["owner"]
        field.queryset = User.objects.filter(pk__in=people, is_active=True)  # type: ignore[attr-defined]


class EndTaskForm(forms.Form):
    """What became of a task."""

    state = Code("task_state", only=("done", "dropped"), label=_("What became of it"))
    result = Prose(label=_("Result, or why it was dropped"), required=False, rows=3)


class HoldForm(forms.Form):
    """What must not be overwritten."""

    kind = Code("hold_kind", label=_("What kind"))
    what = Line(label=_("What exactly"), max_length=300)
    held_at = Line(label=_("Where it is held"))
    asked_of = Line(label=_("Who was asked to keep it"))
    asked_on = Day(label=_("Asked on"))
    overwritten_on = Day(
        label=_("When it would be overwritten"),
        required=False,
        help_text=_("Leave empty when nobody knows."),
    )
    note = Prose(label=_("Note"), required=False, rows=3)


class AnswerHoldForm(forms.Form):
    """What came back from whoever was asked to keep something."""

    state = Code("hold_state", only=("confirmed", "refused", "lost"), label=_("What came back"))
    on = Day(label=_("On"))
    note = Prose(label=_("Note"), required=False, rows=3)


class MethodForm(forms.Form):
    """Whether a way of examining was taken."""

    method = Code("method", label=_("Way of examining"))
    done = forms.TypedChoiceField(
        label=_("Done?"),
        choices=[("yes", _("Done")), ("no", _("Not done"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    note = Prose(label=_("Note; if it was not done, why"), required=False, rows=3)


class StandardForm(forms.Form):
    """How sure one has to be."""

    standard = Code("proof_standard", label=_("Standard of proof"))
    note = Prose(label=_("Where it is laid down"), required=False, rows=3)


class RemedyForm(forms.Form):
    """A line of the ledger: one list for what it is, one for how far it is."""

    what = forms.ChoiceField(label=_("What"))
    on = Day(label=_("On"))
    note = Prose(label=_("Note"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (_("Measures"), _pairs("measure", "measure_status")),
            (_("Redress"), _pairs("redress", "redress_status")),
        ]
        offer(self, "what", [("", _("Choose")), *groups])

    def clean(self) -> dict[str, Any]:
        """Take the one choice apart again."""
        data = super().clean() or {}
        if data.get("what"):
            data["kind"], data["code"], data["status"] = data.pop("what").split("/")
        return data


def _pairs(kind: str, statuses: str) -> list[tuple[str, str]]:
    return [
        (f"{kind}/{code}/{status}", f"{words}: {how}")
        for code, words in wording.choices(kind)
        for status, how in wording.choices(statuses)
    ]


class ReferralForm(forms.Form):
    """A referral to a criminal process, in a compartment."""

    compartment = forms.ModelChoiceField(
        label=_("Compartment"),
        queryset=Compartment.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Only who is in it learns that there is a referral."),
    )
    authority = Line(label=_("To which authority"))
    referred_on = Day(label=_("Referred on"))
    reference = Line(label=_("Their reference"), required=False, max_length=100)
    note = Prose(label=_("Note"), required=False, rows=3)

    def __init__(self, *args: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartment"].queryset = rooms  # type: ignore[attr-defined]


class LogForm(forms.Form):
    """A new operations log: whose investigators read it, and in which zone its times are."""

    name = Line(label=_("Name"), max_length=120)
    zone = Zone(
        label=_("Zone of its times"),
        initial="UTC",
        help_text=_("For times that say no zone of their own."),
    )
    offices = Rows(
        label=_("Investigators of these offices may read it"),
        queryset=Office.objects.all(),
    )


class LogFileForm(forms.Form):
    """A file of the log."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV or XLSX, 10 MB and 20,000 rows at most. Formulas are not evaluated."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    sheet = Line(label=_("Sheet; empty for the first"), required=False, max_length=120)


class MappingForm(forms.Form):
    """Which column of the file means what."""

    def __init__(self, *args: Any, heading: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns: Iterable[tuple[str, Any]] = [
            (str(place), f"{place + 1}: {cell[:60]}") for place, cell in enumerate(heading)
        ]
        for code, words in wording.choices("column"):
            self.fields[code] = forms.ChoiceField(
                label=str(words),
                required=False,
                choices=[("", _("not in the file")), *columns],
            )

    @property
    def mapping(self) -> dict[str, int]:
        """Return the columns that were chosen; call it on a valid form."""
        return {code: int(place) for code, place in self.cleaned_data.items() if place}


class VerdictForm(forms.Form):
    """Whether an operation was the one asked about."""

    operation = forms.IntegerField(widget=forms.HiddenInput())
    verdict = Code("verdict", label=_("Decision"))
    reason = Prose(label=_("Reason"), rows=2)


class SearchForm(forms.Form):
    """How much farther than both uncertainties to look."""

    hours = forms.IntegerField(
        label=_("Hours beyond both uncertainties"), min_value=0, max_value=240, initial=2
    )
    kilometres = forms.IntegerField(
        label=_("Kilometres beyond both radii"), min_value=0, max_value=200, initial=5
    )
