"""The offset of a time that a page states in UTC, where the same page shows the same instant by its own clock.

Nothing is guessed: two statements of one instant give the offset, and the instant stays what it was. It decides the
day that the article's readers know it by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from pipeline.extract.date_lines import ShownDate, Trust
from pipeline.records import ClaimedTime

SAME_INSTANT = timedelta(minutes=1)  # one of the two leaves the seconds out
# Offsets in use: whole hours, and those of Newfoundland, Iran, Afghanistan, India, Nepal, Myanmar, Australia, the Pacific.
_OFFSETS = frozenset(
    timedelta(minutes=minutes)
    for minutes in (*range(-720, 841, 60), -570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765)
)


def in_local_time(claim: ClaimedTime, stated: Sequence[ClaimedTime], shown: Sequence[ShownDate]) -> ClaimedTime:
    """Return a time with the offset of the page's own clock, where another statement of the same instant gives it.

    stated: other times that the page states for programs. shown: those that its readers see.
    """
    if claim.precision == "day" or claim.zone == "assumed" or claim.at.utcoffset():
        return claim
    near = [one for one in shown if one.trust <= Trust.NEAR]
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
    return claim


def _moved(claim: ClaimedTime, wall: datetime) -> ClaimedTime | None:
    """Return the claim by the clock that showed `wall` at its instant; None when no clock in use did."""
    at = claim.at if wall.second else claim.at.replace(second=0, microsecond=0)
    offset = wall.replace(tzinfo=UTC) - at.astimezone(UTC)
    if offset not in _OFFSETS:
        return None
    return replace(claim, at=claim.at.astimezone(timezone(offset)))
