from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DatelineError, Refused, RetryLater
from pipeline.fetch.robots import (
    ERROR_TTL_SECONDS,
    MAX_CRAWL_DELAY_SECONDS,
    RobotsCache,
    RobotsRules,
    read_rules,
    robots_url,
)

SITE = "https://a.example"
RFC_GROUPS = """
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: Dateline
Disallow: /example/page.html

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        # RFC 9309 5.1, read as barbot's group
        (RFC_GROUPS, "/example/page.html", False),
        (RFC_GROUPS, "/example/other.html", True),
        (RFC_GROUPS, "/picture.gif", True),
        # 5.2 longest match
        ("User-agent: *\nAllow: /p/page\nDisallow: /p/page/no.gif", "/p/page/no.gif", False),
        ("User-agent: *\nAllow: /p/page\nDisallow: /p/page/no.gif", "/p/page/yes.gif", True),
        ("User-agent: *\nDisallow: /p\nAllow: /p/page", "/p/page", True),
        # 2.2.2 ties go to allow, paths are case-sensitive, prefixes match
        ("User-agent: *\nDisallow: /same\nAllow: /same", "/same", True),
        ("User-agent: *\nDisallow: /News", "/news", True),
        ("User-agent: *\nDisallow: /news", "/newsroom", False),
        ("User-agent: *\nDisallow: /news?id=", "/news?id=4", False),
        ("User-agent: *\nDisallow: /a%3Cd.html", "/a%3Cd.html", False),
        ("User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        # 2.2.3 special characters
        ("User-agent: *\nDisallow: /*/print$", "/2026/print", False),
        ("User-agent: *\nDisallow: /*/print$", "/2026/print/1", True),
        ("User-agent: *\nDisallow: *.pdf", "/x/y.pdf?z", False),
        ("User-agent: * # all\nDisallow: / # everything", "/x", False),
        # 2.2.1 groups
        ("user-AGENT: dateline\nDISALLOW: /", "/x", False),
        ("User-agent: Dateline/0.1\nDisallow: /", "/x", True),  # tokens have no version
        ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: Dateline\nDisallow: /a\n\nUser-agent: Dateline\nDisallow: /b", "/b", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow:", "/x", True),
        ("User-agent: *\nCrawl-delay: 1\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /x\nSitemap: https://a.example/s.xml\nDisallow: /y", "/y", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\rDisallow: /x\r", "/x", False),
        # nothing said
        ("", "/x", True),
        ("Disallow: /", "/x", True),
        ("User-agent: *", "/x", True),
        ("User-agent: *\nDisallow: /\n", "/robots.txt", True),
        ("<html><body>Not found</body></html>", "/x", True),
        ("\x00\x01\xff", "/x", True),
    ],
)
def test_rules_are_read_as_rfc_9309_says(text: str, path: str, allowed: bool) -> None:
    assert read_rules(200, text.encode()).allows(SITE + path) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 499])
def test_unavailable_file_allows_everything(status: int) -> None:
    assert read_rules(status, b"User-agent: *\nDisallow: /").allows(SITE + "/x")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 10", 10.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 0", 0.0),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: 1e300", MAX_CRAWL_DELAY_SECONDS),
        ("Disallow: /", None),
    ],
)
def test_crawl_delay_is_read_and_nonsense_ignored(line: str, seconds: float | None) -> None:
    assert read_rules(200, f"User-agent: *\n{line}".encode()).crawl_delay == seconds


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=400) | st.text(alphabet="Usr-agent:Dislow/*$ \n#é", max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    rules = read_rules(200, body)
    assert rules.allows(SITE + "/x") in (True, False)
    assert rules.crawl_delay is None or rules.crawl_delay >= 0


def test_what_is_no_url_may_not_be_asked_for() -> None:
    assert not read_rules(200, b"User-agent: *\n").allows("http://[")


def test_rules_of_another_origin_are_not_ours() -> None:
    assert robots_url("https://me:secret@a.example:8443/x?y#z") == "https://a.example:8443/robots.txt"


# --- the cache ---------------------------------------------------------------------------------------------------


class Loader:
    """Answers loads from a script, and counts them."""

    def __init__(self, *script: tuple[int, bytes] | DatelineError) -> None:
        self.script = list(script)
        self.count = 0

    async def __call__(self, url: str) -> tuple[int, bytes]:
        self.count += 1
        await asyncio.sleep(0)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, DatelineError):
            raise step
        return step


def cache(loader: Callable[..., object], now: list[float]) -> RobotsCache:
    return RobotsCache(loader, ttl_seconds=100, monotonic=lambda: now[0])  # type: ignore[arg-type]


async def test_file_is_loaded_once_until_it_is_old() -> None:
    loader, now = Loader((200, b"User-agent: *\nDisallow: /x")), [0.0]
    robots = cache(loader, now)
    answers = await asyncio.gather(*(robots.rules_for(f"{SITE}/{n}") for n in range(5)))
    assert all(not rules.allows(SITE + "/x") for rules in answers)
    assert loader.count == 1
    now[0] = 101.0
    await robots.rules_for(SITE)
    assert loader.count == 2


async def test_unreachable_file_holds_pages_for_a_while_only() -> None:
    error = RetryLater("down", reason="http_503", retry_after_seconds=9.0)
    error.status_code = 503
    loader, now = Loader(error, (404, b"")), [0.0]
    robots = cache(loader, now)
    for _ in range(3):
        with pytest.raises(RetryLater) as caught:
            await robots.rules_for(SITE)
        assert (caught.value.reason, caught.value.retry_after_seconds) == ("robots_unreachable", 9.0)
        assert caught.value.__cause__ is error
    assert loader.count == 1
    now[0] = ERROR_TTL_SECONDS + 1.0
    assert (await robots.rules_for(SITE)).allows(SITE)


@pytest.mark.parametrize("reason", ["dns", "tls", "connection_refused"])
async def test_host_that_cannot_be_reached_keeps_its_own_reason(reason: str) -> None:
    with pytest.raises(RetryLater) as caught:
        await cache(Loader(RetryLater("x", reason=reason)), [0.0]).rules_for(SITE)
    assert caught.value.reason == reason


async def test_forbidden_address_is_not_robots_matter() -> None:
    with pytest.raises(Refused):
        await cache(Loader(Refused("x", reason="address_forbidden")), [0.0]).rules_for(SITE)


async def test_cancelled_load_is_made_by_the_next_in_line() -> None:
    started, go = asyncio.Event(), asyncio.Event()
    count = 0

    async def load(url: str) -> tuple[int, bytes]:
        nonlocal count
        count += 1
        started.set()
        await go.wait()
        return 404, b""

    robots = cache(load, [0.0])
    first = asyncio.create_task(robots.rules_for(SITE))
    await started.wait()
    second = asyncio.create_task(robots.rules_for(SITE))
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    assert await second == RobotsRules()
    assert count == 2


async def test_bug_in_the_loader_is_not_kept_as_an_answer() -> None:
    async def load(url: str) -> tuple[int, bytes]:
        raise KeyError("bug")

    robots = cache(load, [0.0])
    for _ in range(2):
        with pytest.raises(KeyError):
            await robots.rules_for(SITE)
