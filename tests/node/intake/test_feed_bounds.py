"""What one partner may hold, of threads, of the disk, of keys and of what others see."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from answerable.node.accounts.models import Role, User
from answerable.node.intake.models import DataFile, DataSet, Delivery, Document, Feed
from answerable.node.intake.services import datasets, feeds
from answerable.node.intake.views import feed_api
from answerable.node.jobs import registry
from answerable.node.ui.slow_bodies import TimedBody, timed
from answerable.node.ui.turns import TooManyOfAll, TooManyOfOne, Turns
from tests.factories import NOW, make_office, make_user
from tests.node.intake.test_feed_deliveries import ONE, _now, send, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.urls("answerable.node.urls_channel")]


@pytest.fixture
def keeper() -> User:
    return make_user("keeper", Role.INTAKE)


@pytest.fixture
def feed(keeper: User) -> Feed:
    return feeds.open_feed(name="Kelorane Monitor", office=make_office(), by=keeper, at=NOW)


@pytest.fixture
def secret(feed: Feed, keeper: User) -> str:
    return feeds.make_token(feed, days=730, by=keeper, at=_now()).secret


@contextmanager
def under_way(*partners: int) -> Iterator[None]:
    """Hold turns as requests of these partners would."""
    for one in partners:
        feed_api.TURNS.take(one)
    try:
        yield
    finally:
        for one in partners:
            feed_api.TURNS.give_back(one)


class Stalled:
    """A body whose end never comes, until the connection ends."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def read(self, _size: int = -1, /) -> bytes:
        self.ended.wait(20)
        return b""

    readline = read


def test_a_partner_has_two_turns_and_all_of_them_three() -> None:
    turns = Turns(of_one=2, of_all=3)
    turns.take(1)
    turns.take(1)
    turns.take(2)

    with pytest.raises(TooManyOfOne):
        turns.take(1)
    with pytest.raises(TooManyOfAll):
        turns.take(2)
    turns.give_back(1)
    turns.take(2)


def test_who_has_too_many_under_way_is_told_to_wait_before_the_body_is_read(
    secret: str, feed: Feed
) -> None:
    with under_way(feed.pk, feed.pk):
        answer = send(secret, b"not read")
    with under_way(-1, -2, -2):
        others = send(secret, b"not read")

    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert answer.json()["type"] == "urn:answerable:problem:too_many_at_once"
    assert (others.status_code, others["Retry-After"]) == (503, "5")
    assert send(secret, ONE).status_code == 201


def test_a_turn_is_given_back_whatever_becomes_of_the_request(secret: str) -> None:
    bodies = (b"[", b"{}", b" ", ONE)

    statuses = [send(secret, body, f"key-000{n}").status_code for n, body in enumerate(bodies)]

    assert statuses == [400, 422, 400, 201]


@pytest.mark.parametrize("media", ["application/json", "multipart/form-data; boundary=x"])
def test_a_body_that_does_not_come_is_given_up_and_keeps_its_turn_until_it_ends(
    secret: str, feed: Feed, media: str
) -> None:
    stalled = Stalled()
    body = TimedBody(stalled, seconds=0.01)
    fields: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": "500", "CONTENT_TYPE": media}
    head = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "key-0001"}

    answer = Client().generic("POST", "/api/v1/reports", headers=head, **fields)
    with under_way(feed.pk):
        meanwhile = send(secret, ONE)
    let_go = threading.Event()
    body.when_let_go(let_go.set)
    stalled.ended.set()

    assert (answer.status_code, meanwhile.status_code) == (408, 429)
    assert let_go.wait(20)
    assert not Delivery.objects.exists()


def test_who_is_late_is_answered_at_once_and_let_go_when_the_body_is() -> None:
    stalled = Stalled()

    def late(environ: dict[str, Any], _start: object) -> list[bytes]:
        with pytest.raises(TimeoutError):
            environ["wsgi.input"].read(5)
        return [b"too slow"]

    answer = iter(timed(late, seconds=0.01)({"wsgi.input": stalled}, lambda *_: None))
    first = next(answer)
    ended: list[bytes] = []
    rest = threading.Thread(target=lambda: ended.extend((*answer, b"ended")))
    rest.start()
    before = list(ended)
    stalled.ended.set()
    rest.join(20)

    assert (first, before, ended) == (b"too slow", [], [b"ended"])


def test_a_timed_body_gives_what_came_and_raises_what_its_stream_raises() -> None:
    class Broken:
        def read(self, _size: int = -1, /) -> bytes:
            raise ConnectionResetError

        readline = read

    assert TimedBody(io.BytesIO(b"abc")).read(2) == b"ab"
    assert TimedBody(io.BytesIO(b"a\nb")).readline() == b"a\n"
    with pytest.raises(ConnectionResetError):
        TimedBody(Broken()).read()


def test_a_document_is_held_in_memory_alone_and_its_name_as_it_may_be_shown(
    secret: str, settings: Settings, tmp_path: Path
) -> None:
    # Were it larger than this, Django would write it into a folder that is not there.
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    page = b"<html><body><p>Three people were killed in Dorvelle.</p></body></html>"

    answer = with_file(secret, {"id": "D-9", "title": "A page"}, page, "..\\a\u202elmth.exe")

    assert answer.status_code == 201, answer.content
    assert Document.objects.get().file_name == "almth.exe"


def test_keys_are_forgotten_when_their_time_is_over_though_nobody_asks(secret: str) -> None:
    send(secret, ONE)
    send(secret, {**ONE, "title": "Other"}, "key-0002")
    old, new = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=old.pk).update(at=_now() - timedelta(days=8))

    entry = registry.find("intake.feed_keys")
    feeds.forget_keys(at=_now())

    assert entry.every is not None
    assert Delivery.objects.get(pk=old.pk).key is None
    assert Delivery.objects.get(pk=new.pk).key


def test_rows_of_a_feed_are_seen_by_the_advisers_of_its_office_alone(
    secret: str, feed: Feed, keeper: User
) -> None:
    send(secret, ONE)
    other = datasets.receive("Public list", b"id\n1\n", file_name="x.csv", by=keeper, at=NOW)
    make_office("bureau")
    far, near = (make_user(name, Role.LEGAL, office=name) for name in ("bureau", "embassy"))

    def seen(user: User) -> tuple[set[int], set[int]]:
        return (
            {one.pk for one in DataSet.objects.visible_to(user)},
            {one.data_set_id for one in DataFile.objects.visible_to(user)},
        )

    assert seen(far) == ({other.data_set_id}, {other.data_set_id})
    both = {feed.data_set_id, other.data_set_id}
    assert seen(near) == seen(keeper) == (both, both)
