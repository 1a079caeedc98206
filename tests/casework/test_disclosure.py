"""What leaves and what stays, and a planted name found however it is written."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.codes import Audience, Disclosable, Kind, LeakMatch, Marking
from answerable.casework.disclosure import (
    Item,
    Outgoing,
    Phrase,
    allows,
    find_leaks,
    may_show,
    outgoing_texts,
    sort_out,
)
from answerable.casework.scripts import fold, is_inflected, script_of, skeletons, tokens
from answerable.casework.terms import DisclosureTerm, preset_terms
from answerable.casework.words import Text, Words

# Invented, as every name here.
WITNESS = Phrase("w1", "Olena Kovalchuk", is_name=True)


def match_of(phrase: Phrase, text: str) -> LeakMatch | None:
    leaks = find_leaks([phrase], [Outgoing("notes", text)])
    return leaks[0].match if leaks else None


def test_what_is_private_or_marked_too_high_is_refused_though_chosen() -> None:
    fact = Item("narrative", "x", private=False, chosen=True)
    source = Item("source", "x", private=True, chosen=True)
    secret = Item("plan", "x", private=False, chosen=True, marking=Marking.RED)
    kept = Item("grading", "x", private=True, chosen=False)

    sorted_out = sort_out([fact, source, secret, kept], Marking.AMBER)

    assert sorted_out.leaves == (fact,)
    assert sorted_out.stays == (kept,)
    assert sorted_out.refused == (source, secret)


def test_a_channel_carries_markings_up_to_its_highest() -> None:
    assert [marking for marking in Marking if allows(Marking.AMBER, marking)] == [
        Marking.CLEAR,
        Marking.GREEN,
        Marking.AMBER,
    ]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("as Olena Kovalchuk told us", LeakMatch.EXACT),
        ("as OLENA\n KOVALCHUK told us", LeakMatch.FOLDED),
        ("statement-of-olena_kovalchuk.pdf", LeakMatch.FOLDED),
        ("Olenakovalchuk@example.org", LeakMatch.FOLDED),
        ("Ole\u200bna Kovalchuk", LeakMatch.FOLDED),
        ("Оlena Kovalchuk, with a Cyrillic O", LeakMatch.FOLDED),
        ("Kovalchuk, Olena", LeakMatch.REORDERED),
        ("Olena M. Kovalchuk", LeakMatch.REORDERED),
        ("for Oleny Kovalchuka", LeakMatch.INFLECTED),
        ("Олена Ковальчук", LeakMatch.TRANSLITERATED),
        ("Олені Ковальчук", LeakMatch.TRANSLITERATED),
        ("Mrs Kovalchuk", LeakMatch.PART),
        ("nobody is named", None),
        ("", None),
    ],
)
def test_a_planted_witness_name_is_found(text: str, match: LeakMatch | None) -> None:
    assert match_of(WITNESS, text) is match


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("أحمد خليل", "Ahmad Khalil"),
        ("Ahmad Khalil", "אחמד חליל"),
        ("Ахмад Халиль", "أحمد خليل"),
        ("Юсуф Хаддад", "Yousef Haddad"),
        ("Shchepkina Vera", "Щепкина Вера"),
    ],
)
def test_a_name_is_found_in_another_script(name: str, written: str) -> None:
    assert match_of(Phrase("w", name, is_name=True), f"x {written} x") is LeakMatch.TRANSLITERATED


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("דוד לוי", "ולדוד לוי"),
        ("خليل", "وبخليل"),
        ("José Núñez", "JOSE NUNEZ"),
        ("Łukasz Żak", "lukasz zak"),
        ("מַרְיָם", "מרים"),
        ("فاطمة", "فاطمه"),
        ("+972 50-123", "٩٧٢٥٠١٢٣"),
        ("O’Hara", "OHara"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(name: str, written: str) -> None:
    assert match_of(Phrase("w", name), f"x {written} x") in {LeakMatch.EXACT, LeakMatch.FOLDED}


@pytest.mark.parametrize("text", ["Hannah spoke", "the annex", "Ann-Marie is not here"])
def test_a_short_name_is_not_found_inside_another_word(text: str) -> None:
    expected = LeakMatch.EXACT if "Ann-" in text else None

    assert match_of(Phrase("w", "Ann", is_name=True), text) is expected


def test_letters_that_may_stand_before_a_name_do_not_make_any_word_match() -> None:
    assert match_of(Phrase("w", "דוד"), "ולשגדוד") is None
    assert match_of(Phrase("w", "דוד"), "והבלכדוד") is None


def test_a_phrase_is_found_further_on_after_a_false_start() -> None:
    assert match_of(Phrase("w", "Ann"), "Anna, Hannah, Ann") is LeakMatch.EXACT


def test_a_phrase_that_is_no_name_is_not_looked_for_in_parts() -> None:
    phrase = Phrase("p", "the cellar under the bakery")

    assert match_of(phrase, "the bakery has a cellar under it") is None
    assert match_of(phrase, "In THE cellar, under the bakery!") is LeakMatch.FOLDED


def test_names_of_few_consonants_are_not_guessed_across_scripts() -> None:
    assert match_of(Phrase("w", "Ali Aya", is_name=True), "ليلى") is None


def test_a_phrase_without_a_word_finds_nothing() -> None:
    assert find_leaks([Phrase("w", " - ")], [Outgoing("notes", "a - b")]) == ()


def test_each_phrase_is_reported_once_per_text_with_how_it_is_written() -> None:
    texts = [Outgoing("notes", "OLENA KOVALCHUK and Olena Kovalchuk"), Outgoing("file[0]", "x")]

    leaks = find_leaks([WITNESS], texts)

    assert [(leak.phrase_id, leak.where, leak.found) for leak in leaks] == [
        ("w1", "notes", "OLENA KOVALCHUK")
    ]


def test_everything_that_would_leave_is_looked_at() -> None:
    words = Words(
        kind=Kind.RAISE, language="en", subject="Clinic", questions=(Text(id="q1", text="Why?"),)
    )

    texts = outgoing_texts(words, {"reference": "AST-7"}, ["photo.jpg"])

    assert [(outgoing.where, outgoing.text) for outgoing in texts] == [
        ("subject", "Clinic"),
        ("questions[0].text", "Why?"),
        ("reference", "AST-7"),
        ("file[0]", "photo.jpg"),
    ]
    assert outgoing_texts(None, {}) == ()


_name = st.text(st.characters(categories=["Ll"], max_codepoint=0x24F), min_size=3, max_size=9)


@given(_name, _name, st.text(max_size=20), st.text(max_size=20))
def test_a_planted_name_is_found_in_any_text(
    first: str, last: str, before: str, after: str
) -> None:
    phrase = Phrase("w", f"{first} {last}", is_name=True)
    planted = unicodedata.normalize("NFD", f"{first.upper()}\u00a0{last.title()}")

    # Casing is not always the same letter and back; such names are another test's.
    if fold(planted) == fold(f"{first}\u00a0{last}"):
        assert match_of(phrase, f"{before} {planted} {after}") is not None


@given(st.text(), st.lists(st.text(max_size=6), max_size=3), st.booleans())
def test_any_text_can_be_searched_for_any_phrase(
    text: str, phrases: list[str], is_name: bool
) -> None:
    wanted = [Phrase(str(n), phrase, is_name) for n, phrase in enumerate(phrases)]

    for leak in find_leaks(wanted, [Outgoing("x", text)]):
        assert leak.found in text
        assert leak.found


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for token in tokens(text):
        assert token.folded
        assert fold(text[token.start : token.end]) or token.folded
        assert 0 <= token.start < token.end <= len(text)


def test_scripts_are_told_apart() -> None:
    assert [script_of(word) for word in ("abc", "абв", "אבג", "ابج")] == [
        "LATIN",
        "CYRILLIC",
        "HEBREW",
        "ARABIC",
    ]


def test_a_v_may_be_a_vowel_sign_or_a_b() -> None:
    assert skeletons("avraham") & skeletons(fold("אברהם"))
    assert skeletons("levi") & skeletons("לוי")


def test_endings_differ_and_short_names_do_not_bend() -> None:
    assert is_inflected("ковальчука", "ковальчук")
    assert not is_inflected("anna", "ann")
    assert not is_inflected("kovalchukovskaya", "kovalchuk")


def test_what_the_terms_do_not_list_may_not_be_shown() -> None:
    term = DisclosureTerm(audience=Audience.THIRD_PARTY, what=Disclosable.EVIDENCE_PACKAGES)
    terms = msgspec.structs.replace(preset_terms("en"), disclosure=(term,))

    assert may_show(terms, Audience.THIRD_PARTY, Disclosable.EVIDENCE_PACKAGES)
    assert not may_show(terms, Audience.THIRD_PARTY, Disclosable.CONTENTS)
    assert not may_show(terms, Audience.PUBLIC, Disclosable.EVIDENCE_PACKAGES)
    assert not may_show(preset_terms("en"), Audience.THIRD_PARTY, Disclosable.EVIDENCE_PACKAGES)
    assert not may_show(None, Audience.THIRD_PARTY, Disclosable.EVIDENCE_PACKAGES)


def test_a_mark_that_stands_alone_is_no_word() -> None:
    assert [token.folded for token in tokens("one \u0301 two")] == ["one", "two"]
