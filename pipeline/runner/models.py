"""What `dateline models …` prints: which classifiers there are, how good each is, and why it is in use or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.runner.report import open_console

FIGURES = ("documents", "positives", "precision", "recall", "f1", "calibration_error")


def print_models(models: Sequence[Any]) -> None:
    """Print one line a classifier."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("", "version", "origin", "since (UTC)", "decision", "by", "reason"):
        table.add_column(name, overflow="fold", no_wrap=name in ("version", "since (UTC)"))
    for one in models:
        table.add_row(
            "[green]in use[/green]" if one.is_current else "",
            one.model_version,
            one.origin,
            f"{one.registered_at:%Y-%m-%d %H:%M}",
            one.decision or "-",
            escape(one.decided_by or "-"),
            escape(one.reason or "-"),
        )
    out = open_console()
    out.print(table)
    if not models:
        out.print("no classifier is known yet; `dateline seeds load` makes the shipped one known")


def print_model(model: Any, decisions: Sequence[Any]) -> None:
    """Print all that is known of one classifier."""
    out = open_console()
    used = "  [green]in use[/green]" if model.is_current else ""
    out.print(f"\n[b]{model.model_version}[/b]{used}  {model.origin}, since {model.registered_at:%Y-%m-%d %H:%M} UTC")
    if model.based_on:
        out.print(f"  based on {model.based_on}")
    out.print(f"  weights  {model.artefact_path or 'none, the lexicon decides alone'}")
    for name, value in model.trained_on.items():
        out.print(f"  {name:12} {escape(_say(value))}")
    _print_figures(out, model.figures)
    out.print("\n[b]decisions[/b]")
    for one in decisions:
        if model.model_version in (one.model_version, one.previous_version):
            what = one.decision if one.model_version == model.model_version else f"replaced by {one.model_version}"
            out.print(f"  {one.decided_at:%Y-%m-%d %H:%M}  {what}, {escape(one.decided_by)}: {escape(one.reason)}")


def _print_figures(out: Console, figures: Mapping[str, Any]) -> None:
    """Print tables of {part: {topic: {source: figures}}}; other values as they are."""
    for part, topics in figures.items():
        if not isinstance(topics, dict) or not topics:
            continue
        table = Table(box=None, header_style="bold", pad_edge=False, title=f"\n{part}", title_justify="left")
        table.add_column("topic")
        table.add_column("source")
        names = sorted({name for rows in topics.values() for row in rows.values() for name in row}, key=_rank)
        for name in names:
            table.add_column(name, justify="right")
        for topic, rows in topics.items():
            for source, row in rows.items():
                table.add_row(topic, escape(source), *(_say(row.get(name)) for name in names))
        out.print(table)


def _rank(name: str) -> tuple[int, str]:
    return (FIGURES.index(name) if name in FIGURES else len(FIGURES), name)


def _say(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list):
        return " to ".join(_say(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_say(one)}" for name, one in value.items())
    return str(value)
