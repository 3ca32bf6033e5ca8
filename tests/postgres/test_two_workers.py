"""Two workers fetch at once: no host sees both, more requests at a time than allowed, or pages without the delay.

Told by what the hosts saw, not by the workers' own clocks.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace

import pytest

from pipeline import steps
from pipeline.records import FeedEntry
from pipeline.steps.workplace import Workplace
from tests.postgres.test_strange_input import discover
from tests.postgres.wire_host import Host, wire_hosts
from tests.unit.wire_server import Asked, answer

HOSTS = 4
PAGES = 6  # of each host
DELAY_SECONDS = 0.3
HELD_SECONDS = 0.5  # a page's answer: longer than the delay, so that requests of one host may overlap
CONCURRENCY = 2
WORKER = """
import sys
from uuid import UUID
from pipeline import steps
with steps.open_workplace() as place:
    steps.fetch_pages(place, batch_id=UUID(sys.argv[1]))
"""


class Watch:
    """What all hosts see of the workers."""

    def __init__(self) -> None:
        self.both_came = asyncio.Event()
        self.workers: set[str] = set()
        self.open: dict[str, int] = defaultdict(int)
        self.most_open: dict[str, int] = defaultdict(int)

    async def page(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Answer a page, once both workers are at work."""
        host = asked.headers["host"]
        self.open[host] += 1
        self.most_open[host] = max(self.most_open[host], self.open[host])
        self.workers.add(asked.headers["user-agent"])
        if len(self.workers) == 2:
            self.both_came.set()
        await self.both_came.wait()
        await asyncio.sleep(HELD_SECONDS)
        self.open[host] -= 1
        writer.write(answer(200, b"<p>News of the day.</p>", "Content-Type: text/html"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127/8")
def test_two_workers_at_once_keep_every_hosts_turns(place: Workplace) -> None:
    watch = Watch()
    hosts = {
        f"127.0.0.{number}": Host({"*": watch.page}, address=f"127.0.0.{number}") for number in range(2, 2 + HOSTS)
    }
    with wire_hosts(hosts) as servers:
        urls = [server / f"news/{number}" for number in range(PAGES) for server in servers.values()]
        discover(place, [FeedEntry(key=url, url=url, guid=None, title=url) for url in urls])
        planned = replace(place, settings=replace(place.settings, batch_entries=len(urls) // 2))
        batches = steps.plan_batches(planned, "run-1")
        settings = replace(
            planned.settings,
            allow_addresses="127.0.0.0/8",
            host_delay_seconds=DELAY_SECONDS,
            host_concurrency=CONCURRENCY,
            page_timeout_seconds=60.0,
        )
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER, batch],
                env=dict(os.environ) | replace(settings, contact=f"worker-{number}").as_env(),
            )
            for number, batch in enumerate(batches)
        ]
        assert [one.wait(timeout=120) for one in workers] == [0, 0]
        seen = {name: [one for one in server.seen if one.path != "/robots.txt"] for name, server in servers.items()}

    for name, asked in seen.items():
        assert len(asked) == PAGES, name
        assert len({one.headers["user-agent"] for one in asked}) == 1, f"two workers at {name}"
        starts = sorted(one.at for one in asked)
        # The whole row of pages: how long each was on its way does not add up, a delay that is not kept does.
        assert starts[-1] - starts[0] > (PAGES - 1) * DELAY_SECONDS * 0.8, f"no delay at {name}"
    assert max(watch.most_open.values()) <= CONCURRENCY
    assert len(watch.workers) == 2
