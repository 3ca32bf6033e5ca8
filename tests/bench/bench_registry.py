"""The cost of a decision in Postgres (signature, lookup, decision, registration) as the registry grows, and its size on disk.

Registered articles are made in the database: a stream of 5,000 a day, a third of them copies of one shortly before, events of
ten reports, templates that share keys. Then batches of made-up articles, a third of them copies of others or of registered
ones, are decided upon and registered as the pipeline does it. Counted is CPU: ours and Postgres' own.

    python -m tests.bench.bench_registry            10 thousand and 100 thousand articles
    python -m tests.bench.bench_registry --full     and 1 million
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, text

from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.records import Article, EntryState, EntryTask, ExtractedEntry, FeedEntry, FetchedPage
from pipeline.steps.deciding import Fingerprinted, decide_items
from pipeline.store.keys import SPAN
from pipeline.store.store import DEDUPE_LOCK, Store
from pipeline.urls import article_id_of
from tests.bench.bench_dedupe import datasketch_lines, make_articles, time_of
from tests.bench.figures import Figure, make_figure
from tests.bench.places import BenchServer, cpu_seconds, fresh_place, started_postgres
from tests.unit.made_up_texts import make_text

SIZES = (10_000, 100_000)
FULL_SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 5_000  # articles: two thousand feeds
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BATCH = 200
BATCHES = 6  # measured; the cheapest three count, for a neighbour's cache misses are not ours
COUNTED = 3
WINDOW = timedelta(days=14)
SEED = 4711
SKETCHES = 500

# Keys as the pipeline stores them: span of time above, 32 bits of a hash below. Every third article is a copy that shares
# half of its keys with one up to 200 before it; every 50th is of a template, one of a hundred, and shares three.
FILL = """
insert into news.fingerprints (
    article_id, batch_id, body_hash, title_hash, copy_group, story_id, seen_at, fetched_at, token_count,
    similarity_ratio, containment_ratio, is_wire_own, kind, reason, copy_keys, story_keys, sketch
)
select
    md5('article' || made.i)::uuid,
    md5('batch' || made.i / 200)::uuid,
    md5('body' || made.i)::uuid,
    md5('title' || made.i)::uuid,
    md5('article' || made.origin)::uuid,
    md5('story' || made.i / 10)::uuid,
    made.seen_at,
    made.seen_at,
    400,
    case when made.origin <> made.i then 0.9 end,
    case when made.origin <> made.i then 0.95 end,
    false,
    case when made.origin <> made.i then 'copy' else 'new' end,
    case
        when made.origin <> made.i then 'the text, edited, of ' || md5('article' || made.origin)::uuid
        else 'no copy among 12 candidates'
    end,
    array(
        select
            (made.span << 46) | (hashint8extended(
                case
                    when made.i % 50 = 1 and k < 3 then -1 - made.i / 50 % 100
                    when k < 8 then made.origin
                    else made.i
                end * 64 + k, 1
            ) & 4294967295)
        from generate_series(0, 15) as k
    ),
    array(
        select (made.span << 46) | (hashint8extended((case when k < 3 then made.i / 10 else made.i end) * 64 + k, 2) & 4294967295)
        from generate_series(0, 9) as k
    ),
    sketches.sketch
from (
    select
        i,
        case when i % 3 = 2 then i - 1 - hashint8extended(i, 3) & 127 else i end as origin,
        cast(:now as timestamptz) - make_interval(secs => 86400.0 / :a_day * (:count - i)) as seen_at,
        floor(
            extract(epoch from cast(:now as timestamptz) - make_interval(secs => 86400.0 / :a_day * (:count - i))) / :span_seconds
        )::bigint as span
    from generate_series(cast(:first as bigint), cast(:last as bigint)) as i
) as made
inner join sketches on made.i % :sketches = sketches.number
"""


def bench(sizes: Sequence[int] = SIZES) -> dict[str, Figure]:
    """Return the cost of a decision at each size, the last beside the first, and the bytes an article takes."""
    costs: dict[int, float] = {}
    sizes_on_disk: dict[int, float] = {}
    with started_postgres() as server:
        for size in sizes:
            with fresh_place(server, f"registry_{size}") as place:
                owner = create_engine(server.server.url(f"registry_{size}"))
                fill(owner, size)
                sizes_on_disk[size] = measure_size(owner) / size
                costs[size] = measure_cost(server, place.store, size)
                owner.dispose()
    baseline = datasketch_cost()
    first, last = sizes[0], sizes[-1]
    told = {f"at_{size}": round(cost * 1e3, 3) for size, cost in costs.items()}
    return {
        "registry_decision": make_figure(
            1 / costs[last], "documents/s", 1 / baseline, "datasketch MinHash and LSH in memory", registered=last,
            **{f"ms_{name}": value for name, value in told.items()},
        ),
        "registry_growth": make_figure(
            costs[last] * 1e3, "ms a decision", costs[first] * 1e3, f"the same with {first:,} registered",
            better="lower", goal=1.3, registered=last,
        ),
        "registry_size": make_figure(
            sizes_on_disk[last] * 1e6 / 1e9, "GB a million", 2.5, "the goal", better="lower", goal=1.0,
            bytes_an_article=round(sizes_on_disk[last]),
        ),
    }  # fmt: skip


def fill(owner: Engine, size: int) -> None:
    """Register `size` made-up articles: indexes are made as rows come, as in life, but for the largest."""
    with owner.begin() as connection:
        connection.exec_driver_sql("create temporary table sketches (number int primary key, sketch bytea)")
        rows = [
            {"number": number, "sketch": fingerprint_article(title="", text=make_text(SEED + number, 400)).sketch}
            for number in range(SKETCHES)
        ]
        connection.execute(text("insert into sketches values (:number, :sketch)"), rows)
        connection.exec_driver_sql("set local synchronous_commit = off")
        connection.exec_driver_sql("set local maintenance_work_mem = '512MB'")
        indexes = drop_indexes(connection) if size > SIZES[-1] else []
        for first in range(1, size + 1, 50_000):
            connection.execute(
                text(FILL),
                {
                    "now": NOW,
                    "a_day": A_DAY,
                    "count": size,
                    "first": first,
                    "last": min(size, first + 49_999),
                    "sketches": SKETCHES,
                    "span_seconds": SPAN.total_seconds(),
                },
            )
        for statement in indexes:
            connection.exec_driver_sql(statement)
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze news.fingerprints")
        connection.exec_driver_sql("checkpoint")


def drop_indexes(connection: Connection) -> list[str]:
    """Drop the indexes that are no key's; return the statements that make them again."""
    found = connection.exec_driver_sql(
        "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index "
        "where indrelid = 'news.fingerprints'::regclass and not indisprimary"
    ).all()
    for row in found:
        connection.exec_driver_sql(f"drop index {row.name}")
    return [row.made for row in found]


def measure_size(owner: Engine) -> float:
    """Return the bytes of table and indexes."""
    with owner.connect() as connection:
        return float(connection.exec_driver_sql("select pg_total_relation_size('news.fingerprints')").scalar_one())


def measure_cost(server: BenchServer, store: Store, size: int) -> float:
    """Return the CPU seconds of one decision: fingerprint, lookup, decision, registration; ours and Postgres'."""
    lines = make_articles(BATCH * (BATCHES + 1), SEED + size)
    spent: list[float] = []
    for number in range(BATCHES + 1):
        batch = lines[number * BATCH : (number + 1) * BATCH]
        before = cpu_seconds(server.processes())
        started = time.process_time()
        items = [item_of(line, number) for line in batch]
        with store.begin() as transaction:
            transaction.lock(DEDUPE_LOCK)
            decide_items(transaction, uuid4(), items, {}, WINDOW, NOW)
        spent.append(time.process_time() - started + cpu_seconds(server.processes()) - before)
    return sum(sorted(spent[1:])[:COUNTED]) / COUNTED / BATCH  # the first warms caches


def item_of(line: dict[str, Any], number: int) -> Fingerprinted:
    """Return an article with its fingerprint, as the stage makes it."""
    url = f"https://bench.example/{number}/{line['id']}"
    article = Article(url, line["title"], line["text"])
    task = EntryTask(1, 1, url, FeedEntry(url, url, None, None), NOW)
    page = FetchedPage(task, EntryState.DISCOVERED, fetched_at=NOW)
    entry = ExtractedEntry(page, EntryState.DISCOVERED, "", "", article_id_of(url), article, url)
    print_ = fingerprint_article(title=line["title"], text=line["text"])
    return Fingerprinted(entry, article_id_of(url), print_, NOW, NOW, False)


def datasketch_cost() -> float:
    """Return the CPU seconds of a decision by datasketch in memory on such articles."""
    lines = make_articles(BATCH * BATCHES, SEED)
    return min(time_of(lambda: datasketch_lines(lines)) for _ in range(2)) / len(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_registry")
    parser.add_argument(
        "--full", action="store_true", help="1 million articles, too: a quarter of an hour, 6 GB of disk"
    )
    asked = parser.parse_args()
    for name, figure in bench(FULL_SIZES if asked.full else SIZES).items():
        print(name, figure)


if __name__ == "__main__":
    main()
