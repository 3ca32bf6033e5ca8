"""Where a bench works: one core, an embedded Postgres of its own, a fresh database a round; and what was spent there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import psutil
from sqlalchemy import create_engine

from pipeline.archive.store import ArchiveStore
from pipeline.settings import Settings
from pipeline.steps.workplace import Workplace, utc_now
from pipeline.store import embedded
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import upgrade_schema
from pipeline.store.store import open_store

TEMPLATE = "template_bench"


@dataclass(frozen=True, slots=True)
class BenchServer:
    """A running Postgres with a migrated template, in a folder that goes with it."""

    settings: Settings
    server: EmbeddedServer

    @property
    def folder(self) -> Path:
        """The state folder."""
        return Path(self.settings.state_dir)

    def processes(self) -> list[psutil.Process]:
        """Return the server's processes."""
        return list_postgres(self.settings)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new folder that other users may enter (as root the server runs as another), removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on one core; whoever counts cores is told there is one."""
    if not hasattr(os, "sched_setaffinity"):  # macOS has no such call: there the figures are not pinned
        with mock.patch.object(os, "cpu_count", return_value=1):
            yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        with mock.patch.object(os, "cpu_count", return_value=1):
            yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def started_postgres() -> Iterator[BenchServer]:
    """Yield an embedded Postgres of this bench alone; stopped and removed afterwards, whatever happens."""
    with scratch_folder() as folder:
        settings = Settings(state_dir=str(folder), postgres_port=free_port(), allow_addresses="127.0.0.0/8")
        try:
            server = embedded.start_server(settings)
            run_as_admin(server, f"create database {TEMPLATE}")
            engine = create_engine(server.url(TEMPLATE))
            upgrade_schema(engine, settings)
            engine.dispose()
            for role in ("writer", "analyst"):
                run_as_admin(server, f"alter role dateline_{role} login password '{getattr(server.secrets, role)}'")
            yield BenchServer(settings, server)
        finally:
            with not_interrupted():
                embedded.stop_server(settings)


@contextmanager
def not_interrupted() -> Iterator[None]:
    """Let a second Ctrl-C wait until everything is stopped."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def fresh_place(bench: BenchServer, name: str, **changes: object) -> Iterator[Workplace]:
    """Yield a workplace on a new, empty database and archive. changes: settings to change."""
    run_as_admin(bench.server, f"create database {name} template {TEMPLATE}")
    settings = replace(
        bench.settings,
        database_url=bench.server.url(name, "writer"),
        archive_url=str(bench.folder / f"archive-{name}"),
        **changes,  # type: ignore[arg-type]
    )
    with open_store(settings) as store:
        yield Workplace(settings, store, ArchiveStore(settings.archive), utc_now)
    run_as_admin(bench.server, f"drop database {name} with (force)")
    shutil.rmtree(settings.archive, ignore_errors=True)


def run_as_admin(server: EmbeddedServer, statement: str) -> None:
    """Run a statement outside a transaction, as superuser."""
    engine = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def free_port() -> int:
    """Return a port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def list_postgres(settings: Settings) -> list[psutil.Process]:
    """Return the processes of the embedded server of these settings; none when it does not run."""
    pid_file = Path(settings.state_dir) / "postgres" / "data" / "postmaster.pid"
    try:
        postmaster = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        return [postmaster, *postmaster.children(recursive=True)]
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return []


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """Return the CPU seconds that processes used so far, with those of their children that ended."""
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])  # user, system, children_user, children_system
    return total


def own_cpu_seconds(bench: BenchServer | None = None) -> float:
    """Return the CPU seconds of this process, its children that ended, and the bench's Postgres."""
    times = os.times()
    return sum(times[:4]) + (cpu_seconds(bench.processes()) if bench else 0.0)


class Stopwatch:
    """A context manager that measures wall and CPU seconds of what runs in it."""

    def __init__(self, bench: BenchServer | None = None) -> None:
        self._bench = bench
        self.wall = self.cpu = 0.0

    def __enter__(self) -> Stopwatch:
        self._cpu_before = own_cpu_seconds(self._bench)
        self._wall_before = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._wall_before
        self.cpu = own_cpu_seconds(self._bench) - self._cpu_before
