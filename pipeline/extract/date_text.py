"""Dates as people write them: "30 July 2025", "30.07.2025", "2025年7月30日", in the languages of the news.

Only whole dates with a year; the order of day and month in figures follows the page's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import get_month_names

from pipeline.records import ClaimedTime

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "bg", "ru",
    "uk", "sr", "el", "tr", "ar", "fa", "ur", "hi", "bn", "id", "ms", "vi", "lt", "lv", "et", "ca", "az", "kk", "uz", "sq",
)  # fmt: skip
MIN_MONTH_CHARS = 3  # "Jan", not "J"

_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YMD = re.compile(r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-an|-го)?\s?(?:de |d['’]|of )?\s?([^\W\d_]{3,}\.?)\s?(?:de |del |of )?,?\s?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,}\.?)\s(\d{1,2})(?:st|nd|rd|th)?\s?,?\s(\d{4})(?!\d)")
# "14.01.22": with dots and both figures of each part only, so that it is no version or score.
_SHORT_YEAR = re.compile(r"(?<![\d.:/-])(\d{2})\.(\d{2})\.(\d{2})(?![\d.:/-]\d|\d)")
_US_ORDER = re.compile(r"en(?:[-_]us)?$", re.IGNORECASE)
# The hour behind a date: "at 5:49 p.m.", "- 15:00 Uhr", "um 18.30 Uhr", "à 21h25".
_CLOCK = re.compile(
    r"[^\w\d]{0,4}(?:at|um|à|a las|às|alle|kl\.?|ore|o)?[^\w\d]{0,3}"
    r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?|[.h](\d{2})(?=\s?(?:Uhr|h\b)|h?\b(?!\.)))(?:\s?([ap])\.?\s?m\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line of text: the day, where it stands, and the hour behind it as the writer's clock had it."""

    claim: ClaimedTime
    start: int
    end: int
    clock: tuple[int, int] | None = None


def find_dates(text: str, language: str | None = None) -> Iterator[WrittenDate]:
    """Yield the dates that a line of text states, by kind of writing, each kind from the left.

    language: the page's claim, such as "en-GB"; decides what 3/4/2025 means.
    """
    for match in _CJK.finditer(text):
        yield from _written(text, match, match[1], match[2], match[3])
    for match in _YMD.finditer(text):
        yield from _written(text, match, match[1], match[3], match[4])
    for match in _DAY_MONTH.finditer(text):
        yield from _written(text, match, match[3], _month(match[2], language), match[1])
    for match in _MONTH_DAY.finditer(text):
        yield from _written(text, match, match[3], _month(match[1], language), match[2])
    for match in _FIGURES.finditer(text):
        first, second, year = match[1], match[3], match[4]
        is_month_first = match[2] == "/" and bool(_US_ORDER.match(language or "en")) and int(first) <= 12
        month, day = (first, second) if is_month_first else (second, first)
        yield from _written(text, match, year, month, day)
    for match in _SHORT_YEAR.finditer(text):
        yield from _written(text, match, f"20{match[3]}", match[2], match[1])


def _written(text: str, match: re.Match[str], year: str, month: str | int | None, day: str) -> Iterator[WrittenDate]:
    if month is None:
        return
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return
    claim = ClaimedTime(datetime(on.year, on.month, on.day, tzinfo=UTC), precision="day", source="text")
    yield WrittenDate(claim, match.start(), match.end(), _clock_behind(text, match.end()))


def _clock_behind(text: str, position: int) -> tuple[int, int] | None:
    match = _CLOCK.match(text, position)
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or match[4]), (match[5] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _month(word: str, language: str | None) -> int | None:
    """Return the month that a word names: in English, in the page's language, then in any; each loads what it needs."""
    folded = _fold(word)
    own = (language or "")[:2].lower()
    return (
        _months(("en",)).get(folded)
        or (_months((own,)).get(folded) if own in LANGUAGES else None)
        or _months(LANGUAGES).get(folded)
    )


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return month names, long and short, of languages; a word that means two months is left out."""
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for language in languages:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    word = _fold(name)
                    if len(word) < MIN_MONTH_CHARS or not word.isalpha():
                        continue
                    if found.setdefault(word, number) != number:
                        doubtful.add(word)
    found.update({"sept": 9, "juin": 6, "jun": 6, "jul": 7, "mar": 3, "mai": 5, "maj": 5, "sep": 9})
    return {word: number for word, number in found.items() if word not in doubtful or word in ("mar", "jul", "jun")}


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().strip(". "))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
