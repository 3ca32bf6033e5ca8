"""`dateline run --once`: the line in one process, with a progress bar, and without Airflow."""

from __future__ import annotations

import uuid

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline import steps
from pipeline.runner.processes import ProcessTable
from pipeline.runner.report import print_articles, print_counts, tell_step
from pipeline.runner.supervise import (
    RunPlan,
    hold_lock,
    load_feeds,
    newsroom_settings,
    prepare_databases,
    run_folder,
    stop_leftovers,
    stop_on_signal,
)
from pipeline.settings import Settings
from pipeline.steps.line import run_line_once
from pipeline.store import embedded

SHOWN = 30


def run_once(settings: Settings, plan: RunPlan, *, is_forced: bool = False) -> None:
    """Run one round and print what arrived; services that it had to start are stopped again.

    Raises BadInput when a run is under way already."""
    with hold_lock(settings), stop_on_signal():
        _run_once(settings, plan, is_forced=is_forced)


def _run_once(settings: Settings, plan: RunPlan, *, is_forced: bool) -> None:
    was_running = bool(settings.database_url) or embedded.find_server(settings) is not None
    table = ProcessTable(run_folder(settings))
    stop_leftovers(settings, table, tell_step)
    try:
        if not settings.database_url:
            tell_step("starting Postgres")
            prepare_databases(settings)
        if plan.feeds is None:
            settings = newsroom_settings(settings, plan)
            embedded.require_free_port(settings.newsroom_port, "DATELINE_NEWSROOM_PORT", "the sample newsroom")
        load_feeds(settings, plan, table, tell_step)
        with steps.open_workplace(settings) as place:
            console = Console(stderr=True)
            columns = (
                SpinnerColumn(),
                TextColumn("{task.description:12}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            with Progress(*columns, console=console) as progress:
                task = progress.add_task("start")

                def tell(what: str, done: int, of: int) -> None:
                    progress.update(task, description=what, completed=done, total=of or 1)

                counts = run_line_once(place, f"cli/{uuid.uuid4()}", is_forced=is_forced, tell=tell)
            print_counts(counts)
            print_articles(place.store.rows("latest_articles", limit=SHOWN, topic=None))
    finally:
        table.stop_all()
        if not was_running:
            embedded.stop_server(settings)
