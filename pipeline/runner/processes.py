"""Processes that a run started, remembered on disk so that they can be stopped whatever became of their parent.

Each component leads a session of its own. Airflow's children change their process group and their title, but never
their session: the session's number finds them all, also after kill -9 of the parent.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

GRACE_SECONDS = 20.0  # what Airflow's scheduler takes to end its workers, doubled


@dataclass(frozen=True, slots=True)
class Component:
    """One program of a run."""

    name: str
    session: int  # its process id, and that of the session it leads
    started_at: float  # seconds since the epoch, as the kernel says: a number used again is not ours
    log: str
    boot: str = ""  # of the machine; after another boot the numbers mean other processes


class ProcessTable:
    """The components of a run, kept in a file of the run's folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "processes.json"
        self._folder = folder
        self._children: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Component:
        """Start a program with its output in <folder>/<name>.log, and remember it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        log = self._folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        component = Component(name, process.pid, psutil.Process(process.pid).create_time(), str(log), boot_id())
        self._children[process.pid] = process
        self._write([*self.components(), component])
        return component

    def exit_code(self, component: Component) -> int | None:
        """Return how a component that this process started ended; None while it runs."""
        return self._children[component.session].poll()

    def forget(self, component: Component) -> None:
        """Take a component that ended off the table."""
        self._write([one for one in self.components() if one != component])

    def components(self) -> list[Component]:
        """Return the components that were started and not yet forgotten."""
        try:
            rows = [Component(**row) for row in json.loads(self._path.read_text(encoding="utf-8"))]
            return [one for one in rows if one.boot == boot_id()]
        except FileNotFoundError:
            return []

    def running(self) -> list[psutil.Process]:
        """Return every living process of the run: components and all that they started."""
        return find_session_members(self.components())

    def stop_all(self, grace_seconds: float = GRACE_SECONDS) -> int:
        """Stop every process of the run, gently first; return how many there were."""
        stopped = stop_processes(self.running, grace_seconds)
        self._write([])
        return stopped

    def _write(self, components: Iterable[Component]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(json.dumps([asdict(one) for one in components], indent=1), encoding="utf-8")
        temporary.replace(self._path)


def boot_id() -> str:
    """Return what names this boot of the machine; where the kernel does not say, the second it started."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return str(int(psutil.boot_time()))


def is_alive(component: Component) -> bool:
    """Return whether a component's own process runs."""
    try:
        process = psutil.Process(component.session)
        return process.create_time() == component.started_at and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def find_session_members(components: Sequence[Component]) -> list[psutil.Process]:
    """Return the living processes in the sessions of these components."""
    since = {one.session: one.started_at for one in components if not _is_other(one)}
    found = []
    for process in psutil.process_iter():
        try:
            session = os.getsid(process.pid)
            if (
                session in since
                and process.create_time() >= since[session]
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
        except (psutil.Error, ProcessLookupError, PermissionError):
            continue
    return found


def _is_other(component: Component) -> bool:
    """Return whether the number of a component's session belongs to another process by now."""
    try:
        return psutil.Process(component.session).create_time() != component.started_at
    except psutil.NoSuchProcess:
        return False


def stop_processes(list_running: Callable[[], list[psutil.Process]], grace_seconds: float) -> int:
    """Terminate what `list_running()` returns, kill what is left after the grace; return how many there were."""
    seen: set[int] = set()
    deadline = time.monotonic() + grace_seconds
    is_killing = False
    while running := list_running():
        fresh = [one for one in running if one.pid not in seen or is_killing]
        seen |= {one.pid for one in running}
        for process in fresh:
            try:
                process.kill() if is_killing else process.terminate()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(running, timeout=0.2)
        is_killing = time.monotonic() > deadline
    return len(seen)
