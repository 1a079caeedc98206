"""The page from which someone else would implement says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from answerable.casework import bodies, codes, words
from answerable.casework.bodies import BODY_OF
from answerable.casework.codes import IMPLEMENTED, Act, Kind, Rejection, Side, State
from answerable.casework.moves import MOVES
from answerable.casework.words import FIELDS, MEDIA_TYPE

PAGE = Path(__file__).parents[2] / "docs" / "protocol" / "casework.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documents are not installed")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page, re.M | re.S)
    assert found is not None, heading
    return found.group(1)


def fields(text: str) -> dict[str, bool]:
    """Return the fields of a table and whether each is required."""
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \|", text, re.M)
    return {name: required == "yes" for name, required in rows}


def schema(record: type[msgspec.Struct]) -> dict[str, bool]:
    return {field.name: field.required for field in msgspec.structs.fields(record)}


@pytest.mark.parametrize("kind", sorted(IMPLEMENTED))
def test_each_body_has_the_fields_that_the_page_says(page: str, kind: Kind) -> None:
    assert fields(section(page, f"`{kind}`")) == schema(BODY_OF[kind])


@pytest.mark.parametrize(
    "name", ["IncidentFacts", "Asked", "Answer", "PositionOn", "Acknowledged", "MeasureTaken"]
)
def test_each_record_in_a_body_has_the_fields_that_the_page_says(page: str, name: str) -> None:
    assert fields(section(page, name)) == schema(getattr(bodies, name))


@pytest.mark.parametrize("name", ["Words", "Fact", "Place", "ReportedFigure", "Text"])
def test_the_words_have_the_fields_that_the_page_says(page: str, name: str) -> None:
    assert fields(section(page, name)) == schema(getattr(words, name))


@pytest.mark.parametrize(
    "name",
    [n for n in codes.__all__ if n != "IMPLEMENTED"],
)
def test_a_vocabulary_on_the_page_is_the_vocabulary(page: str, name: str) -> None:
    if re.search(rf"^### {name}$", page, re.M) is None:
        assert name not in _named_by_tables(page)
        return

    listed = section(page, name).strip().split("\n\n")[-1]
    assert re.findall(r"`(\w+)`", listed) == [str(code) for code in getattr(codes, name)]


def _named_by_tables(page: str) -> set[str]:
    return set(re.findall(r"\[(\w+)\]\(#", page)) | {"Kind", "State", "Act", "Side"}


def test_the_table_of_moves_is_the_table(page: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \| `(\w+)` \|$", page, re.M)
    table = {(State(at), Act(act), Side(side)): State(to) for at, side, act, to in rows}

    assert table == MOVES
    assert len(rows) == len(MOVES)


def test_every_reason_to_reject_is_explained(page: str) -> None:
    explained = section(page, "7.2 Which entries count")

    assert all(f"`{code}`" in explained for code in Rejection)


def test_the_page_says_which_words_a_kind_may_have(page: str) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.*) \|$", section(page, "Which fields a kind may have"), re.M
    )

    assert {kind: frozenset(re.findall(r"`(\w+)`", names)) for kind, names in rows} == FIELDS
    assert MEDIA_TYPE in page
