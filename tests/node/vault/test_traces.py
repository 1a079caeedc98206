"""Names that nobody may read are found again in a text, however they are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.casework.disclosure import Outgoing
from answerable.node.vault import traces
from answerable.node.vault.sealing import Identity

KEY = b"k" * 32
WHO = Identity(
    name="Samira al-Dorvelle",
    other_names="Оксана Келоренко\nUmmTalin",
    contact="+99 50 123 45 67\nsamira@mail.example",
)
KNOWN = traces.traces_of(WHO, KEY)
LETTERS = st.text(
    "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфאבגדהוזחטיבתثجحخدذرزسش", min_size=4, max_size=10
)


def found(text: str) -> list[str]:
    return [one.text for one in traces.find(KNOWN, [Outgoing("facts", text)], KEY)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We spoke to Samira al-Dorvelle there.", "Samira al-Dorvelle"),
        ("We spoke to SAMIRA AL DORVELLE there.", "SAMIRA AL DORVELLE"),
        ("It was Dorvelle, Samira who ran", "Dorvelle, Samira"),
        ("It was Samira Dorvelle who ran", "Samira Dorvelle"),
        ("сказала Самира Дорвелл вчера", "Самира Дорвелл"),
        ("от Оксаны Келоренко слышали", "Оксаны Келоренко"),
        ("heard of Oksana Kelorenko", "Oksana Kelorenko"),
        ("signed ummtalin", "ummtalin"),
        ("call 050-1234567 now", "050-1234567"),
        ("mail Samira@Mail.Example now", "Samira@Mail.Example"),
    ],
)
def test_a_name_is_found_in_another_order_script_and_ending(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text", ["", "The clinic was hit at noon.", "Samira was there.", "050-7654321", "Dorvelle"]
)
def test_other_words_and_a_single_part_of_a_name_are_not(text: str) -> None:
    assert found(text) == []


def test_under_another_key_nothing_is_found() -> None:
    texts = [Outgoing("facts", "Samira al-Dorvelle")]

    assert traces.find(KNOWN, texts, b"x" * 32) == []


def test_no_single_word_of_a_longer_name_leaves_a_trace() -> None:
    alone = [traces.traces_of(Identity(name=word), KEY) for word in ("Samira", "Dorvelle")]

    assert not any(KNOWN & one for one in alone)


@settings(max_examples=60)
@given(LETTERS, LETTERS, LETTERS)
def test_a_name_of_two_words_is_found_in_either_order(one: str, other: str, between: str) -> None:
    known = traces.traces_of(Identity(name=f"{one} {other}"), KEY)

    for text in (f"{between} {one} {other}", f"{other} {one}. {between}"):
        assert traces.find(known, [Outgoing("facts", text)], KEY)
