"""`dateline feeds add`: a feed by its address, or the feeds that a site's page names."""

from __future__ import annotations

import asyncio

from pipeline.errors import BadInput, DatelineError, NotAFeed
from pipeline.feeds.discover import find_feeds
from pipeline.feeds.parse import parse_feed
from pipeline.feeds.rows import FeedRow
from pipeline.fetch.client import HttpClient
from pipeline.records import FetchRequest, FetchResponse
from pipeline.settings import Settings

Headers = tuple[tuple[str, str], ...]

MAX_TRIED = 8  # candidates of a page, most likely first


def find_feed_rows(url: str, name: str | None, settings: Settings, headers: Headers = ()) -> list[FeedRow]:
    """Return the feed at a URL, or the feeds that the page there names.

    Raises BadInput when the address is none or nothing there is a feed; the message says what was tried.
    """
    if not url.startswith(("http://", "https://")):
        raise BadInput(f"{url} is no address; give it with http:// or https://", subject=url)
    return asyncio.run(_find(url, name, settings, headers))


async def _find(url: str, name: str | None, settings: Settings, headers: Headers) -> list[FeedRow]:
    async with HttpClient(settings) as client:
        first = await client.fetch(FetchRequest(url, kind="feed", headers=headers))
        row = _row_of(first, name)
        if row:
            return [row]
        rows: dict[str, FeedRow] = {}
        tried = find_feeds(first.body, first.final_url)[:MAX_TRIED]
        for candidate in tried:
            try:
                found = _row_of(await client.fetch(FetchRequest(candidate, kind="feed", headers=headers)), name)
            except DatelineError:
                continue
            if found:
                rows.setdefault(found.url, found)
    if not rows:
        raise BadInput(f"{url} is no feed and names none (tried {', '.join(tried) or 'nothing'})", subject=url)
    return list(rows.values())


def _row_of(response: FetchResponse, name: str | None) -> FeedRow | None:
    try:
        parsed = parse_feed(response.body, url=response.final_url, content_type=response.content_type)
    except NotAFeed:
        return None
    return FeedRow(
        name or parsed.title or response.url, response.final_url, site=parsed.site_url, language=parsed.language
    )
