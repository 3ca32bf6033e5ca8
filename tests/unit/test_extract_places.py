"""Places: what an article is about, in twelve languages, and the names that are none."""

from __future__ import annotations

import pytest

from pipeline.extract.gazetteer import country_names, fold, gazetteer_of, neighbours_of
from pipeline.extract.places import MAX_CHARS, find_places
from pipeline.records import Place


def countries(title: str, text: str, language: str = "en", dateline: str | None = None) -> dict[str, bool]:
    """Return the countries found, with whether the article is about each."""
    found = find_places(title, text, language, dateline)
    return {one.country_code: one.is_main for one in found if one.kind == "country"}


def names(title: str, text: str, language: str = "en") -> list[tuple[str, str]]:
    """Return the regions and cities found."""
    return [(one.country_code, one.name) for one in find_places(title, text, language) if one.kind != "country"]


FILLER = " The committee will meet again next week, its chair said, and hear the rest of the witnesses." * 12


@pytest.mark.parametrize(
    ("language", "title", "text", "main", "named"),
    [
        ("en", "Blast in Karachi", "Pakistani police said that five died. Kabul denied any part.", "PK", "AF"),
        ("de", "Anschlag in Kabul", "In der afghanischen Hauptstadt starben zwölf Menschen. Das russische Außenministerium "
         "bedauerte das.", "AF", "RU"),
        ("fr", "Un attentat à Moscou", "Le président russe a accusé des étrangers. L'Ukraine dément.", "RU", "UA"),
        ("es", "Ataque en Bogotá", "El gobierno colombiano pidió ayuda. Estados Unidos la prometió.", "CO", "US"),
        ("ru", "Взрыв в Москве", "Российские власти начали проверку. Из Германии прибыли врачи.", "RU", "DE"),
        ("ar", "انفجار في بغداد", "قتل خمسة أشخاص في العاصمة العراقية. وقالت إيران إنها لا تعلم.", "IQ", "IR"),
        ("ur", "کراچی میں دھماکہ", "پاکستانی پولیس کے مطابق پانچ افراد ہلاک ہوئے۔ بھارت نے تردید کی۔", "PK", "IN"),
        ("fa", "انفجار در تهران", "مقام‌های ایرانی از پنج کشته خبر دادند. عراق همدردی کرد.", "IR", "IQ"),
        ("hi", "दिल्ली में धमाका", "भारत की पुलिस ने पांच मौतों की पुष्टि की। नेपाल ने शोक जताया।", "IN", "NP"),
        ("zh", "巴基斯坦发生爆炸", "爆炸发生在卡拉奇，五人死亡。美国表示关切。", "PK", "US"),
        ("tr", "İstanbul'da patlama", "Türkiye'nin en büyük kentinde beş kişi öldü. Suriye'den açıklama geldi.", "TR", "SY"),
        ("id", "Ledakan di Jakarta", "Pemerintah Indonesia menyebut lima korban. Australia menawarkan bantuan.", "ID", "AU"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 2 else "",
)  # fmt: skip
def test_country_is_inferred_from_names_cities_and_people(
    language: str, title: str, text: str, main: str, named: str
) -> None:
    found = countries(title, text, language)
    assert found[main] is True
    assert found[named] is False


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("Star buys a club", "Michael Jordan bought it. Jordan has six rings.", {}, id="jordan-the-person"),
        pytest.param("Refugees arrive", "Buses brought Syrians into Jordan, the city of Amman said.", {"JO", "SY"}, id="jordan"),
        pytest.param("A drummer speaks", "Chad Smith plays drums. Chad likes them.", {}, id="chad-the-person"),
        pytest.param("Army post attacked", "Fighters came over the lake into Chad from Nigeria.", {"TD", "NG"}, id="chad"),
        pytest.param("Heiress opens shop", "Paris Hilton cut the ribbon. The mayor, London Breed, clapped.", {}, id="hilton"),
        pytest.param("Holiday dinner", "Turkey is roasted slowly. A recipe for gravy and stuffing follows.", {}, id="turkey-the-bird"),
        pytest.param("Envoy summoned", "Turkey rejects the plan, its ministry said.", {"TR"}, id="turkey"),
        pytest.param("Ballots", "Voters in Georgia went to the polls; Tbilisi was calm.", {"GE"}, id="georgia"),
        pytest.param("Ballots", "The governor of Georgia signed in Atlanta, Georgia, U.S. officials said.", {"US"}, id="georgia-the-state"),
        pytest.param("Shots fired", "Police in Paris, Texas, found a man dead.", {"US"}, id="paris-texas"),
        pytest.param("A find", "A ship was found off Hyderabad, Pakistan.", {"PK"}, id="hyderabad-pakistan"),
        pytest.param("Prize", "The New York Times and the Washington Post shared the prize.", {}, id="outlets"),
        pytest.param("Weather", "Rain is due over the Gulf of Mexico and the Indian Ocean.", {}, id="waters"),
        pytest.param("Words", "Tell us. It may rain in march, and reading is nice. Mobile phones split.", {}, id="common-words"),
        pytest.param("Widow speaks", "Patrick Kennedy left. Kennedy did not comment.", {}, id="surname"),
        pytest.param("Both Koreas", "North Korea fired a missile, South Korea said.", {"KP", "KR"}, id="koreas"),
        pytest.param("Congo", "The Democratic Republic of the Congo closed its border.", {"CD"}, id="dr-congo"),
        pytest.param("Niger", "Niger is not Nigeria.", {"NE", "NG"}, id="niger-nigeria"),
        pytest.param("Guinea", "Papua New Guinea and Equatorial Guinea signed.", {"PG", "GQ"}, id="guineas"),
        pytest.param("Kingdom", "The UK and the U.S. agreed, Downing Street said.", {"GB", "US"}, id="short-names"),
    ],
)  # fmt: skip
def test_doubtful_names_are_settled_by_what_stands_around_them(title: str, text: str, expected: set[str]) -> None:
    assert set(countries(title, text)) == set(expected)


def test_city_state_and_country_are_told_apart() -> None:
    assert names("Shots fired", "Police in Paris, Texas, found a man dead.") == [("US", "Paris"), ("US", "Texas")]
    assert names("Refugees", "They went from Xinjiang to Kyiv.") == [("CN", "Xinjiang"), ("UA", "Kyiv")]


def test_mention_in_passing_is_not_what_an_article_is_about() -> None:
    text = "Kenya votes on Tuesday. Kenyan officials promised calm in Nairobi." + FILLER + " One had studied in Canada."
    found = countries("Kenya votes", text)
    assert (found["KE"], found["CA"]) == (True, False)


def test_dateline_counts_for_its_country() -> None:
    text = "LAGOS: Officials said on Monday that the talks went on." + FILLER + " Peru and Chile sent notes."
    without, with_it = (find_places("Talks go on", text, "en", place)[0] for place in (None, "Lagos"))
    assert (with_it.country_code, with_it.is_main) == ("NG", True)
    assert with_it.salience > without.salience


def test_places_come_with_counts_salience_and_spans_of_the_text() -> None:
    title, text = "Strike in Lyon", "Trains stood still in Lyon, France's third city. French unions met in Paris."
    found = find_places(title, text, "en")
    france = found[0]
    assert (france.country_code, france.name, france.kind, france.mention_count) == ("FR", "France", "country", 5)
    assert (france.salience, france.is_main, france.geoname_id) == (1.0, True, None)
    for place in found:
        for span in place.evidence:
            assert (title if span.field == "title" else text)[span.start : span.end] == span.text
    lyon = next(one for one in found if one.name == "Lyon")
    assert (lyon.kind, lyon.mention_count, lyon.is_main) == ("city", 2, True)
    assert lyon.geoname_id is not None
    assert lyon.evidence[0].field == "title"


def test_headline_in_title_case_hides_no_city() -> None:
    assert ("PK", "Peshawar") in names("Bomb Kills Ten In Peshawar Market", "A bomb killed ten, police said.")


@pytest.mark.parametrize("language", [None, "xx", "en-GB", "", "ko", "th", "he"])
def test_any_language_gives_an_answer(language: str | None) -> None:
    assert countries("Ukraine", "Ukraine and Poland met.", language or "") or language in ("ko", "th", "he")


@pytest.mark.parametrize(("title", "text"), [("", ""), (None, ""), ("", "\x00\ud83d"), ("Ö" * 999, "A.B.C. " * 9_000)])
def test_nothing_breaks_it(title: str | None, text: str) -> None:
    assert find_places(title, text, "en") == ()


def test_place_far_down_a_long_text_is_not_looked_for() -> None:
    assert countries("Note", "word " * (MAX_CHARS // 5) + "Portugal") == {}


def test_gazetteer_has_every_country_under_its_iso_code() -> None:
    known = country_names()
    assert len(known) >= 249
    assert {"PS", "TW", "XK", "GB", "US"} <= set(known)
    assert all(len(code) == 2 and code.isupper() for code in known)
    assert "AN" not in known
    for language in ("en", "de", "fr", "es", "tr", "id"):
        tables = [names.meanings for names in gazetteer_of(language).layers]
        found = {one.country_code for table in tables for meanings in table.values() for one in meanings}
        assert set(known) - found == set(), language
    assert "RU" in neighbours_of("GE")


def test_names_are_compared_without_accents_and_dots() -> None:
    assert fold("U.S.") == "us"
    assert fold("Bogotá") == fold("Bogota")
    assert fold("أوكرانيا") == fold("اوکرانیا")


def test_place_is_a_record_of_plain_values() -> None:
    assert find_places("Fire in Oslo", "Oslo burned.", "en")[0] == Place(
        "NO", "Norway", "country", 2, 1.0, True, None, find_places("Fire in Oslo", "Oslo burned.", "en")[0].evidence
    )
