"""What betrays a person in a text: ways to reach somebody, and long quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.disclosure import Outgoing
from answerable.casework.telltales import (
    Telltale,
    find_contacts,
    find_quotes,
    plain_contact,
)

LONG = (
    "In the morning three of us stood behind the bakery when the second drone came over the roofs "
    "and nobody had left the queue"
)


def seen(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.found) for one in find_contacts([Outgoing("facts", text)])]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to amal.h@mail.example today", "email", "amal.h@mail.example"),
        ("Пишіть на амаль@пошта.укр", "email", "амаль@пошта.укр"),
        ("call +972 50-123-45-67 at night", "phone", "+972 50-123-45-67"),
        ("هاتف ٠٥٠١٢٣٤٥٦٧ ليلا", "phone", "٠٥٠١٢٣٤٥٦٧"),
        ("Tel:+380501234567", "phone", "+380501234567"),
        ("Tel,050-123-45-67", "phone", "050-123-45-67"),
        ("<tel:+380501234567>", "phone", "+380501234567"),
        (
            "+380\u00a050\u00a0123\u00a045\u00a067 at night",
            "phone",
            "+380\u00a050\u00a0123\u00a045\u00a067",
        ),
        ("call 050\u2011123\u201145\u201167", "phone", "050\u2011123\u201145\u201167"),
        ("call 050\u2013123\u201345\u201367", "phone", "050\u2013123\u201345\u201367"),
        ("see https://t.me/amal_h.", "handle", "https://t.me/amal_h"),
        ("see wa.me/380501234567", "handle", "wa.me/380501234567"),
        ("see www.facebook.com/amal.haddad, or not", "handle", "www.facebook.com/amal.haddad"),
        ("Skype: amal.haddad.", "handle", "Skype: amal.haddad"),
        ("ask @amal_haddad about it", "handle", "@amal_haddad"),
        ("pay to DE89 3704 0044 0532 0130 00 please", "account", "DE89 3704 0044 0532 0130 00"),
        ("the house at 48.12345, 37.98765 burned", "point", "48.12345, 37.98765"),
    ],
)
def test_a_way_to_reach_somebody_is_found(text: str, kind: str, found: str) -> None:
    assert seen(text) == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-02-20 at 13:30 twelve were wounded and 3 killed.",
        "AL ISO3 14/2026, paragraph 12.4",
        "between 20.02.2026 and 21.02.2026",
        "at 48.12, 37.98 as reported",
        "GB00 0000 0000 0000 0000 00 is no account",
        "AB12 ÄÖÜÄÖÜÄÖÜÄÖÜ",
        "between 10 000\u201312 000 people fled",
        "on 20\u201302\u20132026 13 died",
        "the number 12345678901234567890 is too long",
        "",
    ],
)
def test_dates_figures_and_references_are_left_alone(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+972 50 123 45 67", "050-1234567"),
        ("Amal@Mail.Example", "amal@mail.example"),
        ("@amal_h", "@AMAL_H"),
        ("DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
    ],
)
def test_two_spellings_of_one_contact_are_equal(one: str, other: str) -> None:
    assert plain_contact(one) == plain_contact(other)


def test_twelve_words_of_a_report_in_a_row_are_a_quote_whatever_stands_between_them() -> None:
    quoted = LONG.replace(" came", ", came").upper()
    texts = [Outgoing("narrative", f"We were told: {quoted}."), Outgoing("subject", "A bakery")]

    [found] = find_quotes({"R-1": LONG, "R-2": "Something else"}, texts)

    assert (found.kind, found.where, found.of) == (Telltale.QUOTE, "narrative", "R-1")
    assert found.found == quoted


def test_two_quotes_in_one_text_are_two() -> None:
    texts = [Outgoing("narrative", f"{LONG}. Then, somebody else: {LONG}!")]

    assert [one.found for one in find_quotes({"R-1": LONG}, texts)] == [LONG, LONG]


def test_fewer_words_are_no_quote() -> None:
    some = " ".join(LONG.split()[:11])

    assert find_quotes({"R-1": LONG}, [Outgoing("narrative", f"So: {some} and that.")]) == ()
    assert find_quotes({"R-1": LONG}, [Outgoing("narrative", "short")]) == ()


@given(st.text(max_size=200))
def test_any_text_is_taken_and_what_is_found_stands_in_it(text: str) -> None:
    for one in find_contacts([Outgoing("facts", text)]):
        assert one.found in text
        assert plain_contact(one.found) == plain_contact(one.found)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=14, max_size=30), st.integers(0, 2))
def test_a_quote_is_found_wherever_it_stands(words: list[str], skip: int) -> None:
    quoted = " ".join(words[skip:])

    assert find_quotes({"R": " ".join(words)}, [Outgoing("facts", f"x y {quoted} z")])
