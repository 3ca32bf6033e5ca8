"""Stage extract: raw pages come in, articles come out, or a state with its reason."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.archive.warc import read_raw
from pipeline.errors import DatelineError
from pipeline.extract.joining import join_pages
from pipeline.extract.places import prepare_places, with_places
from pipeline.extract.pool import ExtractPool
from pipeline.extract.site_memory import (
    PAGES_HASH,
    MemoryRow,
    SiteMemory,
    StrippedBefore,
    countable_hashes,
    source_host,
)
from pipeline.extract.stripping import strip_site_furniture
from pipeline.records import Article, EntryState, ExtractedEntry, FetchedPage, Page, RawRef, SiteBlock
from pipeline.steps.discovering import MAX_URL_BYTES
from pipeline.steps.stage import batch_stage
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows, load_as
from pipeline.store.store import StoredRow
from pipeline.urls import article_id_of, canonicalize_url

log = logging.getLogger(__name__)

MOVED = "moved"  # the reason of a re-check whose page gives another canonical URL than the article's


@batch_stage("extract")
def extract_articles(place: Workplace, batch_id: UUID) -> str:
    """Extract the articles of a batch's pages; return the stage file's path.

    A page that breaks or outlasts the extractor is quarantined; the batch goes on.
    """
    pages = list(read_stage(place.archive, stage_path(batch_id, "fetch"), FetchedPage))
    with ExtractPool(timeout_seconds=place.settings.extract_timeout_seconds) as pool:
        extracted = find_all_places(strip_site_blocks(place, extract_pages(place, pages, pool)))
    log.info("articles extracted: %d of %d pages", sum(one.article_id is not None for one in extracted), len(extracted))
    return write_stage(place.archive, batch_id, "extract", extracted)


def extract_pages(place: Workplace, pages: Sequence[FetchedPage], pool: ExtractPool) -> list[ExtractedEntry]:
    """Return every page's article or state, in order."""
    ready: list[tuple[int, Page]] = []
    extracted: list[ExtractedEntry | None] = [None] * len(pages)
    for number, page in enumerate(pages):
        if page.state is not EntryState.DISCOVERED or page.raw is None:
            extracted[number] = ExtractedEntry(page, page.state, page.reason, page.detail)
            continue
        try:
            ready += [(number, one) for one in _read_pages(place, page, page.raw)]
        except DatelineError as error:
            extracted[number] = ExtractedEntry(page, EntryState.QUARANTINED, error.reason, str(error))
    answers: dict[int, list[Article | DatelineError]] = defaultdict(list)
    for (number, _), answer in zip(ready, pool.extract([page for _, page in ready], prepare_places), strict=True):
        answers[number].append(answer)
    for number, (first, *following) in answers.items():
        whole = join_pages(first, following) if isinstance(first, Article) else first
        extracted[number] = _entry_of(pages[number], whole)
    return [one for one in extracted if one is not None]


def _read_pages(place: Workplace, page: FetchedPage, first: RawRef) -> list[Page]:
    """Return an entry's page and those that follow it. Raises a DatelineError when the archive does not have one."""
    url = page.final_url or page.task.url
    pages = []
    for raw, address, content_type in [
        (first, url, page.content_type),
        *((one.raw, one.url, one.content_type) for one in page.following),
    ]:
        kept = read_raw(place.archive, raw)
        pages.append(Page(kept.body, address, content_type or kept.content_type, page.task.entry, page.fetched_at))
    return pages


def strip_site_blocks(place: Workplace, extracted: Sequence[ExtractedEntry]) -> list[ExtractedEntry]:
    """Return the entries with their bodies free of what their sites print on many pages, as known and as seen here.

    An article that we have is stripped as its loaded version was, so that what was learned since is no edit.
    """
    bodies = {one.article_id: one.article for one in extracted if one.article_id and one.article and one.article.text}
    if not bodies:
        return list(extracted)
    asked = sorted({pair for article in bodies.values() for pair in _blocks_of(article)})
    rows = [{"host": host, "block_hash": hashed} for host, hashed in asked]
    memory = SiteMemory()
    found = place.store.rows("read_site_blocks", rows=dump_rows(rows))
    memory.merge(MemoryRow(row.source_host, row.block_hash, row.page_count) for row in found)
    known = {row.article_id: row for row in place.store.rows("read_stripped", article_ids=list(bodies))}
    for article_id, article in bodies.items():
        if article_id not in known:  # the others were counted when they were loaded
            memory.learn(article.canonical_url, article.text.split("\n"), article.removed, page_key=str(article_id))
    before = {
        article_id: _stripped_before(row)
        for article_id, row in known.items()
        if row.extractor == bodies[article_id].extractor  # another one may well tell it differently
    }
    return [
        replace(one, article=strip_site_furniture(one.article, memory, before.get(one.article_id)))
        if one.article and one.article_id in bodies
        else one
        for one in extracted
    ]


def find_all_places(extracted: Sequence[ExtractedEntry]) -> list[ExtractedEntry]:
    """Return the entries with the places that their articles are about."""
    return [
        replace(one, article=with_places(one.article)) if one.article and one.article_id else one for one in extracted
    ]


def _blocks_of(article: Article) -> list[tuple[str, int]]:
    host = source_host(article.canonical_url)
    return [(host, PAGES_HASH), *((host, one) for one in countable_hashes(article.text.split("\n")))]


def _stripped_before(row: StoredRow) -> StrippedBefore:
    blocks = [load_as(one, SiteBlock) for one in row.site_blocks]
    return StrippedBefore(frozenset(row.body.split("\n")), {one.text: one for one in blocks})


def _entry_of(page: FetchedPage, answer: Article | DatelineError) -> ExtractedEntry:
    if isinstance(answer, DatelineError):
        return ExtractedEntry(page, EntryState.QUARANTINED, answer.reason, str(answer))
    if not answer.is_article:
        reason = answer.not_article_reason or "no_body"
        return ExtractedEntry(page, EntryState.NOT_ARTICLE, reason, answer.title or "", article=answer)
    try:
        canonical_url = canonicalize_url(answer.canonical_url or page.final_url or page.task.url)
    except DatelineError as error:
        return ExtractedEntry(page, EntryState.QUARANTINED, error.reason, str(error), article=answer)
    if len(canonical_url.encode()) > MAX_URL_BYTES:
        return ExtractedEntry(page, EntryState.REFUSED, "url_too_long", canonical_url[:200], article=answer)
    known = page.task.recheck
    if known is not None and canonical_url != known.canonical_url:  # the page moved, or leads to another one now
        return ExtractedEntry(
            page, EntryState.DISCOVERED, MOVED, canonical_url, known.article_id, answer, known.canonical_url
        )
    return ExtractedEntry(
        page, EntryState.DISCOVERED, "extracted", "", article_id_of(canonical_url), answer, canonical_url
    )
