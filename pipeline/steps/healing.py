"""Copies whose original never arrived: one of them takes its place, with deduplication's registry and rows agreeing."""

from __future__ import annotations

from datetime import datetime

from pipeline.steps.deciding import regroup
from pipeline.steps.workplace import Workplace
from pipeline.store.store import DEDUPE_LOCK


def heal_orphans(place: Workplace, before: datetime) -> int:
    """Give the copies that were loaded before a time and have no original one of their own; return how many articles changed."""
    with place.store.begin() as transaction:
        transaction.lock(DEDUPE_LOCK)
        healed = transaction.rows("heal_orphan_copies", before=before)
        if healed:
            regroup(transaction, {row.lost_id: row.heir_id for row in healed})
    return len(healed)
