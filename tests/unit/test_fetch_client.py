from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver

from pipeline.errors import DatelineError, Gone, Refused, RetryLater
from pipeline.fetch.addresses import prepare_url, same_origin
from pipeline.fetch.client import HttpClient
from pipeline.fetch.shards import shard_of
from pipeline.records import FetchRequest, FetchResponse
from pipeline.settings import Settings
from tests.unit.wire_server import Asked, Script, answer, redirect, serve

PAGE = b"<html><body><p>News of the day.</p></body></html>"
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


def settings(**changed: Any) -> Settings:
    return Settings(**({"allow_addresses": "127.0.0.1/32", "host_delay_seconds": 0.0} | changed))


async def fetch(routes: dict[str, Script], request: str = "/start", **more: Any) -> tuple[FetchResponse, list[Asked]]:
    changed = more.pop("changed", {})
    async with serve(routes) as server, HttpClient(settings(**changed), clock=lambda: NOW) as client:
        response = await client.fetch(FetchRequest(server.base + request, **more))
    return response, server.seen


async def test_response_tells_what_came() -> None:
    packed = gzip.compress(PAGE)
    async with (
        serve({"/start": answer(200, packed, "Content-Encoding: gzip", 'ETag: W/"a"')}) as server,
        HttpClient(settings(), clock=lambda: NOW, monotonic=lambda: 5.0) as client,
    ):
        response = await client.fetch(FetchRequest(server / "start", kind="feed"))
        asked = server.seen[0]
    assert response == FetchResponse(
        url=server / "start",
        final_url=server / "start",
        status_code=200,
        headers=(("Content-Encoding", "gzip"), ("ETag", 'W/"a"'), ("Content-Length", str(len(packed)))),
        body=PAGE,
        fetched_at=NOW,
        elapsed_seconds=0.0,
        wire_bytes=len(packed),
        redirects=(),
        request_headers=tuple(
            (name.title() if name != "user-agent" else "User-Agent", value) for name, value in asked.headers.items()
        ),
    )


async def test_request_says_who_asks_and_what_it_reads() -> None:
    _, seen = await fetch({"/start": answer(200, PAGE)}, changed={"contact": "https://desk.example/crawler"})
    headers = seen[-1].headers
    assert headers["user-agent"] == "Dateline/0.1 (+https://desk.example/crawler)"
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert headers["accept"].startswith("text/html")
    assert "cookie" not in headers


async def test_304_to_known_validators_is_a_result() -> None:
    response, seen = await fetch(
        {"/start": answer(304, length=None)}, kind="feed", etag='"v1"', last_modified="Mon, 05 Jan 2026 09:00:00 GMT"
    )
    assert (response.status_code, response.body) == (304, b"")
    assert seen[0].headers["if-none-match"] == '"v1"'
    assert seen[0].headers["if-modified-since"] == "Mon, 05 Jan 2026 09:00:00 GMT"


async def test_empty_validators_are_not_sent() -> None:
    _, seen = await fetch({"/start": answer(200, PAGE)}, kind="feed", etag="", last_modified="")
    assert not {"if-none-match", "if-modified-since"} & set(seen[0].headers)


async def test_redirects_are_followed_and_told() -> None:
    routes: dict[str, Script] = {
        "/start": redirect("/moved", 301),
        "/moved": redirect("final?x=1#part", 302),
        "/final?x=1": answer(200, PAGE),
    }
    response, _ = await fetch(routes)
    base = response.url.removesuffix("/start")
    assert response.final_url == f"{base}/final?x=1"
    assert response.redirects == ((301, f"{base}/moved"), (302, f"{base}/final?x=1"))


async def test_every_hop_asks_robots_of_its_own_site() -> None:
    async with (
        serve({"/robots.txt": answer(200, b"User-agent: *\nDisallow: /"), "/x": answer(200, PAGE)}) as strict,
        serve({"/start": redirect(strict / "x")}) as server,
        HttpClient(settings()) as client,
    ):
        with pytest.raises(Refused) as caught:
            await client.fetch(FetchRequest(server / "start"))
    assert caught.value.reason == "robots"
    assert strict.paths == ["/robots.txt"]


async def test_robots_is_read_once_for_many_pages() -> None:
    async with (
        serve({"*": answer(200, PAGE), "/robots.txt": answer(200, b"User-agent: *\nDisallow: /no")}) as server,
        HttpClient(settings(host_concurrency=8)) as client,
    ):
        await asyncio.gather(*(client.fetch(FetchRequest(server / f"{n}")) for n in range(20)))
    assert server.paths.count("/robots.txt") == 1


async def test_operators_headers_stay_at_the_feeds_own_host() -> None:
    async with (
        serve({"/there": answer(200, PAGE)}) as other,
        serve({"/start": redirect("/again"), "/again": redirect(other / "there")}) as server,
        HttpClient(settings()) as client,
    ):
        request = FetchRequest(server / "start", kind="feed", headers=(("X-Api-Key", "hush"), ("Accept", "text/xml")))
        response = await client.fetch(request)
    assert [asked.headers.get("x-api-key") for asked in server.seen] == ["hush", "hush"]
    assert server.seen[0].headers["accept"] == "text/xml"
    assert "x-api-key" not in other.seen[0].headers
    assert "hush" not in repr(response)


async def test_secrets_are_withheld_from_what_is_kept() -> None:
    response, _ = await fetch({"/start": answer(200, PAGE)}, headers=(("Authorization", "Bearer hush"),))
    assert dict(response.request_headers)["Authorization"] == "(withheld)"


async def test_userinfo_is_sent_when_allowed_and_never_kept() -> None:
    async with serve({"/start": answer(200, PAGE)}) as server, HttpClient(settings(allow_userinfo=True)) as client:
        url = server.base.replace("//", "//me:hush@") + "/start"
        response = await client.fetch(FetchRequest(url, kind="feed"))
    assert server.seen[0].headers["authorization"] == "Basic bWU6aHVzaA=="
    assert response.final_url == server / "start"


async def test_cookies_are_not_sent_back() -> None:
    async with (
        serve({"*": answer(200, PAGE, "Set-Cookie: id=1; Path=/")}, close=False) as server,
        HttpClient(settings()) as client,
    ):
        for _ in range(2):
            await client.fetch(FetchRequest(server / "start", kind="feed"))
    assert all("cookie" not in asked.headers for asked in server.seen)


async def test_connection_is_kept_for_the_next_request() -> None:
    gone = 0

    async def count(asked: Asked, writer: asyncio.StreamWriter) -> None:
        peers.add(writer.get_extra_info("peername"))
        writer.write({"/gone": answer(404, b"no"), "/old": redirect("/new")}.get(asked.path, answer(200, PAGE)))

    peers: set[Any] = set()
    async with serve({"*": count}, close=False) as server, HttpClient(settings()) as client:
        for path in ("a", "old", "gone", "b"):
            try:
                await client.fetch(FetchRequest(server / path, kind="feed"))
            except Gone:
                gone += 1
    assert (len(peers), gone) == (1, 1)


async def test_requests_in_flight_are_bounded_per_host_and_together() -> None:
    running: list[str] = []
    most: dict[str, int] = {}

    async def work(asked: Asked, writer: asyncio.StreamWriter) -> None:
        host = asked.headers["host"]
        running.append(host)
        most[host] = max(most.get(host, 0), running.count(host))
        most["all"] = max(most.get("all", 0), len(running))
        for _ in range(20):
            await asyncio.sleep(0)
        running.remove(host)
        writer.write(answer(200, PAGE))

    async with (
        serve({"*": work}) as one,
        serve({"*": work}) as two,
        HttpClient(settings(host_concurrency=2, fetch_concurrency=3)) as client,
    ):
        urls = [server / f"{n}" for n in range(10) for server in (one, two)]
        await asyncio.gather(*(client.fetch(FetchRequest(url, kind="feed")) for url in urls))
    assert max(count for host, count in most.items() if host != "all") <= 2
    assert most["all"] <= 3


async def test_two_workers_with_a_shard_each_never_meet_at_a_host() -> None:
    inside: list[str] = []
    most: dict[str, int] = {}

    async def work(asked: Asked, writer: asyncio.StreamWriter) -> None:
        host = asked.headers["host"]
        inside.append(host)
        most[host] = max(most.get(host, 0), inside.count(host))
        for _ in range(20):
            await asyncio.sleep(0)
        inside.remove(host)
        writer.write(answer(200, PAGE))

    async with serve({"*": work}) as server:
        port = server.base.rpartition(":")[2]
        urls = [
            f"http://{kind}.site{site}.example:{port}/{page}"
            for page in range(6)
            for site in range(8)
            for kind in ("www", "amp")
        ]
        changed = settings(host_concurrency=1)
        async with (
            HttpClient(changed, resolver=Everywhere()) as one,
            HttpClient(changed, resolver=Everywhere()) as two,
        ):
            workers = (one, two)
            await asyncio.gather(*(workers[shard_of(url, 2)].fetch(FetchRequest(url, kind="feed")) for url in urls))
    assert len({shard_of(url, 2) for url in urls}) == 2
    assert set(most.values()) == {1}


class Everywhere(AbstractResolver):
    """Every name is here."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[Any]:
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        pass


async def test_host_that_says_429_is_left_alone() -> None:
    now = [100.0]
    async with (
        serve({"/busy": answer(429, b"", "Retry-After: 60"), "*": answer(200, PAGE)}) as server,
        HttpClient(settings(), monotonic=lambda: now[0]) as client,
    ):
        with pytest.raises(RetryLater):
            await client.fetch(FetchRequest(server / "busy", kind="feed"))
        with pytest.raises(RetryLater) as caught:
            await client.fetch(FetchRequest(server / "page", kind="feed"))
        assert (caught.value.reason, caught.value.retry_after_seconds) == ("host_busy", 60.0)
        now[0] += 61
        await client.fetch(FetchRequest(server / "page", kind="feed"))
    assert server.paths == ["/busy", "/page"]


async def test_gzip_file_as_feed_is_unpacked_and_as_page_is_not() -> None:
    routes: dict[str, Script] = {"/start": answer(200, gzip.compress(PAGE))}
    assert (await fetch(routes, kind="feed"))[0].body == PAGE
    assert (await fetch(routes, kind="page"))[0].body == gzip.compress(PAGE)


async def test_error_carries_status_and_redirects() -> None:
    async with serve({"/start": redirect("/gone", 301), "/gone": answer(410)}) as server, HttpClient(settings()) as c:
        with pytest.raises(Gone) as caught:
            await c.fetch(FetchRequest(server / "start", kind="feed"))
    assert (caught.value.status_code, caught.value.redirects) == (410, ((301, server / "gone"),))


async def test_cancelled_fetch_frees_its_turn() -> None:
    waiting = asyncio.Event()

    async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
        waiting.set()
        await asyncio.Event().wait()

    async with (
        serve({"/hang": hang, "*": answer(200, PAGE)}) as server,
        HttpClient(settings(host_concurrency=1, fetch_concurrency=1)) as client,
    ):
        task = asyncio.create_task(client.fetch(FetchRequest(server / "hang", kind="feed")))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await client.fetch(FetchRequest(server / "good", kind="feed"))).body == PAGE


# --- replay ------------------------------------------------------------------------------------------------------


async def test_replay_server_stands_in_for_every_address() -> None:
    routes: dict[str, Script] = {
        "/replay/https://paper.example/old?id=1": redirect("/new"),
        "/replay/https://paper.example/new": answer(200, PAGE),
        "/replay/https://paper.example/robots.txt": answer(200, b"User-agent: *\nDisallow: /secret"),
    }
    async with serve(routes) as server, HttpClient(settings(replay_prefix=server / "replay/")) as client:
        response = await client.fetch(FetchRequest("https://paper.example/old?id=1#top"))
        with pytest.raises(Refused) as caught:
            await client.fetch(FetchRequest("https://paper.example/secret/1"))
    assert (response.url, response.final_url) == ("https://paper.example/old?id=1#top", "https://paper.example/new")
    assert response.redirects == ((302, "https://paper.example/new"),)
    assert caught.value.reason == "robots"


async def test_replay_servers_own_prefix_is_taken_off_redirects() -> None:
    routes: dict[str, Script] = {}
    async with (
        serve(routes) as server,
        HttpClient(settings(replay_prefix=server / "replay/", obey_robots=False)) as client,
    ):
        routes["/replay/http://a.example/"] = redirect(server / "replay/http://b.example/x")
        routes["/replay/http://b.example/x"] = answer(200, PAGE)
        response = await client.fetch(FetchRequest("http://a.example"))
    assert response.final_url == "http://b.example/x"


async def test_replay_server_itself_must_be_allowed() -> None:
    async with serve({"*": answer(200, PAGE)}) as server:
        changed = {"allow_addresses": "10.9.9.9/32", "replay_prefix": server / "replay/"}
        async with HttpClient(settings(**changed)) as client:
            with pytest.raises(Refused) as caught:
                await client.fetch(FetchRequest("http://a.example/", kind="feed"))
    assert caught.value.reason == "address_forbidden"
    assert server.seen == []


# --- addresses on the wire ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://a.example", "http://a.example/"),
        (" http://a.example/x \n", "http://a.example/x"),
        ("http://a.example/x#part", "http://a.example/x"),
        ("HTTP://A.Example/X", "http://a.example/X"),
        ("http://a.example/müll?q=ö", "http://a.example/m%C3%BCll?q=%C3%B6"),
        ("http://a.example/a%2Fb?x=%2B+%7E", "http://a.example/a%2Fb?x=%2B+%7E"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://a.example/a/../private", "http://a.example/private"),
        ("http://a.example/a/%2e%2E/private", "http://a.example/private"),
        ("http://a.example/../../x/./y/.", "http://a.example/x/y/"),
        ("http://a.example//double//slash", "http://a.example//double//slash"),
        ("http://a.example/.well-known/x", "http://a.example/.well-known/x"),
        ("http://a.example/web/2020/http://b.example/x", "http://a.example/web/2020/http://b.example/x"),
        ("http://a.example/a b", "http://a.example/a%20b"),
        ("http://𝘼.example/", "http://a.example/"),
        ("http://Me:Pw@A.example/", "http://Me:Pw@a.example/"),
    ],
)
def test_url_is_sent_as_written_but_for_what_http_needs(url: str, sent: str) -> None:
    assert prepare_url(url) == sent
    assert prepare_url(sent) == sent


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("http://a.example/", "http://a.example/x", True),
        ("http://a.example/", "https://a.example/x", True),
        ("https://a.example/", "http://a.example/x", False),
        ("https://a.example/", "https://b.example/x", False),
        ("http://a.example/", "http://a.example:8080/x", False),
        ("http://a.example:8080/", "https://a.example/x", False),
    ],
)
def test_secrets_follow_only_to_the_same_origin(one: str, other: str, expected: bool) -> None:
    assert same_origin(one, other) is expected


async def test_client_outside_its_context_says_so() -> None:
    with pytest.raises(RuntimeError):
        await HttpClient(settings()).fetch(FetchRequest("http://127.0.0.1/", kind="feed"))


async def test_one_bad_answer_among_many_costs_nothing_else() -> None:
    async with (
        serve({"/3": answer(403), "/5": answer(200, PAGE, "Content-Encoding: br"), "*": answer(200, PAGE)}) as server,
        HttpClient(settings()) as client,
    ):
        results = await asyncio.gather(
            *(client.fetch(FetchRequest(server / f"{n}")) for n in range(8)), return_exceptions=True
        )
    assert [getattr(one, "reason", "whole") for one in results] == [
        "whole",
        "whole",
        "whole",
        "http_403",
        "whole",
        "bad_encoding",
        "whole",
        "whole",
    ]
    assert all(isinstance(one, FetchResponse | DatelineError) for one in results)
