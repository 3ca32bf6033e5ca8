"""Feed entries become rows of the ledger: `discovered`, or an end where the entry itself decides. No I/O."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pipeline.records import EntryState, FeedEntry, RawRef
from pipeline.store.encode import to_builtins
from pipeline.urls import host_of

MAX_URL_BYTES = 2_000  # what browsers and servers agree on; an index row of Postgres holds 2,700

Origin = Literal["feed", "sitemap", "archive"]


def entry_rows(
    entries: Sequence[FeedEntry],
    *,
    feed_id: int,
    seen_at: datetime,
    include_pattern: str | None = None,
    exclude_pattern: str | None = None,
    raws: Mapping[str, RawRef] | None = None,
    origin: Origin = "feed",
) -> list[dict[str, Any]]:
    """Return ledger rows of entries: `discovered`, or an end when a filter or missing content already decides."""
    rows = {}
    for entry in entries:
        state, reason = first_state(entry, include_pattern, exclude_pattern)
        raw = (raws or {}).get(entry.key)
        rows[entry.key] = {
            "feed_id": feed_id,
            "seen_at": seen_at,
            "entry_key": entry.key,
            "url": entry.url,
            "host": host_of(entry.url) if entry.url else "",
            "title": entry.title,
            "entry": to_builtins(entry),
            "entry_hash": hash_entry(entry),
            "state": state,
            "state_reason": reason,
            "origin": origin,
            "raw_file": raw.file if raw else None,
            "raw_offset": raw.offset if raw else None,
            "raw_length": raw.length if raw else None,
            "raw_digest": raw.digest if raw else None,
        }
    return list(rows.values())


def hash_entry(entry: FeedEntry) -> str:
    """Return the hash that tells whether an entry changed: of link, title and times.

    Summaries are left out: comment counts and advertisements in them change at every poll.
    """
    times = [one.isoformat() if one else "" for one in (entry.published_at, entry.updated_at)]
    return hashlib.sha256(
        "\x1f".join([entry.url or "", entry.title or "", *times]).encode("utf-8", "replace")
    ).hexdigest()


def first_state(entry: FeedEntry, include_pattern: str | None, exclude_pattern: str | None) -> tuple[EntryState, str]:
    """Return an entry's first state and its reason. Patterns are searched in title and URL, case aside."""
    said = f"{entry.title or ''}\n{entry.url or ''}"
    if exclude_pattern and re.search(exclude_pattern, said, re.IGNORECASE):
        return EntryState.REFUSED, "filter_exclude"
    if include_pattern and not re.search(include_pattern, said, re.IGNORECASE):
        return EntryState.REFUSED, "filter_include"
    if entry.url and len(entry.url.encode("utf-8", "replace")) > MAX_URL_BYTES:
        return EntryState.REFUSED, "url_too_long"
    if not entry.url and not entry.content and not entry.summary:
        return EntryState.NOT_ARTICLE, "no_link_no_content"
    return EntryState.DISCOVERED, ""
