"""The other pages of an incident: its sources, its inquiries, what is linked to it, its history."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.node.desk.forms.facts import DetailsForm
from answerable.node.desk.models import Draft
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import both_ledgers, facts, reprints, story
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, sent
from answerable.node.desk.views.incidents import address, find

DETAILS = tuple(name for name in DetailsForm.base_fields if name not in ("why", "version"))


@require_safe
def sources(request: DeskRequest, reference: str) -> HttpResponse:
    """Show who speaks of an incident: reports, statements noted second-hand, protected words."""
    found = find(request, reference)
    links = list(
        found.report_links.visible_to(request.user)
        .filter(unlinked_at=None)
        .select_related("report")
        .annotate(printing_group=F("report__printing__group"))
    )
    context = {
        "incident": found,
        "links": links,
        "sources": reprints.by_source(links),
        "recorded": found.recorded_statements.visible_to(request.user)
        .filter(thread="", set_aside_at=None)
        .select_related("changes")
        .prefetch_related("sources"),
        "can": allowed(request.user),
    }
    return render(request, "desk/incidents/sources.html", context)


@require_safe
def inquiries(request: DeskRequest, reference: str) -> HttpResponse:
    """Show where an incident was raised, and what is being written about it."""
    found = find(request, reference)
    context = {
        "incident": found,
        "inquiries": both_ledgers.raised_about(found, request.user),
        "drafts": Draft.objects.visible_to(request.user)
        .filter(incidents=found)
        .select_related("channel", "author"),
        "can": allowed(request.user),
    }
    return render(request, "desk/incidents/inquiries.html", context)


@require_safe
def history(request: DeskRequest, reference: str) -> HttpResponse:
    """Show each fact with what it was before and why it changed, and the story in order."""
    found = find(request, reference)
    context = {
        "incident": found,
        "changes": found.field_changes.select_related("by").order_by("field", "at", "pk"),
        "story": story.of_incident(found, request.user),
        "set_aside": found.figures.exclude(set_aside_at=None).select_related("set_aside_by"),
    }
    return render(request, "desk/incidents/history.html", context)


def edit_details(request: DeskRequest, reference: str) -> HttpResponse:
    """Change what surrounds an event; what was set before is changed with a reason."""
    found = find(request, reference)
    acting(request, Deed.INCIDENT)
    first = {name: getattr(found, name) for name in (*DETAILS, "version")}
    form = DetailsForm(sent(request), initial=first)
    return form_page(
        request,
        form,
        lambda: facts.edit(
            found,
            version=form.cleaned_data["version"],
            why=form.cleaned_data["why"],
            **{name: form.cleaned_data[name] for name in DETAILS},
            by=request.user,
            at=timezone.now(),
        ),
        to=address(found, "details"),
        incident=found,
        title=_("What surrounds it"),
        back=address(found, "details"),
        lead=_("Each as somebody states it. What is left empty is not known."),
    )
