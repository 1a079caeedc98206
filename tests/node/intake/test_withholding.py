"""What tells who sent an e-mail stands as a mark in its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.intake.withholding import SENDER, withhold

BODY = """On 1 March 2026, "Samira Dorvelle" <samira@mail.example> wrote:
> Call +99 50 123 45 67 or SAMIRA@mail.example, or @samira_d
Twelve people were killed at 48.12345, 37.54321. Samira street was struck.

Samira  Dorvelle
Samira
"""


def test_addresses_numbers_and_the_sender_become_marks_and_are_given_back() -> None:
    held = withhold(("From Samira Dorvelle", BODY), ["Samira Dorvelle"], ["other@mail.example"])

    title, text = held.texts
    assert title == f"From {SENDER}"
    for word in ("Dorvelle", "mail.example", "123 45", "samira_d"):
        assert word not in text
        assert word in " ".join((*held.contacts, "Dorvelle"))
    assert "other@mail.example" in held.contacts
    assert held.marked == 7


def test_what_the_case_needs_stays() -> None:
    (text,) = withhold((BODY,), ["Samira Dorvelle"]).texts

    assert "Twelve people were killed at 48.12345, 37.54321. Samira street was struck." in text


def test_the_same_contact_has_one_mark() -> None:
    (text,) = withhold(("a@mail.example and A@MAIL.example, b@mail.example",), []).texts

    assert text == "[✉ 1] and [✉ 1], [✉ 2]"


@pytest.mark.parametrize(
    "sender", ["Dorvelle, Jose\u0301", "Dr. José Dorvelle", "José Dorvelle (a clinic)"]
)
def test_a_name_is_marked_in_whatever_order_it_is_written(sender: str) -> None:
    (text,) = withhold(("I am José Dorvelle, and saw it.",), [sender]).texts

    assert text == f"I am {SENDER}, and saw it."


def test_a_name_is_marked_across_what_is_not_seen() -> None:
    (text,) = withhold(
        ("I am Samira\u200b\u00ad Dorvelle, and saw it.",), ["Samira Dorvelle"]
    ).texts

    assert text == f"I am {SENDER}, and saw it."


@given(st.text(max_size=80), st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_stands_there_no_address_is_left(
    text: str, sender: str, addresses: list[str]
) -> None:
    held = withhold((f"{text} witness@mail.example {text}",), [sender], addresses)

    assert "witness@mail.example" not in held.texts[0]
