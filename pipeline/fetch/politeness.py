"""Turns at a host: how many requests at once, how long between two pages, and holding off when it says so.

One object per process; shards keep a site's hosts on one worker, so that this is enough. Time comes in as arguments.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from pipeline.errors import RetryLater

MAX_WAIT_SECONDS: Final = (
    300.0  # a batch of 200 pages of one host at one a second fits; beyond, the entry waits instead
)


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    starts: asyncio.Lock = field(default_factory=asyncio.Lock)  # one page after the other waits for its start
    next_at: float = 0.0  # when the next page may start, as far as one can say beforehand
    may_start_at: float = 0.0  # the last page's start and its delay: before that none starts
    held_until: float = 0.0  # the host asked to be left alone until then
    guests: int = 0  # inside or waiting; a host without guests may be forgotten


class Politeness:
    """Hands out turns. A turn that lies too far ahead is an error at once, so that no host holds a batch."""

    def __init__(
        self,
        *,
        concurrency: int,
        delay_seconds: float,
        max_wait_seconds: float = MAX_WAIT_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._concurrency = concurrency
        self._delay_seconds = delay_seconds
        self._max_wait_seconds = max_wait_seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str, *, spaced: bool, crawl_delay: float | None = None) -> AsyncIterator[None]:
        """Hold a turn at the URL's host.

        spaced: wait out the delay since the last spaced turn; feeds and robots.txt need no delay, only a slot.
        crawl_delay: seconds, as robots.txt asks; it wins over the setting.
        Raises RetryLater "host_busy" when the wait would pass the limit; the host was not asked then.
        """
        host = self._hosts.setdefault(key := host_key(url), _Host(asyncio.Semaphore(self._concurrency)))
        host.guests += 1
        try:
            delay = self._delay_seconds if crawl_delay is None else crawl_delay
            self._reserve(host, url, spaced, delay)
            async with host.slots:
                if spaced:
                    await self._wait_for_start(host, delay)
                self._check_held(host, url)
                yield
        finally:
            host.guests -= 1
            self._forget(key, host)

    def hold(self, url: str, seconds: float) -> None:
        """Leave the URL's host alone for so long: it answered 429."""
        host = self._hosts.setdefault(host_key(url), _Host(asyncio.Semaphore(self._concurrency)))
        host.held_until = max(host.held_until, self._monotonic() + seconds)

    async def _wait_for_start(self, host: _Host, delay: float) -> None:
        """Wait until the delay since the last start is over, however long that page then took."""
        async with host.starts:
            if (wait := host.may_start_at - self._monotonic()) > 0:
                await self._sleep(wait)
            host.may_start_at = self._monotonic() + delay

    def _reserve(self, host: _Host, url: str, spaced: bool, delay: float) -> None:
        """Count a page in; raise when its turn would be too far ahead."""
        self._check_held(host, url)
        if not spaced:
            return
        now = self._monotonic()
        at = max(now, host.next_at, host.may_start_at)
        if at - now > self._max_wait_seconds:
            raise _busy(url, at - now)
        host.next_at = at + delay

    def _check_held(self, host: _Host, url: str) -> None:
        left = host.held_until - self._monotonic()
        if left > 0:
            raise _busy(url, left)

    def _forget(self, key: str, host: _Host) -> None:
        now = self._monotonic()
        if not host.guests and max(host.next_at, host.may_start_at, host.held_until) <= now:
            self._hosts.pop(key, None)


def host_key(url: str) -> str:
    """Return what a turn is counted by: host and port; the two standard ports are one host."""
    parts = urlsplit(url)
    port = parts.port
    return f"{parts.hostname}" if port in (None, 80, 443) else f"{parts.hostname}:{port}"


def _busy(url: str, seconds: float) -> RetryLater:
    return RetryLater(
        f"{url}: its host's turn is {seconds:.0f} s ahead; asked again later",
        subject=url,
        reason="host_busy",
        retry_after_seconds=seconds,
    )
