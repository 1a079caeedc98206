"""Pages of tolls: totals that somebody stated, never an incident's figure."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.node.desk.forms.figures import TollCounts
from answerable.node.desk.forms.reports import TollForm
from answerable.node.desk.models import Report, Toll
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import reports
from answerable.node.desk.services.counts import Count
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, sent

COUNT_FIELDS = ("category", "group", "qualifier", "low", "high", "mixed")


@require_safe
def toll_list(request: DeskRequest) -> HttpResponse:
    """List tolls by situation and date."""
    tolls = (
        Toll.objects.visible_to(request.user)
        .select_related("report", "recorded_by")
        .prefetch_related("figures")
        .order_by("situation", "-as_of", "-id")
    )
    return render(request, "desk/tolls/list.html", {"tolls": tolls, "can": allowed(request.user)})


def new_toll(request: DeskRequest) -> HttpResponse:
    """Record a toll with its owner and its date."""
    acting(request, Deed.REPORT)
    form = TollForm(sent(request), initial={"report": request.GET.get("report", "")})
    rows = TollCounts(sent(request), prefix="counts")

    def do() -> object:
        data = dict(form.cleaned_data)
        number = data.pop("report")
        report = (
            get_object_or_404(Report.objects.visible_to(request.user), receipt_number=number)
            if number
            else None
        )
        counts = [
            Count(**{name: row.cleaned_data[name] for name in COUNT_FIELDS})
            for row in rows
            if row.cleaned_data.get("category")
        ]
        return reports.record_toll(
            **data, figures=counts, report=report, by=request.user, at=timezone.now()
        )

    # Both are looked at, so that all mistakes show at once.
    if request.method == "POST" and not rows.is_valid():
        form.is_valid()
        form.add_error(None, _("Correct the counts below."))
    return form_page(
        request,
        form,
        do,
        to=reverse("desk:tolls"),
        said=_("The toll is recorded with its owner and its date."),
        template="desk/tolls/new.html",
        rows=rows,
    )
