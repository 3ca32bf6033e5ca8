"""`dateline feeds set | show`: what an operator sets for one feed, written and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape

from pipeline.errors import BadInput
from pipeline.feeds.options import PUBLIC_HEADERS, merge_headers, read_headers, read_interval, read_pattern
from pipeline.runner.report import open_console
from pipeline.store.encode import dump_rows
from pipeline.store.store import Store, StoredRow

USER_AGENT = "User-Agent"


def read_feed(store: Store, feed: str) -> StoredRow:
    """Return a feed by its URL or number. Raises BadInput when there is none."""
    found = store.rows("read_feed", feed=feed)
    if not found:
        raise BadInput(f"no feed has the URL or number {feed}; `dateline feeds list` shows them", subject=feed)
    return found[0]


def add_options(
    include: str | None,
    exclude: str | None,
    interval: str | None,
    header: Sequence[str] | None,
    user_agent: str | None,
    content_only: bool | None,
) -> dict[str, Any]:
    """Return the fields of a FeedRow that were asked for. Raises BadInput saying what is wrong."""
    headers = merge_headers({}, _asked_headers(header, user_agent))
    return {
        "include": read_pattern(include or ""),
        "exclude": read_pattern(exclude or ""),
        "interval_seconds": read_interval(interval or ""),
        "headers": tuple(sorted(headers.items())),
        "content_only": content_only,
    }


def set_options(
    store: Store,
    feed: StoredRow,
    include: str | None,
    exclude: str | None,
    interval: str | None,
    header: Sequence[str] | None,
    user_agent: str | None,
    content_only: bool | None,
) -> None:
    """Write what was given, leave what is None. Raises BadInput before anything is written."""
    options = {
        "include_pattern": feed.include_pattern if include is None else read_pattern(include),
        "exclude_pattern": feed.exclude_pattern if exclude is None else read_pattern(exclude),
        "interval_seconds": feed.interval_override_seconds if interval is None else read_interval(interval),
        "is_feed_content_only": feed.is_feed_content_only if content_only is None else content_only,
        "fetch_headers": dump_rows(merge_headers(feed.fetch_headers, _asked_headers(header, user_agent))),
    }
    with store.begin() as transaction:
        transaction.run("set_feed_options", feed_id=feed.feed_id, **options)


def print_feed(feed: StoredRow) -> None:
    """Print one feed. Values of headers that may be keys are withheld."""
    every = f"{feed.interval_override_seconds} s, as set" if feed.interval_override_seconds else "auto"
    rate = f", {feed.entries_per_day:.1f} entries a day" if feed.entries_per_day is not None else ""
    lines = {
        "feed": f"{feed.feed_id}  {feed.name}",
        "url": feed.url,
        "site": feed.site_url,
        "kind": " ".join(one for one in (feed.kind, feed.country, feed.language) if one),
        "health": f"{feed.health}{f', {feed.failure_class}' if feed.failure_class else ''}",
        "detail": feed.detail,
        "include": feed.include_pattern,
        "exclude": feed.exclude_pattern,
        "body": "the feed's own text, pages are not fetched" if feed.is_feed_content_only else "from the pages",
        "interval": f"{every} (now {feed.interval_seconds} s{rate})",
        **{f"header {name}": _withhold(name, value) for name, value in sorted(feed.fetch_headers.items())},
        "polled": f"{feed.last_polled_at or 'not yet'}, next {feed.next_poll_at or 'never'}",
        "new entry": feed.last_entry_at,
        "week": f"{feed.poll_count} polls, {feed.failed_count} failed, {feed.new_entry_count} new entries",
    }
    out = open_console()
    for name, value in lines.items():
        if value:
            out.print(f"[bold]{escape(name)}[/]: {escape(str(value))}", soft_wrap=True, highlight=False)


def _asked_headers(header: Sequence[str] | None, user_agent: str | None) -> dict[str, str]:
    lines = [*(header or ()), *([] if user_agent is None else [f"{USER_AGENT}: {user_agent}"])]
    return read_headers(lines)


def _withhold(name: str, value: str) -> str:
    return value if name.lower() in PUBLIC_HEADERS else "(set, withheld)"
