"""The base page: its languages, colours, errors, and what it tells the browser."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from answerable.node.ui import nav
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KEYS = "/help/keys/"


def _request(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = AnonymousUser(), None
    return request


def test_the_policy_allows_nothing_but_this_nodes_own_files(client: Client) -> None:
    policy = client.get(KEYS).headers["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == "'self'"
    assert "unsafe" not in policy
    assert "data:" not in policy


def test_no_cache_keeps_a_page(client: Client) -> None:
    response = client.get(KEYS)

    assert response.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in response.headers["Vary"]


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    response = client.get("/administration/people/")

    assert response.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    ("code", "direction"), [("en", "ltr"), ("uk", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_the_page_runs_as_its_language_does(client: Client, code: str, direction: str) -> None:
    client.post("/preferences/", {"language": code, "next": KEYS})

    assert f'<html lang="{code}" dir="{direction}"' in client.get(KEYS).content.decode()


def test_every_language_is_offered_under_its_own_name(client: Client) -> None:
    page = client.get(KEYS).content.decode()

    for name in ("English", "Українська", "Русский", "العربية", "עברית"):
        assert name in page


def test_a_language_that_is_not_there_changes_nothing(client: Client) -> None:
    client.post("/preferences/", {"language": "xx", "next": KEYS})

    assert '<html lang="en"' in client.get(KEYS).content.decode()


def test_colours_chosen_in_the_header_stay(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark", "next": KEYS})

    assert 'data-theme="dark"' in client.get(KEYS).content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", "x", "keys", "", "\x00"],
)
def test_choosing_a_language_leads_nowhere_else(client: Client, target: str) -> None:
    response = client.post("/preferences/", {"language": "uk", "next": target})

    assert response.headers["Location"] == "/"


def test_cookies_carry_this_nodes_name(client: Client) -> None:
    response = client.post("/preferences/", {"language": "uk", "next": KEYS})

    assert list(response.cookies) == [f"language_{settings.NODE.node_id}"]


def test_a_missing_page_says_so_in_plain_words(client: Client) -> None:
    client.force_login(make_user())

    response = client.get("/there/is/no/such/page/")

    assert response.status_code == 404
    assert "Nothing is here" in response.content.decode()


def test_a_form_without_its_token_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/preferences/", {"language": "uk"})

    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_a_request_larger_than_any_form_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post("/accounts/login/", {"login": "x"}, CONTENT_LENGTH=str(30 * 1024 * 1024))

    assert response.status_code == 413


def test_too_many_tries_look_like_any_page() -> None:
    assert "Too many tries" in render_to_string("429.html", request=_request())


def test_the_current_entry_of_the_navigation_is_marked(client: Client) -> None:
    client.force_login(make_user("amal"))
    nav.add(nav.Entry("test", "Keys entry", "ui:keys", 999, current_in=("ui:keys",)))

    try:
        page = client.get(KEYS).content.decode()
    finally:
        nav.remove("test")

    assert re.search(
        r'<a href="/help/keys/" aria-current="page"[^>]*>(?:(?!</a>).)*Keys entry', page
    )


def test_a_page_that_no_entry_names_belongs_to_the_one_above_it(client: Client) -> None:
    client.force_login(make_user("amal"))
    nav.add(nav.Entry("test", "Help entry", "ui:keys", 999, current_in=("nowhere",)))

    try:
        shown = {one.entry.key: one.is_current for one in nav.shown(_request(f"{KEYS}more/"))}
    finally:
        nav.remove("test")

    assert shown["test"]
    assert sum(shown.values()) == 1


def test_a_number_stands_only_where_someone_must_act(client: Client) -> None:
    client.force_login(make_user("amal"))
    nav.add(nav.Entry("none", "Nothing", "ui:keys", 998, count=lambda _request: 0))
    nav.add(nav.Entry("some", "Something", "ui:keys", 999, count=lambda _request: 4))

    try:
        page = client.get(KEYS).content.decode()
    finally:
        nav.remove("none")
        nav.remove("some")

    assert re.search(r'Something</span><span class="count">4</span>', page)
    assert not re.search(r'Nothing</span><span class="count"', page)


@pytest.mark.urls("answerable.node.urls_channel")
def test_the_channel_listener_has_no_pages(client: Client) -> None:
    response = client.get("/accounts/login/")

    assert response.status_code == 404
    assert response.content == b"not found\n"
