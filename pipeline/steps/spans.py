"""Spans of history, as people ask for them: for reclassifying and re-extracting."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.errors import BadInput


def read_time(text: str) -> datetime | None:
    """Return the time that a person wrote, UTC where it names no zone; None for "". Raises BadInput for no time."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is no time; write 2026-05-01 or 2026-05-01T12:00+00:00", subject=text) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def no_article_in(since: str, until: str, source: str) -> BadInput:
    """Return the error for a span without articles."""
    return BadInput(
        f"no article is dated from {since or 'the first'} to {until or 'the last'}"
        f"{f' of {source}' if source else ''}; times are ISO 8601, an outlet is its name or site in news.sources",
        subject="span",
    )
