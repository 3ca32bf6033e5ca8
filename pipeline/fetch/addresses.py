"""URLs as they go over the wire, and names to addresses without one slow name server holding all others.

What is asked for stays as the feed wrote it, but for what HTTP needs: percent-encoding, no fragment, no dot segments.
"""

from __future__ import annotations

import asyncio
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from w3lib.url import safe_url_string

from pipeline.errors import NeverRetry
from pipeline.fetch.guard import SCHEME_PORTS, Refusal, refuse
from pipeline.fetch.outcomes import REASONS

MAX_URL_CHARS: Final = 8_000  # what servers and caches take; longer ones are data, not addresses

_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+(?:%.+)?", re.IGNORECASE)


def prepare_url(url: str) -> str:
    """Return the URL in the form that is sent: ASCII, IDNA host, no fragment, no dot segments.

    Raises Refused "bad_url" when it cannot be.
    """
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        _ = parts.port
        if parts.scheme in SCHEME_PORTS and not _HOST.fullmatch(parts.hostname or ""):
            raise ValueError("it names no host, or one with characters no name has")
    except ValueError as error:  # UnicodeError of IDNA included
        raise refuse(Refusal("bad_url", f"not a URL: {error}"), url[:300]) from error
    if not parts.scheme:  # refused here, because its path could become one when the dots leave it
        raise refuse(Refusal("scheme", "only http and https are fetched, and this address names no scheme"), url[:300])
    userinfo, at, host = parts.netloc.rpartition("@")
    prepared = urlunsplit(
        (parts.scheme, userinfo + at + host.lower(), _without_dots(parts.path) or "/", parts.query, "")
    )
    if len(prepared) > MAX_URL_CHARS or not prepared.isascii():
        raise refuse(Refusal("bad_url", "too long, or not in characters a URL may have"), url[:300])
    return prepared


def absolute_redirect(url: str, location: str | None, *, prefix: str = "") -> str:
    """Return where a Location header leads from a URL, prepared. prefix: a replay server's, taken off.

    Raises NeverRetry "bad_redirect" when it leads nowhere.
    """
    target = (location or "").strip()
    if prefix and target.startswith(prefix):
        target = target[len(prefix) :]
    try:
        joined = urljoin(url, target) if target else ""
    except ValueError:
        joined = ""
    if not joined:
        raise NeverRetry(f"{url}: {REASONS['bad_redirect']}", subject=url, reason="bad_redirect")
    return prepare_url(joined)


def same_origin(one: str, other: str) -> bool:
    """Return whether two URLs share host and port, and the second is not less secure."""
    a, b = urlsplit(one), urlsplit(other)
    same_port = a.port == b.port and (a.scheme == b.scheme)
    upgraded = a.scheme == "http" and b.scheme == "https" and a.port is None and b.port is None
    return a.hostname == b.hostname and (same_port or upgraded)


def without_userinfo(url: str) -> str:
    """Return the URL without user and password, for records and messages."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class PooledResolver(AbstractResolver):
    """The system's resolver on threads of its own: asyncio's few would wait for each other on dead name servers."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="dateline-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises OSError when it has none."""
        loop = asyncio.get_running_loop()
        infos: list[Any] = await loop.run_in_executor(self._pool, _look_up, host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=address[0],
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in infos
        ]

    async def close(self) -> None:
        """Let the threads go; a lookup that hangs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: int) -> list[Any]:
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


def _without_dots(path: str) -> str:
    """Return the path with its dot segments removed (RFC 3986 5.2.4), also when they are percent-encoded."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for position, segment in enumerate(segments):
        plain = segment.replace("%2E", ".").replace("%2e", ".")
        if plain not in (".", ".."):
            kept.append(segment)
            continue
        if plain == ".." and len(kept) > 1:
            kept.pop()
        if position == len(segments) - 1:
            kept.append("")
    return "/".join(kept)
