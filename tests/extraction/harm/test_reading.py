"""Who was harmed and how many, sentence by sentence, in five languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.casualties.harmwords import NO_CATEGORIES, Harm
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.lexicons import LANGUAGES, harm_words, load, number_grammar
from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import tokens_of
from tests.extraction.harm.probes import all_written, claims, probes

SENTENCES = [(language, *one) for language in LANGUAGES for one in probes(language)]


@pytest.mark.parametrize(("language", "sentence", "expected"), SENTENCES)
def test_a_sentence_claims_what_it_says_and_no_more(
    language: str, sentence: str, expected: str
) -> None:
    assert all_written(claims(language, sentence)) == expected


def test_each_of_a_hundred_in_one_sentence_has_the_harm_that_stands_by_it() -> None:
    found = claims("en", "five miners were killed, three nurses were wounded, " * 50)

    assert [(one.value, one.low) for one in found] == [("killed", 5), ("injured", 3)] * 50


def test_parts_told_in_a_later_sentence_lead_to_the_whole_before_them() -> None:
    found = claims("en", "A strike killed nine people on Monday. Among them were two children.")

    assert [(one.low, one.category, one.subset_of) for one in found] == [
        (9, None, None),
        (2, "children", 0),
    ]


def test_parts_have_the_scope_of_their_whole() -> None:
    found = claims("en", "Since 7 October 41,000 people were killed. Of them 13,000 were children.")

    assert [one.scope for one in found] == [Scope.CUMULATIVE, Scope.CUMULATIVE]


def test_a_list_is_a_whole_with_its_parts_and_is_never_added_to_them() -> None:
    whole, *parts = claims("en", "A nurse and two drivers were killed.")

    assert (whole.low, whole.subset_of) == (3, None)
    assert [(one.low, one.category, one.subset_of) for one in parts] == [(1, "medics", 0)]


def test_people_of_a_list_who_do_not_belong_together_are_told_one_by_one() -> None:
    found = claims("en", "Three police officers and two nurses were killed.")

    assert [(one.low, one.category, one.subset_of) for one in found] == [
        (3, "combatants", None),
        (2, "medics", None),
    ]
    assert all(one.rule.endswith("one of a list") for one in found)


def test_a_quote_is_what_stands_in_the_text() -> None:
    text = "“At least 12 people” — so the ministry — were killed."

    (found,) = claims("en", text)

    assert text[found.start : found.end] == found.quote == "At least 12 people"


@settings(max_examples=60)
@given(st.sampled_from(LANGUAGES), st.data())
def test_any_words_give_claims_that_quote_what_they_count(
    language: str, data: st.DataObject
) -> None:
    """Whatever order the words come in: no failure, exact quotes, and no number made up."""
    words = data.draw(st.lists(st.sampled_from(_vocabulary(language)), max_size=25))
    text = " ".join(words)

    found = claims(language, text)

    for at, claim in enumerate(found):
        assert claim.kind is Kind.HARM
        assert text[claim.start : claim.end] == claim.quote != ""
        assert claim.low is None or claim.high is None or 0 <= claim.low <= claim.high
        assert claim.subset_of is None or (
            claim.subset_of != at and found[claim.subset_of].subset_of is None
        )
        assert _is_told(language, claim), claim


@settings(max_examples=60)
@given(st.sampled_from(LANGUAGES), st.text(max_size=120))
def test_any_text_is_read_without_failing(language: str, text: str) -> None:
    for claim in claims(language, text):
        assert text[claim.start : claim.end] == claim.quote


def _is_told(language: str, claim: Claim) -> bool:
    """Tell whether the quote itself says the number: figures, a word, one or two, a list, none."""
    if claim.low in (0, 1, 2, None) and claim.high in (0, 1, 2, None):
        return True
    if "sum" in claim.rule:
        return len(claim.quote.split()) > 1
    numbers = number_grammar(language).read(tokens_of(fold(claim.quote)))
    told = {one.low for one in numbers} | {one.high for one in numbers}
    # A verb before the quote ("rose from 10 to 12") may take what "to" would say of a number.
    return bool(numbers) and {claim.low, claim.high} - {None} <= told | {
        (one.low or 0) + 1 for one in numbers
    }


def _vocabulary(language: str) -> list[str]:
    """Return words that harm is told with in a language, and some marks."""
    harm, people = load("harm", language), load("people", language)
    words = [
        form for name in ("killed", "injured") for forms in harm[name].values() for form in forms
    ]
    words += [form for name in ("plain", "children") for form in people[name]["many"]]
    words += [*harm["subset"], *harm["links"], *load("scopes", language)["cumulative"]]
    numbers = ["12", "3", "25,000", "(", ")", ",", ".", ":", "-"]
    units = [form for forms in load("numbers", language)["units"].values() for form in forms]
    return [word.replace("*", "") for word in words] + numbers * 8 + units


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_harm_and_every_category(language: str) -> None:
    harm, people = load("harm", language), load("people", language)

    assert harm_words(language).language == language
    assert {one for one in Harm if not any(harm[one].values())} == set()
    assert {"subset", "zero", "among", "agent", "breaks", "links"} <= set(harm)
    assert set(load("people", "en")) - set(people) <= set(NO_CATEGORIES)
