"""The one HTTP client, for feeds and pages: a FetchRequest goes in, a whole FetchResponse or a named error comes out.

It orders what its neighbours decide: address guard, robots.txt, turns at the host, limits while streaming, decoding.
Redirects are followed here, hop by hop, each one checked like a first request.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Final, Self

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver
from yarl import URL

from pipeline.errors import DatelineError, NeverRetry, Refused, RetryLater
from pipeline.fetch.addresses import PooledResolver, absolute_redirect, prepare_url, same_origin, without_userinfo
from pipeline.fetch.decoding import ACCEPT_ENCODING, TooLargeError, decode_body, unwrap_gzip
from pipeline.fetch.failures import EXCHANGE_ERRORS, error_of_exception, error_of_status
from pipeline.fetch.guard import AddressPolicy, check_url, make_socket_factory, refuse
from pipeline.fetch.outcomes import REASONS
from pipeline.fetch.politeness import Politeness
from pipeline.fetch.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_REDIRECTS, RobotsCache
from pipeline.records import FetchRequest, FetchResponse
from pipeline.settings import Settings

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MAX_HEADER_LINE_BYTES: Final = 32 * 2**10  # content-security-policy lines of large news sites pass aiohttp's 8 KiB
MAX_HEADER_FIELDS: Final = 256
MAX_HEADER_BYTES: Final = 128 * 2**10  # all fields together
DRAIN_BYTES: Final = 64 * 2**10  # the body of an error or redirect is read up to here, to keep the connection
DNS_TTL_SECONDS: Final = 300  # long enough for a batch; the guard looks at every connection anyway
HOLD_SECONDS: Final = 60.0  # after a 429 that names no time
FEED_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGE_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_LEADS_NOWHERE: Final = frozenset({"redirect_loop", "too_many_redirects", "bad_redirect"})
_BODILESS: Final = frozenset({201, 202, 203, 204, 205})
_PUBLIC_HEADERS: Final = frozenset(
    {"user-agent", "accept", "accept-encoding", "accept-language", "if-none-match", "if-modified-since", "referer"}
)


@dataclass(frozen=True, slots=True)
class _Limits:
    timeout_seconds: float  # of all hops together, waiting for turns not counted
    max_bytes: int  # decoded
    max_redirects: int
    is_page: bool  # robots.txt and the delay apply
    cut: bool = False  # a longer body is cut instead of refused (robots.txt)
    unwrap: bool = False  # a gzip file as body is unpacked (sitemaps)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire_bytes: int
    sent: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> dict[str, str]:
        """Headers by lower-case name, the last one winning."""
        return {name.lower(): value for name, value in self.headers}


class HttpClient:
    """An asynchronous context manager on one keep-alive session.

    settings: limits, user agent, what is allowed. ssl_context: instead of the system's and certifi's authorities.
    clock, monotonic, sleep, resolver: time and names, for tests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        ssl_context: ssl.SSLContext | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._monotonic = monotonic
        self._policy = AddressPolicy.from_settings(settings)
        self._ssl_context = ssl_context
        self._resolver = resolver
        self._in_flight = asyncio.Semaphore(settings.fetch_concurrency)
        self._politeness = Politeness(
            concurrency=settings.host_concurrency,
            delay_seconds=settings.host_delay_seconds,
            monotonic=monotonic,
            sleep=sleep,
        )
        self._robots = RobotsCache(self._load_robots, ttl_seconds=settings.robots_ttl_seconds, monotonic=monotonic)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0,  # counted by fetch_concurrency and host_concurrency
            ssl=self._ssl_context or make_ssl_context(),
            ttl_dns_cache=DNS_TTL_SECONDS,
            resolver=self._resolver or PooledResolver(self._settings.fetch_concurrency),
            socket_factory=make_socket_factory(self._policy),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,  # a proxy from the environment would see past the address guard
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._settings.connect_timeout_seconds),
            headers={"User-Agent": self._settings.user_agent, "Accept-Encoding": ACCEPT_ENCODING},
            max_line_size=MAX_HEADER_LINE_BYTES,
            max_field_size=MAX_HEADER_LINE_BYTES,
            max_headers=MAX_HEADER_FIELDS,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, request: FetchRequest) -> FetchResponse:
        """Return the answer: 2xx with its whole body, or 304.

        Everything else is raised: Refused, Gone, RetryLater or NeverRetry, with a slug of outcomes.REASONS, and with
        `status_code` and `redirects` where the server got to speak.
        """
        return await self._follow(request, self._limits_of(request))

    async def _load_robots(self, url: str) -> tuple[int, bytes]:
        limits = _Limits(
            timeout_seconds=self._settings.page_timeout_seconds,
            max_bytes=MAX_ROBOTS_BYTES,
            max_redirects=MAX_ROBOTS_REDIRECTS,
            is_page=False,
            cut=True,
        )
        try:
            response = await self._follow(FetchRequest(url, kind="feed", headers=(("Accept", "text/plain"),)), limits)
        except DatelineError as error:
            if error.reason in _LEADS_NOWHERE:
                return 404, b""  # RFC 9309 2.3.1.2: as if there were none
            if error.status_code is None or (isinstance(error, RetryLater) and error.status_code not in _BODILESS):
                raise
            return error.status_code, b""
        return response.status_code, response.body

    async def _follow(self, request: FetchRequest, limits: _Limits) -> FetchResponse:
        url = first_url = prepare_url(request.url)
        redirects: list[tuple[int, str]] = []
        seen = {url}
        spent = 0.0
        try:
            while True:
                crawl_delay = await self._permit(url, limits)
                headers = _headers_for(request, is_same_origin=same_origin(first_url, url))
                async with self._politeness.turn(url, spaced=limits.is_page, crawl_delay=crawl_delay), self._in_flight:
                    started = self._monotonic()
                    answer = await self._exchange(url, headers, limits, limits.timeout_seconds - spent)
                    spent += self._monotonic() - started
                if answer.status not in REDIRECTS:
                    return self._respond(request, url, answer, spent, redirects)
                url = absolute_redirect(url, answer.fields.get("location"), prefix=self._settings.replay_prefix)
                redirects.append((answer.status, url))
                if url in seen:
                    raise NeverRetry(f"{url}: {REASONS['redirect_loop']}", subject=url, reason="redirect_loop")
                if len(redirects) > limits.max_redirects:
                    raise NeverRetry(
                        f"{first_url}: over {limits.max_redirects} redirects; DATELINE_MAX_REDIRECTS sets the limit",
                        subject=first_url,
                        reason="too_many_redirects",
                    )
                seen.add(url)
        except DatelineError as error:
            error.redirects = tuple(redirects)
            raise

    async def _permit(self, url: str, limits: _Limits) -> float | None:
        """Raise when the URL may not be asked for; return the crawl-delay of its site."""
        if not self._settings.replay_prefix:  # a replay server is contacted instead: its address is what counts
            refusal = check_url(url, self._policy)
            if refusal is not None:
                raise refuse(refusal, without_userinfo(url))
        if not (limits.is_page and self._settings.obey_robots):
            return None
        rules = await self._robots.rules_for(url)
        if not rules.allows(url):
            raise Refused(f"{url}: {REASONS['robots']}", subject=url, reason="robots")
        return rules.crawl_delay

    def _target_of(self, url: str) -> URL:
        """Return what is really asked: the URL, or its replay. The replay server's own pages (feeds) are asked as they are."""
        prefix = self._settings.replay_prefix
        return URL(url if not prefix or same_origin(prefix, url) else prefix + url, encoded=True)

    async def _exchange(self, url: str, headers: dict[str, str], limits: _Limits, seconds: float) -> _Answer:
        """Make one request and read its answer whole, within every limit."""
        if self._session is None:
            raise RuntimeError("HttpClient is used outside its `async with`")
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.get(self._target_of(url), headers=headers, allow_redirects=False) as response,
            ):
                received = tuple((_text(name), _text(value)) for name, value in response.raw_headers)
                if sum(len(name) + len(value) for name, value in received) > MAX_HEADER_BYTES:
                    raise NeverRetry(f"{url}: {REASONS['headers_too_large']}", subject=url, reason="headers_too_large")
                body, wire_bytes = b"", 0
                if 200 <= response.status < 300:
                    wire = await self._read_wire(response, limits)
                    wire_bytes = len(wire)
                    encoding = ", ".join(response.headers.getall("Content-Encoding", []))
                    body = decode_body(wire, encoding, limit=limits.max_bytes, cut=limits.cut)
                    body = unwrap_gzip(body, limit=limits.max_bytes) if limits.unwrap else body
                else:
                    await _drain(response)
                sent = tuple((name, _withhold(name, value)) for name, value in response.request_info.headers.items())
                return _Answer(response.status, received, body, wire_bytes, sent)
        except EXCHANGE_ERRORS as error:
            raise error_of_exception(error, without_userinfo(url)) from error

    async def _read_wire(self, response: aiohttp.ClientResponse, limits: _Limits) -> bytes:
        limit = min(self._settings.wire_max_bytes, limits.max_bytes) if limits.cut else self._settings.wire_max_bytes
        announced = response.content_length
        if announced is not None and announced > limit and not limits.cut:
            raise TooLargeError(f"{announced} bytes announced, {limit} allowed")
        wire = bytearray()
        async for piece in response.content.iter_any():
            wire += piece
            if len(wire) > limit:
                if limits.cut:
                    return bytes(wire[:limit])
                raise TooLargeError(f"more than {limit} bytes on the wire")
        return bytes(wire)

    def _respond(
        self, request: FetchRequest, url: str, answer: _Answer, spent: float, redirects: list[tuple[int, str]]
    ) -> FetchResponse:
        now = self._clock()
        is_known = bool(request.etag or request.last_modified)
        is_whole = 200 <= answer.status < 300 and answer.status != 206 and (answer.body or answer.status == 200)
        if not is_whole and not (answer.status == 304 and is_known):
            error = error_of_status(answer.status, answer.fields, url, now=now)
            error.status_code = answer.status
            if answer.status == 429 and isinstance(error, RetryLater):
                self._politeness.hold(url, HOLD_SECONDS if (wait := error.retry_after_seconds) is None else wait)
            raise error
        return FetchResponse(
            url=request.url,
            final_url=without_userinfo(url),
            status_code=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=now,
            elapsed_seconds=spent,
            wire_bytes=answer.wire_bytes,
            redirects=tuple(redirects),
            request_headers=answer.sent,
        )

    def _limits_of(self, request: FetchRequest) -> _Limits:
        settings = self._settings
        if request.kind == "feed":
            return _Limits(
                timeout_seconds=settings.feed_timeout_seconds,
                max_bytes=settings.feed_max_bytes,
                max_redirects=settings.max_redirects,
                is_page=False,
                unwrap=True,
            )
        return _Limits(
            timeout_seconds=settings.page_timeout_seconds,
            max_bytes=settings.page_max_bytes,
            max_redirects=settings.max_redirects,
            is_page=True,
        )


@cache
def make_ssl_context() -> ssl.SSLContext:
    """Return a verifying context with the system's authorities, or certifi's where the system has none.

    Made once: reading a hundred and fifty certificates takes longer than most fetches.
    """
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context


def _headers_for(request: FetchRequest, *, is_same_origin: bool) -> dict[str, str]:
    """Return the request's headers. An operator's own ones may hold secrets: they go to the feed's own origin only."""
    headers = {"Accept": FEED_ACCEPT if request.kind == "feed" else PAGE_ACCEPT}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers | dict(request.headers) if is_same_origin else headers


async def _drain(response: aiohttp.ClientResponse) -> None:
    """Read a body nobody wants, if it is short: the connection can then be used again."""
    if (response.content_length or 0) > DRAIN_BYTES:
        return
    size = 0
    try:
        async for piece in response.content.iter_any():
            size += len(piece)
            if size > DRAIN_BYTES:
                return
    except aiohttp.ClientError:
        return  # the status has been said; how its body ends does not matter


def _withhold(name: str, value: str) -> str:
    return value if name.lower() in _PUBLIC_HEADERS or name.lower() == "host" else "(withheld)"


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
