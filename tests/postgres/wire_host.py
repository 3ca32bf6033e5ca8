"""The byte-exact server of the unit tests, in a thread of its own: the steps run an event loop themselves."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.unit.wire_server import Script, WireServer, serve


@contextmanager
def wire_host(routes: dict[str, Script], *, tls: ssl.SSLContext | None = None) -> Iterator[WireServer]:
    """Yield a running server. routes may be changed while it runs."""
    started, stop = threading.Event(), asyncio.Event()
    running: list[WireServer] = []
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with serve(routes, tls=tls) as server:
            running.append(server)
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    started.wait()
    try:
        yield running[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
