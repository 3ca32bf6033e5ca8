"""`extract`: the full record of a page beside bare trafilatura with metadata, pages a second on one core.

A few pages ours, the same pages theirs, and so on: what else the machine does meets both. Memory is that of a process
of its own that extracts nothing but pages, over and over.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from pipeline.extract.article import extract_article
from pipeline.extract.places import with_places
from pipeline.records import Page
from tests.bench.figures import Figure, make_figure
from tests.bench.pages import RawPage, load_pages
from tests.bench.places import one_core

ROUNDS = 3
CHUNK_PAGES = 10
GOAL = 1.5
SOAK_PAGES = 2_000  # `python -m tests.bench.bench_extract 20000` soaks longer
LOOK_PAGES = 500
ROOT = Path(__file__).resolve().parents[2]


def bench() -> dict[str, Figure]:
    """Return the figure `extract`, with p99 and memory beside it."""
    import trafilatura

    def theirs(page: RawPage) -> None:
        trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)

    pages, what = load_pages()
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    ratios = []
    with one_core():
        for work in (read, theirs):  # imports and the names of places in each language are loaded
            spend(work, pages)
        for _ in range(ROUNDS):
            spent = {"ours": 0.0, "theirs": 0.0}
            for start in range(0, len(pages), CHUNK_PAGES):
                chunk = pages[start : start + CHUNK_PAGES]
                for name, work in (("ours", read), ("theirs", theirs)):
                    seconds = spend(work, chunk)
                    times[name] += seconds
                    spent[name] += sum(seconds)
            ratios.append(spent["theirs"] / spent["ours"])
        soaked = soak_in_process(SOAK_PAGES)
    return {
        "extract": make_figure(
            1 / statistics.fmean(times["ours"]),
            "pages/s, one core",
            1 / statistics.fmean(times["theirs"]),
            "bare trafilatura with metadata",
            ratio=statistics.median(ratios),
            goal=GOAL,
            p99_ms=percentile(times["ours"], 0.99) * 1000,
            baseline_p99_ms=percentile(times["theirs"], 0.99) * 1000,
            median_ms=statistics.median(times["ours"]) * 1000,
            pages=what,
            page_count=len(pages),
            memory_mb=soaked,
        )
    }


def read(page: RawPage) -> None:
    """Make the whole record of a page: article, then the places that it is about."""
    with_places(extract_article(Page(page.body, page.url, page.content_type)))


def spend(work: Callable[[RawPage], None], pages: list[RawPage]) -> list[float]:
    """Return the CPU seconds that each page took."""
    seconds = []
    for page in pages:
        started = time.process_time()
        work(page)
        seconds.append(time.process_time() - started)
    return seconds


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def soak_in_process(count: int) -> dict[str, int]:
    """Return the resident memory of a fresh process after so many pages, in MB: {"500": 210, ...}."""
    command = [sys.executable, "-m", "tests.bench.bench_extract", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            told, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    return {number: int(mb) for number, mb in (line.split() for line in told.splitlines())}


def soak(count: int) -> None:
    """Extract pages over and over; print pages so far and resident MB every LOOK_PAGES."""
    pages, _ = load_pages()
    for number in range(1, count + 1):
        read(pages[number % len(pages)])
        if number % LOOK_PAGES == 0:
            print(number, psutil.Process().memory_info().rss // 2**20, flush=True)


if __name__ == "__main__":
    soak(int(sys.argv[1]))
