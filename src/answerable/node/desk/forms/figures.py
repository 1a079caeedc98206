"""Forms for counts: each has an owner, a low and a high, and unknown is not zero."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.node.desk.forms.fields import Code, Count, Day, Line, Prose, checked_range


class CountForm(forms.Form):
    """One count, as its owner put it."""

    category = Code("figure_category", label=_("What is counted"))
    group = Code("group", initial="total", label=_("Of whom"))
    qualifier = Code("qualifier", initial="exact", label=_("As stated"))
    low = Count(label=_("Lowest"))
    high = Count(label=_("Highest"))
    mixed = forms.BooleanField(
        label=_("Mixed count"),
        required=False,
        help_text=_("Civilians are not told apart from fighters in it."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that the bounds fit how the figure was put."""
        data: dict[str, Any] = super().clean() or {}
        checked_range(self, data)
        return data


class FigureForm(CountForm):
    """A count of one incident, with who stated it and when."""

    stated_by = Line(label=_("Stated by"))
    owner_role = Code(
        "owner_role",
        initial="source",
        label=_("In what capacity"),
        help_text=_("“The party asked” puts it into the acknowledged ledger, all others do not."),
    )
    stated_on = Day(label=_("Stated on"), required=False)
    best = Count(
        label=_("Best number, if the owner gives one"),
        help_text=_("Inside the range, and the owner's own; never ours."),
    )
    counted_as = Code("counted_as", required=False, label=_("How the people are described"))
    basis = Line(
        label=_("On what the count rests"),
        required=False,
        help_text=_("For example hospital records, a visit, footage."),
    )
    as_of = Day(label=_("Counted up to"), required=False)
    note = Prose(label=_("Note"), required=False, rows=2)

    field_order = (
        "stated_by", "owner_role", "stated_on", "category", "group", "qualifier", "low", "high",
        "best", "counted_as", "mixed", "basis", "as_of", "note",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Check that a best number lies in the range."""
        data = super().clean()
        best, low, high = data.get("best"), data.get("low"), data.get("high")
        outside = (low is not None and best is not None and best < low) or (
            high is not None and best is not None and best > high
        )
        if outside or (best is not None and low is None and high is None):
            self.add_error("best", _("The best number lies outside of the range."))
        return data


class TollCountForm(CountForm):
    """One line of a toll; a line that names nothing counts nothing."""

    category = Code("figure_category", required=False, label=_("What is counted"))
    group = Code("group", required=False, label=_("Of whom"))
    qualifier = Code("qualifier", required=False, label=_("As stated"))

    def clean(self) -> dict[str, Any]:
        """Check a line that names something; without a group it counts all."""
        data: dict[str, Any] = super().clean()
        if not data.get("category"):
            if data.get("low") is not None or data.get("high") is not None:
                self.add_error("category", _("Say what is counted."))
            return data
        data["group"] = data.get("group") or "total"
        if not data.get("qualifier"):
            self.add_error("qualifier", _("Say how the number was put."))
        return data


MOST_COUNTS = 24
# Django would draw a thousand more than are taken, for whoever claims to have sent that many.
TollCounts = forms.formset_factory(
    TollCountForm, extra=4, max_num=MOST_COUNTS, absolute_max=MOST_COUNTS
)


class AttributionForm(forms.Form):
    """Somebody says whose conduct is asked about."""

    party_name = Line(label=_("The party whose conduct is asked about"))
    status = Code(
        "attribution_status",
        initial="suspected",
        label=_("What is said"),
    )
    stated_by = Line(label=_("Who says so"))
    owner_role = Code("owner_role", initial="source", label=_("In what capacity"))
    stated_on = Day(label=_("Said on"), required=False)
    note = Prose(label=_("Note"), required=False, rows=2)
