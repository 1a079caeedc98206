"""Pages of the audit trail, for auditors and administrators: search it, check it, take it along."""

from collections.abc import Iterator

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts import audit, wording
from answerable.node.accounts import trail as services
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.accounts.requests import SignedIn
from answerable.node.accounts.roles import require_role
from answerable.node.accounts.trail import Search

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
PER_PAGE = 50


class SearchForm(forms.Form):
    """By whom, what, about what, and when."""

    person = forms.CharField(label=_("User name"), max_length=60, required=False)
    # A callable: every app has told its words by the time a page is asked for.
    verb = forms.ChoiceField(label=_("What"), required=False, choices=lambda: _verbs())
    subject = forms.CharField(label=_("Reference or number"), max_length=80, required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@require_safe
def trail(request: SignedIn) -> HttpResponse:
    """Show the trail, newest first, as far as it was asked for; check on request that it holds."""
    require_role(request.user, *READERS)
    form = SearchForm(request.GET or None)
    found = services.find(_asked(form), request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        # The same once more for the file, under no id.
        "carried": SearchForm(request.GET or None, auto_id=False),
        "page": page,
        "lines": services.shown(page.object_list, request.user),
        "state": _state() if "check" in request.GET else "",
        "asked": request.GET.urlencode(),
    }
    return render(request, "accounts/trail.html", context)


@require_POST
def as_csv(request: SignedIn) -> HttpResponseBase:
    """Hand out what was asked for as CSV; that it was taken along is on record."""
    require_role(request.user, *READERS)
    form = SearchForm(request.POST)
    _took(request.user, "csv")
    lines = services.csv_lines(services.find(_asked(form), request.user), request.user)
    return _file(lines, "text/csv; charset=utf-8", "audit-trail.csv")


@require_POST
def as_lines(request: SignedIn) -> HttpResponseBase:
    """Hand out the whole trail with its chain, which anybody can check without this node."""
    require_role(request.user, *READERS)
    _took(request.user, "lines")
    lines = services.json_lines(request.user)
    return _file(lines, "application/x-ndjson", "audit-trail.jsonl")


def _asked(form: SearchForm) -> Search:
    """Return what was asked; a field that does not hold asks for nothing and says why."""
    if not form.is_bound:
        return Search()
    form.is_valid()
    return Search(**{name: value for name, value in form.cleaned_data.items() if value})


def _state() -> str:
    try:
        audit.check_trail()
    except audit.BrokenTrail:
        return "broken"
    return "holds"


def _took(by: User, form: str) -> AuditEvent:
    return audit.record(
        by, "trail exported", "trail", "all", at=timezone.now(), details={"form": form}
    )


def _file(lines: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _verbs() -> list[tuple[str, str]]:
    words = [(code, str(label)) for code, label in wording.VERBS.items()]
    return [("", str(_("Anything"))), *sorted(words, key=lambda pair: pair[1].casefold())]
