"""Dates as people write them: "30 July 2025", "30.07.2025", "2025年7月30日", in the languages of the news.

Only whole dates with a year. 3/4/2025 is read as the page's language has it, and says that it could be the other day.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from pipeline.extract.cldr import names_in_calendar
from pipeline.feeds.dates import ZONES
from pipeline.records import ClaimedTime

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "bg", "ru",
    "uk", "sr", "el", "tr", "ar", "fa", "ur", "hi", "bn", "id", "ms", "vi", "lt", "lv", "et", "ca", "az", "kk", "uz", "sq",
    "is", "gl", "af", "sw", "mk", "bs", "be", "he", "hy", "ka", "ta", "te", "ml", "mr", "gu", "kn", "ne", "th",
    "sr_Latn", "de_AT", "ar_LB", "ar_MA", "ar_TN",  # Jänner, تموز
)  # fmt: skip
BUDDHIST_YEARS = 543  # by which Thailand's years are ahead
MAX_OFFSET = 14 * 60  # minutes; Kiribati
MIN_MONTH_CHARS = 3  # "Jan", not "J"; two outside Latin script: "मई"

# With the vowel signs of southern Asia. No letter fits both parts, and no run is longer than a month's name: a line of
# Thai is one word of hundreds of letters.
_MONTH = r"([^\W\d_](?:[^\W\d_\u0900-\u0eff]|[\u0300-\u036f\u0900-\u0eff]){1,30}\.?)"
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YMD = re.compile(r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d./-]*\d)")
_YMD_SPACED = re.compile(r"(?<![\d./-])(\d{4})\.\s(\d{1,2})\.\s(\d{1,2})(?!\d)")  # Korea, Hungary
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-an|-го)?[\s/-]?(?:de |d['’]|of )?\s?"
    + _MONTH
    + r"[\s/-]?(?:de |del |of )?,?\s?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(_MONTH + r"\s(\d{1,2})(?:st|nd|rd|th)?(?:\s|\s?,\s?)(\d{4})(?!\d)")
# "2025. július 30.", "2025 m. liepos 30 d.", "2025 July 30"
_YEAR_MONTH = re.compile(r"(?<![\d./-])(\d{4})(?:\.|,| m\.| оны)?\s" + _MONTH + r"\s(\d{1,2})(?![\d:])")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s?tháng\s(\d{1,2})(?:,\s?|\snăm\s|\s)(\d{4})(?!\d)", re.IGNORECASE)
# "14.01.22": with dots and both figures of each part only, so that it is no version or score.
_SHORT_YEAR = re.compile(r"(?<![\d.:/-])(\d{2})\.(\d{2})\.(\d{2})(?![\d.:/-]\d|\d)")
_US_ORDER = re.compile(r"en(?:[-_]us)?$", re.IGNORECASE)
_THAI = re.compile(r"[\u0e00-\u0e7f]")
# The hour behind a date: "at 5:49 p.m.", "- 15:00 Uhr", "um 18.30 Uhr", "à 21h25".
_CLOCK = re.compile(
    r"[^\w\d]{0,4}(?:at|um|à|a las|às|alle|kl\.?|ore|o)?[^\w\d]{0,3}"
    r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?|[.h](\d{2})(?=\s?(?:Uhr|h\b)|h?\b(?!\.)))(?:\s?([ap])\.?\s?m\b)?",
    re.IGNORECASE,
)
# The zone behind an hour, in capitals: "10:15 GMT", "(MESZ)", "GMT+2".
_ZONE = re.compile(r"\.?\s?(?:Uhr|h)?\s?\(?(?:(?:UTC|GMT)\s?([+-]\d{1,2})(?::?(\d{2}))?|([A-Z]{3,4}))\b")
# Names that mean other hours elsewhere: India, Israel and Ireland; China and Cuba; Bangladesh; Arabia; the Gulf.
_DOUBTFUL_ZONES = frozenset(["ist", "cst", "bst", "ast", "gst", "art", "met", "cat", "wit", "eat", "wat", "pet", "idt"])
_TIME_OF_DAY = re.compile(r"(?<![\d:.+-])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])(?:\s?([ap])\.?\s?m\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line of text: the day, where it stands, and the hour behind it as the writer's clock had it.

    other: the day that its figures are too, where day and month come first in different countries.
    """

    claim: ClaimedTime
    start: int
    end: int
    clock: tuple[int, int] | None = None
    other: ClaimedTime | None = None


def find_dates(text: str, language: str | None = None, *, is_month_first: bool | None = None) -> Iterator[WrittenDate]:
    """Yield the dates that a line of text states, by kind of writing, each kind from the left.

    language: the page's claim, such as "en-GB"; decides what 3/4/2025 means unless `is_month_first` does.
    """
    if is_month_first is None:
        is_month_first = bool(_US_ORDER.match(language or "en"))
    for match in _CJK.finditer(text):
        yield from _written(text, match, match[1], match[2], match[3])
    for match in _YMD.finditer(text):
        yield from _written(text, match, match[1], match[3], match[4])
    for match in _YMD_SPACED.finditer(text):
        yield from _written(text, match, match[1], match[2], match[3])
    for match in _DAY_MONTH.finditer(text):
        yield from _written(text, match, match[3], _month(match[2], language), match[1])
    for match in _MONTH_DAY.finditer(text):
        yield from _written(text, match, match[3], _month(match[1], language), match[2])
    for match in _YEAR_MONTH.finditer(text):
        yield from _written(text, match, match[1], _month(match[2], language), match[3])
    for match in _VIETNAMESE.finditer(text):
        yield from _written(text, match, match[3], match[2], match[1])
    for match in _FIGURES.finditer(text):
        yield from _in_figures(text, match, is_month_first=is_month_first)
    for match in _SHORT_YEAR.finditer(text):
        yield from _written(text, match, f"20{match[3]}", match[2], match[1])


def sure_order(texts: Iterable[str]) -> bool | None:
    """Return whether the month comes first in what these lines write as 3/4/2025; None when no date there tells.

    A figure above 12 tells; lines that tell both orders tell nothing.
    """
    orders = {
        int(match[3]) > 12
        for text in texts
        if "/" in text
        for match in _FIGURES.finditer(text)
        if match[2] == "/" and max(int(match[1]), int(match[3])) > 12
    }
    return orders.pop() if len(orders) == 1 else None


def _in_figures(text: str, match: re.Match[str], *, is_month_first: bool) -> Iterator[WrittenDate]:
    """Yield a date such as 3/4/2025; 13 is a day wherever it stands."""
    first, second, year = match[1], match[3], match[4]
    is_month_first = match[2] == "/" and (int(second) > 12 or (is_month_first and int(first) <= 12))
    month, day = (first, second) if is_month_first else (second, first)
    is_open = match[2] == "/" and int(first) <= 12 and int(second) <= 12 and int(first) != int(second)
    for one in _written(text, match, year, month, day):
        swapped = one.claim.at.replace(month=int(day), day=int(month)) if is_open else None
        yield replace(one, other=replace(one.claim, at=swapped)) if swapped else one


def _written(text: str, match: re.Match[str], year: str, month: str | int | None, day: str) -> Iterator[WrittenDate]:
    if month is None:
        return
    if year > "2500" and _THAI.search(match[0]):
        year = str(int(year) - BUDDHIST_YEARS)
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return
    claim = ClaimedTime(datetime(on.year, on.month, on.day, tzinfo=UTC), precision="day", source="text")
    behind = _CLOCK.match(text, match.end())
    clock = _hour_of(behind[1], behind[2] or behind[4], behind[5]) if behind else None
    if behind and clock and (zone := _zone_behind(text, behind.end())):
        at = datetime(on.year, on.month, on.day, *clock, tzinfo=zone)
        claim = ClaimedTime(at, precision="minute", source="text")
    yield WrittenDate(claim, match.start(), match.end(), clock)


def read_clock(text: str) -> tuple[int, int] | None:
    """Return the hour and minute in a text that shows a time of day ("16:58", "May 6, 2025, 9:46 pm"), or None."""
    match = _TIME_OF_DAY.search(text)
    return _hour_of(match[1], match[2], match[3]) if match else None


def _zone_behind(text: str, position: int) -> timezone | None:
    """Return the zone that a line names behind an hour; None for names of more than one."""
    match = _ZONE.match(text, position)
    if not match:
        return None
    if match[1]:
        minutes = abs(int(match[1])) * 60 + int(match[2] or 0)
        return (
            timezone(timedelta(minutes=-minutes if match[1][0] == "-" else minutes)) if minutes <= MAX_OFFSET else None
        )
    name = match[3].lower()
    offset = None if name in _DOUBTFUL_ZONES else ZONES.get(name)
    return None if offset is None else timezone(timedelta(minutes=offset))


def _hour_of(hour_text: str, minute_text: str, half_text: str | None) -> tuple[int, int] | None:
    hour, minute, half = int(hour_text), int(minute_text), (half_text or "").lower()
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
        or (_months(("he",)).get(folded[1:]) if folded[0] == "ב" else None)  # "in", written onto the month
    )


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return month names, long and short, of languages; a word that means two months is left out."""
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for language in languages:
        wide = names_in_calendar("months", "wide", language)
        for number, name in itertools.chain(wide, names_in_calendar("months", "abbreviated", language)):
            word = _fold(name)
            if len(word) < MIN_MONTH_CHARS - (not word.isascii()) or not word[0].isalpha() or " " in word:
                continue
            if found.setdefault(word, number) != number:
                doubtful.add(word)
    found.update({"sept": 9, "juin": 6, "jun": 6, "jul": 7, "mar": 3, "mai": 5, "maj": 5, "sep": 9})
    return {word: number for word, number in found.items() if word not in doubtful or word in ("mar", "jul", "jun")}


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().strip(". "))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
