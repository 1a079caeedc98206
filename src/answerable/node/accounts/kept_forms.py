"""What somebody was sending when the session was locked: kept here, sent when they say so."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "kept_form"
LARGEST = 200_000

_left_out: set[str] = set()


def leave_out(namespace: str) -> None:
    """Have no form of an app kept; called once, when the app is ready.

    A session lies unsealed in the database: what is sealed elsewhere must not come by here.
    """
    _left_out.add(namespace)


@dataclass(frozen=True)
class Kept:
    """A form: where it was going, from what page, and what stood in it."""

    path: str
    page: str
    fields: list[list[str]]


def keep(request: HttpRequest) -> str | None:
    """Keep a form that comes while the session is locked; return where it is shown afterwards.

    Files are not kept, nor a form of more than 200 kB, nor passwords, nor a form of an app that
    was left out. Nothing is done with it: a person must say so, once they have shown who they are.
    """
    if request.method != "POST" or _is_left_out(request):
        return None
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name and "passphrase" not in name
    ]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        page = "/"
    request.session[KEY] = {"path": request.get_full_path(), "page": page, "fields": fields}
    return reverse("session_kept")


def _is_left_out(request: HttpRequest) -> bool:
    try:
        return not _left_out.isdisjoint(resolve(request.path_info).namespaces)
    except Resolver404:
        return False


def kept(request: HttpRequest) -> Kept | None:
    """Return what was kept, if anything."""
    found = request.session.get(KEY)
    return Kept(**found) if found else None


def forget(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(KEY, None)
