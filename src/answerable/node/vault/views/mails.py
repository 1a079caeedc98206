"""The page on which a custodian takes a sealed e-mail out, as it came."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from answerable.node.vault import forms
from answerable.node.vault.models import SealedMail
from answerable.node.vault.permissions import require_custodian
from answerable.node.vault.services import mails
from answerable.node.vault.views.doing import VaultRequest, attempted, sent, unkept


@sensitive_post_parameters()
def mail(request: VaultRequest, code: str, pk: int) -> HttpResponse:
    """Hand out an e-mail for a reason and a passphrase: as bytes to keep, never to show."""
    require_custodian(request.user)
    rows = SealedMail.objects.select_related("source")
    found = get_object_or_404(rows, source__code=code, pk=pk)
    form = forms.RevealForm(sent(request))
    if request.method == "POST" and form.is_valid():
        done, data = attempted(
            form,
            lambda: mails.open_original(
                found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if done:
            return unkept(_bytes(data, f"{code}-{found.pk}.eml"))
    context = {
        "form": form,
        "title": _("Take the original e-mail out"),
        "lead": _(
            "It names who sent it and by which way it came. Keep it nowhere where others read. "
            "That you took it out, when and why is recorded, and the other custodians see it."
        ),
        "go": _("Download"),
        "back": reverse("vault:source", args=[code]),
    }
    return unkept(render(request, "vault/form.html", context))


def _bytes(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
