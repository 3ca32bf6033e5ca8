"""`feed_round`: CPU of polling all feeds when a tenth of them changed, beside feedparser on the same bytes.

The feeds are generated, of the size of real ones, and served on loopback by a process of its own. Counted is all that
a round costs: claim, requests, parsing, ledger, and Postgres. feedparser parses the bytes of every feed of the round,
fetched for free. Aim: at most a tenth. Beside it rounds in which every feed answers 304, sends the same bytes, or has
a new item, and whether memory stays flat over ten rounds.
"""

from __future__ import annotations

import io
import logging
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline import steps
from pipeline.feeds.rows import FeedRow
from pipeline.steps.workplace import Workplace
from tests.bench.feed_server import HOSTS, count_changes, feed_body, feed_url
from tests.bench.figures import Figure, make_figure
from tests.bench.places import BenchServer, Stopwatch, cpu_seconds, fresh_place, one_core, started_postgres

FEEDS = 500
ALL_FEEDS = 2_000  # with --full: two minutes and a half
ROUNDS = ("mixed", "mixed", "not_modified", "unchanged", "changed", "mixed", "mixed", "mixed", "mixed", "mixed")
SETTLED = 2  # rounds after which memory is measured first
GOAL = 0.1
MEMORY_GOAL = 1.05  # allocators keep a few pages more; a leak of one feed's text a round would show as 1.5
NAMES = {"not_modified": "feed_round_304", "unchanged": "feed_round_unchanged", "changed": "feed_round_changed"}
ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Round:
    """What one round cost: seconds, and the memory of this process after it."""

    kind: str
    cpu: float
    wall: float
    postgres_cpu: float
    memory_mb: float


def bench(*, is_full: bool = False) -> dict[str, Figure]:
    """Return `feed_round` with its kin. is_full: as many feeds as an installation follows."""
    logging.getLogger("pipeline").setLevel(logging.ERROR)
    feeds = ALL_FEEDS if is_full else FEEDS
    with started_postgres() as server, served_feeds() as port, one_core():
        options = {"host_delay_seconds": 0.0, "host_concurrency": 8, "claim_limit": feeds}
        with fresh_place(server, "bench_feed_round", **options) as place:
            place.store.add_feeds([FeedRow(name=f"outlet {n}", url=feed_url(n, port)) for n in range(feeds)])
            first = poll_round(place, server, port, "first", feeds, 0)
            rounds = [poll_round(place, server, port, kind, feeds, n) for n, kind in enumerate(ROUNDS, 1)]
            outcomes = {kind: read_outcomes(place, ROUNDS.index(kind) + 1) for kind in set(ROUNDS)}
        with Stopwatch() as bare:
            parse_bare(feeds, ROUNDS[: ROUNDS.index("mixed") + 1])
    return {
        "feed_round": describe(
            [one for one in rounds if one.kind == "mixed"],
            bare.cpu,
            feeds,
            goal=GOAL,
            first_round_cpu_seconds=first.cpu,
            outcomes=outcomes["mixed"],
        ),
        **{
            name: describe([one for one in rounds if one.kind == kind], bare.cpu, feeds, outcomes=outcomes[kind])
            for kind, name in NAMES.items()
        },
        "feed_round_memory": make_figure(
            rounds[-1].memory_mb,
            f"MB after {len(rounds)} rounds",
            rounds[SETTLED - 1].memory_mb,
            f"after {SETTLED} rounds",
            better="lower",
            goal=MEMORY_GOAL,
        ),
    }


def describe(
    rounds: Sequence[Round], bare_cpu: float, feeds: int, *, goal: float | None = None, **more: object
) -> Figure:
    """Return the figure of rounds of one kind: medians."""
    cpu = statistics.median(one.cpu for one in rounds)
    return make_figure(
        cpu,
        f"CPU s, {feeds} feeds",
        bare_cpu,
        "feedparser on all bytes",
        better="lower",
        goal=goal,
        cpu_ms_per_poll=cpu / feeds * 1000,
        baseline_ms_per_feed=bare_cpu / feeds * 1000,
        polls_per_second=feeds / statistics.median(one.wall for one in rounds),
        postgres_cpu_seconds=statistics.median(one.postgres_cpu for one in rounds),
        **more,
    )


def poll_round(place: Workplace, server: BenchServer, port: int, kind: str, feeds: int, number: int) -> Round:
    """Do what a run's claim and poll tasks do, all feeds forced; return what it cost."""
    set_round(port, kind, feeds)
    postgres_before = cpu_seconds(server.processes())
    with Stopwatch(server) as watch:
        for shard in steps.claim_work(place, f"bench/{number}", is_forced=True):
            steps.poll_feeds(place, f"bench/{number}", shard)
    postgres = cpu_seconds(server.processes()) - postgres_before
    return Round(kind, watch.cpu, watch.wall, postgres, psutil.Process().memory_info().rss / 2**20)


def parse_bare(feeds: int, rounds: Sequence[str]) -> None:
    """Do what the rounds are measured against: parse every feed as it stands after these rounds."""
    import feedparser

    for number in range(feeds):
        feedparser.parse(io.BytesIO(feed_body(number, count_changes(number, rounds))))


def read_outcomes(place: Workplace, number: int) -> dict[str, int]:
    """Return how many polls of a round came to what."""
    query = "select outcome, count(*) from ops.feed_polls where run_id = %s group by 1 order by 1"
    with place.store.engine.connect() as connection:
        return dict(tuple(row) for row in connection.exec_driver_sql(query, (f"bench/{number}",)))


def set_round(port: int, kind: str, feeds: int) -> None:
    """Begin a round at the server of the feeds."""
    url = f"http://{HOSTS[0]}:{port}/round/{kind}?feeds={feeds}"
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
