"""Dates in five languages, those of the calendar and those that count from the publication."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.lexicons import LANGUAGES, date_words, load
from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import tokens_of
from answerable.extraction.when.dates import read

A_THURSDAY = date(2024, 3, 14)
# The text, then each date: first and last day, how finely, part of the day, the words.
READ = [
    ("en", "on 7 October 2023", [("2023-10-07", "2023-10-07", "day", None, "7 October 2023")]),
    ("en", "October 7, 2023", [("2023-10-07", "2023-10-07", "day", None, "October 7, 2023")]),
    ("en", "on Monday", [("2024-03-11", "2024-03-11", "day", None, "Monday")]),
    ("en", "last Friday", [("2024-03-08", "2024-03-08", "day", None, "last Friday")]),
    ("en", "on Thursday", [("2024-03-14", "2024-03-14", "day", None, "Thursday")]),
    ("en", "yesterday", [("2024-03-13", "2024-03-13", "day", None, "yesterday")]),
    ("en", "overnight", [("2024-03-13", "2024-03-14", "day", "night", "overnight")]),
    ("en", "three days ago", [("2024-03-11", "2024-03-11", "day", None, "three days ago")]),
    ("en", "two weeks ago", [("2024-02-28", "2024-03-01", "week", None, "two weeks ago")]),
    ("en", "last week", [("2024-03-04", "2024-03-10", "week", None, "last week")]),
    ("en", "in October", [("2023-10-01", "2023-10-31", "month", None, "October")]),
    ("en", "since 7 October", [("2023-10-07", "2023-10-07", "day", None, "7 October")]),
    (
        "en",
        "on the morning of 7 October",
        [("2023-10-07", "2023-10-07", "day", "morning", "morning of 7 October")],
    ),
    ("en", "Monday night", [("2024-03-11", "2024-03-11", "day", "night", "Monday night")]),
    ("en", "2023-10-07 at 14:30", [("2023-10-07", "2023-10-07", "hour", None, "2023-10-07")]),
    ("en", "7/10/2023", [("2023-10-07", "2023-10-07", "day", None, "7/10/2023")]),
    ("en", "7-8 March", [("2024-03-07", "2024-03-08", "day", None, "7-8 March")]),
    ("en", "the 7th of March", [("2024-03-07", "2024-03-07", "day", None, "7th of March")]),
    ("en", "in 2022", [("2022-01-01", "2022-12-31", "year", None, "2022")]),
    ("en", "March 3rd", [("2024-03-03", "2024-03-03", "day", None, "March 3rd")]),
    ("en", "He may go", []),
    ("en", "the Sun rose", []),
    ("en", "at 2:30 p.m. on Tuesday", [("2024-03-12", "2024-03-12", "hour", None, "Tuesday")]),
    ("uk", "7 жовтня 2023 року", [("2023-10-07", "2023-10-07", "day", None, "7 жовтня 2023 року")]),
    ("uk", "у понеділок", [("2024-03-11", "2024-03-11", "day", None, "понеділок")]),
    ("uk", "минулої п'ятниці", [("2024-03-08", "2024-03-08", "day", None, "минулої п'ятниці")]),
    ("uk", "учора", [("2024-03-13", "2024-03-13", "day", None, "учора")]),
    ("uk", "позавчора", [("2024-03-12", "2024-03-12", "day", None, "позавчора")]),
    (
        "uk",
        "у ніч на 7 березня",
        [("2024-03-06", "2024-03-07", "day", "night", "ніч на 7 березня")],
    ),
    ("uk", "три дні тому", [("2024-03-11", "2024-03-11", "day", None, "три дні тому")]),
    ("uk", "минулого тижня", [("2024-03-04", "2024-03-10", "week", None, "минулого тижня")]),
    ("uk", "у жовтні", [("2023-10-01", "2023-10-31", "month", None, "жовтні")]),
    ("uk", "з 7 жовтня", [("2023-10-07", "2023-10-07", "day", None, "7 жовтня")]),
    ("uk", "07.10.2023", [("2023-10-07", "2023-10-07", "day", None, "07.10.2023")]),
    (
        "uk",
        "вранці 7 березня",
        [("2024-03-07", "2024-03-07", "day", "morning", "вранці 7 березня")],
    ),
    ("uk", "12-го березня", [("2024-03-12", "2024-03-12", "day", None, "12-го березня")]),
    ("uk", "у 2022 році", [("2022-01-01", "2022-12-31", "year", None, "2022 році")]),
    ("uk", "близько 14:30 у вівторок", [("2024-03-12", "2024-03-12", "hour", None, "вівторок")]),
    (
        "ru",
        "7 октября 2023 года",
        [("2023-10-07", "2023-10-07", "day", None, "7 октября 2023 года")],
    ),
    ("ru", "в понедельник", [("2024-03-11", "2024-03-11", "day", None, "понедельник")]),
    ("ru", "в прошлую пятницу", [("2024-03-08", "2024-03-08", "day", None, "прошлую пятницу")]),
    ("ru", "вчера", [("2024-03-13", "2024-03-13", "day", None, "вчера")]),
    ("ru", "позавчера", [("2024-03-12", "2024-03-12", "day", None, "позавчера")]),
    ("ru", "в ночь на 7 марта", [("2024-03-06", "2024-03-07", "day", "night", "ночь на 7 марта")]),
    ("ru", "три дня назад", [("2024-03-11", "2024-03-11", "day", None, "три дня назад")]),
    ("ru", "на прошлой неделе", [("2024-03-04", "2024-03-10", "week", None, "прошлой неделе")]),
    ("ru", "в октябре", [("2023-10-01", "2023-10-31", "month", None, "октябре")]),
    ("ru", "с 7 октября", [("2023-10-07", "2023-10-07", "day", None, "7 октября")]),
    ("ru", "07.10.2023", [("2023-10-07", "2023-10-07", "day", None, "07.10.2023")]),
    ("ru", "утром 7 марта", [("2024-03-07", "2024-03-07", "day", "morning", "утром 7 марта")]),
    ("ru", "в среду", [("2024-03-13", "2024-03-13", "day", None, "среду")]),
    ("ru", "в 2022 году", [("2022-01-01", "2022-12-31", "year", None, "2022 году")]),
    ("ar", "7 أكتوبر 2023", [("2023-10-07", "2023-10-07", "day", None, "7 أكتوبر 2023")]),
    (
        "ar",
        "7 أكتوبر/تشرين الأول 2023",
        [("2023-10-07", "2023-10-07", "day", None, "7 أكتوبر/تشرين الأول 2023")],
    ),
    ("ar", "يوم الاثنين", [("2024-03-11", "2024-03-11", "day", None, "الاثنين")]),
    ("ar", "الاثنين الماضي", [("2024-03-11", "2024-03-11", "day", None, "الاثنين الماضي")]),
    ("ar", "أمس", [("2024-03-13", "2024-03-13", "day", None, "أمس")]),
    ("ar", "أول أمس", [("2024-03-12", "2024-03-12", "day", None, "أول أمس")]),
    ("ar", "فجر الثلاثاء", [("2024-03-12", "2024-03-12", "day", "dawn", "فجر الثلاثاء")]),
    ("ar", "قبل ثلاثة أيام", [("2024-03-11", "2024-03-11", "day", None, "قبل ثلاثة أيام")]),
    ("ar", "قبل يومين", [("2024-03-12", "2024-03-12", "day", None, "قبل يومين")]),
    ("ar", "الأسبوع الماضي", [("2024-03-04", "2024-03-10", "week", None, "الأسبوع الماضي")]),
    ("ar", "منذ 7 أكتوبر", [("2023-10-07", "2023-10-07", "day", None, "7 أكتوبر")]),
    ("ar", "مساء أمس", [("2024-03-13", "2024-03-13", "day", "evening", "مساء أمس")]),
    ("ar", "في ٧ مارس", [("2024-03-07", "2024-03-07", "day", None, "٧ مارس")]),
    ("ar", "عام 2022", [("2022-01-01", "2022-12-31", "year", None, "2022")]),
    ("ar", "يوم 7 آذار", [("2024-03-07", "2024-03-07", "day", None, "7 آذار")]),
    ("he", "7 באוקטובר 2023", [("2023-10-07", "2023-10-07", "day", None, "7 באוקטובר 2023")]),
    ("he", "ב-7 באוקטובר", [("2023-10-07", "2023-10-07", "day", None, "7 באוקטובר")]),
    ("he", "ביום שני", [("2024-03-11", "2024-03-11", "day", None, "ביום שני")]),
    ("he", "ביום שישי שעבר", [("2024-03-08", "2024-03-08", "day", None, "ביום שישי שעבר")]),
    ("he", "אתמול", [("2024-03-13", "2024-03-13", "day", None, "אתמול")]),
    ("he", "שלשום", [("2024-03-12", "2024-03-12", "day", None, "שלשום")]),
    ("he", "הלילה", [("2024-03-13", "2024-03-14", "day", "night", "הלילה")]),
    ("he", "לפני שלושה ימים", [("2024-03-11", "2024-03-11", "day", None, "לפני שלושה ימים")]),
    ("he", "לפני יומיים", [("2024-03-12", "2024-03-12", "day", None, "לפני יומיים")]),
    ("he", "בשבוע שעבר", [("2024-03-03", "2024-03-09", "week", None, "בשבוע שעבר")]),
    ("he", "מאז 7 באוקטובר", [("2023-10-07", "2023-10-07", "day", None, "7 באוקטובר")]),
    ("he", "ב-7.10", [("2023-10-07", "2023-10-07", "day", None, "7.10")]),
    ("he", "בוקר יום שלישי", [("2024-03-12", "2024-03-12", "day", "morning", "בוקר יום שלישי")]),
    ("he", "7.10.2023", [("2023-10-07", "2023-10-07", "day", None, "7.10.2023")]),
    ("he", "מאז ה-7 באוקטובר", [("2023-10-07", "2023-10-07", "day", None, "7 באוקטובר")]),
]


# Ranges, days in words and in short figures, nights between two days.
SAID_OTHERWISE = [
    ("en", "between 9 and 11 March", "2024-03-09", "2024-03-11"),
    ("en", "on the night of 9 to 10 March", "2024-03-09", "2024-03-10"),
    ("en", "overnight into Tuesday", "2024-03-11", "2024-03-12"),
    ("en", "last night", "2024-03-13", "2024-03-14"),
    ("en", "the third of March", "2024-03-03", "2024-03-03"),
    ("en", "on 12/03", "2024-03-12", "2024-03-12"),
    ("en", "the 3rd of this month", "2024-03-03", "2024-03-03"),
    ("en", "between Friday and Saturday", "2024-03-08", "2024-03-09"),
    ("uk", "з 9 по 11 березня", "2024-03-09", "2024-03-11"),
    ("uk", "у ніч з 9 на 10 березня", "2024-03-09", "2024-03-10"),
    ("uk", "вночі проти вівторка", "2024-03-11", "2024-03-12"),
    ("uk", "третього березня", "2024-03-03", "2024-03-03"),
    ("uk", "двадцять першого лютого", "2024-02-21", "2024-02-21"),
    ("uk", "09.03 обстріл", "2024-03-09", "2024-03-09"),
    ("uk", "20-го числа", "2024-02-20", "2024-02-20"),
    ("ru", "с 9 по 11 марта", "2024-03-09", "2024-03-11"),
    ("ru", "в ночь с 9 на 10 марта", "2024-03-09", "2024-03-10"),
    ("ru", "в ночь с пятницы на субботу", "2024-03-08", "2024-03-09"),
    ("ru", "третьего марта", "2024-03-03", "2024-03-03"),
    ("ru", "09.03 обстрел", "2024-03-09", "2024-03-09"),
    ("ru", "этим утром", "2024-03-14", "2024-03-14"),
    ("ar", "بين 9 و11 مارس", "2024-03-09", "2024-03-11"),
    ("ar", "من 9 إلى 11 آذار/مارس", "2024-03-09", "2024-03-11"),
    ("ar", "في الثالث من مارس", "2024-03-03", "2024-03-03"),
    ("ar", "الأسبوع الثاني من مارس", "2024-03-08", "2024-03-14"),
    ("ar", "أمس الأول", "2024-03-12", "2024-03-12"),
    ("ar", "ليل الاثنين الثلاثاء", "2024-03-11", "2024-03-12"),
    ("ar", "ليلة أمس", "2024-03-13", "2024-03-14"),
    ("he", "בין 9 ל-11 במרץ", "2024-03-09", "2024-03-11"),
    ("he", "ב-9 לחודש", "2024-03-09", "2024-03-09"),
    ("he", "ב-09/03", "2024-03-09", "2024-03-09"),
    ("he", "לפני שעתיים", "2024-03-14", "2024-03-14"),
    ("he", "השבוע", "2024-03-10", "2024-03-14"),
]


@pytest.mark.parametrize(("language", "text", "first", "last"), SAID_OTHERWISE)
def test_a_newsrooms_ways_of_saying_a_day_are_read(
    language: str, text: str, first: str, last: str
) -> None:
    found = read(date_words(language), tokens_of(fold(text)), A_THURSDAY)

    assert [(str(one.start), str(one.last)) for one in found] == [(first, last)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "в 14.05"), ("uk", "о 10.12"), ("ru", "рост 12.5"), ("en", "9/3 of them")],
)
def test_a_time_or_a_fraction_is_no_day(language: str, text: str) -> None:
    assert read(date_words(language), tokens_of(fold(text)), A_THURSDAY) == []


@pytest.mark.parametrize(("language", "text", "dates"), READ)
def test_a_date_is_read(
    language: str, text: str, dates: list[tuple[str, str, str, str | None, str]]
) -> None:
    tokens = tokens_of(fold(text))

    found = read(date_words(language), tokens, A_THURSDAY)

    assert [
        (str(one.start), str(one.last), one.grain, one.part,
         text[tokens[one.first].start : tokens[one.end - 1].end])
        for one in found
    ] == dates  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "since 7 October"), ("uk", "з 7 жовтня"), ("ru", "с 7 октября"),
        ("ar", "منذ 7 أكتوبر"), ("he", "מאז 7 באוקטובר"),
    ],
)  # fmt: skip
def test_since_a_day_is_background(language: str, text: str) -> None:
    (found,) = read(date_words(language), tokens_of(fold(text)), A_THURSDAY)

    assert found.background


def test_a_time_of_day_beside_a_date_makes_it_finer() -> None:
    for language, text, clock in [
        ("en", "at 2:30 p.m. on Tuesday", "14:30:00"),
        ("uk", "близько 14:30 у вівторок", "14:30:00"),
        ("ar", "الساعة 14:30 يوم الثلاثاء", "14:30:00"),
    ]:
        (found,) = read(date_words(language), tokens_of(fold(text)), A_THURSDAY)

        assert (str(found.clock), found.grain) == (clock, "hour")


@given(
    st.sampled_from(LANGUAGES),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(-900, 900),
)
def test_a_date_in_figures_is_that_date_whatever_the_publication(
    language: str, day: date, apart: int
) -> None:
    published = day + timedelta(days=apart)
    for written in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}"):
        (found,) = read(date_words(language), tokens_of(fold(written)), published)

        assert (found.start, found.last) == (day, day)


@settings(max_examples=60)
@given(st.sampled_from(LANGUAGES), st.data())
def test_any_words_of_dates_give_dates_that_fit(language: str, data: st.DataObject) -> None:
    words = sorted(vocabulary(language))
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=10)))
    tokens = tokens_of(fold(text))
    published = data.draw(st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)))

    end = 0
    for one in read(date_words(language), tokens, published):
        assert one.start <= one.last
        assert 0 <= one.first < one.end <= len(tokens)
        assert end < one.end
        end = one.end


def vocabulary(language: str) -> set[str]:
    """Return words that dates of a language are made of, and some figures."""
    words: set[str] = set()
    for found in load("dates", language).values():
        for forms in found.values() if isinstance(found, dict) else [found]:
            words |= set(forms) if isinstance(forms, list) else set()
    return words | {"7", "31", "2023", "-", "/", ":", "30", "7.10"}
