"""Airflow for tests that import it: a home of their own, the checkout's folders, no metadata database."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_made_homes: list[str] = []


@pytest.hookimpl(trylast=True)  # after tests/conftest.py, which takes the machine's own settings out
def pytest_configure() -> None:
    """Give Airflow its home before anything imports it: it reads the variables once."""
    if "AIRFLOW_HOME" in os.environ:
        return
    _made_homes.append(tempfile.mkdtemp(prefix="dateline-airflow-"))
    os.environ.update(
        {
            "AIRFLOW_HOME": _made_homes[-1],
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__API_AUTH__JWT_SECRET": "a-secret-of-the-tests-" * 4,
        }
    )


def pytest_unconfigure() -> None:
    """Remove the home again."""
    while _made_homes:
        shutil.rmtree(_made_homes.pop(), ignore_errors=True)
