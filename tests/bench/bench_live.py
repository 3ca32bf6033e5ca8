"""`idle_run` and `feed_to_row`, through the real scheduler on the embedded Postgres.

idle_run: CPU seconds of a scheduled run of ingest_news with nothing due, beside a run of a DAG with one empty task on
the same schedule. Windows of a minute take turns: both paused, one, the other; what the idle programs use by
themselves is taken off. feed_to_row: seconds from a feed's change to its article's row, the feed being due and its
runs scheduled every minute, beside the same steps in one process without Airflow.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from rich.console import Console

from pipeline.steps.line import run_line_once
from tests.bench.figures import Figure, make_figure
from tests.bench.live import EMPTY_DAG_ID, LiveLine, started_line, wait_for

INGEST = "ingest_news"
WINDOW_SECONDS = 60.0  # one scheduled run, ten seconds after the window opens
OPENS_AT_SECOND = 50
CLOSING_SECONDS = 6.0  # for the calls that end a window, so that the next opens a minute after this one
ROUNDS = 2
CHANGES_AT_SECOND = (5, 25, 45)  # a change may come at any time of the scheduler's minute
SETTLE_SECONDS = 30.0  # after the start: the first parsing of the DAGs and the runs that were waiting


@dataclass(frozen=True, slots=True)
class Window:
    """What a minute took. runs: how many ended in it."""

    cpu: float
    wall: float
    runs: int


def bench(names: list[str]) -> dict[str, Figure]:
    """Return the figures that are asked for, of one start of everything."""
    console = Console(soft_wrap=True)
    figures: dict[str, Figure] = {}
    with started_line(lambda said: console.print(f"  {said}")) as line:
        for dag_id in (INGEST, EMPTY_DAG_ID):
            line.pause(dag_id, is_paused=False)
        time.sleep(SETTLE_SECONDS)
        for name, measure in (("idle_run", measure_idle_run), ("feed_to_row", measure_feed_to_row)):
            if name not in names:
                continue
            console.print(f"  {name}")
            try:
                figures[name] = measure(line)
            except Exception:  # the other figure stands; the one that is missing makes the exit status 1
                console.print_exception(max_frames=6)
    return figures


def measure_idle_run(line: LiveLine) -> Figure:
    """Return CPU seconds of an idle run: the mean over windows, without what runs by itself."""
    windows: dict[str | None, list[Window]] = {None: [], INGEST: [], EMPTY_DAG_ID: []}
    for _ in range(ROUNDS):
        for dag_id in windows:
            windows[dag_id].append(watch_window(line, dag_id))
    quiet = windows[None]
    idle_rate = sum(one.cpu for one in quiet) / sum(one.wall for one in quiet)
    ours = cpu_per_run(windows[INGEST], idle_rate)
    return make_figure(
        ours,
        "CPU s a run",
        cpu_per_run(windows[EMPTY_DAG_ID], idle_rate),
        "run of a DAG with one empty task",
        better="lower",
        runs=sum(one.runs for one in windows[INGEST]),
        baseline_runs=sum(one.runs for one in windows[EMPTY_DAG_ID]),
        idle_cpu_seconds_per_minute=idle_rate * 60,
        windows={str(name): [round(one.cpu, 2) for one in found] for name, found in windows.items()},
    )


def watch_window(line: LiveLine, dag_id: str | None) -> Window:
    """Return what a minute takes in which only this DAG is scheduled, or none."""
    for one in (INGEST, EMPTY_DAG_ID):
        line.pause(one, is_paused=True)
    line.wait_until_idle()
    wait_for_second(OPENS_AT_SECOND)
    before = line.list_ended(dag_id) if dag_id else set()
    cpu, started = line.cpu_seconds(), time.monotonic()
    if dag_id:
        line.pause(dag_id, is_paused=False)
    time.sleep(WINDOW_SECONDS - CLOSING_SECONDS)
    if dag_id:
        line.pause(dag_id, is_paused=True)
        line.wait_until_idle()
    wall = time.monotonic() - started
    runs = len(line.list_ended(dag_id) - before) if dag_id else 0
    return Window(line.cpu_seconds() - cpu, wall, runs)


def cpu_per_run(windows: list[Window], idle_rate: float) -> float:
    """Return CPU seconds a run over windows, without the idle programs' own."""
    spent = sum(one.cpu - idle_rate * one.wall for one in windows)
    return spent / max(1, sum(one.runs for one in windows))


def measure_feed_to_row(line: LiveLine) -> Figure:
    """Return seconds from change to row: the mean over the scheduler's minute."""
    line.pause(EMPTY_DAG_ID, is_paused=True)
    line.pause(INGEST, is_paused=False)
    line.wait_until_idle()
    scheduled = []
    for second in CHANGES_AT_SECOND:
        wait_for_second(second)
        scheduled.append(time_change(line))
        line.wait_until_idle()
    line.pause(INGEST, is_paused=True)
    line.wait_until_idle()
    triggered = [time_change(line, is_triggered=True)]
    alone = []
    for number in range(len(CHANGES_AT_SECOND)):
        started = time.monotonic()
        url = line.feed.publish()
        line.make_due()
        run_line_once(line.place, f"bench/{number}")
        wait_for(lambda url=url: line.has_row(url), url)  # type: ignore[misc]
        alone.append(time.monotonic() - started)
    return make_figure(
        statistics.fmean(scheduled),
        "s",
        statistics.fmean(alone),
        "the same steps in one process, no Airflow",
        better="lower",
        samples=[round(one, 1) for one in scheduled],
        triggered_seconds=statistics.fmean(triggered),
    )


def time_change(line: LiveLine, *, is_triggered: bool = False) -> float:
    """Publish an article in a feed that is due; return the seconds until its row can be read.

    is_triggered: start a run at once (as the feed-updates asset does) while the schedule is paused.
    """
    started = time.monotonic()
    url = line.feed.publish()
    line.make_due()
    if is_triggered:
        line.pause(INGEST, is_paused=False)
        line.api.trigger(INGEST)
    wait_for(lambda: line.has_row(url), f"the row of {url}")
    spent = time.monotonic() - started
    if is_triggered:
        line.pause(INGEST, is_paused=True)
        line.wait_until_idle()
    return spent


def wait_for_second(second: int) -> None:
    """Wait until the clock shows this second of a minute."""
    time.sleep((second - time.time()) % 60)
