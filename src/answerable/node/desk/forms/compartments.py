"""The forms of compartments: open one, let in, put a case in, ask in an emergency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, User
from answerable.node.accounts.roles import CASE_ROLES
from answerable.node.desk.forms.fields import Line, Prose
from answerable.node.desk.models import Compartment


class OpenForm(forms.Form):
    """A new compartment."""

    name = Line(label=_("Name"), max_length=120, help_text=_("Only who is in it reads the name."))
    purpose = Prose(label=_("What it is for"), required=False, rows=2, max_length=2000)


class LetInForm(forms.Form):
    """Somebody, or everybody of an office."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Choose")
    )
    office = forms.ModelChoiceField(
        label=_("Or everybody on cases in an office"),
        queryset=Office.objects.all(),
        required=False,
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            is_active=True, memberships__role__in=(*CASE_ROLES, "custodian")
        )
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people.distinct().order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Take exactly one of both."""
        data = super().clean() or {}
        if bool(data.get("person")) == bool(data.get("office")):
            self.add_error(None, _("Choose a person or an office."))
        return data


class PutForm(forms.Form):
    """Where a case goes: into one of the person's compartments, or out with a reason."""

    compartment = forms.ModelChoiceField(
        label=_("Compartment"),
        queryset=Compartment.objects.none(),
        required=False,
        empty_label=_("In none: everybody on cases sees it"),
    )
    reason = Line(
        label=_("Why it comes out"),
        required=False,
        max_length=300,
        help_text=_("Needed only when it leaves its compartment."),
    )

    def __init__(self, *args: Any, mine: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["compartment"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = mine
            field.label_from_instance = lambda one: f"{one.code} · {one.name}"  # type: ignore[method-assign,assignment]


class EmergencyForm(forms.Form):
    """What somebody must see, and why."""

    what = Line(label=_("Code of the compartment, or reference of the case"), max_length=64)
    reason = Prose(
        label=_("Why you must see it now"),
        rows=3,
        max_length=1000,
        help_text=_("Who decides works on no case: write no names and no facts of it."),
    )
