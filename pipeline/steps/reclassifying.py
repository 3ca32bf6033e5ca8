"""Judge a span of history anew from stored text: first the difference as a table, applied only when asked.

Goes by batches, each of which can be run again: compare writes a stage file with the new words and rows with the
difference; apply loads exactly that file. Labels stay, and the words replaced go to news.article_topic_history.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.classify.model import Classifier
from pipeline.errors import BadInput
from pipeline.records import Classification
from pipeline.steps.models import classifier_in_force, find_model, load_stored
from pipeline.steps.spans import no_article_in, read_time
from pipeline.steps.topic_rows import topic_rows
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import LOAD_LOCK, StoredRow

log = logging.getLogger(__name__)

BATCH_ARTICLES = 500  # a second of classifying, a transaction of a second
MOST_BATCHES = 500  # below what Airflow maps over at most (1,024); longer spans have larger batches
NAMESPACE = UUID("7b0ce5a2-6c2b-5f0e-9d5e-3d0f0f4f6a11")  # of comparisons' ids


@dataclass(frozen=True, slots=True)
class Reclassified:
    """One article judged anew. batch_id: the batch that loaded the version that was read."""

    article_id: UUID
    batch_id: UUID
    classification: Classification


def plan_reclassification(
    place: Workplace,
    *,
    by: str,
    model: str = "",
    since: str = "",
    until: str = "",
    source: str = "",
    is_applying: bool = False,
) -> UUID:
    """Return the id of a comparison over articles dated since..until (exclusive) of an outlet (name or site; "": all).

    One that was interrupted is taken up again, and with is_applying one that was compared and waits. model: a version
    or the beginning of one; "": the one in use. Raises BadInput for an unknown model, a malformed time, an empty span.
    """
    version = find_model(place, model).model_version if model else classifier_in_force(place).version
    span = {"since_at": read_time(since), "until_at": read_time(until), "source": source}
    found = place.store.rows("find_reclassify_run", model_version=version, **span)
    if found and (found[0].state == "comparing" or is_applying):
        return UUID(str(found[0].run_id))
    now = place.clock()
    run_id = uuid5(NAMESPACE, f"{version} {since} {until} {source} {now.isoformat()}")
    batches = place.store.rows(
        "plan_reclassify",
        run_id=run_id,
        model_version=version,
        created_by=by,
        now=now,
        batch_size=BATCH_ARTICLES,
        limit=MOST_BATCHES,
        **span,
    )
    if not batches:
        raise no_article_in(since, until, source)
    log.info("comparison planned: %s, %d batches", run_id, len(batches))
    return run_id


def list_batches(place: Workplace, run_id: UUID, *, state: str | None = None) -> list[int]:
    """Return the batches of a comparison, or those in a state: open, compared, applied."""
    rows = place.store.rows("list_reclassify_batches", run_id=run_id)
    return [row.batch_number for row in rows if state in (None, row.state)]


def compare_batch(place: Workplace, run_id: UUID, number: int) -> int:
    """Judge a batch anew and write down the difference; return how many articles that were."""
    run = find_run(place, run_id)
    articles = place.store.rows("read_reclassify_articles", run_id=run_id, batch_number=number)
    given = _classifier_of(place, run).classify_many(
        [(one.title, one.body, one.language, one.section) for one in articles]
    )
    judged = [Reclassified(one.article_id, one.batch_id, word) for one, word in zip(articles, given, strict=True)]
    write_stage(place.archive, run_id, _stage(number), judged)
    with place.store.begin() as transaction:
        transaction.run("clear_topic_changes", run_id=run_id, batch_number=number)
        transaction.run(
            "compare_topics",
            run_id=run_id,
            batch_number=number,
            article_ids=[one.article_id for one in judged],
            rows=dump_rows(_rows_of(judged)),
        )
        transaction.rows("lock_reclassify_run", run_id=run_id)
        transaction.run(
            "end_reclassify_batch", run_id=run_id, batch_number=number, state="compared", changed_meanwhile_count=None
        )
        transaction.rows("settle_reclassify_run", run_id=run_id, now=place.clock())
    return len(judged)


def apply_batch(place: Workplace, run_id: UUID, number: int) -> int:
    """Write a compared batch's words; return how many articles were left, since a new version came meanwhile."""
    judged = list(read_stage(place.archive, stage_path(run_id, _stage(number)), Reclassified))
    with place.store.begin() as transaction:
        transaction.lock(LOAD_LOCK)
        rows = transaction.rows("read_reclassify_articles", run_id=run_id, batch_number=number)
        versions = {row.article_id: row.batch_id for row in rows}
        same = [one for one in judged if versions.get(one.article_id) == one.batch_id]
        topics = _rows_of(same)
        transaction.run("load_topics", rows=dump_rows(topics), now=place.clock())
        ids = [one.article_id for one in same]
        transaction.run("drop_stale_topics", rows=dump_rows(topics), article_ids=ids)
        models = [
            {
                "article_id": one.article_id,
                "model_version": one.classification.model_version,
                "is_language_covered": one.classification.language_covered,
            }
            for one in same
        ]
        transaction.run("set_article_models", rows=dump_rows(models))
        left = len(judged) - len(same)
        transaction.rows("lock_reclassify_run", run_id=run_id)
        transaction.run(
            "end_reclassify_batch", run_id=run_id, batch_number=number, state="applied", changed_meanwhile_count=left
        )
        transaction.rows("settle_reclassify_run", run_id=run_id, now=place.clock())
    return left


def find_run(place: Workplace, run_id: UUID) -> StoredRow:
    """Return a comparison. Raises BadInput when there is none."""
    found = place.store.rows("read_reclassify_run", run_id=run_id)
    if not found:
        raise BadInput(
            f"there is no comparison {run_id}; `dateline reclassify --since …` makes one", subject=str(run_id)
        )
    return found[0]


def read_differences(place: Workplace, run_id: UUID, *, examples: int = 3) -> tuple[list[StoredRow], list[StoredRow]]:
    """Return what a comparison changes, a row a topic, and examples of each kind of change."""
    return (
        place.store.rows("read_topic_differences", run_id=run_id),
        place.store.rows("read_topic_changes", run_id=run_id, limit=examples),
    )


def _classifier_of(place: Workplace, run: StoredRow) -> Classifier:
    classifier = load_stored(place, find_model(place, run.model_version))
    if classifier.version != run.model_version:
        raise BadInput(
            f"with the seeds in force {run.model_version} is {classifier.version}: taxonomy or lexicon were edited since; "
            "compare with the model in use (leave the model out), or bring the seeds back",
            subject=run.model_version,
        )
    return classifier


def _rows_of(judged: list[Reclassified]) -> list[dict[str, Any]]:
    return [row for one in judged for row in topic_rows(one.article_id, one.classification)]


def _stage(number: int) -> str:
    return f"reclassify-{number}"
