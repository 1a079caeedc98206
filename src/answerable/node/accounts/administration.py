"""The administrator's pages: people and offices. They show no case."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from answerable.node.accounts import offices as tree
from answerable.node.accounts import services
from answerable.node.accounts.forms import (
    MembershipForm,
    OfficeForm,
    OfficePlaceForm,
    PersonForm,
)
from answerable.node.accounts.models import (
    GUARDED_ROLES,
    Membership,
    Office,
    Role,
    User,
)
from answerable.node.accounts.requests import SignedIn
from answerable.node.accounts.roles import require_role

View = Callable[..., HttpResponse]
TOO_DEEP = gettext_lazy("Offices lie at most %(number)s deep.")
WAITS = gettext_lazy("This role waits for a second person: another administrator or a principal.")


def for_administrators(view: View) -> View:
    """Let only administrators through."""

    @wraps(view)
    def guarded(request: SignedIn, *args: object, **kwargs: object) -> HttpResponse:
        require_role(request.user, Role.ADMINISTRATOR)
        return view(request, *args, **kwargs)

    return guarded


@for_administrators
def people(request: SignedIn) -> HttpResponse:
    """List the people with their roles."""
    everyone = User.objects.prefetch_related("memberships__office").order_by("name", "username")
    return render(request, "accounts/people.html", {"people": everyone})


@for_administrators
def add_person(request: SignedIn) -> HttpResponse:
    """Add a person and show the one-time password, once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, secret = services.add_person(
                given["username"],
                given["name"],
                by=request.user,
                at=timezone.now(),
                office=given["office"],
                role=Role(given["role"]),
            )
        except services.AlreadyThere:
            form.add_error("username", _("Someone has this user name already."))
        else:
            if given["role"] in GUARDED_ROLES:
                messages.info(request, WAITS)
            return render(request, "accounts/secret.html", {"person": user, "secret": secret})
    return render(request, "accounts/add_person.html", {"form": form})


@for_administrators
def person(request: SignedIn, pk: int) -> HttpResponse:
    """Show one person; give a role."""
    user = get_object_or_404(User, pk=pk)
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        waits = services.give_role(
            user, given["office"], Role(given["role"]), by=request.user, at=timezone.now()
        )
        if waits is not None:
            messages.info(request, WAITS)
        return redirect("administration:person", pk)
    return render(request, "accounts/person.html", {"person": user, "form": form})


@require_POST
@for_administrators
def take_role(request: SignedIn, pk: int) -> HttpResponse:
    """Take a role away."""
    membership = get_object_or_404(Membership, pk=pk)
    try:
        services.take_role(membership, by=request.user, at=timezone.now())
    except services.LastAdministrator:
        messages.error(request, _("Someone must stay to administer this node."))
    return redirect("administration:person", membership.user_id)


@require_POST
@for_administrators
def reset_password(request: SignedIn, pk: int) -> HttpResponse:
    """Give a new one-time password and show it, once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    secret = services.reset_password(user, by=request.user, at=timezone.now())
    return render(request, "accounts/secret.html", {"person": user, "secret": secret})


@require_POST
@for_administrators
def end_access(request: SignedIn, pk: int) -> HttpResponse:
    """Let a person sign in no more."""
    user = get_object_or_404(User, pk=pk)
    try:
        services.end_access(user, by=request.user, at=timezone.now())
    except services.LastAdministrator:
        messages.error(request, _("Someone must stay to administer this node."))
    return redirect("administration:person", pk)


@require_POST
@for_administrators
def restore_access(request: SignedIn, pk: int) -> HttpResponse:
    """Let a person sign in again."""
    user = get_object_or_404(User, pk=pk)
    secret = services.restore_access(user, by=request.user, at=timezone.now())
    return render(request, "accounts/secret.html", {"person": user, "secret": secret})


@for_administrators
def offices(request: SignedIn) -> HttpResponse:
    """List the offices; add one."""
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.add_office(
                given["code"],
                given["name"],
                parent=given["parent"],
                by=request.user,
                at=timezone.now(),
            )
        except services.AlreadyThere:
            form.add_error("code", _("An office has this code already."))
        except tree.TooDeep:
            form.add_error("parent", TOO_DEEP % {"number": tree.DEEPEST})
        else:
            return redirect("administration:offices")
    return render(request, "accounts/offices.html", {"offices": tree.in_order(), "form": form})


@for_administrators
def office(request: SignedIn, code: str) -> HttpResponse:
    """Show an office and who works there; rename or move it."""
    found = get_object_or_404(Office, code=code)
    form = OfficePlaceForm(
        request.POST or None, initial={"name": found.name, "parent": found.parent_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            tree.change_office(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except tree.Circle:
            form.add_error("parent", _("An office cannot lie under itself."))
        except tree.TooDeep:
            form.add_error("parent", TOO_DEEP % {"number": tree.DEEPEST})
        else:
            return redirect("administration:offices")
    people = found.memberships.filter(user__is_active=True).select_related("user")
    context = {"office": found, "form": form, "memberships": people}
    return render(request, "accounts/office.html", context)
