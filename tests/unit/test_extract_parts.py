"""The extractor's single decisions: furniture, datelines, agencies, languages, written dates, site memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.extract.agency import find_agency
from pipeline.extract.date_text import find_dates
from pipeline.extract.dateline import find_dateline
from pipeline.extract.furniture import is_furniture, strip_furniture
from pipeline.extract.language import count_words, detect_language, normalize_language
from pipeline.extract.machine_times import parse_time
from pipeline.extract.tree import parse_page


@pytest.mark.parametrize(
    "line",
    [
        "Related Articles", "Leave a Reply", "Back to top button", "Your email address will not be published.",
        "Required fields are marked *", "Share this:", "Advertisement", "Read more: Ferries return to the bay",
        "Lesen Sie auch: Fähren kehren zurück", "Mehr zum Thema", "À lire aussi", "Lea también: Vuelven los barcos",
        "Leggi anche", "Читайте также: Паромы вернулись", "相关阅读", "関連記事", "관련기사", "اقرأ أيضا",
        "© 2025 The Valley Post. All rights reserved.", "Photo: Jane Doe/Valley Post", "Bild: Max Beispiel/dpa",
        "We use cookies to make this site better.", "Subscribe to our newsletter", "Load more comments",
        "Il vous reste 62.5% de cet article à lire. La suite est réservée aux abonnés.", "この記事は会員限定です。",
        "A ferry in the bay on Monday. (Foto: Jane Doe)", "Table of contents", "Inhaltsverzeichnis", "Weitere Informationen:",
        "For the latest ferries from the bay, sign up for our newsletter.", "Follow The Valley Post on Facebook and Telegram.",
        "Get the latest news straight to your phone with the Valley Post app.", "This post may contain affiliate links.",
        "When you buy through our links, we may earn a commission.", "Estimated reading time: 4 minutes", "5 min read",
        "Sorry, this video has failed to load.", "Abonnieren Sie hier unseren Newsletter.", "Lesezeit: 4 Minuten",
        "Folgen Sie uns auf Facebook und Instagram.", "Dieses Thema im Programm: Radio Bucht, 3. Mai", "Fähren | 2:14 min",
        "Abonnez-vous à notre newsletter.", "Suscríbase a nuestro boletín.", "¡Mira nuestro canal de YouTube!",
        "Siga a Folha da Baía no Instagram.", "Iscriviti alla nostra newsletter", "Meld je aan voor onze nieuwsbrief",
        "Prenumerera på vårt nyhetsbrev", "Zapisz się na nasz newsletter", "Подпишитесь на наш канал в Telegram",
        "Підпишіться на наш канал у Telegram", "تابعونا على فيسبوك", "Ikuti kami di Google News", "关注我们的微信公众号",
        "公式LINEアプリをフォロー", "Baca juga: Feri kembali ke teluk", "यह भी पढ़ें",
    ],
)  # fmt: skip
def test_line_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "He asked the court to share the names of the witnesses with the defence.",
        "Advertisements for the ferry had been posted all over the harbour since March.",
        "Related offences will be heard in the autumn, the prosecutor said.",
        "She wants readers to read more, and to buy less.",
        "Follow the money, the detective told his class, and you will find the man.",
        "The comment was published on Monday and withdrawn on Tuesday.",
        "Cookies are baked at noon, and sold out by one.",
        "The ministry told travellers to download no app that asks for a password.",
        "Facebook, Telegram and YouTube were blocked on Monday, the police said.",
        "The port earns a commission of three percent on each ticket, the minister said.",
        "He had signed up for the navy at eighteen, and for its newsletter at eighty.",
        "Der Newsletter des Ministers war am Montag gehackt worden, sagte eine Sprecherin.",
        "Die Sendung wurde am 3. Mai 2024 abgesetzt.",
        "Die Anzeige wurde am Montag erstattet, sagte ein Sprecher der Polizei.",
    ],
)
def test_sentence_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_headline_and_labels_at_the_head_of_a_body_are_taken_off() -> None:
    lines = ["World", "Tunnel opens", "The tunnel opened on Monday.", "Tunnel opens"]
    kept, removed = strip_furniture(lines, "Tunnel opens", ("World",))
    assert kept[0] == "The tunnel opened on Monday."
    assert removed[:2] == ["World", "Tunnel opens"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("ISLAMABAD: Two ministers met on Monday to speak about the port and its police.", "Islamabad"),
        (
            "Islamabad : On Wednesday, the minister announced a unit that will guard the ferries of the bay.",
            "Islamabad",
        ),
        ("KYIV, Ukraine (AP) — Officials said on Monday that the line had been repaired overnight.", "Kyiv"),
        ("BEIJING, March 3 (Xinhua) -- The two sides signed an agreement on ports on Monday.", "Beijing"),
        ("Berlin (dpa) - Die Minister trafen sich am Montag, um über den Hafen zu sprechen.", "Berlin"),
        ("PORT-AU-PRINCE, Haiti (Reuters) - Two ferries returned to the bay on Monday morning.", "Port-Au-Prince"),
        ("NEW DELHI: The court will hear the case of the two captains on Monday, officials said.", "New Delhi"),
        ("МОСКВА, 3 марта. /ТАСС/. Паромы вернулись в залив в понедельник, сообщили власти.", "Москва"),
        ("QUETTA — Two ferries returned to the bay on Monday morning, and a third is expected.", "Quetta"),
        ("MULTAN, Nov 21 (APP): The court will hear the case of the two captains next week.", "Multan"),
        (
            "LISBON, Five harbours of the coast will close their gates on Monday, and nobody knows for how long.",
            "Lisbon",
        ),
        ("THE HAGUE (Fjordpress) - Police in five countries searched the ferries on Monday.", "The Hague"),
        ("ПАВЛОДАР. Паромы вернулись в залив после трёх дней ремонта, сообщили портовые власти.", "Павлодар"),
        ("San Juan del Sur.- Los barcos volvieron el lunes al puerto, según las autoridades.", "San Juan del Sur"),
        ("Sialkot: Two ferries returned on Monday from a journey that should have lasted an hour.", "Sialkot"),
        ("Tarifa — The ferries returned on Sunday from a journey that should have lasted an hour.", "Tarifa"),
        ("Sheikh az-Zor — The ferries returned on Sunday from a journey that was to last an hour.", "Sheikh az-Zor"),
        ("الرَّباط - عادت العبّارات إلى الميناء يوم الأربعاء بعد رحلة كان يفترض أن تستغرق ساعة واحدة", "الرَّباط"),
        ("ملتان: ملتان کے پرانے بازار میں تین روزہ میلہ شروع ہو گیا جس میں ہزاروں افراد نے شرکت کی", "ملتان"),
        ("नई दिल्ली: दो नौकाएं सोमवार को बंदरगाह लौटीं और तीसरी के आने की उम्मीद है, अधिकारियों ने कहा", "नई दिल्ली"),
        ("本报南湖讯 昨天上午，轮渡恢复通航。", "南湖"),
        ("新华社武汉3月2日电 轮渡恢复通航。", "武汉"),
        ("(부산=연합뉴스) 여객선이 항구로 돌아왔다.", "부산"),
    ],
)
def test_dateline_place(line: str, place: str) -> None:
    assert find_dateline(line) == place


@pytest.mark.parametrize(
    "line",
    [
        "Update: the bridge was reopened on Monday after the police had searched it for hours.",
        "The minister said: “We will guard the ferries, and whoever is on them, at any price.”",
        "What we know: the ferry left the port at noon and was not seen again until the evening.",
        "Short line: yes",
        "Note: The ferry left the port on Monday at noon and was not seen again until the evening.",
        "Breaking: The ferry left the port on Monday at noon and was not seen again until the evening.",
        "BREAKING: The ferry left the port on Monday at noon and was not seen again until the evening.",
        "Interview: The captain told us on Monday why the ferry was not seen again until the evening.",
        "Update - The ferry left the port on Monday at noon and was not seen again until the evening.",
        "Achtung: Die Fähre verlässt am Montag den Hafen und kommt erst am späten Abend wieder zurück.",
        "عاجل - عادت العبّارات إلى الميناء يوم الأربعاء بعد رحلة كان يفترض أن تستغرق ساعة واحدة",
        "UNESCO, Europe and the harbour agreed on Monday on a plan for the ferries, UNESCO said later.",
        "OTTERS WIN 20 - 13 IN THE HARBOUR CUP, AND THE FERRIES BLOW THEIR HORNS UNTIL THE MORNING",
        "Jane Doe/AFP/Some Images",
        "Ferries: The timetable of the ferries changes on Monday, and so does the price of a ticket.",
        "Two Sailors: The timetable of a harbour changes in spring, and so does the price of tickets.",
        "Definition: A ferry is a boat that carries people and what they own over a stretch of water.",
        "A well-known captain was arrested on Monday, and nobody at the port would say why.",
    ],
)
def test_prose_has_no_dateline(line: str) -> None:
    assert find_dateline(line) is None


def test_speakers_of_an_interview_are_no_places() -> None:
    answers = [
        f"{who}: The ferry left the port on Monday, and nobody has seen it since then." for who in ("Doe", "Roe") * 2
    ]
    assert find_dateline("\n".join(answers)) is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, Ukraine (AP) — Officials said on Monday.", "AP"),
        ("PARIS (AFP) - The two sides met.", "AFP"),
        ("LONDON, May 3 (Reuters) - Ferries returned.", "Reuters"),
        ("МОСКВА, 3 марта. /ТАСС/. Паромы вернулись.", "TASS"),
        ("Berlin (dpa/bb) - Die Fähren kehren zurück.", "dpa"),
        ("The ferries returned.\nSource: Xinhua", "Xinhua"),
        ("The ferries returned to the bay on Monday.\n© Reuters", "Reuters"),
        ("ANKARA (AA) – Feribotlar döndü.", "Anadolu"),
        ("新华社北京电 轮渡返回", "Xinhua"),
    ],
)
def test_agency_is_found_where_a_text_credits_it(text: str, agency: str) -> None:
    assert find_agency(text) == agency


def test_agency_as_author() -> None:
    assert find_agency("The ferries returned.", ("The Associated Press",)) == "AP"


@pytest.mark.parametrize(
    "text",
    [
        "The minister told Reuters that the ferries would return.",
        "An APP for ferry tickets was presented on Monday.",
        "The ANI was founded by two captains (and a cook) in 1911.",
    ],
)
def test_mention_of_an_agency_is_no_credit(text: str) -> None:
    assert find_agency(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferries returned to the bay on Monday, and nobody at the port could say where they had been all week long.", "en"),
        ("Die Fähren kehrten am Montag in die Bucht zurück, und niemand im Hafen konnte sagen, wo sie gewesen waren.", "de"),
        ("Паромы вернулись в залив в понедельник, и никто в порту не мог сказать, где они были всю эту неделю.", "ru"),
        ("渡轮星期一返回海湾，港口没有人能说出它们去了哪里。", "zh"),
        ("フェリーは月曜日に湾に戻り、港の誰もどこにいたのか言えなかった。", "ja"),
        ("페리는 월요일에 만으로 돌아왔고 항구의 아무도 어디에 있었는지 말하지 못했다.", "ko"),
    ],
)  # fmt: skip
def test_language_is_told_by_content_not_by_claim(text: str, language: str) -> None:
    assert detect_language(text * 2, ("fr",)) == (language, "content")


def test_short_text_takes_the_pages_word() -> None:
    assert detect_language("Nein.", ("de-AT",)) == ("de", "claim")
    assert detect_language("Nein.") == (None, "claim")


@pytest.mark.parametrize(
    ("claim", "code"), [("en-GB", "en"), ("pt_BR", "pt"), ("iw", "he"), ("", None), (None, None), ("english", None)]
)
def test_language_tag_becomes_two_letters(claim: str | None, code: str | None) -> None:
    assert normalize_language(claim) == code


@pytest.mark.parametrize(("text", "count"), [("one two three", 3), ("渡轮返回", 4), ("NHK の ferry", 3), ("", 0)])
def test_words_are_counted_by_script(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Published: July 30, 2025", "en", "2025-07-30"),
        ("30 July 2025 10:15", "en-GB", "2025-07-30"),
        ("30. Juli 2025, 10:15 Uhr", "de", "2025-07-30"),
        ("le 30 juillet 2025", "fr", "2025-07-30"),
        ("30 de julio de 2025", "es", "2025-07-30"),
        ("30 июля 2025", "ru", "2025-07-30"),
        ("30 Temmuz 2025", "tr", "2025-07-30"),
        ("2025年7月30日", "ja", "2025-07-30"),
        ("2025년 7월 30일", "ko", "2025-07-30"),
        ("30.07.2025", "de", "2025-07-30"),
        ("3/4/2025", "en-US", "2025-03-04"),
        ("3/4/2025", "en-GB", "2025-04-03"),
        ("2025-07-30", None, "2025-07-30"),
    ],
)
def test_written_date_is_read(text: str, language: str | None, day: str) -> None:
    assert next(find_dates(text, language)).claim.isoformat() == day


@pytest.mark.parametrize("text", ["31 February 2025", "13 Smarch 2025", "12:30", "Route 66 in 2025", ""])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert not list(find_dates(text, "en"))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-07-30T10:15:00Z", "2025-07-30T10:15:00+00:00"),
        ("2025-07-30T10:15:00.123+0530", "2025-07-30T10:15:00+05:30"),
        ("2025-07-30 10:15", "2025-07-30T10:15:00+00:00"),
        ("2025-07-30", "2025-07-30"),
        ("20250730", "2025-07-30"),
        ("1753870500", "2025-07-30T10:15:00+00:00"),
        ("Wed, 30 Jul 2025 10:15:00 +0200", "2025-07-30T10:15:00+02:00"),
    ],
)
def test_machine_time_is_read(text: str, iso: str) -> None:
    claim = parse_time(text, "meta")
    assert claim is not None
    assert claim.isoformat() == iso


@pytest.mark.parametrize("text", [None, "", "yesterday", "2025-13-45", "x" * 500])
def test_what_is_no_time_gives_none(text: str | None) -> None:
    assert parse_time(text, "meta") is None


COMMON_SENTENCES = {
    "en": "The minister said that the talks would go on after the vote, and that it was too early to say who had won them.",
    "de": "Der Minister sagte, dass die Gespräche nach der Wahl weitergehen und es noch zu früh ist, um über einen Sieg zu reden.",
    "fr": "Le ministre a dit que les discussions se poursuivraient après le vote et qu'il était trop tôt pour dire qui est en tête.",
    "es": "El ministro dijo que las conversaciones siguen después de la votación y que es muy pronto para saber quién ha ganado.",
    "it": "Il ministro ha detto che i colloqui continuano dopo il voto e che è ancora presto per dire chi ha vinto la sfida.",
    "nl": "De minister zei dat de gesprekken na de stemming doorgaan en dat het nog te vroeg is om te zeggen wie er wint.",
    "pl": "Minister powiedział, że rozmowy będą trwały po głosowaniu i że jest za wcześnie, aby mówić o tym, kto wygrał.",
    "tr": "Bakan, görüşmelerin oylamadan sonra da devam edeceğini ve kimin kazandığını söylemek için çok erken olduğunu dedi.",
    "id": "Menteri itu mengatakan bahwa pembicaraan akan berlanjut setelah pemungutan suara dan tidak ada yang tahu siapa menang.",
    "ru": "Министр сказал, что переговоры будут продолжены после голосования и что пока рано говорить о том, кто победил.",
    "ar": "قال الوزير إن المحادثات سوف تستمر بعد التصويت على القرار في المجلس، وإن من المبكر أن نعرف من الذي فاز.",
    "fa": "وزیر گفت که گفت‌وگوها پس از رأی‌گیری ادامه خواهد داشت و هنوز برای این که بدانیم چه کسی برنده است زود است.",
    "ur": "وزیر نے کہا کہ ووٹنگ کے بعد بھی بات چیت جاری رہے گی اور یہ کہنا ابھی جلد ہے کہ اس میں کس کی جیت ہوئی ہے۔",
    "hi": "मंत्री ने कहा कि मतदान के बाद भी बातचीत जारी रहेगी और यह कहना अभी जल्दी है कि इस में किस की जीत हुई है।",
    "is": "Ráðherrann sagði að viðræðurnar héldu áfram eftir kosningarnar og að það væri of snemmt að segja til um hver hefur unnið.",
    "sw": "Waziri amesema kuwa mazungumzo yataendelea baada ya uchaguzi na kwamba bado ni mapema kusema nani ameshinda katika mkoa huo.",
    "zu": "UNgqongqoshe uthe izingxoxo zizoqhubeka ngemuva kokhetho futhi kusho ukuthi abantu kanye nabaholi bathi uma lokhu kwenzeka lapho.",
}  # fmt: skip


@pytest.mark.parametrize("language", COMMON_SENTENCES)
def test_common_words_tell_the_language_without_a_model(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.language._language_by_model", lambda sample: pytest.fail("asked the model"))
    assert detect_language(COMMON_SENTENCES[language] * 2) == (language, "content")


def test_few_common_words_are_enough_where_the_page_claims_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.language._language_by_model", lambda sample: "xx")
    text = (
        "Belediye ekipleri Kadıköy'ün sokaklarında çalışmalarını sürdürdü ve vatandaşlara destek sundu. Ekipler sabah "
        "saatlerinde caddeleri temizledi, ağaçları budadı, parkları onardı. Müdürlük yetkilileri mahalle sakinlerine "
        "teşekkür iletti, yeni parklar için çalışmaların devam edeceğini, projenin büyük ilgi gördüğünü duyurdu."
    )
    assert detect_language(text, ("tr-TR",)) == ("tr", "content")
    assert detect_language(text, ("en",)) == ("xx", "content")


@pytest.mark.parametrize("text", ["Łódź Gdańsk Kraków Wrocław Poznań Szczecin " * 9, "Rød grød med fløde. " * 9])
def test_text_that_common_words_do_not_settle_goes_to_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.language._language_by_model", lambda sample: "xx")
    assert detect_language(text) == ("xx", "content")


def test_reading_an_english_page_loads_no_heavy_library() -> None:
    head = "<meta property='article:published_time' content='2026-03-12T10:00:00Z'>"
    body = "".join(f"<p>On day {number} {COMMON_SENTENCES['en']}</p>" for number in range(9))
    page = f"<html><head>{head}</head><body><article><h1>River came back</h1>{body}</article></body></html>"
    code = (
        "import sys; from pipeline.extract.article import extract_article; from pipeline.records import Page; "
        f"assert extract_article(Page({page!r}, 'https://paper.example/a-b-c')).language == 'en'; "
        "print(*sorted({'trafilatura', 'htmldate', 'py3langid', 'numpy', 'dateparser'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_control_characters_are_blanks_and_endless_tags_lose_their_attributes() -> None:
    endless = "<p " + " ".join(f"a{number}=''" for number in range(9_000)) + ">last</p>"
    root = parse_page("<p>one\x00two\x1fthree\tfour é</p><p title='" + "x" * 40_000 + "'>long</p>" + endless)
    assert root is not None
    assert [one.text for one in root.iter("p")] == ["one two three\tfour é", "long", "last"]
    assert [len(one.attrib) for one in root.iter("p")] == [0, 1, 0]


@pytest.mark.parametrize("before", [0, 1, 14_999, 15_000, 15_001, 29_999, 44_990, 60_000])
@pytest.mark.parametrize("filling", [pytest.param("x", id="text"), pytest.param("<br>", id="tags")])
def test_endless_tag_is_found_wherever_it_stands(before: int, filling: str) -> None:
    endless = "<p " + " ".join(f"a{number}=''" for number in range(9_000)) + ">last</p>"
    root = parse_page(f"<div>{filling * before}</div>{endless}<p>after</p>")
    assert root is not None
    assert [(one.text, len(one.attrib)) for one in root.iter("p")] == [("last", 0), ("after", 0)]
