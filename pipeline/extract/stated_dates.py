"""What a page states of its dates for programs: JSON-LD of its own article, meta elements, microdata, its feed.

`dates.py` sets these between what the page shows its readers and its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from pipeline.extract import jsonld
from pipeline.extract.date_lines import is_elsewhere
from pipeline.extract.date_text import find_dates
from pipeline.extract.facts import Facts
from pipeline.extract.furniture import fold
from pipeline.extract.machine_times import MAX_TIME_CHARS, parse_time
from pipeline.extract.tree import element_text
from pipeline.records import ClaimedTime

MAX_DATED_NODES = 20  # that are looked at; a live blog has hundreds, and the page's own stand first
MIN_TITLE_CHARS = 12  # folded letters of a headline by which two places speak of one article

_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "og:publish_date", "article.published", "article_date_original", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publisheddate", "published_time", "date.published",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "citation_publication_date", "citation_online_date", "citation_date", "ptime", "pdate", "originalpublicationdate",
    "displaydate", "article.created", "analyticsattributes.articledate", "rbpubdate", "mediator_published_time",
    "published", "pub_date", "article-published",
)  # fmt: skip
# Many systems write the last change, the printed edition or the day of the visit into these.
_WEAK_META = ("dc.date", "dcterms.date", "dc:date", "date", "created", "creation_date")
_MODIFIED_META = (
    "article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time", "datemodified",
    "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "revision_date", "updated_time", "utime",
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]{3}|[年년]")
# Data that a page hands to its scripts (a store of its state, analytics): {"publishedAt": "2025-05-06T08:00:00Z"}.
_SCRIPT_DATE = re.compile(
    r"""\b(?:date_?published|published_?(?:at|date|time|on)|publish_?(?:date|time)|publication_?(?:date|time)|pub_?date|
    first_?published(?:_?(?:at|date))?|article_?(?:publication_?|published_?|publish_?)?date|page_?publish_?date|
    original_?publish_?date)["'\\]*\s*[:=]\s*\\?["']([^"'\\]{8,40})\\?["']""",
    re.IGNORECASE | re.VERBOSE,
)
MAX_SCRIPT_CHARS = 500_000  # of one script that is searched
# Classes of the hAtom format, by which old blogs mark an `abbr` that holds a time.
_HATOM = re.compile(r"(?:^|\s)(?:published|updated)(?=\s|$)")
# Nodes about something on the page, which have days of their own.
_PART_TYPES = frozenset(
    ["comment", "answer", "imageobject", "videoobject", "audioobject", "mediaobject", "event", "review", "person", "dataset",
     "organization", "offer", "product", "website", "claimreview", "clip", "broadcastevent", "jobposting", "book", "movie"]
)  # fmt: skip


def stated_claims(facts: Facts) -> Iterator[ClaimedTime]:
    """Yield when the page says it was published, the most trusted first; its feed comes last."""
    language = language_of(facts)
    nodes = _own_nodes(facts)
    for node in nodes:
        yield from _parsed(node.get("datePublished"), "json-ld", language)
    for name in _PUBLISHED_META:
        for content in facts.meta.get(name, ()):
            yield from _from_meta(content, language)
    for node in nodes:
        for name in ("dateCreated", "uploadDate"):
            yield from _parsed(node.get(name), "json-ld", language)
    for name in ("datepublished", "datecreated"):
        for element in facts.properties.get(name, ()):
            if not is_elsewhere(element):
                yield from _parsed(_stated(element), "microdata", language)
    if facts.entry and facts.entry.published_at:
        yield facts.entry.published_at


def weak_claims(facts: Facts) -> Iterator[ClaimedTime]:
    """Yield what head elements say that also mean other days."""
    for name in _WEAK_META:
        for content in facts.meta.get(name, ()):
            yield from _from_meta(content, language_of(facts))


def script_claims(facts: Facts) -> Iterator[ClaimedTime]:
    """Yield when the page's data for scripts says it was published; nothing where they name several days, as lists do."""
    found: list[ClaimedTime] = []
    for script in facts.root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            for match in _SCRIPT_DATE.finditer((script.text or "")[:MAX_SCRIPT_CHARS]):
                found.extend(_parsed(match[1], "script", None))
    if len({one.at.date() for one in found}) == 1:
        yield found[0]


def modified_claims(facts: Facts) -> Iterator[ClaimedTime]:
    """Yield when the page says it was changed, the most trusted first; its feed comes last."""
    language = language_of(facts)
    for node in _own_nodes(facts):
        yield from _parsed(node.get("dateModified"), "json-ld", language)
    for name in _MODIFIED_META:
        for content in facts.meta.get(name, ()):
            yield from _parsed(content, "meta", language)
    for element in facts.properties.get("datemodified", ()):
        yield from _parsed(_stated(element), "microdata", language)
    if facts.entry and facts.entry.updated_at:
        yield facts.entry.updated_at


def read_times(root: HtmlElement, language: str | None = None) -> Iterator[tuple[HtmlElement, ClaimedTime]]:
    """Yield the elements that hold a time for programs, wherever on the page, with what they state."""
    for element in root.iter("time", "abbr"):
        value = element.get("datetime")
        if element.tag == "abbr":
            value = element.get("title") if _HATOM.search(element.get("class") or "") else None
        claim = parse_time(value, "time-element", language)
        if claim:
            yield element, claim


def language_of(facts: Facts) -> str | None:
    """Return the language that a page claims, with its region where it says one: "en-GB"."""
    claimed = facts.html_language
    locale = facts.first_meta("og:locale", "content-language", "language", "dc.language")
    if locale and (not claimed or locale[1][:2].lower() == claimed.lower()):
        return locale[1].split(",")[0].strip().replace("_", "-")
    return claimed


def _own_nodes(facts: Facts) -> list[jsonld.Node]:
    """Return the JSON-LD nodes that speak of the page's own article: the article, the page, then what else does."""
    found = [node for node in (facts.article, facts.page) if node and not _is_of_another_page(node, facts)]
    dated = (node for node in facts.nodes if "datePublished" in node or "dateCreated" in node)
    for node in islice(dated, MAX_DATED_NODES):
        if not jsonld.types_of(node) & _PART_TYPES and node not in found and _names_this(node, facts):
            found.append(node)
    return found


def _is_of_another_page(node: jsonld.Node, facts: Facts) -> bool:
    """Return whether a node speaks of an article that the page links to: another address, and not this headline."""
    addresses = {path for one in jsonld.addresses_of(node) if (path := jsonld.path_of(one))}
    return bool(facts.url and addresses) and not addresses & _own_paths(facts) and not _has_headline(node, facts)


def _names_this(node: jsonld.Node, facts: Facts) -> bool:
    addresses = {path for one in jsonld.addresses_of(node) if (path := jsonld.path_of(one))}
    return bool(addresses & _own_paths(facts)) or (not addresses and _has_headline(node, facts))


def _own_paths(facts: Facts) -> set[str]:
    claimed = (facts.url, *facts.links.get("canonical", ()), *facts.meta.get("og:url", ()))
    return {path for one in claimed if (path := jsonld.path_of(one))}


def _has_headline(node: jsonld.Node, facts: Facts) -> bool:
    name = fold(jsonld.text_of(node.get("headline") or node.get("name")) or "")
    shown = (facts.head_title or "", *facts.meta.get("og:title", ()), *(one.text for one in facts.headings))
    return len(name) >= MIN_TITLE_CHARS and any(name in fold(one) for one in shown)


def _from_meta(content: str, language: str | None) -> Iterator[ClaimedTime]:
    claim = parse_time(content, "meta", language)
    if claim:
        yield claim
    elif _LETTERS.search(content[:MAX_TIME_CHARS]):  # day and month in bare figures: the template's secret
        yield from (replace(one.claim, source="meta") for one in find_dates(content[:MAX_TIME_CHARS], language))


def _parsed(value: object, source: str, language: str | None) -> Iterator[ClaimedTime]:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float):
        value = str(int(value))
    if isinstance(value, str):
        claim = parse_time(value, source, language)
        if claim:
            yield claim


def _stated(element: HtmlElement) -> str:
    return element.get("content") or element.get("datetime") or element_text(element)[:MAX_TIME_CHARS]
