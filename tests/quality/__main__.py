"""`make quality`: the JSON-lines commands on the gold sets beside the checkout, with the baselines in the same run.

Each kind's input lines go through `dateline extract|parse-feed|classify|dedupe --jsonl` as a program of its own, and
what it prints is scored by the gold sets' scorer. Prints one table and writes .dateline/quality.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tests.quality.baselines import BASELINES, answer_cached, find_function
from tests.quality.calibration import describe_topics
from tests.quality.cuts import check_cuts
from tests.quality.docs import DOCS, fill_section, list_quality
from tests.quality.gold import GOLD, KINDS, ROOT, Figures, GoldSet, read_lines, run_dateline
from tests.quality.report import Row, build_rows, pool_real, print_table, write_json

STATE = ROOT / ".dateline"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return the exit status: 0, also when there is no gold, 2 when a command failed."""
    asked = read_arguments(arguments)
    console = Console(soft_wrap=True)
    if not asked.gold.is_dir():
        console.print(f"no gold sets at {asked.gold}: nothing to measure. A fresh clone has none; see docs/quality.md")
        return 0
    cache = asked.state / "quality"
    cache.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    failed = 0
    for name in asked.only or KINDS:
        gold = GoldSet(KINDS[name], asked.gold)
        if missing := gold.missing():
            console.print(f"{name}: left out, {missing} is not there")
            continue
        found = measure_kind(console, gold, cache, with_baselines=asked.baselines, is_fresh=asked.fresh)
        failed += found is None
        rows += found or []
    if rows:
        print_table(Console(), rows, is_full=asked.full)
        write_json(asked.state / "quality.json", rows)
        console.print(f"all figures: {asked.state / 'quality.json'}")
        if asked.docs:
            fill_section(DOCS, "quality", list_quality(json.loads((asked.state / "quality.json").read_text("utf-8"))))
    return 2 if failed else 0


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(KINDS), help="this kind; may be given several times")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false", help="leave the baselines out")
    parser.add_argument("--fresh", action="store_true", help="compute the baselines anew, not from .dateline/quality")
    parser.add_argument("--full", action="store_true", help="print every figure, not only the main ones")
    parser.add_argument("--docs", action="store_true", help="put the figures into docs/quality.md")
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder with score.py and the gold sets")
    parser.add_argument("--state", type=Path, default=STATE, help="folder for quality.json and kept answers")
    return parser.parse_args(arguments)


def measure_kind(
    console: Console, gold: GoldSet, cache: Path, *, with_baselines: bool, is_fresh: bool
) -> list[Row] | None:
    """Return a kind's rows; None when its command failed."""
    kind = gold.kind
    source, target = cache / f"{kind.name}.in.jsonl", cache / f"{kind.name}.out.jsonl"
    count = gold.write_input(source)
    console.print(f"{kind.name}: dateline {kind.command} --jsonl on {count} lines ...")
    started = time.monotonic()
    status = run_dateline(kind, source, target)
    console.print(f"{kind.name}: {time.monotonic() - started:.0f} s")
    if status:
        console.print(f"[red]{kind.name}: dateline {kind.command} --jsonl ended with status {status}[/]")
        return None
    others: dict[str, Figures] = {}
    for baseline in BASELINES[kind.name] if with_baselines else ():
        function, missing = find_function(baseline, gold.folder)
        if function is None:
            console.print(f"{kind.name}: baseline {baseline.name} left out, {missing} is not there")
            continue
        started = time.monotonic()
        answers, is_new = answer_cached(baseline, function, gold, source, cache, is_fresh=is_fresh)
        how = f"computed in {time.monotonic() - started:.0f} s" if is_new else "kept from an earlier run"
        console.print(f"{kind.name}: baseline {baseline.name} {how}")
        others[baseline.name] = score_output(gold, answers)
    rows = build_rows(kind.name, score_output(gold, target), others)
    return rows + build_rows(kind.name, check_cuts(gold), {}) if kind.name == "feeds" else rows


def score_output(gold: GoldSet, output: Path) -> Figures:
    """Return the scorer's figures of an output, with those of ours that it does not compute."""
    figures = gold.score(output)
    if gold.kind.name == "neardup":
        return pool_real(figures)
    if gold.kind.name == "topics":
        by_id = {line["id"]: line for line in read_lines(output) if "id" in line}
        more = describe_topics(gold.read(), by_id)
        return {name: more[name] | figures.get(name, {}) for name in [*figures, *(set(more) - set(figures))]}
    return figures


if __name__ == "__main__":
    sys.exit(main())
