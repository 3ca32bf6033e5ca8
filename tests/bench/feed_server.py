"""Simulated feeds on loopback for `feed_round`: a server of its own process, so that its CPU is not counted.

Every feed's bytes are made from its number and from how often it changed, here and in the bench alike. A round is of a
kind: `mixed` (a tenth of the feeds has a new item; of the others half answer 304 to their validators, half send the
same bytes again), `not_modified` (304 from all), `unchanged` (the same bytes from all), `changed` (a new item in all).
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import escape

from aiohttp import web

CHANGED_SHARE = 10  # one feed in ten changes in a round
ITEMS = (10, 40)  # real feeds: 20 in the median
HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 33))  # as many hosts; Linux answers on all of 127/8
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
WORDS = [
    *("council", "harbour", "minister", "report", "budget", "engine", "winter", "market", "region", "treaty", "bridge"),
    *("school", "engineer", "border", "survey", "court", "library", "election", "drought", "railway", "hospital"),
    *("vote", "museum", "island", "signal", "river", "festival", "strike", "patrol", "journal", "garden", "orchestra"),
]


def count_changes(feed: int, rounds: Sequence[str]) -> int:
    """Return how often a feed has changed after rounds of these kinds."""
    return sum(
        kind == "changed" or (kind == "mixed" and (feed + number) % CHANGED_SHARE == 0)
        for number, kind in enumerate(rounds, 1)
    )


def feed_url(feed: int, port: int) -> str:
    """Return a feed's address; its host is one of many."""
    return f"http://{HOSTS[feed % len(HOSTS)]}:{port}/feeds/{feed}.xml"


@lru_cache(maxsize=4_096)
def feed_body(feed: int, changes: int) -> bytes:
    """Return a feed's document after so many changes: RSS 2.0, one in four Atom."""
    size = random.Random(feed).randint(*ITEMS)
    items = [_item(feed, number) for number in range(size + changes - 1, changes - 1, -1)]
    return (_atom(feed, items) if feed % 4 == 0 else _rss(feed, items)).encode()


def _item(feed: int, number: int) -> dict[str, str]:
    rng = random.Random(f"{feed}/{number}")
    words = [rng.choice(WORDS) for _ in range(rng.randint(60, 220))]
    paragraphs = [" ".join(words[start : start + 40]) for start in range(0, len(words), 40)]
    markup = "".join(f'<p>{text.capitalize()}, <a href="https://x.example/{feed}">said</a>.</p>' for text in paragraphs)
    when = START + timedelta(minutes=30 * number + feed % 30)
    return {
        "title": " ".join(words[:8]).capitalize() + f" & {number}",
        "link": f"https://outlet-{feed}.example/news/{when:%Y/%m/%d}/{'-'.join(words[:6])}-{number}",
        "id": f"outlet-{feed}:{number}",
        "rss": format_datetime(when, usegmt=True),
        "atom": when.isoformat(),
        "summary": f'<img src="https://img.example/{feed}/{number}.jpg" alt=""/>{markup}',
        "author": f"{words[0].capitalize()} {words[1].capitalize()}",
        "category": words[2],
    }


def _rss(feed: int, items: list[dict[str, str]]) -> str:
    told = "\n".join(
        f"<item><title>{escape(one['title'])}</title><link>{one['link']}</link><guid isPermaLink='false'>{one['id']}"
        f"</guid><pubDate>{one['rss']}</pubDate><dc:creator><![CDATA[{one['author']}]]></dc:creator><category><![CDATA["
        f"{one['category']}]]></category><description><![CDATA[{one['summary']}]]></description></item>"
        for one in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Outlet {feed}</title><link>https://outlet-{feed}.example/</link><description>News of outlet "
        f"{feed}</description><language>en</language>\n{told}\n</channel></rss>"
    )


def _atom(feed: int, items: list[dict[str, str]]) -> str:
    told = "\n".join(
        f"<entry><title>{escape(one['title'])}</title><link href='{one['link']}'/><id>{one['id']}</id><published>"
        f"{one['atom']}</published><updated>{one['atom']}</updated><author><name>{one['author']}</name></author>"
        f"<summary type='html'>{escape(one['summary'])}</summary></entry>"
        for one in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Outlet {feed}</title><id>outlet-{feed}</id><updated>{items[0]['atom']}</updated>"
        f"<link href='https://outlet-{feed}.example/'/>\n{told}\n</feed>"
    )


class FeedServer:
    """Answers GET /feeds/N.xml for the round that the last POST /round/KIND began."""

    def __init__(self) -> None:
        self._rounds: list[str] = []
        self._answers: dict[int, tuple[bytes, str]] = {}  # body and ETag of each feed in this round

    async def feed(self, request: web.Request) -> web.Response:
        """Return the feed, or 304 when its validator still holds and the round's servers heed it."""
        number = int(request.match_info["number"])
        body, etag = self._answers[number]
        kind = self._rounds[-1] if self._rounds else "first"
        heeds = kind == "not_modified" or (kind == "mixed" and number % 2 == 0)
        if heeds and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers={"ETag": etag})

    async def set_round(self, request: web.Request) -> web.Response:
        """Begin a round; its bodies are made before the answer, not while they are asked for."""
        if (kind := request.match_info["kind"]) != "first":
            self._rounds.append(kind)
        for number in range(int(request.query["feeds"])):
            body = feed_body(number, count_changes(number, self._rounds))
            self._answers[number] = body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        return web.Response(text="ready")


async def serve() -> None:
    """Answer on one port of all hosts; print the port when ready, end when standard input closes."""
    server = FeedServer()
    app = web.Application()
    app.router.add_get("/feeds/{number:\\d+}.xml", server.feed)
    app.router.add_post("/round/{kind}", server.set_round)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = 0
    for host in HOSTS:
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        port = sock.getsockname()[1]
        await web.SockSite(runner, sock, backlog=1024).start()
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
