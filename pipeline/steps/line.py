"""The whole line in one process: what `dateline run --once` and the bench do instead of Airflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from pipeline import steps
from pipeline.steps.workplace import Workplace

Progress = Callable[[str, int, int], None]  # (what, done, of)

BATCH_STEPS = (
    ("fetch", steps.fetch_pages),
    ("extract", steps.extract_articles),
    ("deduplicate", steps.deduplicate_articles),
    ("classify", steps.classify_articles),
)


def run_line_once(
    place: Workplace, run_id: str, *, is_forced: bool = False, tell: Progress = lambda what, done, of: None
) -> dict[str, int]:
    """Poll the feeds that are due and take every waiting entry through the stages; return entries by end state.

    is_forced: poll every feed, due or not. tell: called as work goes on.
    """
    shards = steps.claim_work(place, run_id, is_forced=is_forced)
    for number, shard in enumerate(shards):
        tell("poll", number, len(shards))
        steps.poll_feeds(place, run_id, shard)
    tell("poll", len(shards), len(shards))
    return run_batches(place, steps.plan_batches(place, run_id, "ingest"), tell)


def run_batches(place: Workplace, batch_ids: list[str], tell: Progress = lambda what, done, of: None) -> dict[str, int]:
    """Take batches through all stages, one after the other; return entries by end state."""
    counts: Counter[str] = Counter()
    of = len(batch_ids) * (len(BATCH_STEPS) + 1)
    done = 0
    for text in batch_ids:
        batch_id = UUID(text)
        for name, step in BATCH_STEPS:
            tell(name, done, of)
            step(place, batch_id=batch_id)
            done += 1
        tell("load", done, of)
        counts.update(steps.load_batch(place, batch_id=batch_id))
        done += 1
    tell("done", done, of)
    return dict(sorted(counts.items()))
