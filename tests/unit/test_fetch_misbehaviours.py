"""What servers do wrong, and what a fetch makes of it: one row a misbehaviour."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
import trustme
import zstandard
from aiohttp.abc import AbstractResolver

from pipeline.errors import DatelineError, Gone, NeverRetry, Refused, RetryLater
from pipeline.fetch.client import HttpClient
from pipeline.fetch.outcomes import REASONS, failure_class
from pipeline.records import FetchRequest
from pipeline.settings import Settings
from tests.unit.wire_server import Script, answer, drip, flood, hang, redirect, reset, serve, then

LOOPBACK = "127.0.0.1/32"
LIMIT = 20_000  # bytes, of every body in these tests
PAGE = b"<html><body><p>News of the day.</p></body></html>"
BIG = b"a" * (LIMIT * 3)
PATIENCE = 0.4  # seconds; the servers below never finish, so that nothing depends on it
CHUNKED = "Transfer-Encoding: chunked"


def settings(**changed: Any) -> Settings:
    known = {
        "allow_addresses": LOOPBACK,
        "host_delay_seconds": 0.0,
        "page_max_bytes": LIMIT,
        "feed_max_bytes": LIMIT,
        "wire_max_bytes": LIMIT,
        "page_timeout_seconds": 10.0,
        "feed_timeout_seconds": 10.0,
    }
    return Settings(**(known | changed))


@dataclass(frozen=True)
class Row:
    """A misbehaviour and what is expected of it."""

    script: Script
    error: type[DatelineError]
    reason: str
    retry_after: float | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    kind: str = "page"


def coded(body: bytes, coding: str) -> bytes:
    return answer(200, body, f"Content-Encoding: {coding}")


def retry(reason: str, script: Script, **more: Any) -> Row:
    return Row(script, RetryLater, reason, **more)


def never(reason: str, script: Script, **more: Any) -> Row:
    return Row(script, NeverRetry, reason, **more)


IMPATIENT = {"page_timeout_seconds": PATIENCE}
ROWS = {
    # statuses
    "404": Row(answer(404), Gone, "http_404"),
    "410": Row(answer(410), Gone, "http_410"),
    "400": never("http_400", answer(400)),
    "401": Row(answer(401), Refused, "http_401"),
    "402_payment": Row(answer(402), Refused, "http_402"),
    "403": Row(answer(403), Refused, "http_403"),
    "405": never("http_405", answer(405)),
    "406": never("http_406", answer(406)),
    "407": Row(answer(407), Refused, "http_407"),
    "408": retry("http_408", answer(408)),
    "418": never("http_418", answer(418)),
    "421": retry("http_421", answer(421)),
    "425": retry("http_425", answer(425)),
    "429_seconds": retry("http_429", answer(429, b"", "Retry-After: 120"), retry_after=120.0),
    "429_date": retry("http_429", answer(429, b"", "Retry-After: Mon, 05 Jan 2026 10:02:00 GMT"), retry_after=120.0),
    "429_silent": retry("http_429", answer(429)),
    "429_nonsense": retry("http_429", answer(429, b"", "Retry-After: soon")),
    "451": Row(answer(451), Refused, "http_451"),
    "500": retry("http_500", answer(500, b"<h1>oops</h1>")),
    "502": retry("http_502", answer(502)),
    "503_seconds": retry("http_503", answer(503, b"", "Retry-After: 3600"), retry_after=3600.0),
    "503_past_date": retry("http_503", answer(503, b"", "Retry-After: Mon, 05 Jan 2015 10:00:00 GMT"), retry_after=0.0),
    "504": retry("http_504", answer(504)),
    "520_unknown": retry("http_520", answer(520)),
    "999_linkedin": retry("http_999", answer(999)),
    "304_unasked": retry("http_304", answer(304, length=None)),
    "204": retry("no_content", answer(204, length=None)),
    "206_partial": retry("http_206", answer(206, PAGE, "Content-Range: bytes 0-48/9999")),
    "201_empty": retry("http_201", answer(201)),
    "challenge_403": Row(answer(403, b"", "CF-Mitigated: challenge"), Refused, "bot_challenge"),
    "challenge_503": Row(answer(503, b"", "cf-mitigated: challenge"), Refused, "bot_challenge"),
    # redirects
    "300_without_choice": never("http_300", answer(300)),
    "301_without_location": never("bad_redirect", answer(301)),
    "302_empty_location": never("bad_redirect", redirect(" ")),
    "302_broken_location": never("bad_redirect", redirect("http://[::1")),
    "redirect_to_itself": never("redirect_loop", redirect("/start")),
    "redirect_fragment_loop": never("redirect_loop", redirect("/start#top", 301)),
    "redirect_to_file": Row(redirect("file:///etc/passwd"), Refused, "scheme"),
    "redirect_to_javascript": Row(redirect("javascript:alert(1)"), Refused, "scheme"),
    "redirect_to_metadata": Row(redirect("http://169.254.169.254/latest/meta-data"), Refused, "address_forbidden"),
    "redirect_to_private": Row(redirect("http://10.0.0.1/"), Refused, "address_forbidden"),
    "redirect_to_mapped": Row(redirect("http://[::ffff:10.0.0.1]/"), Refused, "address_forbidden"),
    "redirect_to_userinfo": Row(redirect("http://me:secret@127.0.0.1/"), Refused, "userinfo"),
    "redirect_to_odd_port": Row(redirect("http://93.184.216.34:25/"), Refused, "port"),
    # bodies
    "shorter_than_length": retry("truncated", answer(200, PAGE, length=len(PAGE) + 10)),
    "chunks_without_end": retry("truncated", answer(200, b"5\r\nhello\r\n", CHUNKED, length=None)),
    "chunk_cut": retry("truncated", answer(200, b"ff\r\nhello", CHUNKED, length=None)),
    "chunk_size_nonsense": retry("bad_http", answer(200, b"zz\r\nhello\r\n0\r\n\r\n", CHUNKED, length=None)),
    "reset_in_body": retry("truncated", then(answer(200, PAGE, length=9999), reset)),
    "length_above_limit": never("too_large", answer(200, BIG)),
    "endless_body": never("too_large", then(answer(200, b"", length=None), flood)),
    "lying_length_is_cut": retry("truncated", answer(200, b"", length=LIMIT - 1)),
    "gzip_bomb": never("too_large", coded(gzip.compress(BIG * 50), "gzip")),
    "deflate_bomb": never("too_large", coded(zlib.compress(BIG * 50), "deflate")),
    "brotli_bomb": never("too_large", coded(brotli.compress(BIG * 50), "br")),
    "zstd_bomb": never("too_large", coded(zstandard.compress(BIG * 50), "zstd")),
    "bomb_in_a_bomb": never("too_large", coded(gzip.compress(gzip.compress(BIG * 500)), "gzip, gzip")),
    "gzip_file_bomb_as_feed": never("too_large", answer(200, gzip.compress(BIG * 50)), kind="feed"),
    "gzip_cut": retry("truncated", coded(gzip.compress(PAGE)[:-12], "gzip")),
    "deflate_cut": retry("truncated", coded(zlib.compress(PAGE)[:-8], "deflate")),
    "brotli_cut": retry("truncated", coded(brotli.compress(PAGE)[:-5], "br")),
    "zstd_cut": retry("truncated", coded(zstandard.compress(PAGE)[:-5], "zstd")),
    "gzip_said_plain_sent": retry("bad_encoding", coded(PAGE, "gzip")),
    "deflate_garbage": retry("bad_encoding", coded(b"\xff" * 50, "deflate")),
    "brotli_garbage": retry("bad_encoding", coded(PAGE, "br")),
    "zstd_garbage": retry("bad_encoding", coded(PAGE, "zstd")),
    "gzip_bad_checksum": retry("bad_encoding", coded(gzip.compress(PAGE)[:-8] + b"\0" * 8, "gzip")),
    "unknown_coding": retry("bad_encoding", coded(PAGE, "snappy")),
    "many_codings": retry("bad_encoding", coded(PAGE, "gzip, gzip, gzip, gzip")),
    # connections and headers
    "no_answer": retry("timeout", hang, changed=IMPATIENT),
    "headers_then_silence": retry("timeout", then(answer(200, b"", length=100), hang), changed=IMPATIENT),
    "slow_drip": retry("timeout", then(answer(200, b"", length=None), drip), changed=IMPATIENT),
    "slow_drip_of_headers": retry("timeout", then(b"HTTP/1.1 200 OK\r\nX: ", drip), changed=IMPATIENT),
    "reset_at_once": retry("connection_reset", reset),
    "closed_at_once": retry("connection_reset", b""),
    "closed_in_headers": retry("connection_reset", b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "not_http": retry("bad_http", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "two_lengths": retry("bad_http", answer(200, PAGE, "Content-Length: 3")),
    "negative_length": retry("bad_http", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello"),
    "header_too_long": never("headers_too_large", answer(200, PAGE, "X-Long: " + "x" * 200_000)),
    "too_many_headers": never("headers_too_large", answer(200, PAGE, *[f"X-{n}: y" for n in range(2000)])),
    "headers_long_together": never(
        "headers_too_large", answer(200, PAGE, *[f"X-{n}: {'y' * 20_000}" for n in range(9)])
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_misbehaviour_has_its_reason(row: Row) -> None:
    async with (
        serve({"/start": row.script}) as server,
        HttpClient(settings(**row.changed), clock=lambda: datetime(2026, 1, 5, 10, 0, tzinfo=UTC)) as client,
    ):
        with pytest.raises(DatelineError) as caught:
            await client.fetch(FetchRequest(server / "start", kind=row.kind))  # type: ignore[arg-type]
    error = caught.value
    assert (type(error), error.reason) == (row.error, row.reason)
    assert getattr(error, "retry_after_seconds", None) == row.retry_after
    assert error.subject
    assert error.reason in REASONS or error.reason.startswith("http_")
    assert failure_class(error.reason)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_misbehaviour_leaves_the_client_whole(row: Row) -> None:
    async with (
        serve({"/start": row.script}) as bad,
        serve({"/good": answer(200, PAGE)}) as good,
        HttpClient(settings(**row.changed)) as client,
    ):
        results = await asyncio.gather(
            client.fetch(FetchRequest(bad / "start")),
            *(client.fetch(FetchRequest(good / "good", kind="feed")) for _ in range(3)),
            return_exceptions=True,
        )
    assert [getattr(one, "body", None) for one in results[1:]] == [PAGE] * 3


WELL = {
    "plain": (answer(200, PAGE), PAGE),
    "empty_body": (answer(200), b""),
    "202_with_body": (answer(202, PAGE), PAGE),
    "without_length": (answer(200, PAGE, length=None), PAGE),
    "http_1_0": (b"HTTP/1.0 200 OK\r\n\r\n" + PAGE, PAGE),
    "chunked": (answer(200, b"5\r\nhello\r\n0\r\n\r\n", CHUNKED, length=None), b"hello"),
    "gzip": (coded(gzip.compress(PAGE), "gzip"), PAGE),
    "x_gzip": (coded(gzip.compress(PAGE), "x-gzip"), PAGE),
    "gzip_upper_case": (coded(gzip.compress(PAGE), "GZIP"), PAGE),
    "gzip_members": (coded(gzip.compress(PAGE) + gzip.compress(PAGE), "gzip"), PAGE * 2),
    "gzip_padded": (coded(gzip.compress(PAGE) + b"\0" * 20, "gzip"), PAGE),
    "gzip_of_nothing": (coded(b"", "gzip"), b""),
    "deflate": (coded(zlib.compress(PAGE), "deflate"), PAGE),
    "deflate_bare": (coded(zlib.compress(PAGE)[2:-4], "deflate"), PAGE),
    "brotli": (coded(brotli.compress(PAGE), "br"), PAGE),
    "zstd": (coded(zstandard.compress(PAGE), "zstd"), PAGE),
    "zstd_frames": (coded(zstandard.compress(PAGE) + zstandard.compress(PAGE), "zstd"), PAGE * 2),
    "two_codings": (coded(gzip.compress(brotli.compress(PAGE)), "br, gzip"), PAGE),
    "charset_as_coding": (coded(PAGE, "utf-8"), PAGE),
    "body_at_the_limit": (answer(200, b"a" * LIMIT), b"a" * LIMIT),
    "header_of_20_kb": (answer(200, PAGE, "Content-Security-Policy: " + "x" * 20_000), PAGE),
    "latin1_header": (b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9\r\nContent-Length: 2\r\n\r\nok", b"ok"),
}


@pytest.mark.parametrize(("script", "body"), WELL.values(), ids=WELL)
async def test_whole_bodies_come_through(script: bytes, body: bytes) -> None:
    async with serve({"/start": script}) as server, HttpClient(settings()) as client:
        response = await client.fetch(FetchRequest(server / "start"))
    assert response.body == body


async def test_redirect_circle_over_several_pages_is_named() -> None:
    routes: dict[str, Script] = {"/a": redirect("/b"), "/b": redirect("/c", 307), "/c": redirect("/a", 301)}
    async with serve(routes) as server, HttpClient(settings()) as client:
        with pytest.raises(NeverRetry) as caught:
            await client.fetch(FetchRequest(server / "a"))
    assert caught.value.reason == "redirect_loop"
    assert [status for status, _ in caught.value.redirects] == [302, 307, 301]


async def test_redirects_above_the_limit_are_named() -> None:
    routes: dict[str, Script] = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    async with serve(routes | {"/3": answer(200, PAGE)}) as server, HttpClient(settings(max_redirects=2)) as client:
        with pytest.raises(NeverRetry) as caught:
            await client.fetch(FetchRequest(server / "0"))
        assert (await client.fetch(FetchRequest(server / "1"))).body == PAGE
    assert caught.value.reason == "too_many_redirects"


async def test_time_is_counted_over_all_hops() -> None:
    async def slow_redirect(asked: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(redirect(f"/{int(asked.path[1:]) + 1}"))

    routes: dict[str, Script] = {f"/{n}": slow_redirect for n in range(20)}
    async with serve(routes) as server, HttpClient(settings(page_timeout_seconds=0.5, max_redirects=50)) as client:
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(server / "0"))
    assert caught.value.reason == "timeout"


# --- addresses ---------------------------------------------------------------------------------------------------

FORBIDDEN_URLS = {
    "loopback": ("http://127.0.0.1/", "address_forbidden"),
    "loopback_name": ("http://localhost/", "address_forbidden"),
    "loopback_v6": ("http://[::1]/", "address_forbidden"),
    "mapped_v6": ("http://[::ffff:127.0.0.1]/", "address_forbidden"),
    "metadata": ("http://169.254.169.254/", "address_forbidden"),
    "private": ("https://192.168.1.1/", "address_forbidden"),
    "hexadecimal_loopback": ("http://0x7f000001/", "address_forbidden"),
    "decimal_loopback": ("http://2130706433/", "bad_url"),
    "short_loopback": ("http://127.1/", "bad_url"),
    "odd_port": ("http://93.184.216.34:22/", "port"),
    "ftp": ("ftp://example.com/feed", "scheme"),
    "file": ("file:///etc/passwd", "scheme"),
    "no_scheme": ("example.com/feed", "scheme"),
    "userinfo": ("http://me:secret@example.com/", "userinfo"),
    "no_host": ("http:///path", "bad_url"),
    "host_only": ("//example.com/path", "scheme"),
    "scheme_behind_dots": ("%2e%2e/http://http://%2e%2e/", "scheme"),
    "host_in_the_path": ("http:////example.com/", "bad_url"),
    "empty": ("", "scheme"),
    "open_bracket": ("http://[::1/", "bad_url"),
    "port_nonsense": ("http://example.com:http/", "bad_url"),
    "port_too_high": ("http://example.com:99999/", "bad_url"),
    "endless": ("http://example.com/" + "a" * 10_000, "bad_url"),
    "spaces_in_host": ("http://exa mple.com/", "bad_url"),
}


@pytest.mark.parametrize(("url", "reason"), FORBIDDEN_URLS.values(), ids=FORBIDDEN_URLS)
async def test_forbidden_address_is_refused(url: str, reason: str) -> None:
    async with HttpClient(settings(allow_addresses="")) as client:
        with pytest.raises(Refused) as caught:
            await client.fetch(FetchRequest(url, kind="feed"))
    assert caught.value.reason == reason
    assert "secret" not in str(caught.value)


class FakeResolver(AbstractResolver):
    """Names to addresses by a table; each lookup takes the next answer of the name."""

    def __init__(self, table: dict[str, list[list[str]]]) -> None:
        self.table = table

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[Any]:
        if host not in self.table:
            raise OSError(-2, "Name or service not known")
        answers = self.table[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            {"hostname": host, "host": one, "port": port, "family": 10 if ":" in one else 2, "proto": 0, "flags": 0}
            for one in addresses
        ]

    async def close(self) -> None:
        pass


NAMES = {
    "private": [["10.0.0.7"]],
    "metadata": [["169.254.169.254"]],
    "all_private": [["10.0.0.7", "192.168.0.1", "fd00::1"]],
    "mapped": [["::ffff:10.0.0.7"]],
    "nat64": [["64:ff9b::a00:1"]],
    "6to4": [["2002:a00:1::1"]],
}


@pytest.mark.parametrize("answers", NAMES.values(), ids=NAMES)
async def test_name_of_a_forbidden_address_is_refused(answers: list[list[str]]) -> None:
    resolver = FakeResolver({"news.example": answers})
    async with HttpClient(settings(), resolver=resolver) as client:
        with pytest.raises(Refused) as caught:
            await client.fetch(FetchRequest("http://news.example/"))
    assert caught.value.reason == "address_forbidden"


async def test_rebound_name_is_refused_at_the_redirect() -> None:
    async with serve({"/start": redirect("http://b.example/inside")}) as server:
        port = server.base.rpartition(":")[2]
        resolver = FakeResolver({"a.example": [["127.0.0.1"]], "b.example": [["10.0.0.7"]]})
        async with HttpClient(settings(), resolver=resolver) as client:
            with pytest.raises(Refused) as caught:
                await client.fetch(FetchRequest(f"http://a.example:{port}/start"))
    assert caught.value.reason == "address_forbidden"
    assert [status for status, _ in caught.value.redirects] == [302]


async def test_name_rebound_between_two_fetches_is_refused() -> None:
    answers = [["127.0.0.1"], ["10.0.0.7"]]
    resolver = FakeResolver({"a.example": answers})
    async with serve({"/start": answer(200, PAGE)}) as server:
        url = f"http://a.example:{server.base.rpartition(':')[2]}/start"
        async with HttpClient(settings(), resolver=resolver) as client:
            assert (await client.fetch(FetchRequest(url, kind="feed"))).body == PAGE
        async with HttpClient(settings(), resolver=resolver) as client:
            with pytest.raises(Refused) as caught:
                await client.fetch(FetchRequest(url, kind="feed"))
    assert caught.value.reason == "address_forbidden"


async def test_name_with_one_good_address_uses_that() -> None:
    async with serve({"/start": answer(200, PAGE)}) as server:
        resolver = FakeResolver({"a.example": [["10.0.0.7", "127.0.0.1"]]})
        async with HttpClient(settings(), resolver=resolver) as client:
            response = await client.fetch(FetchRequest(f"http://a.example:{server.base.rpartition(':')[2]}/start"))
    assert response.body == PAGE


async def test_allowed_network_does_not_open_odd_ports_elsewhere() -> None:
    resolver = FakeResolver({"a.example": [["93.184.216.34"]]})
    async with HttpClient(settings(), resolver=resolver) as client:
        with pytest.raises(Refused) as caught:
            await client.fetch(FetchRequest("http://a.example:25/"))
    assert caught.value.reason == "port"


async def test_unknown_name_is_dns() -> None:
    async with HttpClient(settings(), resolver=FakeResolver({})) as client:
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest("http://nowhere.example/"))
    assert caught.value.reason == "dns"


async def test_closed_port_is_connection_refused() -> None:
    async with serve({"*": b""}) as server:
        url = server / "start"
    async with HttpClient(settings()) as client:
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(url))
    assert caught.value.reason == "connection_refused"


# --- TLS ---------------------------------------------------------------------------------------------------------


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


def issue(authority: trustme.CA, name: str = "127.0.0.1", **more: Any) -> trustme.LeafCert:
    return authority.issue_cert(name, key_type=trustme.KeyType.ECDSA, **more)


async def test_valid_certificate_is_accepted(authority: trustme.CA) -> None:
    async with (
        serve({"/start": answer(200, PAGE)}, tls=server_context(issue(authority))) as server,
        HttpClient(settings(), ssl_context=trusting(authority)) as client,
    ):
        assert (await client.fetch(FetchRequest(server / "start"))).body == PAGE


@pytest.mark.parametrize("fault", ["expired", "not_yet_valid", "wrong_host", "unknown_authority"])
async def test_bad_certificate_is_tls(fault: str, authority: trustme.CA) -> None:
    now = datetime.now(UTC)
    certificate = {
        "expired": lambda: issue(authority, not_before=now - timedelta(9), not_after=now - timedelta(2)),
        "not_yet_valid": lambda: issue(authority, not_before=now + timedelta(2), not_after=now + timedelta(9)),
        "wrong_host": lambda: issue(authority, "elsewhere.example"),
        "unknown_authority": lambda: issue(trustme.CA(key_type=trustme.KeyType.ECDSA)),
    }[fault]()
    async with (
        serve({"/start": answer(200, PAGE)}, tls=server_context(certificate)) as server,
        HttpClient(settings(), ssl_context=trusting(authority)) as client,
    ):
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(server / "start"))
    assert (caught.value.reason, server.seen) == ("tls", [])


async def test_plain_http_behind_https_is_tls() -> None:
    async with serve({}, greeting=answer(400, b"plain")) as server, HttpClient(settings()) as client:
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(server.base.replace("http:", "https:") + "/start", kind="feed"))
    assert caught.value.reason == "tls"


async def test_certificate_of_the_default_authorities_is_asked_for(authority: trustme.CA) -> None:
    async with (
        serve({"*": answer(200, PAGE)}, tls=server_context(issue(authority))) as server,
        HttpClient(settings()) as client,
    ):
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(server / "start"))
    assert caught.value.reason == "tls"


# --- robots.txt at the wire --------------------------------------------------------------------------------------

DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"


@dataclass(frozen=True)
class RobotsRow:
    """What robots.txt answers, and what becomes of the page: its reason, or None when it is fetched."""

    robots: Script
    reason: str | None
    changed: dict[str, Any] = field(default_factory=dict)


ROBOTS = {
    "allows": RobotsRow(answer(200, b"User-agent: *\nDisallow: /private\n"), None),
    "disallows": RobotsRow(answer(200, DISALLOW_ALL), "robots"),
    "disallows_us_by_name": RobotsRow(answer(200, b"User-agent: dateline\nDisallow: /\n"), "robots"),
    "disallows_others": RobotsRow(answer(200, b"User-agent: GPTBot\nDisallow: /\n"), None),
    "allows_us_alone": RobotsRow(answer(200, DISALLOW_ALL + b"\nUser-agent: Dateline\nAllow: /\n"), None),
    "gzipped": RobotsRow(coded(gzip.compress(DISALLOW_ALL), "gzip"), "robots"),
    "with_bom": RobotsRow(answer(200, b"\xef\xbb\xbf" + DISALLOW_ALL), "robots"),
    "empty": RobotsRow(answer(200), None),
    "an_html_page": RobotsRow(answer(200, PAGE), None),
    "204": RobotsRow(answer(204, length=None), None),
    "400_allows": RobotsRow(answer(400, DISALLOW_ALL), None),
    "401_allows": RobotsRow(answer(401, DISALLOW_ALL), None),
    "403_allows": RobotsRow(answer(403, DISALLOW_ALL), None),
    "404_allows": RobotsRow(answer(404, DISALLOW_ALL), None),
    "410_allows": RobotsRow(answer(410, DISALLOW_ALL), None),
    "429_waits": RobotsRow(answer(429, b"", "Retry-After: 0"), "robots_unreachable"),
    "500_waits": RobotsRow(answer(500), "robots_unreachable"),
    "503_waits": RobotsRow(answer(503), "robots_unreachable"),
    "reset_waits": RobotsRow(reset, "robots_unreachable"),
    "silence_waits": RobotsRow(hang, "robots_unreachable", IMPATIENT),
    "cut_body_waits": RobotsRow(answer(200, DISALLOW_ALL, length=999), "robots_unreachable"),
    "bad_encoding_waits": RobotsRow(coded(DISALLOW_ALL, "gzip"), "robots_unreachable"),
    "redirected": RobotsRow(redirect("/rules.txt", 301), "robots"),
    "five_redirects": RobotsRow(redirect("/hop5"), "robots"),
    "six_redirects_allow": RobotsRow(redirect("/hop6"), None),
    "redirect_circle_allows": RobotsRow(redirect("/robots.txt"), None),
    "redirect_to_private": RobotsRow(redirect("http://10.0.0.1/robots.txt"), "robots_unreachable"),
    "longer_than_500_kib": RobotsRow(answer(200, DISALLOW_ALL + b"# more\n" * 100_000), "robots"),
    "rule_beyond_500_kib": RobotsRow(answer(200, b"# more\n" * 100_000 + DISALLOW_ALL), None),
    "endless": RobotsRow(then(answer(200, DISALLOW_ALL, length=None), flood), "robots"),
    "not_asked_by_setting": RobotsRow(answer(200, DISALLOW_ALL), None, {"obey_robots": False}),
}
HOPS: dict[str, Script] = {f"/hop{n}": redirect(f"/hop{n - 1}") for n in range(3, 7)}


@pytest.mark.parametrize("row", ROBOTS.values(), ids=ROBOTS)
async def test_robots_answer_decides_on_the_page(row: RobotsRow) -> None:
    routes: dict[str, Script] = {
        "/robots.txt": row.robots,
        "/rules.txt": answer(200, DISALLOW_ALL),
        "/hop2": redirect("/rules.txt"),
        "/start": answer(200, PAGE),
        **HOPS,
    }
    reason = None
    changed = {"wire_max_bytes": 2**20} | row.changed
    async with serve(routes) as server, HttpClient(settings(**changed)) as client:
        try:
            await client.fetch(FetchRequest(server / "start"))
        except DatelineError as error:
            reason = error.reason
        await client.fetch(FetchRequest(server / "start", kind="feed"))  # a feed is never held by robots.txt
    assert reason == row.reason
    assert server.paths.count("/start") == (2 if reason is None else 1)
