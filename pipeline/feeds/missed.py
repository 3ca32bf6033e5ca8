"""Which entries a feed that overflowed may have missed, by the site's news sitemap. Decisions only, no I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

from protego import Protego

from pipeline.feeds.text import absolute_url
from pipeline.records import FeedEntry, ParsedFeed

RepairOutcome = Literal["repaired", "nothing_missed", "incomplete", "no_sitemap", "failed"]

MOST_SITEMAPS = 5  # tried of one site: robots.txt of large ones lists dozens, one or two of them of news
MOST_CHILDREN = 3  # read of a sitemap index
# Where news sites keep it when robots.txt does not say: Google's examples, Yoast, Arc.
_GUESSES = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/arc/outboundfeeds/news-sitemap/")


@dataclass(frozen=True, slots=True)
class Missed:
    """What a news sitemap says about the time between two polls."""

    outcome: RepairOutcome
    entries: tuple[FeedEntry, ...] = ()


def list_sitemaps(robots: str, site_url: str) -> tuple[str, ...]:
    """Return where the site's news sitemap may be, likeliest first: as robots.txt says, else where others keep it."""
    named = [url for one in Protego.parse(robots).sitemaps if (url := absolute_url(one, site_url))]
    news = [one for one in named if says_news(one)]
    guesses = [urljoin(site_url, path) for path in _GUESSES]
    rest = [one for one in named if one not in news]
    return tuple(dict.fromkeys([*news, *guesses, *rest] if news or not rest else [*rest[:1], *guesses, *rest[1:]]))[
        :MOST_SITEMAPS
    ]


def choose_children(index: ParsedFeed) -> tuple[str, ...]:
    """Return the sitemaps of an index that may be of news: those that say so, else its first and last."""
    news = [one for one in index.child_urls if says_news(one)]
    ends = [*index.child_urls[:1], *index.child_urls[-1:]]
    return tuple(dict.fromkeys(news or ends))[:MOST_CHILDREN]


def says_news(url: str) -> bool:
    """Return whether a sitemap's address speaks of news."""
    parts = urlsplit(url)
    return "news" in f"{parts.path}?{parts.query}".lower()


def find_missed(
    sitemap: ParsedFeed, *, since: datetime, until: datetime, known_urls: Collection[str], feed_urls: Iterable[str]
) -> Missed:
    """Return the entries published between two polls that nobody has seen.

    feed_urls: of entries that the feed showed; a sitemap is of the whole site, the feed perhaps of one section: only
    addresses of its sections count. outcome: "incomplete" when the sitemap does not reach back to the earlier poll.
    """
    sections = {_section_of(one) for one in feed_urls}
    dated = [one for one in sitemap.entries if one.url and one.published_at]
    between = [one for one in dated if one.published_at and since <= one.published_at.at <= until]
    missed = tuple(
        replace(one, key=one.url or one.key)
        for one in between
        if one.url not in known_urls and (not sections or _section_of(one.url or "") in sections)
    )
    reaches_back = any(one.published_at.at <= since for one in dated if one.published_at)
    if not reaches_back:
        return Missed("incomplete", missed)
    return Missed("repaired" if missed else "nothing_missed", missed)


def _section_of(url: str) -> tuple[str, str]:
    """Return host and first folder of an address; years and other figures are no section."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    folder, _, rest = parts.path.lstrip("/").partition("/")
    return host, folder if rest and not folder.isdigit() else ""
