"""After a feed overflowed: what it may have missed is looked for in the site's news sitemap, and written down.

Comes after the polls of a shard, with the same HTTP client. A repair that its worker did not live to make is made
with the feed's next poll: the poll says so as long as it has no outcome.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from pipeline.errors import DatelineError, Gone, NotAFeed, Refused, RetryLater, Unavailable
from pipeline.feeds.missed import Missed, choose_children, find_missed, list_sitemaps
from pipeline.feeds.parse import parse_feed
from pipeline.fetch.client import HttpClient
from pipeline.records import FetchRequest, ParsedFeed
from pipeline.steps.discovering import entry_rows
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow

log = logging.getLogger(__name__)

UNKNOWN_GAP = timedelta(days=2)  # when the poll before is forgotten; a news sitemap holds two days
SECTION_URLS = 200  # latest addresses of a feed that show which sections of the site it carries


async def repair_overflows(place: Workplace, client: HttpClient, feed_ids: Iterable[int]) -> int:
    """Repair the overflows of feeds that were not yet; return how many entries that added to the ledger."""
    polls = await asyncio.to_thread(place.store.rows, "read_unrepaired_polls", feed_ids=list(feed_ids))
    added = await asyncio.gather(*(_repair_or_fail(place, client, poll) for poll in polls))
    return sum(added)


async def _repair_or_fail(place: Workplace, client: HttpClient, poll: StoredRow) -> int:
    """Repair one overflow; what nobody foresaw is that feed's trouble alone."""
    try:
        missed = await _find_missed(place, client, poll)
    except Exception:
        log.exception("overflow could not be repaired: %s", poll.url)
        missed = Missed("failed")
    try:
        return await asyncio.to_thread(_save_missed, place, poll, missed)
    except Unavailable:
        raise
    except Exception:
        log.exception("missed entries could not be saved: %s", poll.url)
        return await asyncio.to_thread(_save_missed, place, poll, Missed("failed"))


async def _find_missed(place: Workplace, client: HttpClient, poll: StoredRow) -> Missed:
    site_url = poll.site_url or poll.url
    parts = urlsplit(site_url)
    root = f"{parts.scheme}://{parts.netloc}/"
    is_asked_later = False
    robots = ""
    try:
        answer = await client.fetch(FetchRequest(f"{root}robots.txt", kind="feed", headers=(("Accept", "text/plain"),)))
        robots = answer.body.decode("utf-8", "replace")
    except DatelineError as error:
        is_asked_later = isinstance(error, RetryLater)
    for url in list_sitemaps(robots, root):
        try:
            sitemap = await _read_sitemap(client, url)
        except (Gone, NotAFeed, Refused):
            continue
        except DatelineError as error:
            is_asked_later = is_asked_later or isinstance(error, RetryLater)
            continue
        if sitemap is not None:
            return await asyncio.to_thread(_compare, place, poll, sitemap)
    return Missed("failed" if is_asked_later else "no_sitemap")


async def _read_sitemap(client: HttpClient, url: str) -> ParsedFeed | None:
    """Return the news sitemap at an address, or below the index there; None when what is there is none of news."""
    answer = await client.fetch(FetchRequest(url, kind="feed"))
    parsed = parse_feed(answer.body, url=answer.final_url, content_type=answer.content_type)
    for child in choose_children(parsed):
        answer = await client.fetch(FetchRequest(child, kind="feed"))
        found = parse_feed(answer.body, url=answer.final_url, content_type=answer.content_type)
        if found.format == "sitemap-news":
            return found
    return parsed if parsed.format == "sitemap-news" else None


def _compare(place: Workplace, poll: StoredRow, sitemap: ParsedFeed) -> Missed:
    urls = [entry.url for entry in sitemap.entries if entry.url]
    known = {row.url for row in place.store.rows("read_known_urls", urls=urls)}
    shown = [row.url for row in place.store.rows("read_feed_urls", feed_id=poll.feed_id, limit=SECTION_URLS)]
    since = poll.since_at or poll.polled_at - UNKNOWN_GAP
    return find_missed(sitemap, since=since, until=poll.polled_at, known_urls=known, feed_urls=shown)


def _save_missed(place: Workplace, poll: StoredRow, missed: Missed) -> int:
    rows = entry_rows(
        missed.entries,
        feed_id=poll.feed_id,
        seen_at=place.clock(),
        include_pattern=poll.include_pattern,
        exclude_pattern=poll.exclude_pattern,
        origin="sitemap",
    )
    with place.store.begin() as transaction:
        written = transaction.rows("upsert_entries", rows=dump_rows(rows)) if rows else []
        added = sum(bool(row.is_new) for row in written)
        transaction.run("save_repair", poll_id=poll.poll_id, outcome=missed.outcome, entry_count=added)
    log.info("overflow of a feed: %s, %d entries added: %s", missed.outcome, added, poll.url)
    return added
