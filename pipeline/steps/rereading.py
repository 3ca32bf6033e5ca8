"""What an article says when its archived page is read again, beside what stands. Writes nothing.

The page is the one that brought the current version: a newer extractor must not undo a newer fetch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from pipeline.dedupe.changes import Change, Kind, count_words, diff_texts
from pipeline.errors import Unavailable
from pipeline.extract.pool import ExtractPool
from pipeline.records import (
    Article,
    EntryState,
    EntryTask,
    ExtractedEntry,
    FeedEntry,
    FetchedPage,
    FollowingPage,
    RawRef,
)
from pipeline.steps.article_rows import author_columns, place_columns, record_columns
from pipeline.steps.extracting import extract_pages, find_all_places, strip_site_blocks
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows, load_as
from pipeline.store.store import StoredRow

Outcome = Literal["unchanged", "changed", "no_article", "unreadable"]

SHOWN_CHARS: Final = 200  # of the first stretch that comes or goes: enough to know what it is
STORE_AWAY: Final = "archive"  # reason of the store's Unavailable: no page's fault

# What a change is called, by the columns that differ.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title",),
    "text": ("body",),
    "published": ("published_at", "published_at_precision", "published_at_zone", "dated_at"),
    "modified": ("modified_at",),
    "authors": ("authors",),
    "language": ("language",),
    "section": ("section",),
    "tags": ("tags",),
    "places": ("places",),
    "other": (
        "subtitle",
        "dateline_place",
        "wire_agency",
        "site_name",
        "image_url",
        "word_count",
        "is_paywalled",
    ),
}
PLACE_COLUMNS: Final = ("kind", "country_code", "place_name", "mention_count", "salience_ratio", "is_main")
WORDS: Final = frozenset({"title", "text"})  # what a version is made of
JUDGED: Final = frozenset({"title", "text", "language", "section"})  # what topics are judged by


@dataclass(frozen=True, slots=True)
class Reading:
    """One article read anew.

    batch_id: the batch that loaded the version whose page was read. changed: names of FIELDS.
    """

    article_id: UUID
    batch_id: UUID
    outcome: Outcome
    extracted: ExtractedEntry
    changed: tuple[str, ...] = ()


def read_again(place: Workplace, rows: Sequence[StoredRow], pool: ExtractPool) -> list[ExtractedEntry]:
    """Return what the extractor makes of the archived pages of stored articles, in order; each keeps its identity.

    Raises Unavailable when the archive store does not answer.
    """
    extracted = extract_pages(place, [stored_page(row) for row in rows], pool)
    for one in extracted:
        if one.reason == STORE_AWAY:
            raise Unavailable(one.detail, subject=one.page.task.url, reason=STORE_AWAY)
    known = [_keep_identity(one, row) for one, row in zip(extracted, rows, strict=True)]
    return find_all_places(strip_site_blocks(place, known))


def stored_page(row: StoredRow) -> FetchedPage:
    """Return the page that brought an article's current version, as the archive has it."""
    entry = load_as(row.entry, FeedEntry) if row.entry else FeedEntry(row.canonical_url, row.url, None, None)
    raw = RawRef(row.raw_file, row.raw_offset, row.raw_length, row.raw_digest) if row.raw_file else None
    task = EntryTask(
        row.entry_id,
        row.feed_id or 0,
        row.url,
        entry,
        row.first_seen_at,
        raw=raw,
        source_name=row.feed_name,
        site_url=row.site_url,
        feed_kind=row.feed_kind,
    )
    if raw is None:
        missing = "no record of the raw archive is noted for it"
        return FetchedPage(task, EntryState.QUARANTINED, "raw_unknown", missing, fetched_at=row.fetched_at)
    return FetchedPage(
        task,
        EntryState.DISCOVERED,
        "archived",
        final_url=row.url,
        fetched_at=row.fetched_at,
        raw=raw,
        following=tuple(load_as(one, FollowingPage) for one in row.following_pages),
    )


def judge_reading(row: StoredRow, extracted: ExtractedEntry) -> Reading:
    """Return how a reading compares with the article that stands."""
    outcome: Outcome = "unreadable"
    changed: tuple[str, ...] = ()
    if extracted.state is EntryState.NOT_ARTICLE:
        outcome = "no_article"
    elif extracted.state is EntryState.DISCOVERED and extracted.article is not None:
        differing = _differing_columns(_stored_values(row), _read_values(row, extracted.article))
        changed = tuple(name for name, columns in FIELDS.items() if differing.intersection(columns))
        outcome = "changed" if changed else "unchanged"
    return Reading(row.article_id, row.batch_id, outcome, extracted, changed)


def change_row(row: StoredRow, reading: Reading) -> dict[str, Any]:
    """Return the row of ops.text_changes."""
    article = reading.extracted.article if reading.outcome in ("unchanged", "changed") else None
    is_read = article is not None
    told: dict[str, Any] = {
        "article_id": row.article_id,
        "outcome": reading.outcome,
        "reason": "" if is_read else reading.extracted.reason,
        "detail": "" if is_read else reading.extracted.detail,
        "changed_fields": reading.changed,
        "old_extractor": row.extractor,
        "old_title": row.title,
        "old_published_at": row.published_at,
        "old_authors": row.authors,
        "old_word_count": row.word_count,
        "new_authors": (),
    }
    if article is None:
        return told
    read_url = reading.extracted.detail
    told |= {
        "new_title": article.title,
        "new_published_at": article.published_at.at if article.published_at else None,
        "new_authors": article.authors,
        "new_word_count": article.word_count,
        "new_url": read_url if read_url and read_url != row.canonical_url else None,
    }
    if "text" in reading.changed:
        told |= _tell_text(row.body, article.text)
    return told | (_tell_values(row, article) if reading.changed else {})


def _keep_identity(one: ExtractedEntry, row: StoredRow) -> ExtractedEntry:
    """Return a reading as its article's; the detail says the canonical address as the page gives it now.

    What is no article stays none.
    """
    if one.article is None or not one.article.is_article:
        return one
    return replace(
        one,
        state=EntryState.DISCOVERED,
        reason="extracted",
        detail=one.canonical_url or "",
        article_id=row.article_id,
        canonical_url=row.canonical_url,
    )


def _differing_columns(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the columns that differ; of another text the word count is none of its own."""
    differing = {name for columns in FIELDS.values() for name in columns if before[name] != after[name]}
    return differing - {"word_count"} if "body" in differing else differing


def _stored_values(row: StoredRow) -> dict[str, Any]:
    columns = {one for names in FIELDS.values() for one in names} - {"authors", "places"}
    values = {name: getattr(row, name) for name in columns}
    return _comparable(values | {"authors": row.author_keys, "places": sorted(row.places)})


def _read_values(row: StoredRow, article: Article) -> dict[str, Any]:
    authors = list(dict.fromkeys(author["name_key"] for author in author_columns(article)))
    places = sorted([place[name] for name in PLACE_COLUMNS] for place in place_columns(article))
    return _comparable(record_columns(article, row.first_seen_at) | {"authors": authors, "places": places})


def _tell_values(row: StoredRow, article: Article) -> dict[str, Any]:
    """Return what differs beside the body: columns as they stood and as they are read; of places those that differ."""
    before, after = _stored_values(row), _read_values(row, article)
    differing = _differing_columns(before, after) - {"body"}
    old, new = ({name: values[name] for name in differing} for values in (before, after))
    if "authors" in differing:
        old["authors"], new["authors"] = list(row.authors), list(article.authors)
    if "places" in differing:
        gone = [one for one in before["places"] if one not in after["places"]]
        come = [one for one in after["places"] if one not in before["places"]]
        old["places"], new["places"] = _name_places(gone), _name_places(come)
    return {"old_values": old, "new_values": new}


def _name_places(places: Sequence[Sequence[Any]]) -> list[str]:
    return [
        f"{name} ({kind}, {mentions} mentions, weight {salience:g}{', main' if is_main else ''})"
        for kind, _, name, mentions, salience, is_main in places
    ]


def _comparable(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as Postgres would give them back: times in UTC, text without what it cannot hold."""
    utc = {name: one.astimezone(UTC) if isinstance(one, datetime) else one for name, one in values.items()}
    decoded: dict[str, Any] = msgspec.json.decode(dump_rows(utc))
    return decoded


def _tell_text(before: str, after: str) -> dict[str, Any]:
    changes = diff_texts(before, after)
    counts = count_words(changes)
    added, removed = counts["added"], counts["removed"]
    return {
        "added_word_count": added,
        "removed_word_count": removed,
        "changed_ratio": (added + removed) / max(1, added + removed + 2 * counts["same"]),
        "added_text": _first_stretch(changes, "added"),
        "removed_text": _first_stretch(changes, "removed"),
    }


def _first_stretch(changes: Sequence[Change], kind: Kind) -> str | None:
    for change in changes:
        text = " ".join(change.text.split())
        if change.kind == kind and any(map(str.isalnum, text)):
            return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
    return None
