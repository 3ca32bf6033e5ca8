"""What a page says of itself outside its body, gathered once: head elements, JSON-LD, headings, microdata.

The readers of titles, authors, dates and the rest look here; none of them walks the tree again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipeline.extract import jsonld
from pipeline.extract.headings import Heading, read_heading
from pipeline.extract.tree import element_text, squeeze
from pipeline.records import FeedEntry

MAX_META_CHARS = 2_000
MAX_HEADINGS = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own words about itself, and its feed's.

    meta: lower-case name, property or itemprop -> contents in page order.
    links: lower-case rel -> absolute addresses.
    article, page: the JSON-LD nodes of the article and of the page, {} when absent.
    """

    root: HtmlElement
    url: str | None
    entry: FeedEntry | None
    meta: dict[str, list[str]]
    links: dict[str, list[str]]
    head_title: str | None
    headings: tuple[Heading, ...]  # the first of first level
    lesser_headings: tuple[str, ...]  # texts of the first h2 and h3
    nodes: list[jsonld.Node]
    article: jsonld.Node
    page: jsonld.Node
    properties: dict[str, list[HtmlElement]] = field(default_factory=dict)  # itemprop -> elements
    html_language: str | None = None

    def first_meta(self, *names: str) -> tuple[str, str] | None:
        """Return (name, content) of the first of these meta elements that says something."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return name, content
        return None

    def json(self, *names: str) -> str | None:
        """Return the first of these fields of the article node, else of the page node, as text."""
        for node in (self.article, self.page):
            for name in names:
                text = jsonld.text_of(node.get(name))
                if text:
                    return squeeze(text)
        return None


def gather_facts(root: HtmlElement, url: str | None, entry: FeedEntry | None) -> Facts:
    """Return everything a page says of itself outside its body."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content") or element.get("value")  # some templates write the wrong one
        if not content:
            continue
        content = squeeze(jsonld.unescape(content[:MAX_META_CHARS]))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                meta.setdefault(name, []).append(content)
    nodes = jsonld.read_nodes(root)
    return Facts(
        root=root,
        url=url,
        entry=entry,
        meta=meta,
        links=dict(_read_links(root, url)),
        head_title=_read_title(root),
        headings=tuple(_read_headings(root, "h1")),
        lesser_headings=tuple(one.main for one in _read_headings(root, "h2", "h3")),
        nodes=nodes,
        article=jsonld.choose_article(nodes, url) or {},
        page=jsonld.choose_page(nodes) or {},
        properties=_read_properties(root),
        html_language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _read_links(root: HtmlElement, url: str | None) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("link"):
        href = (element.get("href") or "").strip()
        if not href:
            continue
        for rel in (element.get("rel") or "").lower().split():
            if rel in ("canonical", "amphtml", "next", "shortlink"):
                found.setdefault(rel, []).append(_absolute(url, href))
    yield from found.items()


def _absolute(url: str | None, href: str) -> str:
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return href


def _read_title(root: HtmlElement) -> str | None:
    for element in root.iter("title"):
        parent = element.getparent()
        if parent is not None and parent.tag not in ("svg", "symbol", "g", "path"):
            text = element_text(element)[:MAX_META_CHARS]
            if text:
                return text
    return None


def _read_headings(root: HtmlElement, *tags: str) -> Iterator[Heading]:
    for element in itertools.islice(root.iter(*tags), MAX_HEADINGS):
        heading = read_heading(element)
        if heading.text:
            yield heading


def _read_properties(root: HtmlElement) -> dict[str, list[HtmlElement]]:
    found: dict[str, list[HtmlElement]] = {}
    for element in root.xpath("//*[@itemprop]"):
        if element.tag != "meta" or element.get("content"):
            for name in element.get("itemprop").lower().split():
                found.setdefault(name, []).append(element)
    return found
