"""A text falls into sentences, each in its language, in the languages' own ways of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.text.folding import fold
from answerable.extraction.text.sentences import LONGEST, sentences_of
from answerable.extraction.text.tokens import tokens_of, tokens_within

CUT = [
    ("One. Two.", ["One.", "Two."]),
    ("Gen. A. B. Halden spoke. He left.", ["Gen. A. B. Halden spoke.", "He left."]),
    ("The U.S. envoy came. Nobody spoke.", ["The U.S. envoy came.", "Nobody spoke."]),
    ("It was in the U.S. The road was open.", ["It was in the U.S.", "The road was open."]),
    ("“Run!” he cried. They ran.", ["“Run!” he cried.", "They ran."]),
    ('"It fell." She wept.', ['"It fell."', "She wept."]),
    ("Rose 2.5 percent. Then No. 5 fell.", ["Rose 2.5 percent.", "Then No. 5 fell."]),
    ("Why? Nobody knows… It burns.", ["Why?", "Nobody knows…", "It burns."]),
    ("у м. Кілар загинуло 25 тис. людей.", ["у м. Кілар загинуло 25 тис. людей."]),
    ("Це було у 2023 р. Він пішов.", ["Це було у 2023 р.", "Він пішов."]),
    ("на вул. Шкільній, буд. 5. Горить.", ["на вул. Шкільній, буд. 5.", "Горить."]),
    ("В г. Келоран 3 млн. рублей. Тихо.", ["В г. Келоран 3 млн. рублей.", "Тихо."]),
    ("قتل خمسة. هل من ناجين؟ لا أحد!", ["قتل خمسة.", "هل من ناجين؟", "لا أحد!"]),
    ('ד"ר לוי אמר. הוא הלך.', ['ד"ר לוי אמר.', "הוא הלך."]),
]


@pytest.mark.parametrize(("text", "sentences"), CUT)
def test_a_text_is_cut_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in sentences_of(text)] == sentences


def test_a_headline_and_the_points_of_a_list_stand_alone() -> None:
    lines = ["Five killed in Dorvelle", "", "It burned.", "- two hurt in Kelorane"]
    text = "\n".join([*lines, "• a bridge fell", "3) one more"])

    found = sentences_of(text)

    assert [text[one.start : one.end] for one in found] == [
        "Five killed in Dorvelle",
        "It burned.",
        "two hurt in Kelorane",
        "a bridge fell",
        "one more",
    ]
    assert [one.is_headline for one in found] == [True, False, False, False, False]
    assert [one.is_point for one in found] == [False, False, True, True, True]


def test_lines_that_were_only_wrapped_are_one_sentence() -> None:
    text = (
        "At least five people were killed on Monday when a shell\n"
        "Dorvelle's rescuers could not name struck the market of\n"
        "Kelorane, which was full of people at that hour of the\n"
        "day, the mayor said."
    )

    assert len(sentences_of(text)) == 1


def test_each_sentence_of_a_mixed_post_has_its_language() -> None:
    text = (
        "Five people were killed. Загинуло п'ятеро людей, їх вбито. Погибли пять человек, их "
        "убили. قتل خمسة أشخاص في الهجوم. חמישה בני אדם נהרגו בתקיפה. "
        "Cinq personnes ont été tuées hier."
    )

    assert [one.language for one in sentences_of(text)] == ["en", "uk", "ru", "ar", "he", "und"]


def test_a_short_sentence_alone_has_its_language() -> None:
    assert [one.language for one in sentences_of("No one claimed responsibility.")] == ["en"]


def test_a_language_that_is_told_holds_for_all() -> None:
    assert [one.language for one in sentences_of("Пять. One.", "uk")] == ["uk", "uk"]


@given(st.text(max_size=400))
def test_sentences_of_any_text_follow_one_another(text: str) -> None:
    last = 0

    for one in sentences_of(text):
        assert last <= one.start < one.end <= len(text)
        assert one.end - one.start <= LONGEST
        assert not text[one.start].isspace()
        last = one.end


@given(st.text(st.sampled_from("aб א.!?\n\"'-1)•"), max_size=80))
def test_nothing_but_blanks_and_marks_of_lists_lies_between_them(text: str) -> None:
    left = list(text)
    for one in sentences_of(text):
        left[one.start : one.end] = " " * (one.end - one.start)

    assert not [char for char in left if char.isalpha() and char not in "aб"]


@given(
    st.lists(
        st.sampled_from(
            [
                "• Two",
                "(1) 12 345",
                "500 were",
                "hurt.",
                "\n",
                " ",
                "قُتِل",
                "שלושה",
                "п'ять",
                "-",
                "x" * 700,
            ]
        ),
        max_size=12,
    )
)
def test_a_text_cut_as_a_whole_has_the_pieces_of_its_sentences(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = sentences_of(text)

    cut = tokens_within(text, [(one.start, one.end) for one in found])

    assert cut == [tokens_of(fold(text[one.start : one.end]), one.start) for one in found]
    assert [one.words for one in cut] == [[token.text for token in one] for one in cut]
