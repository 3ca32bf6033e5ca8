"""Words, stems, phrases, traps and zones of a reading: the parts below the classifier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classify.language import guess_language
from pipeline.classify.lexicon import Lexicon, Phrase
from pipeline.classify.reading import LEAD_WORDS, Readings, Zone, read_articles
from pipeline.classify.stems import stem_word
from pipeline.classify.vocabulary import WordTable
from pipeline.classify.words import LatinFolding, WideFolding, cut_words


def term(text: str, *points: tuple[int, float]) -> Phrase:
    return Phrase(text, "term", points=points or ((0, 3.0),))


def read(phrases: list[Phrase], *articles: tuple[str, str], language: str = "en", topics: int = 3) -> Readings:
    return read_articles(WordTable((), Lexicon(language, tuple(phrases))), articles, topics)


def found_texts(phrases: list[Phrase], title: str, text: str, language: str = "en") -> list[str]:
    reading = read(phrases, (title, text), language=language)
    locate = reading.locator(0)
    places = [locate(start, end) for start, end in zip(reading.found.start, reading.found.end, strict=True)]
    return [(title if in_title else text)[first:last] for in_title, first, last in places]


def found_phrases(reading: Readings) -> list[tuple[str, int]]:
    return [
        (reading.book.phrases[phrase].text, int(hidden))
        for phrase, hidden in zip(reading.found.phrase, reading.found.hidden, strict=True)
    ]


@pytest.mark.parametrize(
    "forms",
    [
        ("attack", "attacks", "attacked", "attacking"),
        ("bomb", "bombs", "bombed", "bombing"),
        ("plan", "plans", "planned", "planning"),
        ("hijack", "hijacks", "hijacked", "hijacking"),
        ("army", "armies"),
        ("invade", "invades", "invaded", "invading"),
    ],
    ids=lambda forms: forms[0],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem_word(form.encode()) for form in forms}) == 1


@pytest.mark.parametrize("word", ["is", "war", "us", "iris", "virus", "press"])
def test_words_that_only_look_like_plurals_keep_their_ends(word: str) -> None:
    assert stem_word(word.encode()) == word.encode()


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=200)), min_size=1, max_size=4))
def test_words_stand_where_the_characters_stand(articles: list[tuple[str, str]]) -> None:
    for folding in (LatinFolding(), WideFolding(unspaced=False), WideFolding(unspaced=True)):
        words = cut_words(articles, folding)
        assert len(words.barriers) == 2 * len(articles) + 1
        for number, section in enumerate(section for article in articles for section in article):
            base = words.section_place(number)
            for word in range(int(words.barriers[number]) + 1, int(words.barriers[number + 1])):
                begin = words.place(int(words.starts[word])) - base
                end = words.place(int(words.ends[word]) - 1) + 1 - base
                assert 0 <= begin < end <= len(section)
                assert folding.spell(words.codes[words.starts[word] : words.ends[word]]).strip()


def test_equal_spellings_have_equal_keys_and_others_have_others() -> None:
    long = "counterrevolutionaries" * 2
    texts = ["a", "b", "ab", "abcdefgh", "abcdefghi", "abcdefgha", long, long + "s", long[:-1] + "x" * 9, "war"]
    for folding in (LatinFolding(), WideFolding(unspaced=False)):
        words = cut_words([(" ".join(texts), " ".join(texts).upper())], folding)
        keys = np.delete(words.keys, words.barriers).tolist()
        assert keys[: len(texts)] == keys[len(texts) :]
        assert len(set(keys)) == len(texts)


def test_a_spelling_keeps_its_row_when_the_table_grows_and_when_it_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.classify.vocabulary.SPELLINGS_KEPT", 40_000)
    table = WordTable(("war", "peac"), Lexicon("en", (term("war"),)))
    columns = []
    for begin in range(0, 80_000, 20_000):
        text = "war " + " ".join(f"w{number}" for number in range(begin, begin + 20_000)) + " peace"
        rows = table.find_rows(cut_words([("", text)], table.folding))
        assert len(rows) == 20_005
        columns.append(table.column_of_row[[rows[2], rows[3], rows[-2]]].tolist())
    assert columns == [[0, -1, 1]] * 4


def test_a_batch_is_read_like_its_articles_one_by_one() -> None:
    phrases = [
        term("car bomb"),
        term("bomb*", (0, 1.2), (1, 0.4)),
        term("killed ~ rebels"),
        Phrase("bath bomb", "trap", hides=7),
    ]
    articles = [
        ("", ""),
        ("Car", "bomb"),
        ("Car bomb", "A bath bomb; bombs killed four young rebels."),
        ("bath", ""),
        ("", "Bomb bomb"),
    ]
    together = read(phrases, *articles)
    alone = [one for article in articles for one in found_phrases(read(phrases, article))]
    assert found_phrases(together) == alone


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("suicide bomb*", "A SUICIDE BOMBER struck.", ["SUICIDE BOMBER"]),
        ("suicide bomb*", "The suicide-bombing", ["suicide-bombing"]),
        ("al qaeda", "al-Qaeda’s cell", ["al-Qaeda"]),
        ("ruled out ~ terror*", "Police ruled out an act of terror.", ["ruled out an act of terror"]),
        ("ruled out ~ terror*", "Police ruled out a link between this and any terror.", []),
        ("hack", "Hackney and hacks", []),
        ("war", "“War”, he said", ["War"]),
    ],
    ids=["prefix", "hyphen", "apostrophe", "gap", "gap-too-long", "whole-word", "quotes"],
)
def test_a_phrase_is_found_with_its_offsets(phrase: str, text: str, expected: list[str]) -> None:
    assert found_texts([term(phrase)], "", text) == expected


def test_no_phrase_goes_from_title_into_text() -> None:
    assert found_texts([term("car bomb")], "A new car", "bomb squad") == []


def test_the_longest_term_wins_for_its_topic_only() -> None:
    phrases = [term("bomb", (0, 1.2), (1, 1.2)), term("car bomb", (0, 3.0))]
    assert found_phrases(read(phrases, ("", "A car bomb"))) == [("car bomb", 0), ("bomb", 0b01)]


def test_a_trap_hides_words_from_lexicon_and_model() -> None:
    phrases = (term("hacked"), Phrase("hacked to death", "trap", hides=0b111))
    table = WordTable(("hack", "death"), Lexicon("en", phrases))
    reading = read_articles(table, [("", "hacked to death"), ("", "hacked death")], 3)
    assert found_phrases(reading) == [("hacked", 0)]
    assert table.column_of_row[reading.rows].tolist() == [-1, -1, -1, -1, -1, -1, -1, 0, 1, -1]


def test_a_trap_for_one_topic_leaves_the_others() -> None:
    phrases = [term("social security", (0, 1.2), (1, 1.2)), Phrase("social security", "trap", hides=0b01)]
    assert found_phrases(read(phrases, ("Social security", ""))) == [("social security", 0b01)]


def test_zones_are_title_lead_and_body() -> None:
    text = "war " + "word " * LEAD_WORDS + "war"
    reading = read([term("war")], ("War", text), ("", text))
    title, lead, body = Zone
    assert reading.found.zone.tolist() == [title, lead, body, title, body]


@pytest.mark.parametrize("phrase", ["no evidence of hacking", "hacked ~ with an axe", "war of words", "in terror"])
def test_a_phrase_is_found_by_whichever_word_it_is_looked_for(phrase: str) -> None:
    others = [term("evidence"), term("hacking"), term("war"), term("terror"), term("axe")]
    written = phrase.replace("~", "twice or thrice")
    assert written in found_texts([term(phrase), *others], "", f"There was {written} here.")


def test_a_spelling_may_fit_many_patterns() -> None:
    phrases = [term("cyberattack"[:length] + "*") for length in range(3, 12)]
    assert len(found_phrases(read(phrases, ("", "cyberattackers")))) == 1
    assert len(found_phrases(read([term(one.text, (number, 3.0)) for number, one in enumerate(phrases)],
                                  ("", "cyberattackers"), topics=9))) == 9  # fmt: skip


@pytest.mark.parametrize(
    ("language", "phrase", "text", "expected"),
    [
        ("ar", "إرهاب*", "ضد الارهابيين وللإرهاب", ["الارهابيين", "وللإرهاب"]),
        ("fa", "باج افزار*", "باج‌افزارها", ["باج‌افزارها"]),
        ("ur", "دہشت گرد*", "دهشت گردوں نے", ["دهشت گردوں"]),
        ("zh", "网络攻击", "一次网络攻击后", ["网络攻击"]),
        ("ru", "теракт*", "после ТЕРАКТА в", ["ТЕРАКТА"]),
        ("de", "terror*", "Terroranschlag, Psychoterror", ["Terroranschlag"]),
        ("zh", "核武器", "核，武器、核心武器，核武器", ["核武器"]),
        ("ar", "تفجير", "وتفجيرٌ في", ["وتفجيرٌ"]),
        ("hi", "आतंकी हमला", "यह आतंकी हमला था", ["आतंकी हमला"]),
        ("hi", "गिरफ़्तार", "चार गिरफ्तार", ["गिरफ्तार"]),
        ("tr", "ışid", "IŞİD üyesi", ["IŞİD"]),
        ("fr", "cyberattaque*", "une CYBERATTAQUE; l’attaque", ["CYBERATTAQUE"]),
        ("de", "bombe", "die Bom\u00adbe, la\u200bter", ["Bom\u00adbe"]),
        ("en", "car bomb", "a car bo\u00admb, \ufeffunseen", ["car bo\u00admb"]),
    ],
    ids=[
        "ar-prefix-and-hamza",
        "fa-joiner",
        "ur-other-heh",
        "zh-no-spaces",
        "ru-case",
        "de-compound",
        "zh-order",
        "ar-vowel-signs",
        "hi-vowels",
        "hi-nukta",
        "tr-dotted-i",
        "fr-capitals",
        "de-soft-hyphen",
        "en-soft-hyphen",
    ],
)
def test_scripts_are_matched_by_their_own_rules(language: str, phrase: str, text: str, expected: list[str]) -> None:
    assert found_texts([term(phrase)], "", text, language) == expected


def test_a_trap_in_another_script_covers_its_words() -> None:
    phrases = [term("seguridad"), Phrase("seguridad social", "trap", hides=1)]
    assert found_texts(phrases, "La seguridad social", "", "es") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the plan was ready and the vote is near.", "en"),
        ("BAHIA COCOA REVIEW", "en"),
        ("", "en"),
        ("El gobierno anunció que los presupuestos para las obras serán menores según fuentes.", "es"),
        ("Le gouvernement est dans une impasse, selon les élus qui sont sur place.", "fr"),
        ("Der Minister hat nicht mit dem Rücktritt gerechnet, und das ist auch gut.", "de"),
        ("Hükümet yeni bütçe için çalışıyor ve daha sonra açıklayacak.", "tr"),
        ("Pemerintah akan menaikkan harga yang tidak wajar pada bulan ini.", "id"),
        ("O governo não tem uma proposta, disse em nota, e os prazos são curtos.", "pt"),
        ("أعلنت الحكومة خطة جديدة", "ar"),
        ("حکومت نے نئے منصوبے کا اعلان کیا ہے", "ur"),
        ("دولت برنامه‌ی تازه را گفت که می‌آید", "fa"),
        ("सरकार ने नई योजना की घोषणा की", "hi"),
        ("Правительство объявило новый план", "ru"),
        ("Уряд оголосив новий план і її підтримали", "und"),
        ("政府宣布新计划", "zh"),
        ("政府は新しい計画を発表した", "ja"),
        ("정부는 새로운 계획을 발표했다", "ko"),
        ("Η κυβέρνηση ανακοίνωσε νέο σχέδιο", "und"),
    ],
)
def test_the_language_is_guessed_by_script_and_common_words(text: str, language: str) -> None:
    assert guess_language("", text) == language


@pytest.mark.parametrize(("stated", "language"), [("pt-BR", "pt"), ("EN_us", "en"), ("", "en"), (None, "en")])
def test_a_stated_language_wins(stated: str | None, language: str) -> None:
    assert guess_language("Budget vote", "", stated) == language
