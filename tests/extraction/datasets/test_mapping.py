"""A mapping is read strictly: it says where it goes wrong, and can do nothing but name columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.datasets import NotAMapping, read_mapping
from answerable.extraction.datasets.mapping import MAX_BYTES, of_values, values_of
from answerable.extraction.datasets.ready import mappings, names
from tests.conftest import ROOT
from tests.extraction.datasets.tables import mapping

START = (
    "schema: answerable.mapping/1\nname: kelorane\ntitle: Kelorane\n"
    "key: [id]\nheading: {value: x}\n"
)


@pytest.mark.parametrize("name", sorted(mappings()))
def test_a_mapping_survives_being_kept(name: str) -> None:
    assert of_values(values_of(mappings()[name])) == mappings()[name]


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    found = read_mapping(START + "unknown: [no, on, 2024-01-01, 007, 1.5]\n")

    assert found.unknown == ("no", "on", "2024-01-01", "007", "1.5")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("colour: red\n", "unknown field `colour`"),
        ("figures: [{counts: killd, column: a}]\n", '"killd" is not one of killed'),
        ("figures: [{counts: killed, column: a, low: b}]\n", "either a column or"),
        ("means: {value: laser}\n", '"laser" is not one of'),
        ("where: {latitude: a}\n", "both a latitude and a longitude"),
        ("when: {column: d, forms: ['%d/%m']}\n", "without a year"),
        ("when: {month: m}\n", "none for the year"),
        ("leave_out: [id]\n", "left out and used"),
        ("toll: {situation: {value: K}, owner: {value: M}}\n", "needs the date"),
        ("only: &a []\nunknown: *a\n", "no references"),
        ("sheet: [\n", "neither YAML nor JSON. Look at line"),
        ("sheet: !!python/object/apply:os.system [id]\n", "neither YAML nor JSON"),
    ],
)
def test_a_mapping_that_does_not_keep_to_its_form_says_where(more: str, says: str) -> None:
    with pytest.raises(NotAMapping) as refused:
        read_mapping(START + more)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"x" * (MAX_BYTES + 1), b"", b"[" * 5000, b"- 1"]
)
def test_what_is_no_mapping_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(NotAMapping):
        read_mapping(data)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_a_mapping_or_refused(text: str) -> None:
    with pytest.raises(NotAMapping):
        read_mapping(text)


def test_a_mapping_of_a_test_is_one() -> None:
    assert mapping().name == "kelorane"


def test_the_example_of_the_documentation_is_a_mapping() -> None:
    page = (ROOT / "docs" / "users" / "data-sets.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]

    assert read_mapping(example).name == "kelorane-monitor"
    assert names() == list(mappings())
    assert all(f"`{name}`" in page for name in names())
