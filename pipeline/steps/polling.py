"""Second step of a run: poll the feeds it claimed; what they show is written as it comes (saving_polls)."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.errors import DatelineError, NotAFeed, RetryLater
from pipeline.feeds.cut import Cut, new_items, unpack_hashes
from pipeline.feeds.parse import parse_feed
from pipeline.feeds.schedule import PollOutcome, is_own_outage, read_asks, wants_full_poll
from pipeline.fetch.client import HttpClient
from pipeline.fetch.outcomes import failure_class
from pipeline.fetch.shards import shard_of
from pipeline.records import FetchRequest, FetchResponse, ParsedFeed
from pipeline.steps.repairing import repair_overflows
from pipeline.steps.saving_polls import Polled, SavedPoll, broken_poll, save_polls
from pipeline.steps.workplace import Workplace
from pipeline.store.store import StoredRow, poll_state_of
from pipeline.urls import host_of

log = logging.getLogger(__name__)

CHILD_SITEMAPS = 3  # of a sitemap index, the newest; older ones hold nothing new
SAVED_TOGETHER = 100  # polls: a statement's overhead no longer shows, and a killed worker loses seconds
ENTRIES_TOGETHER = 2_000  # some megabytes of text at once


@dataclass(frozen=True, slots=True)
class PollReport:
    """What a shard's polls came to."""

    feed_count: int = 0
    failed_count: int = 0
    entry_count: int = 0
    new_entry_count: int = 0
    is_outage: bool = False


def poll_feeds(place: Workplace, run_id: str, shard: int, rng: random.Random | None = None) -> PollReport:
    """Poll the claimed feeds of one shard and write their entries; one feed's trouble never touches another's."""
    claimed = place.store.rows("read_claimed_feeds", run_id=run_id)
    feeds = [row for row in claimed if shard_of(row.url, place.settings.poll_shards) == shard]
    report = asyncio.run(_poll_all(place, run_id, feeds, rng or random.SystemRandom()))
    log.info("feeds polled: %s", report)
    return report


async def _poll_all(place: Workplace, run_id: str, feeds: Sequence[StoredRow], rng: random.Random) -> PollReport:
    """Poll feeds and write each as it comes. Failures wait until the end: our own network may have been away."""
    report = PollReport()
    failed: list[Polled] = []
    reached: list[tuple[str, PollOutcome]] = []

    async def save(polls: list[Polled], *, is_outage: bool = False) -> PollReport:
        saved = await asyncio.to_thread(save_polls, place, run_id, polls, is_outage=is_outage, rng=rng)
        return _add_up(report, saved)

    async with HttpClient(place.settings) as client:
        answered: asyncio.Queue[Polled] = asyncio.Queue()  # a task would keep what it read until the end of the round
        polls = [asyncio.ensure_future(_poll_into(answered, place, client, feed)) for feed in feeds]
        ready: list[Polled] = []
        entry_count = 0
        try:
            for _ in feeds:
                polled = await answered.get()
                reached.append((host_of(polled.feed.url), replace(polled.outcome, entry_times=())))
                (failed if polled.outcome.kind == "failed" else ready).append(polled)
                entry_count += len(polled.parsed.entries) if polled.parsed else 0
                if len(ready) >= SAVED_TOGETHER or entry_count >= ENTRIES_TOGETHER:
                    report, ready, entry_count = await save(ready), [], 0
        finally:
            for one in polls:
                one.cancel()
        report = await save(ready)
        missed = await repair_overflows(place, client, [feed.feed_id for feed in feeds])
    report = replace(report, new_entry_count=report.new_entry_count + missed)
    is_outage = is_own_outage(reached)
    if is_outage:
        log.warning("own outage: most of %d feeds could not be reached; none is penalised", len(feeds))
    report = await save(failed, is_outage=is_outage)
    return replace(report, is_outage=is_outage)


def _add_up(report: PollReport, saved: Iterable[SavedPoll]) -> PollReport:
    outcomes = [one.polled.outcome for one in saved]
    return replace(
        report,
        feed_count=report.feed_count + len(outcomes),
        failed_count=report.failed_count + sum(one.kind == "failed" for one in outcomes),
        entry_count=report.entry_count + sum(one.entry_count for one in outcomes),
        new_entry_count=report.new_entry_count + sum(one.new_entry_count for one in outcomes),
    )


async def _poll_into(answered: asyncio.Queue[Polled], place: Workplace, client: HttpClient, feed: StoredRow) -> None:
    answered.put_nowait(await _poll_or_fail(place, client, feed))


async def _poll_or_fail(place: Workplace, client: HttpClient, feed: StoredRow) -> Polled:
    """Poll one feed; what nobody foresaw is that feed's failure, not its shard's."""
    try:
        return await _poll(place, client, feed)
    except Exception as error:
        log.exception("poll broke: %s", feed.url)
        return Polled(feed, broken_poll(error), place.clock())


async def _poll(place: Workplace, client: HttpClient, feed: StoredRow) -> Polled:
    state = poll_state_of(feed)
    is_full = wants_full_poll(state)
    request = FetchRequest(
        url=feed.url,
        kind="feed",
        etag=None if is_full else state.etag or None,
        last_modified=None if is_full else state.last_modified or None,
        headers=tuple(sorted(feed.fetch_headers.items())),
    )
    try:
        response = await client.fetch(request)
    except DatelineError as error:
        return Polled(feed, _failed(error), place.clock())
    was_conditional = bool(request.etag or request.last_modified)
    outcome = _answered(response, known_hash=state.body_hash, was_conditional=was_conditional)
    polled = Polled(
        feed,
        outcome,
        response.fetched_at,
        body_bytes=len(response.body),
        elapsed_seconds=response.elapsed_seconds,
    )
    if outcome.kind != "changed":
        return polled
    try:
        parsed, cut = await asyncio.to_thread(_read_document, place, feed, response)
    except NotAFeed as error:
        failed = PollOutcome("failed", response.status_code, "not_a_feed", str(error), redirects=response.redirects)
        return replace(polled, outcome=failed)
    parsed = await _read_children(client, parsed)
    times = tuple(entry.published_at.at for entry in parsed.entries if entry.published_at) if cut.is_whole else ()
    outcome = replace(
        outcome,
        entry_count=len({entry.key for entry in parsed.entries}) if cut.is_whole else len(cut.item_hashes),
        entry_times=times,
        ttl_seconds=parsed.ttl_seconds,
    )
    return replace(polled, outcome=outcome, parsed=parsed, item_hashes=cut.item_hashes)


def _answered(response: FetchResponse, *, known_hash: str | None, was_conditional: bool) -> PollOutcome:
    """Return what an answer is by its bytes alone."""
    asks = read_asks(response.headers, response.fetched_at)
    kind: Literal["not_modified", "unchanged", "changed"] = "not_modified"
    body_hash = None
    if response.status_code != 304:
        body_hash = hashlib.sha256(response.body).hexdigest()
        kind = "unchanged" if body_hash == known_hash else "changed"
    return PollOutcome(
        kind,
        status_code=response.status_code,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        body_hash=body_hash,
        was_conditional=was_conditional,
        max_age_seconds=asks.max_age_seconds,
        retry_after_seconds=asks.retry_after_seconds,
        redirects=response.redirects,
    )


def _read_document(place: Workplace, feed: StoredRow, response: FetchResponse) -> tuple[ParsedFeed, Cut]:
    """Return the document's unseen entries, and how it was cut. An item whose entry did not come out stays unseen."""
    known = unpack_hashes(place.store.read_item_hashes(feed.feed_id))
    url, content_type = response.final_url, response.content_type
    cut = new_items(response.body, known, url=url, content_type=content_type)
    try:
        parsed = parse_feed(cut.body, url=url, content_type=content_type)
    except NotAFeed:
        if cut.is_whole:
            raise
        # A root that says little is known for a feed's by its items alone, and none of them is left.
        cut = replace(cut, body=response.body, new_count=len(cut.item_hashes), is_whole=True)
        parsed = parse_feed(cut.body, url=url, content_type=content_type)
    if cut.item_hashes and len(parsed.entries) != cut.new_count:
        kept = () if cut.is_whole else tuple(one for one in cut.item_hashes if one in known)
        return parsed, replace(cut, item_hashes=kept)
    return parsed, cut


async def _read_children(client: HttpClient, parsed: ParsedFeed) -> ParsedFeed:
    """Return a sitemap index with the entries of its first children; a child's trouble is a warning."""
    entries, warnings = list(parsed.entries), list(parsed.warnings)
    for url in parsed.child_urls[:CHILD_SITEMAPS]:
        try:
            response = await client.fetch(FetchRequest(url=url, kind="feed"))
            entries += parse_feed(response.body, url=response.final_url, content_type=response.content_type).entries
        except DatelineError as error:
            warnings.append(f"{url}: {error}")
    return replace(parsed, entries=tuple(entries), warnings=tuple(warnings))


def _failed(error: DatelineError) -> PollOutcome:
    return PollOutcome(
        "failed",
        status_code=getattr(error, "status_code", None),
        failure_class=failure_class(error.reason),
        detail=str(error),
        retry_after_seconds=error.retry_after_seconds if isinstance(error, RetryLater) else None,
        redirects=tuple(getattr(error, "redirects", ())),
    )
