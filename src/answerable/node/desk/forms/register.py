"""Forms of the victims' register, and of who may read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import User
from answerable.node.desk.forms.fields import Code, Line, Prose
from answerable.node.desk.services.register import READERS, Entry

CHECKED = ("document_seen", "checked", "partly_checked", "to_be_rechecked")


class VictimForm(forms.Form):
    """A person, with who states it. Each field as stated, nothing of it a finding."""

    names = Prose(
        label=_("Names"),
        rows=3,
        max_length=2000,
        help_text=_("One a line: in the person's own script, and each other way of writing it."),
    )
    fate = Code("fate", label=_("What happened, as stated"))
    source = Line(label=_("Who states it"), max_length=300)
    confidence = Code(
        "confidence", only=CHECKED, initial="to_be_rechecked", label=_("How far it was checked")
    )
    sex = Code("sex", initial="unknown", label=_("Sex"))
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=130)
    age_band = Code("age_band", initial="unknown", label=_("Or how old, roughly"))
    pregnant = Code("pregnant", initial="unknown", label=_("Pregnant"))
    role = Code("victim_role", initial="none", label=_("In which role"))
    occupation = Line(label=_("Occupation, as stated"), required=False)
    group = Line(
        label=_("Belongs together with"), required=False,
        help_text=_("One word for a family or a group, the same for each of its people."),
    )  # fmt: skip
    list_number = Line(label=_("Number in another list"), required=False)
    family_consent = Code("family_consent", initial="not_asked", label=_("Contact with the family"))
    contact = Prose(
        label=_("How the family can be reached"), required=False, rows=2, max_length=2000,
        help_text=_("Only what is needed, and only where the family agrees."),
    )  # fmt: skip
    note = Prose(label=_("Note"), required=False, rows=2, max_length=2000)

    def entry(self) -> Entry:
        """Return what the services take; call it on a valid form."""
        data = {k: v for k, v in self.cleaned_data.items() if k in Entry.__dataclass_fields__}
        return Entry(**data)


class CorrectVictimForm(VictimForm):
    """A person entered anew, with the reason."""

    reason = Prose(label=_("Why it is corrected"), rows=2, max_length=2000)


class SwitchForm(forms.Form):
    """Why the register is turned on or off."""

    reason = Prose(label=_("Reason"), rows=2, max_length=2000)


class ReaderForm(forms.Form):
    """Who is let in, and why."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    why = Line(label=_("Why this person needs it"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, memberships__role__in=READERS)
        inside = people.filter(register_leaves__isnull=False, register_leaves__ended_at=None)
        field = self.fields["user"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = (
                people.exclude(pk__in=inside.values("pk")).distinct().order_by("name", "username")
            )
