"""robots.txt by RFC 9309: what a site asks of crawlers, read once per origin and kept for a day.

Only pages are asked about; a feed is published to be polled. The client loads the file; the rules are decided here.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from pipeline.errors import DatelineError, RetryLater

PRODUCT_NAME: Final = "Dateline"  # what a robots.txt names us by (RFC 9309 2.2.1)
MAX_ROBOTS_BYTES: Final = 500 * 2**10  # RFC 9309 2.5: at least 500 KiB are read; the rest is ignored
MAX_ROBOTS_REDIRECTS: Final = 5  # RFC 9309 2.3.1.2
ERROR_TTL_SECONDS: Final = 600  # an unreachable robots.txt is asked for again within the hour, not for every page
MAX_CRAWL_DELAY_SECONDS: Final = 3_600.0  # beyond an hour, the page waits for another run anyway

# The host itself cannot be reached: the page's own reason, not one of robots.txt.
_HOST_REASONS: Final = frozenset(
    {"dns", "tls", "connection_refused", "unreachable", "address_forbidden", "port", "scheme", "userinfo", "bad_url"}
)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one robots.txt asks of us. Without a parser: everything is allowed."""

    parser: Protego | None = None

    def allows(self, url: str) -> bool:
        """Return whether the page may be asked for; what is no URL may not."""
        try:
            return self.parser is None or bool(self.parser.can_fetch(url, PRODUCT_NAME))
        except ValueError:  # the parser splits it as one
            return False

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two pages, or None where nothing (or nonsense) is asked."""
        delay = self.parser.crawl_delay(PRODUCT_NAME) if self.parser is not None else None
        if delay is None or not math.isfinite(delay) or delay < 0:
            return None
        return min(float(delay), MAX_CRAWL_DELAY_SECONDS)


@dataclass(slots=True)
class _Kept:
    answer: asyncio.Future[RobotsRules]
    expires_at: float


class RobotsCache:
    """The rules of each origin, loaded once however many pages ask at the same time."""

    def __init__(
        self,
        load: Callable[[str], Awaitable[tuple[int, bytes]]],
        *,
        ttl_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take how to load: from a robots.txt URL to the final status and body, or an error of the fetch."""
        self._load = load
        self._ttl_seconds = ttl_seconds
        self._monotonic = monotonic
        self._kept: dict[str, _Kept] = {}

    async def rules_for(self, url: str) -> RobotsRules:
        """Return the rules of the URL's origin.

        Raises RetryLater "robots_unreachable" while the file cannot be read (RFC 9309 2.3.1.4), or the error with which
        the host itself cannot be reached.
        """
        address = robots_url(url)
        kept = self._kept.get(address)
        if kept is None or kept.expires_at <= self._monotonic():
            kept = _Kept(asyncio.get_running_loop().create_future(), math.inf)
            self._kept[address] = kept
            await self._fill(kept, address)
        try:
            return await asyncio.shield(kept.answer)
        except asyncio.CancelledError:
            if not kept.answer.cancelled():
                raise
            return await self.rules_for(url)  # whoever was loading was cancelled: load it ourselves

    async def _fill(self, kept: _Kept, address: str) -> None:
        try:
            status, body = await self._load(address)
            kept.answer.set_result(read_rules(status, body))
            kept.expires_at = self._monotonic() + self._ttl_seconds
        except DatelineError as error:
            kept.answer.set_exception(_unreachable(error, address))
            kept.answer.exception()  # seen: nobody may be waiting but ourselves
            kept.expires_at = self._monotonic() + ERROR_TTL_SECONDS
        except BaseException:
            self._kept.pop(address, None)
            kept.answer.cancel()
            raise


def robots_url(url: str) -> str:
    """Return where the URL's origin keeps its robots.txt: same scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"


def read_rules(status: int, body: bytes) -> RobotsRules:
    """Return the rules in an answer: a 2xx body is read, any other answer that came allows everything (2.3.1.3).

    A file above the limit is read up to its last whole line.
    """
    if not 200 <= status < 300:
        return RobotsRules()
    if len(body) >= MAX_ROBOTS_BYTES:
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    return RobotsRules(Protego.parse(body.decode("utf-8-sig", "replace")))


def _unreachable(error: DatelineError, address: str) -> DatelineError:
    if error.reason in _HOST_REASONS and not error.redirects:
        return error
    wait = error.retry_after_seconds if isinstance(error, RetryLater) else None
    unreachable = RetryLater(
        f"{address} cannot be read now, so no page of its site may be: {error}",
        subject=address,
        reason="host_busy" if error.reason == "host_busy" else "robots_unreachable",
        retry_after_seconds=wait,
    )
    unreachable.status_code = error.status_code
    unreachable.__cause__ = error
    return unreachable
