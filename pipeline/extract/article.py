"""Page bytes to Article: one parse, then each reader on the same tree. Pure: no network, no clock, no files.

Metadata does not depend on the body: a page whose body is lost still has its headline and its date.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from pipeline.extract import agency, jsonld
from pipeline.extract.authors import read_authors
from pipeline.extract.blocks import read_blocks
from pipeline.extract.body import extract_body
from pipeline.extract.dates import read_modified, read_published
from pipeline.extract.facts import Facts, gather_facts
from pipeline.extract.furniture import strip_furniture
from pipeline.extract.language import count_words, detect_language
from pipeline.extract.titles import read_site_name, read_subtitle, read_title
from pipeline.extract.tree import parse_page, squeeze
from pipeline.records import Article, Page

EXTRACTOR = "dateline-extract/1"  # raise it whenever the same bytes may give another article
MAX_TAGS = 40


def extract_article(page: Page) -> Article:
    """Return the article of a page, with where each value came from; `is_article` False and a reason when it is none.

    Raises Quarantine when a parser breaks on the bytes, and nothing else.
    """
    root = parse_page(page.html, page.content_type, url=page.url)
    if root is None:
        return Article(page.url, None, "", is_article=False, not_article_reason="empty", extractor=EXTRACTOR)
    facts = gather_facts(root, page.url, page.entry)
    blocks = read_blocks(root)
    sources: dict[str, str] = {}
    site_name = _noted(sources, "site_name", read_site_name(facts))
    title = _noted(sources, "title", read_title(facts, site_name))
    subtitle = _noted(sources, "subtitle", read_subtitle(facts, title))
    authors, author_source = read_authors(facts, site_name, blocks)
    published = read_published(facts, blocks, page.fetched_at)
    modified = read_modified(facts, published, page.fetched_at)
    body = extract_body(facts, blocks, title)
    section = _noted(sources, "section", _section(facts))
    labels = tuple(one for one in (section, site_name, *authors) if one)
    kept, removed = strip_furniture(body.paragraphs, title, labels, is_read=body.source == "reader")
    text = unicodedata.normalize("NFC", "\n".join(kept))
    claims = (facts.html_language, page.entry.language if page.entry else None)
    language, language_source = detect_language(f"{title or ''}\n{text}" if text else title or "", claims)
    stated = (
        ("authors", authors, author_source),
        ("published_at", published, published.source if published else ""),
        ("modified_at", modified, modified.source if modified else ""),
        ("text", text, body.source),
        ("language", language, language_source),
    )
    sources |= {name: source for name, value, source in stated if value}
    return Article(
        canonical_url=_noted(sources, "canonical_url", _canonical(facts)),
        title=title,
        text=text,
        subtitle=subtitle,
        authors=authors,
        published_at=published,
        modified_at=modified,
        language=language,
        section=section,
        tags=_tags(facts),
        dateline_place=agency.find_dateline(text),
        wire_agency=agency.find_agency(text, authors),
        site_name=site_name,
        image_url=_noted(sources, "image_url", _image(facts)),
        word_count=count_words(text),
        is_article=bool(text),
        not_article_reason=None if text else "empty",
        is_paywalled=_is_paywalled(facts),
        value_sources=sources,
        removed=(*body.removed, *removed),
        extractor=EXTRACTOR,
    )


def _noted(sources: dict[str, str], name: str, found: tuple[str | None, str]) -> str | None:
    value, source = found
    if value:
        sources[name] = source
    return value or None


def _canonical(facts: Facts) -> tuple[str | None, str]:
    claims = [(one, "canonical") for one in facts.links.get("canonical", ())]
    claims += [(one, "open-graph") for one in facts.meta.get("og:url", ())]
    for claimed, source in claims:
        if claimed.startswith(("http://", "https://")) and (facts.url is None or _same_page(facts.url, claimed)):
            return claimed, source
    return facts.url, "url"


def _same_page(url: str, claimed: str) -> bool:
    try:
        mine, theirs = urlsplit(url), urlsplit(claimed)
    except ValueError:
        return False
    same_site = (mine.hostname or "").removeprefix("www.") == (theirs.hostname or "").removeprefix("www.")
    return same_site and bool(theirs.path.strip("/")) == bool(mine.path.strip("/"))


def _section(facts: Facts) -> tuple[str | None, str]:
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


def _tags(facts: Facts) -> tuple[str, ...]:
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


def _image(facts: Facts) -> tuple[str | None, str]:
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


def _is_paywalled(facts: Facts) -> bool:
    for node in (facts.article, facts.page):
        value = node.get("isAccessibleForFree")
        if value is not None:
            return str(value).strip().rsplit("/", 1)[-1].lower() in ("false", "no", "0")
    tier = facts.first_meta("article:content_tier", "content_tier")
    return tier is not None and tier[1].lower() in ("locked", "metered", "premium")
