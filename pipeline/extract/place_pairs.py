"""Names that say where each other is: "Paris, Texas", "Lebanon, Pa.", "Hyderabad, Pakistan". `places.py` settles the rest."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.extract.gazetteer import Meaning
from pipeline.extract.region_words import US_STATE

MILLION = 1_000_000

Field = Literal["title", "text"]


@dataclass(slots=True)
class Mention:
    """A name where it stands, with what it may mean."""

    field: Field
    start: int
    end: int
    key: str
    meanings: tuple[Meaning, ...]
    weight: float
    is_sure: bool = True  # False: it may be a person's name or a dish
    is_placed: bool = False  # a word before it says that a place follows


def believe_pairs(mentions: Sequence[Mention], texts: dict[str, str]) -> None:
    """Settle "Paris, Texas", "Lebanon, Pa." and "Hyderabad, Pakistan": what stands behind the comma says where the first
    one is, here and wherever the article names it again."""
    known: dict[str, tuple[Meaning, ...]] = {}
    alone = []
    for one, other in itertools.zip_longest(mentions, mentions[1:]):
        if inside := _inside(one, other, texts[one.field]):
            one.meanings, one.is_sure, one.is_placed = inside, True, True
            known.setdefault(one.key, inside)
        else:
            alone.append(one)
    for one in alone if known else ():
        one.meanings = known.get(one.key, one.meanings)


def _inside(one: Mention, other: Mention | None, text: str) -> tuple[Meaning, ...]:
    """Return what a name means by the state, region or country behind its comma; () when none stands there."""
    if one.meanings[0].is_demonym:
        return ()
    if other is None or other.field != one.field or text[one.end : other.start] != ", ":
        if not US_STATE.match(text, one.end) or text.isupper():
            return ()
        in_states = tuple(one_of for one_of in one.meanings if (one_of.country_code, one_of.kind) == ("US", "city"))
        return in_states or (Meaning(text[one.start : one.end], "city", "US"),)
    if other.meanings[0].is_demonym:
        return ()
    around = {meaning.country_code for meaning in other.meanings if meaning.kind != "city"}
    inside = tuple(one_of for one_of in one.meanings if one_of.country_code in around and one_of.kind != "country")
    if inside or not any(meaning.kind == "city" for meaning in one.meanings):
        return inside
    if any(meaning.kind == "city" and _is_great(meaning) for meaning in other.meanings):
        return ()  # "London, New York and Tokyo"
    is_great = any(_is_great(meaning) for meaning in one.meanings)
    is_region = len(other.meanings) == 1 and other.meanings[0].kind == "region" and not is_great
    if around != {"US"} and not is_region:
        return ()
    return (Meaning(text[one.start : one.end], "city", other.meanings[0].country_code),)


def _is_great(meaning: Meaning) -> bool:
    return meaning.is_capital or meaning.population >= MILLION
