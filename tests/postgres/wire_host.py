"""The byte-exact server of the unit tests, in a thread of its own: the steps run an event loop themselves."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass

from tests.unit.wire_server import Script, WireServer, serve


@dataclass(frozen=True)
class Host:
    """One host to be: its scripts by path ("*" for all others), and its certificate when it speaks TLS."""

    routes: dict[str, Script]
    tls: ssl.SSLContext | None = None
    address: str = "127.0.0.1"


@contextmanager
def wire_host(routes: dict[str, Script]) -> Iterator[WireServer]:
    """Yield one running server. routes may be changed while it runs."""
    with wire_hosts({"": Host(routes)}) as servers:
        yield servers[""]


@contextmanager
def wire_hosts(hosts: Mapping[str, Host]) -> Iterator[dict[str, WireServer]]:
    """Yield running servers by name, each on a port of its own."""
    started, stop = threading.Event(), asyncio.Event()
    servers: dict[str, WireServer] = {}
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with AsyncExitStack() as stack:
            for name, host in hosts.items():
                servers[name] = await stack.enter_async_context(serve(host.routes, tls=host.tls, host=host.address))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    started.wait()
    try:
        yield servers
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
