"""What can be wrong with a server, on demand: one function per kind, at /_bad/<kind> or on any path by control call.

A kind that spoils an ordinary answer (truncated, wrong-charset) is given that answer; the others make their own.
Nothing here is bigger than it must be: the bomb is 50 MB unpacked, the endless body stops with the reader.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import struct
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from itertools import count
from typing import Literal
from urllib.parse import quote

from aiohttp import web
from newsroom.site import Answer

RETRY_AFTER_SECONDS = 120
DRIP_SECONDS = 0.2  # between two bytes: slow enough for any whole-page limit, quick enough to see
BOMB_BYTES = 50 * 2**20  # above every limit on decoded bodies, 50 kB on the wire
NESTING = 100_000
CHAIN_HOPS = 5
CHAIN_PATH = "/_bad/redirect-chain/"
HUGE_HEADER_BYTES = 64 * 2**10
Outcome = Literal["retry", "final", "content", "unchanged"]
Maker = Callable[[web.BaseRequest, Answer], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """One way to be wrong.

    summary: what the server does.  outcome: what a client should make of it: "retry" later, "final" (asking again
    is useless), "content" (a whole answer; later stages judge it), "unchanged" (nothing new was said).
    """

    kind: str
    summary: str
    outcome: Outcome


async def misbehave(kind: str, request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    """Return (or half send, and break off) the wrong answer of a kind. Raises KeyError for an unknown one."""
    return await _MAKERS[kind](request, usual)


# --- silence and broken transfers --------------------------------------------------------------------------------


async def never_answer(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    await asyncio.Event().wait()  # until the client goes away or the server stops
    raise AssertionError("unreachable")


async def drip(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    response = await begin(request, usual.content_type)
    for byte in usual.body * 1000:
        await response.write(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)
    return response


async def send_endless(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    response = await begin(request, usual.content_type)
    while True:
        await response.write(b"<p>And then there was more.</p>\n" * 2048)


async def reset_at_once(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return break_connection(request, b"")


async def reset_in_body(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return break_connection(request, wire(usual, len(usual.body), usual.body[: len(usual.body) // 2]))


async def cut_body(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return close_connection(request, wire(usual, len(usual.body) + 1000, usual.body))


async def send_huge_headers(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return web.Response(
        body=usual.body, headers={"Content-Type": usual.content_type, "X-Trace": "x" * HUGE_HEADER_BYTES}
    )


def break_connection(request: web.BaseRequest, sent: bytes) -> web.StreamResponse:
    """Send bytes, then a TCP reset."""
    transport = request.transport
    if transport is not None:
        transport.write(sent)
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


def close_connection(request: web.BaseRequest, sent: bytes) -> web.StreamResponse:
    """Send bytes, then close in the ordinary way."""
    if request.transport is not None:
        request.transport.write(sent)
        request.transport.close()
    return web.Response()


def wire(usual: Answer, length: int, body: bytes) -> bytes:
    """Return a raw answer whose Content-Length may not be its body's."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {usual.content_type}\r\nContent-Length: {length}\r\n\r\n".encode() + body


async def begin(request: web.BaseRequest, content_type: str) -> web.StreamResponse:
    """Return an answer without a length whose headers are sent."""
    response = web.StreamResponse(headers={"Content-Type": content_type})
    await response.prepare(request)
    return response


# --- statuses ----------------------------------------------------------------------------------------------------


def status(code: int, **headers: str) -> Maker:
    """Return a maker that answers with a status and a short page."""

    async def make(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return page(f"<h1>{code}</h1><p>The server cannot answer this.</p>", status=code, headers=named)

    return make


async def too_many_until(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    moment = datetime.fromtimestamp(time.time() + RETRY_AFTER_SECONDS, UTC)
    return page("<h1>429</h1>", status=429, headers={"Retry-After": format_datetime(moment, usegmt=True)})


async def unasked_304(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return web.Response(status=304, headers={"ETag": '"never-asked"'})


# --- redirects ---------------------------------------------------------------------------------------------------


def redirect(location: str) -> Maker:
    """Return a maker that redirects to one place."""

    async def make(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": location})

    return make


async def redirect_to_self(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": request.raw_path})


async def redirect_chain(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    """Redirect over /_bad/redirect-chain/4 ... /1, where the page is that was asked for (server.py reads `to`)."""
    inside = request.path.removeprefix(CHAIN_PATH)
    left = int(inside) if request.path != inside and inside.isdigit() else CHAIN_HOPS
    if left <= 1:
        return whole(usual)
    asked = request.query.get("to") or ("" if request.path.startswith("/_bad/") else request.raw_path)
    query = f"?to={quote(asked, safe='/')}" if asked else ""
    return web.Response(status=301, headers={"Location": f"{CHAIN_PATH}{left - 1}{query}"})


# --- validators --------------------------------------------------------------------------------------------------

_serial = count(1)


async def changing_etag(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return whole(usual, ETag=f'"build-{next(_serial)}"')


async def stuck_etag(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    body = usual.body + f"\n<!-- {next(_serial)} -->".encode()
    return web.Response(body=body, headers={"Content-Type": usual.content_type, "ETag": '"always-the-same"'})


# --- bodies ------------------------------------------------------------------------------------------------------


async def send_bomb(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return packed(usual, bomb())


async def bad_gzip(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return packed(usual, gzip.compress(usual.body)[:40] + b"this is not deflate" * 20)


async def wrong_charset(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    kind = usual.content_type.split(";")[0]
    return web.Response(body=usual.body, headers={"Content-Type": f"{kind}; charset=iso-8859-5"})


async def send_garbage(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(250))  # the same on every start
    return web.Response(body=noise, headers={"Content-Type": usual.content_type})


async def send_nothing(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
    return web.Response(body=b"", headers={"Content-Type": usual.content_type})


def text(html: str) -> Maker:
    """Return a maker that answers 200 with one page."""

    async def make(request: web.BaseRequest, usual: Answer) -> web.StreamResponse:
        return page(html)

    return make


def page(html: str, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return an HTML answer."""
    full = html if html.lstrip().lower().startswith("<!doctype") else f"<!DOCTYPE html><html><body>{html}</body></html>"
    return web.Response(
        body=full.encode(), status=status, headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    )


def whole(usual: Answer, **headers: str) -> web.Response:
    """Return the ordinary answer, with headers of choice."""
    return web.Response(body=usual.body, headers={"Content-Type": usual.content_type, **headers})


def packed(usual: Answer, body: bytes) -> web.Response:
    """Return bytes that claim to be the ordinary answer in gzip."""
    return web.Response(body=body, headers={"Content-Type": usual.content_type, "Content-Encoding": "gzip"})


@cache
def bomb() -> bytes:
    """Return gzip that unpacks to BOMB_BYTES, packed in pieces so that the whole never stands in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * 2**20
    return b"".join(packer.compress(block) for _ in range(BOMB_BYTES // 2**20)) + packer.flush()


HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{}</title></head><body>'
SOFT_404 = (
    HEAD.format("Page not found - The Sample Times")
    + "<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist or has moved.</p>"
    '<p>Try the <a href="/">home page</a> or search the site.</p></body></html>'
)
CONSENT = (
    HEAD.format("Before you continue")
    + "<h1>Before you continue</h1><p>We and our 842 partners store and access information on your device, such as "
    "cookies, to show personalised advertising and to measure it.</p><button>Accept all</button><button>Reject all"
    "</button><button>Manage settings</button><p>You can withdraw your consent at any time in our privacy settings.</p></body></html>"
)
CHALLENGE = (
    HEAD.format("Just a moment...")
    + "<h1>Checking your browser</h1><p>Please enable JavaScript and cookies to continue. Verifying that you are "
    "human. This may take a few seconds.</p><noscript>JavaScript is required.</noscript><p>Ray ID: 8f00ba7e</p></body></html>"
)
LOGIN = (
    HEAD.format("Sign in - The Sample Times")
    + '<h1>Sign in</h1><form method="post" action="/login"><label>E-mail <input type="email" name="user"></label>'
    '<label>Password <input type="password" name="password"></label><button>Sign in</button></form>'
    '<a href="/forgot">Forgot your password?</a> <a href="/register">Create an account</a></body></html>'
)
DEEP = HEAD.format("Deep") + "<div>" * NESTING + "<p>At the bottom.</p>" + "</div>" * NESTING + "</body></html>"
LONG_TITLE_WORD = "Parliament debates the long awaited bridge and the ferry that was to replace it "
LONG_TITLE = (LONG_TITLE_WORD * 4)[:300]
LONG_PAGE = (
    HEAD.format(LONG_TITLE)
    + f"<article><h1>{LONG_TITLE}</h1>"
    + "<p>The bridge over the sound has been promised for thirty years, and for thirty years the ferry has sailed twice "
    "a day with a few cars and a load of bread. On Tuesday the members talked until midnight about both.</p>"
    "<p>A vote is due before the summer. The harbour master said that she would keep the timetable until then, and "
    "that the ferry had been painted in the spring, which ought to last for another ten years.</p></article></body></html>"
)

_TABLE: tuple[tuple[str, Outcome, Maker, str], ...] = (
    ("timeout", "retry", never_answer, "takes the request and never answers"),
    ("slow-drip", "retry", drip, "one byte every fifth of a second, for hours"),
    ("reset", "retry", reset_at_once, "TCP reset instead of an answer"),
    ("reset-mid-body", "retry", reset_in_body, "headers and half the body, then a TCP reset"),
    ("truncated", "retry", cut_body, "closes 1,000 bytes before the Content-Length it promised"),
    ("endless", "final", send_endless, "a body that never stops"),
    ("gzip-bomb", "final", send_bomb, "50 kB of gzip that unpack to 50 MB"),
    ("bad-gzip", "retry", bad_gzip, "Content-Encoding gzip whose stream is damaged"),
    ("500", "retry", status(500), "500 Internal Server Error"),
    ("502", "retry", status(502), "502 Bad Gateway"),
    ("503", "retry", status(503), "503 Service Unavailable, no Retry-After"),
    ("429", "retry", status(429, Retry_After=str(RETRY_AFTER_SECONDS)), "429 with Retry-After in seconds"),
    ("429-date", "retry", too_many_until, "429 with Retry-After as an HTTP date"),
    ("401", "final", status(401, WWW_Authenticate='Basic realm="subscribers"'), "401 with a Basic challenge"),
    ("403", "final", status(403), "403 Forbidden"),
    ("404", "final", status(404), "404 Not Found"),
    ("410", "final", status(410), "410 Gone"),
    ("451", "final", status(451), "451 Unavailable For Legal Reasons"),
    ("304-unasked", "retry", unasked_304, "304 Not Modified although no validator was sent"),
    ("redirect-loop", "final", redirect_to_self, "302 to itself"),
    ("redirect-chain", "content", redirect_chain, "301 over /_bad/redirect-chain/<n> ... /1, where a page is"),
    ("redirect-private", "final", redirect("http://10.0.0.1/admin"), "302 to an address of a private network"),
    ("redirect-metadata", "final", redirect("http://169.254.169.254/latest/meta-data/"), "302 to a cloud's metadata service"),
    ("redirect-file", "final", redirect("file:///etc/passwd"), "302 to a file: address"),
    ("etag-changing", "content", changing_etag, "the same bytes under a new ETag each time, never a 304"),
    ("etag-stuck", "content", stuck_etag, "new bytes under the same ETag each time, never a 304"),
    ("empty", "content", send_nothing, "200 with no body at all"),
    ("garbage", "content", send_garbage, "binary noise under the usual content type"),
    ("html-for-feed", "content", text(HEAD.format("Maintenance") + "<h1>We will be back soon</h1></body></html>"), "an HTML notice where the path promised something else"),
    ("huge-headers", "retry", send_huge_headers, "a 64 kB response header"),
    ("wrong-charset", "content", wrong_charset, "the usual bytes with charset=iso-8859-5 in the header"),
    ("soft-404", "content", text(SOFT_404), "200 with a page that says not found"),
    ("consent-wall", "content", text(CONSENT), "200 with a cookie consent page"),
    ("bot-challenge", "content", text(CHALLENGE), "200 with a browser check"),
    ("login", "content", text(LOGIN), "200 with a sign-in form"),
    ("deep-nesting", "content", text(DEEP), "100,000 nested elements"),
    ("long-title", "content", text(LONG_PAGE), "an article with a 300-character title"),
)  # fmt: skip

MISBEHAVIOURS: dict[str, Misbehaviour] = {
    kind: Misbehaviour(kind, summary, outcome) for kind, outcome, _, summary in _TABLE
}
_MAKERS: dict[str, Maker] = {kind: make for kind, _, make, _ in _TABLE}
