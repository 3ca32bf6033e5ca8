"""Decisions on articles whose archived pages were read again.

A revision keeps group and story, for what was decided of the text that ran was right. A misreading never ran: where the
words, the time or the agency that decisions rest on are read otherwise now, the article is decided on as if it came
today, against all that is registered, and its old registration is forgotten. Members of a group that it named get the
best of them as original first; where the new reading shows the same text, the group comes back under its name.

Two things stand. An article that its publisher revised keeps group and story: they rest on its first version, which is
not the one read again. And an article whose change is none of deduplication's business (authors, section) keeps all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pipeline.dedupe.decide import part_group
from pipeline.records import Decision
from pipeline.steps.deciding import Fingerprinted, assign_groups, decide_items
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow, Transaction, known_of

ORIGINAL_REREAD = "original_reads_otherwise"  # reason of the copy that takes the place of one read anew


@dataclass(frozen=True, slots=True)
class DecidedAnew:
    """What came of it. standing: articles whose decision stands. retold: articles whose story is another now."""

    decisions: Mapping[UUID, Decision]
    standing: frozenset[UUID]
    retold: frozenset[UUID]


def decide_anew(
    transaction: Transaction,
    batch_id: UUID,
    items: Sequence[Fingerprinted],
    registered: Mapping[UUID, StoredRow],
    window: timedelta,
    now: datetime,
) -> DecidedAnew:
    """Return the decisions on articles read again, registered for the batch that writes them.

    registered: what stands in the registry of their current versions. The transaction holds DEDUPE_LOCK.
    """
    anew = [one for one in items if _is_decided_anew(one, registered.get(one.article_id))]
    revised = [one for one in items if _is_revised_text(one, registered.get(one.article_id))]
    opened = {one.article_id for one in (*anew, *revised)}
    standing = [registered[one.article_id] for one in items if one.article_id not in opened]
    forgotten = [registered[one.article_id] for one in anew if one.article_id in registered]
    transaction.run("forget_registered", rows=dump_rows([_key_of(row) for row in forgotten]))
    _part_groups(transaction, {one.article_id for one in anew} | {row.copy_group for row in forgotten})
    decisions = decide_items(transaction, batch_id, [*anew, *revised], {}, window, now)
    transaction.run("move_registered", rows=dump_rows([_key_of(row) | {"new_batch_id": batch_id} for row in standing]))
    decisions |= {row.article_id: _standing_decision(row) for row in standing}
    retold = (row.article_id for row in forgotten if row.story_id != decisions[row.article_id].story_id)
    return DecidedAnew(decisions, frozenset(row.article_id for row in standing), frozenset(retold))


def _is_decided_anew(item: Fingerprinted, row: StoredRow | None) -> bool:
    if row is None:
        return True
    stood = (known_of(row).fingerprint.sketch, row.token_count, row.seen_at, row.is_wire_own)
    read = (item.fingerprint.sketch, item.fingerprint.token_count, item.seen_at, item.is_wire_own)
    return row.kind != "revision" and (_words_differ(item, row) or stood != read)


def _is_revised_text(item: Fingerprinted, row: StoredRow | None) -> bool:
    return row is not None and row.kind == "revision" and _words_differ(item, row)


def _words_differ(item: Fingerprinted, row: StoredRow) -> bool:
    return (row.body_hash.hex, row.title_hash.hex) != (item.fingerprint.body_hash, item.fingerprint.title_hash)


def _part_groups(transaction: Transaction, groups: Collection[UUID]) -> None:
    """Give those whom a misreading left behind, or held together, the groups that they make by themselves.

    Members that their publishers revised stay with their group's best.
    """
    members: dict[UUID, list[StoredRow]] = defaultdict(list)
    for row in transaction.rows("read_group_members", article_ids=list(groups)):
        members[row.copy_group].append(row)
    placed: list[tuple[StoredRow, UUID]] = []
    for rows in members.values():
        latest = {row.article_id: known_of(row) for row in reversed(rows)}  # latest fetch first
        revised = {row.article_id for row in rows if row.kind == "revision"}
        fixed = [one for one in latest.values() if one.article_id in revised]
        parts = part_group([one for one in latest.values() if one.article_id not in revised]) or [[]]
        parts[0] += fixed
        becomes = {one.article_id: part[0].article_id for part in parts for one in part}
        placed += [(row, becomes[row.article_id]) for row in rows if becomes[row.article_id] != row.copy_group]
    if placed:
        assign_groups(transaction, placed, ORIGINAL_REREAD)


def _standing_decision(row: StoredRow) -> Decision:
    return Decision(
        row.article_id,
        row.kind,
        row.reason,
        copy_group=row.copy_group,
        story_id=row.story_id,
        duplicate_of=row.copy_group if row.copy_group != row.article_id else None,
        similarity=row.similarity_ratio,
        containment=row.containment_ratio,
    )


def _key_of(row: StoredRow) -> dict[str, UUID]:
    return {"article_id": row.article_id, "batch_id": row.batch_id}
