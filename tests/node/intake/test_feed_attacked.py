"""Programs that send what they should not: refused in the documented form, and nothing is kept."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.extraction.datasets.sent import NotSent, Sent, read_sent
from answerable.node import settings_channel
from answerable.node.accounts.models import Role, User
from answerable.node.desk.models import Report
from answerable.node.intake.models import Delivery
from answerable.node.intake.services import feeds
from answerable.node.intake.services.feeds.allowance import Allowance
from tests.factories import NOW, make_office, make_user
from tests.node.intake.test_feed_deliveries import ONE, _now, send

URLS = pytest.mark.urls("answerable.node.urls_channel")


@pytest.fixture
def keeper(db: None) -> User:
    return make_user("keeper", Role.INTAKE)


@pytest.fixture
def secret(keeper: User) -> str:
    feed = feeds.open_feed(name="Kelorane Monitor", office=make_office(), by=keeper, at=NOW)
    return feeds.make_token(feed, by=keeper, at=_now()).secret


BODIES = {
    "deep": b"[" * 100_000,
    "nul": b'{"id": "1", "title": "a\\u0000b"}',
    "half a character": b'{"id": "1", "title": "\\ud800"}',
    "name twice": b'{"id": "1", "id": "2", "title": "x"}',
    "not utf-8": b'{"id": "1", "title": "\xff"}',
    "not finite": b'{"id": "1", "title": "x", "place": {"latitude": 1e999, "longitude": NaN}}',
    "long number": b'{"id": "1", "title": "x", "figures": [{"counts": "killed", "low": '
    + b"9" * 5000 + b"}]}",
    "blank": b" ",
    "nothing": b"[]",
    "a pdf": b"%PDF-1.7",
    "unknown": b'{"id": "1", "title": "x", "office": "bureau"}',
    "no title": b'{"id": "1", "title": " "}',
    "nothing to see": '{"id": "1", "title": "\u200b\u202e"}'.encode(),
    "the first day of all": b'{"id": "1", "title": "x", "published": "0001-01-01"}',
    "the last day of all": b'{"id": "1", "title": "x", "happened": {"first": "9999-12-31"}}',
    "line in id": b'{"id": "1\\n2", "title": "x"}',
    "twice in a list": b'[{"id": "1", "title": "x"}, {"id": "1", "title": "y"}]',
    "script as address": b'{"id": "1", "title": "x", "url": "javascript:alert(1)"}',
    "too many": json.dumps([{"id": str(n), "title": "x"} for n in range(101)]).encode(),
}  # fmt: skip


@URLS
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_bad_body_is_a_problem_with_a_sentence_and_leaves_nothing(
    secret: str, body: bytes
) -> None:
    answer = send(secret, body)

    assert answer.status_code in (400, 413, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")
    assert not Report.objects.exists()


@URLS
@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "1", "title": "x", "kind": "told by Ilva Exampleton"}',
        b'{"id": "1", "title": "x", "Ilva_Exampleton": 1}',
    ],
)
def test_of_what_is_refused_no_word_is_kept_or_said_again(secret: str, body: bytes) -> None:
    answer = send(secret, body)

    assert answer.status_code == 422
    kept = str(Delivery.objects.values_list("problems", flat=True))
    assert "Exampleton" not in answer.content.decode() + kept


REQUESTS: dict[str, tuple[int, dict[str, Any]]] = {
    "no token": (401, {"Authorization": None}),
    "another scheme": (401, {"Authorization": "Basic YTpi"}),
    "a token of nobody": (401, {"Authorization": "Bearer ansf_0123456789_" + "A" * 43}),
    "a huge token": (401, {"Authorization": "Bearer " + "A" * 60_000}),
    "signs in a token": (401, {"Authorization": "Bearer ansf_\u0661\u0662"}),
    "no key": (400, {"Idempotency-Key": None}),
    "a short key": (400, {"Idempotency-Key": "1"}),
    "a huge key": (400, {"Idempotency-Key": "k" * 60_000}),
    "a key of signs": (400, {"Idempotency-Key": "key\t0001 \u00e9"}),
    "chunked": (411, {"Transfer-Encoding": "chunked"}),
    "another type": (415, {"media": "text/plain"}),
    "another charset": (415, {"media": "application/json; charset=utf-16"}),
    "a form that is none": (400, {"media": "multipart/form-data; boundary=x"}),
    "a form without boundary": (400, {"media": "multipart/form-data"}),
}


@URLS
@pytest.mark.parametrize(("status", "given_"), REQUESTS.values(), ids=REQUESTS)
def test_a_request_that_is_not_of_its_form_is_refused_before_anything_is_kept(
    secret: str, status: int, given_: dict[str, Any]
) -> None:
    answer = send(secret, ONE, **given_)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Delivery.objects.exists()


@URLS
def test_a_body_that_is_announced_too_large_is_not_read(secret: str) -> None:
    assert send(secret, b" " * (1024 * 1024 + 1)).status_code == 413
    assert Client().post("/api/v1/reports").status_code == 401
    assert Client().get("/api/v1/deliveries/..%2f").status_code in (401, 404)


@URLS
def test_who_asks_too_often_is_told_how_long_to_wait(secret: str) -> None:
    where, fields = f"/api/v1/deliveries/{'0' * 32}", {"Authorization": f"Bearer {secret}"}
    answers = [Client().get(where, headers=fields) for _ in range(61)]

    assert {one.status_code for one in answers[:60]} == {404}
    last = answers[60]
    assert (last.status_code, last["RateLimit-Policy"]) == (429, '"minute";q=60;w=60')
    assert 1 <= int(last["Retry-After"]) <= 60
    assert answers[0]["RateLimit"].startswith('"minute";r=59;t=')


def test_a_minute_later_all_requests_are_left_again() -> None:
    allowance = Allowance(most=1)

    assert allowance.take("a", 0.0).admitted
    assert not allowance.take("a", 59.9).admitted
    assert allowance.take("b", 59.9).admitted
    assert allowance.take("a", 60.0).admitted


@URLS
# Of the channel's listener, where feeds arrive: on the desk few bodies are waited for.
@override_settings(MIDDLEWARE=settings_channel.MIDDLEWARE)
@pytest.mark.django_db(transaction=True)
def test_a_hundred_twins_at_once_make_one_report(secret: str) -> None:
    def one(_number: int) -> tuple[int, bytes]:
        try:
            answer = send(secret, ONE)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    # Above the allowance some are told to wait; nobody gets another answer.
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(one, range(100)))

    received = {answer for answer in answers if answer[0] != 429}
    assert (len(received), {status for status, _body in received}) == (1, {201})
    assert Report.objects.count() == 1


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "title", "text", "place", "figures", "happened", "x"]), inner
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=60) | PLAIN.map(lambda one: json.dumps(one).encode()), st.booleans())
def test_whatever_comes_is_read_or_refused_with_sentences(data: bytes, one_a_line: bool) -> None:
    problems: tuple[tuple[str, str], ...] = ()
    found: list[Sent] = []
    try:
        found = read_sent(data, one_a_line=one_a_line)
    except NotSent as refusal:
        problems = refusal.problems

    assert bool(found) != bool(problems)
    assert all(said.endswith(".") for _where, said in problems)
