"""Sitemaps (sitemaps.org), Google News sitemaps and sitemap indexes as feeds. Called by feeds.parse."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.feeds.dates import parse_date
from pipeline.feeds.identity import assign_keys
from pipeline.feeds.prepare import Prepared
from pipeline.feeds.text import absolute_url, plain_text
from pipeline.records import FeedEntry, ParsedFeed

SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})


def read_sitemap(document: Prepared, url: str | None) -> ParsedFeed | None:
    """Return the sitemap as a feed, its entries in document order; of an index, the sitemaps to read next."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(document.text.encode("utf-8", "replace"), parser)
    if root is None:
        return None
    if _local_name(root) == "sitemapindex":
        children = (absolute_url(_child_text(one, "loc"), url) for one in root if _local_name(one) == "sitemap")
        return ParsedFeed(
            format="sitemap-index",
            title=None,
            site_url=None,
            language=None,
            entries=(),
            warnings=document.warnings,
            child_urls=tuple(dict.fromkeys(one for one in children if one)),
        )
    entries = [_read_url(one, url) for one in root if _local_name(one) == "url"]
    is_news = any(one.title for one in entries)
    names = (_text_of(one) for one in root.iter("{*}name"))
    return ParsedFeed(
        format="sitemap-news" if is_news else "sitemap",
        title=next((one for one in names if one), None) if is_news else None,
        site_url=None,
        language=entries[0].language if entries else None,
        entries=assign_keys(entries),
        warnings=document.warnings,
    )


def _read_url(element: etree._Element, base: str | None) -> FeedEntry:
    news = next(_children(element, "news"), None)
    location = absolute_url(_child_text(element, "loc"), base)
    modified = parse_date(_child_text(element, "lastmod"))
    image = next(_children(element, "image"), None)
    image_url = absolute_url(_child_text(image, "loc"), base) if image is not None else None
    if news is None:
        return FeedEntry(key="", url=location, guid=None, title=None, updated_at=modified, image_url=image_url)
    publication = next(_children(news, "publication"), None)
    language = _child_text(publication, "language") if publication is not None else None
    keywords = (_child_text(news, "keywords") or "").split(",")
    return FeedEntry(
        key="",
        url=location,
        guid=None,
        title=plain_text(_child_text(news, "title")),
        published_at=parse_date(_child_text(news, "publication_date"), language=language),
        updated_at=modified,
        tags=tuple(dict.fromkeys(tag for one in keywords if (tag := plain_text(one)))),
        language=language,
        image_url=image_url,
    )


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element if _local_name(one) == name)


def _child_text(element: etree._Element, name: str) -> str | None:
    found = next(_children(element, name), None)
    return _text_of(found) if found is not None else None


def _text_of(element: etree._Element) -> str | None:
    return "".join(str(piece) for piece in element.itertext()).strip() or None


def _local_name(element: etree._Element) -> str:
    """Return the name without its namespace, lower case; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
