"""Second step of a run: poll the feeds it claimed, write their entries into the ledger."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.errors import DatelineError, NotAFeed, RetryLater, Unavailable
from pipeline.feeds.parse import parse_feed
from pipeline.feeds.schedule import (
    PollOutcome,
    PollState,
    excuse_poll,
    has_overflowed,
    is_own_outage,
    moved_url,
    plan_next_poll,
    read_asks,
    wants_full_poll,
)
from pipeline.fetch.client import HttpClient
from pipeline.fetch.outcomes import failure_class
from pipeline.fetch.shards import shard_of
from pipeline.records import EntryState, FeedEntry, FetchRequest, FetchResponse, ParsedFeed, RawRef
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows, to_builtins
from pipeline.store.store import StoredRow, Transaction, poll_state_of
from pipeline.urls import host_of

log = logging.getLogger(__name__)

MAX_URL_BYTES = 2_000  # what browsers and servers agree on; an index row of Postgres holds 2,700
CHILD_SITEMAPS = 3  # of a sitemap index, the newest; older ones hold nothing new


@dataclass(frozen=True, slots=True)
class PollReport:
    """What a shard's polls came to."""

    feed_count: int = 0
    failed_count: int = 0
    entry_count: int = 0
    new_entry_count: int = 0
    is_outage: bool = False


@dataclass(frozen=True, slots=True)
class _Polled:
    """One feed, polled."""

    feed: StoredRow
    outcome: PollOutcome
    polled_at: datetime
    parsed: ParsedFeed | None = None
    body_bytes: int | None = None
    elapsed_seconds: float | None = None


def poll_feeds(place: Workplace, run_id: str, shard: int, rng: random.Random | None = None) -> PollReport:
    """Poll the claimed feeds of one shard and write their entries; one feed's trouble never touches another's."""
    claimed = place.store.rows("read_claimed_feeds", run_id=run_id)
    feeds = [row for row in claimed if shard_of(row.url, place.settings.poll_shards) == shard]
    polled = asyncio.run(_poll_all(place, feeds))
    is_outage = is_own_outage([(host_of(one.feed.url), one.outcome) for one in polled])
    if is_outage:
        log.warning("own outage: most of %d feeds could not be reached; none is penalised", len(polled))
    report = PollReport(is_outage=is_outage)
    for one in polled:
        new_count = _save_or_fail(place, run_id, one, is_outage=is_outage, rng=rng or random.SystemRandom())
        report = replace(
            report,
            feed_count=report.feed_count + 1,
            failed_count=report.failed_count + (one.outcome.kind == "failed"),
            entry_count=report.entry_count + one.outcome.entry_count,
            new_entry_count=report.new_entry_count + new_count,
        )
    log.info("feeds polled: %s", report)
    return report


def entry_rows(
    entries: Sequence[FeedEntry],
    *,
    include_pattern: str | None = None,
    exclude_pattern: str | None = None,
    raws: Mapping[str, RawRef] | None = None,
) -> list[dict[str, Any]]:
    """Return ledger rows of entries: `discovered`, or an end when a filter or missing content already decides."""
    rows = {}
    for entry in entries:
        state, reason = _first_state(entry, include_pattern, exclude_pattern)
        raw = (raws or {}).get(entry.key)
        rows[entry.key] = {
            "entry_key": entry.key,
            "url": entry.url,
            "host": host_of(entry.url) if entry.url else "",
            "title": entry.title,
            "entry": to_builtins(entry),
            "entry_hash": hash_entry(entry),
            "state": state,
            "state_reason": reason,
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


async def _poll_all(place: Workplace, feeds: Sequence[StoredRow]) -> list[_Polled]:
    async with HttpClient(place.settings) as client:
        return list(await asyncio.gather(*(_poll_or_fail(place, client, feed) for feed in feeds)))


async def _poll_or_fail(place: Workplace, client: HttpClient, feed: StoredRow) -> _Polled:
    """Poll one feed; what nobody foresaw is that feed's failure, not its shard's."""
    try:
        return await _poll(place, client, feed)
    except Exception as error:
        log.exception("poll broke: %s", feed.url)
        return _Polled(feed, _broken(error), place.clock())


async def _poll(place: Workplace, client: HttpClient, feed: StoredRow) -> _Polled:
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
        return _Polled(feed, _failed(error), place.clock())
    was_conditional = bool(request.etag or request.last_modified)
    try:
        return await _read(place, client, feed, state, response, was_conditional=was_conditional)
    except NotAFeed as error:
        outcome = PollOutcome("failed", response.status_code, "not_a_feed", str(error), redirects=response.redirects)
        return _Polled(feed, outcome, place.clock(), None, len(response.body), response.elapsed_seconds)


async def _read(
    place: Workplace,
    client: HttpClient,
    feed: StoredRow,
    state: PollState,
    response: FetchResponse,
    *,
    was_conditional: bool,
) -> _Polled:
    asks = read_asks(response.headers, response.fetched_at)
    body_hash = hashlib.sha256(response.body).hexdigest() if response.status_code != 304 else None
    kind = "not_modified" if body_hash is None else "unchanged" if body_hash == state.body_hash else "changed"
    outcome = PollOutcome(
        kind,  # type: ignore[arg-type]
        status_code=response.status_code,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        body_hash=body_hash,
        was_conditional=was_conditional,
        max_age_seconds=asks.max_age_seconds,
        retry_after_seconds=asks.retry_after_seconds,
        redirects=response.redirects,
    )
    if kind != "changed":
        return _Polled(feed, outcome, response.fetched_at, None, len(response.body), response.elapsed_seconds)
    parsed = await asyncio.to_thread(
        parse_feed, response.body, url=response.final_url, content_type=response.content_type
    )
    parsed = await _read_children(client, parsed)
    outcome = replace(
        outcome,
        entry_count=len(parsed.entries),
        entry_times=tuple(entry.published_at.at for entry in parsed.entries if entry.published_at),
        ttl_seconds=parsed.ttl_seconds,
    )
    return _Polled(feed, outcome, response.fetched_at, parsed, len(response.body), response.elapsed_seconds)


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


def _broken(error: Exception) -> PollOutcome:
    return PollOutcome("failed", failure_class="other", detail=f"{type(error).__name__}: {error}"[:2_000])


def _save_or_fail(place: Workplace, run_id: str, one: _Polled, *, is_outage: bool, rng: random.Random) -> int:
    """Write one poll; entries that cannot be written (a pattern that is none, text Postgres refuses) fail that feed alone."""
    try:
        return _save(place, run_id, one, is_outage=is_outage, rng=rng)
    except Unavailable:
        raise
    except Exception as error:
        log.exception("entries could not be saved: %s", one.feed.url)
        failed = replace(one, outcome=_broken(error), parsed=None)
        return _save(place, run_id, failed, is_outage=False, rng=rng)


def _save(place: Workplace, run_id: str, one: _Polled, *, is_outage: bool, rng: random.Random) -> int:
    """Write one poll in one transaction; return how many entries were new."""
    state, outcome = poll_state_of(one.feed), one.outcome
    with place.store.begin() as transaction:
        if one.parsed:
            outcome = replace(outcome, new_entry_count=_save_entries(transaction, one))
        if is_outage and outcome.kind == "failed":
            after = excuse_poll(now=one.polled_at, state=state, rng=rng)
        else:
            after = plan_next_poll(
                now=one.polled_at,
                outcome=outcome,
                state=state,
                settings=place.settings,
                rng=rng,
                override_seconds=one.feed.interval_override_seconds,
            )
        poll = {
            "polled_at": one.polled_at,
            "outcome": outcome.kind,
            "status_code": outcome.status_code,
            "poll_failure_class": outcome.failure_class,
            "detail": outcome.detail or None,
            "entry_count": outcome.entry_count,
            "new_entry_count": outcome.new_entry_count,
            "body_bytes": one.body_bytes,
            "elapsed_seconds": one.elapsed_seconds,
            "warnings": list(one.parsed.warnings) if one.parsed else [],
            "is_overflow": has_overflowed(outcome, state),
        }
        url = moved_url(after) or one.feed.url
        place.store.save_poll(transaction, feed_id=one.feed.feed_id, url=url, run_id=run_id, state=after, poll=poll)
    return outcome.new_entry_count


def _save_entries(transaction: Transaction, one: _Polled) -> int:
    if one.parsed is None or not one.parsed.entries:
        return 0
    rows = entry_rows(
        one.parsed.entries, include_pattern=one.feed.include_pattern, exclude_pattern=one.feed.exclude_pattern
    )
    written = transaction.rows("upsert_entries", feed_id=one.feed.feed_id, now=one.polled_at, rows=dump_rows(rows))
    return sum(row.is_new for row in written)


def _first_state(entry: FeedEntry, include_pattern: str | None, exclude_pattern: str | None) -> tuple[EntryState, str]:
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
