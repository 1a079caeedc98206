"""Numbers in five languages: figures, words, spans, and what is said of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.lexicons import LANGUAGES, load, number_grammar
from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import tokens_of

# The text, then each number: least, most (None: open), what is said of it, and the words.
READ = [
    ("en", "twenty-five people", [(25, 25, "exact", "twenty-five")]),
    ("en", "one hundred and twenty-three", [(123, 123, "exact", "one hundred and twenty-three")]),
    ("en", "two thousand five hundred", [(2500, 2500, "exact", "two thousand five hundred")]),
    ("en", "25,000", [(25000, 25000, "exact", "25,000")]),
    ("en", "over 25,000", [(25001, None, "more_than", "over 25,000")]),
    ("en", "at least 12", [(12, None, "at_least", "at least 12")]),
    ("en", "up to 40 people", [(None, 40, "at_most", "up to 40")]),
    ("en", "between 10 and 15", [(10, 15, "range", "between 10 and 15")]),
    ("en", "from 10 to 15", [(10, 15, "range", "from 10 to 15")]),
    ("en", "10-15", [(10, 15, "range", "10-15")]),
    ("en", "the toll rose from 10 to 15", [(15, 15, "exact", "from 10 to 15")]),
    ("en", "dozens", [(20, 99, "span", "dozens")]),
    ("en", "two dozen", [(24, 24, "exact", "two dozen")]),
    ("en", "a dozen", [(12, 12, "exact", "a dozen")]),
    ("en", "tens of thousands", [(10000, 99999, "span", "tens of thousands")]),
    ("en", "2.5 million", [(2500000, 2500000, "exact", "2.5 million")]),
    ("en", "5k", [(5000, 5000, "exact", "5k")]),
    ("en", "nearly 30", [(30, 30, "about", "nearly 30")]),
    ("en", "15 or more", [(15, None, "at_least", "15 or more")]),
    ("en", "12 to 14", [(12, 14, "range", "12 to 14")]),
    ("en", "the 5th floor", []),
    ("en", "killing two and wounding 30", [(2, 2, "exact", "two"), (30, 30, "exact", "30")]),
    ("en", "hundreds of thousands", [(200000, 999999, "span", "hundreds of thousands")]),
    ("en", "more than a hundred", [(101, None, "more_than", "more than a hundred")]),
    (
        "en",
        "2023-10-07",
        [(2023, 2023, "exact", "2023"), (10, 10, "exact", "10"), (7, 7, "exact", "07")],
    ),
    ("en", "one thousand and one", [(1001, 1001, "exact", "one thousand and one")]),
    ("en", "100 or so", [(100, 100, "about", "100 or so")]),
    ("en", "a hundred and four", [(104, 104, "exact", "a hundred and four")]),
    ("en", "forty-odd", [(40, 40, "about", "forty-odd")]),
    ("en", "two-three", [(2, 3, "range", "two-three")]),
    ("ru", "полторы сотни", [(150, 150, "exact", "полторы сотни")]),
    ("ru", "тридцать с лишним", [(31, None, "more_than", "тридцать с лишним")]),
    ("ru", "свыше тысячи", [(1001, None, "more_than", "свыше тысячи")]),
    ("uk", "понад два десятки", [(21, None, "more_than", "понад два десятки")]),
    ("ar", "ما ينيف على ستين", [(61, None, "more_than", "ما ينيف على ستين")]),
    ("ar", "ما يقارب الألف", [(1000, 1000, "about", "ما يقارب الألف")]),
    ("he", "כמה עשרות", [(20, 99, "span", "כמה עשרות")]),
    ("he", "שבע-עשרה", [(17, 17, "exact", "שבע-עשרה")]),
    ("uk", "двадцять п'ять", [(25, 25, "exact", "двадцять п'ять")]),
    ("uk", "щонайменше троє", [(3, None, "at_least", "щонайменше троє")]),
    ("uk", "понад 25 тис. осіб", [(25001, None, "more_than", "понад 25 тис.")]),
    ("uk", "від 10 до 15", [(10, 15, "range", "від 10 до 15")]),
    ("uk", "близько ста двадцяти трьох", [(123, 123, "about", "близько ста двадцяти трьох")]),
    ("uk", "півтори тисячі", [(1500, 1500, "exact", "півтори тисячі")]),
    ("uk", "десятки", [(20, 99, "span", "десятки")]),
    ("uk", "десятки тисяч", [(10000, 99999, "span", "десятки тисяч")]),
    ("uk", "дві тисячі п'ятсот", [(2500, 2500, "exact", "дві тисячі п'ятсот")]),
    ("uk", "до 20 людей", [(None, 20, "at_most", "до 20")]),
    ("uk", "п’ятеро", [(5, 5, "exact", "п’ятеро")]),
    ("uk", "зросла з 10 до 15", [(15, 15, "exact", "з 10 до 15")]),
    ("uk", "5-й поверх", []),
    ("uk", "43-річний", []),
    ("uk", "не менше ніж 7", [(7, None, "at_least", "не менше ніж 7")]),
    ("uk", "два десятки", [(20, 20, "exact", "два десятки")]),
    ("ru", "двадцать пять", [(25, 25, "exact", "двадцать пять")]),
    ("ru", "по меньшей мере трое", [(3, None, "at_least", "по меньшей мере трое")]),
    ("ru", "более 25 тыс. человек", [(25001, None, "more_than", "более 25 тыс.")]),
    ("ru", "от 10 до 15", [(10, 15, "range", "от 10 до 15")]),
    ("ru", "около ста двадцати трёх", [(123, 123, "about", "около ста двадцати трёх")]),
    ("ru", "полторы тысячи", [(1500, 1500, "exact", "полторы тысячи")]),
    ("ru", "десятки", [(20, 99, "span", "десятки")]),
    ("ru", "десятки тысяч", [(10000, 99999, "span", "десятки тысяч")]),
    ("ru", "две тысячи пятьсот", [(2500, 2500, "exact", "две тысячи пятьсот")]),
    ("ru", "до 20 человек", [(None, 20, "at_most", "до 20")]),
    ("ru", "пятеро", [(5, 5, "exact", "пятеро")]),
    ("ru", "выросло с 10 до 15", [(15, 15, "exact", "с 10 до 15")]),
    ("ru", "несколько десятков", [(20, 99, "span", "несколько десятков")]),
    ("ar", "خمسة وعشرون", [(25, 25, "exact", "خمسة وعشرون")]),
    ("ar", "ما لا يقل عن ١٢", [(12, None, "at_least", "ما لا يقل عن ١٢")]),
    ("ar", "أكثر من 25 ألف", [(25001, None, "more_than", "أكثر من 25 ألف")]),
    ("ar", "بين 10 و15", [(10, 15, "range", "بين 10 و15")]),
    ("ar", "من 10 إلى 15", [(10, 15, "range", "من 10 إلى 15")]),
    ("ar", "مئة وثلاثة وعشرين", [(123, 123, "exact", "مئة وثلاثة وعشرين")]),
    ("ar", "ألفين وخمسمئة", [(2500, 2500, "exact", "ألفين وخمسمئة")]),
    ("ar", "ثلاثة آلاف ومئتين", [(3200, 3200, "exact", "ثلاثة آلاف ومئتين")]),
    ("ar", "عشرات", [(20, 99, "span", "عشرات")]),
    ("ar", "عشرات الآلاف", [(10000, 99999, "span", "عشرات الآلاف")]),
    ("ar", "نحو ثلاثين", [(30, 30, "about", "نحو ثلاثين")]),
    ("ar", "أحد عشر", [(11, 11, "exact", "أحد عشر")]),
    ("ar", "اثني عشر", [(12, 12, "exact", "اثني عشر")]),
    ("ar", "٢٥٬٠٠٠", [(25000, 25000, "exact", "٢٥٬٠٠٠")]),
    ("ar", "ارتفع العدد من 10 إلى 15", [(15, 15, "exact", "من 10 إلى 15")]),
    ("ar", "15 على الأقل", [(15, None, "at_least", "15 على الأقل")]),
    ("ar", "خمسة عشر", [(15, 15, "exact", "خمسة عشر")]),
    ("ar", "أكثر من مئة", [(101, None, "more_than", "أكثر من مئة")]),
    ("he", "עשרים וחמישה", [(25, 25, "exact", "עשרים וחמישה")]),
    ("he", "לפחות שלושה", [(3, None, "at_least", "לפחות שלושה")]),
    ("he", "יותר מ-25,000", [(25001, None, "more_than", "יותר מ-25,000")]),
    ("he", "בין 10 ל-15", [(10, 15, "range", "בין 10 ל-15")]),
    ("he", "מ-10 עד 15", [(10, 15, "range", "מ-10 עד 15")]),
    ("he", "מאה עשרים ושלושה", [(123, 123, "exact", "מאה עשרים ושלושה")]),
    ("he", "אלפיים וחמש מאות", [(2500, 2500, "exact", "אלפיים וחמש מאות")]),
    ("he", "שלושת אלפים", [(3000, 3000, "exact", "שלושת אלפים")]),
    ("he", "עשרות", [(20, 99, "span", "עשרות")]),
    ("he", "עשרות אלפי", [(10000, 99999, "span", "עשרות אלפי")]),
    ("he", "כ-100", [(100, 100, "about", "כ-100")]),
    ("he", "כעשרים", [(20, 20, "about", "כעשרים")]),
    ("he", "שנים עשר", [(12, 12, "exact", "שנים עשר")]),
    ("he", "עלה מ-10 ל-15", [(15, 15, "exact", "מ-10 ל-15")]),
    ("he", "יותר מעשרים", [(21, None, "more_than", "יותר מעשרים")]),
    ("he", "חמישה עשר", [(15, 15, "exact", "חמישה עשר")]),
    ("he", "לא פחות מ-15", [(15, None, "at_least", "לא פחות מ-15")]),
    ("he", "שני ילדים ושלוש נשים", [(2, 2, "exact", "שני"), (3, 3, "exact", "ושלוש")]),
]


@pytest.mark.parametrize(("language", "text", "numbers"), READ)
def test_a_number_is_read_with_what_is_said_of_it(
    language: str, text: str, numbers: list[tuple[int | None, int | None, str, str]]
) -> None:
    tokens = tokens_of(fold(text))

    found = number_grammar(language).read(tokens)

    assert [
        (one.low, one.high, one.qualifier, text[tokens[one.first].start : tokens[one.end - 1].end])
        for one in found
    ] == numbers


@given(st.sampled_from(LANGUAGES), st.integers(0, 999_999_999))
def test_figures_with_their_thousands_apart_are_one_number(language: str, number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u00a0")):
        (found,) = number_grammar(language).read(tokens_of(fold(written)))

        assert (found.low, found.high, found.qualifier) == (number, number, Qualifier.EXACT)


@given(st.sampled_from(LANGUAGES), st.data())
def test_any_words_of_numbers_give_numbers_that_fit(language: str, data: st.DataObject) -> None:
    """Whatever order the words come in: no failure, no overlap, no bound the wrong way round."""
    words = sorted(vocabulary(language))
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=12)))
    tokens = tokens_of(fold(text))

    found = number_grammar(language).read(tokens)

    end = 0
    for one in found:
        assert end <= one.number < one.end <= len(tokens)
        assert one.first <= one.number
        assert one.low is None or one.high is None or 0 <= one.low <= one.high
        end = one.end


def vocabulary(language: str) -> set[str]:
    """Return words that numbers of a language are made of, and some marks."""
    lexicon = load("numbers", language)
    values = [
        lexicon.get(name, {}) for name in ("units", "teens", "tens", "hundreds", "multipliers")
    ]
    words = {form for one in values for forms in one.values() for form in forms}
    words |= set(lexicon["spans"])
    words |= {form for forms in lexicon["before"].values() for form in forms}
    return words | {"-", "12", "3,000", "and", "و", "до", "1.5"}
