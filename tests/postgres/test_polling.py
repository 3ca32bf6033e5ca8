"""Polls against Postgres: only unseen items are parsed, and the ledger is what it would be had all been parsed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.feeds import parse
from pipeline.feeds.rows import FeedRow
from pipeline.records import ParsedFeed
from pipeline.steps import polling, repairing
from pipeline.steps.workplace import Workplace
from tests.postgres.wire_host import wire_host
from tests.unit.wire_server import Script, WireServer, answer, redirect

XML = "Content-Type: application/rss+xml"


def item(number: int, title: str = "", guid: bool = True) -> str:
    named = f"<guid>g{number}</guid>" if guid else ""
    return f"<item><title>{title or f'News {number}'}</title>{named}<link>/news/{number}</link></item>"


def rss(*items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>Paper</title>{head}{"".join(items)}</channel></rss>'.encode()


class Feed:
    """One feed on loopback, and what polling it came to."""

    def __init__(self, place: Workplace, engine: Engine, server: WireServer, routes: dict[str, Script]) -> None:
        self.place, self.engine, self.server, self.routes = place, engine, server, routes
        self.run = 0
        place.store.add_feeds([FeedRow("Paper", server / "feed.xml", server / "")])

    def poll(self, body: bytes | None = None, *headers: str) -> Any:
        """Serve a document, poll it, return the row of the poll."""
        if body is not None:
            self.routes["/feed.xml"] = answer(200, body, XML, *headers)
        self.run += 1
        run_id = f"run-{self.run}"
        for shard in steps.claim_due_feeds(self.place, run_id, is_forced=True):
            steps.poll_feeds(self.place, run_id, shard)
        (row,) = self.query("select * from ops.feed_polls order by poll_id desc limit 1")
        return row

    def query(self, statement: str) -> list[Any]:
        with self.engine.begin() as connection:
            return list(connection.exec_driver_sql(statement))

    def ledger(self) -> dict[str, str]:
        return {row.entry_key: row.title for row in self.query("select entry_key, title from ops.entries")}


@pytest.fixture
def feed(place: Workplace, engine: Engine) -> Iterator[Feed]:
    routes: dict[str, Script] = {"*": answer(404)}
    with wire_host(routes) as server:
        yield Feed(place, engine, server, routes)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of entries of every document that was parsed."""
    counts: list[int] = []

    def count(*args: Any, **kwargs: Any) -> ParsedFeed:
        found = parse.parse_feed(*args, **kwargs)
        counts.append(len(found.entries))
        return found

    monkeypatch.setattr(polling, "parse_feed", count)
    return counts


def test_of_a_changed_feed_only_unseen_items_are_parsed(feed: Feed, parsed: list[int]) -> None:
    feed.poll(rss(item(1), item(2)))
    poll = feed.poll(rss(item(3), item(1), item(2)))

    assert parsed == [2, 1]
    assert (poll.entry_count, poll.new_entry_count, poll.is_overflow) == (3, 1, False)
    assert feed.ledger() == {"g1": "News 1", "g2": "News 2", "g3": "News 3"}


def test_an_item_that_changes_comes_again(feed: Feed, parsed: list[int]) -> None:
    feed.poll(rss(item(1), item(2)))
    feed.query("update ops.entries set state = 'loaded', state_reason = 'new' returning 1")
    poll = feed.poll(rss(item(1), item(2, "Corrected")))

    assert parsed == [2, 1]
    assert poll.new_entry_count == 0
    assert feed.ledger() == {"g1": "News 1", "g2": "Corrected"}
    states = feed.query("select state from ops.entries order by entry_key")
    assert [row.state for row in states] == ["loaded", "discovered"]


def test_feed_level_data_is_read_when_nothing_is_new(feed: Feed, parsed: list[int]) -> None:
    feed.poll(rss(item(1), item(2)))
    feed.poll(rss(item(2), item(1), head="<ttl>600</ttl>"))

    assert parsed == [2, 0]
    (row,) = feed.query("select interval_seconds from ops.feeds")
    assert row.interval_seconds == 36_000


def test_a_feed_that_only_its_items_make_one_stays_a_feed(feed: Feed) -> None:
    first = b"<_:RDF><item><title>A</title><link>http://a.example/1</link></item></_:RDF>"
    feed.poll(first)
    poll = feed.poll(first.replace(b"</item>", b"</item> "))

    assert (poll.outcome, poll.entry_count, poll.new_entry_count) == ("changed", 1, 0)


def test_two_polls_without_a_common_entry_are_an_overflow(feed: Feed) -> None:
    feed.poll(rss(item(1), item(2)))

    assert feed.poll(rss(item(3), item(4))).is_overflow
    assert not feed.poll(rss(item(5), item(4))).is_overflow
    assert not feed.poll(rss(item(4, "Corrected"), item(5, "Corrected"))).is_overflow


def test_new_items_and_a_new_head_are_no_overflow(feed: Feed) -> None:
    """Another base means that every item is read again; the ledger knows what was seen."""
    feed.poll(rss(item(1), head="<link>https://a.example/</link>"))
    poll = feed.poll(rss(item(2), item(1), head="<link>https://b.example/</link>"))

    assert (poll.entry_count, poll.new_entry_count, poll.is_overflow) == (2, 1, False)


def test_items_that_could_not_be_saved_come_again(feed: Feed, parsed: list[int]) -> None:
    feed.poll(rss(item(1)))
    feed.query("update ops.feeds set exclude_pattern = '(' returning 1")  # as only SQL can write it
    failed = feed.poll(rss(item(2), item(1)))
    feed.query("update ops.feeds set exclude_pattern = null returning 1")
    feed.poll(rss(item(2), item(1)))

    assert (failed.outcome, failed.failure_class) == ("failed", "other")
    assert parsed == [1, 1, 1]
    assert feed.ledger() == {"g1": "News 1", "g2": "News 2"}


def test_an_item_that_the_parser_skips_is_tried_again(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.poll(rss(item(1)))

    def lose_an_entry(*args: Any, **kwargs: Any) -> ParsedFeed:
        return ParsedFeed("rss20", None, None, None, ())

    with monkeypatch.context() as patched:
        patched.setattr(polling, "parse_feed", lose_an_entry)
        feed.poll(rss(item(2), item(1)))
    feed.poll(rss(item(3), item(2), item(1)))

    assert set(feed.ledger()) == {"g1", "g2", "g3"}


def test_hashes_are_forgotten_when_the_feed_moves(feed: Feed) -> None:
    feed.poll(rss(item(1)))
    (row,) = feed.query("select octet_length(item_hashes) as size from ops.feeds")
    assert row.size == 8
    feed.routes["/new.xml"] = answer(200, rss(item(1)), XML)
    feed.routes["/feed.xml"] = redirect("/new.xml", 301)
    for _ in range(3):
        feed.poll()

    (row,) = feed.query("select url, item_hashes from ops.feeds")
    assert (row.url, row.item_hashes) == (feed.server / "new.xml", None)
    feed.routes["/new.xml"] = answer(200, rss(item(2), item(1)), XML)
    assert feed.poll().new_entry_count == 1


def test_one_feed_that_cannot_be_saved_loses_nothing_of_the_others(feed: Feed) -> None:
    others = [FeedRow(f"Other {number}", feed.server / f"{number}.xml") for number in range(5)]
    feed.place.store.add_feeds(others)
    for number in range(5):
        feed.routes[f"/{number}.xml"] = answer(200, rss(item(100 + number)), XML)
    feed.query("update ops.feeds set include_pattern = '(' where name = 'Other 2' returning 1")
    feed.poll(rss(item(1)))

    assert set(feed.ledger()) == {"g1", "g100", "g101", "g103", "g104"}
    outcomes = feed.query("select outcome, count(*) as number from ops.feed_polls group by 1 order by 1")
    assert [tuple(row) for row in outcomes] == [("changed", 5), ("failed", 1)]


# --- overflows -------------------------------------------------------------------------------------------------------


def news_sitemap(server: WireServer, *pieces: tuple[str, datetime]) -> bytes:
    urls = "".join(
        f"<url><loc>{server / path}</loc><n:news><n:title>{path}</n:title>"
        f"<n:publication_date>{at.isoformat()}</n:publication_date></n:news></url>"
        for path, at in pieces
    )
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"<urlset {spaces}>{urls}</urlset>".encode()


def overflow(feed: Feed, **routes: Script) -> Any:
    """Let a feed overflow an hour after its first poll, on a site that has more pages; return the second poll."""
    feed.poll(rss(item(1), item(2)))
    feed.query("update ops.feed_polls set polled_at = polled_at - interval '1 hour' returning 1")
    feed.routes.update({f"/{name.replace('_', '.')}": script for name, script in routes.items()})
    return feed.poll(rss(item(8), item(9)))


def hours_ago(hours: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


def test_what_an_overflow_missed_comes_from_the_news_sitemap(feed: Feed) -> None:
    pieces = [("news/9", 0.1), ("news/5", 0.5), ("news/4", 0.6), ("sport/4", 0.7), ("news/2", 0.8), ("news/0", 3.0)]
    listed = news_sitemap(feed.server, *((path, hours_ago(hours)) for path, hours in pieces))
    robots = f"User-agent: *\nDisallow:\nSitemap: {feed.server / 'google-news.xml'}\n".encode()
    feed.routes["/google-news.xml"] = answer(200, listed, "Content-Type: text/xml")
    poll = overflow(feed, robots_txt=answer(200, robots))

    assert (poll.is_overflow, poll.repair_outcome, poll.repaired_entry_count) == (True, "repaired", 2)
    found = feed.query("select url, origin, state, title from ops.entries where origin <> 'feed' order by url")
    assert [(row.url, row.origin, row.state, row.title) for row in found] == [
        (feed.server / "news/4", "sitemap", "discovered", "news/4"),
        (feed.server / "news/5", "sitemap", "discovered", "news/5"),
    ]
    again = feed.poll(rss(item(5), item(8), item(9)))  # the feed shows one of them after all
    assert (again.is_overflow, again.repair_outcome) == (False, None)


@pytest.mark.parametrize(
    ("routes", "outcome"),
    [
        pytest.param({}, "no_sitemap", id="none"),
        pytest.param({"news-sitemap_xml": answer(200, b"<html>Not here</html>")}, "no_sitemap", id="a page instead"),
        pytest.param({"news-sitemap_xml": answer(503)}, "failed", id="server in trouble"),
        pytest.param({"robots_txt": answer(500)}, "failed", id="robots.txt in trouble"),
    ],
)
def test_an_overflow_that_cannot_be_repaired_says_why(feed: Feed, routes: dict[str, Script], outcome: str) -> None:
    poll = overflow(feed, **routes)

    assert (poll.is_overflow, poll.repair_outcome, poll.repaired_entry_count) == (True, outcome, 0)


def test_a_repair_that_its_worker_did_not_live_to_make_is_made_later(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: Any) -> int:
        return 0

    listed = news_sitemap(feed.server, ("news/5", hours_ago(0.5)), ("news/0", hours_ago(3.0)))
    with monkeypatch.context() as patched:
        patched.setattr(polling, "repair_overflows", die)
        poll = overflow(feed, **{"news-sitemap_xml": answer(200, listed, "Content-Type: text/xml")})
    assert poll.repair_outcome is None

    feed.poll()
    rows = feed.query("select repair_outcome, repaired_entry_count from ops.feed_polls where is_overflow")
    assert [tuple(row) for row in rows] == [("repaired", 1)]


def test_missed_entries_that_cannot_be_saved_fail_the_repair_alone(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    save = repairing.entry_rows

    def refuse(entries: Any, **given: Any) -> Any:
        if entries:
            raise ValueError("no row can hold this")
        return save(entries, **given)

    monkeypatch.setattr(repairing, "entry_rows", refuse)
    listed = news_sitemap(feed.server, ("news/5", hours_ago(0.5)), ("news/0", hours_ago(3.0)))
    poll = overflow(feed, **{"news-sitemap_xml": answer(200, listed, "Content-Type: text/xml")})

    assert (poll.outcome, poll.is_overflow, poll.repair_outcome) == ("changed", True, "failed")


def test_a_child_of_a_sitemap_index_is_read(feed: Feed) -> None:
    index = f"<sitemapindex><sitemap><loc>{feed.server / 'news-1.xml'}</loc></sitemap></sitemapindex>".encode()
    listed = news_sitemap(feed.server, ("news/5", hours_ago(0.5)))
    feed.routes["/news-1.xml"] = answer(200, listed, "Content-Type: text/xml")
    poll = overflow(feed, **{"news-sitemap_xml": answer(200, index, "Content-Type: text/xml")})

    assert (poll.repair_outcome, poll.repaired_entry_count) == ("incomplete", 1)


def test_filters_hold_for_what_a_repair_finds(feed: Feed) -> None:
    feed.query("update ops.feeds set exclude_pattern = 'news/5' returning 1")
    listed = news_sitemap(feed.server, ("news/5", hours_ago(0.5)), ("news/0", hours_ago(3.0)))
    overflow(feed, **{"news-sitemap_xml": answer(200, listed, "Content-Type: text/xml")})

    (row,) = feed.query("select state, state_reason from ops.entries where origin = 'sitemap'")
    assert tuple(row) == ("refused", "filter_exclude")
