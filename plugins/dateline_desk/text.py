"""What the News desk shows of an article's text: passages with the topics' evidence marked, times, safe links.

Pure functions between the rows of sql/queries/desk_latest.sql and the page's template, which escapes what they return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

LEAD_LENGTH = 260  # about three lines of the list: enough to know what it is about
AROUND_LENGTH = 80  # context on each side of evidence further down
MAX_PASSAGES = 2  # besides the lead; more makes a list that nobody can scan
WORD_REACH = 24  # a cut moves at most this far to stand between words; Chinese has no spaces to reach
DENSE_LANGUAGES = frozenset({"zh", "ja", "ko"})  # a character there says what two or three letters say elsewhere

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """Evidence: characters start to end of a field, and the topic it speaks for."""

    start: int
    end: int
    topic: str
    weight: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; topics are those it is evidence for, none for plain text."""

    text: str
    topics: tuple[str, ...] = ()


def read_spans(topics: Iterable[Mapping[str, Any]], field: str, text: str) -> list[Span]:
    """Return the evidence of one field. Spans whose words do not stand there (a label's, an older body's) are left out."""
    found = []
    for topic in topics:
        for one in topic["evidence"]:
            start, end = one.get("start"), one.get("end")
            is_placed = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
            if one.get("field") == field and is_placed and text[start:end] == one.get("text"):
                found.append(Span(start, end, topic["topic"], float(one.get("weight") or 0.0)))
    return found


def mark_spans(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> list[Segment]:
    """Return text[start:end] as segments; together they are that text, whatever overlaps."""
    end = len(text) if end is None else end
    within = [one for one in spans if one.start < end and one.end > start]
    cuts = sorted({start, end} | {min(max(at, start), end) for one in within for at in (one.start, one.end)})
    segments = []
    for left, right in pairwise(cuts):
        topics = sorted({one.topic for one in within if one.start <= left and one.end >= right})
        segments.append(Segment(text[left:right], tuple(topics)))
    return segments


def cut_passages(text: str, spans: Sequence[Span], language: str | None = None) -> list[list[Segment]]:
    """Return the lead and a few passages around the heaviest evidence below it, in reading order.

    Topics that the lead does not speak for come first. Passages that touch are one.
    """
    scale = 2 if language in DENSE_LANGUAGES else 1
    lead_end = _step_to_space(text, min(len(text), LEAD_LENGTH // scale), 1)
    windows = [(0, lead_end)]
    shown = {one.topic for one in spans if one.end <= lead_end}
    waiting = [one for one in spans if one.end > lead_end]
    while waiting and len(windows) <= MAX_PASSAGES:
        best = max(waiting, key=lambda one: (one.topic not in shown, one.weight, -one.start))
        left = _step_to_space(text, max(0, best.start - AROUND_LENGTH // scale), -1)
        right = _step_to_space(text, min(len(text), best.end + AROUND_LENGTH // scale), 1)
        windows.append((left, right))
        shown.update(one.topic for one in waiting if left <= one.start and one.end <= right)
        waiting = [one for one in waiting if not (left <= one.start and one.end <= right)]
    return [mark_spans(text, spans, left, right) for left, right in _join(windows)]


def describe_age(at: datetime, now: datetime) -> str:
    """Return how long ago, as people say it: "12 min ago", "3 h ago", "in 2 d"."""
    seconds = (now - at).total_seconds()
    size = abs(seconds)
    if size < MINUTE:
        return "just now"
    if size < HOUR:
        amount = f"{int(size // MINUTE)} min"
    elif size < 2 * DAY:
        amount = f"{int(size // HOUR)} h"
    else:
        amount = f"{int(size // DAY)} d"
    return f"{amount} ago" if seconds > 0 else f"in {amount}"


def is_web_address(url: str | None) -> bool:
    """Return True for an absolute http or https URL: nothing else becomes a link (javascript:, data: and the like)."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # such as an unclosed [ of an IPv6 host
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _step_to_space(text: str, at: int, step: int) -> int:
    """Return the nearest place between words from `at` on, in the direction of step, or `at` when none is near."""
    for reach in range(WORD_REACH):
        place = at + step * reach
        if place <= 0 or place >= len(text):
            return min(max(place, 0), len(text))
        if text[place].isspace() or text[place - 1].isspace():
            return place
    return at


def _join(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for left, right in sorted(windows):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined
