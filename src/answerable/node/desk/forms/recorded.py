"""Forms for what nobody signed: delivery on paper, and what came back at second hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Day, Instant, Line, Prose
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.ledger.models import Channel

CONFIDENCES = ("document_seen", "checked", "partly_checked", "to_be_rechecked")


class DeliveryForm(forms.Form):
    """How a printed message reached the other side."""

    delivered_at = Instant(label=_("Delivered"))
    instrument = Code(
        "instrument",
        required=False,
        label=_("In which form"),
        help_text=_("Left open, it is the form that the message names, or a letter."),
    )
    medium = Code("medium", initial="letter", label=_("How"))
    delivered_to = Line(label=_("To whom"), required=False, help_text=_("An office, not a person."))
    delivered_by = Line(label=_("By whom"), required=False)
    where = Line(label=_("Where"), required=False)
    reaction = Prose(label=_("Immediate reaction"), required=False, rows=2)


class SourceFields(forms.Form):
    """Where something was read or heard."""

    publisher = Line(label=_("Source: publisher or office"), required=False)
    source_title = Line(label=_("Title of the document"), required=False, max_length=300)
    url = forms.URLField(
        label=_("Address on the web"), required=False, max_length=2000, assume_scheme="https"
    )


class ReplyForm(SourceFields, OfficeForm):
    """What came back from the party asked, retold by us."""

    kind = Code("record_kind", label=_("What it is"))
    stated_by = Line(label=_("Who said it"))
    stated_at = Instant(label=_("When"))
    instrument = Code("instrument", required=False, label=_("In which form"))
    medium = Code("medium", required=False, label=_("How it reached us"))
    confidence = Code("confidence", only=CONFIDENCES, label=_("How far it is checked"))
    summary = Prose(label=_("What was said"), rows=5)
    position = Code("position", required=False, label=_("Position taken"))
    until = Instant(
        label=_("Later date asked for"),
        required=False,
        help_text=_("Only when more time, or information from us, was asked for."),
    )
    requests = Prose(
        label=_("What they ask us"),
        required=False,
        rows=2,
        help_text=_("Only for a question back. One on each line."),
    )

    field_order = (
        "kind", "stated_by", "stated_at", "instrument", "medium", "summary", "position", "until",
        "requests", "confidence",
        "publisher", "source_title", "url",
    )  # fmt: skip

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for key, text in questions:
            self.fields[f"code_{key}"] = Code(
                "answer_code", required=False, label=key.upper(), help_text=text
            )
            self.fields[f"text_{key}"] = Prose(label=_("Answer"), required=False, rows=2)

    def clean_requests(self) -> list[str]:
        """Return what they ask, one for each line."""
        return lines_of(self.cleaned_data["requests"])

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return the answers that were given, by question; call it on a valid form."""
        data = self.cleaned_data
        return {
            key: (data[f"code_{key}"], data[f"text_{key}"])
            for key, _text in self.questions
            if data[f"code_{key}"]
        }

    def answer_pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each question."""
        return [(self[f"code_{key}"], self[f"text_{key}"]) for key, _text in self.questions]


class StatementForm(SourceFields, OfficeForm):
    """A public statement about an incident, in an observer's record."""

    channel = forms.ModelChoiceField(
        queryset=Channel.objects.none(), label=_("Record"), empty_label=None
    )
    kind = Code("record_kind", label=_("What it is"))
    stated_by = Line(label=_("Who said it"))
    owner_role = Code("owner_role", initial="party_asked", label=_("In what capacity"))
    stated_at = Instant(label=_("When"))
    summary = Prose(label=_("What was said"), rows=5)
    position = Code("position", required=False, label=_("Position taken"))
    confidence = Code("confidence", only=CONFIDENCES, label=_("How far it is checked"))

    field_order = (
        "channel", "kind", "stated_by", "owner_role", "stated_at", "summary", "position",
        "confidence", "publisher", "source_title", "url",
    )  # fmt: skip

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = channels


class ComplaintForm(OfficeForm):
    """An inquiry that reached us on paper, from a party that runs no node."""

    subject = Line(label=_("Subject"), max_length=300)
    reference = Line(label=_("Their reference"), required=False, max_length=64)
    stated_by = Line(label=_("From whom"))
    received_at = Instant(label=_("Received"))
    instrument = Code("instrument", required=False, label=_("In which form"))
    medium = Code("medium", initial="letter", label=_("How"))
    reply_due = Instant(label=_("Answer requested by"))
    event_kind = Code("event_kind", label=_("Kind of event"))
    event_start = Day(label=_("Day of the event"))
    event_precision = Code("time_precision", initial="day", label=_("How exactly the day is known"))
    event_title = Line(label=_("The event in one line"), max_length=300)
    narrative = Prose(label=_("What they say happened"), rows=5)
    questions = Prose(label=_("Their questions"), rows=5, help_text=_("One question on each line."))
    confidence = Code(
        "confidence", only=CONFIDENCES, initial="document_seen", label=_("How far it is checked")
    )

    def clean_instrument(self) -> str:
        """Take a form that nobody named for a letter."""
        return str(self.cleaned_data["instrument"] or "letter")

    def clean_questions(self) -> list[str]:
        """Return the questions, one for each line."""
        return lines_of(self.cleaned_data["questions"])


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
