"""Page bytes to Article: one parse, then each reader on the same tree. Pure: no network, no clock, no files.

Metadata does not depend on the body: a page whose body is lost still has its headline and its date.
"""

from __future__ import annotations

import unicodedata

from lxml.html import HtmlElement

from pipeline.errors import Quarantine
from pipeline.extract.agency import find_agency
from pipeline.extract.authors import read_authors, without_agencies
from pipeline.extract.blocks import read_blocks
from pipeline.extract.body import extract_body
from pipeline.extract.dateline import find_dateline
from pipeline.extract.dates import read_dates
from pipeline.extract.facts import gather_facts
from pipeline.extract.furniture import strip_furniture
from pipeline.extract.headline import find_place
from pipeline.extract.kinds import judge_page
from pipeline.extract.language import count_words, detect_language
from pipeline.extract.metadata import is_paywalled, read_canonical, read_image, read_section, read_tags
from pipeline.extract.site_memory import SiteMemory
from pipeline.extract.site_names import read_site_name
from pipeline.extract.stripping import strip_site_furniture
from pipeline.extract.titles import read_subtitle, read_title
from pipeline.extract.tree import parse_page
from pipeline.records import Article, Page

EXTRACTOR = "dateline-extract/4"  # raise it whenever the same bytes may give another article
# What a stranger's markup can make our own rules or a library raise; anything else is a bug and travels up.
_BREAKAGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, MemoryError)


def extract_article(page: Page, site_memory: SiteMemory | None = None) -> Article:
    """Return the article of a page, with where each value came from; `is_article` False and a reason when it is none.

    site_memory: what the page's source is known to print everywhere; taken off the body, and not changed here.
    Raises Quarantine when a parser breaks on the bytes, and nothing else.
    """
    root = parse_page(page.html, page.content_type, url=page.url)
    if root is None:
        return Article(page.url, None, "", is_article=False, not_article_reason="empty", extractor=EXTRACTOR)
    try:
        article = _read_article(page, root)
    except _BREAKAGE as error:
        raise Quarantine(
            f"{page.url or 'a page'}: the extractor broke on it ({type(error).__name__}: {error}); "
            "it is kept, replay it from the archive after a fix",
            subject=page.url or "",
            reason="extractor",
        ) from error
    return article if site_memory is None else strip_site_furniture(article, site_memory)


def _read_article(page: Page, root: HtmlElement) -> Article:
    facts = gather_facts(root, page.url, page.entry)
    blocks = read_blocks(root)
    sources: dict[str, str] = {}
    site_name = _noted(sources, "site_name", read_site_name(facts))
    title = _noted(sources, "title", read_title(facts, site_name, blocks))
    body = extract_body(facts, blocks, title)
    place = find_place(blocks, title, body.paragraphs)
    named, author_source = read_authors(facts, site_name, blocks, place)
    authors = without_agencies(named)
    published, modified = read_dates(facts, blocks, page.fetched_at, place)
    section = _noted(sources, "section", read_section(facts))
    labels = tuple(one for one in (section, site_name, *named) if one)
    kept, removed = strip_furniture(body.paragraphs, title, labels, is_read=body.source == "reader")
    text = unicodedata.normalize("NFC", "\n".join(kept))
    claims = (facts.html_language, page.entry.language if page.entry else None)
    language, language_source = detect_language(f"{text}\n{title or ''}".strip(), claims)
    stated = (
        ("authors", authors, author_source),
        ("published_at", published, published.source if published else ""),
        ("modified_at", modified, modified.source if modified else ""),
        ("text", text, body.source),
        ("language", language, language_source),
    )
    sources |= {name: source for name, value, source in stated if value}
    reason = judge_page(facts, blocks, text, title)
    return Article(
        canonical_url=_noted(sources, "canonical_url", read_canonical(facts)),
        title=title,
        text=text,
        subtitle=_noted(sources, "subtitle", read_subtitle(facts, title)),
        authors=authors,
        published_at=published,
        modified_at=modified,
        language=language,
        section=section,
        tags=read_tags(facts),
        dateline_place=find_dateline(text, title),
        wire_agency=find_agency(text, named),
        site_name=site_name,
        image_url=_noted(sources, "image_url", read_image(facts)),
        word_count=count_words(text),
        is_article=reason is None,
        not_article_reason=reason,
        is_paywalled=is_paywalled(facts),
        value_sources=sources,
        removed=(*body.removed, *removed),
        extractor=EXTRACTOR,
    )


def _noted(sources: dict[str, str], name: str, found: tuple[str | None, str]) -> str | None:
    value, source = found
    if value:
        sources[name] = source
    return value or None
