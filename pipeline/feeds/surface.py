"""One line of `dateline parse-feed --jsonl` to its answer (design.md section 5)."""

from __future__ import annotations

from pipeline.errors import NotAFeed
from pipeline.feeds.parse import parse_feed
from pipeline.jsonl import Line, read_body
from pipeline.records import ClaimedTime, FeedEntry


def parse_line(line: Line) -> Line:
    """Return the feed of a line as JSON fields; for bytes that are no feed, no entries and an `error`."""
    body = read_body(line)
    url, content_type = line.get("url"), line.get("content_type")
    try:
        feed = parse_feed(
            body,
            url=url if isinstance(url, str) else None,
            content_type=content_type if isinstance(content_type, str) else None,
        )
    except NotAFeed as error:
        return {"format": None, "title": None, "entries": [], "error": str(error), "reason": error.reason}
    answer: Line = {
        "format": feed.format,
        "title": feed.title,
        "site_url": feed.site_url,
        "language": feed.language,
        "entries": [_entry_line(entry) for entry in feed.entries],
    }
    if feed.child_urls:
        answer["child_urls"] = list(feed.child_urls)
    if feed.warnings:
        answer["warnings"] = list(feed.warnings)
    return answer


def _entry_line(entry: FeedEntry) -> Line:
    """Title: as the feed means it, HTML where it has markup; `title_text` is the plain one that the pipeline keeps."""
    return {
        "key": entry.key,
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title_markup or entry.title,
        "title_text": entry.title,
        "published_at": _time_text(entry.published_at),
        "updated_at": _time_text(entry.updated_at),
        "authors": list(entry.authors),
        "summary": entry.summary,
        "content": entry.content,
    }


def _time_text(time: ClaimedTime | None) -> str | None:
    return time.isoformat() if time else None
