"""What the classifier gives: topics, evidence, implication, languages, traps, and the line it answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.classify.model import SEEDS, Classifier, load_classifier
from pipeline.classify.surface import classify_line
from pipeline.errors import BadInput
from pipeline.records import Classification, TopicScore

SHARED_ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "seed_article.txt"

READOUT = (
    "Ministers agree on protection force for foreign engineers",
    "The interior minister announced a special protection force for foreign engineers after talks with his "
    "counterpart. Both sides praised counterterrorism cooperation and the fight against terrorism, agreed to exchange "
    "police trainers and to hold joint drills of the counter-terrorism departments. They welcomed work against "
    "cybercrime; the national cyber crime agency will get equipment to trace hackers and online fraud.",
)
RANSOM = ("Hospital refuses ransom", "A ransomware gang published patients' files stolen in a cyberattack on Monday.")
BOMBING = ("Suicide bomber kills nine at market", "Islamic State claimed responsibility for the bombing, police said.")
FRONT = ("Shelling kills four near front line", "Artillery fire hit two villages as troops repelled an offensive.")
NEAR_MISSES = {
    "job security": ("Job security comes first", "Workers value job security more than pay, a survey of firms found."),
    "securities": ("Securities watchdog fines broker", "The regulator fined a broker over mortgage-backed securities."),
    "social security": ("Social security to rise", "Social security benefits will rise with prices, ministers said."),
    "food security": ("Drought hits food security", "Maize failed again; food security is at risk in the south."),
    "cyber monday": ("Cyber Monday beats records", "Shoppers spent more than ever on Cyber Monday, mostly on toys."),
    "striker": ("Striker's attack sinks United",
                "The attack was lethal, the defence slow, and the goalkeeper beaten twice "
                "before half time. The striker now has nine goals; the coach praised his troops.",
    ),
    "terror film": ("Terror film tops box office", "The terror film made $40 million in its opening weekend."),
    "killer app": ("The killer app turns forty", "The spreadsheet was the killer app of the personal computer."),
    "hacked to death": ("Farmer hacked to death", "He was hacked to death with a machete in a quarrel over a cow."),
    "biohacking": ("Biohackers meet in barn", "Biohacking fans swapped recipes for better sleep."),
    "war of words": ("War of words over stadium", "The war of words between mayor and club went on over the roof."),
    "accident": ("Gas blast wrecks bakery", "A gas leak caused the explosion; two bakers were burnt."),
}  # fmt: skip


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_classifier()


def assigned(answer: Classification) -> set[str]:
    return {score.topic for score in answer.scores if score.is_assigned}


def score_of(answer: Classification, topic: str) -> TopicScore:
    return next(score for score in answer.scores if score.topic == topic)


@pytest.mark.parametrize(
    ("article", "topics"),
    [
        (READOUT, {"security", "counterterrorism", "cybercrime"}),
        (RANSOM, {"cybercrime"}),
        (BOMBING, {"security", "counterterrorism"}),
        (FRONT, {"security"}),
    ],
    ids=["readout", "ransom", "bombing", "front"],
)
def test_subjects_are_given(classifier: Classifier, article: tuple[str, str], topics: set[str]) -> None:
    assert assigned(classifier.classify(title=article[0], text=article[1])) == topics


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_are_given_nothing(classifier: Classifier, name: str) -> None:
    title, text = NEAR_MISSES[name]
    assert assigned(classifier.classify(title=title, text=text)) == set()


@pytest.mark.skipif(not SHARED_ARTICLE.exists(), reason="the seed article is not part of a clone")
def test_the_seed_article_has_all_three_topics_with_evidence(classifier: Classifier) -> None:
    _, title, body = SHARED_ARTICLE.read_text(encoding="utf-8").split("\n\n", 2)
    answer = classifier.classify(title=title, text=body.split("\n\nRelated Articles")[0], language="en")
    assert assigned(answer) == {"security", "counterterrorism", "cybercrime"}
    assert all(score.evidence for score in answer.scores)


@pytest.mark.parametrize("article", [READOUT, RANSOM, BOMBING, FRONT], ids=["readout", "ransom", "bombing", "front"])
def test_evidence_is_the_text_at_its_offsets(classifier: Classifier, article: tuple[str, str]) -> None:
    title, text = "“" + article[0] + "”", "Ünïcode — " + article[1]
    for score in classifier.classify(title=title, text=text).scores:
        assert bool(score.evidence) >= score.is_assigned
        for one in score.evidence:
            source = title if one.field == "title" else text
            assert source[one.start : one.end] == one.text
            assert one.weight > 0


@pytest.mark.parametrize("article", [READOUT, RANSOM, BOMBING, FRONT], ids=["readout", "ransom", "bombing", "front"])
def test_removing_the_evidence_lowers_the_probability(classifier: Classifier, article: tuple[str, str]) -> None:
    title, text = article
    answer = classifier.classify(title=title, text=text)
    for before in (score for score in answer.scores if score.is_assigned):
        fields = {"title": title, "text": text}
        for one in sorted(before.evidence, key=lambda one: -one.start):
            fields[one.field] = fields[one.field][: one.start] + fields[one.field][one.end :]
        after = score_of(classifier.classify(title=fields["title"], text=fields["text"]), before.topic)
        assert after.probability < before.probability


def test_counterterrorism_carries_security_with_it(classifier: Classifier) -> None:
    answer = classifier.classify(title="Terror suspects convicted", text="A jihadist terrorist cell was jailed.")
    terror, security = score_of(answer, "counterterrorism"), score_of(answer, "security")
    assert terror.is_assigned
    assert security.is_assigned
    assert security.probability >= terror.probability
    assert terror.implied_by is None


def test_a_denial_counts_against_its_topic(classifier: Classifier) -> None:
    lead = "Four people were hurt when a car hit a bus stop near the embassy"
    plain = classifier.classify(title=lead, text="Police suspect terrorism and search the driver's flat.")
    denied = classifier.classify(title=lead, text="Police have ruled out terrorism and search the driver's flat.")
    assert score_of(denied, "counterterrorism").probability < score_of(plain, "counterterrorism").probability
    assert not score_of(denied, "counterterrorism").is_assigned


def test_words_of_sport_speak_against_every_topic(classifier: Classifier) -> None:
    text = "The attack broke through the defence and shot at will in a battle without mercy."
    sport = text + " The goalkeeper, the midfielders and the striker were beaten at half time."
    before = score_of(classifier.classify(title="Blues under fire", text=text), "security").probability
    assert score_of(classifier.classify(title="Blues under fire", text=sport), "security").probability < before


def test_a_passing_mention_is_not_a_subject(classifier: Classifier) -> None:
    text = "The orchestra played Brahms for the opening of the hall, and the tram runs again. " * 12
    mention = "The old hall was burnt by terrorists in 1974. "
    answer = classifier.classify(title="New concert hall opens", text=text + mention + text)
    assert assigned(answer) == set()


def test_capitals_change_nothing_much(classifier: Classifier) -> None:
    assert assigned(classifier.classify(title=BOMBING[0].upper(), text=BOMBING[1].upper())) == {
        "security",
        "counterterrorism",
    }


def test_a_section_of_sport_lowers_and_one_of_defence_raises(classifier: Classifier) -> None:
    title, text = "Rangers hold the line", "The army of fans saw troops of young players defend with courage."
    chances = {
        section: score_of(classifier.classify(title=title, text=text, section=section), "security").probability
        for section in ("Sport", None, "Defence")
    }
    assert chances["Sport"] <= chances[None] <= chances["Defence"]
    assert chances["Sport"] < chances["Defence"]


@pytest.mark.parametrize(
    ("language", "title", "text", "topic"),
    [
        ("ar", "تفجير انتحاري في السوق", "أعلن تنظيم الدولة مسؤوليته عن الهجوم الإرهابي.", "counterterrorism"),
        ("ur", "خودکش حملے میں تین اہلکار شہید", "دہشت گردوں نے سکیورٹی فورسز کو نشانہ بنایا۔", "counterterrorism"),
        ("fa", "حمله سایبری به بانک", "هکرها اطلاعات مشتریان را دزدیدند.", "cybercrime"),
        ("hi", "डिजिटल अरेस्ट कर ठगे 40 लाख", "साइबर ठगों ने महिला को ठगा, साइबर थाने में मामला दर्ज।", "cybercrime"),
        ("ru", "Обстрел приграничного села", "По данным минобороны, беспилотники сбиты средствами ПВО.", "security"),
        ("zh", "黑客勒索医院", "黑客使用勒索软件攻击医院，警方称之为网络犯罪。", "cybercrime"),
        ("es", "Atentado terrorista en la capital", "La policía busca a la célula yihadista.", "counterterrorism"),
        ("fr", "Cyberattaque contre un hôpital", "Un rançongiciel a bloqué les serveurs.", "cybercrime"),
        ("de", "Luftangriff auf Hafen", "Die Streitkräfte meldeten Beschuss an der Frontlinie.", "security"),
        ("tr", "Terör saldırısı: canlı bomba yakalandı", "Polis, DEAŞ üyesi bombacıyı yakaladı.", "counterterrorism"),
        ("id", "Densus 88 tangkap terduga teroris", "Polisi menyita bom rakitan jaringan JAD.", "counterterrorism"),
    ],
)
def test_other_languages_are_read_by_their_lexicon(
    classifier: Classifier, language: str, title: str, text: str, topic: str
) -> None:
    answer = classifier.classify(title=title, text=text)
    assert answer.language_covered
    assert topic in assigned(answer)
    assert score_of(answer, topic).evidence


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("ラグビー日本代表", "サイバー攻撃の疑い"),
        ("Η επίθεση", "Οι χάκερ επιτέθηκαν"),
        ("Terroryści", "się nie że jest"),
    ],
    ids=["ja", "el", "pl"],
)
def test_a_language_without_lexicon_is_said_to_be_not_covered(classifier: Classifier, title: str, text: str) -> None:
    answer = classifier.classify(title=title, text=text)
    assert not answer.language_covered
    assert assigned(answer) == set()


@pytest.mark.parametrize(("title", "text"), [(None, ""), ("", ""), ("\ud800", "\x00"), (None, " \n" * 9)])
def test_nothing_to_read_gives_no_topic(classifier: Classifier, title: str | None, text: str) -> None:
    assert assigned(classifier.classify(title=title, text=text)) == set()


def test_many_articles_are_answered_as_one_by_one(classifier: Classifier) -> None:
    articles = [READOUT, RANSOM, ("Кибератака", "Хакеры взломали сайт."), FRONT, ("ラグビー", "試合")] * 20
    together = classifier.classify_many([(title, text, None, None) for title, text in articles])
    assert together[:5] == [classifier.classify(title=title, text=text) for title, text in articles[:5]]
    assert together[95:] == together[:5]


def test_the_review_band_marks_what_is_in_doubt(classifier: Classifier) -> None:
    bands = classifier.taxonomy.review_bands()
    lines = (SEEDS / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [(one["title"], one["text"], "en", None) for one in map(json.loads, lines)]
    marked = set()
    for answer in classifier.classify_many(articles):
        for score in answer.scores:
            low, high = bands[score.topic]
            assert score.needs_review == (low <= score.probability < high)
            marked.add((score.topic, score.needs_review))
    assert len(marked) == 6


def test_the_review_bands_are_those_that_the_model_was_found_to_need(classifier: Classifier) -> None:
    card = (SEEDS / "model" / "CARD.md").read_text(encoding="utf-8")
    for topic, (low, high) in classifier.taxonomy.review_bands().items():
        assert f"| {topic} | {low:.2f} | {high:.2f} |" in card


def test_the_version_changes_with_the_seeds(tmp_path: Path) -> None:
    for path in [SEEDS / "taxonomy.yaml", SEEDS / "lexicon" / "en.yaml"]:
        target = tmp_path / path.relative_to(SEEDS)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    first = load_classifier(tmp_path).version
    assert load_classifier(tmp_path).version == first
    with (tmp_path / "taxonomy.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    assert load_classifier(tmp_path).version != first


def test_an_operator_adds_a_topic_without_code(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    taxonomy = (SEEDS / "taxonomy.yaml").read_text(encoding="utf-8")
    taxonomy += "  - {slug: floods, name: Floods, definition: Water where it should not be.}\n"
    (tmp_path / "taxonomy.yaml").write_text(taxonomy, encoding="utf-8")
    lexicon = (SEEDS / "lexicon" / "en.yaml").read_text(encoding="utf-8")
    lexicon = lexicon.replace("topics:\n", "topics:\n  floods:\n    floods: {strong: [flood*, burst its banks]}\n", 1)
    (tmp_path / "lexicon" / "en.yaml").write_text(lexicon, encoding="utf-8")
    model = SEEDS / "model" / "model.npz"
    classifier = load_classifier(tmp_path, model if model.exists() else None)
    answer = classifier.classify(title="Floods hit valley", text="The river burst its banks and flooded four villages.")
    assert assigned(answer) == {"floods"}


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04junk", b"x" * 100], ids=["empty", "cut", "other"])
def test_a_damaged_model_is_named_with_the_remedy(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(damage)
    with pytest.raises(BadInput, match=r"model\.npz.*pipeline\.classify\.train"):
        load_classifier(model_path=path)


def test_a_line_is_answered_with_all_topics_and_plain_json() -> None:
    line = classify_line({"id": "a", "title": RANSOM[0], "text": RANSOM[1]})
    assert json.loads(json.dumps(line)) == line
    assert [one["topic"] for one in line["topics"]] == ["security", "counterterrorism", "cybercrime"]
    cyber = line["topics"][2]
    assert cyber["assigned"] is True
    assert set(cyber["evidence"][0]) >= {"field", "start", "end", "text"}
    assert line["model_version"].startswith("topics-")
    assert line["language_covered"] is True


def test_a_line_without_title_is_answered() -> None:
    assert classify_line({"id": 1, "title": None, "text": " ".join(BOMBING)})["topics"][1]["assigned"] is True


@pytest.mark.parametrize("line", [{"id": 1}, {"id": 1, "text": 7}, {"id": 1, "title": [], "text": "x"}])
def test_a_bad_line_is_refused_with_its_fault(line: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="text"):
        classify_line(line)


PHYSICAL = {
    "rescue": ("Crew hacks through ice", "The crew hacked through ice for six hours to free the ferry. Nobody was cold for long."),
    "crime": ("Brother hacked in field", "He was hacked with a sickle by his brother over a goat, and died on the way to the ward."),
    "budget": ("Hospital budget hacked back", "Managers hacked a tenth from the budget; the nurses' union called the savings butchery."),
}  # fmt: skip
FIGURES = {
    "novel": ("A spy in the kitchen", "The novel's cook is a spy for her own appetite. The author's prose is rich as butter."),
    "stage": ("Terror and tea", "The terror of the second act is a kettle. The playwright holds us hostage until it boils."),
    "column": ("A truce with my printer", "I have declared a ceasefire with the printer. The paper tray, a double agent, jams."),
}  # fmt: skip
INDUSTRY = {
    "shares": ("Firewall maker's shares climb", "Shares of the cybersecurity company climbed 6 percent on strong orders."),
    "launch": ("Vendor unveils anti-phishing tool", "The vendor's new console joins anti-malware and anti-phishing tools."),
    "fair": ("Cyber careers fair on Saturday", "Forty employers seek trainees in cyber security. Entry is free."),
}  # fmt: skip


@pytest.mark.parametrize("article", [*PHYSICAL.values(), *FIGURES.values(), *INDUSTRY.values()],
                         ids=[*PHYSICAL, *FIGURES, *INDUSTRY])  # fmt: skip
def test_words_in_their_other_life_give_nothing(classifier: Classifier, article: tuple[str, str]) -> None:
    assert assigned(classifier.classify(title=article[0], text=article[1])) == set()


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("School hacked", "Someone hacked the school's website and posted pupils' marks.", "cybercrime"),
        (
            "Spy held",
            "Police arrested a clerk of the ministry as a spy for a foreign intelligence service.",
            "security",
        ),
        (
            "Terror at dawn",
            "Gunmen killed nine worshippers; a militant group said it was behind it.",
            "counterterrorism",
        ),
        ("Shares dive after breach", "Hackers stole customers' data from the cybersecurity firm.", "cybercrime"),
    ],
    ids=["hack", "spy", "terror", "breach"],
)
def test_the_same_words_in_company_give_their_topic(classifier: Classifier, title: str, text: str, topic: str) -> None:
    assert topic in assigned(classifier.classify(title=title, text=text))


def test_clients_and_hackers_in_arabic_are_not_agents_and_pirates(classifier: Classifier) -> None:
    bank = classifier.classify(title="قراصنة يخترقون مصرفا", text="سرق القراصنة بيانات عملاء المصرف وطلبوا فدية.")
    assert "security" not in assigned(bank)
    sea = classifier.classify(title="قراصنة يهاجمون سفينة", text="هاجم قراصنة ناقلة نفط وأطلق حرس الحدود النار.")
    assert "security" in assigned(sea)


def test_hints_alone_carry_no_topic_where_the_lexicon_decides(classifier: Classifier) -> None:
    hints = "حرب هجوم نزاع قتلى قوات دفاع حدود تعاون أمن "
    answer = classifier.classify(title=hints, text=hints * 4)
    assert answer.language_covered
    assert not any(score.is_assigned or score.needs_review for score in answer.scores)


def test_a_word_that_needs_company_must_be_a_term(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "taxonomy.yaml").write_bytes((SEEDS / "taxonomy.yaml").read_bytes())
    lexicon = (SEEDS / "lexicon" / "en.yaml").read_text(encoding="utf-8")
    lexicon = lexicon.replace("companies:\n", "companies:\n  - {phrases: [teapot], beside: [tea]}\n", 1)
    (tmp_path / "lexicon" / "en.yaml").write_text(lexicon, encoding="utf-8")
    with pytest.raises(BadInput, match="'teapot' is no term"):
        load_classifier(tmp_path)


def test_every_example_is_answered_in_a_batch_as_alone(classifier: Classifier) -> None:
    lines = (SEEDS / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [(one["title"], one["text"], None, None) for one in map(json.loads, lines)]
    assert classifier.classify_many(articles) == [classifier.classify_many([one])[0] for one in articles]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Nachrichtenagentur und die Agentur für Arbeit meldeten der Agentur neue Zahlen."),
        ("ru", "Агентство сообщило, что рекламное агентство открыло новое агентство недвижимости."),
        ("tr", "Ajans, haber ajansının ve reklam ajansının yeni bir ajans kurduğunu bildirdi."),
    ],
)
def test_an_agency_is_no_agent(classifier: Classifier, language: str, text: str) -> None:
    answer = classifier.classify(title=text, text=text, language=language)
    assert score_of(answer, "security").probability < 0.1


def test_company_is_a_word_or_a_phrase(classifier: Classifier) -> None:
    for company in ("The laptop was his.", "It is all over social media now."):
        assert "cybercrime" in assigned(classifier.classify(title="Mayor hacked", text=f"He was hacked. {company}"))
    assert assigned(classifier.classify(title="Mayor hacked", text="He was hacked. The social club mourns.")) == set()
