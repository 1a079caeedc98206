"""Accounts that may tell of the same event are named, each with the reason; chance is not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.casework.resemblance import (
    Account,
    Likeness,
    kilometres,
    points_in,
    resembling,
)

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
SAREL = (31.5, 34.45)


def why(one: Account, other: Account) -> set[str]:
    """Return the reasons for which the other is named beside the one."""
    return {str(reason) for hint in resembling(one, [other]) for reason, _ in hint.why}


def test_near_in_time_and_place_is_named_with_both() -> None:
    one = Account("one", NOON, (SAREL,))
    near = Account("near", NOON + timedelta(hours=20), ((31.53, 34.45),))

    [hint] = resembling(one, [near])

    measures = dict(hint.why)
    assert measures[Likeness.TIME] == 20
    assert measures[Likeness.PLACE] == pytest.approx(3.3, abs=0.1)


@pytest.mark.parametrize(
    "other",
    [
        Account("a day and more", NOON + timedelta(hours=25), (SAREL,)),
        Account("six kilometres", NOON, ((31.554, 34.45),)),
        Account("no time", None, (SAREL,)),
        Account("no place", NOON),
        Account("one", NOON, (SAREL,)),
    ],
    ids=lambda other: other.key,
)
def test_one_of_the_two_alone_says_nothing(other: Account) -> None:
    assert resembling(Account("one", NOON, (SAREL,)), [other]) == []


def test_a_place_that_the_other_names_counts_as_near() -> None:
    report = Account("r", NOON, title="Shelling reported", opening="At noon in PORT Sarel.")
    incident = Account("i", NOON, places=("Port Sarel", "Порт Сарел"), title="Clinic")

    assert why(report, incident) == why(incident, report) == {"time", "place_name"}
    assert why(report, Account("i", NOON, places=("Sarel Port", ""))) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A clinic in Port Sarel was hit", "Clinic in Port Sarel"),
        ("Обстріл лікарні у Порт-Сарелі", "Обстріл лікарня у Порт-Сарелі: троє загиблих"),
        ("قصف عيادة في ميناء ساريل", "قصفُ عيادةٍ في ميناءِ ساريل"),
    ],
)
def test_shared_wording_is_named_in_any_language_and_at_any_time(one: str, other: str) -> None:
    assert why(Account("one", title=one), Account("two", title=other)) == {"wording"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A clinic was hit", "A bridge was closed"),
        ("Port Sarel", "Port Sarel"),
        ("", ""),
        ("A clinic in Port Sarel was hit", "Convoy stopped on the road to Kelorane"),
        ("Two were hurt in Port Sarel at noon", "In Port Sarel the market was closed by the mayor"),
    ],
)
def test_what_is_said_of_anything_is_no_shared_wording(one: str, other: str) -> None:
    assert why(Account("one", title=one), Account("two", title=other)) == set()


def test_a_title_retold_in_a_long_text_is_found_by_the_title() -> None:
    title = "Strike on the bakery of Sarel"
    one = Account("one", title=title, opening="A long text about " + "something else " * 40)

    assert why(one, Account("two", title=title)) == {"wording"}


def test_the_strongest_stands_first_and_there_are_not_more_than_asked_for() -> None:
    one = Account("one", NOON, (SAREL,), title="Clinic in Port Sarel was hit")
    others = [
        Account("by place", NOON, (SAREL,)),
        Account("by all", NOON, (SAREL,), title="Clinic in Port Sarel hit"),
        Account("by words", title="Clinic in Port Sarel was hit"),
        Account("not at all", title="Elsewhere"),
    ]

    found = [hint.key for hint in resembling(one, others)]

    assert found == ["by all", "by place", "by words"]
    assert [hint.key for hint in resembling(one, others, most=1)] == ["by all"]


def test_among_many_that_sound_alike_those_near_in_time_come_first() -> None:
    title = "Clinic in Port Sarel was hit"
    one = Account("one", NOON, title=title)
    far = [Account(f"a{nth}", NOON + timedelta(days=9), title=title) for nth in range(30)]
    near = [Account(f"b{nth}", NOON, title=f"{title} again") for nth in range(3)]

    found = [hint.key for hint in resembling(one, [*far, one, *near], most=2)]

    assert found == ["b0", "b1"]
    assert resembling(one, [one]) == []
    assert resembling(one, near, most=0) == []


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("at 31.5017, 34.4668.", ((31.5017, 34.4668),)),
        ("-31.5017 134.4668 and 31.5017,  34.4668", ((-31.5017, 134.4668), (31.5017, 34.4668))),
        ("131.5017, 34.4668", ()),
        ("99.5017, 34.4668", ()),
        ("31.5017, 184.4668", ()),
        ("paid 12.50, 14.20", ()),
        ("call 31.5017, 34.4668.22", ()),
    ],
)
def test_decimal_degrees_are_read_from_a_text(
    text: str, points: tuple[tuple[float, float], ...]
) -> None:
    assert points_in(text) == points


def test_the_distance_is_that_of_a_globe() -> None:
    assert kilometres((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert kilometres((0, 179.99), (0, -179.99)) == pytest.approx(2.2, abs=0.1)
    assert kilometres(SAREL, SAREL) == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), min_size=2, max_size=4))
def test_any_text_gets_an_answer_and_likeness_is_mutual(texts: list[tuple[str, str]]) -> None:
    accounts = [
        Account(str(key), NOON, points_in(text), (name,), name, text)
        for key, (name, text) in enumerate(texts)
    ]
    one, two = accounts[:2]

    assert why(one, two) == why(two, one)
    assert len(resembling(one, accounts)) < len(accounts)
