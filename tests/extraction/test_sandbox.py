"""Reading in a child process: bounds, bombs, and what the parent believes."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.extraction.apart.sandbox import STANDARD, read_apart
from answerable.extraction.documents.document import Document, Limits, Media, Notice
from answerable.extraction.documents.reader import read_document
from answerable.extraction.errors import (
    Empty,
    TookTooLong,
    TooLarge,
    TooMuchMemory,
    Unreadable,
)
from tests.extraction import documents

TODAY = date(2026, 3, 2)


def read(data: bytes, limits: Limits = STANDARD) -> Document:
    return read_apart(data, today=TODAY, limits=limits)


@pytest.mark.parametrize(
    "data",
    [
        documents.ARTICLE.encode(),
        documents.pdf_saying("The clinic was struck at night"),
        "Уночі обстріляли лікарню".encode(),
    ],
    ids=["page", "pdf", "text"],
)
def test_the_child_reads_what_the_reader_reads(data: bytes) -> None:
    here = read_document(data, declared_media=None, file_name=None, today=TODAY, limits=STANDARD)

    assert read(data) == here


@pytest.mark.parametrize("data", [b"", b"   "])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(Empty):
        read(data)


def test_a_document_of_more_than_twenty_megabytes_is_refused() -> None:
    with pytest.raises(TooLarge):
        read(b"x" * (20 * 1024 * 1024 + 1))


def test_a_document_of_exactly_the_largest_size_is_read() -> None:
    found = read(b"The clinic was struck. " * (20 * 1024 * 1024 // 23))

    assert len(found.text) == STANDARD.max_chars
    assert found.notices == (Notice.SHORTENED,)


@pytest.mark.parametrize(
    "bomb",
    [
        documents.unpacking_bomb(megabytes=300),
        documents.fanned_out_pdf(levels=10),
    ],
    ids=["stream of 300 MB", "ten thousand million pages"],
)
def test_a_bomb_ends_as_too_much_memory(bomb: bytes) -> None:
    with pytest.raises(TooMuchMemory):
        read(bomb)


def test_a_document_that_needs_more_memory_than_allowed_is_refused() -> None:
    page = b"<html><body>" + b"<p>The clinic was struck. " * 50_000

    with pytest.raises(TooMuchMemory):
        read(page, Limits(memory_bytes=110 * 1024 * 1024))


def test_ten_thousand_pages_are_read_up_to_the_limit() -> None:
    found = read(documents.many_pages_pdf(10_000))

    assert (found.pages, found.truncated) == (10_000, True)


def test_reading_is_stopped_at_the_processor_limit() -> None:
    slow = documents.many_pages_pdf(10_000)

    with pytest.raises(TookTooLong):
        read(slow, Limits(max_pages=10_000, cpu_seconds=1))


@pytest.mark.parametrize(
    "data",
    [
        b"<html><p>Three people were killed." + b"<!-- a>" * 60_000,
        b"<html><p>Three people were killed." + b"<?a " * 150_000,
        b"From: a@b.example\nSubject: S\nContent-Type: text/plain"
        + b'; a*0="b"' * 25_000
        + b"\n\nThree people were killed.",
    ],
    ids=["comments", "instructions", "a field"],
)
def test_what_begins_again_and_again_and_never_ends_takes_no_longer_for_that(data: bytes) -> None:
    found = read(data, Limits(cpu_seconds=6))

    assert "Three people were killed." in found.text


def test_reading_is_stopped_when_time_is_up() -> None:
    with pytest.raises(TookTooLong):
        read(documents.ARTICLE.encode(), Limits(wall_seconds=0.01))


def test_a_nesting_that_overflows_parsers_ends_in_an_answer() -> None:
    found = read(b"<html><body>" + b"<div>" * 200_000 + b"the clinic was struck")

    assert found.text == "the clinic was struck"


@pytest.mark.parametrize(
    "slow",
    [
        b"a" + b" " * 4_000_000 + b"b",
        b"a" + b" \n\t" * 1_000_000 + b"b",
        b"<!---->" * 580 + b"words",
        b"<p>a" + b" " * 2_000_000 + b"b",
        b"data:;base64," * 300_000,
    ],
    ids=["blanks", "blank lines", "comments", "blanks in a page", "pictures cut short"],
)
def test_what_makes_patterns_slow_is_read_in_bounds(slow: bytes) -> None:
    assert read(slow, Limits(cpu_seconds=8)).text


def test_nested_arrays_in_a_pdf_end_in_an_answer() -> None:
    found = read(documents.one_page_pdf(b"[" * 200_000 + b"]" * 200_000))

    assert found.media is Media.PDF


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """Listen on loopback and note who calls."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def note() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        threading.Thread(target=note, daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


def test_nothing_that_a_page_names_is_fetched(listener: tuple[int, list[object]]) -> None:
    port, calls = listener
    page = documents.ARTICLE.replace("https://tracker.invalid", f"http://127.0.0.1:{port}")
    system = f'<!DOCTYPE html SYSTEM "http://127.0.0.1:{port}/dtd">'
    page = page.replace("<!doctype html>", system)
    page = page.replace("<head>", f'<head><base href="http://127.0.0.1:{port}/">')

    assert read(page.encode()).title == "Clinic struck in the night"
    assert calls == []


def test_no_file_is_written_beside_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    read(documents.ARTICLE.encode())

    assert list(Path(tmp_path).iterdir()) == []


def test_no_child_is_left_behind() -> None:
    with pytest.raises(TookTooLong):
        read(documents.ARTICLE.encode(), Limits(wall_seconds=0.01))

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_many_can_read_at_once() -> None:
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda: results.append(read(documents.ARTICLE.encode()).title))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == ["Clinic struck in the night"] * 4


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2_000))
def test_the_parent_gets_a_document_or_a_reason_for_any_bytes(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert read(data).text
