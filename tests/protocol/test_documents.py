"""The normative pages name what the code knows."""

from pathlib import Path

import pytest

from answerable.protocol import statement, tiles
from answerable.protocol.envelope import KINDS, MAX_ENTRY
from answerable.protocol.errors import Fault
from answerable.protocol.genesis import MAX_BYTES, MAX_TERMS
from answerable.protocol.sync import SyncState
from answerable.protocol.words import WORDS

PAGES = Path(__file__).parent.parent.parent / "docs" / "protocol"


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(KINDS | set(Fault)))
def test_every_kind_and_every_fault_stands_in_the_page_of_statements(name: str) -> None:
    assert f"`{name}`" in page("statements.md")


def test_every_field_of_a_statement_stands_in_its_table() -> None:
    assert all(f"| `{field}` |" in page("statements.md") for field in statement.FIELDS)


@pytest.mark.parametrize("state", sorted(SyncState))
def test_every_state_of_following_stands_in_its_table(state: str) -> None:
    assert f"| {state.upper()} |" in page("following.md")


@pytest.mark.parametrize("number", [MAX_ENTRY, tiles.MAX_ENTRY, MAX_BYTES, MAX_TERMS])
def test_every_limit_stands_on_the_first_page(number: int) -> None:
    assert f"{number:,}" in page("README.md")


def test_the_specifications_are_pinned() -> None:
    assert "5ba5ee830903e91240fc6f9f3a7a9293d49e69c9" in page("README.md")


def test_the_fingerprint_words_stand_on_the_page_in_their_order() -> None:
    listed = page("founding.md").rpartition("counted from 0.")[2]

    assert tuple(listed.split()) == WORDS


@pytest.mark.parametrize("draft", ["tlog-proof", "tlog-policy", "tlog-mirror"])
def test_what_is_a_draft_is_called_one(draft: str) -> None:
    assert f"| {draft} | **draft** |" in page("README.md")
