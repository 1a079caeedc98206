"""Forms for the short acts of an inquiry that need no clearance."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from answerable.node.desk.forms.fields import Code, Day, Instant, Line, Prose, offer
from answerable.node.desk.forms.offices import OfficeForm


class ActForm(OfficeForm):
    """An act that needs nothing but somebody who does it."""


class InterimForm(OfficeForm):
    """Something moves, nothing is decided."""

    code = Code("interim_code", initial="still_examining", label=_("What we can say"))
    next_update_by = Instant(label=_("We will write again by"), required=False)
    text = Prose(label=_("In words"), required=False, rows=3)


class AskExtensionForm(OfficeForm):
    """A later date, asked for; it counts when both agreed."""

    until = Instant(label=_("Later date asked for"))
    reason = Code("extension_reason", label=_("Reason"))
    questions = forms.MultipleChoiceField(
        label=_("For which questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of them."),
    )

    def __init__(self, *args: Any, questions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "questions", [(number, number.upper()) for number in questions])


class DeclineExtensionForm(OfficeForm):
    """The later date is not given."""

    reason = Code("extension_reason", label=_("Reason"))


class PauseForm(OfficeForm):
    """The clock stands still, with a reason and a cap."""

    reason = Code("pause_reason", label=_("Reason"))
    until = Instant(
        label=_("At the latest until"),
        help_text=_("The clock runs again by itself at this time. The total keeps being shown."),
    )

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = ngettext(
            "The terms allow a pause of at most %(n)s day.",
            "The terms allow a pause of at most %(n)s days.",
            longest,
        )
        self.fields["until"].help_text = f"{told % {'n': longest}} {self.fields['until'].help_text}"


class ResumeForm(OfficeForm):
    """The clock runs again before its cap."""

    reason = Code("resume_reason", label=_("Reason"))


class CloseForm(OfficeForm):
    """Closed for our side; the other side closes for itself."""

    reason = Code("close_reason", label=_("Reason"))


class ReopenForm(OfficeForm):
    """Open again for our side."""

    reason = Code("reopen_reason", label=_("Reason"))


class WithdrawForm(OfficeForm):
    """Take back what we said."""

    reason = Code("withdraw_reason", label=_("Reason"))


class StepForm(forms.Form):
    """One dated step of an investigation."""

    outcome = Code("step_outcome", label=_("What it came to"))
    done_on = Day(label=_("Done on"))
    methods = forms.MultipleChoiceField(
        label=_("How"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = Prose(
        label=_("Note"), required=False, rows=5, help_text=_("Private. It stays on this node.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, outcomes: Sequence[str], methods: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        allowed = Code("step_outcome", only=tuple(outcomes), label=_("What it came to"))
        self.fields["outcome"] = allowed
        offer(self, "methods", methods)


class JudgeForm(forms.Form):
    """Whether one question was answered, as we see it."""

    judgement = Code("judgement", label=_("Answered?"))
    note = Prose(label=_("What is missing"), required=False, rows=2)


class ClaimForm(forms.Form):
    """A statement in an answer that can be checked."""

    claim = Prose(label=_("What is claimed"), rows=2)
    question = forms.ChoiceField(label=_("In the answer to"), required=False)
    about = Line(label=_("Who or what could confirm it"), required=False)

    def __init__(self, *args: Any, questions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("The response as a whole"))
        offer(self, "question", [whole, *((one, one.upper()) for one in questions)])


class CheckForm(forms.Form):
    """Where the check of a claim stands now."""

    verification = Code("verification", label=_("What the check shows"))
    evidence = Line(
        label=_("What it rests on"),
        required=False,
        max_length=300,
        help_text=_("A document's number, an address, who confirmed it."),
    )
    note = Prose(label=_("How it was checked"), required=False, rows=2)


class ReadingForm(forms.Form):
    """What a second reader makes of a review."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree with the review?"),
        choices=[("yes", _("I agree")), ("no", _("I disagree"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    character = Code(
        "reply_character", label=_("Character of the reply, as you see it"), required=False
    )
    note = Prose(label=_("Reasons; needed to disagree"), required=False, rows=3)


class ConcludeForm(forms.Form):
    """What the review comes to. It stays private."""

    character = Code("reply_character", label=_("Character of the reply"))
    recommendation = Code(
        "recommendation", widget=forms.RadioSelect(), label=_("What should happen next")
    )
    note = Prose(label=_("Reasons"), required=False, rows=4)
    version = forms.IntegerField(widget=forms.HiddenInput())
