"""Pieces of one template are not copies of each other; reports of one event are one story in any language. Made-up texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from pipeline.dedupe.decide import DedupeItem, decide_batch
from pipeline.dedupe.fingerprint import fingerprint_article

MORNING = datetime(2026, 3, 2, 7, tzinfo=UTC)
SPACE = UUID("00000000-0000-0000-0000-0000000000d6")
# kind -> template, and what stands in it on two days
TEMPLATES = {
    "stock market": (
        "Shares in {0} closed {1} points {2} at {3} on the Sarn exchange. Turnover came to {4} million. {5} gained most with {6} percent, {7} lost most with {8} percent. Analysts expect quiet trading.",
        ("Lisdown", 41, "up", 7_812, 930, "Orrin Steel", 4.1, "Vell Foods", 3.2),
        ("Quell", 95, "down", 5_144, 611, "Tarn Rail", 2.7, "Brask Oil", 6.9),
    ),
    "weather": (
        "Tomorrow will be {0} in {1} with highs of {2} and lows of {3} degrees. Winds from the {4} reach {5} kilometres an hour. The chance of rain is {6} percent. Sunrise is at {7}, sunset at {8}.",
        ("sunny", "Harbrook", 19, 8, "west", 22, 10, "6.41", "18.12"),
        ("cloudy", "Norrin", 7, 1, "north", 48, 80, "7.20", "17.33"),
    ),
    "traffic": (
        "Police report {0} kilometres of queues on route {1} near {2} after an accident at junction {3}. Drivers should allow {4} minutes more. Works on route {5} go on until {6}.",
        (6, 14, "Sarn", 31, 40, 7, "Friday"),
        (11, 92, "Tolvik", 8, 25, 61, "Sunday"),
    ),
    "obituary": (
        "{0}, {1}, of {2} died on {3} at home. Born in {4}, {0} worked for {5} years at {6}. Survivors include {7} children and {8} grandchildren. The service is at {9}.",
        ("Mabel Orrin", 91, "Harbrook", "Tuesday", "Lisdown", 37, "the cannery", 4, 9, "St Brannoc"),
        ("Tom Veskin", 78, "Norrin", "Sunday", "Quell", 22, "Tarn Rail", 2, 5, "the town hall"),
    ),
    "lottery": (
        "The winning numbers of draw {0} are {1}, {2}, {3}, {4} and {5}; the bonus number is {6}. {7} players share {8} million. The next draw is on {9}.",
        (811, 3, 14, 22, 31, 40, 7, 12, 4, "Saturday"),
        (826, 9, 11, 28, 35, 44, 2, 31, 9, "Wednesday"),
    ),
    "horoscope": (
        "{0}: today {1} brings news about {2}. Keep calm before {3} and trust {4}. Your lucky number is {5}, your colour {6}. Love: {7}.",
        ("Aries", "Mars", "money", "noon", "a colleague", 7, "green", "patience"),
        ("Libra", "Venus", "travel", "evening", "an old friend", 3, "blue", "a surprise"),
    ),
    "football": (
        "{0} beat {1} {2} at {3} in front of {4} spectators. {5} scored in the {6} minute, {7} in the {8}. {0} are now {9} in the table.",
        ("Sarn", "Norrin", "2-0", "Mill Lane", 8_411, "Orrin", "14th", "Dask", "71st", "third"),
        ("Quell", "Tolvik", "3-1", "the Dell", 3_206, "Brask", "9th", "Vann", "88th", "ninth"),
    ),
    "currency": (
        "The crown traded at {0} to the dollar and {1} to the euro in {2} on {3}. The central bank bought {4} million. Gold stood at {5}, oil at {6} a barrel.",
        (7.81, 8.44, "Sarn", "Monday", 12, 2_411, 71.2),
        (9.02, 9.93, "Sarn", "Thursday", 55, 2_688, 84.6),
    ),
    "Wetter": (
        "Am {0} erwartet der Wetterdienst in {1} bis zu {2} Grad. Nachts sinken die Werte auf {3} Grad. Der Wind weht mit {4} Kilometern in der Stunde aus {5}. Es fallen {6} Liter Regen.",
        ("Dienstag", "Harbrück", 17, 6, 21, "Westen", 2),
        ("Samstag", "Nordau", 4, -3, 55, "Osten", 19),
    ),
    "bolsa": (
        "La bolsa de {0} cerró con {1} puntos, {2} por ciento {3} que ayer. {4} subió un {5} por ciento y {6} cayó un {7}. El volumen fue de {8} millones de coronas.",
        ("Puerto Sarn", 4_112, 1.2, "más", "Minas Orrin", 6.1, "Banco Vell", 2.8, 512),
        ("Villa Quell", 9_870, 3.4, "menos", "Acero Brask", 1.9, "Puertos Tarn", 7.5, 288),
    ),
    "погода": (
        "В {0} завтра ожидается {1}, температура днём {2}, ночью {3} градусов. Ветер {4} метров в секунду, давление {5}. Вероятность осадков {6} процентов, сообщила метеослужба.",
        ("Сарнске", "солнечно", 18, 7, 4, 752, 10),
        ("Норринске", "снег", 1, 14, 11, 738, 90),
    ),
    "الأسهم": (
        "أغلق مؤشر بورصة {0} عند {1} نقطة بتغير قدره {2} بالمئة، وبلغت قيمة التداول {3} مليون. وتصدر سهم {4} الرابحين بنسبة {5} بالمئة، بينما تراجع سهم {6} بنسبة {7} بالمئة.",
        ("سارن", 7_812, 1.1, 930, "أورين", 4.1, "فيل", 3.2),
        ("كويل", 5_144, 2.9, 611, "تارن", 2.7, "براسك", 6.9),
    ),
    "天气": (
        "{0}明天{1}，最高气温{2}度，最低气温{3}度，{4}风{5}级，降水概率百分之{6}。气象台提醒市民注意出行安全，空气质量指数为{7}。",
        ("沙恩市", "晴", 19, 8, "西", 3, 10, 42),
        ("诺林市", "小雪", 2, 11, "北", 6, 80, 155),
    ),
}
EVENTS = {
    "Arabic": (
        "غرقت العبارة أسترد قرب جزيرة تارفوي ليلة الأحد وعلى متنها 212 راكبا. وقال القبطان فيسكنين إن المحرك تعطل قرب منارة سارودا. ونقلت المروحيات 37 جريحا إلى مستشفى أنسلم. وقال فيسكنين إن الرياح قرب تارفوي وسارودا كانت شديدة.",
        "أنقذ رجال الإنقاذ 212 راكبا من العبارة أسترد التي اصطدمت بالصخور قرب تارفوي. وأصيب 37 منهم ونقلوا إلى مستشفى أنسلم. ويستجوب المحققون القبطان فيسكنين بشأن منارة سارودا. ووصف فيسكنين البحر قرب تارفوي وسارودا بأنه هائج.",
    ),
    "Russian": (
        "Паром Астрид сел на мель у острова Тарвой в ночь на воскресенье, на борту были 212 пассажиров. Капитан Вескинен сообщил о поломке двигателя у маяка Сарода. 37 раненых доставили в больницу Ансельма.",
        "Спасатели сняли 212 пассажиров с парома Астрид, налетевшего на скалы близ острова Тарвой. 37 раненых лежат в больнице Ансельма. Капитан Вескинен даст показания о маяке Сарода.",
    ),
    "Spanish": (
        "El transbordador Astrid encalló frente a la isla Tarvoy el domingo con 212 pasajeros. El capitán Veskinen avisó de una avería cerca del faro Sarroda. Los helicópteros llevaron 37 heridos al hospital de Anselmo.",
        "Los 212 pasajeros del transbordador Astrid, que chocó con las rocas de Tarvoy, están a salvo. Hay 37 heridos en el hospital de Anselmo. Los investigadores citan al capitán Veskinen por lo ocurrido ante el faro Sarroda.",
    ),
    "Chinese": (
        "周日夜间，阿斯特丽德号渡轮在塔尔沃岛附近搁浅，船上有212名乘客。船长维斯基宁此前报告萨罗达灯塔附近发动机故障。直升机将37名伤者送往安塞尔姆医院。",
        "阿斯特丽德号渡轮在塔尔沃岛触礁，212名乘客全部获救，37名伤者在安塞尔姆医院治疗。调查人员将询问船长维斯基宁，了解萨罗达灯塔附近的情况。",
    ),
}


def item(name: str, text: str, hours: float) -> DedupeItem:
    return DedupeItem(uuid5(SPACE, name), fingerprint_article(title="", text=text), MORNING + timedelta(hours=hours))


@pytest.mark.parametrize("hours", [3, 24, 24 * 7], ids=["the same day", "the next day", "a week later"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_pieces_of_a_template_are_no_copies(kind: str, hours: int) -> None:
    template, one, other = TEMPLATES[kind]
    first, second = decide_batch([item("a", template.format(*one), 0), item("b", template.format(*other), hours)])
    assert (first.kind, second.kind) == ("new", "new")
    assert first.copy_group != second.copy_group


@pytest.mark.parametrize("language", EVENTS)
def test_reports_of_one_event_are_one_story_and_no_copies(language: str) -> None:
    first, second = decide_batch([item("a", EVENTS[language][0], 0), item("b", EVENTS[language][1], 5)])
    assert first.copy_group != second.copy_group
    assert first.story_id == second.story_id


SHORT = ["Watch the video above.", "Reuters", "This story is developing.", "图片", "Подробнее позже.", ""]


@pytest.mark.parametrize("text", SHORT)
def test_short_bodies_do_not_collide(text: str) -> None:
    decisions = decide_batch([item(name, text, hours) for hours, name in enumerate("abc")])
    assert len({one.copy_group for one in decisions}) == 3
