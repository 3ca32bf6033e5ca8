"""Airflow's configuration for a run on one machine, as environment variables. Every value has its reason."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.settings import HOME, Settings
from pipeline.store.embedded import EmbeddedServer

MEMORY_PER_WORKER_MB = 400  # a task that extracts, with its processes
MIN_PARALLELISM = 2
MAX_PARALLELISM = 16  # one machine; more is what the Celery topology is for


def airflow_env(settings: Settings, server: EmbeddedServer, *, parallelism: int) -> dict[str, str]:
    """Return the whole environment of Airflow's programs and their tasks."""
    home = Path(settings.state_dir).resolve() / "airflow"
    home.mkdir(parents=True, exist_ok=True)
    kept = read_or_make_keys(home)
    ui = f"http://127.0.0.1:{settings.ui_port}"
    values = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(HOME / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(HOME / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(parallelism),  # the default, 32, costs 5 GB
        "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": str(parallelism),
        "AIRFLOW__CORE__FERNET_KEY": kept["fernet_key"],
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{ui}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": server.url("airflow", "airflow"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(settings.ui_port),
        "AIRFLOW__API__BASE_URL": ui,
        "AIRFLOW__API__WORKERS": "1",  # one operator; each more costs 250 MB
        "AIRFLOW__API__SECRET_KEY": kept["secret_key"],
        "AIRFLOW__API__EXPOSE_CONFIG": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": kept["jwt_secret"],
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",  # a handful of files
        # After a crash the next start takes over its tasks within half a minute instead of five.
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "20",
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "20",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "10",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    path = os.pathsep.join([str(Path(sys.executable).parent), inherited.get("PATH", "")])
    return inherited | settings.as_env() | values | {"PATH": path, "PYTHONUNBUFFERED": "1"}


def fit_parallelism(cpu_count: int, available_mb: float) -> int:
    """Return how many tasks may run at once on a machine: two a core, as memory allows."""
    by_memory = int(available_mb / 2 // MEMORY_PER_WORKER_MB)
    return max(MIN_PARALLELISM, min(2 * cpu_count, by_memory, MAX_PARALLELISM))


def read_password(env: Mapping[str, str]) -> str:
    """Return the password of the UI's user `admin`."""
    path = Path(env["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    return str(json.loads(path.read_text(encoding="utf-8"))["admin"])


def read_or_make_keys(home: Path) -> dict[str, str]:
    """Return Airflow's secrets of this checkout, made once, readable by the owner alone."""
    path = home / "keys.json"
    if not path.exists():
        import base64

        made = {
            "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "secret_key": secrets.token_urlsafe(32),
            "jwt_secret": secrets.token_urlsafe(48),
        }
        _write_private(path, made)
    passwords = home / "passwords.json"
    if not passwords.exists():
        _write_private(passwords, {"admin": secrets.token_urlsafe(9)})
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _write_private(path: Path, value: Mapping[str, str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(value, file)
