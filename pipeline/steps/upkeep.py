"""What maintain_news does: partitions ahead of need, retention, healing, statistics."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from pipeline.steps.healing import heal_orphans
from pipeline.steps.planning import release_dead
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

POLL_RETENTION_DAYS = 90  # feed_health reads a week; a quarter answers "since when does it fail"
SITE_BLOCK_RETENTION_DAYS = 180  # a box that no page carried for half a year is gone from the site
SITE_PAGES = 400  # counted for one site before its counts are halved: some 8,000 blocks, the last months' furniture
STAGE_RETENTION_DAYS = 30  # stage files can be made again from the raw archive
COMPARISON_RETENTION_DAYS = 90  # of models and of readings; what was applied stays, and so does its history
ORPHAN_AFTER = timedelta(days=1)  # an original that has not arrived a day after its copy will not
PARTITION_MONTHS = 2  # this month and the next


@dataclass(frozen=True, slots=True)
class UpkeepReport:
    """What upkeep did."""

    dead_batch_count: int
    deleted_poll_count: int
    healed_copy_count: int
    revived_entry_count: int
    deleted_recheck_count: int
    deleted_stage_count: int
    deleted_block_count: int
    deleted_comparison_count: int


def tidy_up(place: Workplace, run_id: str) -> UpkeepReport:
    """Release dead batches, make partitions, forget what is old, heal orphaned copies, ANALYZE.

    Old are polls, re-checks, blocks of sites, comparisons of models and of readings, and stage files.

    Can be repeated; nothing an analyst reads is ever deleted.
    """
    now = place.clock()
    with place.store.begin() as transaction:
        dead = release_dead(transaction, place.settings, now=now, run_id=run_id)
        months = [now + timedelta(days=31 * number) for number in range(PARTITION_MONTHS)]
        transaction.rows("ensure_partitions", dates=months)
        polls = transaction.run("delete_old_polls", before=now - timedelta(days=POLL_RETENTION_DAYS))
        rechecks = transaction.run("delete_old_rechecks", before=now - timedelta(days=POLL_RETENTION_DAYS))
        revived = transaction.rows("revive_lost_entries", now=now, before=now - ORPHAN_AFTER)
        transaction.run("age_site_blocks", limit=SITE_PAGES)
        blocks = transaction.run("delete_old_site_blocks", before=now - timedelta(days=SITE_BLOCK_RETENTION_DAYS))
        compared = [
            row
            for query in ("delete_old_reclassify_runs", "delete_old_reextract_runs")
            for row in transaction.rows(query, before=now - timedelta(days=COMPARISON_RETENTION_DAYS))
        ]
        ended = transaction.rows("list_ended_batches", before=now - timedelta(days=STAGE_RETENTION_DAYS))
    healed = heal_orphans(place, before=now - ORPHAN_AFTER)
    stages = 0
    for folder in [row.batch_id for row in ended] + [row.run_id for row in compared]:
        for path in list(place.archive.list(f"stages/{folder}/")):
            place.archive.delete(path)
            stages += 1
    report = UpkeepReport(dead, polls, healed, len(revived), rechecks, stages, blocks, len(compared))
    log.info("upkeep done: %s", report)
    return report
