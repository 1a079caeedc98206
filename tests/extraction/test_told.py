"""What was struck, by what, who says so and what is denied, sentence by sentence in five languages.

The tables are in `told/`: all that a sentence claims of these four, and nothing else of them.
"""

from datetime import date
from pathlib import Path

import pytest

from answerable.extraction.assembly import read
from answerable.extraction.claims import Claim, Kind
from answerable.extraction.lexicons import LANGUAGES, words

TABLES = Path(__file__).parent / "told"
FEWEST = 25


def rows(language: str) -> list[list[str]]:
    lines = (TABLES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line[2:].split("|")] for line in lines if line[:2] == "- "]
    return [[*row, ""][:5] for row in cells]


ROWS = [(language, *row) for language in LANGUAGES for row in rows(language)]


def values(claims: list[Claim], kind: Kind) -> set[str]:
    return {one.value for one in claims if one.kind is kind}


def chains(claims: list[Claim]) -> set[str]:
    """Return each chain once, from its nearest source on."""
    all_of = {" < ".join(one.sources) for one in claims if one.kind is Kind.SOURCE}
    return {one for one in all_of if not any(f" < {one}" in other for other in all_of)}


@pytest.mark.parametrize(("language", "text", "objects", "means", "sources", "denial"), ROWS)
def test_a_sentence_claims_what_the_table_says(
    language: str, text: str, objects: str, means: str, sources: str, denial: str
) -> None:
    claims = list(read(text, words, published=date(2026, 3, 5), language=language).claims)

    assert values(claims, Kind.OBJECT) == set(objects.split())
    assert values(claims, Kind.MEANS) == set(means.split())
    assert chains(claims) == ({sources} if sources else set())
    assert values(claims, Kind.DENIAL) == ({denial} if denial else set())


@pytest.mark.parametrize(
    ("language", "text", "says", "denies"),
    [
        (
            "en",
            "The health ministry said nine people were killed in an airstrike on a clinic, and "
            "the military denied striking it.",
            "health ministry",
            "military",
        ),
        (
            "ar",
            "أعلنت وزارة الصحة مقتل خمسة أشخاص وإصابة 12 آخرين في قصف مدرسة، ونفى الجيش "
            "استهداف المدرسة.",
            "وزارة الصحة",
            "الجيش",
        ),
    ],
)
def test_who_denies_has_not_said_what_was_told_before_and_is_no_suspect_for_it(
    language: str, text: str, says: str, denies: str
) -> None:
    claims = read(text, words, published=date(2026, 3, 5), language=language).claims

    assert {one.sources for one in claims if one.kind is Kind.HARM} == {(says,)}
    assert {one.sources for one in claims if one.kind is Kind.DENIAL} == {(denies,)}
    assert [one for one in claims if one.kind is Kind.ACTOR] == []


def test_what_is_only_asked_is_not_stated_and_a_pronoun_is_no_organisation() -> None:
    text = (
        "Neither of them could say whether the baker is among the dead, said a woman who works "
        "there. WHO said that a hospital was hit."
    )

    claims = read(text, words, published=date(2026, 3, 5), language="en").claims

    assert [one for one in claims if one.kind is Kind.HARM] == []
    assert {one.value for one in claims if one.kind is Kind.SOURCE} <= {"WHO", "woman", "a woman"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_table(language: str) -> None:
    assert len(rows(language)) >= FEWEST


def test_every_form_of_the_lexicons_is_a_known_concept() -> None:
    from answerable.extraction.lexicons import load
    from answerable.extraction.told import concepts
    from answerable.extraction.told.reportwords import COMPOUNDS

    for language in LANGUAGES:
        objects = load("objects", language)
        assert set(objects.pop(COMPOUNDS, ())) <= set(concepts.Object)
        assert set(objects) == set(concepts.Object)
        assert set(load("means", language)) <= set(concepts.Means)
        assert set(load("actors", language)["roles"]) <= set(concepts.Actor)
        assert set(load("sources", language)["speakers"]) <= set(concepts.Speaker)
        assert set(load("denials", language)["whole"]) <= set(concepts.Denial)
