"""Articles read again are written: through the statements of a load, with what must stay taken from the rows that stand.

Identity stays: id, address, first seen, outlet, entry, the place of the bytes, labels. Words that changed make a version;
what else changed is written into the one that stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pipeline.records import Article, Classification, ClassifiedEntry, DecidedEntry, EntryState
from pipeline.steps.article_rows import record_columns
from pipeline.steps.deciding import Fingerprinted
from pipeline.steps.deciding_anew import DecidedAnew, decide_anew
from pipeline.steps.loading import Reread, write_articles
from pipeline.steps.models import classifier_in_force
from pipeline.steps.rereading import JUDGED, WORDS, Reading
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow, Transaction

NOTED = (
    "extractor",
    "value_sources",
    "published_at_source",
    "modified_at_source",
    "removed_blocks",
    "site_blocks",
)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One article to write anew. words: its topics, where what they are judged by changed."""

    reading: Reading
    stood: StoredRow
    item: Fingerprinted
    words: Classification | None


@dataclass(frozen=True, slots=True)
class StandingVersions:
    """The current versions of articles, and what deduplication registered of them."""

    rows: Mapping[UUID, StoredRow]
    registered: Mapping[UUID, StoredRow]
    overtaken: frozenset[UUID]  # a newer fetch is decided on and not loaded yet

    def is_current(self, reading: Reading) -> bool:
        """Return whether the version that was read stands, and no newer one is on its way."""
        row = self.rows.get(reading.article_id)
        return row is not None and row.batch_id == reading.batch_id and row.article_id not in self.overtaken


def read_standing(transaction: Transaction, rows: Sequence[StoredRow]) -> StandingVersions:
    """Return the versions that stand, given their rows, with their registrations."""
    current = {row.article_id: row for row in rows}
    known: dict[UUID, list[StoredRow]] = defaultdict(list)
    for one in transaction.rows("read_registered", article_ids=list(current)):
        known[one.article_id].append(one)
    mine = {
        article_id: one
        for article_id, given in known.items()
        for one in given
        if one.batch_id == current[article_id].batch_id
    }
    overtaken = frozenset(
        article_id
        for article_id, given in known.items()
        if any(one.fetched_at > current[article_id].fetched_at for one in given)
    )
    return StandingVersions(current, mine, overtaken)


def judge_topics(place: Workplace, readings: Sequence[Reading]) -> dict[UUID, Classification]:
    """Return the topics, by the model in use, of readings whose words, language or section changed."""
    judged = [one for one in readings if JUDGED.intersection(one.changed)]
    if not judged:
        return {}
    articles = [article_of(one) for one in judged]
    given = classifier_in_force(place).classify_many(
        [(one.title, one.text, one.language, one.section) for one in articles]
    )
    return {one.article_id: word for one, word in zip(judged, given, strict=True)}


def write_changed(
    place: Workplace,
    transaction: Transaction,
    batch_id: UUID,
    changed: Sequence[Rewriting],
    registered: Mapping[UUID, StoredRow],
    now: datetime,
) -> None:
    """Write articles whose reading differs, as a batch of their own. The transaction holds LOAD_LOCK and DEDUPE_LOCK."""
    if not changed:
        return
    window = timedelta(days=place.settings.dedupe_window_days)
    decided = decide_anew(transaction, batch_id, [one.item for one in changed], registered, window, now)
    reworded = {one.reading.article_id for one in changed if WORDS.intersection(one.reading.changed)}
    stands = {one.reading.article_id: _what_stands(one, decided) for one in changed}
    write_articles(
        place, transaction, batch_id, [_entry_of(one, decided) for one in changed], now, Reread(stands, reworded)
    )
    same_words = [one for one in changed if one.reading.article_id not in reworded]
    transaction.run("restamp_revisions", rows=dump_rows([_stamp(one.reading, batch_id) for one in same_words]))
    stories = {one.stood.story_id for one in changed} | {one.story_id for one in decided.decisions.values()}
    transaction.run("refresh_stories", story_ids=sorted(stories))


def note_unchanged(transaction: Transaction, unchanged: Sequence[Reading]) -> None:
    """Note of articles that read the same by which extractor; nothing else of them changes."""
    rows = []
    for one in unchanged:
        columns = record_columns(article_of(one), one.extracted.page.task.first_seen_at)
        rows.append({"article_id": one.article_id, "batch_id": one.batch_id} | {name: columns[name] for name in NOTED})
    transaction.run("note_readings", rows=dump_rows(rows))
    transaction.run("restamp_revisions", rows=dump_rows([_stamp(one, one.batch_id) for one in unchanged]))


def article_of(reading: Reading) -> Article:
    """Return what was read. Raises LookupError for a reading without an article."""
    if reading.extracted.article is None:
        raise LookupError(f"article {reading.article_id} was not read: {reading.outcome}")
    return reading.extracted.article


def _entry_of(one: Rewriting, decided: DecidedAnew) -> ClassifiedEntry:
    decision = decided.decisions[one.reading.article_id]
    state, reason = EntryState.REVISION, "read_anew"
    entry = DecidedEntry(one.reading.extracted, state, reason, decision.reason, one.item.fingerprint, decision)
    return ClassifiedEntry(entry, state, reason, decision.reason, one.words)


def _what_stands(one: Rewriting, decided: DecidedAnew) -> dict[str, Any]:
    """Return the columns that another reading of the same bytes does not change."""
    article_id, stood = one.reading.article_id, one.stood
    stands = {
        "source_id": stood.source_id,
        "following_pages": stood.following_pages,  # also those that this extractor leaves out: a later one may not
        "is_story_new": article_id in decided.retold,
    }
    if one.words is None:
        stands |= {"model_version": stood.model_version, "is_language_covered": stood.is_language_covered}
    if article_id in decided.standing:
        stands["decision_candidates"] = stood.decision_candidates
    return stands


def _stamp(reading: Reading, new_batch_id: UUID) -> dict[str, Any]:
    article = article_of(reading)
    return {
        "article_id": reading.article_id,
        "batch_id": reading.batch_id,
        "new_batch_id": new_batch_id,
        "extractor": article.extractor,
        "modified_at": article.modified_at.at if article.modified_at else None,
    }
