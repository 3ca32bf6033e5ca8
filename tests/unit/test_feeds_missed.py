"""What a news sitemap says about the time between two polls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.feeds.missed import Missed, choose_children, find_missed, list_sitemaps
from pipeline.records import ClaimedTime, FeedEntry, ParsedFeed

SITE = "https://paper.example/"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def entry(path: str, hours: float) -> FeedEntry:
    url = SITE + path
    at = ClaimedTime(NOON + timedelta(hours=hours))
    return FeedEntry(key=url, url=url, guid=None, title=path, published_at=at)


def sitemap(*entries: FeedEntry, children: tuple[str, ...] = ()) -> ParsedFeed:
    return ParsedFeed("sitemap-news", None, None, None, entries, child_urls=children)


def find(*entries: FeedEntry, known: tuple[str, ...] = (), shown: tuple[str, ...] = ("world/1",)) -> Missed:
    return find_missed(
        sitemap(*entries),
        since=NOON,
        until=NOON + timedelta(hours=6),
        known_urls={SITE + one for one in known},
        feed_urls=[SITE + one for one in shown],
    )


OLD = entry("world/old", -1)


def test_entries_between_the_polls_that_nobody_knows_were_missed() -> None:
    missed = find(entry("world/late", 7), entry("world/a", 5), entry("world/b", 2), OLD, known=("world/a",))

    assert missed.outcome == "repaired"
    assert [one.title for one in missed.entries] == ["world/b"]


def test_nothing_is_missed_when_all_are_known() -> None:
    assert find(entry("world/a", 5), OLD, known=("world/a",)) == Missed("nothing_missed")


def test_a_sitemap_that_does_not_reach_back_says_so() -> None:
    missed = find(entry("world/a", 5))

    assert (missed.outcome, len(missed.entries)) == ("incomplete", 1)


def test_sections_that_the_feed_does_not_carry_are_left() -> None:
    missed = find(entry("sport/a", 5), entry("world/b", 4), OLD)

    assert [one.title for one in missed.entries] == ["world/b"]


def test_years_are_no_sections() -> None:
    missed = find(entry("2026/03/a", 5), entry("2025/12/old", -1), shown=("2025/11/x",))

    assert [one.title for one in missed.entries] == ["2026/03/a"]


def test_entries_without_a_date_or_link_are_left() -> None:
    bare = FeedEntry(key="x", url=None, guid=None, title="x", published_at=OLD.published_at)
    undated = FeedEntry(key="y", url=SITE + "world/y", guid=None, title="y")

    assert find(bare, undated, OLD) == Missed("nothing_missed")


@pytest.mark.parametrize(
    ("robots", "first"),
    [
        pytest.param("Sitemap: https://paper.example/sitemap.xml\nSitemap: /google-news.xml", "google-news.xml", id="says news"),
        pytest.param("Sitemap: https://paper.example/map.xml", "map.xml", id="the only one"),
        pytest.param("User-agent: *\nDisallow: /", "news-sitemap.xml", id="none is named"),
        pytest.param("\x00\xff<html>", "news-sitemap.xml", id="garbage"),
        pytest.param("Sitemap: http://[::1\nSitemap: ftp://x/news", "news-sitemap.xml", id="no addresses"),
    ],
)  # fmt: skip
def test_likeliest_sitemap_comes_first(robots: str, first: str) -> None:
    assert list_sitemaps(robots, SITE)[0] == SITE + first


def test_children_that_say_news_are_read() -> None:
    index = sitemap(children=(SITE + "posts-1.xml", SITE + "news-1.xml", SITE + "posts-2.xml"))

    assert choose_children(index) == (SITE + "news-1.xml",)


def test_of_an_index_that_says_nothing_first_and_last_are_read() -> None:
    index = sitemap(children=tuple(f"{SITE}{number}.xml" for number in range(9)))

    assert choose_children(index) == (SITE + "0.xml", SITE + "8.xml")
