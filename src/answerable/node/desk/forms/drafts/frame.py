"""The frame of a message: in which form, language and marking it goes, and until when."""

from typing import Any, ClassVar

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.casework.codes import Kind
from answerable.node.desk.choices import AnyChoice
from answerable.node.desk.forms.fields import Code, Codes, Instant, Language, Line


class FrameForm(forms.Form):
    """What every message has; each kind adds its own."""

    SUBJECT_HINT: ClassVar = _("Travels with the text, so the other side reads it.")

    subject = Line(label=_("Subject"), max_length=300, required=False, help_text=SUBJECT_HINT)
    language = Language(required=False)
    marking = Code("marking", required=False, label=_("Marking"))
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, choice: AnyChoice, data: Any = None, *, version: int, **first: Any) -> None:
        initial = {name: getattr(choice, name, None) for name in self.base_fields}
        initial |= {"version": version} | first
        super().__init__(data, initial=initial)
        if "language" in self.fields:
            self.fields["language"] = Language(required=False, also=str(initial["language"] or ""))

    def applied_to(self, choice: AnyChoice) -> AnyChoice:
        """Return the choice with what this form holds; call it on a valid form."""
        known = set(choice.__struct_fields__)
        given = {
            name: self.fitting(name, value)
            for name, value in self.cleaned_data.items()
            if name in known
        }
        plain = msgspec.to_builtins(choice) | msgspec.to_builtins(given)
        return msgspec.convert(plain, type(choice))

    @staticmethod
    def fitting(name: str, value: Any) -> Any:
        """Return a field's value as the choice holds it; codes left open are None."""
        return None if value == "" and name not in ("subject", "language") else value


class RaiseFrame(FrameForm):
    """How an inquiry is raised, and the dates it asks for."""

    instrument = Code("instrument", initial="note_verbale", label=_("Instrument"))
    urgency = Code(
        "urgency",
        initial="ordinary",
        label=_("Urgency"),
        help_text=_("Urgent does not mean emergency line: call the duty contact."),
    )
    receipt_due = Instant(label=_("Receipt to be confirmed by"), required=False)
    reply_due = Instant(label=_("Answer requested by"), required=False)

    field_order = (
        "instrument", "urgency", "receipt_due", "reply_due", "subject", "language", "marking",
    )  # fmt: skip


class ResponseFrame(FrameForm):
    """Whether a response is the last word for now, and how the matter was examined."""

    final = forms.TypedChoiceField(
        label=_("This response"),
        choices=[
            ("yes", _("answers what we are going to answer")),
            ("no", _("answers in part; more will follow")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(),
    )
    methods = Codes("method", required=False, label=_("How the matter was examined"))
    examiner = Code("examiner", required=False, label=_("Who examined it"))

    field_order = ("final", "subject", "language", "marking", "methods", "examiner")

    def __init__(self, choice: AnyChoice, data: Any = None, *, version: int, **first: Any) -> None:
        first.setdefault("final", "yes" if getattr(choice, "final", True) else "no")
        super().__init__(choice, data, version=version, **first)


class SelfReportFrame(FrameForm):
    """How we report an act of our own, how it was examined, and whether questions are welcome."""

    instrument = Code("instrument", initial="note_verbale", label=_("Instrument"))
    inquiries_welcome = forms.TypedChoiceField(
        label=_("Questions of the other side"),
        choices=[
            ("yes", _("are welcome: we are ready to answer them")),
            ("no", _("may be asked; we say nothing about them now")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(),
    )
    methods = Codes("method", required=False, label=_("How the matter was examined"))
    examiner = Code("examiner", required=False, label=_("Who examined it"))

    field_order = (
        "instrument", "inquiries_welcome", "subject", "language", "marking", "methods", "examiner",
    )  # fmt: skip

    def __init__(self, choice: AnyChoice, data: Any = None, *, version: int, **first: Any) -> None:
        welcome = getattr(choice, "inquiries_welcome", True)
        first.setdefault("inquiries_welcome", "yes" if welcome else "no")
        super().__init__(choice, data, version=version, **first)


class FollowUpFrame(FrameForm):
    """Until when an answer is asked for again, and on which level."""

    reply_due = Instant(label=_("Answer requested by"), required=False)
    level = Code(
        "escalation_level",
        required=False,
        label=_("Level"),
        help_text=_("Choose a higher level to escalate; leave open to stay where it is."),
    )

    field_order = ("reply_due", "level", "subject", "language", "marking")


class InformationRequestFrame(FrameForm):
    """Until when information is asked for."""

    reply_due = Instant(label=_("Information requested by"), required=False)

    field_order = ("reply_due", "subject", "language", "marking")


class CorrectFrame(FrameForm):
    """Why our own statement is corrected."""

    reason = Code("correction_reason", initial="factual", label=_("Why it is corrected"))

    field_order = ("reason", "subject", "language")

    def __init__(self, choice: AnyChoice, data: Any = None, *, version: int, **first: Any) -> None:
        super().__init__(choice, data, version=version, **first)
        del self.fields["marking"]


FRAMES: dict[str, type[FrameForm]] = {
    Kind.RAISE: RaiseFrame,
    Kind.RESPONSE: ResponseFrame,
    Kind.FOLLOW_UP: FollowUpFrame,
    Kind.INFORMATION_REQUEST: InformationRequestFrame,
    Kind.INFORMATION: FrameForm,
    Kind.CORRECT: CorrectFrame,
    Kind.SELF_REPORT: SelfReportFrame,
}
