"""Airflow's public REST API, as far as a run needs it: sign in, unpause, trigger, look."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from pipeline.errors import Unavailable

CALL_TIMEOUT_SECONDS = 20.0


class AirflowApi:
    """A signed-in client of one API server. Standard library only: this runs before anything else works."""

    def __init__(self, base_url: str, password: str, username: str = "admin") -> None:
        self._base_url = base_url.rstrip("/")
        self._username, self._password = username, password
        self._token: str | None = None

    def is_healthy(self) -> bool:
        """Return whether the API server, scheduler, DAG processor and triggerer all say they are well."""
        try:
            health = self._send("GET", "/api/v2/monitor/health", signed=False)
        except Unavailable:
            return False
        parts = ("metadatabase", "scheduler", "dag_processor", "triggerer")
        return all((health.get(part) or {}).get("status") == "healthy" for part in parts)

    def unpause(self, dag_id: str) -> bool:
        """Unpause a DAG; False while Airflow has not read it yet."""
        try:
            self._send("PATCH", f"/api/v2/dags/{dag_id}?update_mask=is_paused", {"is_paused": False})
        except Unavailable as error:
            if error.reason == "http_404":
                return False
            raise
        return True

    def trigger(self, dag_id: str, conf: dict[str, Any] | None = None) -> str:
        """Start a run now; return its run id."""
        run = self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf or {}})
        return str(run["dag_run_id"])

    def run_state(self, dag_id: str, run_id: str) -> str:
        """Return a run's state: queued, running, success or failed."""
        return str(self._send("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")["state"])

    def runs(self, dag_id: str, limit: int = 50) -> list[dict[str, Any]]:
        """Return a DAG's newest runs."""
        found = self._send("GET", f"/api/v2/dags/{dag_id}/dagRuns?limit={limit}&order_by=-run_after")
        return list(found["dag_runs"])

    def task_instances(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """Return the task instances of a run."""
        found = self._send("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances?limit=1000")
        return list(found["task_instances"])

    def backfill(self, dag_id: str, from_date: str, to_date: str, conf: dict[str, Any]) -> int:
        """Create a Backfill over days (ISO dates, both included); return its number."""
        body = {
            "dag_id": dag_id,
            "from_date": f"{from_date}T00:00:00Z",
            "to_date": f"{to_date}T00:00:00Z",
            "dag_run_conf": conf,
            "reprocess_behavior": "completed",
            "max_active_runs": 2,
        }
        return int(self._send("POST", "/api/v2/backfills", body)["id"])

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make any signed call; return its JSON. Raises Unavailable with what the server said."""
        return self._send(method, path, body)

    def token(self) -> str:
        """Return the JSON web token of the session, signing in when needed."""
        if self._token is None:
            body = {"username": self._username, "password": self._password}
            self._token = str(self._send("POST", "/auth/token", body, signed=False)["access_token"])
        return self._token

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, signed: bool = True
    ) -> dict[str, Any]:
        request = urllib.request.Request(self._base_url + path, method=method)  # noqa: S310 our own http address
        request.add_header("Accept", "application/json")
        if signed:
            request.add_header("Authorization", f"Bearer {self.token()}")
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json")
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=CALL_TIMEOUT_SECONDS) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")[:500]
            raise Unavailable(
                f"Airflow answered {error.code} to {method} {path}: {said}", subject=path, reason=f"http_{error.code}"
            ) from error
        except OSError as error:
            raise Unavailable(f"Airflow does not answer at {self._base_url}: {error}", subject=path) from error
        answered: dict[str, Any] = json.loads(text) if text else {}
        return answered
