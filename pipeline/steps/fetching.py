"""Stage fetch: an entry's page comes in, its raw bytes go into the archive, or a state with its reason comes out."""

from __future__ import annotations

import asyncio
import hashlib
import html
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from pipeline.archive.stages import write_stage
from pipeline.archive.warc import WarcWriter, new_warc_path, read_raw
from pipeline.errors import DatelineError, Gone, NeverRetry, Quarantine, Refused, RetryLater
from pipeline.fetch.client import HttpClient
from pipeline.fetch.content import PAGE_REASONS, judge_page
from pipeline.fetch.following import find_full_page, find_next_page, is_page_of
from pipeline.records import EntryState, EntryTask, FetchedPage, FetchRequest, FetchResponse, FollowingPage, RawRef
from pipeline.steps.stage import batch_stage
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

FEED_CONTENT_CHARS = 600  # HTML characters; a shorter "content" is a teaser and no body
RETRY_SECONDS = (900, 3_600, 14_400)  # after the 1st, 2nd, 3rd failed try: 15 minutes, 1 hour, 4 hours
# Answers of 200 that are no page of the site: what the ledger calls them. The rest is `not_article`.
STATES_OF_JUDGED = {
    "bot_challenge": EntryState.REFUSED,
    "consent_wall": EntryState.REFUSED,
    "login_wall": EntryState.REFUSED,
    "soft_404": EntryState.UNREACHABLE,
}
MESSAGE_CHARS = 2_000  # of an error kept in the ledger


@batch_stage("fetch")
def fetch_pages(place: Workplace, batch_id: UUID) -> str:
    """Fetch the pages of a batch into one WARC file; return the stage file's path.

    Every entry gets a FetchedPage: one refusal or exploding page loses nothing else.
    """
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
    """Return every task's page, in order. A URL that several entries name is fetched once."""
    async with HttpClient(place.settings) as client:
        fetcher = _Fetcher(place, client, warc)
        asked: dict[tuple[str, bool], asyncio.Task[_Got]] = {}
        for task in tasks:
            key = _key_of(task)
            if task.raw is None and not task.feed_content_only and key not in asked:
                asked[key] = asyncio.ensure_future(fetcher.get(task))
        return [
            _page_of(place, task, await asked[_key_of(task)] if _key_of(task) in asked else None, warc)
            for task in tasks
        ]


def _key_of(task: EntryTask) -> tuple[str, bool]:
    """Return what makes two tasks one request: a re-check asks with validators, the first fetch without."""
    return task.url, task.recheck is not None


@dataclass(frozen=True, slots=True)
class _Got:
    """What came of one URL; the body is in the archive already, so that a batch never holds all of them."""

    error: DatelineError | None = None
    raw: RawRef | None = None
    judged: str | None = None  # why the page is no article, by its answer alone
    final_url: str | None = None
    status_code: int | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None
    elapsed_seconds: float | None = None
    body_bytes: int | None = None
    unchanged: str | None = None  # how a re-check's page showed itself to be the one we have
    etag: str | None = None
    last_modified: str | None = None
    full_url: str | None = None  # it is an AMP or mobile page of this one
    next_url: str | None = None  # its second page
    following: tuple[FollowingPage, ...] = ()


@dataclass(slots=True)
class _Fetcher:
    """Fetches articles whole: the full page instead of its AMP twin, and the pages that follow."""

    place: Workplace
    client: HttpClient
    warc: WarcWriter
    asked: dict[tuple[str, bool], asyncio.Task[_Got]] = field(default_factory=dict)  # a full page may be an entry too

    async def get(self, task: EntryTask) -> _Got:
        """Return what came of an entry's page; what was fetched on the way stands in the archive too."""
        got = await self._get_once(task)
        if got.full_url:
            full = await self._get_once(replace(task, url=got.full_url, recheck=None))
            if full.raw and not full.judged and not full.full_url:
                got = full
        return await self._with_following(task, got) if got.next_url else got

    async def _get_once(self, task: EntryTask) -> _Got:
        key = _key_of(task)
        if key not in self.asked:
            self.asked[key] = asyncio.ensure_future(self._get_page(task))
        return await self.asked[key]

    async def _get_page(self, task: EntryTask) -> _Got:
        response = await self._fetch(request_of(task))
        if isinstance(response, DatelineError):
            return _Got(response, status_code=response.status_code, fetched_at=self.place.clock())
        unchanged = _unchanged_since(task, response)
        judged = None if unchanged else judge_page(response)
        is_whole = unchanged is None and judged is None
        return _Got(
            None,
            None if unchanged else self.warc.write(response),
            judged,
            response.final_url,
            response.status_code,
            response.content_type,
            response.fetched_at,
            response.elapsed_seconds,
            len(response.body),
            unchanged,
            response.header("etag"),
            response.header("last-modified"),
            find_full_page(response) if is_whole else None,
            find_next_page(response, response.final_url, 2) if is_whole else None,
        )

    async def _with_following(self, task: EntryTask, got: _Got) -> _Got:
        """Return a page with those after it, up to one that leads elsewhere or was there already.

        One that fails for a passing reason fails the whole article, which is tried again; the last try takes what is there.
        """
        pages: list[FollowingPage] = []
        first_url, next_url = got.final_url or task.url, got.next_url
        seen = {got.raw.digest if got.raw else ""}
        while next_url:
            number = len(pages) + 2
            response = await self._fetch(FetchRequest(next_url, headers=task.headers))
            if isinstance(response, DatelineError):
                if isinstance(response, RetryLater) and self._may_try_again(task):
                    return _Got(response, status_code=response.status_code, fetched_at=self.place.clock())
                log.warning("article breaks off before page %d: %s", number, response)
                break
            if judge_page(response) or not is_page_of(response.final_url, first_url, number):
                break
            raw = self.warc.write(response)
            if raw.digest in seen:
                break
            seen.add(raw.digest)
            pages.append(FollowingPage(response.final_url, raw, response.content_type))
            next_url = find_next_page(response, first_url, number + 1)
        return replace(got, following=tuple(pages))

    def _may_try_again(self, task: EntryTask) -> bool:
        return task.recheck is not None or task.attempt_count + 1 < self.place.settings.page_attempts

    async def _fetch(self, request: FetchRequest) -> FetchResponse | DatelineError:
        try:
            return await self.client.fetch(request)
        except DatelineError as error:
            return error
        except Exception as error:
            # One page's surprise in a library must not take the batch with it; the entry says what it was.
            log.exception("fetch broke: %s", request.url)
            return Quarantine(f"{type(error).__name__}: {error}", subject=request.url, reason="fetch_broke")


def request_of(task: EntryTask) -> FetchRequest:
    """Return the request for a task's page; a re-check's is conditional where its page gave validators."""
    known = task.recheck
    return FetchRequest(
        task.url,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
        headers=task.headers,
    )


def _unchanged_since(task: EntryTask, response: FetchResponse) -> str | None:
    """Return how an answer to a re-check says that the page is the one we have; None when it must be read."""
    if task.recheck is None:
        return None
    if response.status_code == 304:
        return "not_modified"
    digest = f"sha256:{hashlib.sha256(response.body).hexdigest()}"
    return "same_bytes" if digest == task.recheck.raw_digest else None


def _page_of(place: Workplace, task: EntryTask, got: _Got | None, warc: WarcWriter) -> FetchedPage:
    if task.raw is not None:
        return _archived(place, task, task.raw)
    if got is None:
        return _feed_content(place, task, warc, "feed_content") or FetchedPage(
            task,
            EntryState.NOT_ARTICLE,
            "no_link_no_content",
            "the entry has no link and the feed no text",
            fetched_at=place.clock(),
        )
    if got.error is not None:
        page = _failed(place, task, got.error)
        may_use_feed = isinstance(got.error, Refused) or page.state is EntryState.UNREACHABLE
        may_use_feed = may_use_feed and task.recheck is None  # the feed's text says nothing of the page's edits
        return (_feed_content(place, task, warc, got.error.reason) if may_use_feed else None) or page
    if got.unchanged is not None:
        return FetchedPage(
            task,
            EntryState.UNCHANGED,
            got.unchanged,
            final_url=got.final_url,
            status_code=got.status_code,
            fetched_at=got.fetched_at,
            elapsed_seconds=got.elapsed_seconds,
            etag=got.etag,
            last_modified=got.last_modified,
        )
    page = FetchedPage(
        task,
        STATES_OF_JUDGED.get(got.judged, EntryState.NOT_ARTICLE) if got.judged else EntryState.DISCOVERED,
        got.judged or "fetched",
        PAGE_REASONS[got.judged] if got.judged else "",
        final_url=got.final_url,
        status_code=got.status_code,
        content_type=got.content_type,
        fetched_at=got.fetched_at,
        elapsed_seconds=got.elapsed_seconds,
        body_bytes=got.body_bytes,
        raw=got.raw,
        etag=got.etag,
        last_modified=got.last_modified,
        following=got.following,
    )
    may_use_feed = got.judged is not None and task.recheck is None
    return (_feed_content(place, task, warc, got.judged or "") if may_use_feed else None) or page


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
        status_code=error.status_code,
        fetched_at=place.clock(),
    )
    if isinstance(error, Quarantine):
        return replace(page, state=EntryState.QUARANTINED)
    if error.reason == "host_busy":  # nothing was asked: no try is spent
        wait = error.retry_after_seconds if isinstance(error, RetryLater) else None
        return replace(page, state=EntryState.DISCOVERED, retry_after_seconds=wait or 0.0)
    if isinstance(error, Refused):
        return replace(page, state=EntryState.REFUSED)
    if isinstance(error, Gone | NeverRetry):
        return page
    if isinstance(error, RetryLater) and task.attempt_count + 1 < place.settings.page_attempts:
        return replace(page, state=EntryState.DISCOVERED, retry_after_seconds=error.retry_after_seconds or 0.0)
    return page
