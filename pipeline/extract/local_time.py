"""The offset of a time, where the page itself shows the same instant by its readers' clock.

Nothing is guessed, and the instant stays what it was: two statements of one instant give the offset; or the day that
the page shows is not the claim's, and an offset that the page states elsewhere leads to that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from pipeline.extract.date_lines import ShownDate, Trust
from pipeline.extract.date_text import read_clock
from pipeline.records import ClaimedTime

SAME_INSTANT = timedelta(minutes=1)  # one of the two leaves the seconds out
ONE_DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
MAX_SCRIPT_CHARS = 200_000  # of a script that is searched for the site's zone
# Offsets in use: whole hours, and those of Newfoundland, Iran, Afghanistan, India, Nepal, Myanmar, Australia, the Pacific.
_OFFSETS = frozenset(
    timedelta(minutes=minutes)
    for minutes in (*range(-720, 841, 60), -570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765)
)
# A site's zone as content systems hand it to their scripts: {"timezone": "Europe/Vienna"}, {'tz':'-5'}.
_SCRIPT_ZONE = re.compile(
    r"\b(?:tz|time_?zone(?:_?(?:string|id|name))?|iana_?time_?zone)['\"]?\s*:\s*['\"]([A-Z][A-Za-z]+/[A-Za-z_+/-]{3,40})['\"]",
    re.IGNORECASE,
)
_SCRIPT_OFFSET = re.compile(
    r"\b(?:tz|gmt_?offset|utc_?offset)['\"]?\s*:\s*['\"]?([+-]?\d{1,2}(?:\.(?:5|75|25))?)['\"]?\s*[,}]", re.IGNORECASE
)


def in_local_time(
    claim: ClaimedTime,
    stated: Sequence[ClaimedTime],
    shown: Sequence[ShownDate],
    days: Iterable[date] = (),
    times: Sequence[tuple[HtmlElement, ClaimedTime]] = (),
    root: HtmlElement | None = None,
) -> ClaimedTime:
    """Return a time with the offset of the page's own clock, where the page gives it.

    stated: other times that the page states for programs. shown: those that its readers see. days: other statements
    of the day alone, as in the address. times: all `time` elements, comments' too. root: for what scripts are told.
    """
    if claim.precision == "day":
        return claim
    near = [one for one in shown if one.trust <= Trust.NEAR]
    if claim.zone == "assumed":
        return with_stated_zone(claim, [*stated, *(one.claim for one in near)])
    if not claim.at.utcoffset() and (moved := _same_instant(claim, stated, near)):
        return moved
    known = {one.claim.at.date() for one in near if one.claim.source == "text"} | set(days)
    own = claim.at.date()
    wanted = {day for day in known if abs(day - own) == ONE_DAY}
    if own in known or not wanted:
        return claim
    for offset in _page_offsets(claim, stated, times, root):
        if (claim.at.astimezone(UTC) + offset).date() in wanted:
            return replace(claim, at=claim.at.astimezone(timezone(offset)))
    return claim


def with_stated_zone(claim: ClaimedTime, others: Iterable[ClaimedTime]) -> ClaimedTime:
    """Return a time without a zone in the zone of another statement of the same instant, where one has a zone."""
    for other in others:
        if claim.zone == "stated" or other.zone == "assumed" or "day" in (claim.precision, other.precision):
            continue
        wall = claim.at.replace(tzinfo=other.at.tzinfo)
        if abs(wall - other.at) < SAME_INSTANT:
            return replace(claim, at=wall, zone="stated")
        moved = _moved(replace(other, at=other.at.astimezone(UTC)), claim.at)
        if moved:
            return replace(claim, at=claim.at.replace(tzinfo=moved.at.tzinfo), zone="stated")
    return claim


def _same_instant(claim: ClaimedTime, stated: Sequence[ClaimedTime], near: Sequence[ShownDate]) -> ClaimedTime | None:
    for other in (*stated, *(one.claim for one in near)):
        if other.precision == "day":
            continue
        if other.zone == "stated" and other.at.utcoffset() and abs(other.at - claim.at) < SAME_INSTANT:
            return replace(claim, at=claim.at.astimezone(other.at.tzinfo))
        if other.zone == "assumed" and (moved := _moved(claim, other.at)):
            return moved
    for one in near:
        if one.clock and (moved := _moved(claim, one.claim.at.replace(hour=one.clock[0], minute=one.clock[1]))):
            return moved
    return None


def _moved(claim: ClaimedTime, wall: datetime) -> ClaimedTime | None:
    """Return the claim by the clock that showed `wall` at its instant; None when no clock in use did."""
    at = claim.at if wall.second else claim.at.replace(second=0, microsecond=0)
    offset = wall.replace(tzinfo=UTC) - at.astimezone(UTC)
    if offset not in _OFFSETS:
        return None
    return replace(claim, at=claim.at.astimezone(timezone(offset)))


def _page_offsets(
    claim: ClaimedTime,
    stated: Sequence[ClaimedTime],
    times: Sequence[tuple[HtmlElement, ClaimedTime]],
    root: HtmlElement | None,
) -> Iterator[timedelta]:
    """Yield the offsets by which a page states other times, the most telling first."""
    for one in (*stated, *(time for _, time in times)):
        offset = one.at.utcoffset()
        if one.zone == "stated" and one.precision != "day" and offset:
            yield offset
    for element, time in times:
        if time.zone == "stated" and time.precision != "day" and not time.at.utcoffset():
            yield from _shown_offset(element, time)
    for script in root.iter("script") if root is not None else ():
        text = (script.text or "")[:MAX_SCRIPT_CHARS]
        for match in _SCRIPT_ZONE.finditer(text):
            yield from _offset_of(match[1], claim.at)
        for match in _SCRIPT_OFFSET.finditer(text):
            offset = timedelta(hours=float(match[1]))
            if offset in _OFFSETS:
                yield offset


def _shown_offset(element: HtmlElement, time: ClaimedTime) -> Iterator[timedelta]:
    """Yield by how much the hour that a `time` element shows is off the hour in UTC that it states."""
    clock = read_clock(" ".join("".join(element.itertext()).split()))
    if clock:
        minutes = (clock[0] * 60 + clock[1] - time.at.hour * 60 - time.at.minute) % DAY_MINUTES
        offset = timedelta(minutes=minutes if minutes <= DAY_MINUTES // 2 else minutes - DAY_MINUTES)
        if offset and offset in _OFFSETS:
            yield offset


def _offset_of(region: str, at: datetime) -> Iterator[timedelta]:
    try:
        offset = at.astimezone(ZoneInfo(region)).utcoffset()
    except (KeyError, ValueError, OSError):
        return
    if offset is not None:
        yield offset
