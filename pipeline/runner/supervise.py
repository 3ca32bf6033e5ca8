"""`dateline run`: Postgres, newsroom and Airflow on one machine; started in order, watched, stopped together."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import IO

import psutil
from sqlalchemy import Connection, create_engine, text

from pipeline import steps
from pipeline.errors import BadInput, Unavailable
from pipeline.runner.airflow_api import AirflowApi
from pipeline.runner.airflow_env import airflow_env, fit_parallelism, read_password
from pipeline.runner.processes import ProcessTable, is_alive
from pipeline.settings import Settings
from pipeline.store import embedded
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import upgrade_schema

DAGS = ("ingest_news", "backfill_news", "maintain_news", "train_topics", "reprocess_news")
DATABASES = ("dateline", "airflow")
HEALTHY_WITHIN_SECONDS = 180.0  # a cold start on two busy cores takes forty
LOADED_WITHIN_SECONDS = 900.0
SUCCESS = "success"
LOOK_SECONDS = 1.0
LOG_TAIL_CHARS = 3_000

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run shall do. feeds: a CSV or OPML file instead of the newsroom. replay, seed: for the newsroom."""

    feeds: Path | None = None
    replay: Path | None = None
    seed: Path | None = None
    exit_after_load: bool = False


@dataclass(frozen=True, slots=True)
class RunningLine:
    """A started line, as the one who waits for it sees it."""

    settings: Settings
    server: EmbeddedServer
    api: AirflowApi
    ui_url: str
    ui_password: str
    table: ProcessTable
    run_state: str = ""


def run_folder(settings: Settings) -> Path:
    """Return where a run keeps its lock, process table and logs."""
    return Path(settings.state_dir).resolve() / "run"


def supervise(settings: Settings, plan: RunPlan, tell: Tell, show: Callable[[RunningLine], None]) -> int:
    """Start everything, wait for the first load, show it, watch until stopped; return the exit status.

    tell: told each step. show: called once rows are loaded. Raises BadInput when a run is under way already or a port
    is taken, Unavailable when a component does not come up; everything started is stopped first.
    """
    if settings.database_url:
        raise BadInput(
            "`dateline run` brings its own Postgres; unset DATELINE_DATABASE_URL, or use `dateline run --once` or the "
            "compose file with a server of your own",
            subject="DATELINE_DATABASE_URL",
        )
    with hold_lock(settings), stop_on_signal():
        table = ProcessTable(run_folder(settings))
        stop_leftovers(settings, table, tell)
        try:
            line = _start(settings, plan, table, tell)
            show(line)
            return int(line.run_state != SUCCESS) if plan.exit_after_load else _watch(table)
        except KeyboardInterrupt:
            return 0
        finally:
            tell("stopping every process of this run")
            _ignore_signals()
            stop_everything(settings, table)
            tell("stopped")


def stop_run(settings: Settings) -> int:
    """Stop whatever a run left or still runs, its parent included; return how many processes that were."""
    table = ProcessTable(run_folder(settings))
    stopped = 0
    holder = lock_holder(settings)
    if holder is not None:
        try:
            parent = psutil.Process(holder)
            parent.terminate()
            psutil.wait_procs([parent], timeout=60)
            stopped += 1
        except psutil.NoSuchProcess:
            pass
    return stopped + stop_everything(settings, table)


def stop_everything(settings: Settings, table: ProcessTable) -> int:
    """Stop Airflow and the newsroom, then Postgres; return how many processes that were."""
    stopped = table.stop_all()
    return stopped + (1 if embedded.stop_server(settings) else 0)


def stop_leftovers(settings: Settings, table: ProcessTable, tell: Tell) -> None:
    """Stop what a killed run left behind; its Postgres may stay, it is used again."""
    left = table.running()
    if left:
        tell(f"stopping {len(left)} processes that a killed run left behind")
    table.stop_all()


@contextmanager
def hold_lock(settings: Settings) -> Iterator[None]:
    """Hold the run lock of this checkout. Raises BadInput naming the holder when a run is under way."""
    folder = run_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as file:
        if not _try_lock(file):
            raise BadInput(
                f"a run is under way already (process {lock_holder(settings)}): its UI is at "
                f"http://127.0.0.1:{settings.ui_port}; `make stop` stops it",
                subject=str(folder),
            )
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def lock_holder(settings: Settings) -> int | None:
    """Return the process id of the run that is under way, or None."""
    path = run_folder(settings) / "lock"
    if not path.exists():
        return None
    with path.open("a+") as file:
        if _try_lock(file):
            return None
        file.seek(0)
        content = file.read().strip()
    return int(content) if content.isdigit() else None


def prepare_databases(settings: Settings) -> EmbeddedServer:
    """Start the embedded server, make its databases and roles, bring the schema up to date; return the server."""
    server = embedded.start_server(settings)
    admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        there = {row[0] for row in connection.execute(text("select datname from pg_database"))}
        for name in DATABASES:
            if name not in there:
                connection.exec_driver_sql(f"create database {name}")
    engine = create_engine(server.url("dateline"))
    upgrade_schema(engine, settings)
    engine.dispose()
    with admin.connect() as connection:
        for role, password in (("writer", server.secrets.writer), ("analyst", server.secrets.analyst)):
            connection.exec_driver_sql(f"alter role dateline_{role} login password '{password}'")
        _own_airflow(connection, server)
    admin.dispose()
    return server


def _own_airflow(connection: Connection, server: EmbeddedServer) -> None:
    """Give Airflow's database to a role of its own: its tasks read strangers' pages and hold no superuser's password."""
    exists = connection.exec_driver_sql("select 1 from pg_roles where rolname = 'airflow'").scalar()
    verb = "alter" if exists else "create"
    connection.exec_driver_sql(f"{verb} role airflow login password '{server.secrets.airflow}'")
    connection.exec_driver_sql("alter database airflow owner to airflow")
    for name, role in (("airflow", "airflow"), ("dateline", "dateline_writer, dateline_analyst")):
        connection.exec_driver_sql(f"revoke all on database {name} from public")
        connection.exec_driver_sql(f"grant connect on database {name} to {role}")


def newsroom_settings(settings: Settings, plan: RunPlan) -> Settings:
    """Return settings that may reach the newsroom on loopback; our own server needs no politeness."""
    root = f"http://127.0.0.1:{settings.newsroom_port}"
    return replace(
        settings,
        allow_addresses=",".join(filter(None, [settings.allow_addresses, "127.0.0.1/32"])),
        feed_prefix=root + "/",  # without politeness nothing but our own server is followed
        host_delay_seconds=0.0,
        host_concurrency=max(settings.host_concurrency, 8),
        replay_prefix=f"{root}/replay/" if plan.replay else settings.replay_prefix,
    )


def start_newsroom(settings: Settings, plan: RunPlan, table: ProcessTable, env: dict[str, str]) -> None:
    """Start the newsroom and wait until it answers."""
    command = [sys.executable, "-m", "pipeline.cli", "newsroom", "--port", str(settings.newsroom_port)]
    for option, path in (("--replay", plan.replay), ("--seed", plan.seed)):
        if path:
            command += [option, str(path.resolve())]
    component = table.start("newsroom", command, env)
    _wait_for("the newsroom", lambda: _answers(settings.newsroom_port), table, HEALTHY_WITHIN_SECONDS)
    if not is_alive(component):
        raise Unavailable(f"the newsroom ended; its log {component.log} ends:\n{_tail(component.log)}")


def load_feeds(settings: Settings, plan: RunPlan, table: ProcessTable, tell: Tell) -> None:
    """Load seeds with the plan's feeds; without a list, start the newsroom and take its own."""
    root = f"http://127.0.0.1:{settings.newsroom_port}/"
    with steps.open_workplace(settings) as place:
        if plan.feeds is not None:
            steps.load_seeds(place, plan.feeds)
        else:
            tell(f"starting the sample newsroom at {root}")
            env = dict(os.environ) | settings.as_env()
            start_newsroom(settings, plan, table, env)
            import newsroom

            folder = run_folder(settings)
            file = folder / "newsroom.csv"
            newsroom.write_feeds_csv(file, root.rstrip("/"), replay=plan.replay, seed=plan.seed)
            steps.load_seeds(place, file)
        with place.store.begin() as transaction:
            transaction.run("enable_feeds_below", prefix=root, is_enabled=plan.feeds is None)


def start_airflow(settings: Settings, server: EmbeddedServer, table: ProcessTable, tell: Tell) -> AirflowApi:
    """Migrate Airflow's database when needed, start its four programs, wait until all are healthy."""
    memory_mb = psutil.virtual_memory().available / 2**20
    parallelism = fit_parallelism(os.cpu_count() or 1, memory_mb)
    env = airflow_env(settings, server, parallelism=parallelism)
    airflow = [sys.executable, "-m", "airflow"]
    if not _is_migrated(server):
        tell("making Airflow's metadata tables (first start only)")
        component = table.start("airflow-migrate", [*airflow, "db", "migrate"], env)
        _wait_for("airflow db migrate", lambda: table.exit_code(component) is not None, table, HEALTHY_WITHIN_SECONDS)
        if table.exit_code(component):
            raise Unavailable(f"airflow db migrate failed; its log {component.log} ends:\n{_tail(component.log)}")
        table.forget(component)
        _note_migrated(server)
    tell(f"starting Airflow: API server, scheduler, DAG processor, triggerer; {parallelism} tasks at once")
    table.start("api-server", [*airflow, "api-server"], env)
    table.start("scheduler", [*airflow, "scheduler", "--skip-serve-logs"], env)
    table.start("dag-processor", [*airflow, "dag-processor"], env)
    table.start("triggerer", [*airflow, "triggerer", "--skip-serve-logs"], env)
    api = AirflowApi(env["AIRFLOW__API__BASE_URL"], read_password(env))
    _wait_for("Airflow", api.is_healthy, table, HEALTHY_WITHIN_SECONDS)
    return api


def wait_for_run(api: AirflowApi, dag_id: str, run_id: str, table: ProcessTable, seconds: float) -> str:
    """Wait until a run ends; return its state. Raises Unavailable when it takes too long or a component dies."""
    _wait_for(f"{dag_id} {run_id}", lambda: api.run_state(dag_id, run_id) in ("success", "failed"), table, seconds)
    return api.run_state(dag_id, run_id)


def unpause_all(api: AirflowApi, table: ProcessTable) -> None:
    """Unpause the DAGs as soon as Airflow has read them."""
    for dag_id in DAGS:
        _wait_for(f"DAG {dag_id}", lambda dag_id=dag_id: api.unpause(dag_id), table, HEALTHY_WITHIN_SECONDS)  # type: ignore[misc]


def _start(settings: Settings, plan: RunPlan, table: ProcessTable, tell: Tell) -> RunningLine:
    embedded.require_free_port(settings.ui_port, "DATELINE_UI_PORT", "Airflow's UI")
    if plan.feeds is None:
        embedded.require_free_port(settings.newsroom_port, "DATELINE_NEWSROOM_PORT", "the sample newsroom")
        settings = newsroom_settings(settings, plan)
    tell("starting Postgres")
    server = prepare_databases(settings)
    settings = replace(settings, database_url=server.url("dateline", "writer"))
    tell("loading seeds")
    load_feeds(settings, plan, table, tell)
    api = start_airflow(settings, server, table, tell)
    tell("unpausing the DAGs and starting the first run")
    unpause_all(api, table)
    run_id = api.trigger("ingest_news")
    tell(f"waiting for the first load (run {run_id})")
    state = _wait_for_load(api, run_id, table, tell)
    ui_url = f"http://127.0.0.1:{settings.ui_port}"
    password = read_password(airflow_env(settings, server, parallelism=1))
    return RunningLine(settings, server, api, ui_url, password, table, state)


def _wait_for_load(api: AirflowApi, run_id: str, table: ProcessTable, tell: Tell) -> str:
    """Return how the first load went; one that takes long goes on while the line is watched."""
    before = {run["dag_run_id"] for run in api.runs("ingest_news", limit=5) if run["state"] in ("success", "failed")}
    deadline = time.monotonic() + LOADED_WITHIN_SECONDS
    while api.run_state("ingest_news", run_id) not in ("success", "failed"):
        _check(table)
        if time.monotonic() > deadline:
            tell(f"the first load takes longer than {LOADED_WITHIN_SECONDS:g} s; it goes on")
            return "still loading"
        time.sleep(LOOK_SECONDS)
    # Unpausing starts a scheduled run too, which may have done the work.
    ended = [run for run in api.runs("ingest_news", limit=5) if run["dag_run_id"] not in before]
    return "failed, see its log in the UI" if any(run["state"] == "failed" for run in ended) else SUCCESS


def _watch(table: ProcessTable) -> int:
    while True:
        _check(table)
        time.sleep(LOOK_SECONDS)


def _wait_for(what: str, is_done: Callable[[], bool], table: ProcessTable, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _asked(is_done):
        _check(table)
        if time.monotonic() > deadline:
            logs = ", ".join(one.log for one in table.components())
            raise Unavailable(f"{what} was not ready after {seconds:g} s; the logs are {logs}", subject=what)
        time.sleep(LOOK_SECONDS)


def _asked(is_done: Callable[[], bool]) -> bool:
    """Return what the condition says; a busy machine's API server that does not answer in time says nothing yet."""
    try:
        return is_done()
    except Unavailable as error:
        if error.reason.startswith("http_4"):
            raise
        return False


def _check(table: ProcessTable) -> None:
    """Raise Unavailable naming a component that ended by itself."""
    for component in table.components():
        if component.name != "airflow-migrate" and not is_alive(component):
            raise Unavailable(
                f"{component.name} ended by itself; its log {component.log} ends:\n{_tail(component.log)}",
                subject=component.name,
            )


def _tail(path: str) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARS:]


def _answers(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_migrated(server: EmbeddedServer) -> bool:
    """Return whether Airflow's tables were made by the version that is installed."""
    query = "select obj_description(to_regclass('public.alembic_version'))"
    return _ask_airflow_database(server, query) == _airflow_stamp()


def _note_migrated(server: EmbeddedServer) -> None:
    _ask_airflow_database(server, f"comment on table public.alembic_version is '{_airflow_stamp()}'")


def _airflow_stamp() -> str:
    return f"dateline:airflow:{version('apache-airflow')}"


def _ask_airflow_database(server: EmbeddedServer, statement: str) -> object:
    engine = create_engine(server.url("airflow", "airflow"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            answer = connection.exec_driver_sql(statement)
            return answer.scalar() if answer.returns_rows else None
    finally:
        engine.dispose()


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into the KeyboardInterrupt that Ctrl-C is."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
