"""A document tells of one incident or several, and of totals; each claim knows which it is of."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from answerable.extraction.assembly import day_of, read
from answerable.extraction.claims import Claim, Kind, Place, Scope, Sighting
from answerable.extraction.lexicons import words
from answerable.extraction.retold import TOLD_AGAIN
from answerable.extraction.sameincident import kilometres
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.text.tokens import Token

PUBLISHED = date(2026, 3, 5)
DORVELLE = Place("x1", "Dorvelle", 10.0, 20.0, 5.0)
KELORANE = Place("x2", "Kelorane", 12.0, 20.0, 5.0)
REGION = Place("x3", "the Isles", 11.0, 20.0, 200.0)


class Places:
    """Find three invented places by their names."""

    def places_in(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Sequence[Token]]
    ) -> Iterable[Sighting]:
        assert len(sentences) == len(tokens)
        for place in (DORVELLE, KELORANE, REGION):
            at = text.find(place.name)
            while at >= 0:
                yield Sighting(at, at + len(place.name), place, 0.9)
                at = text.find(place.name, at + 1)


def claims(text: str, places: Places | None = None) -> list[Claim]:
    return list(read(text, words, published=PUBLISHED, places=places).claims)


def killed(text: str, places: Places | None = None) -> list[tuple[int | None, int | None]]:
    return [
        (one.low, one.incident)
        for one in claims(text, places)
        if one.kind is Kind.HARM and one.value == "killed"
    ]


def test_an_article_that_goes_on_tells_of_one_incident() -> None:
    text = (
        "Five killed in strike on a market\n\n"
        "Five people were killed on Monday when a drone hit a market, the mayor said. "
        "Two of them were children. The market was full of people."
    )

    assert {one.incident for one in claims(text)} == {1}


def test_another_incident_is_told_by_its_words() -> None:
    text = (
        "Five people were killed in a market. "
        "In a separate strike, three people were killed in a school."
    )

    assert killed(text) == [(5, 1), (3, 2)]


def test_another_day_is_another_incident_and_the_first_is_found_again() -> None:
    text = (
        "Five people were killed on 3 March. On 12 February eight people were killed. "
        "Two of those wounded on 3 March were children, and one person was killed on 3 March."
    )

    assert killed(text) == [(5, 1), (8, 2), (1, 1)]


def test_each_point_of_a_list_that_has_its_own_object_is_an_incident() -> None:
    text = (
        "The day in short:\n- Two people were killed in a strike on a market.\n"
        "- Four people were killed in a strike on a school.\n"
        "- A drone hit a bridge, and one person was killed."
    )

    assert killed(text) == [(2, 1), (4, 2), (1, 3)]


def test_a_place_elsewhere_is_another_incident_and_a_region_is_none() -> None:
    text = (
        "Five people were killed in Dorvelle. The strike shook the Isles, where two people were "
        "killed. In Kelorane three people were killed."
    )

    assert killed(text, Places()) == [(5, 1), (2, 1), (3, 2)]
    assert [one.place for one in claims(text, Places()) if one.place] == [
        DORVELLE, REGION, KELORANE,
    ]  # fmt: skip


def test_one_sentence_may_tell_of_two_places() -> None:
    text = (
        "Five people, among them two children, were killed in Dorvelle and three were killed in "
        "Kelorane. Four people were wounded in Kelorane."
    )

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.low, one.incident) for one in found] == [(5, 1), (2, 1), (3, 2), (4, 2)]
    assert found[1].subset_of is not None


def test_a_total_belongs_to_no_incident() -> None:
    text = (
        "Five people were killed on Monday in a strike on a market. "
        "More than 25,000 people have been killed since 7 October."
    )

    totals = [one for one in claims(text) if one.scope is not Scope.INCIDENT]

    assert {one.incident for one in totals} == {None}
    assert (25001, None) in killed(text)
    assert date(2025, 10, 7) in {one.first_day for one in totals}


def test_harm_that_is_denied_is_a_denial_and_no_harm() -> None:
    for text in (
        "The army denied that 12 people were killed in the hospital.",
        "Армія заперечила, що загинули 12 людей.",
        "Армия опровергла, что погибли 12 человек.",
        "نفى الجيش مقتل 12 شخصا.",
        "הצבא הכחיש כי 12 בני אדם נהרגו.",
    ):
        kinds = {one.kind for one in claims(text)}

        assert Kind.DENIAL in kinds, text
        assert Kind.HARM not in kinds, text


def test_what_is_told_beside_a_denial_stands() -> None:
    text = "Five people were killed, the mayor said. The army denied responsibility."

    assert killed(text) == [(5, 1)]


def test_who_says_so_is_told_of_each_claim() -> None:
    text = (
        "The mayor said that five people were killed; the army said that two soldiers were killed."
    )

    found = [one.sources for one in claims(text) if one.kind is Kind.HARM]

    assert found == [("mayor",), ("army",)]


def test_a_text_without_an_incident_tells_no_day_of_one() -> None:
    found = claims("Teachers met on Monday to talk about the timetable.")

    assert all(one.scope is not Scope.INCIDENT for one in found if one.kind is Kind.WHEN)


def test_a_language_that_is_not_read_is_counted() -> None:
    reading = read("Cinq personnes ont été tuées lundi dans une frappe.", words)

    assert reading.claims == ()
    assert reading.unread == 1


def test_the_day_of_publication_is_that_of_the_place() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    assert day_of(late) == date(2026, 3, 4)
    assert day_of(late, timezone(timedelta(hours=2))) == PUBLISHED


def test_places_are_told_apart_by_their_distance() -> None:
    assert 221 < kilometres(DORVELLE, KELORANE) < 223
    assert kilometres(DORVELLE, DORVELLE) == 0


def test_who_is_told_of_apart_later_is_one_of_all_and_who_came_elsewhere_is_not() -> None:
    text = (
        "Eight people were killed in Dorvelle. Rescuers pulled out the body of a woman. "
        "In a separate incident, a shepherd was killed in Kelorane."
    )

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.low, one.incident) for one in found] == [(8, 1), (1, 1), (1, 2)]
    whole = claims(text, Places()).index(found[0])
    assert [one.subset_of for one in found] == [None, whole, None]


def test_some_told_of_later_are_parts_and_another_count_of_all_is_not() -> None:
    text = (
        "Nine people were killed and 22 injured in Dorvelle, the mayor said. Police said six "
        "people were killed. Two women died in hospital. Among the injured are three children."
    )

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.value, one.low, one.subset_of is not None) for one in found] == [
        ("killed", 9, False), ("injured", 22, False), ("killed", 6, False), ("killed", 2, True),
        ("injured", 3, True),
    ]  # fmt: skip


def test_who_was_killed_by_something_else_is_no_part() -> None:
    text = "Shelling killed three people in Dorvelle. A landmine killed a farmer."

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.low, one.subset_of) for one in found] == [(3, None), (1, None)]


def test_another_week_is_another_incident() -> None:
    text = "Two people were killed on Monday in Dorvelle. Two weeks ago a boy was killed."

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.low, one.incident) for one in found] == [(2, 1), (1, 2)]


def test_several_who_are_all_of_those_told_before_are_parts() -> None:
    text = (
        "Six people were injured in Dorvelle. Two men were critically injured and four people were "
        "lightly injured, doctors said."
    )

    found = [one for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [(one.low, one.subset_of is not None) for one in found] == [
        (6, False), (2, True), (4, True),
    ]  # fmt: skip


def test_a_day_and_a_place_beside_what_is_told_are_background() -> None:
    text = (
        "Five people were killed in Dorvelle on Monday. The truce of 27 November 2024 was signed "
        "in Kelorane. The mayor called for help."
    )

    beside = [one for one in claims(text, Places()) if one.kind in (Kind.WHEN, Kind.WHERE)]

    assert [(one.quote, one.scope is Scope.INCIDENT) for one in beside] == [
        ("Dorvelle", True), ("Monday", True), ("27 November 2024", False), ("Kelorane", False),
    ]  # fmt: skip


def test_a_text_returns_to_the_town_with_which_a_sentence_begins() -> None:
    text = (
        "Five people were killed in Dorvelle. In Kelorane three people were killed. In Dorvelle, "
        "rescuers went on digging. Later the mayor spoke of seven dead."
    )

    assert killed(text, Places()) == [(5, 1), (3, 2), (7, 1)]


def test_the_sum_of_a_headline_is_of_no_incident() -> None:
    text = (
        "Eight people were killed in Dorvelle and Kelorane.\n\nFive were killed in Dorvelle.\n"
        "In Kelorane three people were killed."
    )

    assert killed(text, Places()) == [(8, None), (5, 1), (3, 2)]


def test_nobody_hurt_elsewhere_is_told_of_elsewhere() -> None:
    text = "Five people were killed in Dorvelle. No civilian casualties were recorded in Kelorane."

    found = [one for one in claims(text, Places()) if one.kind is Kind.DENIAL]

    assert [one.incident for one in found] == [2]


def test_a_figure_told_in_a_headline_and_below_it_is_told_again() -> None:
    text = "Strike kills 40 in Dorvelle\n\nForty people were killed in Dorvelle. Two were hurt."

    found = [one.rule for one in claims(text, Places()) if one.kind is Kind.HARM]

    assert [rule.endswith(TOLD_AGAIN) for rule in found] == [False, True, False]


def test_a_town_that_is_a_government_is_no_place_of_harm() -> None:
    text = "Five people were killed in Dorvelle. The ministry accused Kelorane of lying."

    found = [one for one in claims(text, Places()) if one.kind is Kind.WHERE]

    assert [one.scope is Scope.INCIDENT for one in found] == [True, False]
