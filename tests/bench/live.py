"""The real thing for `idle_run` and `feed_to_row`: Postgres, Airflow's four programs, and a feed that can change.

State, ports and DAG folder are of this bench alone. Beside Dateline's DAGs stands one that does nothing: what Airflow
itself takes for a run.
"""

from __future__ import annotations

import shutil
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import text

from pipeline import steps
from pipeline.errors import Unavailable
from pipeline.feeds.rows import FeedRow
from pipeline.runner import supervise
from pipeline.runner.airflow_api import AirflowApi
from pipeline.runner.airflow_env import airflow_env
from pipeline.runner.processes import ProcessTable
from pipeline.settings import HOME, Settings
from pipeline.steps.workplace import Workplace
from tests.bench.places import cpu_seconds, free_port, list_postgres, not_interrupted, scratch_folder

QUIET_FEEDS = 1_000  # followed and not due: what the claim looks through
LOOK_SECONDS = 0.2
READY_SECONDS = 300.0
EMPTY_DAG_ID = "bench_empty"
EMPTY_DAG = f'''
import pendulum
from airflow.sdk import DAG, task

with DAG("{EMPTY_DAG_ID}", schedule="* * * * *", start_date=pendulum.datetime(2026, 1, 1, tz="UTC"), catchup=False,
         max_active_runs=1):

    @task
    def nothing() -> None:
        pass

    nothing()
'''
STORY = (
    "The {number} gauges along the lower canal will be read by hand until spring, the water board of the made-up town "
    "of Ellerquay said on Monday. A keeper walks the towpath twice a day and writes the levels into a book."
)


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A running line, and the feed."""

    settings: Settings
    api: AirflowApi
    table: ProcessTable
    place: Workplace
    feed: ChangingFeed

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that Airflow, its tasks and Postgres have used so far."""
        return cpu_seconds([*self.table.running(), *list_postgres(self.settings)])

    def pause(self, dag_id: str, *, is_paused: bool) -> None:
        """Pause or unpause a DAG."""
        path = f"/api/v2/dags/{dag_id}?update_mask=is_paused"
        wait_for(lambda: _answers(lambda: self.api.call("PATCH", path, {"is_paused": is_paused})), f"DAG {dag_id}")

    def list_runs(self, dag_id: str) -> dict[str, str]:
        """Return the states of a DAG's newest runs by run id."""
        return {run["dag_run_id"]: run["state"] for run in self.api.runs(dag_id)}

    def list_ended(self, dag_id: str) -> set[str]:
        """Return the ids of a DAG's newest runs that are over."""
        return {run_id for run_id, state in self.list_runs(dag_id).items() if state in ("success", "failed")}

    def wait_until_idle(self) -> None:
        """Wait until no run of any DAG is running. A queued one of a paused DAG waits, and may."""
        dags = (*supervise.DAGS, EMPTY_DAG_ID)
        wait_for(
            lambda: all("running" not in self.list_runs(one).values() for one in dags), "the runs that are under way"
        )

    def make_due(self) -> None:
        """Let the feed that changes be due now; the others are not."""
        with self.place.store.engine.begin() as connection:
            connection.execute(
                text("update ops.feeds set next_poll_at = now() where url = :url"), {"url": self.feed.url}
            )

    def has_row(self, url: str) -> bool:
        """Return whether an article of this address is loaded."""
        return bool(self.place.store.rows("find_article", article_id=None, url=url))


class ChangingFeed:
    """A feed with its pages on loopback, in a thread of this process; `publish` adds an article."""

    def __init__(self) -> None:
        self._items: list[tuple[str, str, datetime]] = []
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = feed.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.root}/feed.xml"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def publish(self) -> str:
        """Add an article; return its address."""
        number = len(self._items) + 1
        url = f"{self.root}/news/canal-gauges-{number}"
        self._items.insert(0, (url, f"Canal gauges read by hand, part {number}", datetime.now(UTC)))
        return url

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, content type and body of a path."""
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
                f"<pubDate>{format_datetime(when, usegmt=True)}</pubDate></item>"
                for url, title, when in self._items
            )
            head = f"<title>Ellerquay Bench</title><link>{self.root}/</link>"
            return 200, "application/rss+xml", f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
        for number, (url, title, when) in enumerate(reversed(self._items), 1):
            if url == self.root + path:
                story = "".join(f"<p>{STORY.format(number=number * 7 + one)}</p>" for one in range(6))
                meta = f'<meta property="article:published_time" content="{when.isoformat()}">'
                page = (
                    f"<html><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1>{story}</article>"
                )
                return 200, "text/html; charset=utf-8", page.encode()
        return 404, "text/plain", b"not here"

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        socketserver.TCPServer.server_close(self._server)


@contextmanager
def started_line(tell: Callable[[str], None]) -> Iterator[LiveLine]:
    """Yield the running line, its DAGs read and paused; everything is stopped and removed afterwards."""
    with scratch_folder() as folder:
        settings = Settings(
            state_dir=str(folder),
            postgres_port=free_port(),
            ui_port=free_port(),
            newsroom_port=free_port(),
            allow_addresses="127.0.0.1/32",
            host_delay_seconds=0.0,
        )
        table = ProcessTable(supervise.run_folder(settings))
        feed = ChangingFeed()
        try:
            tell("starting Postgres")
            server = supervise.prepare_databases(settings)
            settings = replace(settings, database_url=server.url("dateline", "writer"))
            with steps.open_workplace(settings) as place:
                follow_feeds(place, feed)
                with mock.patch.object(supervise, "airflow_env", _with_empty_dag(folder)):
                    api = supervise.start_airflow(settings, server, table, tell)
                yield LiveLine(settings, api, table, place, feed)
        finally:
            tell("stopping")
            with not_interrupted():
                feed.stop()
                supervise.stop_everything(settings, table)


def follow_feeds(place: Workplace, feed: ChangingFeed) -> None:
    """Follow the feed that changes and many that do not; none is due."""
    steps.load_seeds(place)
    quiet = [FeedRow(name=f"quiet {n}", url=f"{feed.root}/quiet/{n}.xml") for n in range(QUIET_FEEDS)]
    place.store.add_feeds([FeedRow(name="Ellerquay Bench", url=feed.url), *quiet])
    with place.store.engine.begin() as connection:
        connection.execute(text("update ops.feeds set next_poll_at = now() + interval '1 day'"))


def wait_for(is_done: Callable[[], bool], what: str, seconds: float = READY_SECONDS) -> None:
    """Look until it is so. Raises Unavailable naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            raise Unavailable(f"{what}: not after {seconds:g} s", subject=what)
        time.sleep(LOOK_SECONDS)


def _with_empty_dag(folder: Path) -> Callable[..., dict[str, str]]:
    """Return `airflow_env` with a DAG folder of the bench: Dateline's DAGs and the empty one."""
    dags = folder / "dags"
    dags.mkdir()
    for file in (HOME / "dags").glob("*.py"):
        shutil.copy(file, dags)
    (dags / f"{EMPTY_DAG_ID}.py").write_text(EMPTY_DAG, encoding="utf-8")
    return lambda *given, **named: airflow_env(*given, **named) | {"AIRFLOW__CORE__DAGS_FOLDER": str(dags)}


def _answers(call: Callable[[], object]) -> bool:
    try:
        call()
    except Unavailable as error:
        if error.reason == "http_404":  # the DAG processor has not read it yet
            return False
        raise
    return True
