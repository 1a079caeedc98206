"""A person's own sessions: see them, end them, lock this one, send what a lock kept back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts import audit, kept_forms, sign_ins
from answerable.node.accounts.requests import SignedIn


@require_safe
def sessions(request: SignedIn) -> HttpResponse:
    """List where one is signed in."""
    mine = list(request.user.sign_ins.all()[:50])
    here = request.session.session_key
    context = {"sessions": mine, "here": here, "others": any(one.key != here for one in mine)}
    return render(request, "accounts/sessions.html", context)


@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """End one session; the one in use is a sign-out."""
    found = get_object_or_404(request.user.sign_ins, pk=pk)
    if found.key == request.session.session_key:
        return redirect("account_logout")
    sign_ins.end(found)
    messages.success(request, _("That session has ended."))
    return redirect("session_list")


@require_POST
def end_others(request: SignedIn) -> HttpResponse:
    """End every session but this one."""
    sign_ins.end_others(request, at=timezone.now())
    by = request.user
    audit.record(by, "sessions ended", "person", str(by.pk), at=timezone.now())
    messages.success(request, _("All other sessions have ended."))
    return redirect("session_list")


@require_POST
def lock(request: SignedIn) -> HttpResponse:
    """Lock this session now."""
    sign_ins.lock(request, at=timezone.now())
    return redirect("/")


def kept(request: SignedIn) -> HttpResponse:
    """Show what was being sent when the session was locked; or forget it."""
    found = kept_forms.kept(request)
    if request.method == "POST":
        kept_forms.forget(request)
        return redirect("/")
    if found is None:
        return redirect("/")
    return render(request, "accounts/kept.html", {"kept": found})
