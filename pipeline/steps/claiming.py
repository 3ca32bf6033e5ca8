"""First step of a run: claim the feeds that are due. Most runs end here, so it imports little."""

from __future__ import annotations

import logging
from datetime import timedelta

from pipeline.fetch.shards import shard_of
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

RECHECK_PATIENCE = timedelta(minutes=10)  # an otherwise idle run is not made for one page; a re-check may be that late
CLAIM_SECONDS = 900  # a poll task is killed after ten minutes; its claim is dead then


def claim_due_feeds(place: Workplace, run_id: str, *, is_forced: bool = False) -> list[int]:
    """Claim the feeds that are due for this run; return the shards they fall into, in order.

    is_forced: poll every enabled feed, due or not. Asking again gives again what is claimed and not polled.
    """
    claimed = place.store.rows(
        "claim_due_feeds",
        run_id=run_id,
        now=place.clock(),
        limit=place.settings.claim_limit,
        is_forced=is_forced,
        claim_seconds=CLAIM_SECONDS,
        prefix=place.settings.feed_prefix,
    )
    shards = sorted({shard_of(row.url, place.settings.poll_shards) for row in claimed})
    log.info("feeds claimed: %d in shards %s", len(claimed), shards)
    return shards


def claim_work(place: Workplace, run_id: str, *, is_forced: bool = False) -> list[int]:
    """Claim the feeds that are due; return the shards to poll, empty when there is nothing to do at all.

    Entries that wait (a retry whose time has come, a batch whose run died) count as work too: without a due feed
    they bring shard 0, whose poll finds nothing. So do re-checks that have waited a while.
    """
    shards = claim_due_feeds(place, run_id, is_forced=is_forced)
    is_waiting = place.store.rows("has_waiting_entries", now=place.clock(), kind="ingest")[0].is_waiting
    return shards or ([0] if is_waiting or has_due_rechecks(place) else [])


def has_due_rechecks(place: Workplace) -> bool:
    """Return whether re-checks have waited long enough to be worth a run of their own."""
    if not place.settings.recheck_offsets:
        return False
    before, prefix = place.clock() - RECHECK_PATIENCE, place.settings.feed_prefix
    return bool(place.store.rows("has_due_rechecks", before=before, prefix=prefix)[0].is_due)
