"""Tags with which the page of a report shows its sources: codes and consents, never a name."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone

from answerable.casework.consent import Purpose, may_leave
from answerable.node.vault import permissions, tokens
from answerable.node.vault.codes import PURPOSES, QuestionState
from answerable.node.vault.models import Source, SourceQuestion
from answerable.node.vault.services import consents

register = template.Library()


@register.filter
def purpose(code: str) -> str:
    """Say a purpose in words."""
    return str(PURPOSES[Purpose(code)])


@register.inclusion_tag("vault/_report.html", takes_context=True)
def sources_of(context: Context, receipt: str) -> dict[str, Any]:
    """Show the sources of a report to whoever sees the report."""
    user, now = context["request"].user, timezone.now()
    found = list(
        Source.objects.filter(reports__receipt=receipt)
        .prefetch_related("consents")
        .order_by("reports__id")
    )
    for one in found:
        facts = consents.of(one)
        one.shown_consents = [  # type: ignore[attr-defined]
            (words, may_leave(facts, code, at=now)) for code, words in PURPOSES.items()
        ]
    may = permissions.may_seal(user)
    return {
        "sources": found,
        "questions": SourceQuestion.objects.filter(receipt=receipt)
        .exclude(state=QuestionState.TAKEN_BACK)
        .select_related("asked_by"),
        "keeps": permissions.is_custodian(user),
        "new_url": reverse("vault:source-new", args=[tokens.for_report(receipt, user)])
        if may
        else "",
    }
