"""Invented articles in five languages, of the length of an agency's report, the same in each run."""

from __future__ import annotations

import random
from datetime import date

PUBLISHED = date(2026, 3, 5)
CHARACTERS = 3_500
_TOLD = {
    "en": """
At least 5 people, including two children, were killed on Monday when a drone hit a market in Dorvelle, Reuters reported, citing the health ministry.
Twelve others were wounded and taken to the Kelorane hospital, its director said.
The army denied striking the clinic and said that it was looking into the reports.
A missile damaged a school and three residential buildings overnight, according to the regional governor.
In a separate incident, gunmen opened fire on an ambulance near Osmery, killing a medic.
More than 1,200 people have been killed in the province since October, the monitoring group said.
Up to 30 people are missing after the shelling of the port on 2 March, rescuers said.
""",
    "uk": """
Щонайменше п'ятеро людей, серед них двоє дітей, загинули у понеділок унаслідок удару дрона по ринку в Дорвелі, повідомляє Reuters з посиланням на МОЗ.
Ще дванадцятеро поранених доставили до лікарні в Келорані, розповів її директор.
Армія заперечила причетність до удару по поліклініці.
Уночі ракета пошкодила школу та три житлові будинки, за даними голови ОВА.
Унаслідок іншого удару загинув медик: обстріляли швидку поблизу Осмері, уточнили у ДСНС.
Від початку жовтня в області загинули понад 1 200 людей, повідомила прокуратура.
До 30 людей вважаються зниклими після обстрілу порту 2 березня.
""",
    "ru": """
Не менее пяти человек, среди них двое детей, погибли в понедельник в результате удара беспилотника по рынку в Дорвеле, сообщает Reuters со ссылкой на минздрав.
Ещё двенадцать раненых доставлены в больницу Келорана, рассказал её директор.
Армия отрицает причастность к удару по поликлинике.
Ночью ракета повредила школу и три жилых дома, по данным губернатора.
В результате другого обстрела погиб медик: машину скорой помощи обстреляли под Осмери, уточнили в МЧС.
С начала октября в области погибли более 1 200 человек, сообщила прокуратура.
До 30 человек числятся пропавшими без вести после обстрела порта 2 марта.
""",
    "ar": """
قتل خمسة أشخاص على الأقل، بينهم طفلان، يوم الاثنين في غارة بطائرة مسيرة استهدفت سوقا في دورفيل، وفق رويترز نقلا عن وزارة الصحة.
وأصيب اثنا عشر آخرون ونقلوا إلى مستشفى كيلوران، بحسب مديره.
ونفى الجيش استهداف العيادة وقال إنه ينظر في التقارير.
وألحق صاروخ أضرارا بمدرسة وثلاثة منازل خلال الليل، بحسب المحافظ.
وفي حادث منفصل أطلق مسلحون النار على سيارة إسعاف قرب أوسميري ما أدى إلى مقتل مسعف.
وقتل أكثر من 1200 شخص في المحافظة منذ أكتوبر، وفق المرصد.
ولا يزال ثلاثون شخصا في عداد المفقودين بعد قصف الميناء في 2 مارس.
""",
    "he": """
לפחות חמישה בני אדם, בהם שני ילדים, נהרגו ביום שני בפגיעת רחפן בשוק בדורוול, כך דיווחה רויטרס בהסתמך על משרד הבריאות.
שנים עשר פצועים פונו לבית החולים בקלורן, אמר מנהלו.
הצבא הכחיש כי תקף את המרפאה ומסר כי הוא בודק את הדיווחים.
טיל פגע הלילה בבית ספר ובשלושה בתי מגורים, לפי מושל המחוז.
באירוע נפרד חמושים ירו על אמבולנס ליד אוסמרי והרגו חובש.
יותר מ-1,200 בני אדם נהרגו במחוז מאז אוקטובר, לפי ארגון זכויות אדם.
עד 30 בני אדם נעדרים לאחר הפגזת הנמל ב-2 במרץ.
""",
}
_AROUND = {
    "en": """
The region lies on the northern road, where prices of bread and fuel have risen since the winter.
Teachers and parents met in the town hall to talk about the new timetable.
It was not clear when the ferry between the two islands would begin to run again.
Delegations of both sides are expected to continue their talks in the coming weeks.
The weather service expects rain and strong wind along the whole of the coast.
""",
    "uk": """
Область лежить на північному шляху, де ціни на хліб і пальне зросли з початку зими.
Вчителі та батьки зібралися в ратуші, щоб обговорити новий розклад занять.
Поки не відомо, коли знову почне ходити пором між двома островами.
Очікується, що делегації обох сторін продовжать переговори найближчими тижнями.
Синоптики прогнозують дощ і сильний вітер уздовж усього узбережжя.
""",
    "ru": """
Область лежит на северном пути, где цены на хлеб и топливо выросли с начала зимы.
Учителя и родители собрались в ратуше, чтобы обсудить новое расписание занятий.
Пока неизвестно, когда снова начнёт ходить паром между двумя островами.
Ожидается, что делегации обеих сторон продолжат переговоры в ближайшие недели.
Синоптики прогнозируют дождь и сильный ветер вдоль всего побережья.
""",
    "ar": """
تقع المنطقة على الطريق الشمالي حيث ارتفعت أسعار الخبز والوقود منذ بداية الشتاء.
واجتمع المعلمون والأهالي في مبنى البلدية لمناقشة الجدول الجديد للدروس.
ولم يتضح متى ستعود العبارة بين الجزيرتين إلى العمل من جديد.
ومن المتوقع أن تواصل وفود الجانبين محادثاتها في الأسابيع المقبلة.
وتتوقع الأرصاد أمطارا ورياحا قوية على طول الساحل كله.
""",
    "he": """
האזור שוכן על הדרך הצפונית, שבה עלו מחירי הלחם והדלק מאז תחילת החורף.
מורים והורים נפגשו בבניין העירייה כדי לדון במערכת השעות החדשה.
לא ברור מתי תשוב המעבורת בין שני האיים לפעול.
משלחות שני הצדדים צפויות להמשיך בשיחות ביניהן בשבועות הקרובים.
התחזית צופה גשם ורוחות חזקות לאורך כל החוף.
""",
}
LANGUAGES = tuple(_TOLD)


def article(language: str, number: int) -> str:
    """Return an article: about a third of its sentences tells of harm."""
    chance = random.Random(f"{language} {number}")
    told, around = _lines(_TOLD[language]), _lines(_AROUND[language])
    sentences: list[str] = []
    while sum(map(len, sentences)) + len(sentences) < CHARACTERS:
        sentence = chance.choice(told if chance.random() < 1 / 3 else around)
        # Figures differ, so that no two articles are the same.
        figure = str(chance.randrange(1300, 9000))
        sentences.append(sentence.replace("1,200", figure).replace("1 200", figure))
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return "\n\n".join(paragraphs)[:CHARACTERS]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]
