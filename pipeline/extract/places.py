"""The countries, regions and cities that an article is about: names found, doubts settled, weighed by where they stand.

A name alone proves little: people are called Jordan, and Georgia is two places. So every name is read with its
neighbours, the doubtful ones by what else the article names, and a country is "main" by weight, not by mention.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.gazetteer import (
    WORD,
    Gazetteer,
    Meaning,
    country_names,
    fold,
    gazetteer_of,
    neighbours_of,
)
from pipeline.extract.place_pairs import MILLION, Field, Mention, believe_pairs
from pipeline.extract.place_words import (
    GIVEN_NAMES,
    KITCHEN_WORDS,
    NEEDS_SUPPORT,
    PERSON_NAMES,
    PLACE_NEIGHBOURS,
    PLACE_PREPOSITIONS,
    STATE_WORDS,
    TITLES,
)
from pipeline.records import Article, Evidence, Place

MAX_CHARS = 12_000  # of a body that are read: a place that first comes up later is not what the article is about
MAX_TITLE_CHARS = 500
MAX_WORD_CHARS = 40
LEAD_CHARS = 400  # of a body: who, where, when
TITLE_WEIGHT = 3.0
DATELINE_WEIGHT = 2.0  # where a reporter sat; often, not always, what it is about
LEAD_WEIGHT = 2.0
DEMONYM_SHARE = 0.7  # "a French citizen" says less of France than "in France"
MAIN_SHARE = 0.25  # of all weight
MAIN_SHARE_IN_TITLE = 0.1
MAIN_SHARE_IF_ONCE = 0.4  # of what is named once and not in the title
MIN_SALIENCE = 0.02  # below it a place is a word in a long text
MAX_PLACES = 40
MAX_EVIDENCE = 4  # spans a place
TITLE_CASE_SHARE = 0.7  # of a title's words with a capital: it tells no names then
LARGE_CITY = 500_000  # a smaller one needs something that speaks for it: an "in", or its country
NEIGHBOUR_SHARE = 0.3  # what a neighbour's mention says for a country
PREFIXES = ("وال", "بال", "كال", "فال", "ال", "و", "ب", "ل", "ف", "ک")  # written together with an Arabic name
HEBREW_PREFIXES = ("וב", "ול", "ומ", "וה", "שב", "מה", "ו", "ב", "ל", "מ", "ה", "ש", "כ")  # with a Hebrew one

_STATE_POLITICS = re.compile(rf"\b(?:{'|'.join(sorted(STATE_WORDS))})\b", re.IGNORECASE)
_KITCHEN = re.compile(rf"\b(?:{'|'.join(sorted(KITCHEN_WORDS))})\b", re.IGNORECASE)


def find_places(
    title: str | None, text: str, language: str | None = None, dateline_place: str | None = None
) -> tuple[Place, ...]:
    """Return the places of an article, countries first, each kind by weight.

    title, text: as extracted. language: ISO 639-1; its names are looked for, English ones where it has none.
    A country's weight holds its cities, regions and people. Raises nothing.
    """
    gazetteer = gazetteer_of(language)
    title = (title or "")[:MAX_TITLE_CHARS]
    mentions = [
        *_find_mentions(title, "title", gazetteer),
        *_find_mentions(text[:MAX_CHARS], "text", gazetteer, dateline_place),
    ]
    believe_pairs(mentions, {"title": title, "text": text})
    settled = _settle(mentions, f"{title}\n{text[:MAX_CHARS]}", is_cased=gazetteer.is_cased)
    return _weigh(settled, {"title": title, "text": text})


def with_places(article: Article) -> Article:
    """Return an article with the places that it is about, by its title and body as they stand."""
    return replace(article, places=find_places(article.title, article.text, article.language, article.dateline_place))


def prepare_places(article: Article) -> None:
    """Load the names that an article's language writes, so that finding its places need not wait for them."""
    gazetteer_of(article.language)


# --- names in text ---------------------------------------------------------------------------------------------


def _find_mentions(
    text: str, field: Field, gazetteer: Gazetteer, dateline_place: str | None = None
) -> Iterator[Mention]:
    if not text:
        return
    find = _find_in_words if gazetteer.is_spaced else _find_in_characters
    is_title_case = field == "title" and _is_title_case(text)
    place = fold(dateline_place or "")
    for start, end, key, meanings, is_sure, is_placed in find(text, gazetteer, is_title_case):
        if not meanings:
            continue  # a phrase that is no place
        weight = TITLE_WEIGHT if field == "title" else LEAD_WEIGHT if start < LEAD_CHARS else 1.0
        if place and key == place and start < LEAD_CHARS:
            weight, place, is_sure, is_placed = weight + DATELINE_WEIGHT, "", True, True
        if all(one.is_demonym for one in meanings):
            weight *= DEMONYM_SHARE
        yield Mention(field, start, end, key, meanings, weight, is_sure, is_placed)


_Found = tuple[int, int, str, tuple[Meaning, ...], bool, bool]


def _find_in_words(text: str, gazetteer: Gazetteer, is_title_case: bool) -> Iterator[_Found]:
    words = list(WORD.finditer(text))
    is_cased, heads, lowercase_heads = gazetteer.is_cased, gazetteer.heads, gazetteer.lowercase_heads
    after_name, count = 0, len(words)
    for number, match in enumerate(words):
        word = match[0]
        if number < after_name or len(word) > MAX_WORD_CHARS:
            continue
        is_lower = is_cased and word[0].islower()
        if is_lower and not lowercase_heads:
            continue
        key = fold(word)
        if is_lower and key not in lowercase_heads:
            continue
        size = heads.get(key, 0)
        if not size and not is_cased:
            key = _without_prefix(key, gazetteer)
            size = heads.get(key, 0)
        if not size or word == "us" or (key == "us" and word.islower()):
            continue
        keys = [key]
        meanings = gazetteer.find(key)
        best, found = (key, 1) if meanings is not None else ("", 0)
        for step in range(1, min(size, count - number)):
            before, after = words[number + step - 1], words[number + step]
            if after.start() - before.end() > 2 or "\n" in text[before.end() : after.start()]:
                break
            keys.append(fold(after[0]))
            joined = " ".join(keys)
            longer = gazetteer.find(joined)
            if longer is not None:
                best, found, meanings = joined, step + 1, longer
        if meanings is None or (is_lower and not gazetteer.needs_no_capital(best)):
            continue
        start, end = match.start(), words[number + found - 1].end()
        is_sure, is_placed = True, False
        if is_cased and meanings:
            before_word = words[number - 1] if number else None
            after_word = words[number + found] if number + found < count else None
            is_placed = before_word is not None and before_word[0].lower() in PLACE_PREPOSITIONS
            is_sure = _is_place(text, start, end, best, meanings, before_word, after_word, is_title_case)
        yield start, end, best, meanings, is_sure, is_placed
        after_name = number + found


def _is_place(
    text: str,
    start: int,
    end: int,
    key: str,
    meanings: Sequence[Meaning],
    before: re.Match[str] | None,
    after: re.Match[str] | None,
    is_title_case: bool,
) -> bool:
    """Return whether a name stands as a place's and not as part of a person's or a thing's."""
    if meanings[0].is_demonym:
        return True
    is_namelike = key in PERSON_NAMES
    is_city = all(one.kind == "city" for one in meanings)
    if not is_namelike and (not is_city or is_title_case or max(one.population for one in meanings) >= MILLION):
        return True
    if before and text[before.end() : start] in (" ", "-", ". ") and before[0][0].isupper():
        at = before.start()
        is_sentence_start = at == 0 or text[at - 1] in '\n"“' or text[at - 2 : at] in (". ", "! ", "? ")
        word = before[0].lower()
        if word in TITLES or word in GIVEN_NAMES:
            return False
        if word not in PLACE_NEIGHBOURS and word not in PLACE_PREPOSITIONS and not is_sentence_start:
            return False
    if after and text[end : after.start()] == " " and after[0][0].isupper() and not is_title_case:
        return after[0].lower() in PLACE_NEIGHBOURS
    return True


def _find_in_characters(text: str, gazetteer: Gazetteer, is_title_case: bool) -> Iterator[_Found]:
    position, count = 0, len(text)
    while position < count:
        length = 1
        for size in range(gazetteer.reach(text[position]), 0, -1):
            key = text[position : position + size]
            meanings = gazetteer.find(key)
            if meanings is not None:
                yield position, position + size, key, meanings, True, False
                length = size
                break
        position += length


def _without_prefix(key: str, gazetteer: Gazetteer) -> str:
    """Return an Arabic or Hebrew word without the particles written together with it, where a name is left."""
    if "\u0590" <= key[0] <= "\u05ff":
        rests = (key.removeprefix(prefix) for prefix in HEBREW_PREFIXES if key.startswith(prefix))
        return next((rest for rest in rests if len(rest) > 2 and gazetteer.reach(rest)), key)
    for prefix in PREFIXES:
        rest = key.removeprefix(prefix)
        if rest is not key and len(rest) > 2:
            for form in (rest, "ال" + rest):
                if gazetteer.reach(form):
                    return form
    if key.startswith("لل") and gazetteer.reach("ال" + key[2:]):
        return "ال" + key[2:]
    return "ال" + key if gazetteer.reach("ال" + key) else key


def _is_title_case(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > TITLE_CASE_SHARE * len(words)


# --- doubts ----------------------------------------------------------------------------------------------------


def _settle(mentions: Sequence[Mention], text: str, *, is_cased: bool) -> list[tuple[Mention, Meaning]]:
    """Return the mentions that stand for places, each with the one thing it means here."""
    spoken: Counter[str] = Counter()  # country -> names that can mean no other
    own: Counter[str] = Counter()  # name -> its share in that
    for one in mentions:
        countries = {meaning.country_code for meaning in one.meanings}
        if one.is_sure and len(countries) == 1 and one.key not in NEEDS_SUPPORT:
            spoken[countries.pop()] += 1
            own[one.key] += 1
    if any(one.key == "georgia" for one in mentions) and _STATE_POLITICS.search(text):
        spoken["US"] += 1
    is_kitchen = any(one.key == "turkey" for one in mentions) and len(_KITCHEN.findall(text)) > 1
    doubted = {one.key for one in mentions if not one.is_sure}
    placed = {one.key for one in mentions if one.is_sure and one.is_placed}
    settled = []
    for one in mentions:
        meaning = _choose(one.meanings, spoken)
        if not one.is_sure and (one.key in PERSON_NAMES or one.key not in placed):
            continue
        if meaning.kind == "city" and one.key not in placed and one.key in doubted:
            continue  # "Kennedy said" goes on about Patrick Kennedy
        if is_cased and _is_small(meaning) and one.key not in placed and spoken[meaning.country_code] <= own[one.key]:
            continue  # nothing else speaks for a town called Bush
        is_bare = one.key in doubted and not one.is_placed and spoken[meaning.country_code] < 2
        if one.key in PERSON_NAMES and is_bare:
            continue  # "Jordan has six" goes on about Michael Jordan
        if one.key in NEEDS_SUPPORT and not _is_supported(one, placed, spoken, meaning, is_kitchen=is_kitchen):
            continue
        settled.append((one, meaning))
    return settled


def _is_small(meaning: Meaning) -> bool:
    return meaning.kind == "city" and meaning.population < LARGE_CITY and not meaning.is_capital


def _choose(meanings: Sequence[Meaning], spoken: Counter[str]) -> Meaning:
    """Return the likeliest meaning: the country itself speaks loudest, then its neighbours, then the city's size."""
    if len(meanings) == 1:
        return meanings[0]

    def score(meaning: Meaning) -> float:
        own = spoken[meaning.country_code]
        near = sum(spoken[one] for one in neighbours_of(meaning.country_code))
        size = math.log10(meaning.population or 1) / 2 if meaning.kind == "city" else 3.0
        # A region needs its country in the text; a country stands for itself.
        base = {"country": 1.5, "region": 1.0, "city": 0.0}[meaning.kind] + (1.0 if meaning.is_capital else 0.0)
        return min(own, 4) * 1.5 + min(near, 4) * NEIGHBOUR_SHARE * 1.5 + size + base

    return max(meanings, key=score)


def _is_supported(one: Mention, placed: set[str], spoken: Counter[str], meaning: Meaning, *, is_kitchen: bool) -> bool:
    """Return whether anything speaks for a name that is usually something else: its country, a neighbour, an "in"."""
    if spoken[meaning.country_code]:
        return True
    if is_kitchen:
        return False
    if one.key == "turkey":
        return True
    return one.key in placed or any(spoken[code] for code in neighbours_of(meaning.country_code))


# --- weight ----------------------------------------------------------------------------------------------------


def _weigh(settled: Sequence[tuple[Mention, Meaning]], texts: dict[str, str]) -> tuple[Place, ...]:
    if not settled:
        return ()
    groups: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    first: dict[tuple[str, str, str], Meaning] = {}
    names = country_names()
    for mention, meaning in settled:
        country = ("country", meaning.country_code, names.get(meaning.country_code, meaning.country_code))
        groups[country].append(mention)
        if meaning.kind != "country" and meaning.name != country[2]:
            place = (meaning.kind, meaning.country_code, meaning.name)
            groups[place].append(mention)
            first.setdefault(place, meaning)
    total = sum(mention.weight for mention, _ in settled)
    places = []
    for (kind, country_code, name), mentions in groups.items():
        weight = sum(one.weight for one in mentions)
        share = weight / total
        if share < MIN_SALIENCE and not any(one.field == "title" for one in mentions):
            continue
        is_titled = any(one.field == "title" for one in mentions)
        enough = MAIN_SHARE_IN_TITLE if is_titled else MAIN_SHARE if len(mentions) > 1 else MAIN_SHARE_IF_ONCE
        meaning_of = first.get((kind, country_code, name))
        places.append(
            Place(
                country_code,
                name,
                kind,  # type: ignore[arg-type]
                len(mentions),
                round(share, 3),
                share >= enough,
                meaning_of.geoname_id if meaning_of else None,
                _spans(mentions, texts),
            )
        )
    places.sort(key=lambda one: (one.kind != "country", -one.salience, one.country_code, one.name))
    if (
        places
        and not any(one.is_main for one in places)
        and places[0].salience >= MAIN_SHARE
        and len(texts["text"]) < 4 * LEAD_CHARS
    ):
        places[0] = replace(places[0], is_main=True)  # a brief names its place once
    return tuple(places[:MAX_PLACES])


def _spans(mentions: Sequence[Mention], texts: dict[str, str]) -> tuple[Evidence, ...]:
    chosen = sorted(mentions, key=lambda one: -one.weight)[:MAX_EVIDENCE]
    return tuple(
        Evidence(one.field, one.start, one.end, texts[one.field][one.start : one.end], round(one.weight, 2))
        for one in chosen
    )
