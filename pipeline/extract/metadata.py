"""The smaller values of a page: canonical address, section, tags, lead image, paywall. Each by its order of trust."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.errors import BadInput
from pipeline.extract import jsonld
from pipeline.extract.facts import Facts
from pipeline.extract.tree import squeeze
from pipeline.urls import canonicalize_url, choose_canonical

MAX_TAGS = 40
MAX_SECTION_CHARS = 40  # a section's name has a word or two
MAX_MENU_LINKS = 300  # of a page that are compared with the line above its headline


def read_canonical(facts: Facts) -> tuple[str | None, str]:
    """Return (the page's canonical address, source) by the same-site rule; (None, "") when it has no address at all."""
    claims = [(one, "canonical") for one in facts.links.get("canonical", ())[:1]]
    claims += [(one, "open-graph") for one in facts.meta.get("og:url", ())[:1]]
    try:
        if facts.url is None:
            return next(((canonicalize_url(one), source) for one, source in claims if "://" in one), (None, ""))
        own = canonicalize_url(facts.url)
        for claimed, source in claims:
            chosen = choose_canonical(facts.url, claimed)
            if chosen != own:
                return chosen, source
    except BadInput:
        return facts.url, "url"
    return own, "url"


def read_section(facts: Facts) -> tuple[str | None, str]:
    """Return (the section a page files the article under, source), or (None, "")."""
    text = facts.json("articleSection")
    if text:
        return text, "json-ld"
    found = facts.first_meta("article:section", "section", "parsely-section", "sailthru.section", "category")
    if found:
        return found[1], "meta"
    for node in facts.nodes:
        if "breadcrumblist" in jsonld.types_of(node):
            names = [jsonld.text_of(one.get("name") or one.get("item")) for one in _dicts(node.get("itemListElement"))]
            inner = [name for name in names if name and name.lower() not in ("home", "startseite", "inicio", "accueil")]
            if len(inner) > 1:
                return inner[0], "json-ld"
    for element in facts.root.xpath("//a[contains(@rel, 'category')]"):
        text = squeeze(element.text_content())
        if text:
            return text, "link"
    for element in facts.root.xpath("//a[contains(@class, 'cat') and contains(@href, '/category/')]"):
        text = squeeze(element.text_content())
        if text:
            return text, "link"
    kicker = _line_above_headline(facts.root)
    return (kicker, "headline") if kicker else (None, "")


def _line_above_headline(root: HtmlElement) -> str | None:
    """Return the short line before the headline where the page's menu has the same word, as on pages without markup."""
    headline = next((one for tag in ("h1", "h2") for one in root.iter(tag)), None)
    if headline is None:
        return None
    before = headline.getprevious()
    if before is None and headline.getparent() is not None:
        before = headline.getparent().getprevious()
    if before is None or not isinstance(before.tag, str):
        return None
    text = squeeze(before.text_content()[: 2 * MAX_SECTION_CHARS])
    if not text or len(text) > MAX_SECTION_CHARS:
        return None
    words = {
        squeeze(one.text_content()[:MAX_SECTION_CHARS]).casefold()
        for one in itertools.islice(root.iter("a"), MAX_MENU_LINKS)
        if before not in one.iterancestors() and not _leads_home(one.get("href") or "")
    }
    return text if text.casefold() in words else None


def _leads_home(href: str) -> bool:
    try:
        return urlsplit(href.strip()).path in ("", "/")
    except ValueError:
        return True


def _dicts(value: object) -> Iterable[jsonld.Node]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def read_tags(facts: Facts) -> tuple[str, ...]:
    """Return the page's keywords, each once, in order."""
    found: list[str] = []
    keywords = facts.article.get("keywords")
    for one in keywords if isinstance(keywords, list) else [keywords]:
        found.extend((jsonld.text_of(one) or "").split(","))
    found.extend(facts.meta.get("article:tag", ()))
    if not any(found):
        for name in ("news_keywords", "keywords", "parsely-tags", "sailthru.tags"):
            for content in facts.meta.get(name, ())[:1]:
                found.extend(content.replace(";", ",").split(","))
    if facts.entry and not any(found):
        found.extend(facts.entry.tags)
    if not any(found):
        found.extend(squeeze(one.text_content()) for one in facts.root.xpath("//a[@rel='tag']"))
    return tuple(dict.fromkeys(tag for one in found if (tag := squeeze(one)) and len(tag) <= 80))[:MAX_TAGS]


def read_image(facts: Facts) -> tuple[str | None, str]:
    """Return (the absolute address of the lead image, source), or (None, "")."""
    found = facts.first_meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if found:
        return _joined(facts.url, found[1]), "open-graph" if found[0].startswith("og") else "meta"
    image = facts.article.get("image") or facts.article.get("thumbnailUrl")
    while isinstance(image, list):
        image = image[0] if image else None
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    if isinstance(image, str) and image.strip():
        return _joined(facts.url, image.strip()), "json-ld"
    if facts.entry and facts.entry.image_url:
        return facts.entry.image_url, "feed"
    return None, ""


def _joined(url: str | None, href: str) -> str:
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return href


def is_paywalled(facts: Facts) -> bool:
    """Return whether the page says that it is not free to read."""
    for node in (facts.article, facts.page):
        value = node.get("isAccessibleForFree")
        if value is not None:
            return str(value).strip().rsplit("/", 1)[-1].lower() in ("false", "no", "0")
    tier = facts.first_meta("article:content_tier", "content_tier")
    return tier is not None and tier[1].lower() in ("locked", "metered", "premium")
