"""`make bench`: speed as ratios to named baselines, measured in the same run. A table, and .dateline/bench.json.

Absolute figures are the machine's; ratios are the program's. Nothing here fails because it is slow.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from rich.console import Console

from tests.bench.figures import Figure, print_figures, write_figures
from tests.quality.docs import DOCS, fill_section, list_bench

STATE = Path(__file__).resolve().parents[2] / ".dateline"

# Name in bench.json -> module with `bench(names) -> {name: figure}` or `bench()`. Quick ones first.
MODULES = {
    "extract": "tests.bench.bench_extract",
    "line": "tests.bench.bench_line",
    "feed_round": "tests.bench.bench_feed_round",
    "dedupe_decision": "tests.bench.bench_dedupe",
    "classify": "tests.bench.bench_classify",
    "idle_run": "tests.bench.bench_live",
    "feed_to_row": "tests.bench.bench_live",
}
# What modules that give bare figures leave to be said here. goal: of the ratio.
TOLD: dict[str, Figure] = {
    "dedupe_decision": {"baseline_name": "datasketch MinHash and LSH", "where": "in memory"},
    "classify": {"baseline_name": "TfidfVectorizer + LogisticRegression", "goal": 5.0},
}
TAKES_NAMES = ("tests.bench.bench_live",)  # starts Airflow once for all that is asked of it
TAKES_FULL = ("tests.bench.bench_feed_round",)  # has a smaller size for every day


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return the exit status: 1 when a bench broke, 130 when it was interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(MODULES), help="this one; may be given several times")
    parser.add_argument("--state", type=Path, default=STATE, help="folder for bench.json")
    parser.add_argument("--full", action="store_true", help="full sizes: 2,000 feeds in feed_round")
    parser.add_argument("--docs", action="store_true", help="put the figures into docs/quality.md")
    asked = parser.parse_args(arguments)
    console = Console(soft_wrap=True)
    drop_own_settings()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    names = [name for name in MODULES if not asked.only or name in asked.only]
    figures: dict[str, Figure] = {}
    broken = 0
    try:
        for module in dict.fromkeys(MODULES[name] for name in names):
            wanted = [name for name in names if MODULES[name] == module]
            found = run_module(console, module, wanted, is_full=asked.full)
            broken += found is None or any(name not in found for name in wanted if found)
            figures |= found or {}
            write_figures(asked.state / "bench.json", figures)
    except KeyboardInterrupt:
        console.print("interrupted; everything that was started is stopped")
        broken = 130
    if figures:
        print_figures(Console(), figures)
        console.print(f"written to {asked.state / 'bench.json'}")
        if asked.docs:
            fill_section(DOCS, "bench", list_bench(json.loads((asked.state / "bench.json").read_text("utf-8"))))
    return min(broken, 1) if broken != 130 else 130


def run_module(console: Console, module: str, names: list[str], *, is_full: bool = False) -> dict[str, Figure] | None:
    """Return what a module measured; nothing when it is not there, None when it broke."""
    if importlib.util.find_spec(module) is None:
        console.print(f"{', '.join(names)}: left out, {module} is not there")
        return {}
    console.print(f"{', '.join(names)} ...")
    started = time.monotonic()
    bench = importlib.import_module(module).bench
    options = {"is_full": True} if is_full and module in TAKES_FULL else {}
    try:
        found: dict[str, Figure] = bench(names) if module in TAKES_NAMES else bench(**options)
    except Exception:  # one bench that breaks does not take the others with it
        console.print_exception(max_frames=6)
        return None
    console.print(f"{', '.join(names)}: {time.monotonic() - started:.0f} s")
    return {name: TOLD.get(name, {}) | figure for name, figure in found.items()}


def drop_own_settings() -> None:
    """Keep the machine's own settings out of what is measured."""
    for name in [name for name in os.environ if name.startswith(("DATELINE_", "AIRFLOW"))]:
        del os.environ[name]


def interrupt(number: int, frame: FrameType | None) -> None:
    """Turn a signal into the KeyboardInterrupt that Ctrl-C is, so that everything is stopped on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
