"""What commands print: tables for people, on standard output; steps and progress on standard error."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.feeds.schedule import UNREACHED
from pipeline.settings import Settings, describe_settings

if TYPE_CHECKING:
    from pipeline.runner.supervise import RunningLine
    from pipeline.store.store import Store

SHOWN_ARTICLES = 25
TOPIC_STYLES = {"security": "blue", "counterterrorism": "red", "cybercrime": "magenta"}

PIPED_WIDTH = 140  # columns where no terminal says how many it has

_errors = Console(stderr=True, highlight=False)
_STARTED = time.monotonic()


def open_console() -> Console:
    """Return a console on standard output, wide enough for tables also when it is a pipe."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=PIPED_WIDTH)


def tell_step(message: str) -> None:
    """Print one step of a run with the seconds since the start."""
    _errors.print(f"[dim]{time.monotonic() - _STARTED:6.1f}s[/dim]  {escape(message)}")


def print_line_report(line: RunningLine) -> None:
    """Print what arrived, the ledger, where the UI is and how to look for oneself."""
    from pipeline.store.store import open_store

    out = open_console()
    with open_store(line.settings) as store:
        print_articles(store.rows("latest_articles", limit=SHOWN_ARTICLES, topic=None), out)
        status = store.rows("read_status")[0]
        print_counts({row.state: row.entry_count for row in store.rows("read_ledger")}, out)
        print_polls(store.rows("read_last_polls"), out)
    out.print(
        f"\n{status.article_count} articles in {status.story_count} stories from {status.feed_count} feeds; "
        f"first run: {line.run_state}"
    )
    out.print(f"Airflow   [link]{line.ui_url}[/link]  user [b]admin[/b], password [b]{escape(line.ui_password)}[/b]")
    out.print("SQL       [b].venv/bin/dateline db psql[/b], then: select * from mart.latest_articles limit 10;")
    out.print(f"          {escape(line.server.url('dateline', 'analyst', 'postgresql'))}")
    out.print('Look      [b].venv/bin/dateline search "cybercrime agency"[/b]   [b]dateline show URL[/b]')
    out.print("Stop      Ctrl-C, or [b]make stop[/b]")


def print_articles(rows: Sequence[Any], out: Console | None = None) -> None:
    """Print articles: time, source, headline, topics, story."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, width in (("time (UTC)", 16), ("source", 14), ("headline", 30), ("topics", 15), ("story", 8)):
        table.add_column(name, min_width=width, no_wrap=name in ("time (UTC)", "story"), overflow="fold")
    for row in rows:
        topics = " ".join(f"[{TOPIC_STYLES.get(one, 'cyan')}]{escape(one)}[/]" for one in row.topics) or "[dim]-[/dim]"
        mark = "[dim]copy[/dim] " if row.is_copy else ""
        table.add_row(
            f"{row.dated_at:%Y-%m-%d %H:%M}",
            escape(row.source),
            mark + escape(row.title or "-"),
            topics,
            str(row.story_id)[:8],
        )
    (out or open_console()).print(table)


def print_counts(counts: Mapping[str, int], out: Console | None = None) -> None:
    """Print entries by state."""
    said = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing was due"
    (out or open_console()).print(f"\n[b]ledger[/b]  {said}")


def print_polls(rows: Sequence[Any], out: Console | None = None) -> None:
    """Print how the feeds' last polls ended; when hardly one was reached, that it may be our own network."""
    if not rows:
        return
    out = out or open_console()
    answered = sum(row.feed_count for row in rows if row.outcome != "failed")
    failed = [row for row in rows if row.outcome == "failed"]
    said = "; ".join(f"{row.feed_count} {row.failure_class}" for row in failed)
    out.print(f"[b]feeds[/b]   {answered} answered" + (f", failed: {escape(said)}" if said else ""))
    if failed and not answered:
        out.print(f"        No feed could be read; the first said: {escape(str(failed[0].example))}")
        if {row.failure_class for row in failed} <= UNREACHED:
            out.print(
                "        That looks like this machine's network or its proxy, not the feeds. They are tried again soon."
            )


def print_settings(settings: Settings) -> None:
    """Print every setting; values of secrets are hidden."""
    table = Table(box=None, header_style="bold")
    for name in ("variable", "value", "default", "reason"):
        table.add_column(name, overflow="fold")
    in_force = settings.as_env()
    for name, default, reason in describe_settings():
        value = in_force.get(name, default)
        if "url" in name.lower() and "@" in value:
            value = value.split("://")[0] + "://…@" + value.rsplit("@", 1)[1]
        table.add_row(name, escape(value), escape(default), escape(reason))
    open_console().print(table)


def print_feeds(rows: Sequence[Any]) -> None:
    """Print feeds with their health."""
    table = Table(box=None, header_style="bold")
    for name in ("no.", "health", "name", "url", "detail"):
        table.add_column(name, overflow="fold" if name == "url" else "ellipsis")
    for row in rows:
        table.add_row(str(row.feed_id), row.health, escape(row.name), escape(row.url), escape(row.detail or ""))
    open_console().print(table)


def print_status(store: Store) -> None:
    """Print what the database holds."""
    from pipeline.store.migrate import newest_version, schema_version

    status = store.rows("read_status")[0]
    out = open_console()
    newest = newest_version(Settings.from_env())
    out.print(f"database  {store.engine.url.render_as_string(hide_password=True)}")
    out.print(f"schema    {schema_version(store.engine)} (newest {newest})")
    out.print(f"feeds     {status.feed_count}")
    out.print(f"entries   {status.entry_count}, of which {status.waiting_count} wait or are under way")
    out.print(f"articles  {status.article_count} in {status.story_count} stories; last loaded {status.last_loaded_at}")
    print_polls(store.rows("read_last_polls"), out)
    for row in store.rows("read_ledger_reasons"):
        out.print(f"  {row.state:12} {escape(row.state_reason or '-'):24} {row.entry_count}")


def print_search(rows: Sequence[Any], words: str) -> None:
    """Print found articles with the place of the words."""
    out = open_console()
    if not rows:
        out.print(f"no article holds {escape(words)!s}")
    for row in rows:
        parts = re.split(r"\[\[|\]\]", " ".join(row.snippet.split()))  # found words stand between [[ and ]]
        snippet = Text("  ").append_text(Text().join(Text(one, "bold" if n % 2 else "") for n, one in enumerate(parts)))
        out.print(f"[b]{escape(row.title or '-')}[/b]  [dim]{escape(row.source)}, {row.dated_at:%Y-%m-%d}[/dim]")
        out.print(snippet)
        out.print(f"  [dim]{escape(row.canonical_url)}[/dim]\n")


def print_quarantine(rows: Sequence[Any]) -> None:
    """Print open quarantine cases with their replay commands."""
    out = open_console()
    if not rows:
        out.print("nothing is in quarantine")
    for row in rows:
        out.print(f"[b]{row.quarantine_id}[/b]  {row.stage}  {escape(row.reason)}  {escape(row.url or '-')}")
        out.print(f"   {escape(row.error)}")
        out.print(f"   [dim]dateline quarantine replay {row.quarantine_id}[/dim]")
