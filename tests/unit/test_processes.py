"""Processes of a run are found and stopped whatever became of their parent, and nobody else's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipeline.runner.airflow_env import fit_parallelism
from pipeline.runner.processes import ProcessTable, is_alive

# A parent that starts a child which leaves the process group, as Airflow's task supervisors do, and dies.
ORPHANING = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import os, time; os.setpgid(0, 0); open(sys.argv[1], 'w').close(); time.sleep(600)"
    .replace("sys.argv[1]", repr(sys.argv[1]))])
time.sleep(float(sys.argv[2]))
"""


def wait_for(path: Path, process: psutil.Process) -> None:
    """Wait until a file is there; fail when the process ends first."""
    while not path.exists():
        assert process.is_running()
        psutil.wait_procs([], timeout=0.05)


@pytest.mark.parametrize("is_parent_killed", [False, True], ids=["parent alive", "parent killed"])
def test_everything_a_component_started_is_stopped(tmp_path: Path, is_parent_killed: bool) -> None:
    table = ProcessTable(tmp_path)
    flag = tmp_path / "child-is-up"
    component = table.start("parent", [sys.executable, "-c", ORPHANING, str(flag), "600"], dict(os.environ))
    parent = psutil.Process(component.session)
    wait_for(flag, parent)
    if is_parent_killed:
        parent.kill()
        table._children[component.session].wait()
    living = ProcessTable(tmp_path).running()  # a later program, which reads the table from disk
    assert len(living) == (1 if is_parent_killed else 2)
    assert ProcessTable(tmp_path).stop_all(grace_seconds=5.0) == len(living)
    assert psutil.wait_procs(living, timeout=10)[1] == []
    assert table.components() == []


def test_numbers_of_another_boot_mean_nobody(tmp_path: Path) -> None:
    table = ProcessTable(tmp_path)
    component = table.start("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], dict(os.environ))
    path = tmp_path / "processes.json"
    rows = json.loads(path.read_text())
    path.write_text(json.dumps([row | {"boot": "another"} for row in rows]))
    try:
        assert table.components() == []
        assert table.running() == []
        assert is_alive(component)
    finally:
        path.write_text(json.dumps(rows))
        table.stop_all(grace_seconds=5.0)


def test_a_number_used_again_is_not_ours(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    try:
        table = ProcessTable(tmp_path)
        component = table.start("gone", [sys.executable, "-c", "pass"], dict(os.environ))
        rows = json.loads((tmp_path / "processes.json").read_text())
        # A minute apart: the kernel counts starts in hundredths, and both may fall into the same one.
        earlier = {"session": stranger.pid, "started_at": psutil.Process(stranger.pid).create_time() - 60}
        (tmp_path / "processes.json").write_text(json.dumps([row | earlier for row in rows]))
        assert component.session != stranger.pid
        assert table.running() == []
        assert table.stop_all(grace_seconds=1.0) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize(
    ("cores", "available_mb", "tasks"),
    [(2, 16_000, 4), (2, 1_000, 2), (64, 256_000, 16), (8, 4_000, 5)],
    ids=["two cores", "little memory", "large machine", "memory decides"],
)
def test_parallelism_fits_the_machine(cores: int, available_mb: int, tasks: int) -> None:
    assert fit_parallelism(cores, available_mb) == tasks
