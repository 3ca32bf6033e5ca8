"""Words, stems, phrases, traps and zones of a reading: the parts below the classifier."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classify.language import guess_language
from pipeline.classify.lexicon import Lexicon, Phrase
from pipeline.classify.reading import LEAD_WORDS, Zone, read_english
from pipeline.classify.scripts import ScriptMatcher
from pipeline.classify.stems import stem_word
from pipeline.classify.words import WordTable, fold, word_starts


def term(text: str, *points: tuple[int, float]) -> Phrase:
    return Phrase(text, "term", points=points or ((0, 3.0),))


def found_texts(phrases: list[Phrase], title: str, text: str) -> list[str]:
    reading = read_english(WordTable((), Lexicon("en", tuple(phrases))), title, text, 3)
    locator = reading.locator()
    places = [(one, locator.locate(one.start, one.end)) for one in reading.found]
    return [(title if in_title else text)[first:last] for _, (in_title, first, last) in places]


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


@given(st.text(max_size=200))
def test_folding_keeps_one_byte_a_character(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert len(word_starts(folded)) == len(folded.split())


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
    reading = read_english(WordTable((), Lexicon("en", tuple(phrases))), "", "A car bomb", 2)
    assert [(one.phrase.text, one.hidden_from) for one in reading.found] == [("car bomb", 0), ("bomb", 0b01)]


def test_a_trap_hides_words_from_lexicon_and_model() -> None:
    phrases = (term("hacked"), Phrase("hacked to death", "trap", hides=0b111))
    table = WordTable(("hack", "death"), Lexicon("en", phrases))
    reading = read_english(table, "", "hacked to death", 3)
    assert reading.found == ()
    assert table.column_of_row[list(reading.rows)].tolist() == [-1] * len(reading.rows)


def test_a_trap_for_one_topic_leaves_the_others() -> None:
    phrases = [term("social security", (0, 1.2), (1, 1.2)), Phrase("social security", "trap", hides=0b01)]
    reading = read_english(WordTable((), Lexicon("en", tuple(phrases))), "Social security", "", 2)
    assert [one.hidden_from for one in reading.found] == [0b01]


def test_zones_are_title_lead_and_body() -> None:
    text = "war " + "word " * LEAD_WORDS + "war"
    reading = read_english(WordTable((), Lexicon("en", (term("war"),))), "War", text, 1)
    assert [one.zone for one in reading.found] == [Zone.TITLE, Zone.LEAD, Zone.BODY]


@pytest.mark.parametrize(
    ("language", "phrase", "text", "expected"),
    [
        ("ar", "إرهاب*", "ضد الارهابيين وللإرهاب", ["الارهابيين", "وللإرهاب"]),
        ("fa", "باج افزار*", "باج‌افزارها", ["باج‌افزارها"]),
        ("ur", "دہشت گرد*", "دهشت گردوں نے", ["دهشت گردوں"]),
        ("zh", "网络攻击", "一次网络攻击后", ["网络攻击"]),
        ("ru", "теракт*", "после ТЕРАКТА в", ["ТЕРАКТА"]),
        ("de", "terror*", "Terroranschlag, Psychoterror", ["Terroranschlag"]),
    ],
    ids=["ar-prefix-and-hamza", "fa-joiner", "ur-other-heh", "zh-no-spaces", "ru-case", "de-compound"],
)
def test_scripts_are_matched_by_their_own_rules(language: str, phrase: str, text: str, expected: list[str]) -> None:
    reading = ScriptMatcher(Lexicon(language, (term(phrase),))).read("", text)
    assert [text[one.start : one.end] for one in reading.found] == expected


def test_a_trap_in_another_script_covers_its_words() -> None:
    lexicon = Lexicon("es", (term("seguridad"), Phrase("seguridad social", "trap", hides=1)))
    matcher = ScriptMatcher(replace(lexicon))
    assert matcher.read("La seguridad social", "").found == ()


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
