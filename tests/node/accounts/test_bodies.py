"""Bodies that do not come hold some threads of the desk and never all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from answerable.node.accounts.bodies import PEOPLE, STRANGERS, BodiesMiddleware
from answerable.node.accounts.models import Role
from answerable.node.ui.slow_bodies import noted
from answerable.node.ui.turns import TooManyOfOne, Turns
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
HOME = "192.0.0.0/16"


@contextmanager
def under_way(turns: Turns, *senders: str) -> Iterator[None]:
    """Hold turns as requests of these senders would."""
    for one in senders:
        turns.take(one)
    try:
        yield
    finally:
        for one in senders:
            turns.give_back(one)


def test_a_strangers_form_is_refused_unread_while_others_hold_the_strangers_turns() -> None:
    stranger = Client(REMOTE_ADDR="192.0.2.77")

    with under_way(STRANGERS, HOME, HOME):
        same, page = stranger.post(LOGIN, {"login": "amal"}), stranger.get(LOGIN)
        other = Client(REMOTE_ADDR="198.51.100.7").post(LOGIN, {"login": "amal"})
    with under_way(STRANGERS, "a", "b", "c"):
        full = stranger.post(LOGIN, {"login": "amal"})

    assert (same.status_code, same["Retry-After"], full.status_code) == (503, "5", 503)
    assert (page.status_code, other.status_code) == (200, 200)
    assert stranger.post(LOGIN, {"login": "amal"}).status_code == 200


def test_strangers_take_no_turn_of_a_person_who_is_signed_in(client: Client) -> None:
    amal = make_user("amal", Role.INTAKE)
    client.force_login(amal)
    form = {"text": "Three people were killed.", "with_reports": ""}

    with under_way(STRANGERS, "a", "b", "c"), under_way(PEOPLE, "x", "x", "x"):
        sent = client.post("/documents/new/", form)
    with under_way(PEOPLE, *[str(amal.pk)] * 3):
        too_many = client.post("/documents/new/", form)

    assert (sent.status_code, too_many.status_code) == (302, 503)


def test_a_turn_is_held_until_the_body_is_here_and_no_longer() -> None:
    may_another: list[bool] = []

    def view(request: HttpRequest) -> HttpResponse:
        may_another.append(may_begin())
        request.read()
        may_another.append(may_begin())
        return HttpResponse()

    def may_begin() -> bool:
        try:
            with under_way(STRANGERS, HOME):
                return True
        except TooManyOfOne:
            return False

    def application(environ: dict[str, Any], _start: object) -> list[bytes]:
        request = WSGIRequest(environ)
        request.user = AnonymousUser()
        return [BodiesMiddleware(view)(request).content]

    asked = RequestFactory(REMOTE_ADDR="192.0.2.77").post("/", b"12345", content_type="a/b").environ
    with under_way(STRANGERS, HOME):
        list(noted(application)(asked, print))

    assert may_another == [False, True]
