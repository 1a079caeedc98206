"""Every parser reads hostile bytes or refuses them: no other error, no second form, no hanging."""

import os
from random import Random

import pytest

from tests.fuzz import fuzz
from tests.fuzz.parsers import PARSERS

COUNT = 100_000 if os.environ.get("ANSWERABLE_TEST_SOAK") else 4_000


@pytest.mark.parametrize("name", PARSERS)
def test_the_kept_inputs_are_read_or_refused(name: str) -> None:
    read = [fuzz.check(name, data) for data in fuzz.corpus(name)]

    assert any(read), "the corpus holds something good to change"


@pytest.mark.parametrize("name", PARSERS)
def test_changed_inputs_are_read_or_refused(name: str) -> None:
    fuzz.run(name, Random(f"{name} 1"), COUNT)


def test_the_corpus_stays_small_and_has_a_parser_each() -> None:
    files = [path for path in fuzz.CORPUS.rglob("*") if path.is_file()]

    assert {path.name for path in fuzz.CORPUS.iterdir()} == set(PARSERS)
    assert sum(path.stat().st_size for path in files) < 300_000
