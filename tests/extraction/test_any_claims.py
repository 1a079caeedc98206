"""Whatever the text, reading it raises nothing, quotes exactly, and says the same twice."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.accepting import accept
from answerable.extraction.assembly import Reading, read
from answerable.extraction.claims import Kind
from answerable.extraction.lexicons import words

DAY = date(2026, 3, 5)
WORDS = """
Five people|two children|were killed|killing|a hospital|a drone|hit|on|Monday|the army denied|said
Reuters, citing the health ministry,|according to|including|since October|in a separate strike
more than 25,000|загинуло|п'ятеро людей|лікарню|удар по|за даними|ДСНС|заперечив|у вівторок|погибли
двое детей|обстрел|школы|со ссылкой на|МЧС|опроверг|استشهد|خمسة أشخاص|غارة|استهدفت منزلا|بحسب
وزارة الصحة|نفى الجيش|נהרגו|חמישה בני אדם|תקיפה|בית חולים|לפי|משרד הבריאות|הכחיש|:|;|(|)|"|’|-|—|,
...|12|٢٥|%|was denied by|the residents' reports
"""
PIECES = st.sampled_from(
    [
        *(one for line in WORDS.split("\n") for one in line.split("|")),
        "\u202e",
        "\u0301",
        ". ",
        "\n- ",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join)


def claims_of(text: str) -> Reading:
    return read(text, words, published=DAY)


def check(text: str) -> None:
    reading = claims_of(text)

    assert accept(text, reading.claims).claims == reading.claims
    assert claims_of(text) == reading
    assert [one.start for one in reading.claims] == sorted(one.start for one in reading.claims)
    for one in reading.claims:
        assert one.quote == text[one.start : one.end] != ""
        assert one.kind is not Kind.SOURCE or one.sources[0] == one.value
        if one.subset_of is not None:
            assert reading.claims[one.subset_of].kind is Kind.HARM
    numbers = {one.incident for one in reading.claims} - {None}
    assert numbers <= set(range(1, len(reading.claims) + 1))


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(text)


@settings(max_examples=150)
@given(TEXTS)
def test_any_words_of_the_lexicons_in_any_order_are_read(text: str) -> None:
    check(text)
