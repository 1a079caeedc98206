"""Do a deed from a page: what is refused stays on the form, a passphrase never does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from answerable.node.accounts.models import User
from answerable.node.vault import wording
from answerable.node.vault.errors import NotPermitted, VaultError


class VaultRequest(HttpRequest):
    """A request of somebody who has signed in, as the middleware guarantees."""

    user: User


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, if only an empty form; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: VaultRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    to: Callable[[Any], str] | str,
    said: str = "",
    template: str = "vault/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form; when it is sent and holds, do the deed, say so and go on."""
    if request.method == "POST" and form.is_valid():
        done, result = attempted(form, lambda: do(form.cleaned_data))
        if done:
            if said:
                messages.success(request, said)
            return redirect(to(result) if callable(to) else to)
    return unkept(render(request, template, {"form": form, **context}))


def attempted(form: forms.Form, do: Callable[[], Any]) -> tuple[bool, Any]:
    """Do a deed; what the vault refuses becomes an error of the form."""
    try:
        return True, do()
    except NotPermitted:
        raise
    except VaultError as exc:
        form.add_error(None, wording.refusal(exc))
    return False, None


def posted(
    request: VaultRequest, do: Callable[[], object], *, to: str, said: str = ""
) -> HttpResponse:
    """Do a deed that needs no form; what is refused is said on the next page."""
    try:
        do()
    except NotPermitted:
        raise
    except VaultError as exc:
        messages.warning(request, wording.refusal(exc))
    else:
        if said:
            messages.success(request, said)
    return redirect(to)


def unkept(response: HttpResponse) -> HttpResponse:
    """Tell browsers and whatever is between to keep no copy."""
    response["Cache-Control"] = "no-store"
    return response
