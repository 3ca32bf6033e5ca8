"""`dateline dedupe --jsonl`: copies and stories among the lines of one input, without a database.

The same fingerprint, comparison and decision as the pipeline; only the index stands in memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from pipeline.dedupe.decide import DedupeItem, decide_batch
from pipeline.dedupe.fingerprint import fingerprint_article

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+.*")


def dedupe_lines(lines: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Return one answer per line, in order: decision, copy_group, duplicate_of, similarity, story_id, reason.

    A line: {"id", "title", "text", "url"?, "published_at"?}. Groups and originals are named by the lines' ids.
    A line without a time counts as seen after all that have one, in the order of the input. An id that comes twice is
    an article that came twice: unchanged, or a revision. A line without a text has an empty one.
    """
    times = _seen_times(lines)
    items = [
        DedupeItem(
            article_id=uuid5(NAMESPACE_OID, repr(line.get("id", number))),
            fingerprint=fingerprint_article(
                title=_text_of(line.get("title")),
                text=_text_of(line.get("text")),
                language=_text_of(line.get("language")) or None,
            ),
            seen_at=times[number],
        )
        for number, line in enumerate(lines)
    ]
    names: dict[UUID, Any] = {
        item.article_id: line.get("id", number) for number, (item, line) in enumerate(zip(items, lines, strict=True))
    }
    return [
        {
            "id": line.get("id"),
            "decision": decision.kind,
            "copy_group": names[decision.copy_group],
            "duplicate_of": names.get(decision.duplicate_of) if decision.duplicate_of else None,
            "similarity": decision.similarity,
            "containment": decision.containment,
            "story_id": str(decision.story_id),
            "reason": _name_articles(decision.reason, names),
        }
        for line, decision in zip(lines, decide_batch(items), strict=True)
    ]


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name_articles(reason: str, names: dict[UUID, Any]) -> str:
    return re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", lambda m: str(names.get(UUID(m[0]), m[0])), reason)


def _seen_times(lines: Sequence[dict[str, Any]]) -> list[datetime]:
    """Return a time for every line: its own, else one after all others, in the input's order."""
    stated = [read_time(line.get("published_at")) for line in lines]
    latest = max((time for time in stated if time is not None), default=LONG_AGO)
    return [time or latest + timedelta(microseconds=number + 1) for number, time in enumerate(stated)]


def read_time(value: object) -> datetime | None:
    """Return the time a line states, aware (UTC where it names no zone), or None when it is none we read."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        time = datetime.fromisoformat(value.strip())
    except ValueError:
        try:  # as in mail headers and old wire archives: 5-APR-1987 19:01:21.43
            time = parsedate_to_datetime(_FRACTION.sub("", value.strip()).replace("-", " "))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
