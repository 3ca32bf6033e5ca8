"""The real thing: embedded Postgres, newsroom, Airflow's own programs; runs triggered over the REST API.

One Airflow for all tests of this file: starting it is most of the time. They run in the order they stand.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import newsroom as room
import psutil
import pytest
from sqlalchemy import create_engine

from pipeline import steps
from pipeline.runner.airflow_api import AirflowApi
from pipeline.runner.processes import ProcessTable
from pipeline.runner.supervise import (
    RunningLine,
    RunPlan,
    newsroom_settings,
    prepare_databases,
    run_folder,
    start_airflow,
    start_newsroom,
    stop_everything,
    unpause_all,
    wait_for_run,
)
from pipeline.settings import Settings
from tests.conftest import ROOT, free_port
from tests.postgres.test_line import assert_ledger_reconciles, snapshot

pytestmark = pytest.mark.timeout(900)
RUN_SECONDS = 420.0  # a run takes half a minute; a machine with other work takes much longer


@pytest.fixture(scope="module")
def line() -> Iterator[RunningLine]:
    """A running line on ports and folders of its own, its feeds paused until a test triggers a run."""
    state = Path(tempfile.mkdtemp(prefix="dateline-e2e-"))
    state.chmod(0o755)
    settings = Settings(state_dir=str(state), ui_port=free_port(), postgres_port=free_port(), newsroom_port=free_port())
    table = ProcessTable(run_folder(settings))
    plan = RunPlan()
    settings = newsroom_settings(settings, plan)
    try:
        server = prepare_databases(settings)
        settings = replace(settings, database_url=server.url("dateline", "writer"))
        start_newsroom(settings, plan, table, dict(os.environ) | settings.as_env())
        feeds = state / "newsroom.csv"
        room.write_feeds_csv(feeds, f"http://127.0.0.1:{settings.newsroom_port}")
        with steps.open_workplace(settings) as place:
            steps.load_seeds(place, feeds)
        api = start_airflow(settings, server, table, lambda message: None)
        unpause_all(api, table)
        yield RunningLine(settings, server, api, f"http://127.0.0.1:{settings.ui_port}", "", table)
    finally:
        stop_everything(settings, table)
        assert table.running() == []
        shutil.rmtree(state)


def run_ingest(line: RunningLine, conf: dict[str, Any] | None = None) -> str:
    """Trigger ingest_news and wait for its end; return its run id."""
    run_id = line.api.trigger("ingest_news", conf)
    state = wait_for_run(line.api, "ingest_news", run_id, line.table, RUN_SECONDS)
    failed = [
        (task["task_id"], task["state"])
        for task in line.api.task_instances("ingest_news", run_id)
        if task["state"] not in ("success", "skipped")
    ]
    assert (state, failed) == ("success", [])
    return run_id


def query(line: RunningLine, statement: str) -> list[Any]:
    """Return the rows of a statement on the dateline database."""
    engine = create_engine(line.server.url("dateline"))
    with engine.connect() as connection:
        rows = list(connection.exec_driver_sql(statement))
    engine.dispose()
    return rows


def wait_until(is_done: Callable[[], bool], what: str) -> None:
    """Wait on a condition; fail naming it when it does not come."""
    deadline = time.monotonic() + RUN_SECONDS
    while not is_done():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.5)


def test_triggered_run_loads_classified_articles(line: RunningLine) -> None:
    run_ingest(line, {"force_poll": True})

    engine = create_engine(line.server.url("dateline"))
    assert_ledger_reconciles(engine)
    engine.dispose()
    (articles, stories) = query(line, "select count(*), count(distinct story_id) from news.articles")[0]
    topics = {row[0] for row in query(line, "select distinct unnest(topics) from mart.latest_articles")}
    copies = query(line, "select count(*) from news.articles where is_copy")[0][0]
    assert articles >= 60
    assert 0 < stories < articles
    assert topics == {"security", "counterterrorism", "cybercrime"}
    assert copies >= 5
    assert {row[0] for row in query(line, "select state from ops.batches")} == {"loaded"}
    assert {row[0] for row in query(line, "select distinct state from mart.ledger")} <= {
        "loaded", "copy", "unchanged", "refused", "not_article",
    }  # fmt: skip


def test_second_run_changes_nothing(line: RunningLine) -> None:
    engine = create_engine(line.server.url("dateline"))
    before = snapshot(engine)
    run_ingest(line, {"force_poll": True})
    after = snapshot(engine)
    engine.dispose()
    assert {name for name in before if before[name] != after[name]} == set()


def test_cleared_stage_of_a_batch_runs_again_to_the_same_rows(line: RunningLine) -> None:
    run_id = next(
        row[0].split("/", 1)[1] for row in query(line, "select run_id from ops.batches where entry_count > 50")
    )
    engine = create_engine(line.server.url("dateline"))
    before = snapshot(engine)
    body = {"dag_run_id": run_id, "task_ids": ["batch.extract_articles"], "include_downstream": True, "dry_run": False, "only_failed": False, "reset_dag_runs": True}  # fmt: skip
    cleared = line.api.call("POST", "/api/v2/dags/ingest_news/clearTaskInstances", body)
    assert cleared["total_entries"] == 4
    wait_for_run(line.api, "ingest_news", run_id, line.table, RUN_SECONDS)
    after = snapshot(engine)
    engine.dispose()
    assert {name for name in before if before[name] != after[name]} == set()


def test_backfill_over_three_days_replays_an_archive(line: RunningLine) -> None:
    archive = Path(line.settings.state_dir) / "past.warc.gz"
    room.write_warc(archive)
    first, last = room.ARCHIVE_DAYS[0].isoformat(), room.ARCHIVE_DAYS[-1].isoformat()

    line.api.backfill("backfill_news", first, last, {"archive": str(archive)})

    def backfill_runs() -> list[dict[str, Any]]:
        return [run for run in line.api.runs("backfill_news") if run["run_type"] == "backfill"]

    wait_until(
        lambda: len(backfill_runs()) == 3 and all(run["state"] in ("success", "failed") for run in backfill_runs()),
        "the end of three backfill runs",
    )
    assert [run["state"] for run in backfill_runs()] == ["success"] * 3
    days = query(
        line,
        "select dated_at::date from news.articles join ops.entries using (entry_id) "
        "join ops.feeds using (feed_id) where kind = 'backfill' group by 1",
    )
    assert {row[0] for row in days} == set(room.ARCHIVE_DAYS)


def test_maintenance_runs(line: RunningLine) -> None:
    run_id = line.api.trigger("maintain_news")
    assert wait_for_run(line.api, "maintain_news", run_id, line.table, RUN_SECONDS) == "success"


def test_history_is_judged_anew_and_training_says_why_it_promotes_nothing(line: RunningLine) -> None:
    runs = {
        "reprocess_news": line.api.trigger("reprocess_news", {"apply": True}),
        "train_topics": line.api.trigger("train_topics", {"action": "train only"}),
    }
    for dag_id, run_id in runs.items():
        assert wait_for_run(line.api, dag_id, run_id, line.table, RUN_SECONDS) == "success", dag_id
    ((state, articles),) = query(line, "select state, article_count from ops.reclassify_runs")
    assert (state, articles) == ("applied", query(line, "select count(*) from news.articles")[0][0])
    reasons = {row[0] for row in query(line, "select reason from news.model_decisions where decision = 'held'")}
    assert {reason[:16] for reason in reasons} == {"nothing to learn"}


def test_airflow_asks_for_a_sign_in(line: RunningLine) -> None:
    from pipeline.errors import Unavailable

    stranger = AirflowApi(line.ui_url, "wrong password")
    with pytest.raises(Unavailable, match="401"):
        stranger.runs("ingest_news")


def test_killed_supervisor_leaves_nothing_that_stop_does_not_stop(tmp_path: Path) -> None:
    """`dateline run` is killed with SIGKILL as soon as its newsroom runs; `dateline stop` stops the rest."""
    state = Path(tempfile.mkdtemp(prefix="dateline-kill-"))
    state.chmod(0o755)
    settings = Settings(state_dir=str(state), ui_port=free_port(), postgres_port=free_port(), newsroom_port=free_port())
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")} | settings.as_env()
    command = [sys.executable, "-m", "pipeline.cli"]
    table = ProcessTable(run_folder(settings))
    parent = subprocess.Popen(
        [*command, "run"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: "newsroom" in {one.name for one in table.components()}, "the newsroom's start")
        second = subprocess.run([*command, "run"], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert "under way already" in second.stderr
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        left = table.running()
        assert left
        done = subprocess.run([*command, "stop"], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
        assert "stopped" in done.stdout
        _, alive = psutil.wait_procs(left, timeout=30)
        assert alive == []
        assert not (state / "postgres" / "data" / "postmaster.pid").exists()
    finally:
        if parent.poll() is None:
            parent.kill()
            parent.wait()
        subprocess.run([*command, "stop"], env=env, cwd=ROOT, check=False, capture_output=True)
        shutil.rmtree(state, ignore_errors=True)
