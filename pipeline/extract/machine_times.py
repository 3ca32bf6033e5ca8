"""Times as pages state them for programs: ISO 8601 and its near kin first, then whatever feeds write too.

A time without a zone is taken as UTC and says so.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from pipeline.feeds.dates import parse_date
from pipeline.records import ClaimedTime, Precision, Zone

MAX_TIME_CHARS = 80

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_SLASHED_YMD = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")


def parse_time(text: str | None, source: str, language: str | None = None) -> ClaimedTime | None:
    """Return the time that a value for programs states, or None.

    language: of the page, for the names of months ("24. Januar 2022"). What could be two days (3/4/2025) is none.
    """
    if not text or len(text) > MAX_TIME_CHARS:
        return None
    text = text.strip()
    for pattern in (_ISO, _COMPACT, _SLASHED_YMD):
        match = pattern.search(text) if pattern is _ISO else pattern.match(text)
        if match:
            return make_claim(match.groups(), source)
    if _EPOCH.match(text):
        return ClaimedTime(at=datetime.fromtimestamp(int(text[:10]), tz=UTC), source=source)
    return parse_date(text, language=language, source=source) if any(char.isdigit() for char in text) else None


def make_claim(parts: tuple[str | None, ...], source: str) -> ClaimedTime | None:
    """Return the time that year, month, day, hour, minute, second and zone give, as far as they go; None if there is none."""
    year, month, day, hour, minute, second, *zone_parts = parts
    zone_text = zone_parts[0] if zone_parts else None
    try:
        if hour is None:
            on = date(int(year or 0), int(month or 0), int(day or 0))
            return ClaimedTime(datetime(on.year, on.month, on.day, tzinfo=UTC), precision="day", source=source)
        precision: Precision = "minute" if second is None else "second"
        zone: Zone = "stated" if zone_text else "assumed"
        at = datetime(
            int(year or 0), int(month or 0), int(day or 0), int(hour), int(minute or 0), int(second or 0),
            tzinfo=_zone(zone_text),
        )  # fmt: skip
    except ValueError:
        return None
    return ClaimedTime(at, precision=precision, zone=zone, source=source)


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
