"""A server for tests that sends exactly the bytes it is told to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Script = bytes | Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]
ROBOTS_404 = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]  # lower-case names
    at: float = 0.0  # seconds of the server's clock


@dataclass
class WireServer:
    """A running server: its address, and what it was asked."""

    base: str
    seen: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.seen]

    def __truediv__(self, path: str) -> str:
        return f"{self.base}/{path}"


@asynccontextmanager
async def serve(
    routes: dict[str, Script],
    *,
    tls: ssl.SSLContext | None = None,
    close: bool = True,
    greeting: bytes = b"",
    host: str = "127.0.0.1",
) -> AsyncIterator[WireServer]:
    """Serve scripts by path ("*" for all others; robots.txt is a 404 unless named). close: after each answer.

    greeting: sent at once, before anything is asked.
    """
    running: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        writer.write(greeting)
        try:
            while True:
                asked = read_request(await reader.readuntil(b"\r\n\r\n"))
                server.seen.append(asked)
                script = routes.get(asked.path)
                if script is None:
                    script = ROBOTS_404 if asked.path == "/robots.txt" else routes["*"]
                if isinstance(script, bytes):
                    writer.write(script)
                    await writer.drain()
                else:
                    await script(asked, writer)
                if close:
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError, ssl.SSLError):
            pass  # the client is gone, or the server stops
        finally:
            running.discard(task)
            writer.close()

    listener = await asyncio.start_server(converse, host, 0, ssl=tls)
    port = listener.sockets[0].getsockname()[1]
    server = WireServer(f"{'https' if tls else 'http'}://{host}:{port}")
    try:
        yield server
    finally:
        listener.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def read_request(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return Asked(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs}, time.monotonic())


def answer(status: int = 200, body: bytes = b"", *headers: str, length: int | None = -1) -> bytes:
    """Return an HTTP answer. length: the Content-Length to claim; None for none, -1 for the true one."""
    lines = [f"HTTP/1.1 {status} Status", *headers]
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length < 0 else length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status, b"", f"Location: {location}")


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Break the connection off with a TCP reset."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def then(first: bytes, last: Script) -> Script:
    """Return a script that sends some bytes and goes on with another."""

    async def run(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await writer.drain()
        if isinstance(last, bytes):
            writer.write(last)
        else:
            await last(asked, writer)

    return run


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, without end."""
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def flood(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Send as fast as can be, without end."""
    while True:
        writer.write(b"<p>more</p>" * 1000)
        await writer.drain()
