"""What a bench found: named figures with their baseline, as one table and as bench.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

Figure = dict[str, Any]  # value, unit, baseline, ratio; baseline_name, better, goal and more where known


def make_figure(
    value: float,
    unit: str,
    baseline: float | None,
    baseline_name: str,
    *,
    ratio: float | None = None,
    better: str = "higher",
    goal: float | None = None,
    **more: Any,
) -> Figure:
    """Return one figure. ratio: value by baseline, unless measured pair by pair. goal: what the ratio should reach."""
    if ratio is None and baseline:
        ratio = value / baseline
    return {
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "ratio": ratio,
        "baseline_name": baseline_name,
        "better": better,
        "goal": goal,
        **more,
    }


def print_figures(console: Console, figures: Mapping[str, Figure]) -> None:
    """Print one row per figure, and below each what else was measured with it."""
    table = Table(title="Bench", title_justify="left", pad_edge=False)
    table.add_column("name", no_wrap=True)
    for column in ("value", "unit", "baseline"):
        table.add_column(column, justify="left" if column == "unit" else "right")
    table.add_column("of")
    table.add_column("ratio", justify="right")
    table.add_column("goal", justify="right")
    for name, one in figures.items():
        table.add_row(
            f"[bold]{name}[/]",
            show_number(one.get("value")),
            str(one.get("unit", "")),
            show_number(one.get("baseline")),
            str(one.get("baseline_name", "")),
            _coloured(one),
            _goal_of(one),
        )
    console.print(table)
    for name, one in figures.items():
        if more := {key: value for key, value in one.items() if key not in _SHOWN}:
            told = ", ".join(f"{key} {_shown(value)}" for key, value in more.items())
            console.print(f"[bold]{name}[/]: {told}", soft_wrap=True, highlight=False)


def write_figures(path: Path, figures: Mapping[str, Figure]) -> None:
    """Write figures by name; those of an earlier run that this one did not measure stay."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        kept = {}
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(kept | dict(figures), indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def show_number(value: float | None) -> str:
    """Return a figure with three digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


_SHOWN = ("value", "unit", "baseline", "ratio", "baseline_name", "better", "goal")


def _coloured(one: Figure) -> str:
    ratio, goal = one.get("ratio"), one.get("goal")
    shown = show_number(ratio)
    if ratio is None or goal is None:
        return shown
    is_reached = ratio <= goal if one.get("better") == "lower" else ratio >= goal
    return f"[green]{shown}[/]" if is_reached else f"[yellow]{shown}[/]"


def _goal_of(one: Figure) -> str:
    if one.get("goal") is None:
        return ""
    return f"{'≤' if one.get('better') == 'lower' else '≥'} {show_number(one['goal'])}"


def _shown(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return show_number(value)
