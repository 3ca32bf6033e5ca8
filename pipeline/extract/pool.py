"""Extractors in processes of their own, so that a page that hangs a parser is stopped by time and the rest goes on.

Plain subprocesses that read length-prefixed msgpack and answer in JSON, not multiprocessing: Airflow's workers are
daemons, which may have no children of that kind, and a C parser ignores every signal but the one that ends its process.
"""

from __future__ import annotations

import contextlib
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import IO, Self

import msgspec
import psutil

from pipeline.errors import Quarantine, Unavailable
from pipeline.records import Article, FeedEntry, Page

LENGTH = struct.Struct("!I")
START_SECONDS = 60.0  # imports on a cold, busy machine; not part of a page's time
WORKER_CODE = "from pipeline.extract.pool import serve; serve()"
PAGES_A_WORKER = 25  # a worker's start costs as much as so many pages; for fewer, one is enough
PIPE_BYTES = 2**20  # a page goes through in one piece: fewer switches between the processes
BUSY_FACTOR = 6  # times the limit a page may take by the wall clock, on a machine that has other work
READY = b"ready"
MAX_MEMORY_BYTES = 2 * 2**30  # of a worker; 20 MB of the worst markup take 0.4 GB
MAX_WORKERS = 4  # a batch is small; more processes than that cost more to start than they save


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    number: int | None = None  # the page it works on
    cpu_before: float = 0.0  # seconds it had used when it got the page
    given_at: float = 0.0
    is_ready: bool = False  # has said that its imports are done
    deadline: float = 0.0

    @property
    def stdin(self) -> IO[bytes]:
        if self.process.stdin is None:
            raise RuntimeError("worker without stdin")
        return self.process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        if self.process.stdout is None:
            raise RuntimeError("worker without stdout")
        return self.process.stdout


class ExtractPool:
    """A few extractor processes. Use as a context manager; they end with it.

    timeout_seconds: of CPU time for one page, and BUSY_FACTOR times as much by the wall clock; a slower one gives a
    Quarantine and its process is replaced.
    """

    def __init__(self, *, timeout_seconds: float, workers: int | None = None) -> None:
        self._timeout = timeout_seconds
        self._size = workers or max(1, min(MAX_WORKERS, usable_cores()))
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def extract(
        self, pages: Sequence[Page], prepare: Callable[[Article], object] = lambda article: None
    ) -> list[Article | Quarantine]:
        """Return each page's article, or the Quarantine it earned, in order. Raises Unavailable when none starts.

        prepare: called with each article as it comes, while the extractors work on: here this process would only wait.
        """
        answers: list[Article | Quarantine | None] = [None] * len(pages)
        wanted = min(self._size, -(-len(pages) // PAGES_A_WORKER))
        while len(self._workers) < wanted:
            self._workers.append(_start())
        waiting = iter(enumerate(pages))
        for worker in self._workers:
            self._give(worker, waiting, is_fresh=True)
        while busy := [worker for worker in self._workers if worker.number is not None]:
            wait = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
            ready, _, _ = select.select([worker.stdout for worker in busy], [], [], wait)
            for worker in busy:
                if worker.stdout in ready:
                    is_alive = self._take(worker, pages, answers)
                elif time.monotonic() >= worker.deadline and not self._may_go_on(worker):
                    answers[worker.number or 0] = _stopped(pages[worker.number or 0], self._timeout)
                    is_alive = False
                else:
                    continue
                if is_alive is None:
                    continue
                if not is_alive:
                    self._replace(worker)
                done = answers[worker.number or 0]
                self._give(worker, waiting, is_fresh=not is_alive)
                if isinstance(done, Article):
                    prepare(done)
        return [answer for answer in answers if answer is not None]

    def _may_go_on(self, worker: _Worker) -> bool:
        """Return whether a late page was only kept waiting by other work on the machine; its deadline moves then."""
        left = self._timeout - (_cpu_seconds(worker) - worker.cpu_before)
        now = time.monotonic()
        if left <= 0 or now - worker.given_at > self._timeout * BUSY_FACTOR or not worker.is_ready:
            return False
        worker.deadline = now + max(left, 0.1)
        return True

    def _give(self, worker: _Worker, waiting: Iterator[tuple[int, Page]], *, is_fresh: bool) -> None:
        worker.number, page = next(waiting, (None, None))
        if page is None:
            return
        self._start_clock(worker)
        worker.deadline += START_SECONDS if is_fresh else 0.0
        try:
            _send(worker.stdin, msgspec.msgpack.encode(_ask(page)))
        except BrokenPipeError:
            return  # its end shows when its answer is read

    def _start_clock(self, worker: _Worker) -> None:
        worker.given_at = time.monotonic()
        worker.cpu_before = _cpu_seconds(worker)
        worker.deadline = worker.given_at + self._timeout

    def _take(self, worker: _Worker, pages: Sequence[Page], answers: list[Article | Quarantine | None]) -> bool | None:
        """Read what a worker says: True for an answer, False when it died, None when it only said that it is ready."""
        number = worker.number or 0
        data = _receive(worker.stdout)
        if not worker.is_ready:
            if data != READY:
                raise Unavailable(
                    f"the extractor does not start (exit {worker.process.wait()}); its error stands in this log above",
                    subject="extractor",
                    reason="extractor_start",
                )
            worker.is_ready = True
            self._start_clock(worker)
            return None
        if data is None:
            answers[number] = Quarantine(
                f"the extractor's process died on {pages[number].url} (exit {worker.process.poll()}); "
                "the raw page is in the archive, `dateline quarantine replay` tries again",
                subject=pages[number].url or "",
                reason="extractor_died",
            )
            return False
        answer = msgspec.json.decode(data, type=_Answer)
        answers[number] = answer.article or Quarantine(
            answer.error or "no answer", subject=pages[number].url or "", reason=answer.reason or "extractor_broke"
        )
        return True

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        worker.process = _start().process
        worker.is_ready = False


@dataclass(frozen=True, slots=True)
class _Question:
    html: bytes
    url: str | None
    content_type: str | None
    entry: FeedEntry | None
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Answer:
    article: Article | None = None
    error: str | None = None
    reason: str | None = None


def serve() -> None:
    """Answer pages on standard input with articles on standard output until it closes: the worker's main loop."""
    from pipeline.extract.article import extract_article  # the pool's own process never loads the extractor

    _limit_memory()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    _send(answers, READY)
    while (data := _receive(requests)) is not None:
        try:
            asked = msgspec.msgpack.decode(data, type=_Question)
            page = Page(asked.html, asked.url, asked.content_type, asked.entry, asked.fetched_at)
            answer = _Answer(extract_article(page))
        except Quarantine as error:
            answer = _Answer(error=str(error), reason=error.reason)
        except Exception as error:  # noqa: BLE001 a bug on one page must not take the batch with it
            answer = _Answer(error=f"{type(error).__name__}: {error}", reason="extractor_broke")
        _send(answers, _encode(answer))


def _limit_memory() -> None:
    """Let a page that wants more memory than any real one fail by itself, instead of the machine."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MAX_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MAX_MEMORY_BYTES, hard)
    with contextlib.suppress(ValueError, OSError):  # systems that have no such limit
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _ask(page: Page) -> _Question:
    if isinstance(page.html, bytes):
        return _Question(page.html, page.url, page.content_type, page.entry, page.fetched_at)
    html = page.html.encode("utf-8", "replace")
    return _Question(html, page.url, "text/html; charset=utf-8", page.entry, page.fetched_at)


def _encode(answer: _Answer) -> bytes:
    try:
        return msgspec.json.encode(answer)  # msgpack would turn every time into UTC and lose the page's offset
    except UnicodeEncodeError as error:
        return msgspec.json.encode(_Answer(error=f"text with a lone surrogate: {error}", reason="extractor_broke"))


def usable_cores() -> int:
    """Return how many cores this process may run on; containers and `taskset` give fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> _Worker:
    try:
        return _Worker(_open_process(PIPE_BYTES))
    except OSError:  # the system allows this user no pipes of that size; the usual ones only take longer
        return _Worker(_open_process(-1))


def _open_process(pipe_bytes: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WORKER_CODE]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, pipesize=pipe_bytes)


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.wait()
    worker.stdin.close()
    worker.stdout.close()


def _cpu_seconds(worker: _Worker) -> float:
    try:
        times = psutil.Process(worker.process.pid).cpu_times()
    except psutil.Error:
        return 0.0  # gone: its end shows when its answer is read
    return float(times.user + times.system)


def _stopped(page: Page, timeout_seconds: float) -> Quarantine:
    return Quarantine(
        f"{page.url} kept the extractor busy for more than {timeout_seconds:g} s and was stopped; the raw page is in "
        "the archive, `dateline quarantine replay` tries again (DATELINE_EXTRACT_TIMEOUT_SECONDS is the limit)",
        subject=page.url or "",
        reason="extractor_timeout",
    )


def _send(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[pipe.write(view) :]
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    head = _read_exactly(pipe, LENGTH.size)
    return _read_exactly(pipe, LENGTH.unpack(head)[0]) if head else None


def _read_exactly(pipe: IO[bytes], size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = pipe.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
