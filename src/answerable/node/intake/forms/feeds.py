"""Forms of partners' feeds: open one, make a token for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office
from answerable.node.desk.forms.fields import Line
from answerable.node.intake.services.feeds.partners import LONGEST_DAYS, USUAL_DAYS


class FeedForm(forms.Form):
    """A partner, and the office whose inbox its program writes into."""

    name = Line(
        label=_("Name of the partner"),
        max_length=200,
        help_text=_("It stands with each report as who stated it. Name an organisation."),
    )
    office = forms.ModelChoiceField(
        label=_("Office whose inbox it writes into"),
        queryset=Office.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.queryset = Office.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in offices]
        )


class TokenForm(forms.Form):
    """How long a token counts."""

    days = forms.IntegerField(
        label=_("Days for which it counts"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("Two years at most. The partner gets another one before."),
    )
