"""The smaller values of a page: canonical address, section, tags, lead image, paywall. Each by its order of trust."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from pipeline.errors import BadInput
from pipeline.extract import jsonld
from pipeline.extract.facts import Facts
from pipeline.extract.tree import squeeze
from pipeline.urls import canonicalize_url, choose_canonical

MAX_TAGS = 40


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
    return None, ""


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
