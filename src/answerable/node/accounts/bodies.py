"""Let few bodies be waited for at a time: slow ones must not hold every thread of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from answerable.node.accounts.sign_ins import network_of
from answerable.node.ui import slow_bodies
from answerable.node.ui.turns import TooManyOfAll, TooManyOfOne, Turns

# The desk has eight threads. Strangers take none of those of people who are signed in, and one is
# left for whoever only asks for a page.
STRANGERS: Final = Turns(of_one=2, of_all=3)
PEOPLE: Final = Turns(of_one=3, of_all=4)


class BodiesMiddleware:
    """Refuse a body, before any of it is read, while as many others are waited for as may be.

    The server cannot give up a body that it waits for, so its thread is held until it is here or
    its connection ends.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask to send it again."""
        if (request.headers.get("Content-Length") or "0") == "0":
            return self.get_response(request)
        turns, sender = _sender(request)
        try:
            turns.take(sender)
        except (TooManyOfOne, TooManyOfAll):
            said = _("Too many forms are being sent at this moment. Go back and send it again.")
            return HttpResponse(
                f"{said}\n",
                status=503,
                content_type="text/plain; charset=utf-8",
                headers={"Retry-After": "5"},
            )
        held = [sender]

        def give_back() -> None:
            while held:
                turns.give_back(held.pop())

        slow_bodies.when_here(request.META, give_back)
        try:
            return self.get_response(request)
        finally:
            give_back()


def _sender(request: HttpRequest) -> tuple[Turns, str]:
    if request.user.is_authenticated:
        return PEOPLE, str(request.user.pk)
    return STRANGERS, network_of(request.META.get("REMOTE_ADDR", ""))
