"""Do a deed from a page: what is refused stays on the page, with everything that was typed."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from answerable.casework.errors import CaseworkError
from answerable.node.accounts.models import Office, User
from answerable.node.accounts.roles import roles_of
from answerable.node.desk import labels
from answerable.node.desk.errors import BadInput, DeskError, NotPermitted
from answerable.node.desk.permissions import MAY, offices_for
from answerable.node.ledger.errors import LedgerError

REFUSALS = (DeskError, CaseworkError, LedgerError)
Done = TypeVar("Done")
Thing = TypeVar("Thing")


class DeskRequest(HttpRequest):
    """A request of somebody who has signed in, as the middleware guarantees."""

    user: User
    # What the navigation would count again, once a page has counted it.
    needs_me: int
    # The thing of a case that the page shows.
    shown: Any


def shown(request: DeskRequest, thing: Thing) -> Thing:
    """Say of which case the page is: it carries the handling marking of that, and return it."""
    request.shown = thing
    return thing


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, if only an empty form; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def acting(request: DeskRequest, deed: str) -> list[Office]:
    """Return the offices for which the person may do the deed; without one it is refused."""
    offices = offices_for(request.user, deed)
    if not offices:
        raise NotPermitted(deed)
    return offices


def allowed(user: User) -> dict[str, bool]:
    """Return for each deed whether the person may do it in any office, for showing buttons."""
    roles = roles_of(user)
    return {str(deed): not roles.isdisjoint(needed) for deed, needed in MAY.items()}


def attempted(
    form: forms.Form, do: Callable[[], Done], *, unless: type[DeskError] = NotPermitted
) -> tuple[bool, Done | None]:
    """Do a deed for a valid form; what is refused becomes an error of the form.

    Returns whether it was done, and what came of it. A missing permission is raised as it is, and
    so is the refusal that the caller wants to answer itself.
    """
    try:
        return True, do()
    except (NotPermitted, unless):
        raise
    except BadInput as exc:
        put_on(form, exc)
    except REFUSALS as exc:
        form.add_error(None, str(labels.explain(exc)))
    return False, None


def put_on(form: forms.Form, refusal: BadInput) -> None:
    """Show each problem at the field that it is about, or above the form."""
    for path, code in refusal.problems.items():
        name = path.rpartition(".")[2]
        form.add_error(name if name in form.fields else None, str(labels.problem(code)))


def form_page(
    request: DeskRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    to: Callable[[Any], str] | str,
    said: str = "",
    template: str = "desk/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form; when it is sent and holds, do the deed, say so and go on."""
    if request.method == "POST" and form.is_valid():
        done, result = attempted(form, do)
        if done:
            if said:
                messages.success(request, said)
            return redirect(to(result) if callable(to) else to)
    return render(request, template, {"form": form, **context})


def posted(
    request: DeskRequest, do: Callable[[], object], *, to: str, said: str = ""
) -> HttpResponse:
    """Do a deed that needs no form; what is refused is said on the next page."""
    try:
        do()
    except NotPermitted:
        raise
    except REFUSALS as exc:
        messages.warning(request, str(labels.explain(exc)))
    else:
        if said:
            messages.success(request, said)
    return redirect(to)
