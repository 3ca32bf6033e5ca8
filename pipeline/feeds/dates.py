"""Dates as feeds write them, read by our own rules. Called for every date text of every format.

RFC 822/2822 and what passes for it, ISO 8601, epoch numbers, month names in the languages that news is written in.
A time without a zone is taken as UTC and says so (`zone="assumed"`); a date without a time has precision "day";
what could be two different days ("03/04/2026") and placeholders (0001-01-01, the epoch) are no date at all.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pipeline.feeds.month_names import english_month, month_of
from pipeline.records import ClaimedTime, Precision, Zone

LONGEST_DATE = 120  # characters; anything longer is a text with a date in it
FIRST_YEAR, LAST_YEAR = 1900, 2199  # outside stand only placeholders and slips
PLACEHOLDER_DAYS = frozenset({(1900, 1, 1), (1970, 1, 1)})  # SQL Server's and Unix' zero
LARGEST_OFFSET_MINUTES = 14 * 60 + 59  # Kiribati is +14

# Minutes east of UTC. RFC 822's North American names, then those seen in feeds, one meaning each.
ZONES: dict[str, int] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "et": -300, "ct": -360, "mt": -420, "pt": -480,
    "akst": -540, "akdt": -480, "hst": -600, "hdt": -540, "ast": -240, "adt": -180, "nst": -210, "ndt": -150,
    "brt": -180, "art": -180, "clt": -240, "cot": -300, "pet": -300, "vet": -240,
    "bst": 60, "west": 60, "wat": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "cat": 120, "sast": 120, "idt": 180, "msk": 180, "msd": 240, "eat": 180, "trt": 180,
    "irst": 210, "gst": 240, "aft": 270, "pkt": 300, "uzt": 300, "ist": 330, "npt": 345, "bdt": 360, "mmt": 390,
    "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "awst": 480, "wita": 480,
    "jst": 540, "kst": 540, "wit": 540, "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip

_ISO = re.compile(
    r"""^(?P<year>\d{4})(?P<dash>-?)(?:(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})|(?P<ordinal>\d{3}))
        (?:[T\s,:_]+(?P<clock>\d.*)|(?P<bare_zone>[zZ]|[+-]\d\d:?\d\d))?$""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$")
_ISO_CLOCK = re.compile(r"^(\d{1,2}):?(\d\d)(?:(?::(\d{1,2})|(\d\d))(?:[.,:]\d+)?)?(?=$|[^\d])")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,:]\d+)?)?(?!\d)\s*((?:[ap]\.?\s?m\b\.?)?)", re.IGNORECASE
)
_HOUR = re.compile(r"(?<![\d:])(\d{1,2})()()\s*([ap]\.?m\b\.?)", re.IGNORECASE)
_OFFSET = re.compile(r"(?<![\d-])(?:(?:gmt|utc|ut)\s*)?([+-])(\d{1,2})(?::?(\d\d))?(?!\d)", re.IGNORECASE)
_OFFSETLESS = re.compile(r"[+-]\d+")  # in front of the clock a minus is a separator of the date
_OFFSET_TAIL = re.compile(r"(?:gmt|utc|ut|\s)[+-]\d{1,2}:?\d\d\b", re.IGNORECASE)
_REGION = re.compile(r"\b([A-Z][a-zA-Z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[^\W\d_]|['’\u0300-\u036f\u0900-\u0dff])*", re.UNICODE)
_DAY_WORD_YEAR = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|º|er)?[\s,/-]*(?:de\s+|di\s+|d['’])?(?!(?:st|nd|rd|th|er)\b)"
    r"([^\W\d_](?:[^\W\d_\u0900-\u0dff]|[\u0300-\u036f\u0900-\u0dff])*)\.?[\s,/-]*(?:del?\s+)?(?:\d{4}|\d{2})(?![\d:])"
)
_NUMBER = re.compile(r"\d+")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})\s?[日일]?(?!\d)")
_CJK_HALF = re.compile(r"(上午|午前|오전)|(下午|午後|오후)")
_CJK_CLOCK = re.compile(r"(\d{1,2})\s?[时時시点]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")


def parse_date(text: str | None, *, language: str | None = None, source: str = "feed") -> ClaimedTime | None:
    """Return the time that a date text claims, or None when it is none or cannot be told.

    language: of the feed; decides month names that two languages use for different months.
    """
    if not text or len(text) > LONGEST_DATE:
        return None
    clean = " ".join(html.unescape(text).replace("\u2212", "-").split()).strip(" .,;'\"")
    try:
        return _read_number(clean, source) or _read_iso(clean, source) or _read_words(clean, language, source)
    except (ValueError, OverflowError):
        return None


def _read_number(text: str, source: str) -> ClaimedTime | None:
    """Epoch seconds or milliseconds, or digits of a whole timestamp."""
    digits, _, fraction = text.partition(".")
    if not digits.isascii() or not digits.isdigit() or (fraction and not fraction.isdigit()):
        return None
    if len(digits) in (9, 10):
        return _claim(datetime.fromtimestamp(int(digits), UTC), "second", "stated", source)
    if len(digits) == 13:
        return _claim(datetime.fromtimestamp(int(digits) // 1000, UTC), "second", "stated", source)
    found = _COMPACT.match(digits)
    if found:
        return _claim(datetime(*map(int, found.groups()), tzinfo=UTC), "second", "assumed", source)  # type: ignore[misc,arg-type]
    return None


def _read_iso(text: str, source: str) -> ClaimedTime | None:
    found = _ISO.match(text)
    if not found or (found["dash"] == "" and found["day"] and len(found["month"] + found["day"]) != 4):
        return None
    year = int(found["year"])
    if found["ordinal"]:
        day = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=int(found["ordinal"]) - 1)
    else:
        day = datetime(year, int(found["month"]), int(found["day"]), tzinfo=UTC)
    if not found["clock"]:
        return _claim(day, "day", "assumed", source)
    clock = _ISO_CLOCK.match(found["clock"])
    if not clock:
        return _read_clock(day, found["clock"], source)
    rest = found["clock"][clock.end() :]
    half = re.match(r"\s*([ap])\.?m\b", rest, re.IGNORECASE)
    if half:
        return _read_clock(day, found["clock"], source)
    return _combine(day, clock[1], clock[2], clock[3] or clock[4], "", rest, source)


def _read_words(text: str, language: str | None, source: str) -> ClaimedTime | None:
    """RFC 822 and every looser order: find the clock, the zone behind it, then the day in what is left."""
    half = _CJK_HALF.search(text)
    if half:
        text = _CJK_HALF.sub(" ", text)
    text = _CJK_CLOCK.sub(lambda found: ":".join(part or "0" for part in found.groups()), text)
    year_first = _YEAR_FIRST.search(text)
    day_text = text
    if year_first:
        day: datetime | None = datetime(*map(int, year_first.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
        text = text[: year_first.start()] + " " + text[year_first.end() :]
        clock = _CLOCK.search(text) or _HOUR.search(text)
    else:
        dotted = _DOTTED.search(text)
        if dotted:
            day_text, text = dotted.group(), text[: dotted.start()] + " " + text[dotted.end() :]
        clock = _CLOCK.search(text) or _HOUR.search(text)
        if not dotted:
            day_text = text[: clock.start()] + " " + text[clock.end() :] if clock else text
        day = _read_numeric_day(dotted) if dotted else _read_named_day(day_text, language)
    if day is None:
        return None
    if clock is None:
        return _claim(day, "day", "assumed", source)
    hour, minute, second, marker = clock.groups()
    if half:
        marker = "am" if half.group(1) else "pm"
    rest = text[clock.end() :] if _has_zone(text[clock.end() :]) else _OFFSETLESS.sub("", text[: clock.start()])
    return _combine(day, hour, minute, second, marker, rest, source)


def _read_clock(day: datetime, text: str, source: str) -> ClaimedTime | None:
    clock = _CLOCK.search(text) or _HOUR.search(text)
    if not clock:
        return None
    hour, minute, second, marker = clock.groups()
    return _combine(day, hour, minute, second, marker, text[clock.end() :], source)


def _read_numeric_day(found: re.Match[str]) -> datetime | None:
    """Day and month as numbers: dots mean day first everywhere; else only what cannot be read both ways."""
    first, mark, second, year = int(found[1]), found[2], int(found[3]), _full_year(found[4])
    if mark == "." or first > 12 or first == second:
        return datetime(year, second, first, tzinfo=UTC)
    if second > 12:
        return datetime(year, first, second, tzinfo=UTC)
    return None


def _read_named_day(text: str, language: str | None) -> datetime | None:
    """A month by name with a day and a year around it, in any order."""
    found = _find_month(text, language)
    if not found:
        return None
    word, month = found
    numbers = _NUMBER.findall(_OFFSET_TAIL.sub(" ", text.replace(word, "/")))
    years = [one for one in numbers if len(one) == 4]
    days = [one for one in numbers if len(one) <= 2]
    if years and days:
        return datetime(int(years[0]), month, int(days[0]), tzinfo=UTC)
    if len(days) >= 2:
        return datetime(_full_year(days[1]), month, int(days[0]), tzinfo=UTC)
    return None


def _find_month(text: str, language: str | None) -> tuple[str, int] | None:
    """Return the word that names the month: the one between day and year, else the last English one, else any.

    The last, for "mar" in front is Tuesday in half of Europe.
    """
    between = _DAY_WORD_YEAR.search(text)
    word = between.group(1) if between else ""
    month = month_of(word, language) if word and word.lower() not in ZONES else None
    if month:
        return word, month
    words = _WORD.findall(text)
    for reads in (english_month, lambda one: month_of(one, language)):
        named = [(one, number) for one in words if (number := reads(one))]
        if named:
            return named[-1]
    return None


def _combine(
    day: datetime, hour: str, minute: str, second: str | None, marker: str, rest: str, source: str
) -> ClaimedTime | None:
    """Return day and clock as one time, in the zone that `rest` names."""
    hours, minutes, seconds = int(hour), int(minute or 0), int(second or 0)
    if marker:
        if not 1 <= hours <= 12:
            marker = ""  # "15:30 PM" is written by people who mean 15:30
        else:
            hours = hours % 12 + (12 if marker[0] in "pP" else 0)
    extra = timedelta()
    if hours == 24 and minutes == seconds == 0:
        hours, extra = 0, timedelta(days=1)  # ISO 8601: the end of the day
    if seconds == 60:
        seconds, extra = 59, timedelta(seconds=1)  # a leap second
    at = day.replace(hour=hours, minute=minutes, second=seconds) + extra
    zone = _read_zone(rest, at)
    precision: Precision = "second" if second else "minute"
    if zone is None:
        return _claim(at, precision, "assumed", source)
    return _claim(at.replace(tzinfo=zone), precision, "stated", source)


def _has_zone(text: str) -> bool:
    return _read_zone(text, datetime(2000, 1, 1, tzinfo=UTC)) is not None


def _read_zone(text: str, at: datetime) -> timezone | None:
    """Return the zone in a text: a numeric offset over a region over a name; None when there is none we know."""
    for sign, hours, minutes in _OFFSET.findall(text):
        offset = (int(hours) * 60 + int(minutes or 0)) * (-1 if sign == "-" else 1)
        if abs(offset) <= LARGEST_OFFSET_MINUTES and int(minutes or 0) < 60:
            return timezone(timedelta(minutes=offset))
    region = _REGION.search(text)
    if region:
        try:
            offset_then = at.replace(tzinfo=ZoneInfo(region.group(1))).utcoffset()
        except (KeyError, ValueError, OSError):
            offset_then = None
        if offset_then is not None:
            return timezone(offset_then)
    for word in _WORD.findall(text):
        if word.lower() in ZONES:
            return timezone(timedelta(minutes=ZONES[word.lower()]))
    return None


def _full_year(text: str) -> int:
    """RFC 2822 4.3: two digits below 50 are of this century."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def _claim(at: datetime, precision: Precision, zone: Zone, source: str) -> ClaimedTime | None:
    if not FIRST_YEAR <= at.year <= LAST_YEAR or (at.year, at.month, at.day) in PLACEHOLDER_DAYS:
        return None
    return ClaimedTime(at=at, precision=precision, zone=zone, source=source)
