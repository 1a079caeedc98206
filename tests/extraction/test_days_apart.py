"""Days that are said by what stands around them: hours, ranges, weekends, days after others."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction import assembly, lexicons
from answerable.extraction.text.folding import fold
from answerable.extraction.text.sentences import sentences_of
from answerable.extraction.text.tokens import tokens_of
from answerable.extraction.when import dates
from answerable.extraction.when.moments import DAY, Moment
from tests.extraction.test_dates import vocabulary

A_THURSDAY = date(2024, 3, 14)
# Of each text the first and last day of every date that is told as an incident's.
SAID = [
    # an hour or a part of the day without a day
    ("en", "A strike at 03:40 killed two.", ["14..14"]),
    ("en", "About 2am the roof fell.", ["14..14"]),
    ("en", "At 0340 the shelling began.", ["14..14"]),
    ("en", "At dawn two were killed.", ["14..14"]),
    ("uk", "О третій ночі загинули двоє.", ["14..14"]),
    ("uk", "Під ранок загинули двоє.", ["14..14"]),
    ("ru", "В три часа ночи погибли двое.", ["14..14"]),
    ("ru", "Под утро погибли двое.", ["14..14"]),
    ("ar", "قتل اثنان الساعة الثالثة فجرا", ["14..14"]),
    ("ar", "قتل اثنان بعد صلاة العشاء", ["14..14"]),
    ("he", "שניים נהרגו בשלוש לפנות בוקר", ["14..14"]),
    ("he", "שניים נהרגו בשעה 03:40", ["14..14"]),
    # beside a day the hour is that day's
    ("ru", "Вчера около 16 часов погиб водитель.", ["13..13"]),
    ("en", "On Tuesday two died. At 03:40 another bomb fell.", ["12..12", "12..12"]),
    # three days are no hour, a score no time
    ("ru", "три дня в больнице", []),
    ("en", "won 2:1 at home", []),
    # weekends where they are
    ("en", "at the weekend", ["09..10"]),
    ("he", "בסוף השבוע", ["08..09"]),
    ("ar", "في نهاية الأسبوع", ["08..09"]),
    # from one day to another
    ("en", "between 28 February and 2 March", ["28-02..02"]),
    ("en", "March 3–5", ["03..05"]),
    ("uk", "3–5.03", ["03..05"]),
    ("ru", "с 3 по 5 марта", ["03..05"]),
    ("ru", "с пятницы по воскресенье", ["08..10"]),
    ("ar", "من 3 إلى 5 آذار", ["03..05"]),
    ("ar", "يومي الأحد والاثنين", ["10..11"]),
    ("he", "בין 28 בפברואר ל-2 במרץ", ["28-02..02"]),
    ("he", "9.3: שני הרוגים", ["09..09"]),
    # two names of one day are one date
    ("en", "on Saturday, 2 March", ["02..02"]),
    ("he", "יום ג', 12.3.24", ["12..12"]),
    # counted from the day told before
    ("en", "On 8 March two died. Two days later three died.", ["08..08", "10..10"]),
    ("en", "The mayor spoke on Tuesday of the previous day's attack.", ["12..12", "11..11"]),
    ("uk", "8 березня загинули двоє. Наступного дня загинула дитина.", ["08..08", "09..09"]),
    ("ru", "За два дня до этого погибли трое.", ["12..12"]),
    ("he", "יומיים קודם לכן נהרגו שניים", ["12..12"]),
    # counted back, and until now
    ("en", "three nights ago", ["11..11"]),
    ("en", "a week ago today", ["07..07"]),
    ("ar", "منذ يومين", ["12..12"]),
    ("he", "ביומיים האחרונים", ["12..13"]),
    ("uk", "протягом доби", ["13..14"]),
    ("en", "on Tuesday last week", ["05..05"]),
    ("en", "Sunday night into Monday", ["10..11"]),
    ("ru", "дня три назад", ["11..11"]),
    ("uk", "кілька днів тому", []),
    ("ar", "ليلة الثلاثاء على الأربعاء", ["12..13"]),
    ("ar", "خلال الأيام الثلاثة الماضية", ["11..13"]),
    ("ar", "تلاتة الفجر", ["14..14"]),
    ("he", "בשני בבוקר", ["11..11"]),
    ("he", "הבוקר שני פצועים", ["14..14"]),
    ("he", "ליל שבת", ["08..08"]),
    # days of writing are no incident's
    ("en", "Updated 13 March, 18:20.", []),
    ("en", "KYIV, March 13 (Agency) — Two were killed on Monday.", ["11..11"]),
    ("uk", "Опубліковано: 13.03.2024.", []),
    ("he", "עודכן ב-13 במרץ", []),
    # by the month
    ("en", "on the 9th inst.", ["09..09"]),
    ("en", "in the first week of March", ["01..07"]),
    ("ru", "двадцать четвёртого февраля", ["24-02..24-02"]),
    ("ar", "في 3 فيفري", ["03-02..03-02"]),
    ("ar", "الجمعة 27 شعبان 1445هـ الموافق 8 مارس 2024", ["08..08"]),
]  # fmt: skip


def days_of(text: str, language: str, published: date | None) -> list[tuple[date, date]]:
    """Read a text sentence by sentence and return the days that harm may have been done on."""
    found: list[Moment] = []
    said: Moment | None = None
    for one in sentences_of(text, language):
        tokens = tokens_of(fold(text[one.start : one.end]))
        moments = dates.read(lexicons.date_words(language), tokens, published, said)
        said = next((each for each in reversed(moments) if each.is_a_day), said)
        found += [each for each in moments if not (each.aside or each.background)]
    return [(each.start, each.last) for each in found]


def written(day: str) -> date:
    number, _, month = day.partition("-")
    return date(2024, int(month or 3), int(number))


@pytest.mark.parametrize(("language", "text", "days"), SAID)
def test_a_day_is_read_from_what_stands_around_it(
    language: str, text: str, days: list[str]
) -> None:
    spans = [tuple(written(end) for end in one.split("..")) for one in days]

    assert days_of(text, language, A_THURSDAY) == spans


def test_a_line_that_is_a_date_holds_for_the_hours_below_it() -> None:
    log = "11 March\n06:10 two killed\n12 March\n14:35 one injured"

    assert [first.day for first, _last in days_of(log, "en", A_THURSDAY)] == [11, 11, 12, 12]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "killed on 5 May 2031"), ("uk", "загинули 17.03.2024"),
        ("ar", "قتل في 3 أيار 2025"), ("he", "נהרגו ב-1.1.2100"),
    ],
)  # fmt: skip
def test_a_day_three_days_after_the_publication_is_nobodys(language: str, text: str) -> None:
    assert days_of(text, language, A_THURSDAY) == []


def test_where_the_day_stands_first_or_second_is_told_by_what_can_have_happened() -> None:
    assert days_of("killed 04/09/2024", "en", date(2024, 4, 11)) == [(date(2024, 4, 9),) * 2]
    assert days_of("killed 04/03/2024", "en", A_THURSDAY) == [(date(2024, 3, 4),) * 2]


ENDS = [date.min + timedelta(days) for days in (0, 1, 40)]
ENDS += [date.max - timedelta(days) for days in (0, 1, 40)]


@settings(max_examples=60)
@given(st.sampled_from(lexicons.LANGUAGES), st.sampled_from(ENDS), st.data())
def test_no_words_of_dates_raise_where_the_calendar_ends(
    language: str, published: date, data: st.DataObject
) -> None:
    forms = [*sorted(vocabulary(language)), ". ", "\n", "31.12", "9999", "5000", "29"]
    text = " ".join(data.draw(st.lists(st.sampled_from(forms), max_size=8)))

    for first, last in days_of(text, language, published):
        assert first <= last


@pytest.mark.parametrize("language", lexicons.LANGUAGES)
@pytest.mark.parametrize("published", ENDS)
def test_no_way_of_saying_a_day_raises_where_the_calendar_ends(
    language: str, published: date
) -> None:
    text = "\n".join(text for one, text, _days in SAID if one == language)

    assert all(first <= last for first, last in days_of(text, language, published))


@pytest.mark.parametrize("apart", [-14, 0, 14])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_publication_at_the_end_of_the_calendar_has_a_day(day: date, apart: int) -> None:
    hour = time.min if day == date.min else time.max
    published = datetime.combine(day, hour, UTC)

    assert abs(assembly.day_of(published, timezone(timedelta(hours=apart))) - day) <= DAY


@pytest.mark.parametrize("published", ENDS)
def test_a_whole_text_is_read_where_the_calendar_ends(published: date) -> None:
    text = "Two people were killed on Monday. Two days later, at dawn, three people were killed."

    assembly.read(text, lexicons.words, published=published, language="en")
