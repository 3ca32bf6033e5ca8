"""Stage deduplicate: articles come in; new, copy, revision or unchanged comes out, with the story.

The comparison and the registration happen under one lock: two batches that hold the same dispatch cannot both call
it new. What a batch decided is kept with it, so that the stage can run again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.dedupe.compare import are_copies, measure_likeness
from pipeline.dedupe.decide import DedupeItem, decide_batch
from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.records import DecidedEntry, Decision, EntryState, ExtractedEntry, Fingerprint, Known
from pipeline.steps.extracting import MOVED
from pipeline.steps.loading import date_article
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows, load_as, to_builtins
from pipeline.store.store import DEDUPE_LOCK, StoredRow, Transaction, known_of

log = logging.getLogger(__name__)

# Where a decision sends the entry, and the ledger's word for it; the decision's own reason goes into the detail.
ENDS = {
    "new": (EntryState.LOADED, "new_article"),
    "copy": (EntryState.COPY, "same_text"),
    "revision": (EntryState.REVISION, "changed"),
    "unchanged": (EntryState.UNCHANGED, "same_version"),
}


@dataclass(frozen=True, slots=True)
class _Item:
    """One article of the batch, fingerprinted."""

    extracted: ExtractedEntry
    article_id: UUID
    fingerprint: Fingerprint
    seen_at: datetime
    fetched_at: datetime


def deduplicate_articles(place: Workplace, batch_id: UUID) -> str:
    """Decide on the articles of a batch and register them; return the stage file's path."""
    place.store.open_batch(batch_id, place.clock())
    extracted = list(read_stage(place.archive, stage_path(batch_id, "extract"), ExtractedEntry))
    items = [item for one in extracted if (item := _fingerprint(one, place.clock())) is not None]
    chosen = choose_one_each(items)
    with place.store.begin() as transaction:
        transaction.lock(DEDUPE_LOCK)
        decisions = _decide(transaction, batch_id, list(chosen.values()), place.settings.dedupe_window_days)
        rows = [
            _registration(chosen[one.article_id], one, batch_id)
            for one in decisions.values()
            if one.kind != "unchanged"
        ]
        transaction.run("register_fingerprints", rows=dump_rows(rows))
        if renamed := list_renamed(decisions.values()):
            transaction.run("rename_merged", rows=dump_rows(renamed))
            transaction.run("rename_groups", rows=dump_rows(renamed))
    by_entry = {item.extracted.page.task.entry_id: item for item in items}
    decided = [_decided(one, by_entry, chosen, decisions) for one in extracted]
    log.info("articles decided: %d of %d entries", len(decisions), len(decided))
    return write_stage(place.archive, batch_id, "deduplicate", decided)


def choose_one_each(items: Sequence[_Item]) -> dict[UUID, _Item]:
    """Return one item per article: where several entries led to it, the one fetched from its canonical URL, else the first."""
    by_article: dict[UUID, list[_Item]] = defaultdict(list)
    for item in items:
        by_article[item.article_id].append(item)
    return {
        article_id: next((one for one in same if one.extracted.page.final_url == one.extracted.canonical_url), same[0])
        for article_id, same in by_article.items()
    }


def list_renamed(decisions: Iterable[Decision]) -> list[dict[str, UUID]]:
    """Return the groups and stories that decisions showed to be others, as {was, becomes}."""
    pairs = {
        was: becomes
        for one in decisions
        for merged, becomes in ((one.merged_groups, one.copy_group), (one.merged_stories, one.story_id))
        for was in merged
        if was != becomes
    }
    return [{"was": was, "becomes": becomes} for was, becomes in sorted(pairs.items())]


def _fingerprint(one: ExtractedEntry, now: datetime) -> _Item | None:
    if one.state is not EntryState.DISCOVERED or one.article is None or one.article_id is None:
        return None
    article = one.article
    return _Item(
        one,
        one.article_id,
        fingerprint_article(title=article.title, text=article.text, language=article.language),
        date_article(article, one.page.task.first_seen_at),
        one.page.fetched_at or now,
    )


def _decide(transaction: Transaction, batch_id: UUID, items: Sequence[_Item], window_days: int) -> dict[UUID, Decision]:
    if not items:
        return {}
    mine, others = transaction.read_registered([item.article_id for item in items], batch_id)
    decisions: dict[UUID, Decision] = {}
    open_items: list[_Item] = []
    for item in items:
        settled = _settled(item, mine.get(item.article_id), others.get(item.article_id))
        settled = settled or _left_for_another(item, others.get(item.article_id))
        if settled is None:
            open_items.append(item)
        else:
            decisions[item.article_id] = settled
    if open_items:
        window = timedelta(days=window_days)
        times = [item.seen_at for item in open_items]
        prints = [item.fingerprint for item in open_items]
        found = transaction.find_candidates(prints, min(times) - window, max(times) + window)
        asked = [_dedupe_item(item, others.get(item.article_id)) for item in open_items]
        for decision in decide_batch(asked, _candidates_of(open_items, found)):
            decisions[decision.article_id] = decision
    return decisions


def _settled(item: _Item, mine: StoredRow | None, other: StoredRow | None) -> Decision | None:
    """Return a decision that stands already: this batch's own, or that a newer version is known."""
    if mine and mine.body_hash == item.fingerprint.body_hash and mine.title_hash == item.fingerprint.title_hash:
        # Group and story may have been merged into others since.
        return replace(load_as(mine.decision, Decision), copy_group=mine.copy_group, story_id=mine.story_id)
    if other and other.fetched_at > item.fetched_at:
        return Decision(
            item.article_id,
            "unchanged",
            "older_than_current",
            copy_group=other.copy_group,
            story_id=other.story_id,
        )
    return None


def _left_for_another(item: _Item, other: StoredRow | None) -> Decision | None:
    """Return "unchanged" for a re-check whose page leads to another article now; None where it is the same one, moved."""
    if item.extracted.reason != MOVED or other is None:
        return None
    before = known_of(other).fingerprint
    if are_copies(before, item.fingerprint, measure_likeness(before, item.fingerprint), hours_apart=0.0):
        return None
    reason = f"the page leads to another article now: {item.extracted.detail}"
    return Decision(item.article_id, "unchanged", reason, copy_group=other.copy_group, story_id=other.story_id)


def _dedupe_item(item: _Item, other: StoredRow | None) -> DedupeItem:
    previous = known_of(other) if other is not None else None
    return DedupeItem(item.article_id, item.fingerprint, item.seen_at, previous=previous)


def _candidates_of(items: Sequence[_Item], found: Sequence[Known]) -> Mapping[UUID, Sequence[Known]]:
    """Return for each item the registered articles that share a key with it."""
    holders: dict[tuple[str, int], list[Known]] = defaultdict(list)
    for known in found:
        for key in known.fingerprint.copy_keys:
            holders["copy", key].append(known)
        for key in known.fingerprint.story_keys:
            holders["story", key].append(known)
    candidates: dict[UUID, Sequence[Known]] = {}
    for item in items:
        keys = [("copy", key) for key in item.fingerprint.copy_keys]
        keys += [("story", key) for key in item.fingerprint.story_keys]
        mine = {known.article_id: known for key in keys for known in holders.get(key, ())}
        mine.pop(item.article_id, None)
        candidates[item.article_id] = list(mine.values())
    return candidates


def _registration(item: _Item, decision: Decision, batch_id: UUID) -> dict[str, Any]:
    return {
        "article_id": item.article_id,
        "batch_id": batch_id,
        "canonical_url": item.extracted.canonical_url,
        "body_hash": item.fingerprint.body_hash,
        "title_hash": item.fingerprint.title_hash,
        "token_count": item.fingerprint.token_count,
        "copy_keys": item.fingerprint.copy_keys,
        "story_keys": item.fingerprint.story_keys,
        "sketch": item.fingerprint.sketch.hex(),
        "seen_at": item.seen_at,
        "copy_group": decision.copy_group,
        "story_id": decision.story_id,
        "decision": to_builtins(decision),
        "fetched_at": item.fetched_at,
    }


def _decided(
    one: ExtractedEntry,
    by_entry: Mapping[int, _Item],
    chosen: Mapping[UUID, _Item],
    decisions: Mapping[UUID, Decision],
) -> DecidedEntry:
    item = by_entry.get(one.page.task.entry_id)
    if item is None:
        return DecidedEntry(one, one.state, one.reason, one.detail)
    decision = decisions[item.article_id]
    if chosen[item.article_id] is not item:
        return DecidedEntry(one, EntryState.UNCHANGED, "same_article", "another entry of this batch led to it")
    state, reason = ENDS[decision.kind]
    return DecidedEntry(one, state, reason, decision.reason, item.fingerprint, decision)
