"""Canaries: strings of an erased text stand in no table and in no file of the node afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import BinaryField, CharField, JSONField, TextField

from answerable.casework.codes import Kind
from answerable.casework.words import Text, Words
from answerable.node.desk.models import Draft, Inquiry, Message
from answerable.node.desk.services import reviews
from answerable.node.jobs import queue
from answerable.node.ledger import leftovers, scrubbing
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk import erasing
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_signed,
    raise_body,
    raise_signed,
    response_body,
)

CANARIES = (
    "The witness lives at Kanarienweg 77",
    "Свидетель живёт у мельницы",
    "شاهد يسكن قرب الطاحونة",
)
sqlite_only = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="files of SQLite"
)


@pytest.fixture
def committed(transactional_db: None) -> tuple[Desk, Other]:
    """A desk whose deeds are really committed, so that the files hold what the rows say."""
    desk = Desk()
    return desk, Other(*make_signed(desk))


def forms(text: str) -> list[bytes]:
    """How a text may stand in a file: as it is, escaped in JSON, and in two wider encodings."""
    return [
        text.encode(),
        json.dumps(text)[1:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
    ]


def files_with(texts: tuple[str, ...]) -> list[str]:
    """The files below the node's folder that hold any of the texts."""
    home = Path(settings.NODE.home)
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [path.name for text in texts for form in forms(text) if form in data]
    return found


def rows_with(texts: tuple[str, ...]) -> list[str]:
    """The columns of any table, of whatever type, that hold any of the texts."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.all().values():
            for column, value in row.items():
                written = (
                    bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                )
                found += [
                    f"{model._meta.label}.{column}"
                    for text in texts
                    for form in forms(text)
                    if form in written
                ]
    return found


def test_the_texts_are_found_before_they_are_erased(committed: tuple[Desk, Other]) -> None:
    desk, other = committed
    raise_signed(desk, other.channel, subject=CANARIES[0], questions=CANARIES)

    assert {"desk.Draft.choice", "desk.Draft.words", "desk.Message.words"} <= set(
        rows_with(CANARIES)
    )


def test_an_erased_text_of_ours_stands_in_no_row(committed: tuple[Desk, Other]) -> None:
    desk, other = committed
    inquiry = raise_signed(desk, other.channel, subject=CANARIES[0], questions=CANARIES)

    done = erasing.do(desk, other.channel, inquiry.raised_leaf)

    assert rows_with(CANARIES) == []
    # Making the test's draft gave the incident a title of its own, which the subject does not say.
    assert [one for one in done.left if one[0] != "desk.incident"] == []


@sqlite_only
def test_an_erased_text_of_ours_stands_in_no_file(committed: tuple[Desk, Other]) -> None:
    desk, other = committed
    inquiry = raise_signed(desk, other.channel, subject=CANARIES[0], questions=CANARIES)
    assert scrubbing.scrub()
    assert files_with(CANARIES)

    erasing.do(desk, other.channel, inquiry.raised_leaf)
    queue.run_waiting(NOW + HOUR)

    assert scrubbing.scrub()
    assert files_with(CANARIES) == []


@sqlite_only
def test_an_erased_text_of_theirs_stands_in_no_file_with_the_review_that_quotes_it(
    committed: tuple[Desk, Other],
) -> None:
    desk, other = committed
    inquiry = raise_signed(desk, other.channel)
    said = other.say(
        inquiry.thread,
        response_body(),
        words=Words(
            kind=Kind.RESPONSE,
            language="en",
            answers=(Text(id="q1", text=" / ".join(CANARIES)),),
        ),
    )
    other.arrive()
    review = reviews.start_review(
        Inquiry.objects.get(), response_leaf=said, **desk.acts(NOW + HOUR)
    )
    reviews.add_claim(review, claim=f"They say: {CANARIES[1]}", **desk.by(NOW + HOUR))
    assert files_with(CANARIES)
    erasing.they_ask(other, said)

    erasing.do(desk, other.channel, said, "erase_copy", erasing.CONFIRM)

    assert rows_with(CANARIES) == []
    assert scrubbing.scrub()
    assert files_with(CANARIES) == []


def test_a_long_case_of_theirs_is_emptied_by_the_worker_too(
    committed: tuple[Desk, Other],
) -> None:
    desk, other = committed
    thread = ledger.new_thread()
    words = Words(
        kind=Kind.RAISE,
        language="en",
        subject=CANARIES[0],
        questions=(Text(id="q1", text=CANARIES[1]),),
    )
    other.say(thread, raise_body(), words=words)
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", erasing.CONFIRM)

    assert Message.objects.get(leaf=inquiry.raised_leaf).words is None
    assert leftovers.find(CANARIES) == []
    assert not Draft.objects.exists()


def test_scrubbing_waits_for_the_end_of_a_transaction(db: None) -> None:
    assert connection.in_atomic_block
    assert not scrubbing.scrub()


def test_every_table_that_can_hold_words_is_decided_on_in_the_operators_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operators" / "erasure.md").read_text("utf-8")
    apps_of_cases = ("desk", "intake", "insight", "jobs", "ledger", "vault")

    missing = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in apps_of_cases
        and any(
            isinstance(field, TextField | JSONField | BinaryField)
            or (isinstance(field, CharField) and (field.max_length or 0) >= 120)
            for field in model._meta.concrete_fields
        )
        and f"`{model._meta.label}`" not in page
    ]

    assert missing == []
