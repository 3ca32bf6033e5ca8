"""`line`: pages in memory to rows in Postgres, by the real stages, on one core; beside bare trafilatura on the pages.

The pages stand in the archive beforehand, as after the fetch stage. Timed are extract, deduplicate, classify and load
with their stage files, extractor process and Postgres included, all of it on the one core. Each round has an empty
database, and bare trafilatura follows it: what else the machine does meets both.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import UTC, datetime
from uuid import UUID

from pipeline import steps
from pipeline.archive.warc import WarcWriter
from pipeline.feeds.rows import FeedRow
from pipeline.records import FeedEntry, FetchResponse
from pipeline.steps.discovering import entry_rows
from pipeline.steps.models import shipped_classifier
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from tests.bench.figures import Figure, make_figure
from tests.bench.pages import RawPage, load_pages
from tests.bench.places import Stopwatch, fresh_place, one_core, started_postgres

ROUNDS = 3
GOAL = 0.8
STAGES = (
    ("extract", steps.extract_articles),
    ("deduplicate", steps.deduplicate_articles),
    ("classify", steps.classify_articles),
    ("load", steps.load_batch),
)
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)  # after the newest page, as every real fetch is


def bench() -> dict[str, Figure]:
    """Return the figure `line`: articles a second and the ratio, medians over rounds."""
    pages, what = load_pages()
    ours: list[Stopwatch] = []
    theirs: list[Stopwatch] = []
    stage_seconds: dict[str, list[float]] = {name: [] for name, _ in STAGES}
    with one_core(), started_postgres() as server:
        shipped_classifier(server.settings.seeds_dir)
        extract_bare(pages[:3])  # both are warm: imports and models are loaded
        for number in range(ROUNDS):
            with fresh_place(server, f"bench_line_{number}") as place:
                batches = put_into_archive(place, pages)
                with Stopwatch(server) as watch:
                    counts = run_stages(place, batches, stage_seconds)
                ours.append(watch)
            with Stopwatch() as watch:
                extract_bare(pages)
            theirs.append(watch)
    return {
        "line": make_figure(
            len(pages) / statistics.median(one.wall for one in ours),
            "articles/s, one core",
            len(pages) / statistics.median(one.wall for one in theirs),
            "bare trafilatura with metadata",
            ratio=statistics.median(their.wall / our.wall for our, their in zip(ours, theirs, strict=True)),
            goal=GOAL,
            cpu_ratio=statistics.median(their.cpu / our.cpu for our, their in zip(ours, theirs, strict=True)),
            pages=what,
            page_count=len(pages),
            states=counts,
            stage_seconds={name: round(statistics.median(one), 3) for name, one in stage_seconds.items()},
        )
    }


def put_into_archive(place: Workplace, pages: list[RawPage]) -> list[UUID]:
    """Write pages into the raw store and the ledger, and plan their batches up to the fetch stage; return their ids."""
    steps.load_seeds(place)
    feed = FeedRow(name="bench", url="archive://bench", kind="backfill")
    place.store.add_feeds([feed])
    feed_id = place.store.rows("find_feed", url=feed.url)[0].feed_id
    entries = [FeedEntry(key=page.url, url=page.url, guid=None, title=None) for page in pages]
    raws = {}
    with WarcWriter(place.archive, "raw/bench.warc.gz") as warc:
        for page in pages:
            headers = (("Content-Type", page.content_type),)
            response = FetchResponse(page.url, page.url, 200, headers, page.body, FETCHED_AT, 0.0, len(page.body))
            raws[page.url] = warc.write(response)
    with place.store.begin() as transaction:
        rows = entry_rows(entries, feed_id=feed_id, seen_at=place.clock(), raws=raws, origin="archive")
        transaction.rows("upsert_entries", rows=dump_rows(rows))
    batches = [UUID(one) for one in steps.plan_batches(place, "bench", "backfill")]
    for batch_id in batches:
        steps.fetch_pages(place, batch_id=batch_id)
    os.sync()  # what was written for the bench is not written out while it is timed
    return batches


def run_stages(place: Workplace, batches: list[UUID], stage_seconds: dict[str, list[float]]) -> dict[str, int]:
    """Take batches through the stages as Airflow's tasks do; return how many entries ended in which state."""
    counts: dict[str, int] = {}
    spent = dict.fromkeys(stage_seconds, 0.0)
    for batch_id in batches:
        for name, stage in STAGES:
            started = time.perf_counter()
            answer = stage(place, batch_id=batch_id)
            spent[name] += time.perf_counter() - started
        if isinstance(answer, dict):
            counts = {state: counts.get(state, 0) + answer.get(state, 0) for state in counts | answer}
    for name, seconds in spent.items():
        stage_seconds[name].append(seconds)
    return counts


def extract_bare(pages: list[RawPage]) -> None:
    """Do what the line is measured against."""
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)
