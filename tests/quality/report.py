"""Figures of ours and of the baselines side by side: as one table, and as quality.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.quality.goals import COUNT_UNITS, GOALS, SIZES, is_low_good, reaches
from tests.quality.gold import Figures

NEAR = 0.0005  # figures are shown with three digits; closer ones look the same


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. others: the same of each baseline by its name, the one of the ratio first."""

    kind: str
    set: str
    measure: str
    value: float
    others: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in quality.json."""
        return f"{self.kind}.{self.set}.{self.measure}"

    @property
    def goal(self) -> float | None:
        """What it should reach, where the gold sets' README says so."""
        return GOALS.get(self.name)


def build_rows(kind: str, ours: Figures, others: Mapping[str, Figures]) -> list[Row]:
    """Return the rows of a kind; sizes of sets and figures that are not numbers are left out."""
    return [
        Row(kind, name, measure, value, _same_of(others, name, measure))
        for name, figures in ours.items()
        for measure, value in figures.items()
        if measure not in SIZES and _is_number(value)
    ]


def pool_real(figures: Figures) -> Figures:
    """Return near-duplicate figures with the row `real`: the judged pairs of all real sets taken together."""
    real = {name: row for name, row in figures.items() if name.startswith("real_") and row.get("pairs")}
    wanted = sum(row["pairs"] for row in real.values())
    if not wanted:
        return figures
    found = {name: row["recall"] * row["pairs"] for name, row in real.items()}
    said = sum(found[name] / row["precision"] for name, row in real.items() if row["precision"])
    hits = sum(found.values())
    pooled = {"precision": hits / said if said else 0.0, "recall": hits / wanted, "f1": 2 * hits / (wanted + said)}
    return figures | {"real": pooled}


def print_table(console: Console, rows: Sequence[Row], *, is_full: bool) -> None:
    """Print the figures. is_full: also those without a goal that say little beside the others."""
    table = Table(title="Quality", title_justify="left", pad_edge=False)
    table.add_column("set", no_wrap=True)
    table.add_column("measure", no_wrap=True)
    for column in ("value", "baseline", "other", "goal"):
        table.add_column(column, justify="right")
    shown = [row for row in rows if is_full or row.goal is not None or _is_shown(row)]
    for kind, of_kind in groupby(shown, key=lambda row: row.kind):
        ours = list(of_kind)
        names = list(dict.fromkeys(name for row in ours for name in row.others))
        table.add_row(f"[bold]{kind}[/]", "", "", *[f"[italic]{one}[/]" for one in [*names, "", ""][:2]], "")
        for name, of_set in groupby(ours, key=lambda row: row.set):
            for number, row in enumerate(of_set):
                others = [_shown(row.measure, row.others[one]) if one in row.others else "" for one in names]
                goal = "" if row.goal is None else _shown(row.measure, row.goal)
                label = "" if number else f"  {name}"
                table.add_row(label, row.measure, _coloured(row), *[*others, "", ""][:2], goal)
        table.add_section()
    console.print(table)
    with_goal = [row for row in rows if row.goal is not None]
    reached = sum(reaches(row.measure, row.value, row.goal) for row in with_goal if row.goal is not None)
    console.print(f"{reached} of {len(with_goal)} goals reached")


def write_json(path: Path, rows: Sequence[Row]) -> None:
    """Write the figures by name. What an earlier run measured of other kinds stays; a kind is replaced whole."""
    kinds = {row.kind for row in rows}
    kept = {name: one for name, one in _read(path).items() if name.partition(".")[0] not in kinds}
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    figures = dict(sorted((kept | {row.name: as_figure(row) for row in rows}).items()))
    temporary.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def as_figure(row: Row) -> dict[str, Any]:
    """Return a row as its object in quality.json. ratio: value by baseline, null where the baseline is none or 0."""
    baseline = next(iter(row.others.values()), None)
    return {
        "value": row.value,
        "unit": COUNT_UNITS.get(row.measure, "share"),
        "baseline": baseline,
        "ratio": row.value / baseline if baseline else None,
        "baselines": row.others,
        "goal": row.goal,
        "better": "lower" if is_low_good(row.measure) else "higher",
    }


def _same_of(others: Mapping[str, Figures], name: str, measure: str) -> dict[str, float]:
    found = {tool: figures.get(name, {}).get(measure) for tool, figures in others.items()}
    return {tool: value for tool, value in found.items() if value is not None and _is_number(value)}


def _is_number(value: float) -> bool:
    return isinstance(value, int | float) and not math.isnan(value)


def _is_shown(row: Row) -> bool:
    """Return whether a figure without a goal stands in the short table: the sets' main figures, and what is wrong."""
    main = ("f1", "title", "date", "authors", "count", "macro_f1", "story_f1", "snippet_f1")
    return row.measure in main or (row.measure in COUNT_UNITS and row.value > 0)


def _shown(measure: str, value: float) -> str:
    return f"{value:g}" if measure in COUNT_UNITS else f"{value:.3f}"


def _coloured(row: Row) -> str:
    shown = _shown(row.measure, row.value)
    if row.goal is not None and reaches(row.measure, row.value, row.goal):
        return f"[green]{shown}[/]"
    base = next(iter(row.others.values()), None)
    if base is not None and abs(row.value - base) > NEAR and (row.value > base) == is_low_good(row.measure):
        return f"[red]{shown}[/]"
    return f"[yellow]{shown}[/]" if row.goal is not None else shown


def _read(path: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept
