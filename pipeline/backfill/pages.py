"""What every backfill source yields: one archived page with the entry that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.records import FeedEntry


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page of an archive."""

    entry: FeedEntry
    url: str
    body: bytes
    content_type: str | None
    captured_at: datetime  # aware: when the archive fetched it
    status_code: int = 200
