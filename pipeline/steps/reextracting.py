"""Read a span of history anew from the raw archive: first the difference as a table, applied only when asked.

No network. Goes by batches, each of which can be run again: compare writes a stage file with what was read and rows with
the difference; apply writes exactly that file, in one transaction, as a load writes articles. Identity stays: id, address,
first seen, outlet, labels. What is no article any more, or cannot be read, is kept as it stands and told.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.errors import BadInput
from pipeline.extract.pool import ExtractPool
from pipeline.steps.deciding import fingerprint_entry
from pipeline.steps.planning import batch_id_of
from pipeline.steps.rereading import Reading, change_row, judge_reading, read_again
from pipeline.steps.rewriting import Rewriting, judge_topics, note_unchanged, read_standing, write_changed
from pipeline.steps.spans import no_article_in, read_time
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.looking import find_article
from pipeline.store.store import DEDUPE_LOCK, LOAD_LOCK, StoredRow, Transaction

log = logging.getLogger(__name__)

BATCH_ARTICLES: Final = 500  # some ten seconds of extracting on two cores, a transaction of a second or two
MOST_BATCHES: Final = 500  # below what Airflow maps over at most (1,024); longer spans have larger batches
PAGES_AT_ONCE: Final = 200  # in memory: a batch of the line
NAMESPACE: Final = UUID("3f6a1c0e-53a7-5c1b-8a53-2d64b7d1c9e4")  # of re-readings' ids


def plan_reextraction(
    place: Workplace,
    *,
    by: str,
    since: str = "",
    until: str = "",
    source: str = "",
    article: str = "",
    is_older_only: bool = False,
    is_applying: bool = False,
) -> UUID:
    """Return the id of a re-reading of articles dated since..until (exclusive) of an outlet (name or site; "": all).

    article: one alone, by id or URL (its own, or one that an entry had). is_older_only: those that an older extractor
    made; none is left when all are read. One that was interrupted is taken up again, and with is_applying one that was
    compared and waits. Raises BadInput for an unknown article, a malformed time, an empty span.
    """
    span = {
        "extractor": current_extractor(),
        "since_at": read_time(since),
        "until_at": read_time(until),
        "source": source,
        "article_id": _article_id(place, article),
        "is_older_only": is_older_only,
    }
    found = place.store.rows("find_reextract_run", **span)
    if found and (found[0].state == "comparing" or is_applying):
        return UUID(str(found[0].run_id))
    now = place.clock()
    run_id = uuid5(NAMESPACE, f"{sorted(span.items())} {now.isoformat()}")
    (planned,) = place.store.rows(
        "plan_reextract",
        run_id=run_id,
        created_by=by,
        now=now,
        batch_size=BATCH_ARTICLES,
        limit=MOST_BATCHES,
        **span,
    )
    if not planned.span_count:
        raise no_article_in(since, until, source)
    log.info("re-reading planned: %s, %d articles", run_id, planned.article_count)
    return run_id


def current_extractor() -> str:
    """Return name and version of this program's extractor."""
    from pipeline.extract.article import EXTRACTOR  # loads the extractor, which only planning and checking need here

    return EXTRACTOR


def list_text_batches(place: Workplace, run_id: UUID, *, state: str | None = None) -> list[int]:
    """Return the batches of a re-reading, or those in a state: open, compared, applied."""
    rows = place.store.rows("list_reextract_batches", run_id=run_id)
    return [row.batch_number for row in rows if state in (None, row.state)]


def compare_text_batch(place: Workplace, run_id: UUID, number: int) -> int:
    """Read a batch's pages anew and write down the difference; return how many articles that were.

    Of a batch that is applied the difference stays what it was. Raises BadInput when another extractor than the asked
    one is at work here.
    """
    if number in list_text_batches(place, run_id, state="applied"):
        return 0
    _check_extractor(find_text_run(place, run_id))
    rows = place.store.rows("read_reextract_articles", run_id=run_id, batch_number=number)
    readings: list[Reading] = []
    with ExtractPool(timeout_seconds=place.settings.extract_timeout_seconds) as pool:
        for start in range(0, len(rows), PAGES_AT_ONCE):
            part = rows[start : start + PAGES_AT_ONCE]
            extracted = read_again(place, part, pool)
            readings += [judge_reading(row, one) for row, one in zip(part, extracted, strict=True)]
    write_stage(place.archive, run_id, stage_of(number), readings)
    changes = [change_row(row, one) for row, one in zip(rows, readings, strict=True)]
    with place.store.begin() as transaction:
        transaction.run("clear_text_changes", run_id=run_id, batch_number=number)
        transaction.run("insert_text_changes", run_id=run_id, batch_number=number, rows=dump_rows(changes))
        transaction.rows("lock_reextract_run", run_id=run_id)
        transaction.run(
            "end_reextract_batch", run_id=run_id, batch_number=number, state="compared", changed_meanwhile_count=None
        )
        transaction.rows("settle_reextract_run", run_id=run_id, now=place.clock())
    log.info("pages read anew: %d, %d changed", len(readings), sum(one.outcome == "changed" for one in readings))
    return len(readings)


def apply_text_batch(place: Workplace, run_id: UUID, number: int) -> int:
    """Write a compared batch's readings; return how many articles were left, since a newer version came meanwhile.

    All of it or nothing, and once: a batch that is applied stays as it is.
    """
    with place.store.begin() as transaction:
        if (left := _left_by(transaction, run_id, number)) is not None:
            return left
    readings = list(read_stage(place.archive, stage_path(run_id, stage_of(number)), Reading))
    now = place.clock()
    topics = judge_topics(place, readings)
    prints = {one.article_id: fingerprint_entry(one.extracted, now) for one in readings if one.outcome == "changed"}
    with place.store.begin() as transaction:
        transaction.lock(LOAD_LOCK)
        transaction.lock(DEDUPE_LOCK)
        if (left := _left_by(transaction, run_id, number)) is not None:
            return left  # another worker was faster
        rows = transaction.rows("read_reextract_articles", run_id=run_id, batch_number=number)
        standing = read_standing(transaction, rows)
        read = [one for one in readings if one.outcome in ("changed", "unchanged")]
        current = [one for one in read if standing.is_current(one)]
        changed = [
            Rewriting(one, standing.rows[one.article_id], item, topics.get(one.article_id))
            for one in current
            if (item := prints.get(one.article_id)) is not None
        ]
        batch_id = _add_batch(transaction, place, run_id, number, len(changed), now)
        write_changed(place, transaction, batch_id, changed, standing.registered, now)
        note_unchanged(transaction, [one for one in current if one.outcome == "unchanged"])
        left = len(read) - len(current)
        transaction.rows("lock_reextract_run", run_id=run_id)
        transaction.run(
            "end_reextract_batch", run_id=run_id, batch_number=number, state="applied", changed_meanwhile_count=left
        )
        transaction.rows("settle_reextract_run", run_id=run_id, now=now)
    log.info("readings applied: %d changed, %d left", len(changed), left)
    return left


def find_text_run(place: Workplace, run_id: UUID) -> StoredRow:
    """Return a re-reading. Raises BadInput when there is none."""
    found = place.store.rows("read_reextract_run", run_id=run_id)
    if not found:
        raise BadInput(
            f"there is no re-reading {run_id}; `dateline reextract --since …` makes one", subject=str(run_id)
        )
    return found[0]


def read_text_differences(
    place: Workplace, run_id: UUID, *, examples: int = 3
) -> tuple[list[StoredRow], list[StoredRow]]:
    """Return what a re-reading changes, a row a kind of change, and examples of each."""
    return (
        place.store.rows("read_text_differences", run_id=run_id),
        place.store.rows("read_text_changes", run_id=run_id, limit=examples),
    )


def stage_of(number: int) -> str:
    """Return the name of a batch's stage."""
    return f"reextract-{number}"


def _left_by(transaction: Transaction, run_id: UUID, number: int) -> int | None:
    """Return how many articles an applied batch left; None when it is not applied."""
    for row in transaction.rows("list_reextract_batches", run_id=run_id):
        if row.batch_number == number and row.state == "applied":
            return int(row.changed_meanwhile_count or 0)
    return None


def _add_batch(
    transaction: Transaction, place: Workplace, run_id: UUID, number: int, article_count: int, now: datetime
) -> UUID:
    """Return the batch that rows are written by: it stands in ops.batches as any other, begun and ended at once."""
    name = f"reextract/{run_id}"
    batch_id = batch_id_of(name, number)
    if article_count:
        row = {"batch_id": batch_id, "batch_number": number, "entry_count": article_count}
        transaction.run(
            "insert_batches",
            run_id=name,
            kind="reprocess",
            now=now,
            lease_seconds=place.settings.batch_lease_seconds,
            rows=dump_rows([row]),
        )
        counts = dump_rows({"read_anew": article_count})
        transaction.run("end_batch", batch_id=batch_id, now=now, outcome_counts=counts)
    return batch_id


def _check_extractor(run: StoredRow) -> None:
    if run.extractor != current_extractor():
        raise BadInput(
            f"re-reading {run.run_id} is by {run.extractor}, this program's extractor is {current_extractor()}: "
            "ask for the span again, or bring all workers to one version",
            subject=str(run.run_id),
        )


def _article_id(place: Workplace, wanted: str) -> UUID | None:
    if not wanted:
        return None
    row = find_article(place.store, wanted)
    if row is None:
        raise BadInput(f"no article has the URL or id {wanted}; try `dateline search`", subject=wanted)
    return UUID(str(row.article_id))
