from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pipeline.errors import RetryLater
from pipeline.fetch.politeness import Politeness, host_key
from pipeline.fetch.shards import shard_of, site_of

PAGE = "https://a.example/x"


class Time:
    """A clock that goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


def polite(time: Time, **changed: Any) -> Politeness:
    return Politeness(**({"concurrency": 2, "delay_seconds": 1.0, "monotonic": time, "sleep": time.sleep} | changed))


async def starts(politeness: Politeness, time: Time, urls: list[str], **how: Any) -> list[float]:
    """Return when each turn came, in seconds after the first moment."""
    begun = time.now
    came: list[float] = []

    async def one(url: str) -> None:
        async with politeness.turn(url, **({"spaced": True} | how)):
            came.append(round(time.now - begun, 3))

    for url in urls:
        await one(url)
    return came


async def test_pages_of_a_host_are_a_delay_apart() -> None:
    time = Time()
    assert await starts(polite(time), time, [PAGE] * 4) == [0, 1, 2, 3]


async def test_crawl_delay_wins_over_the_setting() -> None:
    time = Time()
    assert await starts(polite(time), time, [PAGE] * 3, crawl_delay=5.0) == [0, 5, 10]
    assert await starts(polite(time), time, ["https://b.example/"] * 3, crawl_delay=0.0) == [0, 0, 0]


async def test_hosts_do_not_wait_for_each_other() -> None:
    time = Time()
    assert await starts(polite(time), time, ["https://a.example/", "https://b.example/"]) == [0, 0]


async def test_feeds_need_no_delay() -> None:
    time = Time()
    assert await starts(polite(time), time, [PAGE] * 4, spaced=False) == [0, 0, 0, 0]


async def test_delay_holds_among_pages_asked_for_at_once() -> None:
    time = Time()
    politeness = polite(time, concurrency=8)
    came: list[float] = []

    async def one() -> None:
        async with politeness.turn(PAGE, spaced=True):
            came.append(time.now - 1_000.0)

    await asyncio.gather(*(one() for _ in range(4)))
    assert came == [0, 1, 2, 3]


async def test_pages_that_a_slow_one_held_up_do_not_come_in_a_bunch() -> None:
    time = Time()
    politeness = polite(time, concurrency=1)
    came: list[float] = []

    async def one(seconds: float) -> None:
        async with politeness.turn(PAGE, spaced=True):
            came.append(time.now - 1_000.0)
            time.now += seconds

    await asyncio.gather(*(one(seconds) for seconds in (5.0, 0.1, 0.1, 0.1)))
    assert came == [0, 5, 6, 7]


async def test_no_more_at_once_than_the_hosts_slots() -> None:
    time = Time()
    politeness = polite(time, delay_seconds=0.0)
    inside = most = 0

    async def one() -> None:
        nonlocal inside, most
        async with politeness.turn(PAGE, spaced=False):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one() for _ in range(10)))
    assert most == 2


async def test_turn_too_far_ahead_is_told_at_once() -> None:
    time = Time()
    politeness = polite(time, max_wait_seconds=10.0)
    assert await starts(politeness, time, [PAGE], crawl_delay=600.0) == [0]
    with pytest.raises(RetryLater) as caught:
        await starts(politeness, time, [PAGE], crawl_delay=600.0)
    assert (caught.value.reason, caught.value.retry_after_seconds) == ("host_busy", 600.0)
    assert await starts(politeness, time, ["https://b.example/"]) == [0]


async def test_held_host_is_left_alone_until_its_time() -> None:
    time = Time()
    politeness = polite(time)
    politeness.hold(PAGE, 30.0)
    with pytest.raises(RetryLater) as caught:
        await starts(politeness, time, [PAGE], spaced=False)
    assert (caught.value.reason, caught.value.retry_after_seconds) == ("host_busy", 30.0)
    time.now += 31
    assert await starts(politeness, time, [PAGE], spaced=False) == [0]


async def test_hold_reaches_those_who_wait_already() -> None:
    time = Time()
    politeness = polite(time, concurrency=1)

    async def first() -> None:
        async with politeness.turn(PAGE, spaced=False):
            await asyncio.sleep(0)
            politeness.hold(PAGE, 30.0)

    async def second() -> None:
        async with politeness.turn(PAGE, spaced=False):
            raise AssertionError("asked although held")

    results = await asyncio.gather(first(), second(), return_exceptions=True)
    assert isinstance(results[1], RetryLater)


async def test_hosts_done_with_are_forgotten() -> None:
    time = Time()
    politeness = polite(time, delay_seconds=0.0)
    await starts(politeness, time, [f"https://{n}.example/" for n in range(50)])
    assert politeness._hosts == {}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://A.example/x", "a.example"),
        ("https://a.example:443/x", "a.example"),
        ("http://me@a.example:80/x", "a.example"),
        ("http://a.example:8080/", "a.example:8080"),
        ("http://[::1]:8080/", "::1:8080"),
    ],
)
def test_standard_ports_are_one_host(url: str, key: str) -> None:
    assert host_key(url) == key


# --- shards ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://feeds.bbci.co.uk/news", "bbci.co.uk"),
        ("http://edition.news.example.com:8080/", "example.com"),
        ("https://someone.github.io/feed", "github.io"),
        ("https://дом.рф/", "дом.рф"),
        ("http://127.0.0.1:8765/x", "127.0.0.1"),
        ("http://[2001:db8::1]/x", "2001:db8::1"),
        ("http://localhost/", "localhost"),
        ("http://com/", "com"),
        ("no url", ""),
    ],
)
def test_site_is_the_registrable_domain(url: str, site: str) -> None:
    assert site_of(url) == site


def test_hosts_of_a_site_share_a_shard() -> None:
    hosts = ["https://dawn.example/a", "http://www.dawn.example/b", "https://feeds.dawn.example:8443/c"]
    assert len({shard_of(url, 16) for url in hosts}) == 1


def test_shards_are_the_same_on_every_machine() -> None:
    assert [shard_of(f"https://site{n}.example.org/", 4) for n in range(3)] == [shard_of("https://example.org/", 4)] * 3
    assert [shard_of(f"https://paper{n}.com/", 8) for n in range(8)] == [0, 5, 3, 4, 1, 4, 3, 1]


def test_shards_are_filled_evenly() -> None:
    counts = [0] * 4
    for n in range(4_000):
        counts[shard_of(f"https://paper{n}.com/feed", 4)] += 1
    assert min(counts) > 800
