"""Last stage: classified entries become rows, in one transaction a batch; the ledger ends with them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path
from pipeline.errors import BadInput
from pipeline.extract.site_memory import PAGES_HASH, countable_hashes, source_host
from pipeline.records import ClassifiedEntry, EntryState, EntryTask, FetchedPage
from pipeline.steps.article_rows import (
    article_of,
    article_row,
    author_rows,
    change_row,
    page_of,
    place_rows,
    raw_columns,
    revision_row,
)
from pipeline.steps.fetching import retry_at
from pipeline.steps.rechecking import end_rechecks, plan_first_rechecks
from pipeline.steps.stage import batch_stage
from pipeline.steps.taxonomy import write_taxonomy
from pipeline.steps.topic_rows import topic_rows
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import DEDUPE_LOCK, LOAD_LOCK, Transaction

log = logging.getLogger(__name__)

WRITTEN = (EntryState.LOADED, EntryState.COPY, EntryState.REVISION)


@dataclass(frozen=True, slots=True)
class Reread:
    """What holds when articles are written from pages that were read again."""

    stands: Mapping[UUID, Mapping[str, Any]]  # columns that stay what they were, or are settled otherwise
    reworded: Collection[UUID]  # headline or body are others: these get a version


@batch_stage("load")
def load_batch(place: Workplace, batch_id: UUID) -> dict[str, int]:
    """Write a batch's articles and end its entries, all or nothing; return how many ended in which state.

    Loading again writes the same rows. Raises BadInput when the batch was given up meanwhile.
    """
    entries = list(read_stage(place.archive, stage_path(batch_id, "classify"), ClassifiedEntry))
    now = place.clock()
    written = [one for one in entries if one.state in WRITTEN]
    with place.store.begin() as transaction:
        transaction.lock(LOAD_LOCK)
        transaction.lock(DEDUPE_LOCK)  # no group or story is renamed between what is read here and what is written
        transaction.lock_batch(batch_id)
        write_articles(place, transaction, batch_id, written, now)
        transaction.run("insert_rechecks", rows=dump_rows(plan_first_rechecks(written, place.settings, now)))
        _write_ledger(place, transaction, batch_id, entries, now)
        counts = dict(sorted(Counter(str(one.state) for one in entries).items()))
        transaction.run("end_batch", batch_id=batch_id, now=now, outcome_counts=dump_rows(counts))
    log.info("batch loaded: %s", counts)
    return counts


def write_articles(
    place: Workplace,
    transaction: Transaction,
    batch_id: UUID,
    written: Sequence[ClassifiedEntry],
    now: datetime,
    reread: Reread | None = None,
) -> None:
    """Write a batch's articles and all that hangs on them: the only way an article comes into Postgres.

    reread: their pages were not fetched, but read again by a later extractor. What was registered of them for the batch
    decides on groups and stories. The transaction holds LOAD_LOCK and DEDUPE_LOCK.
    """
    if not written:
        return
    sources = _write_sources(transaction, written)
    rows = [article_row(one, batch_id, sources[_site_of(one)[0]]) for one in written]
    ids = [row["article_id"] for row in rows]
    registered, _ = transaction.read_registered(ids, batch_id)
    for row in rows:  # another batch may have merged its group or story since the decision
        if stood := registered.get(row["article_id"]):
            is_copy = stood.copy_group != row["article_id"]
            row |= {
                "copy_group": stood.copy_group,
                "story_id": stood.story_id,
                "is_copy": is_copy,
                "duplicate_of": stood.copy_group if is_copy else None,
                "similarity_ratio": stood.similarity_ratio,
                "containment_ratio": stood.containment_ratio,
                "decision_reason": stood.reason,
            }
        row |= reread.stands[row["article_id"]] if reread else {}
    stories = [{"story_id": row["story_id"], "title": row["title"], "seen_at": row["dated_at"]} for row in rows]
    transaction.rows("ensure_partitions", dates=sorted({row["dated_at"] for row in rows}))
    transaction.run("upsert_stories", rows=dump_rows(stories))
    fresh = {row.article_id for row in transaction.rows("upsert_article_keys", rows=dump_rows(rows))}
    _teach_sites(
        transaction, [(one, row) for one, row in zip(written, rows, strict=True) if row["article_id"] in fresh], now
    )
    _write_versions(transaction, batch_id, written, now if reread else None, reread.reworded if reread else ids)
    loaded = {row.article_id for row in transaction.rows("load_articles", rows=dump_rows(rows), now=now)}
    written = [one for one in written if one.decided.extracted.article_id in loaded]  # older versions change nothing
    transaction.run("load_authors", rows=dump_rows(author_rows(written)), article_ids=sorted(loaded))
    transaction.run("load_places", rows=dump_rows(place_rows(written)), article_ids=sorted(loaded))
    _load_topics(place, transaction, [one for one in written if one.classification], now)
    transaction.run("drop_superseded", batch_id=batch_id, article_ids=ids)
    transaction.run("apply_merges", story_ids=sorted({row["story_id"] for row in rows}))


def _write_versions(
    transaction: Transaction,
    batch_id: UUID,
    written: Sequence[ClassifiedEntry],
    valid_from_at: datetime | None,
    article_ids: Collection[UUID],
) -> None:
    """Write the versions of these articles among the written ones. valid_from_at: None for when each was fetched."""
    versions = [one for one in written if one.decided.extracted.article_id in article_ids]
    rows = [revision_row(one) | {"valid_from_at": valid_from_at} for one in versions]
    transaction.run("load_revisions", batch_id=batch_id, rows=dump_rows(rows))
    transaction.run("number_revisions", article_ids=[row["article_id"] for row in rows])
    if revised := [one.decided.extracted.article_id for one in versions if one.state is EntryState.REVISION]:
        pairs = transaction.rows("read_version_pairs", article_ids=revised, batch_id=batch_id)
        transaction.run("count_changed_words", rows=dump_rows([change_row(pair) for pair in pairs]))


def _teach_sites(
    transaction: Transaction, fresh: Sequence[tuple[ClassifiedEntry, dict[str, Any]]], now: datetime
) -> None:
    """Count the blocks of articles that were not known before, for what their sites print on every page.

    Each article counts once for good, whatever is loaded again. Copies do not count, nor does a second report of an
    outlet on one story: what they repeat is text.
    """
    taught = [(one, row) for one, row in fresh if one.state is EntryState.LOADED]
    if not taught:
        return
    asked = dump_rows([{"story_id": row["story_id"], "source_id": row["source_id"]} for _, row in taught])
    told = {(row.story_id, row.source_id) for row in transaction.rows("read_told_stories", rows=asked)}
    counts: Counter[tuple[str, int]] = Counter()
    for one, row in taught:
        story, article = (row["story_id"], row["source_id"]), article_of(one)
        host = source_host(article.canonical_url)
        if not host or story in told:
            continue
        told.add(story)
        removed = [*article.removed, *(block.text for block in article.site_blocks)]
        hashes = countable_hashes(article.text.split("\n"), removed)
        counts.update((host, hashed) for hashed in (PAGES_HASH, *hashes))
    rows = [
        {"host": host, "block_hash": hashed, "page_count": count} for (host, hashed), count in sorted(counts.items())
    ]
    transaction.run("count_site_blocks", rows=dump_rows(rows), now=now)


def _load_topics(place: Workplace, transaction: Transaction, judged: Sequence[ClassifiedEntry], now: datetime) -> None:
    """Write the model's word. Raises BadInput for a topic that neither Postgres nor the seeds know."""
    models = sorted({one.classification.model_version for one in judged if one.classification})
    transaction.run("register_model", rows=dump_rows([{"model_version": one} for one in models]), now=now)
    rows = [
        row
        for one in judged
        if one.classification and (article_id := one.decided.extracted.article_id)
        for row in topic_rows(article_id, one.classification)
    ]
    given = {row["topic"] for row in rows}
    if given - {row.topic for row in transaction.rows("list_topics")}:
        write_taxonomy(transaction, place.settings.seeds_dir)
        if unknown := sorted(given - {row.topic for row in transaction.rows("list_topics")}):
            raise BadInput(
                f"the batch was classified for {', '.join(unknown)}, which neither news.topics nor "
                f"{place.settings.seeds_dir}/topics/taxonomy.yaml has; put it back there, or clear the classify task",
                subject=unknown[0],
            )
    transaction.run("load_topics", rows=dump_rows(rows), now=now)
    ids = [one.decided.extracted.article_id for one in judged]
    transaction.run("drop_stale_topics", rows=dump_rows(rows), article_ids=ids)


def _write_ledger(
    place: Workplace, transaction: Transaction, batch_id: UUID, entries: Sequence[ClassifiedEntry], now: datetime
) -> None:
    pages = [page_of(one) for one in entries]
    rechecked = [one for one in entries if page_of(one).task.recheck is not None]
    entries = [one for one in entries if page_of(one).task.recheck is None]
    broken = [one for one in entries if one.state is EntryState.QUARANTINED]
    if rechecked:
        end_rechecks(transaction, place.settings, batch_id, rechecked, now)
    transaction.run("insert_page_fetches", batch_id=batch_id, rows=dump_rows([_fetch_row(page) for page in pages]))
    transaction.run("end_entries", batch_id=batch_id, now=now, rows=dump_rows([_end_row(one, now) for one in entries]))
    if broken:
        rows = [
            {
                "entry_id": page_of(one).task.entry_id,
                "stage": _stage_that_broke(one),
                "reason": one.reason,
                "error": one.detail,
            }
            for one in broken
        ]
        transaction.run("insert_quarantine", batch_id=batch_id, now=now, rows=dump_rows(rows))


def _stage_that_broke(one: ClassifiedEntry) -> str:
    if page_of(one).state is EntryState.QUARANTINED:
        return "fetch"
    if one.decided.extracted.state is EntryState.QUARANTINED:
        return "extract"
    return "deduplicate" if one.decided.state is EntryState.QUARANTINED else "classify"


def _write_sources(transaction: Transaction, written: Sequence[ClassifiedEntry]) -> dict[str, int]:
    rows = []
    for one in written:
        site_url, name = _site_of(one)
        task = page_of(one).task
        is_own = task.site_url is not None
        rows.append(
            {
                "site_url": site_url,
                "name": name,
                "country": task.source_country if is_own else None,
                "language": task.feed_language if is_own else None,
                "kind": task.feed_kind if is_own else None,
            }
        )
    return {row.site_url: row.source_id for row in transaction.rows("upsert_sources", rows=dump_rows(rows))}


def _site_of(one: ClassifiedEntry) -> tuple[str, str]:
    """Return (site URL, name) of an article's outlet: its feed's, or for a backfill the page's own host."""
    task = page_of(one).task
    article = article_of(one)
    if task.site_url:
        return task.site_url, task.source_name or task.site_url
    parts = urlsplit(article.canonical_url or task.url)
    return f"{parts.scheme}://{parts.netloc}/", article.site_name or parts.netloc


def _fetch_row(page: FetchedPage) -> dict[str, Any]:
    return {
        "entry_id": page.task.entry_id,
        "url": page.task.url,
        "final_url": page.final_url,
        "status_code": page.status_code,
        "outcome": page.reason if page.raw is not None else str(page.state),
        "reason": page.reason,
        "content_type": page.content_type,
        "fetched_at": page.fetched_at,
        "elapsed_seconds": page.elapsed_seconds,
        "body_bytes": page.body_bytes,
        **raw_columns(page),
    }


def _end_row(one: ClassifiedEntry, now: datetime) -> dict[str, Any]:
    task: EntryTask = page_of(one).task
    is_waiting = one.state is EntryState.DISCOVERED
    failed_count = task.attempt_count + 1
    return {
        "entry_id": task.entry_id,
        "state": one.state,
        "state_reason": one.reason,
        "state_detail": one.detail,
        "article_id": one.decided.extracted.article_id,
        "fetched_at": page_of(one).fetched_at if task.raw is None else None,
        "attempt_count": failed_count
        if (is_waiting and one.reason != "host_busy") or one.state is EntryState.UNREACHABLE
        else task.attempt_count,
        "next_attempt_at": retry_at(now, failed_count, page_of(one).retry_after_seconds) if is_waiting else None,
    }
