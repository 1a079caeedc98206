"""Pages of sources: the list by code, one source, its identity, its consents."""

from typing import Any
from urllib.parse import quote

from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.models import AuditEvent
from answerable.node.vault import forms, tokens
from answerable.node.vault.codes import PURPOSES
from answerable.node.vault.models import ConsentRecord, Source, Vault
from answerable.node.vault.permissions import require_custodian, require_sealer
from answerable.node.vault.services import consents, sources
from answerable.node.vault.views.doing import (
    VaultRequest,
    attempted,
    form_page,
    posted,
    sent,
    unkept,
)

PER_PAGE = 50
SEEN_READINGS = 20


@require_safe
def source_list(request: VaultRequest) -> HttpResponse:
    """List the sources by code, the newest first."""
    require_custodian(request.user)
    wanted = request.GET.get("q", "").strip()[:40]
    found = Source.objects.annotate(
        came=Count("reports", distinct=True),
        standing=Count("consents", filter=Q(consents__withdrawn_at__isnull=True), distinct=True),
    )
    if wanted.isprintable() and wanted:
        found = found.filter(Q(code__iexact=wanted) | Q(reports__receipt__iexact=wanted))
    page = Paginator(found.order_by("-added_at", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "vault": Vault.objects.filter(pk=1).first()}
    return render(request, "vault/sources.html", context)


@require_safe
def source(request: VaultRequest, code: str) -> HttpResponse:
    """Show a source: what stands outside, consents, notices, and who read its identity."""
    require_custodian(request.user)
    found = _found(code)
    return unkept(render(request, "vault/source.html", _context(found)))


@sensitive_post_parameters()
def new_source(request: VaultRequest, token: str) -> HttpResponse:
    """Add the source of a report whose page led here."""
    require_sealer(request.user)
    try:
        receipt = tokens.receipt_of(token, request.user)
    except signing.BadSignature as exc:
        raise Http404 from exc
    form = forms.NewSourceForm(sent(request))

    def do(data: dict[str, Any]) -> Source:
        return sources.take_in(
            form.about(),
            form.identity(),
            receipt,
            purposes=data["purposes"],
            how=data["how"],
            by=request.user,
            at=timezone.now(),
        )

    # By its address alone: the vault knows no pages of cases.
    back = f"/reports/{quote(receipt, safe='')}/"
    return form_page(
        request,
        form,
        do,
        to=back,
        said=_("The source has a code now. Who it is was sealed; only a custodian can read it."),
        title=_("Who the report came from"),
        lead=_(
            "The name and the contact are sealed at once. Nobody at this page reads them again."
        ),
        go=_("Seal"),
        back=back,
        receipt=receipt,
    )


@sensitive_post_parameters()
def change(request: VaultRequest, code: str) -> HttpResponse:
    """Change what stands outside the vault."""
    require_custodian(request.user)
    found = _found(code)
    first = {name: getattr(found, name) for name in forms.AboutForm.base_fields}
    form = forms.AboutForm(sent(request), initial=first)
    return form_page(
        request,
        form,
        lambda _data: sources.change(found, form.about(), by=request.user, at=timezone.now()),
        to=_address(found),
        said=_("Saved."),
        title=_("Change what is said of the source"),
        lead=_("All of this can be read outside the vault. Write nothing that identifies anybody."),
        back=_address(found),
    )


@sensitive_post_parameters()
def seal(request: VaultRequest, code: str) -> HttpResponse:
    """Seal who a source is, in place of what was sealed."""
    require_custodian(request.user)
    found = _found(code)
    form = forms.IdentityForm(sent(request))
    return form_page(
        request,
        form,
        lambda _data: sources.seal(found, form.identity(), by=request.user, at=timezone.now()),
        to=_address(found),
        said=_("Sealed. What was sealed before is gone."),
        title=_("Seal who the source is"),
        lead=_("This replaces the whole of what was sealed before."),
        go=_("Seal"),
        back=_address(found),
    )


@sensitive_post_parameters()
def reveal(request: VaultRequest, code: str) -> HttpResponse:
    """Show who a source is, once, for a reason and a passphrase."""
    require_custodian(request.user)
    found = _found(code)
    form = forms.RevealForm(sent(request))
    if request.method == "POST" and form.is_valid():
        done, revealed = attempted(
            form,
            lambda: sources.reveal_all(
                found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if done:
            context = {
                "source": found,
                "identity": revealed.identity,
                "mails": revealed.mails,
            }
            return unkept(render(request, "vault/revealed.html", context))
    context = {
        "form": form,
        "title": _("Read who the source is"),
        "lead": _("That you read it, when and why is recorded, and the other custodians see it."),
        "go": _("Open"),
        "back": _address(found),
    }
    return unkept(render(request, "vault/form.html", context))


def erase(request: VaultRequest, code: str) -> HttpResponse:
    """Erase who a source is, after a page that says what that means."""
    require_custodian(request.user)
    found = _found(code)
    if request.method == "POST":
        return posted(
            request,
            lambda: sources.erase(found, by=request.user, at=timezone.now()),
            to=_address(found),
            said=_("The identity is erased. The code, the consents and the reports stay."),
        )
    return render(request, "vault/erase.html", {"source": found, "back": _address(found)})


def add_consent(request: VaultRequest, code: str) -> HttpResponse:
    """Record a consent."""
    require_custodian(request.user)
    found = _found(code)
    form = forms.ConsentForm(sent(request))
    return form_page(
        request,
        form,
        lambda data: consents.record(found, **data, by=request.user, at=timezone.now()),
        to=_address(found) + "#consents",
        said=_("The consent is recorded."),
        title=_("Record a consent"),
        back=_address(found),
    )


@require_POST
def withdraw(request: VaultRequest, pk: int) -> HttpResponse:
    """Record that a source took a consent back, now."""
    require_custodian(request.user)
    found = get_object_or_404(ConsentRecord.objects.select_related("source"), pk=pk)
    at = timezone.now()
    return posted(
        request,
        lambda: consents.withdraw(found, withdrawn_at=at, by=request.user, at=at),
        to=_address(found.source) + "#consents",
        said=_(
            "The consent is withdrawn. Nothing that rests on it can be sent any more; drafts that "
            "were cleared go back to their authors."
        ),
    )


@require_POST
def withdraw_all(request: VaultRequest, code: str) -> HttpResponse:
    """Withdraw every consent of a source that wants out."""
    require_custodian(request.user)
    found = _found(code)
    return posted(
        request,
        lambda: consents.withdraw_all(found, by=request.user, at=timezone.now()),
        to=_address(found) + "#consents",
        said=_("Every consent is withdrawn."),
    )


def _found(code: str) -> Source:
    return get_object_or_404(Source, code=code)


def _address(source: Source) -> str:
    return reverse("vault:source", args=[source.code])


def _context(found: Source) -> dict[str, Any]:
    return {
        "source": found,
        "consents": found.consents.select_related("recorded_by", "withdrawn_by"),
        "reports": found.reports.all(),
        "mails": found.mails.defer("head", "original").select_related("sealed_by"),
        "tellings": found.notices.select_related("done_by"),
        "purposes": {str(code): words for code, words in PURPOSES.items()},
        "readings": AuditEvent.objects.filter(
            subject_kind="source",
            subject_id=found.code,
            verb__in=("source revealed", "mail opened"),
        )
        .select_related("by")
        .order_by("-number")[:SEEN_READINGS],
    }
