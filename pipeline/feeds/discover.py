"""The feeds of a site, from one of its pages, for `dateline feeds add https://site`.

Names candidates only; the caller fetches and tries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from pipeline.feeds.prepare import prepare_document
from pipeline.feeds.text import absolute_url

MOST_LINKS = 5_000  # of one page; a page with more is a directory
MOST_FEEDS = 30  # candidates to try; beyond, a person should choose

# What a `link rel=alternate` may declare, best first (RSS and Atom carry most, then JSON Feed).
_FEED_TYPES = {
    "application/rss+xml": 0,
    "application/atom+xml": 0,
    "application/rdf+xml": 1,
    "application/feed+json": 2,
    "application/xml": 3,
    "text/xml": 3,
    "application/json": 4,
}
_RELATIONS = frozenset({"alternate", "feed", "service.feed", "home"})
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|/replies", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:^|[/._?=&-])(?:rss2?|rdf|atom|feeds?|jsonfeed|news-?sitemap)(?:$|[/._?=&-]|\d)|\.(?:rss|rdf|atom)$|/index\.xml$",
    re.IGNORECASE,
)
_NO_FEED_PATH = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|webp|pdf)$", re.IGNORECASE)
_FEED_HOSTS = ("feeds.feedburner.com", "feeds.", "rss.")
# Where news sites put their feeds when no link says so: WordPress, Drupal, Hugo, Arc, Ghost, news sitemaps.
_GUESSES = (
    "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/all.atom.xml", "/feed.json",
    "/arc/outboundfeeds/rss/?outputType=xml", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml",
)  # fmt: skip


def find_feeds(html: bytes, url: str) -> tuple[str, ...]:
    """Return addresses that may be the site's feeds, absolute, most likely first.

    First what the page declares (its first declared feed is its main one; comment feeds last), then links that look
    like feeds, then common guesses. Bytes that are no HTML give the guesses alone. Raises nothing.
    """
    tree = _read_page(html)
    found: list[str] = []
    if tree is not None:
        base = _read_base(tree, url)
        declared = sorted(_read_declared(tree, base), key=lambda one: one[0])
        found = [link for _, link in declared] + list(_read_anchors(tree, base))
    found += guess_feeds(url)
    return tuple(dict.fromkeys(found))[:MOST_FEEDS]


def guess_feeds(url: str) -> tuple[str, ...]:
    """Return the common addresses of feeds below a page's section and its site."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ()
    root = f"{parts.scheme}://{parts.netloc}"
    section = parts.path.rstrip("/")
    own = (f"{root}{section}/feed/",) if section and "." not in section.rpartition("/")[2] else ()
    return (*own, *(root + path for path in _GUESSES))


def _read_page(body: bytes) -> lxml_html.HtmlElement | None:
    text = prepare_document(body).text
    try:
        return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(encoding=None, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return None


def _read_base(tree: lxml_html.HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        href = element.get("href")
        if href:
            try:
                return str(urljoin(url, href.strip()))
            except ValueError:
                break
    return url


def _read_declared(tree: lxml_html.HtmlElement, base: str) -> Iterator[tuple[int, str]]:
    """Yield (rank, address) of `link` elements; the lower the rank, the likelier."""
    for element in tree.iter("link"):
        attributes: Mapping[str, str] = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        kind = attributes.get("type", "").split(";")[0].strip().lower()
        relations = set(attributes.get("rel", "").lower().split())
        href = attributes.get("href")
        is_feed = (kind in _FEED_TYPES and bool(relations & _RELATIONS)) or ("feed" in relations and not kind)
        link = absolute_url(href, base) if is_feed else None
        if link is None or _is_oembed(link):
            continue
        rank = _FEED_TYPES.get(kind, 0)
        if _COMMENTS.search(link) or _COMMENTS.search(attributes.get("title", "")):
            rank += 10
        yield rank, link


def _read_anchors(tree: lxml_html.HtmlElement, base: str) -> Iterator[str]:
    for number, element in enumerate(tree.iter("a")):
        if number >= MOST_LINKS:
            return
        link = absolute_url(element.get("href"), base)
        if link and looks_like_feed(link) and not _COMMENTS.search(link):
            yield link


def looks_like_feed(url: str) -> bool:
    """Return True when an address looks like a feed's, by its path, query or host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if _NO_FEED_PATH.search(parts.path):
        return False
    return bool(_FEED_PATH.search(f"{parts.path}?{parts.query}".rstrip("?"))) or parts.netloc.startswith(_FEED_HOSTS)


def _is_oembed(link: str) -> bool:
    """WordPress declares its oEmbed and REST answers as `application/json` and `text/xml` alternates."""
    return "oembed" in link or "/wp-json/" in link
