"""Prove the topology of docker-compose.yml without Docker: its roles as plain processes, one run over two workers.

Redis is Debian's, Postgres the embedded one, the feeds are the newsroom's. Exit status 0: every health check passes,
the tasks of one run ran on both workers and nowhere else, every entry has an end state, rows are there.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.table import Table
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError
from topology_roles import AIRFLOW_ROLES, READY_WITHIN_SECONDS, WORKERS, Topology, started_topology, tell

from pipeline import steps
from pipeline.errors import DatelineError
from pipeline.runner.airflow_api import AirflowApi
from pipeline.settings import HOME
from pipeline.store.store import Store

DAG = "ingest_news"
HOME_DATABASES = {
    "dateline_owner": "dateline",
    "dateline_writer": "dateline",
    "dateline_analyst": "dateline",
    "airflow": "airflow",
    "celery": "celery",
}
RUN_WITHIN_SECONDS = 600.0  # half a minute of work, on cores that others may be using


def main() -> int:
    """Run the proof; return 0 when it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=Path, default=HOME / ".dateline" / "topology", help="folder, made anew")
    folder = parser.parse_args().state.resolve()
    try:
        with stop_on_signal(), started_topology(folder) as topology:
            findings = prove(topology)
            show(topology, findings)
            return 1 if findings.failures else 0
    except KeyboardInterrupt:
        return 130
    except DatelineError as error:
        tell(str(error))
        return 1


# --- what is proved --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Findings:
    """What one run showed. failures: each a sentence; empty when the proof holds."""

    run_id: str = ""
    seconds: float = 0.0
    tasks: list[tuple[str, str]] = field(default_factory=list)  # (task, worker) of every task instance that ran
    facts: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def prove(topology: Topology) -> Findings:
    """Run the DAG once and look at what it left; return the findings."""
    found = Findings()
    for role in (*AIRFLOW_ROLES, *WORKERS):
        topology.check_health(role)
    found.facts["health checks of the compose file"] = f"{len(AIRFLOW_ROLES) + len(WORKERS)} pass"

    look_at_rights(topology, found)

    api = topology.api
    started = time.monotonic()
    topology.wait_for(f"DAG {DAG}", lambda: api.unpause(DAG), READY_WITHIN_SECONDS)
    asked = api.trigger(DAG)
    tell(f"run {asked}: waiting for its end")
    topology.wait_for(f"run {asked}", lambda: api.run_state(DAG, asked) in ("success", "failed"), RUN_WITHIN_SECONDS)
    found.seconds = time.monotonic() - started

    with steps.open_workplace(topology.settings) as place:
        look_at_rows(place.store, found)
    look_at_tasks(api, found)
    return found


def look_at_rights(topology: Topology, found: Findings) -> None:
    """Add whether each role of Postgres reaches its own database and no other."""
    held = topology.services["postgres-roles"]["environment"]
    reached = set()
    for role, home in HOME_DATABASES.items():
        password = held[f"{role.removeprefix('dateline_').upper()}_PASSWORD"]
        for database in sorted(set(HOME_DATABASES.values())):
            url = f"postgresql+psycopg2://{role}:{password}@127.0.0.1:{topology.ports['postgres']}/{database}"
            if can_connect(url):
                reached.add((role, database))
        require(found, (role, home) in reached, f"{role} does not reach {home}")
    strangers = reached - set(HOME_DATABASES.items())
    require(found, not strangers, f"roles reach databases of others: {sorted(strangers)}")
    found.facts["roles of Postgres"] = f"{len(HOME_DATABASES)}, each in its own database only"


def can_connect(url: str) -> bool:
    """Return whether Postgres lets a role into a database."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        engine.connect().close()
    except OperationalError:
        return False
    return True


def look_at_tasks(api: AirflowApi, found: Findings) -> None:
    """Add where the tasks of the run that had the work ran: ours, or the minute's own that was faster."""
    state = api.run_state(DAG, found.run_id)
    require(found, state == "success", f"run {found.run_id} ended as {state}")
    instances = [one for one in api.task_instances(DAG, found.run_id) if one["hostname"]]  # skipped ones have none
    found.tasks = sorted((str(one["task_id"]), str(one["hostname"])) for one in instances)
    for worker in WORKERS:
        require(found, worker in {host for _, host in found.tasks}, f"{worker} ran no task of the run")
    strangers = {host for _, host in found.tasks} - set(WORKERS)
    require(found, not strangers, f"tasks ran outside the workers: {sorted(strangers)}")


def look_at_rows(store: Store, found: Findings) -> None:
    """Add what stands in Postgres after the run."""

    def number(query: str) -> int:
        with store.engine.connect() as connection:
            return int(connection.exec_driver_sql(query).scalar() or 0)

    entries = number("select count(*) from ops.entries")
    in_ledger = number("select sum(entry_count) from mart.ledger")
    waiting = number("select sum(entry_count) from mart.ledger where state = 'discovered'")
    with store.engine.connect() as connection:
        found_runs = connection.exec_driver_sql(
            "select run_id, count(*) from ops.batches group by 1 order by 2 desc, 1 limit 1"
        )
        run, batches = found_runs.first() or (f"{DAG}/", 0)
    found.run_id = run.partition("/")[2]
    articles = number("select count(*) from news.articles")
    with_topics = number("select count(distinct article_id) from news.article_topics where is_assigned")
    found.facts |= {
        "batches of the run": str(batches),
        "entries discovered / in the ledger / waiting": f"{entries} / {in_ledger} / {waiting}",
        "articles loaded / with topics": f"{articles} / {with_topics}",
    }
    require(found, batches >= 2, "there was one batch only: nothing to spread")
    require(found, 0 < entries == in_ledger, "the ledger does not sum up to the entries discovered")
    require(found, waiting == 0, f"{waiting} entries have no end state")
    require(found, articles > 0, "no article was loaded")


def require(found: Findings, is_so: bool, otherwise: str) -> None:
    """Note a failure when something is not so."""
    if not is_so:
        found.failures.append(otherwise)


def show(topology: Topology, found: Findings) -> None:
    """Print where the tasks ran and what came of them."""
    out = Console()
    out.print(f"{DAG} {found.run_id}, {found.seconds:.0f} s", highlight=False)
    table = Table("task", *WORKERS)
    counts = Counter(found.tasks)
    for task in dict.fromkeys(task for task, _ in found.tasks):
        table.add_row(task, *(str(counts[task, worker] or "-") for worker in WORKERS))
    totals = Counter(host for _, host in found.tasks)
    table.add_section()
    table.add_row("all", *(str(totals[worker]) for worker in WORKERS))
    out.print(table)
    for name, value in (found.facts | topology.memory()).items():
        out.print(f"{name}: {value}", highlight=False)
    for failure in found.failures:
        out.print(f"[red]not proved:[/] {failure}; the logs are in {topology.folder / 'logs'}", highlight=False)
    if not found.failures:
        out.print("[green]proved:[/] one run, spread over both workers, nothing lost")


# --- small things ---------------------------------------------------------------------------------------------------


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """Let Ctrl-C or SIGTERM end the proof; a second one does not break off the stopping."""
    numbers = (signal.SIGINT, signal.SIGTERM)

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in numbers}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


if __name__ == "__main__":
    raise SystemExit(main())
