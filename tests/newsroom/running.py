"""Starting the newsroom: in a thread for tests, in the foreground for the command line, and its feeds as a table."""

from __future__ import annotations

import asyncio
import csv
import json
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from newsroom.content import load_content
from newsroom.replay import Replay
from newsroom.replay import load as load_replay
from newsroom.seed import load_seed
from newsroom.server import Newsroom, run_newsroom
from newsroom.site import Site

CALL_TIMEOUT_SECONDS = 10  # a control call on loopback that takes longer hangs


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One line of feeds.csv."""

    name: str
    url: str
    site: str
    country: str
    language: str
    kind: str


class NewsroomControl:
    """Control calls to a newsroom, in this process or another.

    base_url: what its feeds name.  control_url: where it listens, when that is another address.
    """

    def __init__(self, base_url: str, control_url: str | None = None) -> None:
        self.base_url = base_url
        self.control_url = control_url or base_url

    def misbehave(self, path: str, kind: str, times: int | None = None) -> None:
        """Make a path ("/x/feed/", "/x/*" or "*") misbehave, `times` times or until reset."""
        self._call("misbehave", {"path": path, "kind": kind, "times": times})

    def edit(self, slug: str | None = None) -> list[str]:
        """Publish the edit of a piece (default: of all that have one); return the slugs."""
        return list(self._call("edit", {"slug": slug})["edited"])

    def reset(self) -> None:
        """Forget misbehaviour, edits and the request log."""
        self._call("reset", {})

    def requests(self) -> list[dict[str, Any]]:
        """Return the requests so far: path, time, method, status (None: broken off), headers in lower case."""
        return list(self._call("requests", None))

    def _call(self, name: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.control_url}/_control/{name}", data=data)
        try:
            with urllib.request.urlopen(request, timeout=CALL_TIMEOUT_SECONDS) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error)["error"]) from error


class RunningNewsroom(NewsroomControl):
    """A newsroom in a thread of this process; a context manager that stops it."""

    def __init__(self, newsroom: Newsroom, sock: socket.socket, listens_at: str) -> None:
        super().__init__(newsroom.site.root, listens_at)
        self._newsroom = newsroom
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(sock,), name="newsroom", daemon=True)
        self._thread.start()

    def feeds(self) -> list[FeedRow]:
        """Return the feeds that it serves, those of a replay included."""
        return list_feeds(self._newsroom.site)

    def stop(self) -> None:
        """Close every connection and the port. A second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def __enter__(self) -> RunningNewsroom:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, sock: socket.socket) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(run_newsroom(self._newsroom, sock, self._stop))
        finally:
            self._loop.close()


def start(
    port: int = 0,
    host: str = "127.0.0.1",
    *,
    replay: Path | Replay | None = None,
    seed: Path | None = None,
    base_url: str | None = None,
) -> RunningNewsroom:
    """Return a newsroom that answers in a thread, on a free port unless one is given.

    replay: a gold file (or loaded replay) whose pages are served too.  seed: the seed article's file.
    base_url: the address that feeds and pages name, when it is not http://host:port.
    Raises OSError naming the port when it is taken.
    """
    sock = bind(host, port)
    listens_at = address_of(sock)
    try:
        site = make_site(base_url or listens_at, replay, seed)
    except (OSError, ValueError):
        sock.close()
        raise
    return RunningNewsroom(Newsroom(site), sock, listens_at)


def serve(
    port: int,
    host: str = "127.0.0.1",
    *,
    replay: Path | None = None,
    seed: Path | None = None,
    base_url: str | None = None,
    when_ready: Callable[[str], object] | None = None,
) -> None:
    """Answer in the foreground until SIGINT or SIGTERM; returns then. Call from the main thread. Errors as `start`.

    when_ready: called once with the base address, when signals are heeded and the port answers.
    """
    sock = bind(host, port)
    newsroom = Newsroom(make_site(base_url or address_of(sock), replay, seed))

    async def run() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        if when_ready:
            when_ready(newsroom.site.root)
        await run_newsroom(newsroom, sock, stop)

    asyncio.run(run())


def list_feeds(site: Site) -> list[FeedRow]:
    """Return the rows of feeds.csv for a site."""
    rows = [
        FeedRow(feed.title, site.url(outlet, feed.path), site.url(outlet), outlet.country, outlet.language, outlet.kind)
        for outlet in site.outlets.values()
        for feed in outlet.feeds
    ]
    names = [one.name for one in fields(FeedRow)]
    replayed = site.replay.index(site.root) if site.replay else []
    return rows + [FeedRow(**{name: str(row[name]) for name in names}) for row in replayed]


def write_feeds_csv(path: Path, base_url: str, *, replay: Path | Replay | None = None, seed: Path | None = None) -> int:
    """Write the feeds of a newsroom at base_url as CSV with a header; return how many."""
    rows = list_feeds(make_site(base_url, replay, seed))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [one.name for one in fields(FeedRow)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    return len(rows)


def make_site(base_url: str, replay: Path | Replay | None, seed: Path | None) -> Site:
    """Return the site for an address and options. Raises OSError or ValueError naming the file that is wrong."""
    load_content()
    loaded = load_replay(replay) if isinstance(replay, Path) else replay
    return Site(base_url.rstrip("/"), loaded, load_seed(seed) if seed else None)


def address_of(sock: socket.socket) -> str:
    """Return the base address of a bound socket."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises OSError naming the port and the remedy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(512)
    except OSError as error:
        sock.close()
        raise OSError(
            error.errno, f"newsroom: port {port} on {host} cannot be used ({error.strerror}); choose another"
        ) from error
    sock.setblocking(False)
    return sock
