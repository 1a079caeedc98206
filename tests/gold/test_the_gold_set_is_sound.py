"""The gold set is large enough, well formed, and split so that testing says something."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

import pytest

from answerable.extraction.claims import Scope
from tests.gold.collection import LANGUAGES, PARTS, main_records, records, side_of, spots
from tests.gold.notation import BadGold, Record, read_records, read_spots

TEXTS, TRAPS, CALM, UNSEEN = 300, 60, 30, 40

# Words that name a weekday, from Monday on; a label on such a word must fall on that day.
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "uk": ("понеділ", "вівтор", "серед", "четвер", "п'ятниц", "субот", "неділ"),
    "ru": ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен"),
    "ar": ("ثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "he": ("יום שני", "יום שלישי", "יום רביעי", "חמישי", "שישי", "שבת", "יום ראשון"),
}


def everything() -> list[Record]:
    return [r for language in LANGUAGES for part in PARTS for r in records(language, part)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_texts_traps_and_calm_texts_enough(language: str) -> None:
    texts = main_records(language)

    assert len(texts) >= TEXTS
    assert sum(record.is_trap for record in texts) >= TRAPS
    assert sum(record.calm for record in texts) >= CALM
    assert len(records(language, "unseen")) >= UNSEEN


def test_every_quote_stands_where_its_label_says() -> None:
    for record in everything():
        for label in record.labels:
            assert record.text[label.start : label.end] == label.quote, record.id


def test_an_incident_is_on_one_side_only() -> None:
    for language in LANGUAGES:
        for part in ("dev", "test"):
            for record in records(language, part):
                assert side_of(record.incident) == part, (record.id, record.incident)


def test_ids_are_given_once() -> None:
    ids = [record.id for record in everything()]

    assert len(ids) == len(set(ids))


def test_no_harm_is_labelled_in_a_text_without_an_incident() -> None:
    assert [r.id for r in everything() if r.calm and r.labels] == []


def test_a_text_that_is_not_calm_has_labels() -> None:
    bare = [r.id for r in everything() if not r.calm and not r.labels]

    # Some tell of figures that are no figures of people harmed; those are few.
    assert len(bare) <= 40, bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weekday_is_labelled_with_a_day_that_was_one(language: str) -> None:
    wrong = []
    for part in PARTS:
        for record in records(language, part):
            for label in record.labels:
                named = _weekdays(label.quote, language) if label.kind == "when" else set()
                if len(named) == 1 and label.first_day and label.last_day:
                    days = {label.first_day.weekday(), label.last_day.weekday()}
                    if not named & days:
                        wrong.append((record.id, label.quote, label.first_day))

    assert wrong == []


def _weekdays(quote: str, language: str) -> set[int]:
    words = enumerate(WEEKDAYS[language])
    return {day for day, word in words if word.casefold() in quote.casefold()}


def test_no_day_lies_after_the_publication() -> None:
    late = [
        (record.id, label.quote, label.first_day)
        for record in everything()
        for label in record.labels
        if label.kind == "when" and label.first_day and label.first_day > record.published
    ]

    assert late == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_are_nearly_the_same(language: str) -> None:
    texts = [record.text for part in PARTS for record in records(language, part)]
    words = [frozenset(text.split()) for text in texts]

    alike = [
        (texts[a][:60], texts[b][:60])
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        # The letters are compared only where the words already agree.
        if len(words[a] & words[b]) > 0.6 * min(len(words[a]), len(words[b]))
        and SequenceMatcher(None, texts[a], texts[b]).ratio() > 0.8
    ]

    assert alike == []


def test_places_are_on_the_map_and_used() -> None:
    used = {label.value for r in everything() for label in r.labels if label.kind == "where"}

    assert used <= set(spots())
    for spot in spots().values():
        assert -90 <= spot.latitude <= 90
        assert -180 <= spot.longitude <= 180


def test_a_record_says_what_its_marks_mean() -> None:
    written = (
        "= 24-03-15 agency i:x\n"
        "{At least 7 people|k7+}, {two of them children|k2/ch^}, died in {Lviv|@lviv} "
        "{on Thursday|wthu}; {400 have been killed|k400!c} since March."
    )

    record = read_records(written, "en", read_spots("lviv | 49.8 | 24.0 | point"))[0]

    whole, part, where, when, total = record.labels
    assert (whole.low, whole.high, whole.qualifier) == (7, None, "at_least")
    assert (part.category, part.subset_of) == ("children", 0)
    assert where.spot
    assert when.first_day == date(2024, 3, 14)
    assert (total.scope, total.incident) == (Scope.CUMULATIVE, 0)
    assert record.text.startswith("At least 7 people, two of them")


@pytest.mark.parametrize(
    "body",
    [
        "{five|k}", "{five|}", "{five|zz5}", "five} were", "{in Lviv|@lvov}", "{two|k2^}",
        "{then|w1399}", "{then|w0105..0101}",
    ],
)  # fmt: skip
def test_a_bad_record_is_refused(body: str) -> None:
    with pytest.raises(BadGold):
        read_records(f"= 24-03-15 agency\nText {body}", "en", {})
