"""What `dateline reextract` prints: what another reading of the archived pages changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from pipeline.runner.report import open_console
from pipeline.steps.rereading import FIELDS

# How kinds of change are called for people, in the order of the table.
NAMES = {
    "unchanged": "unchanged",
    "changed": "changed, of these:",
    "title": "  headline",
    "text": "  text",
    "published": "  publication time",
    "modified": "  modification time",
    "authors": "  authors",
    "language": "  language",
    "section": "  section",
    "tags": "  tags",
    "places": "  places",
    "other": "  other",
    "no_article": "no article now, kept",
    "unreadable": "not readable, kept",
    "address": "other address now, own one kept",
}
ORDER = list(NAMES)
SHOWN_CHARS = 80  # of a value in an example


def print_text_differences(
    run: Any, differences: Sequence[Any], examples: Sequence[Any], made_by: Sequence[Any]
) -> None:
    """Print what a re-reading changes, kind by kind, with examples, and how to go on."""
    out = open_console()
    since = run.since_at.isoformat() if run.since_at else "the first"
    until = run.until_at.isoformat() if run.until_at else "the last"
    which = f"article {run.article_id}" if run.article_id else f"from {since} to {until} {run.source or ''}".rstrip()
    older = ", made by an older extractor" if run.is_older_only else ""
    out.print(f"\n[b]{run.extractor}[/b] on {run.article_count} articles, {which}{older}")
    if made_by:
        out.print("made by   " + ", ".join(f"{escape(row.old_extractor)} {row.article_count}" for row in made_by))
    if not run.article_count:
        out.print("\nnothing to do: no article of the span was made by an older extractor")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("")
    for name in ("articles", "text that changes", "at most"):
        table.add_column(name, justify="right")
    for row in sorted(differences, key=lambda row: (ORDER.index(row.what), row.reason)):
        name = NAMES[row.what] + (f": {row.reason}" if row.reason else "")
        has_share = row.what in ("text", "changed")
        shares = (row.mean_changed_ratio, row.largest_changed_ratio) if has_share else (None, None)
        table.add_row(escape(name), str(row.article_count), *("" if one is None else f"{one:.1%}" for one in shares))
    out.print(table)
    if examples:
        out.print(_example_table(examples))
    changed = sum(row.article_count for row in differences if row.what == "changed")
    if run.state == "applied":
        left = f"; {run.changed_meanwhile_count} left, a newer version came" if run.changed_meanwhile_count else ""
        out.print(f"\n[green]applied[/green]{left}. What stood before: `dateline diff URL`, news.article_revisions")
    elif changed:
        out.print("\nnothing is changed yet; the same command with --apply writes it")
    elif any(row.old_extractor != run.extractor for row in made_by):
        out.print("\nno difference; the same command with --apply notes that this extractor reads the same")
    else:
        out.print("\nno difference")
    out.print(f"[dim]all of them: mart.text_changes, run_id {run.run_id}[/dim]")


def _example_table(examples: Sequence[Any]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, title="\nexamples", title_justify="left")
    for name in ("what", "from", "to", "source", "article"):
        table.add_column(name, overflow="fold")
    for row in sorted(examples, key=lambda row: (ORDER.index(row.what), row.reason)):
        before, after = _values_of(row)
        what = NAMES[row.what].strip() + (f": {row.reason}" if row.reason else "")
        table.add_row(
            escape(what), escape(_cut(before)), escape(_cut(after)), escape(row.source), escape(row.canonical_url)
        )
    return table


def _values_of(row: Any) -> tuple[str, str]:
    """Return what stood and what is read now."""
    if row.what == "text":
        share = "" if row.changed_ratio is None else f" ({row.changed_ratio:.1%})"
        before, after = f"{row.old_word_count} words", f"{row.new_word_count} words{share}"
        return (
            f"{before}: {row.removed_text}" if row.removed_text else before,
            f"{after}: {row.added_text}" if row.added_text else after,
        )
    if row.what == "address":
        return row.canonical_url, row.new_url
    if row.what in ("no_article", "unreadable"):
        return row.old_title or "-", row.detail or "-"
    names = [name for name in FIELDS[row.what] if name in row.old_values]
    if "published_at" in names and "dated_at" in names:
        names.remove("dated_at")  # follows from it
    is_named = len(names) > 1 or row.what == "other"
    before, after = (
        "; ".join(f"{name}: {_say(values[name])}" if is_named else _say(values[name]) for name in names)
        for values in (row.old_values, row.new_values)
    )
    return before, after


def _say(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
