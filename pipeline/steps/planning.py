"""Between ledger and stages: entries that wait are put into batches."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.fetch.shards import site_of
from pipeline.settings import Settings
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow, Transaction

log = logging.getLogger(__name__)

HOST_RECHECKS = 20  # of one host a run: at a second a page, re-checks keep no new article waiting for long

SHRINK_BITS = 3  # an eighth: 200 entries, 200, 25, 3, 1: the fifth batch that breaks holds the culprit alone

BatchKind = Literal["ingest", "backfill"]


def plan_batches(place: Workplace, run_id: str, kind: BatchKind = "ingest") -> list[str]:
    """Put the entries that wait into batches of this run; return the batches' ids, in order.

    A run that asks again (a cleared or killed task) gets the batches it has. Batches of runs that died are given
    back first. Re-checks of loaded articles that are due travel along. A site's pages stay in one batch of a run, so
    that two workers are never at one site: what is over a batch's size waits for the next run.
    """
    settings, now = place.settings, place.clock()
    with place.store.begin() as transaction:
        planned = [str(row.batch_id) for row in transaction.rows("read_run_batches", run_id=run_id)]
        if planned:
            return planned
        release_dead(transaction, settings, now=now, run_id=run_id)
        limit = settings.batch_entries * settings.run_batches
        waiting = transaction.rows("lock_waiting_entries", now=now, limit=limit, kind=kind)
        rechecks = lock_due_rechecks(transaction, settings, now) if kind == "ingest" else []
        batches = group_entries([*waiting, *rechecks], settings.batch_entries, keep_hosts=kind == "ingest")
        batches = batches[: settings.run_batches]
        recheck_ids = {row.entry_id: row.recheck_id for row in rechecks}
        ids = [batch_id_of(run_id, number) for number in range(len(batches))]
        transaction.run(
            "insert_batches",
            run_id=run_id,
            kind=kind,
            now=now,
            lease_seconds=settings.batch_lease_seconds,
            rows=dump_rows(
                [
                    {"batch_id": batch_id, "batch_number": number, "entry_count": len(entries)}
                    for number, (batch_id, entries) in enumerate(zip(ids, batches, strict=True))
                ]
            ),
        )
        transaction.run(
            "plan_entries",
            rows=dump_rows(
                [
                    {"entry_id": entry_id, "batch_id": batch_id}
                    for batch_id, entries in zip(ids, batches, strict=True)
                    for entry_id in entries
                    if entry_id not in recheck_ids
                ]
            ),
        )
        transaction.run(
            "plan_rechecks",
            rows=dump_rows(
                [
                    {"recheck_id": recheck_ids[entry_id], "batch_id": batch_id}
                    for batch_id, entries in zip(ids, batches, strict=True)
                    for entry_id in entries
                    if entry_id in recheck_ids
                ]
            ),
        )
    log.info("batches planned: %d with %d entries", len(batches), sum(map(len, batches)))
    return [str(batch_id) for batch_id in ids]


def lock_due_rechecks(transaction: Transaction, settings: Settings, now: datetime) -> list[StoredRow]:
    """Return the re-checks that a run may take on, locked: recheck_id, entry_id, host, broken_batch_count."""
    if not settings.recheck_offsets:
        return []
    return transaction.rows(
        "lock_due_rechecks",
        now=now,
        limit=settings.recheck_run_entries,
        host_limit=HOST_RECHECKS,
        prefix=settings.feed_prefix,
    )


def release_dead(transaction: Transaction, settings: Settings, *, now: datetime, run_id: str) -> int:
    """Give back the entries of batches whose run died; return how many batches that were.

    Entries whose batches broke too often in a row go to quarantine.
    """
    dead = transaction.rows("release_dead_batches", now=now, run_id=run_id, attempts=settings.batch_attempts)
    for row in dead:
        log.warning("batch given up, its run died: %s, stage %s", row.batch_id, row.stage or "none")
    if dead and dead[0].quarantined_count:
        log.warning("%d entries quarantined: every batch with them broke", dead[0].quarantined_count)
    return len(dead)


def batch_id_of(run_id: str, number: int) -> UUID:
    """Return a batch's id: UUIDv5 of run and number, so that planning again gives the same."""
    return uuid5(NAMESPACE_URL, f"dateline:batch:{run_id}:{number}")


def group_entries(waiting: Sequence[StoredRow], size: int, *, keep_hosts: bool) -> list[list[int]]:
    """Return entry ids in batches of at most `size`; with keep_hosts, each site (registrable domain) in one batch only.

    waiting: rows with entry_id, host and, where batches with them broke, broken_batch_count: those travel among
    themselves, from the second break on an eighth as many each time, until the one that breaks them is alone. Entries of a site beyond
    one batch are left out: they wait.
    """
    groups: dict[int, list[list[int]]] = defaultdict(list)  # of entries that stay together, by their breaks
    if keep_hosts:
        sites: dict[str, list[StoredRow]] = defaultdict(list)
        for row in waiting:
            sites[site_of(f"http://{row.host}/")].append(row)
        for rows in sites.values():
            breaks = max(map(_breaks_of, rows))
            chosen = [row.entry_id for row in rows if _breaks_of(row) == breaks]
            groups[breaks].append(chosen[: shrink_batch(size, breaks)])
    else:
        for row in waiting:
            groups[_breaks_of(row)].append([row.entry_id])
    return [
        batch
        for breaks, of_breaks in sorted(groups.items())
        for batch in _pack(of_breaks, shrink_batch(size, breaks), is_ordered=not keep_hosts)
    ]


def shrink_batch(size: int, breaks: int) -> int:
    """Return how many entries a batch holds whose entries were in so many broken ones. The first may be an accident."""
    return max(1, size >> (SHRINK_BITS * max(0, breaks - 1)))


def _breaks_of(row: StoredRow) -> int:
    return int(getattr(row, "broken_batch_count", 0))


def _pack(groups: Sequence[list[int]], size: int, *, is_ordered: bool) -> list[list[int]]:
    """Return the groups in batches: one after the other, or first fit, largest first."""
    batches: list[list[int]] = []
    for entries in groups if is_ordered else sorted(groups, key=len, reverse=True):
        for batch in batches[-1:] if is_ordered else batches:
            if len(batch) + len(entries) <= size:
                batch += entries
                break
        else:
            batches.append(list(entries))
    return batches
