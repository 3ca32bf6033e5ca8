"""Last stage: classified entries become rows, in one transaction a batch; the ledger ends with them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path
from pipeline.dedupe.changes import count_changed_words
from pipeline.errors import BadInput, Quarantine
from pipeline.extract.site_memory import PAGES_HASH, countable_hashes, source_host
from pipeline.records import Article, ClassifiedEntry, EntryState, EntryTask, FetchedPage
from pipeline.steps.fetching import retry_at
from pipeline.steps.rechecking import end_rechecks, plan_first_rechecks
from pipeline.steps.stage import batch_stage
from pipeline.steps.taxonomy import write_taxonomy
from pipeline.steps.topic_rows import topic_rows
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows, to_builtins
from pipeline.store.store import DEDUPE_LOCK, LOAD_LOCK, StoredRow, Transaction

log = logging.getLogger(__name__)

EARLIEST_DATE = datetime(1900, 1, 1, tzinfo=UTC)  # earlier claims are parsers' sentinels, not news
FUTURE_SLACK = timedelta(days=2)  # embargoes and zones; later claims are mistakes
WRITTEN = (EntryState.LOADED, EntryState.COPY, EntryState.REVISION)


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
        _load_articles(place, transaction, batch_id, written, now)
        transaction.run("insert_rechecks", rows=dump_rows(plan_first_rechecks(written, place.settings, now)))
        _write_ledger(place, transaction, batch_id, entries, now)
        counts = dict(sorted(Counter(str(one.state) for one in entries).items()))
        transaction.run("end_batch", batch_id=batch_id, now=now, outcome_counts=dump_rows(counts))
    log.info("batch loaded: %s", counts)
    return counts


def date_article(article: Article, first_seen_at: datetime) -> datetime:
    """Return the article's dated_at: published_at where it can be true, else first_seen_at."""
    claimed = article.published_at
    if claimed and EARLIEST_DATE <= claimed.at <= first_seen_at + FUTURE_SLACK:
        return claimed.at
    return first_seen_at


def _load_articles(
    place: Workplace, transaction: Transaction, batch_id: UUID, written: Sequence[ClassifiedEntry], now: datetime
) -> None:
    if not written:
        return
    sources = _write_sources(transaction, written)
    rows = [_article_row(one, batch_id, sources[_site_of(one)[0]]) for one in written]
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
    stories = [{"story_id": row["story_id"], "title": row["title"], "seen_at": row["dated_at"]} for row in rows]
    transaction.rows("ensure_partitions", dates=sorted({row["dated_at"] for row in rows}))
    transaction.run("upsert_stories", rows=dump_rows(stories))
    fresh = {row.article_id for row in transaction.rows("upsert_article_keys", rows=dump_rows(rows))}
    _teach_sites(
        transaction, [(one, row) for one, row in zip(written, rows, strict=True) if row["article_id"] in fresh], now
    )
    transaction.run("load_revisions", batch_id=batch_id, rows=dump_rows([_revision_row(one) for one in written]))
    transaction.run("number_revisions", article_ids=ids)
    if revised := [one.decided.extracted.article_id for one in written if one.state is EntryState.REVISION]:
        pairs = transaction.rows("read_version_pairs", article_ids=revised, batch_id=batch_id)
        transaction.run("count_changed_words", rows=dump_rows([_change_row(pair) for pair in pairs]))
    loaded = {row.article_id for row in transaction.rows("load_articles", rows=dump_rows(rows), now=now)}
    written = [one for one in written if one.decided.extracted.article_id in loaded]  # older versions change nothing
    transaction.run("load_authors", rows=dump_rows(_author_rows(written)), article_ids=sorted(loaded))
    transaction.run("load_places", rows=dump_rows(_place_rows(written)), article_ids=sorted(loaded))
    _load_topics(place, transaction, written, sorted(loaded), now)
    transaction.run("drop_superseded", batch_id=batch_id, article_ids=ids)
    transaction.run("apply_merges", story_ids=sorted({row["story_id"] for row in rows}))


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
        story, article = (row["story_id"], row["source_id"]), _article_of(one)
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


def _load_topics(
    place: Workplace, transaction: Transaction, written: Sequence[ClassifiedEntry], loaded: list[UUID], now: datetime
) -> None:
    """Write the model's word. Raises BadInput for a topic that neither Postgres nor the seeds know."""
    models = sorted({one.classification.model_version for one in written if one.classification})
    transaction.run("register_model", rows=dump_rows([{"model_version": one} for one in models]), now=now)
    rows = [
        row
        for one in written
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
    transaction.run("drop_stale_topics", rows=dump_rows(rows), article_ids=loaded)


def _write_ledger(
    place: Workplace, transaction: Transaction, batch_id: UUID, entries: Sequence[ClassifiedEntry], now: datetime
) -> None:
    pages = [_page_of(one) for one in entries]
    rechecked = [one for one in entries if _page_of(one).task.recheck is not None]
    entries = [one for one in entries if _page_of(one).task.recheck is None]
    broken = [one for one in entries if one.state is EntryState.QUARANTINED]
    if rechecked:
        end_rechecks(transaction, place.settings, batch_id, rechecked, now)
    transaction.run("insert_page_fetches", batch_id=batch_id, rows=dump_rows([_fetch_row(page) for page in pages]))
    transaction.run("end_entries", batch_id=batch_id, now=now, rows=dump_rows([_end_row(one, now) for one in entries]))
    if broken:
        rows = [
            {
                "entry_id": _page_of(one).task.entry_id,
                "stage": _stage_that_broke(one),
                "reason": one.reason,
                "error": one.detail,
            }
            for one in broken
        ]
        transaction.run("insert_quarantine", batch_id=batch_id, now=now, rows=dump_rows(rows))


def _page_of(one: ClassifiedEntry) -> FetchedPage:
    return one.decided.extracted.page


def _article_of(one: ClassifiedEntry) -> Article:
    article = one.decided.extracted.article
    if article is None:
        raise Quarantine(
            f"entry {_page_of(one).task.entry_id} has no article; clear the extract task", reason="stage_order"
        )
    return article


def _stage_that_broke(one: ClassifiedEntry) -> str:
    if _page_of(one).state is EntryState.QUARANTINED:
        return "fetch"
    if one.decided.extracted.state is EntryState.QUARANTINED:
        return "extract"
    return "deduplicate" if one.decided.state is EntryState.QUARANTINED else "classify"


def _write_sources(transaction: Transaction, written: Sequence[ClassifiedEntry]) -> dict[str, int]:
    rows = []
    for one in written:
        site_url, name = _site_of(one)
        task = _page_of(one).task
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
    task = _page_of(one).task
    article = _article_of(one)
    if task.site_url:
        return task.site_url, task.source_name or task.site_url
    parts = urlsplit(article.canonical_url or task.url)
    return f"{parts.scheme}://{parts.netloc}/", article.site_name or parts.netloc


def _article_row(one: ClassifiedEntry, batch_id: UUID, source_id: int) -> dict[str, Any]:
    article, page, decided = _article_of(one), _page_of(one), one.decided
    decision, fingerprint, task = decided.decision, decided.fingerprint, page.task
    if decision is None or fingerprint is None:
        raise Quarantine(f"entry {task.entry_id} has no decision; clear the deduplicate task", reason="stage_order")
    published, modified = article.published_at, article.modified_at
    return {
        "article_id": decision.article_id,
        "dated_at": date_article(article, task.first_seen_at),
        "source_id": source_id,
        "canonical_url": decided.extracted.canonical_url,
        "url": page.final_url or task.url,
        "title": article.title,
        "subtitle": article.subtitle,
        "body": article.text,
        "body_hash": fingerprint.body_hash,
        "language": article.language,
        "section": article.section,
        "tags": article.tags,
        "dateline_place": article.dateline_place,
        "wire_agency": article.wire_agency,
        "site_name": article.site_name,
        "image_url": article.image_url,
        "word_count": article.word_count,
        "is_paywalled": article.is_paywalled,
        "published_at": published.at if published else None,
        "published_at_source": published.source if published else None,
        "published_at_precision": published.precision if published else None,
        "published_at_zone": published.zone if published else None,
        "modified_at": modified.at if modified else None,
        "modified_at_source": modified.source if modified else None,
        "first_seen_at": task.first_seen_at,
        "fetched_at": page.fetched_at,
        "is_copy": decision.duplicate_of is not None,
        "duplicate_of": decision.duplicate_of,
        "copy_group": decision.copy_group,
        "similarity_ratio": decision.similarity,
        "containment_ratio": decision.containment,
        "story_id": decision.story_id,
        "decision_reason": decision.reason,
        "decision_candidates": decision.candidates,
        "is_language_covered": one.classification.language_covered if one.classification else True,
        "model_version": one.classification.model_version if one.classification else None,
        "extractor": article.extractor,
        "value_sources": article.value_sources,
        "removed_blocks": article.removed,
        "site_blocks": to_builtins(article.site_blocks),
        "entry_id": task.entry_id,
        "batch_id": batch_id,
        "following_pages": to_builtins(page.following[: article.page_count - 1]),
        **_raw_columns(page),
    }


def _revision_row(one: ClassifiedEntry) -> dict[str, Any]:
    article, page, fingerprint = _article_of(one), _page_of(one), one.decided.fingerprint
    return {
        "article_id": one.decided.extracted.article_id,
        "title": article.title,
        "body": article.text,
        "body_hash": fingerprint.body_hash if fingerprint else "",
        "title_hash": fingerprint.title_hash if fingerprint else "",
        "modified_at": article.modified_at.at if article.modified_at else None,
        "fetched_at": page.fetched_at,
        "extractor": article.extractor,
        **_raw_columns(page),
    }


def _change_row(pair: StoredRow) -> dict[str, Any]:
    before, after = f"{pair.title_before or ''}\n{pair.body_before}", f"{pair.title or ''}\n{pair.body}"
    added, removed = count_changed_words(before, after)
    return {
        "article_id": pair.article_id,
        "batch_id": pair.batch_id,
        "added_word_count": added,
        "removed_word_count": removed,
    }


def _author_rows(written: Sequence[ClassifiedEntry]) -> list[dict[str, Any]]:
    return [
        {
            "article_id": one.decided.extracted.article_id,
            "name": name,
            "name_key": " ".join(name.casefold().split()),
            "author_number": number,
        }
        for one in written
        for number, name in enumerate(_article_of(one).authors, 1)
    ]


def _place_rows(written: Sequence[ClassifiedEntry]) -> list[dict[str, Any]]:
    return [
        {
            "article_id": one.decided.extracted.article_id,
            "kind": place.kind,
            "country_code": place.country_code,
            "place_name": place.name,
            "geoname_id": place.geoname_id,
            "mention_count": place.mention_count,
            "salience_ratio": place.salience,
            "is_main": place.is_main,
            "evidence": to_builtins(place.evidence),
        }
        for one in written
        for place in _article_of(one).places
    ]


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
        **_raw_columns(page),
    }


def _raw_columns(page: FetchedPage) -> dict[str, Any]:
    raw = page.raw
    return {
        "raw_file": raw.file if raw else None,
        "raw_offset": raw.offset if raw else None,
        "raw_length": raw.length if raw else None,
        "raw_digest": raw.digest if raw else None,
    }


def _end_row(one: ClassifiedEntry, now: datetime) -> dict[str, Any]:
    task: EntryTask = _page_of(one).task
    is_waiting = one.state is EntryState.DISCOVERED
    failed_count = task.attempt_count + 1
    return {
        "entry_id": task.entry_id,
        "state": one.state,
        "state_reason": one.reason,
        "state_detail": one.detail,
        "article_id": one.decided.extracted.article_id,
        "fetched_at": _page_of(one).fetched_at if task.raw is None else None,
        "attempt_count": failed_count
        if (is_waiting and one.reason != "host_busy") or one.state is EntryState.UNREACHABLE
        else task.attempt_count,
        "next_attempt_at": retry_at(now, failed_count, _page_of(one).retry_after_seconds) if is_waiting else None,
    }
