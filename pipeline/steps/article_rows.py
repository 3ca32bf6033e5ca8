"""Rows of an article from what the stages say of it: for a batch's load and for history read anew. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pipeline.dedupe.changes import count_changed_words
from pipeline.errors import Quarantine
from pipeline.records import Article, ClassifiedEntry, FetchedPage
from pipeline.store.encode import to_builtins
from pipeline.store.store import StoredRow

EARLIEST_DATE = datetime(1900, 1, 1, tzinfo=UTC)  # earlier claims are parsers' sentinels, not news
FUTURE_SLACK = timedelta(days=2)  # embargoes and zones; later claims are mistakes


def date_article(article: Article, first_seen_at: datetime) -> datetime:
    """Return the article's dated_at: published_at where it can be true, else first_seen_at."""
    claimed = article.published_at
    if claimed and EARLIEST_DATE <= claimed.at <= first_seen_at + FUTURE_SLACK:
        return claimed.at
    return first_seen_at


def article_row(one: ClassifiedEntry, batch_id: UUID, source_id: int) -> dict[str, Any]:
    """Return the row of news.articles. Raises Quarantine for an entry that no decision was made on."""
    article, page, decided = article_of(one), page_of(one), one.decided
    decision, fingerprint, task = decided.decision, decided.fingerprint, page.task
    if decision is None or fingerprint is None:
        raise Quarantine(f"entry {task.entry_id} has no decision; clear the deduplicate task", reason="stage_order")
    return {
        **record_columns(article, task.first_seen_at),
        "article_id": decision.article_id,
        "source_id": source_id,
        "canonical_url": decided.extracted.canonical_url,
        "url": page.final_url or task.url,
        "body_hash": fingerprint.body_hash,
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
        "entry_id": task.entry_id,
        "batch_id": batch_id,
        "following_pages": to_builtins(page.following[: article.page_count - 1]),
        **raw_columns(page),
    }


def record_columns(article: Article, first_seen_at: datetime) -> dict[str, Any]:
    """Return the columns of news.articles that the extractor's word alone fills."""
    published, modified = article.published_at, article.modified_at
    return {
        "dated_at": date_article(article, first_seen_at),
        "title": article.title,
        "subtitle": article.subtitle,
        "body": article.text,
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
        "extractor": article.extractor,
        "value_sources": article.value_sources,
        "removed_blocks": article.removed,
        "site_blocks": to_builtins(article.site_blocks),
    }


def revision_row(one: ClassifiedEntry) -> dict[str, Any]:
    """Return the row of the version in news.article_revisions."""
    article, page, fingerprint = article_of(one), page_of(one), one.decided.fingerprint
    return {
        "article_id": one.decided.extracted.article_id,
        "title": article.title,
        "body": article.text,
        "body_hash": fingerprint.body_hash if fingerprint else "",
        "title_hash": fingerprint.title_hash if fingerprint else "",
        "modified_at": article.modified_at.at if article.modified_at else None,
        "fetched_at": page.fetched_at,
        "extractor": article.extractor,
        **raw_columns(page),
    }


def change_row(pair: StoredRow) -> dict[str, Any]:
    """Return how many words came and went between two versions."""
    before, after = f"{pair.title_before or ''}\n{pair.body_before}", f"{pair.title or ''}\n{pair.body}"
    added, removed = count_changed_words(before, after)
    return {
        "article_id": pair.article_id,
        "batch_id": pair.batch_id,
        "added_word_count": added,
        "removed_word_count": removed,
    }


def author_rows(written: Sequence[ClassifiedEntry]) -> list[dict[str, Any]]:
    """Return a row an author, in the order of the bylines."""
    return [
        {"article_id": one.decided.extracted.article_id, **columns}
        for one in written
        for columns in author_columns(article_of(one))
    ]


def author_columns(article: Article) -> list[dict[str, Any]]:
    """Return what is written of each author of an article."""
    return [
        {"name": name, "name_key": " ".join(name.casefold().split()), "author_number": number}
        for number, name in enumerate(article.authors, 1)
    ]


def place_rows(written: Sequence[ClassifiedEntry]) -> list[dict[str, Any]]:
    """Return a row a place."""
    return [
        {"article_id": one.decided.extracted.article_id, **columns}
        for one in written
        for columns in place_columns(article_of(one))
    ]


def place_columns(article: Article) -> list[dict[str, Any]]:
    """Return what is written of each place of an article."""
    return [
        {
            "kind": place.kind,
            "country_code": place.country_code,
            "place_name": place.name,
            "geoname_id": place.geoname_id,
            "mention_count": place.mention_count,
            "salience_ratio": place.salience,
            "is_main": place.is_main,
            "evidence": to_builtins(place.evidence),
        }
        for place in article.places
    ]


def raw_columns(page: FetchedPage) -> dict[str, Any]:
    """Return where the bytes of a page stand."""
    raw = page.raw
    return {
        "raw_file": raw.file if raw else None,
        "raw_offset": raw.offset if raw else None,
        "raw_length": raw.length if raw else None,
        "raw_digest": raw.digest if raw else None,
    }


def page_of(one: ClassifiedEntry) -> FetchedPage:
    """Return an entry's page."""
    return one.decided.extracted.page


def article_of(one: ClassifiedEntry) -> Article:
    """Return an entry's article. Raises Quarantine when it has none."""
    article = one.decided.extracted.article
    if article is None:
        raise Quarantine(
            f"entry {page_of(one).task.entry_id} has no article; clear the extract task", reason="stage_order"
        )
    return article
