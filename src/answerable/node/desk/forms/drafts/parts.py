"""The parts of a message that are lists of rows: questions, requests, figures, measures, redress.

A part shows a choice as forms and reads it back. Rows left empty are no rows: that is how one is
taken out without a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.node.desk import wording
from answerable.node.desk.forms.fields import Code, Codes, Count, Day, Instant, Line, Prose, offer
from answerable.node.desk.models import Incident

EMPTY_ROWS = 2


@dataclass(frozen=True)
class Asked:
    """A question or request of the thread, as the composer shows it."""

    id: str
    text: str
    is_open: bool = True
    is_erased: bool = False


@dataclass(frozen=True)
class Ground:
    """What a draft can speak of: our own incidents, and what the thread already holds."""

    incidents: Sequence[tuple[str, Incident]] = ()
    # Incidents by their names in the thread, with what people here call them.
    inside: Sequence[tuple[str, str]] = ()
    questions: Sequence[Asked] = ()
    requests: Sequence[Asked] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class Part:
    """One part of a message. Subclasses name the field of the choice that they hold."""

    name: ClassVar[str]
    template: ClassVar[str]
    heading: ClassVar[str | Promise]
    hint: ClassVar[str | Promise] = ""

    def __init__(self, choice: Any, ground: Ground, data: Any = None) -> None:
        self.ground = ground
        self.data = data
        self.forms: list[forms.Form] = self.built(choice)

    def built(self, choice: Any) -> list[forms.Form]:
        """Return the forms of this part, bound when there is data."""
        raise TypeError(type(self).__name__)

    def value(self) -> Any:
        """Return what the part says, as the choice holds it; call it when valid."""
        raise TypeError(type(self).__name__)

    def is_valid(self) -> bool:
        """Check every form, so that all mistakes are shown at once."""
        return not [form for form in self.forms if not form.is_valid()]

    def is_empty(self) -> bool:
        """Tell whether there is nothing that this part could speak of."""
        return not self.forms

    def rows(self, row: type[forms.Form], values: Sequence[dict[str, Any]], **extra: Any) -> Any:
        """Return one form per row, and some empty ones to add to."""
        number = len(values) + EMPTY_ROWS
        if self.data is not None:
            number = int_of(self.data.get(f"{self.name}-rows"), number)
        found = []
        for index in range(number):
            initial = values[index] if index < len(values) else None
            prefix = f"{self.name}-{index}"
            found.append(row(self.data, prefix=prefix, initial=initial, **extra))
        return found


def int_of(text: Any, default: int) -> int:
    """Return a small number from a form's hidden field."""
    return min(int(text), 200) if isinstance(text, str) and text.isdecimal() else default


class QuestionRow(forms.Form):
    """A question, with a date of its own where it differs."""

    text = Prose(label=_("Question"), required=False, rows=2)
    due = Instant(label=_("Own date, if it differs"), required=False)


class Questions(Part):
    """New numbered questions."""

    name = "questions"
    template = "desk/drafts/_questions.html"
    heading = _("Numbered questions")
    hint: ClassVar[str | Promise] = _(
        "One thing in each question, so that each can be answered. Leave a row empty to drop it."
    )

    def built(self, choice: Any) -> list[forms.Form]:
        """Return a form for every question, and empty ones."""
        values = [{"text": one.text, "due": one.due} for one in getattr(choice, self.name)]
        return list(self.rows(QuestionRow, values))

    def value(self) -> Any:
        """Return the questions that have a text."""
        return [
            {"text": data["text"], "due": data.get("due")}
            for data in (form.cleaned_data for form in self.forms)
            if data.get("text")
        ]


class InformationAsked(Questions):
    """Information that is asked for."""

    name = "requests"
    heading = _("Information we ask for")


class RequestsForm(forms.Form):
    """Each kind of request, with words of its own where they help."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in wording.choices("request"):
            self.fields[f"want_{code}"] = forms.BooleanField(
                label=str(words), required=False, initial=code in chosen
            )
            self.fields[f"text_{code}"] = Line(
                label=_("In words"), required=False, max_length=1000, initial=chosen.get(code, "")
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each box with its line of words."""
        codes = [code for code, _words in wording.choices("request")]
        return [(self[f"want_{code}"], self[f"text_{code}"]) for code in codes]


class Requests(Part):
    """What is asked for beside answers."""

    name = "requests"
    template = "desk/drafts/_requests.html"
    heading = _("Requests")
    hint: ClassVar[str | Promise] = _(
        "Tick what is asked for beside answers; add words where they help."
    )

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form with a box for each kind."""
        chosen = {str(one.code): one.text for one in choice.requests}
        return [RequestsForm(self.data, prefix=self.name, chosen=chosen)]

    def value(self) -> Any:
        """Return the requests that are ticked."""
        data = self.forms[0].cleaned_data
        return [
            {"code": code, "text": data.get(f"text_{code}", "")}
            for code, _words in wording.choices("request")
            if data.get(f"want_{code}")
        ]


class IssuesBox(forms.Form):
    """Topics that the inquiry names."""

    issues = Codes("issue_tag", required=False, label=_("Issues engaged"))


class Issues(Part):
    """Issues engaged: topics, not findings."""

    name = "issues"
    template = "desk/drafts/_issues.html"
    heading = _("Issues engaged")
    hint: ClassVar[str | Promise] = _("Topics that the inquiry touches. None of them is a finding.")

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form of boxes."""
        initial = {"issues": [str(code) for code in choice.issues]}
        return [IssuesBox(self.data, prefix=self.name, initial=initial)]

    def value(self) -> Any:
        """Return the ticked topics."""
        return self.forms[0].cleaned_data["issues"]


class Notes(Part):
    """Further words of the message."""

    name = "notes"
    template = "desk/drafts/_words.html"
    heading = _("Further words")

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form with one field."""
        return [
            WordsForm(self.data, prefix=self.name, initial={"text": getattr(choice, self.name)})
        ]

    def value(self) -> Any:
        """Return the words."""
        return self.forms[0].cleaned_data["text"]


class Grounds(Notes):
    """On what the inquiry rests."""

    name = "grounds"
    heading = _("Grounds")


class WordsForm(forms.Form):
    """Free words."""

    text = Prose(label=_("In words"), required=False, rows=5)


class FigureRow(forms.Form):
    """A figure that we acknowledge; without a number it states that the number is not known."""

    incident = forms.ChoiceField(label=_("Incident"))
    category = Code("figure_category", required=False, label=_("What is counted"))
    group = Code("figure_group", initial="total", label=_("Of whom"))
    low = Count(label=_("Lowest"))
    high = Count(label=_("Highest"))
    as_of = Day(label=_("As of"), required=False)

    def __init__(self, *args: Any, inside: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "incident", inside)

    def clean(self) -> dict[str, Any]:
        """Check that the range runs upward."""
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("low"), data.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", _("The highest number cannot be below the lowest."))
        if not data.get("category") and (low is not None or high is not None):
            self.add_error("category", _("Say what is counted."))
        return data


class Figures(Part):
    """Figures that the party asked acknowledges."""

    name = "figures"
    template = "desk/drafts/_table_rows.html"
    heading = _("Figures we acknowledge")
    hint: ClassVar[str | Promise] = _(
        "Leave both numbers empty to state that the number is not known: unknown is not zero. "
        "Leave “what is counted” open to drop a row."
    )
    row: ClassVar[type[forms.Form]] = FigureRow
    key: ClassVar[str] = "category"

    def built(self, choice: Any) -> list[forms.Form]:
        """Return a form for every row, and empty ones."""
        fields = self.row.base_fields
        values = [
            {name: getattr(one, name) for name in (*fields, "incident") if hasattr(one, name)}
            for one in getattr(choice, self.name)
        ]
        return list(self.rows(self.row, values, inside=self.ground.inside))

    def value(self) -> Any:
        """Return the rows that say what they are about."""
        return [data for data in (f.cleaned_data for f in self.forms) if data.get(self.key)]


class MeasureRow(forms.Form):
    """A measure about our own conduct."""

    incident = forms.ChoiceField(label=_("Incident"))
    code = Code("measure", required=False, label=_("Measure"))
    status = Code("measure_status", initial="planned", label=_("How far"))

    def __init__(self, *args: Any, inside: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "incident", inside)


class Measures(Figures):
    """Measures taken or planned."""

    name = "measures"
    heading = _("Measures")
    hint: ClassVar[str | Promise] = ""
    row = MeasureRow
    key = "code"


class RedressRow(MeasureRow):
    """Redress to those harmed."""

    code = Code("redress", required=False, label=_("Redress"))
    status = Code("redress_status", initial="considered", label=_("How far"))


class RedressGiven(Figures):
    """Redress considered, offered or delivered."""

    name = "redress"
    heading = _("Redress")
    hint: ClassVar[str | Promise] = ""
    row = RedressRow
    key = "code"
