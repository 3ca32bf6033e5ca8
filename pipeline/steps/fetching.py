"""Stage fetch: an entry's page comes in, its raw bytes go into the archive, or a state with its reason comes out."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from pipeline.archive.stages import write_stage
from pipeline.archive.warc import WarcWriter, new_warc_path, read_raw
from pipeline.errors import DatelineError, Gone, NeverRetry, Refused, RetryLater
from pipeline.fetch.client import HttpClient
from pipeline.fetch.content import judge_page
from pipeline.records import EntryState, EntryTask, FetchedPage, FetchRequest, FetchResponse, RawRef
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

FEED_CONTENT_CHARS = 600  # HTML characters; a shorter "content" is a teaser and no body
RETRY_SECONDS = (900, 3_600, 14_400)  # after the 1st, 2nd, 3rd failed try: 15 minutes, 1 hour, 4 hours
MESSAGE_CHARS = 2_000  # of an error kept in the ledger


def fetch_pages(place: Workplace, batch_id: UUID) -> str:
    """Fetch the pages of a batch into one WARC file; return the stage file's path.

    Every entry gets a FetchedPage: one refusal or exploding page loses nothing else.
    """
    place.store.open_batch(batch_id, place.clock())
    tasks = place.store.read_batch_entries(batch_id)
    started_at = place.clock()
    with WarcWriter(place.archive, new_warc_path(batch_id, started_at)) as warc:
        pages = asyncio.run(_fetch_all(place, tasks, warc))
    log.info("pages fetched: %d of %d", sum(page.raw is not None for page in pages), len(pages))
    return write_stage(place.archive, batch_id, "fetch", pages)


def retry_at(now: datetime, failed_count: int, asked_seconds: float | None) -> datetime:
    """Return when to try a page again after its n-th failure (from 1); never before the server's Retry-After."""
    wait = RETRY_SECONDS[min(failed_count, len(RETRY_SECONDS)) - 1]
    return now + timedelta(seconds=max(float(wait), asked_seconds or 0.0))


async def _fetch_all(place: Workplace, tasks: Sequence[EntryTask], warc: WarcWriter) -> list[FetchedPage]:
    async with HttpClient(place.settings) as client:
        asked: dict[str, asyncio.Task[FetchResponse]] = {}
        for task in tasks:
            if task.raw is None and not task.feed_content_only and task.url not in asked:
                request = FetchRequest(task.url, headers=task.headers)
                asked[task.url] = asyncio.ensure_future(client.fetch(request))
        if asked:
            await asyncio.wait(asked.values())
        return [_page_of(place, task, asked.get(task.url), warc) for task in tasks]


def _page_of(
    place: Workplace, task: EntryTask, asked: asyncio.Task[FetchResponse] | None, warc: WarcWriter
) -> FetchedPage:
    if task.raw is not None:
        return _archived(place, task, task.raw)
    if asked is None:
        return _feed_content(place, task, warc, "feed_content") or FetchedPage(
            task,
            EntryState.NOT_ARTICLE,
            "no_link_no_content",
            "the entry has no link and the feed no text",
            fetched_at=place.clock(),
        )
    try:
        response = asked.result()
    except DatelineError as error:
        page = _failed(place, task, error)
        may_use_feed = isinstance(error, Refused) or page.state is EntryState.UNREACHABLE
        return (_feed_content(place, task, warc, error.reason) if may_use_feed else None) or page
    raw = warc.write(response)
    refused = judge_page(response)
    page = FetchedPage(
        task,
        EntryState.NOT_ARTICLE if refused else EntryState.DISCOVERED,
        refused or "fetched",
        final_url=response.final_url,
        status_code=response.status_code,
        content_type=response.content_type,
        fetched_at=response.fetched_at,
        elapsed_seconds=response.elapsed_seconds,
        body_bytes=len(response.body),
        raw=raw,
    )
    return (_feed_content(place, task, warc, refused) if refused else None) or page


def _archived(place: Workplace, task: EntryTask, raw: RawRef) -> FetchedPage:
    """Return a page that stands in the archive already, as it was captured."""
    try:
        kept = read_raw(place.archive, raw)
    except DatelineError as error:
        return FetchedPage(task, EntryState.QUARANTINED, error.reason, str(error), fetched_at=place.clock())
    return FetchedPage(
        task,
        EntryState.DISCOVERED,
        "archived",
        final_url=kept.url,
        status_code=kept.status_code,
        content_type=kept.content_type,
        fetched_at=kept.fetched_at,
        body_bytes=len(kept.body),
        raw=raw,
    )


def _feed_content(place: Workplace, task: EntryTask, warc: WarcWriter, reason: str) -> FetchedPage | None:
    """Return the feed's own full text as the page, or None when the feed has none."""
    content = task.entry.content or ""
    if not task.feed_content_only and len(content) < FEED_CONTENT_CHARS:
        return None
    content = content or task.entry.summary or ""
    if not content:
        return None
    title = html.escape(task.entry.title or "")
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    body = f"<html>{head}<body><article><h1>{title}</h1>{content}</article></body></html>"
    now = place.clock()
    response = FetchResponse(
        task.url,
        task.url,
        200,
        (("Content-Type", "text/html; charset=utf-8"),),
        body.encode("utf-8", "replace"),
        now,
        0.0,
        0,
    )
    return FetchedPage(
        task,
        EntryState.DISCOVERED,
        "feed_content",
        reason,
        final_url=task.url,
        content_type="text/html; charset=utf-8",
        fetched_at=now,
        body_bytes=len(response.body),
        raw=warc.write(response),
    )


def _failed(place: Workplace, task: EntryTask, error: DatelineError) -> FetchedPage:
    page = FetchedPage(
        task,
        EntryState.UNREACHABLE,
        error.reason,
        str(error)[:MESSAGE_CHARS],
        status_code=getattr(error, "status_code", None),
        fetched_at=place.clock(),
    )
    if isinstance(error, Refused):
        return replace(page, state=EntryState.REFUSED)
    if isinstance(error, Gone | NeverRetry):
        return page
    if isinstance(error, RetryLater) and task.attempt_count + 1 < place.settings.page_attempts:
        return replace(page, state=EntryState.DISCOVERED, retry_after_seconds=error.retry_after_seconds or 0.0)
    return page
