"""Stage deduplicate: articles come in; new, copy, revision or unchanged comes out, with the story.

The comparison and the registration happen under one lock: two batches that hold the same dispatch cannot both call
it new. What a batch decided is kept with it, so that the stage can run again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.dedupe.compare import are_copies, measure_likeness
from pipeline.dedupe.decide import DedupeItem, decide_batch, tell_copy
from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.dedupe.wire import is_wire_own
from pipeline.records import DecidedEntry, Decision, EntryState, ExtractedEntry, Fingerprint, Known
from pipeline.steps.article_rows import date_article
from pipeline.steps.extracting import MOVED
from pipeline.steps.rechecking import LEFT
from pipeline.steps.stage import batch_stage
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.keys import keys_to_store
from pipeline.store.store import DEDUPE_LOCK, StoredRow, Transaction, known_of
from pipeline.urls import registrable_domain

log = logging.getLogger(__name__)

ORIGINAL_LOST = "original_never_loaded"  # reason of a copy that took the place of one, as heal_orphan_copies has it

# Where a decision sends the entry, and the ledger's word for it; the decision's own reason goes into the detail.
ENDS = {
    "new": (EntryState.LOADED, "new_article"),
    "copy": (EntryState.COPY, "same_text"),
    "revision": (EntryState.REVISION, "changed"),
    "unchanged": (EntryState.UNCHANGED, "same_version"),
}


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """One article of the batch, fingerprinted."""

    extracted: ExtractedEntry
    article_id: UUID
    fingerprint: Fingerprint
    seen_at: datetime
    fetched_at: datetime
    is_wire_own: bool


@batch_stage("deduplicate")
def deduplicate_articles(place: Workplace, batch_id: UUID) -> str:
    """Decide on the articles of a batch and register them; return the stage file's path.

    Raises BadInput when the batch was given up meanwhile.
    """
    extracted = list(read_stage(place.archive, stage_path(batch_id, "extract"), ExtractedEntry))
    now = place.clock()
    items = [item for one in extracted if (item := fingerprint_entry(one, now)) is not None]
    chosen = choose_one_each(items)
    told = _read_told(place, batch_id)
    with place.store.begin() as transaction:
        transaction.lock(DEDUPE_LOCK)
        transaction.lock_batch(batch_id)  # what is registered after it was given up would never be forgotten
        decisions = decide_items(
            transaction, batch_id, list(chosen.values()), told, timedelta(days=place.settings.dedupe_window_days), now
        )
        by_entry = {item.extracted.page.task.entry_id: item for item in items}
        decided = [_decided(one, by_entry, chosen, decisions) for one in extracted]
        # Before the registration counts: a stage that is killed here decides anew, one that is killed later reads this.
        path = write_stage(place.archive, batch_id, "deduplicate", decided)
    log.info("articles decided: %d of %d entries", len(decisions), len(decided))
    return path


def choose_one_each(items: Sequence[Fingerprinted]) -> dict[UUID, Fingerprinted]:
    """Return one item per article: where several entries led to it, the one fetched from its canonical URL, else the first."""
    by_article: dict[UUID, list[Fingerprinted]] = defaultdict(list)
    for item in items:
        by_article[item.article_id].append(item)
    return {
        article_id: next((one for one in same if one.extracted.page.final_url == one.extracted.canonical_url), same[0])
        for article_id, same in by_article.items()
    }


def list_merged(decisions: Iterable[Decision]) -> tuple[dict[UUID, UUID], dict[UUID, UUID]]:
    """Return the groups and the stories that decisions showed to be others', each as {was: becomes}."""
    groups: dict[UUID, UUID] = {}
    stories: dict[UUID, UUID] = {}
    for one in decisions:
        groups.update(dict.fromkeys(one.merged_groups, one.copy_group))
        stories.update(dict.fromkeys(one.merged_stories, one.story_id))
    return (
        {was: becomes for was, becomes in groups.items() if was != becomes},
        {was: becomes for was, becomes in stories.items() if was != becomes},
    )


def fingerprint_entry(one: ExtractedEntry, now: datetime) -> Fingerprinted | None:
    if one.state is not EntryState.DISCOVERED or one.article is None or one.article_id is None:
        return None
    article, task = one.article, one.page.task
    return Fingerprinted(
        one,
        one.article_id,
        fingerprint_article(title=article.title, text=article.text, language=article.language),
        date_article(article, one.page.task.first_seen_at),
        one.page.fetched_at or now,
        is_wire_own(
            agency=article.wire_agency,
            kind=task.feed_kind,
            site_label=registrable_domain(one.canonical_url or task.url).partition(".")[0],
            names=(task.source_name, article.site_name),
        ),
    )


def _read_told(place: Workplace, batch_id: UUID) -> Mapping[UUID, Decision]:
    """Return what this stage decided when it ran before, by article: only there the candidates looked at are told."""
    path = stage_path(batch_id, "deduplicate")
    if not place.archive.exists(path):
        return {}
    before = read_stage(place.archive, path, DecidedEntry)
    return {one.decision.article_id: one.decision for one in before if one.decision is not None}


def decide_items(
    transaction: Transaction,
    batch_id: UUID,
    items: Sequence[Fingerprinted],
    told: Mapping[UUID, Decision],
    window: timedelta,
    now: datetime,
) -> dict[UUID, Decision]:
    """Return the decisions on a batch's articles, with what they change registered."""
    if not items:
        return {}
    mine, others = transaction.read_registered([item.article_id for item in items], batch_id)
    decisions: dict[UUID, Decision] = {}
    open_items: list[Fingerprinted] = []
    for item in items:
        other = others.get(item.article_id)
        settled = _settled(item, mine.get(item.article_id), other, told) or _left_for_another(item, other)
        if settled is None:
            open_items.append(item)
        else:
            decisions[item.article_id] = settled
    if not open_items:
        return decisions
    found, turns = transaction.find_candidates([(item.fingerprint, item.seen_at) for item in open_items], window)
    asked = [_dedupe_item(item, others.get(item.article_id)) for item in open_items]
    groups = {one.copy_group for one in found} | {one.previous.copy_group for one in asked if one.previous}
    heads = [one for one in found if one.article_id in groups]
    heads += transaction.read_latest(groups - {one.article_id for one in found})
    made = decide_batch(asked, _candidates_of(open_items, found), heads=heads, window=window)
    decisions |= {one.article_id: one for one in made}
    prints = {item.article_id: item for item in open_items}
    rows = [_registration(prints[one.article_id], one, batch_id, turns) for one in made if one.kind != "unchanged"]
    transaction.run("register_fingerprints", rows=dump_rows(rows))
    merged_groups, merged_stories = list_merged(made)
    if merged_stories:
        renamed = [{"was": was, "becomes": becomes} for was, becomes in sorted(merged_stories.items())]
        transaction.run("rename_stories", rows=dump_rows(renamed))
        transaction.run("record_merges", rows=dump_rows(renamed), now=now)
    if merged_groups:
        regroup(transaction, merged_groups)
    return decisions


def regroup(transaction: Transaction, merged: Mapping[UUID, UUID]) -> None:
    """Write what the members of merged groups, {was: becomes}, are to the original that they have now."""
    rows = transaction.rows("read_group_members", article_ids=list(merged))
    assign_groups(transaction, [(row, merged[row.copy_group]) for row in rows])


def assign_groups(
    transaction: Transaction, members: Sequence[tuple[StoredRow, UUID]], why_original: str = ORIGINAL_LOST
) -> None:
    """Give registered articles their groups, and write what each is to its group's original.

    why_original: the reason of a member that becomes the original.
    """
    originals = {one.article_id: one for one in transaction.read_latest({group for _, group in members})}
    rows = []
    for row, group in members:
        original, member = originals.get(group), known_of(row)
        reason, similarity, containment = row.reason, row.similarity_ratio, row.containment_ratio
        if row.article_id == group:
            reason, similarity, containment = why_original, None, None
        elif original is not None:
            hours = abs((original.seen_at - member.seen_at).total_seconds()) / 3600
            how, similarity, containment = tell_copy(member.fingerprint, original.fingerprint, hours, group)
            reason = reason if row.kind == "revision" else how
        rows.append(
            {
                "article_id": row.article_id,
                "batch_id": row.batch_id,
                "copy_group": group,
                "kind": row.kind if row.kind == "revision" else ("new" if row.article_id == group else "copy"),
                "reason": reason,
                "similarity_ratio": similarity,
                "containment_ratio": containment,
            }
        )
    transaction.run("regroup_registered", rows=dump_rows(rows))
    transaction.run("regroup_articles", rows=dump_rows(rows))


def _settled(
    item: Fingerprinted, mine: StoredRow | None, other: StoredRow | None, told: Mapping[UUID, Decision]
) -> Decision | None:
    """Return a decision that stands already: this batch's own, or that a newer version is known."""
    if mine and (mine.body_hash.hex, mine.title_hash.hex) == (item.fingerprint.body_hash, item.fingerprint.title_hash):
        before = told.get(item.article_id)
        return Decision(  # as it stands: group and story may have been merged into others since
            item.article_id,
            mine.kind,
            mine.reason,
            copy_group=mine.copy_group,
            story_id=mine.story_id,
            duplicate_of=mine.copy_group if mine.copy_group != item.article_id else None,
            similarity=mine.similarity_ratio,
            containment=mine.containment_ratio,
            candidates=before.candidates if before else (),
        )
    if other and other.fetched_at > item.fetched_at:
        return Decision(
            item.article_id,
            "unchanged",
            "older_than_current",
            copy_group=other.copy_group,
            story_id=other.story_id,
        )
    return None


def _left_for_another(item: Fingerprinted, other: StoredRow | None) -> Decision | None:
    """Return "unchanged" for a re-check whose page leads to another article now; None where it is the same one, moved."""
    if item.extracted.reason != MOVED or other is None:
        return None
    before = known_of(other).fingerprint
    if are_copies(before, item.fingerprint, measure_likeness(before, item.fingerprint), hours_apart=0.0):
        return None
    reason = f"{LEFT}: {item.extracted.detail}"
    return Decision(item.article_id, "unchanged", reason, copy_group=other.copy_group, story_id=other.story_id)


def _dedupe_item(item: Fingerprinted, other: StoredRow | None) -> DedupeItem:
    previous = known_of(other) if other is not None else None
    return DedupeItem(item.article_id, item.fingerprint, item.seen_at, previous, item.is_wire_own)


def _candidates_of(items: Sequence[Fingerprinted], found: Sequence[Known]) -> Mapping[UUID, Sequence[Known]]:
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


def _registration(item: Fingerprinted, decision: Decision, batch_id: UUID, turns: Mapping[int, int]) -> dict[str, Any]:
    return {
        "article_id": item.article_id,
        "batch_id": batch_id,
        "body_hash": item.fingerprint.body_hash,
        "title_hash": item.fingerprint.title_hash,
        "copy_group": decision.copy_group,
        "story_id": decision.story_id,
        "seen_at": item.seen_at,
        "fetched_at": item.fetched_at,
        "token_count": item.fingerprint.token_count,
        "similarity_ratio": decision.similarity,
        "containment_ratio": decision.containment,
        "is_wire_own": item.is_wire_own,
        "kind": decision.kind,
        "reason": decision.reason,
        "copy_keys": keys_to_store(item.fingerprint.copy_keys, item.seen_at, turns),
        "story_keys": keys_to_store(item.fingerprint.story_keys, item.seen_at, turns),
        "sketch": item.fingerprint.sketch.hex(),
    }


def _decided(
    one: ExtractedEntry,
    by_entry: Mapping[int, Fingerprinted],
    chosen: Mapping[UUID, Fingerprinted],
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
