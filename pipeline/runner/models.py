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


def print_training(report: Any) -> None:
    """Print what training came to, and why."""
    out = open_console()
    by_topic: dict[str, dict[str, Any]] = {}
    for part, topics in report.differences.items():
        for topic, row in topics.items():
            by_topic.setdefault(topic, {})[part] = row
    _print_figures(out, {"against the model in use, on what trained neither": by_topic})
    if report.model_version:
        out.print(f"\nnew model  [b]{report.model_version}[/b]  (`dateline models show {report.model_version}`)")
    said = "[green]put into use[/green]" if report.is_promoted else "[yellow]not put into use[/yellow]"
    out.print(f"{said}: {escape(report.reason)}")
    if not report.is_promoted:
        out.print(f"in use     {report.compared_with}")


def print_differences(run: Any, differences: Sequence[Any], examples: Sequence[Any]) -> None:
    """Print what a comparison changes, topic by topic, with examples, and how to go on."""
    out = open_console()
    since = run.since_at.isoformat() if run.since_at else "the first"
    until = run.until_at.isoformat() if run.until_at else "the last"
    out.print(
        f"\n[b]{run.model_version}[/b] on {run.article_count} articles, from {since} to {until} {run.source or ''}"
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("topic")
    for name in ("articles", "before", "after", "gained", "lost", "review", "after", "mean move", "labels agree"):
        table.add_column(name, justify="right")
    for row in differences:
        table.add_row(
            row.topic,
            *(str(one) for one in (row.article_count, row.old_assigned_count, row.new_assigned_count)),
            f"[green]+{row.gained_count}[/green]" if row.gained_count else "0",
            f"[red]-{row.lost_count}[/red]" if row.lost_count else "0",
            *(str(one) for one in (row.old_review_count, row.new_review_count)),
            "-" if row.mean_move is None else f"{row.mean_move:.3f}",
            f"{row.old_agreed_count} then {row.new_agreed_count} of {row.label_count}" if row.label_count else "-",
        )
    out.print(table)
    shown = Table(box=None, header_style="bold", pad_edge=False, title="\nexamples", title_justify="left")
    for name in ("topic", "change", "from", "to", "label", "source", "headline"):
        shown.add_column(name, overflow="fold")
    for row in examples:
        label = {True: "yes", False: "no"}.get(row.label, "")
        chances = ("-" if one is None else f"{one:.2f}" for one in (row.old_probability, row.new_probability))
        shown.add_row(
            row.topic, row.change, *chances, label, escape(row.source), escape(row.title or row.canonical_url)
        )
    if examples:
        out.print(shown)
    if run.state == "applied":
        left = (
            f"; {run.changed_meanwhile_count} left, a new version came meanwhile" if run.changed_meanwhile_count else ""
        )
        out.print(f"\n[green]applied[/green]{left}. What stood before: news.article_topic_history")
    else:
        out.print("\nnothing is changed yet; the same command with --apply writes it")
    out.print(f"[dim]all of them: mart.topic_changes, run_id {run.run_id}[/dim]")


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
