"""Say in plain words what went wrong, to a person on a page or to a peer in one line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be understood."""
    return render(request, "ui/error_400.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a deed that the person may not do."""
    return render(request, "ui/error_403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what does not exist, or not for this person."""
    return render(request, "ui/error_404.html", status=404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not made by a page of this sign-in."""
    return render(request, "ui/error_form.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours; the page needs neither session nor database."""
    return render(None, "ui/error_500.html", status=500)


def plain_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a peer that the request could not be understood."""
    return HttpResponse("bad request\n", status=400, content_type="text/plain")


def plain_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a peer nothing but that nothing is here."""
    return HttpResponse("not found\n", status=404, content_type="text/plain")


def plain_failed(request: HttpRequest) -> HttpResponse:
    """Tell a peer that the fault is ours."""
    return HttpResponse("failed\n", status=500, content_type="text/plain")
