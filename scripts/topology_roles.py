"""The roles of docker-compose.yml as processes of this machine: moved here from containers, started, checked, stopped.

A role gets the command, the environment and the health check of the compose file. What stands for its container: a home
of its own, a host name in $HOSTNAME, and this machine's addresses and paths.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import newsroom
from compose_data import load_services
from make_env import fill_env

from pipeline import steps
from pipeline.errors import BadInput, Unavailable
from pipeline.feeds.rows import FeedRow
from pipeline.runner.airflow_api import AirflowApi
from pipeline.runner.processes import Component, ProcessTable, is_alive
from pipeline.settings import HOME, Settings
from pipeline.store import embedded

WORKERS = ("worker-1", "worker-2")
AIRFLOW_ROLES = ("api-server", "scheduler", "dag-processor", "triggerer")
NEWSROOM_HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")  # a host stays in one batch: four give a few
BATCH_ENTRIES = 40  # above what one host has, far below what all have
TASKS_PER_WORKER = 2  # small: one worker alone would be a bottleneck, so both get work
READY_WITHIN_SECONDS = 240.0  # two busy cores start six Airflow programs
LOOK_SECONDS = 0.5
LOG_TAIL_CHARS = 3_000

# In a container the host's name says which worker it is; here an environment variable does.
HOSTNAME_MODULE = "topology_hostname"
HOSTNAME_SOURCE = "import os\n\n\ndef hostname() -> str:\n    return os.environ['HOSTNAME']\n"


@dataclass(slots=True)
class Topology:
    """The roles of the compose file on this machine. `services` already names this machine's addresses and paths."""

    folder: Path
    ports: Mapping[str, int]
    services: Mapping[str, Any]
    settings: Settings
    api: AirflowApi
    table: ProcessTable

    def start(self, service: str, name: str = "", *more: str, env: Mapping[str, str] | None = None) -> Component:
        """Start a service's command with its environment; return the component."""
        command = self.services[service]["command"]
        words = shlex.split(command) if isinstance(command, str) else list(command)
        return self.table.start(name or service, [*words, *more], self.env_of(service, name or service, env or {}))

    def finish(self, service: str, *more: str, env: Mapping[str, str] | None = None) -> None:
        """Run a one-off service to its end. Raises Unavailable with its log when it fails."""
        component = self.start(service, "", *more, env=env)
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while (status := self.table.exit_code(component)) is None and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        if status != 0:
            raise Unavailable(f"{service} failed; its log {component.log} ends:\n{tail(component.log)}")
        self.table.forget(component)

    def env_of(self, service: str, name: str, more: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of one process: the compose file's, and what stands for its container."""
        own: dict[str, Any] = self.services[service].get("environment") or {}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AIRFLOW", "DATELINE_", "PG"))}
        home = self.folder / "homes" / name
        home.mkdir(parents=True, exist_ok=True)
        (self.folder / "modules").mkdir(exist_ok=True)
        (self.folder / "modules" / f"{HOSTNAME_MODULE}.py").write_text(HOSTNAME_SOURCE, encoding="utf-8")
        return (
            kept
            | {key: str(value) for key, value in own.items() if value is not None}
            | {
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]),
                "PYTHONPATH": str(self.folder / "modules"),
                "PYTHONUNBUFFERED": "1",
                "HOSTNAME": name,
                "AIRFLOW_HOME": str(home),
                "AIRFLOW__CORE__HOSTNAME_CALLABLE": f"{HOSTNAME_MODULE}.hostname",
                "AIRFLOW__API__HOST": "127.0.0.1",
                "AIRFLOW__API__PORT": str(self.ports["api-server"]),
                "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.ports["health"]),
            }
            | dict(more)
        )

    def check_health(self, name: str) -> None:
        """Run a service's health check until it passes. Raises Unavailable when it never does."""
        service = name.partition("-")[0] if name in WORKERS else name
        kind, *words = self.services[service]["healthcheck"]["test"]
        command = ["sh", "-c", words[0]] if kind == "CMD-SHELL" else words
        tell(f"health check of {name}")
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            check = self.table.start(f"check-{name}", command, self.env_of(service, name, {}))
            while (status := self.table.exit_code(check)) is None:
                time.sleep(LOOK_SECONDS)
            self.table.forget(check)
            self.check_alive()
            if status == 0:
                return
            if time.monotonic() > deadline:
                raise Unavailable(f"the health check of {name} fails; its log {check.log} ends:\n{tail(check.log)}")

    def wait_for(self, what: str, is_done: Callable[[], bool], seconds: float) -> None:
        """Wait until something is so. Raises Unavailable when a role ends by itself or it takes too long."""
        deadline = time.monotonic() + seconds
        said = ""
        while True:
            try:
                if is_done():
                    return
            except Unavailable as error:  # an API server on busy cores may be late with an answer
                said = f"; last said: {error}"
            self.check_alive()
            if time.monotonic() > deadline:
                logs = self.folder / "logs"
                raise Unavailable(f"{what} was not ready after {seconds:g} s; the logs are in {logs}{said}")
            time.sleep(LOOK_SECONDS)

    def check_alive(self) -> None:
        """Raise Unavailable naming a role that ended by itself."""
        for one in self.table.components():
            if not is_alive(one):
                raise Unavailable(f"{one.name} ended by itself; its log {one.log} ends:\n{tail(one.log)}")

    def memory(self) -> dict[str, str]:
        """Return what each role takes now, its children included."""
        taken: Counter[str] = Counter()
        names = {one.session: one.name for one in self.table.components()}
        for process in self.table.running():
            taken[names[os.getsid(process.pid)]] += process.memory_info().rss
        return {"memory, MB": ", ".join(f"{name} {size / 2**20:.0f}" for name, size in taken.items())}


@contextmanager
def started_topology(folder: Path) -> Iterator[Topology]:
    """Yield the topology with every role up; stop all of it afterwards, whatever happened."""
    if shutil.which("redis-server") is None:
        raise BadInput("redis-server is not installed; on Debian and Ubuntu: apt-get install redis-server")
    table = ProcessTable(folder / "logs")
    ports = {name: free_port() for name in ("postgres", "redis", "api-server", "health")}
    server_settings = Settings(state_dir=str(folder / "embedded"), postgres_port=ports["postgres"])
    stop_all(table, server_settings)  # what a killed proof left
    shutil.rmtree(folder, ignore_errors=True)
    with ExitStack() as stack:
        stack.callback(stop_all, table, server_settings)
        tell("starting Postgres and Redis")
        server = embedded.start_server(server_settings)
        env = read_env(server.secrets.superuser)
        services = move_here(load_services(HOME / "docker-compose.yml", env), folder, ports)
        mine = services["worker"]["environment"]
        settings = Settings.from_env({name: mine[name] for name in mine if name.startswith("DATELINE_")})
        api = AirflowApi(f"http://127.0.0.1:{ports['api-server']}", env["ADMIN_PASSWORD"])
        topology = Topology(folder, ports, services, settings, api, table)
        start_roles(topology, stack)
        yield topology


def start_roles(topology: Topology, stack: ExitStack) -> None:
    """Start the roles in the order of the compose file's conditions, and the newsroom."""
    for name in ("passwords", "archive", "logs/airflow", "redis"):
        (topology.folder / name).mkdir(parents=True)
    redis_options = (
        "--bind",
        "127.0.0.1",
        "--port",
        str(topology.ports["redis"]),
        "--dir",
        str(topology.folder / "redis"),
    )
    topology.start("redis", "", *redis_options)
    tell("making roles and databases")
    psql = {"PATH": f"{embedded.binary('psql').parent}{os.pathsep}{os.environ['PATH']}"}
    topology.finish("postgres-roles", env={"PGPORT": str(topology.ports["postgres"])} | psql)
    tell("migrating both databases, loading seeds")
    topology.finish("init")
    add_newsroom(topology, stack)
    tell("starting " + ", ".join((*AIRFLOW_ROLES, *WORKERS)))
    topology.start("api-server")
    topology.wait_for("the API server", lambda: answers(topology.ports["api-server"]), READY_WITHIN_SECONDS)
    for role in AIRFLOW_ROLES[1:]:
        topology.start(role)
    for worker in WORKERS:
        topology.start("worker", worker, "--celery-hostname", f"celery@{worker}")
    topology.wait_for("Airflow", topology.api.is_healthy, READY_WITHIN_SECONDS)


def add_newsroom(topology: Topology, stack: ExitStack) -> None:
    """Serve the newsroom under several hosts and follow each outlet on one of them."""
    rows = []
    for number, host in enumerate(NEWSROOM_HOSTS):
        served = stack.enter_context(newsroom.start(host=host)).feeds()
        outlets = sorted({outlet_of(feed.url) for feed in served})
        chosen = set(outlets[number :: len(NEWSROOM_HOSTS)])
        rows += [
            FeedRow(feed.name, feed.url, feed.site, feed.country, feed.language, feed.kind)
            for feed in served
            if outlet_of(feed.url) in chosen
        ]
    with steps.open_workplace(topology.settings) as place:
        place.store.add_feeds(rows)
    tell(f"newsroom: {len(rows)} feeds on {len(NEWSROOM_HOSTS)} hosts")


def outlet_of(url: str) -> str:
    """Return the newsroom's outlet that a feed belongs to: the first part of its path."""
    return urlsplit(url).path.split("/")[1]


def stop_all(table: ProcessTable, server_settings: Settings) -> None:
    """Stop every process of the proof, Postgres last."""
    if table.running():
        tell("stopping everything")
    table.stop_all()
    embedded.stop_server(server_settings)


# --- the compose file on this machine --------------------------------------------------------------------------------


def read_env(superuser_password: str) -> dict[str, str]:
    """Return what a .env would hold here: the example with fresh secrets, sized down."""
    example = (HOME / ".env.example").read_text(encoding="utf-8")
    text = fill_env(example, "https://example.org/crawler")
    env = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Z_0-9]+=", line))
    return env | {
        "POSTGRES_PASSWORD": superuser_password,
        "WORKER_CONCURRENCY": str(TASKS_PER_WORKER),
        "API_WORKERS": "1",
        "DATELINE_BATCH_ENTRIES": str(BATCH_ENTRIES),
    }


def move_here(services: Mapping[str, Any], folder: Path, ports: Mapping[str, int]) -> dict[str, Any]:
    """Return the services with this machine's addresses and paths for those of containers."""
    places = {
        "@postgres:5432": f"@127.0.0.1:{ports['postgres']}",
        "@redis:6379": f"@127.0.0.1:{ports['redis']}",
        "http://api-server:8080": f"http://127.0.0.1:{ports['api-server']}",
        "http://127.0.0.1:8080": f"http://127.0.0.1:{ports['api-server']}",
        "http://127.0.0.1:8974": f"http://127.0.0.1:{ports['health']}",
        "/opt/dateline": str(HOME),
        "/var/lib/dateline/archive": str(folder / "archive"),
        "/var/lib/dateline": str(folder / "state"),
        "/var/lib/airflow-passwords": str(folder / "passwords"),
        "/var/log/airflow": str(folder / "logs" / "airflow"),
        "--file=/postgres-roles.sql": f"--file={HOME / 'deploy' / 'postgres-roles.sql'}",
    }
    moved: dict[str, Any] = replace_in(services, places)
    moved["postgres-roles"]["environment"]["PGHOST"] = "127.0.0.1"
    # The newsroom is our own and on loopback: no politeness, and the guard lets these addresses pass.
    moved["worker"]["environment"] |= {
        "DATELINE_ALLOW_ADDRESSES": "127.0.0.0/8",
        "DATELINE_HOST_DELAY_SECONDS": "0",
        "DATELINE_HOST_CONCURRENCY": "8",
    }
    return moved


def replace_in(value: Any, places: Mapping[str, str]) -> Any:
    """Return a value with one text replaced by another in all of its strings."""
    if isinstance(value, dict):
        return {name: replace_in(one, places) for name, one in value.items()}
    if isinstance(value, list):
        return [replace_in(one, places) for one in value]
    if isinstance(value, str):
        for old, new in places.items():
            value = value.replace(old, new)
    return value


# --- small things ----------------------------------------------------------------------------------------------------


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether something listens on a loopback port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(path: str) -> str:
    """Return the end of a log."""
    return Path(path).read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARS:]


def tell(text: str) -> None:
    """Say on standard error what happens now."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
