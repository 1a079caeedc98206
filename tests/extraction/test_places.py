"""Places are found in five languages as a sentence bends their names, and resolved by the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.claims import Sighting
from answerable.extraction.lexicons import LANGUAGES, places
from answerable.extraction.text.folding import fold
from answerable.extraction.text.sentences import sentences_of
from answerable.extraction.text.tokens import tokens_of

UNIT_KM = 111.2


def seen(text: str, language: str, country: str | None = None) -> list[Sighting]:
    sentences = sentences_of(text, language)
    cut = [tokens_of(fold(text[one.start : one.end]), one.start) for one in sentences]
    return list(places(country).places_in(text, sentences, cut))


# A sentence; then each place in it: the words, and where it lies to a tenth of a degree.
READ = [
    ("en", "Two were killed in Jabalia refugee camp.", [("Jabalia refugee camp", 31.5, 34.5)]),
    ("en", "Shelling hit Izium's market.", [("Izium's", 49.2, 37.3)]),
    ("en", "A strike near Deir el-Balah.", [("Deir el-Balah", 31.4, 34.3)]),
    ("en", "A strike near Deir al Balah.", [("Deir al Balah", 31.4, 34.3)]),
    ("en", "Five died in the Shejaiya neighbourhood.", [("Shejaiya", 31.5, 34.5)]),
    ("en", "Al-Shifa Hospital was hit.", [("Al-Shifa Hospital", 31.5, 34.4)]),
    ("en", "A mine exploded in Jendaires town.", [("Jendaires", 36.4, 36.7)]),
    ("en", "He went on reading in the bath.", []),
    ("en", "The Red Cross said so in March.", []),
    ("en", "A strike near Darkoush in Syria.", [("Darkoush", 36.0, 36.4), ("Syria", 35.1, 37.2)]),
    # An invented village is not one that is spelt a little like it, far from all that is told of.
    ("en", "Two were wounded in Kessary, a village in northern Syria.", [("Syria", 35.1, 37.2)]),
    ("en", "Two were wounded in Kessary.", []),
    # A hospital is called as a town of another country is.
    ("en", "A shell hit Al-Thawra hospital in Taiz.", [("Taiz", 13.6, 44.0)]),
    ("en", "A shell hit Izium hospital.", [("Izium", 49.2, 37.3)]),
    # Who comes from there was not harmed there.
    ("en", "Drones from Iran hit Haifa.", [("Haifa", 32.8, 35.0)]),
    ("en", "A car burnt at 33°30′N 36°18′E.", [("33°30′N 36°18′E", 33.5, 36.3)]),
    ("en", "Drones struck Maarat al-Numan.", [("Maarat al-Numan", 35.6, 36.7)]),
    ("uk", "Удар по Ірпеню вночі.", [("Ірпеню", 50.5, 30.2)]),
    ("uk", "Мешканці Ірпеня чули вибухи.", [("Ірпеня", 50.5, 30.2)]),
    ("uk", "Обстріляли Часів Яр, а в Часовому Яру загинув чоловік.",
     [("Часів Яр", 48.6, 37.8), ("Часовому Яру", 48.6, 37.8)]),
    ("uk", "У Білій Церкві та Києві лунала тривога.",
     [("Білій Церкві", 49.8, 30.1), ("Києві", 50.5, 30.5)]),
    ("uk", "Троє загинули в Куп'янську.", [("Куп'янську", 49.7, 37.6)]),
    ("uk", "Куп’янськ, учора ввечері.", [("Куп’янськ", 49.7, 37.6)]),
    ("uk", "На Сумщині поранено двох.", [("Сумщині", 51.0, 34.3)]),
    ("uk", "Сумська та Харківська області під ударом.",
     [("Сумська", 51.0, 34.3), ("Харківська області", 49.9, 36.3)]),
    ("uk", "У Гуляйполі та Борисполі.", [("Гуляйполі", 47.7, 36.3), ("Борисполі", 50.4, 31.0)]),
    ("uk", "Вибухи на Бердянському аеродромі.", [("Бердянському аеродромі", 46.8, 36.8)]),
    # A district of the city is not the town, or the capital, that it is called after.
    ("uk", "Удар у Київському районі Харкова.", [("Харкова", 50.0, 36.3)]),
    ("uk", "У Харкові вибух. Удар у Шевченківському районі.", [("Харкові", 50.0, 36.3)]),
    ("uk", "Удар у Шевченківському районі.", [("Шевченківському районі", 49.7, 37.2)]),
    ("uk", "Біля школи загинув чоловік.", []),
    ("uk", "Дитина знайшла іграшку.", []),
    ("ru", "Удар по Кривому Рогу.", [("Кривому Рогу", 47.9, 33.4)]),
    ("ar", "قصف على حي القبة بمدينة الأبيض.", [("الأبيض", 13.2, 30.2)]),
    ("he", "כך מסרו במגן דוד אדום.", []),
    ("ru", "В Купянске погибли двое.", [("Купянске", 49.7, 37.6)]),
    ("ru", "Обстрел Хан-Юниса и Джабалии.", [("Хан-Юниса", 31.3, 34.3), ("Джабалии", 31.5, 34.5)]),
    ("ru", "В Днепропетровской области.", [("Днепропетровской области", 48.3, 34.6)]),
    ("ru", "Белый дом был разрушен.", []),
    ("ru", "В больнице Ас-Саура в Таизе.", [("Таизе", 13.6, 44.0)]),
    ("ru", "Взрыв в Камышлы.", [("Камышлы", 37.1, 41.2)]),
]  # fmt: skip

ARABIC = [
    ("قتل شخصان في خان يونس.", [("خان يونس", 31.3, 34.3)]),
    ("قتل شخصان في خانيونس.", [("خانيونس", 31.3, 34.3)]),
    ("غارة على منزل بخانيونس.", [("بخانيونس", 31.3, 34.3)]),
    ("قصف مدفعي على بيت لاهيا.", [("بيت لاهيا", 31.6, 34.5)]),
    ("قصف مدفعي على بيتلاهيا.", [("بيتلاهيا", 31.6, 34.5)]),
    ("استشهد طفل في دير البلح.", [("دير البلح", 31.4, 34.3)]),
    ("غارة استهدفت مخيم المغازي.", [("مخيم المغازي", 31.4, 34.4)]),
    ("غارة على حي الشجاعية.", [("حي الشجاعية", 31.5, 34.5)]),
    ("إطلاق نار في جنين.", [("جنين", 32.5, 35.3)]),
    ("قصف على خاركيف أوقع قتيلين.", [("خاركيف", 50.0, 36.3)]),
    ("هجوم بمسيرة على زابوريجيا.", [("زابوريجيا", 47.8, 35.1)]),
    ("قصف على باخموت.", [("باخموت", 48.6, 38.0)]),
    ("غارة على النبطية في لبنان.", [("النبطية", 33.4, 35.5), ("لبنان", 33.9, 35.5)]),
    ("اشتباكات في الفاشر.", [("الفاشر", 13.6, 25.4)]),
    ("قصف مخيم زمزم للنازحين.", [("مخيم زمزم", 13.5, 25.3)]),
    ("قصف مستشفى الثورة في تعز.", [("تعز", 13.6, 44.0)]),
    ("خمسة قتلى في مدينة الأبيض.", [("الأبيض", 13.2, 30.2)]),
    ("قال البيت الأبيض إن خمسة قتلوا.", []),
    ("انفجار لغم في الحديدة.", [("الحديدة", 14.8, 43.0)]),
    ("غارة على صعدة.", [("صعدة", 16.9, 43.8)]),
    ("قصف على إدلب.", [("إدلب", 35.9, 36.6)]),
    ("قُتل ثلاثة أشخاص في سوق قبل الفجر.", []),
    ("قال الهلال الأحمر إن طفلا أصيب.", []),
]
HEBREW = [
    ("שני בני אדם נהרגו בשדרות.", [("בשדרות", 31.5, 34.6)]),
    ("רקטה נפלה ליד אשקלון.", [("אשקלון", 31.7, 34.6)]),
    ("ירי לעבר מטולה.", [("מטולה", 33.3, 35.6)]),
    ("מרגמות נחתו סמוך למטולה.", [("למטולה", 33.3, 35.6)]),
    ("תקיפה בח'אן יונס.", [("בח'אן יונס", 31.3, 34.3)]),
    ("תקיפה בחאן יונס.", [("בחאן יונס", 31.3, 34.3)]),
    ("תקיפה בג'באליה.", [("בג'באליה", 31.5, 34.5)]),
    ("תקיפה בבית לאהיא.", [("בבית לאהיא", 31.6, 34.5)]),
    ("תקיפה בדיר אל-בלח.", [("בדיר אל-בלח", 31.4, 34.3)]),
    ("הפצצה ברפיח.", [("ברפיח", 31.3, 34.2)]),
    ("פיגוע בקיבוץ ניר עוז.", [("ניר עוז", 31.3, 34.4)]),
    ("ירי בכפר עזה.", [("בכפר עזה", 31.5, 34.5)]),
    ("הפגזה על חרקיב.", [("חרקיב", 50.0, 36.3)]),
    ("הפגזה בזפוריז'יה.", [("בזפוריז'יה", 47.8, 35.1)]),
    ("תקיפה בדמשק.", [("בדמשק", 33.5, 36.3)]),
    ("נהרגו שלושה באל-פאשר.", [("באל-פאשר", 13.6, 25.4)]),
    ("תקיפה בחודיידה.", [("בחודיידה", 14.8, 43.0)]),
    ("כטב\"ם פגע בקריית שמונה.", [("בקריית שמונה", 33.2, 35.6)]),
    ("ילד נהרג ליד הבית.", []),
    ("לפחות חמישה נפצעו בבוקר.", []),
]  # fmt: skip
SENTENCES = [
    *READ,
    *(("ar", text, found) for text, found in ARABIC),
    *(("he", text, found) for text, found in HEBREW),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_place_is_read_where_it_stands(
    language: str, text: str, expected: list[tuple[str, float, float]]
) -> None:
    found = seen(text, language)

    assert [text[one.start : one.end] for one in found] == [quote for quote, *_ in expected]
    for one, (_quote, lat, lon) in zip(found, expected, strict=True):
        assert abs(one.place.latitude - lat) <= 0.2
        assert abs(one.place.longitude - lon) <= 0.25


def test_so_many_kilometres_in_a_direction_move_the_point() -> None:
    text = "A convoy was hit 10 km north of Kharkiv."

    (one,) = seen(text, "en")

    assert text[one.start : one.end] == "10 km north of Kharkiv"
    assert one.rule == "place: offset"
    assert one.place.latitude == pytest.approx(49.98 + 10 / UNIT_KM, abs=0.01)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Авто підірвалося за 10 км на північ від Харкова."),
        ("ru", "Машина подорвалась в 10 км к северу от Харькова."),
        ("ar", "انفجار على بعد 10 كم شمال خاركيف."),
    ],
)
def test_kilometres_are_read_in_other_languages_too(language: str, text: str) -> None:
    (one,) = seen(text, language)

    assert one.place.latitude == pytest.approx(49.98 + 10 / UNIT_KM, abs=0.02)


def test_between_two_towns_lies_in_the_middle_and_reaches_both() -> None:
    text = "A bus was shelled between Kramatorsk and Bakhmut."

    (one,) = seen(text, "en")

    assert text[one.start : one.end] == "Kramatorsk and Bakhmut"
    assert one.place.radius_km > 15


def test_near_a_town_is_wider_than_the_town() -> None:
    (inside,) = seen("Killed in Izium.", "en")
    (near,) = seen("Killed near Izium.", "en")

    assert near.place.radius_km > inside.place.radius_km


def test_a_country_named_in_the_text_decides_between_places_of_one_name() -> None:
    (libya, _) = seen("Clashes in Tripoli, Libya.", "en")
    (lebanon, *_) = seen("Lebanese medics said two were killed in Tripoli, in Lebanon.", "en")

    assert (libya.place.country, lebanon.place.country) == ("LY", "LB")


def test_a_country_known_beforehand_decides_too() -> None:
    assert seen("Killed in Rafah.", "en", "EG")[0].place.country == "EG"
    assert seen("Killed in Rafah.", "en", "PS")[0].place.country == "PS"


def test_a_noun_tells_the_region_from_its_town() -> None:
    (town,) = seen("Shelling in Idlib.", "en")
    (region,) = seen("Shelling in Idlib province.", "en")

    assert town.place.radius_km < 10 < region.place.radius_km


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            ["Gaza", "Kharkiv", "al-", "5", "km", "east", "of", "between", "and", "Харкові", "від",
             "10", "Сумська", "області", "خان", "يونس", "بين", "حي", "ב", "שדרות", "בין", "ל", "-",
             "'", ",", "(", "near", "\n"]
        ),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
def test_any_text_is_read_and_every_span_lies_in_it(language: str, text: str) -> None:
    for one in seen(text, language):
        assert 0 <= one.start < one.end <= len(text)
        assert -90 <= one.place.latitude <= 90
        assert -180 <= one.place.longitude <= 180
        assert one.place.radius_km > 0
        assert 0 < one.confidence < 1


def test_districts_of_a_list_are_read_from_their_adjectives() -> None:
    found = seen("Обстріляли громади Куп'янського та Чугуївського районів.", "uk")

    assert [one.place.country for one in found] == ["UA", "UA"]
    assert all(10 < one.place.radius_km < 80 for one in found)
    assert abs(found[0].place.latitude - 49.7) < 0.3


def test_a_direction_at_the_front_is_wider_than_its_town() -> None:
    (one,) = seen("Бої точаться на Бахмутському напрямку.", "uk")

    assert one.rule == "place: towards"
    assert one.place.radius_km >= 15
