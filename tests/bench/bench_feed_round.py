"""`feed_round`: CPU seconds of polling all feeds when a tenth of them changed, beside feedparser on the same bytes.

The feeds are generated, of the size of real ones, and served on loopback by a process of its own. Counted is all that
a round costs: claim, requests, parsing, ledger, and Postgres. feedparser parses the bytes of every feed of the round,
fetched for free. Aim: at most a tenth.
"""

from __future__ import annotations

import io
import logging
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from pipeline import steps
from pipeline.feeds.rows import FeedRow
from pipeline.steps.workplace import Workplace
from tests.bench.feed_server import HOSTS, count_changes, feed_body, feed_url
from tests.bench.figures import Figure, make_figure
from tests.bench.places import Stopwatch, cpu_seconds, fresh_place, one_core, started_postgres

FEEDS = 500
ROUNDS = 3
GOAL = 0.1
ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120


def bench() -> dict[str, Figure]:
    """Return the figure `feed_round`: medians over rounds."""
    logging.getLogger("pipeline").setLevel(logging.ERROR)
    with started_postgres() as server, served_feeds() as port, one_core():
        options = {"host_delay_seconds": 0.0, "host_concurrency": 8, "claim_limit": FEEDS}
        with fresh_place(server, "bench_feed_round", **options) as place:
            place.store.add_feeds([FeedRow(name=f"outlet {n}", url=feed_url(n, port)) for n in range(FEEDS)])
            set_round(port, 0)
            with Stopwatch(server) as first:
                poll_all(place, 0)
            ours, theirs, postgres_seconds = [], [], []
            for number in range(1, ROUNDS + 1):
                set_round(port, number)
                postgres_before = cpu_seconds(server.processes())
                with Stopwatch(server) as watch:
                    poll_all(place, number)
                ours.append(watch)
                postgres_seconds.append(cpu_seconds(server.processes()) - postgres_before)
                bodies = [feed_body(n, count_changes(n, number)) for n in range(FEEDS)]
                with Stopwatch() as watch:
                    parse_bare(bodies)
                theirs.append(watch)
            outcomes = read_outcomes(place, ROUNDS)
            memory_mb = psutil.Process().memory_info().rss // 2**20
    cpu = statistics.median(one.cpu for one in ours)
    return {
        "feed_round": make_figure(
            cpu,
            f"CPU s, {FEEDS} feeds",
            statistics.median(one.cpu for one in theirs),
            "feedparser on all bytes",
            ratio=statistics.median(our.cpu / their.cpu for our, their in zip(ours, theirs, strict=True)),
            better="lower",
            goal=GOAL,
            cpu_ms_per_poll=cpu / FEEDS * 1000,
            polls_per_second=FEEDS / statistics.median(one.wall for one in ours),
            postgres_cpu_seconds=statistics.median(postgres_seconds),
            first_round_cpu_seconds=first.cpu,
            memory_mb=memory_mb,
            outcomes=outcomes,
        )
    }


def poll_all(place: Workplace, number: int) -> None:
    """Do what a run's claim and poll tasks do, all feeds forced."""
    run_id = f"bench/{number}"
    for shard in steps.claim_work(place, run_id, is_forced=True):
        steps.poll_feeds(place, run_id, shard)


def parse_bare(bodies: list[bytes]) -> None:
    """Do what the round is measured against."""
    import feedparser

    for body in bodies:
        feedparser.parse(io.BytesIO(body))


def read_outcomes(place: Workplace, number: int) -> dict[str, int]:
    """Return how many polls of a round came to what."""
    query = "select outcome, count(*) from ops.feed_polls where run_id = %s group by 1 order by 1"
    with place.store.engine.connect() as connection:
        return dict(tuple(row) for row in connection.exec_driver_sql(query, (f"bench/{number}",)))


def set_round(port: int, number: int) -> None:
    """Move the served feeds on to a round."""
    url = f"http://{HOSTS[0]}:{port}/round/{number}?feeds={FEEDS}"
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=READY_SECONDS) as answer:
        answer.read()


@contextmanager
def served_feeds() -> Iterator[int]:
    """Yield the port of the feed server; it ends with its standard input, also when this process is killed."""
    command = [sys.executable, "-m", "tests.bench.feed_server"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as process:
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.kill()
