"""Who is said to have done it: quoted as the text states it, and no more than that."""

from datetime import date

import pytest

from answerable.extraction.assembly import read
from answerable.extraction.claims import Kind
from answerable.extraction.lexicons import words

STATED = [
    ("ru", "Армию обвинили в обстреле деревни, убиты трое.", "state_forces"),
    ("ru", "При ударе россиян по рынку погибли трое.", "russian_forces"),
    ("en", "Six traders were shot dead. A rights group blamed the Rapid Support Forces.", "rsf"),
    ("en", "Shells hit a bus park; officials accused Ukrainian forces.", "ukrainian_forces"),
    ("en", "A bomb wounded nine people. Al-Shabaab claimed responsibility.", "al_shabaab"),
    ("en", "A school was destroyed by junta warplanes.", "myanmar_military"),
    ("uk", "Загинули семеро. Правозахисники звинуватили Сили швидкої підтримки.", "rsf"),
    ("uk", "Турецький безпілотник атакував автомобіль, загинув водій.", "turkish_forces"),
    ("ru", "Убиты трое рыбаков. Ответственность взяла на себя «Хезболла».", "hezbollah"),
    ("ru", "Двенадцать рыбаков задержаны ливанскими военными.", "lebanese_forces"),
    ("ar", "قتل خمسة أشخاص في السوق. واتهمت لجنة المقاومة قوات الدعم السريع.", "rsf"),
    ("he", 'שלושה נהגים נהרגו. הארגון האשים את כוחות הסיוע המהיר.', "rsf"),
    ("en", "Six died. The army denied it and accused Hamas of shelling them.", "hamas"),
    ("uk", "Загинули двоє. Відповідальність за вибух взяла на себе ІД.", "islamic_state"),
    ("ru", "Убиты двое. Ответственность за взрыв взяло на себя ИГ.", "islamic_state"),
    ("ru", "Убиты двое. Совет обвинил Силы быстрой поддержки в убийстве.", "rsf"),
    ("ar", "قتل شخصان. واتهمت اللجنة قوات الدعم السريع بقتلهما.", "rsf"),
    ("ar", "اتهم الجيش السوداني قوات الدعم السريع بقتل 20 مدنيا في الفاشر.", "rsf"),
    ("uk", "Росія звинуватила ЗСУ в ударі по ринку, загинули троє.", "ukrainian_forces"),
    ("en", "Ukrainian schools were struck by Russian missiles.", "russian_forces"),
    ("ru", "Трое фермеров убиты украинскими военными.", "ukrainian_forces"),
    ("he", 'שלושה רועים נעצרו בידי צה"ל.', "israeli_forces"),
    ("he", "שלושה נהרגו מרקטה ששיגר חיזבאללה בבית מגורים בקריית שמונה.", "hezbollah"),
]  # fmt: skip
NOT_STATED = [
    ("en", "A blast in Russia wounded five people.", "the place"),
    ("en", "Five Israeli soldiers were killed.", "those harmed"),
    ("en", "The ministry accused Russia of lying about the budget.", "no incident"),
    ("en", "Two were wounded. The mayor did not blame Russian forces.", "said not to be"),
    ("en", "Shells hit a school. The RSF accused the army of using it as a base.", "of no harm"),
    ("en", "Two died. The group accused Hamas of storing weapons in the yard.", "of no harm"),
    ("uk", "Загинули двоє. Міністерство звинуватило ХАМАС у зберіганні зброї.", "of no harm"),
    ("ru", "Погибли двое. Министерство обвинило ХАМАС в хранении оружия.", "of no harm"),
    ("ar", "قتل شخصان. واتهمت الوزارة حماس بتخزين السلاح.", "of no harm"),
    ("he", "שני אנשים נהרגו. המשרד האשים את חמאס באחסון נשק.", "of no harm"),
    ("ar", "قتل شخصان. ونفى الجيش السوداني مسؤوليته.", "who denies it"),
    ("uk", "Загинули двоє. Речник заперечив, що Росія відповідальна.", "who denies it"),
    ("ru", "В России прогремел взрыв, ранены двое.", "the place"),
    ("en", "Ukrainian forces evacuated 12 wounded people after the shelling.", "who helped"),
    ("en", "Russian troops found the bodies of three civilians in a cellar.", "who found them"),
    ("he", 'חמישה פצועים פונו על ידי צה"ל לאחר פיצוץ.', "who helped"),
    ("ar", "تم إجلاء خمسة جرحى من قبل الجيش السوداني بعد القصف.", "who helped"),
    ("ar", "قتل خمسة إسرائيليين في هجوم صاروخي.", "those harmed"),
    ("en", "A US citizen was killed in a strike.", "those harmed"),
    ("ru", "При ударе по казарме погибли российские военные.", "those harmed"),
    ("uk", "Знищено ворожий склад з боєприпасами.", "what was struck"),
    ("uk", "Російські солдати загинули внаслідок удару по гуртожитку.", "those harmed"),
    ("en", "The attack on the army base killed four soldiers.", "what was struck"),
    ("en", "The Israeli army was attacked near Jenin, two were killed.", "who was attacked"),
    ("en", "Three were wounded. The army is responsible for guarding the camp.", "of no harm"),
    ("en", "Five died. The Ukrainian army was accused of corruption in 2019.", "of no harm"),
    ("en", "Al-Shabaab did not claim responsibility for the blast that killed 8.", "denied"),
    ("uk", "ЗСУ не взяли відповідальність за удар, загинули двоє.", "denied"),
    ("en", "It denied that the army was responsible for shelling a school.", "denied"),
]


def suspected(text: str, language: str) -> set[str]:
    claims = read(text, words, published=date(2026, 3, 5), language=language).claims
    return {one.value for one in claims if one.kind is Kind.ACTOR}


@pytest.mark.parametrize(("language", "text", "who"), STATED)
def test_who_is_accused_or_acts_beside_an_attack_is_quoted(
    language: str, text: str, who: str
) -> None:
    assert suspected(text, language) == {who}


@pytest.mark.parametrize(("language", "text", "why"), NOT_STATED)
def test_who_is_named_for_another_reason_is_not_suspected(
    language: str, text: str, why: str
) -> None:
    assert suspected(text, language) == set(), why
