"""The parts of a message that answer, or ask again, question by question."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.casework.bodies import OWN_ACT
from answerable.node.desk.forms.drafts.parts import Asked, Part
from answerable.node.desk.forms.fields import Code, Codes, Instant, Line, Prose


class AnswerForm(forms.Form):
    """The answer to one question. Without a code it is left for a later response."""

    code = Code("answer_code", required=False, label=_("This question is"))
    text = Prose(label=_("Answer"), required=False, rows=4)

    asked: Asked


class Answers(Part):
    """Answers, one for each question."""

    name = "answers"
    template = "desk/drafts/_answers.html"
    heading = _("Question by question")
    hint: ClassVar[str | Promise] = _(
        "A question left open here stays open, and its clock runs on."
    )
    key: ClassVar[str] = "question"

    def asked(self) -> Sequence[Asked]:
        """Return what is answered."""
        return self.ground.questions

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form for each question."""
        given = {getattr(one, self.key): one for one in choice.answers}
        found: list[forms.Form] = []
        for asked in self.asked():
            answer = given.get(asked.id)
            initial = {"code": answer.code or "", "text": answer.text} if answer else None
            form = AnswerForm(self.data, prefix=f"{self.name}-{asked.id}", initial=initial)
            form.asked = asked
            found.append(form)
        return found

    def value(self) -> Any:
        """Return what was answered, and drafts of answers that have words."""
        return [
            {self.key: asked.id, "code": data["code"] or None, "text": data["text"]}
            for asked, data in zip(self.asked(), (f.cleaned_data for f in self.forms), strict=True)
            if data["code"] or data["text"]
        ]


class Given(Answers):
    """Information given for each request."""

    heading = _("Request by request")
    hint: ClassVar[str | Promise] = ""
    key = "request"

    def asked(self) -> Sequence[Asked]:
        """Return the requests for information that are open to us."""
        return self.ground.requests


class PositionForm(forms.Form):
    """The position taken on one incident."""

    position = Code("position", required=False, label=_("Position"))
    reasons = Codes("reason", required=False, label=_("Reasons"))
    of = Line(
        label=_("Reference of the matter it repeats"),
        required=False,
        max_length=64,
        help_text=_("Only when it is treated as the same matter as another."),
    )
    text = Prose(label=_("In words"), required=False, rows=4)

    title = ""


class OwnPositionForm(PositionForm):
    """What we say of an incident that we report as our own act."""

    position = Code(
        "position",
        only=tuple(sorted(map(str, OWN_ACT))),
        required=False,
        label=_("What we say of it"),
    )
    of = None  # type: ignore[assignment]


class Positions(Part):
    """Positions, one for each incident."""

    name = "positions"
    template = "desk/drafts/_positions.html"
    heading = _("Position on each incident")
    form: ClassVar[type[PositionForm]] = PositionForm

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form for each incident of the thread."""
        taken = {one.incident: one for one in choice.positions}
        found: list[forms.Form] = []
        for inside, title in self.ground.inside:
            one = taken.get(inside)
            initial = None
            if one is not None:
                reasons = [str(code) for code in one.reasons]
                initial = {
                    "position": one.position or "",
                    "reasons": reasons,
                    "of": one.of,
                    "text": one.text,
                }
            form = self.form(self.data, prefix=f"{self.name}-{inside}", initial=initial)
            form.title = title
            found.append(form)
        return found

    def value(self) -> Any:
        """Return the positions that were taken or written about."""
        inside = [name for name, _title in self.ground.inside]
        return [
            {"incident": name} | data | {"position": data["position"] or None}
            for name, data in zip(inside, (f.cleaned_data for f in self.forms), strict=True)
            if data["position"] or data["text"]
        ]


class OwnPositions(Positions):
    """What we say of each incident that we report as our own act."""

    heading = _("What we say of our own act")
    hint: ClassVar[str | Promise] = _(
        "As our party states it now. It says nothing of guilt, and it can be corrected later."
    )
    form = OwnPositionForm


class AgainForm(forms.Form):
    """A question asked again, with what is still missing."""

    ask = forms.BooleanField(label=_("Ask this question again"), required=False)
    text = Prose(label=_("What is still missing"), required=False, rows=2)
    due = Instant(label=_("Own date, if it differs"), required=False)

    asked: Asked


class Again(Part):
    """Questions that are asked again."""

    name = "again"
    template = "desk/drafts/_again.html"
    heading = _("Ask again")

    def built(self, choice: Any) -> list[forms.Form]:
        """Return one form for each question of the thread."""
        chosen = {one.question: one for one in choice.again}
        found: list[forms.Form] = []
        for asked in self.ground.questions:
            one = chosen.get(asked.id)
            initial = {"ask": True, "text": one.text, "due": one.due} if one else None
            form = AgainForm(self.data, prefix=f"{self.name}-{asked.id}", initial=initial)
            form.asked = asked
            found.append(form)
        return found

    def value(self) -> Any:
        """Return the questions that are ticked."""
        pairs = zip(self.ground.questions, (f.cleaned_data for f in self.forms), strict=True)
        return [
            {"question": asked.id, "text": data["text"], "due": data["due"]}
            for asked, data in pairs
            if data["ask"]
        ]
