"""Reading claims in a child process that stays: what ends it, and what the next text gets."""

import os
from collections.abc import Iterator
from datetime import date

import pytest

from answerable.extraction import assembly, lexicons
from answerable.extraction.apart import processes
from answerable.extraction.apart.claiming import ClaimsReader
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import TookTooLong, TooLarge, TooMuchMemory

DAY = date(2026, 3, 5)
SHORT = "At least 5 people were killed when a missile struck a market in Kherson on Monday."
TEXTS = (
    SHORT,
    "",
    "Унаслідок обстрілу в Херсоні загинули 3 людей, ще двоє поранені.",
    "قتل ثلاثة أشخاص في غارة على رفح يوم الاثنين.",
    "Cinq personnes ont été tuées lundi dans une frappe.",
    SHORT,
)
# Room for the words and a text of some pages.
TIGHT = Limits(max_chars=2_000_000, memory_bytes=128 * 1024 * 1024)


@pytest.fixture
def reader() -> Iterator[ClaimsReader]:
    with ClaimsReader(most_claims=100, limits=TIGHT) as reader:
        yield reader
    # Whatever happened to it, no child is left.
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def killed(reader: ClaimsReader) -> int | None:
    claims = reader.read(SHORT, published=DAY).claims
    return next(one.low for one in claims if one.value == "killed")


def test_one_child_reads_text_after_text_as_this_process_does(reader: ClaimsReader) -> None:
    for text in TEXTS:
        here = assembly.read(text, lexicons.words, published=DAY, places=lexicons.places())
        apart = reader.read(text, published=DAY)

        assert (apart.claims, apart.languages) == (here.claims, dict(here.languages))
    assert not reader.read(SHORT, published=None, language="fr").claims


def test_a_text_that_needs_too_much_memory_is_refused_and_the_next_is_read(
    reader: ClaimsReader,
) -> None:
    with pytest.raises(TooMuchMemory):
        reader.read("a " * 900_000, published=DAY)

    assert killed(reader) == 5


def test_a_child_that_is_killed_between_two_texts_is_replaced(reader: ClaimsReader) -> None:
    assert killed(reader) == 5

    assert processes.stop_readers() == 1

    assert killed(reader) == 5


def test_a_text_longer_than_allowed_never_reaches_the_child(reader: ClaimsReader) -> None:
    with pytest.raises(TooLarge):
        reader.read("x" * 2_000_001, published=DAY)


@pytest.mark.parametrize(
    "limits", [Limits(cpu_seconds=1), Limits(wall_seconds=0.01)], ids=["processor", "clock"]
)
def test_a_text_that_takes_too_long_is_refused_and_no_child_is_left(limits: Limits) -> None:
    with ClaimsReader(most_claims=100, limits=limits) as reader, pytest.raises(TookTooLong):
        reader.read("5 killed in Kherson. " * 40_000, published=DAY)

    assert processes.stop_readers() == 0


def test_many_who_deny_in_one_sentence_take_no_longer_for_that() -> None:
    with ClaimsReader(most_claims=9, limits=Limits(cpu_seconds=6)) as reader:
        assert reader.read("הצבא הכחיש כי " * 4_000, published=DAY).left_out


def test_processor_time_is_given_anew_for_each_text() -> None:
    with ClaimsReader(most_claims=9, limits=Limits(cpu_seconds=1)) as reader:
        for _ in range(5):
            assert reader.read("5 killed in Kherson. " * 900, published=DAY).left_out


def test_leaving_ends_a_child_that_was_only_begun(reader: ClaimsReader) -> None:
    reader.begin()
