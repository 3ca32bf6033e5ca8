"""`dateline extract --jsonl`: one page a line in, one article a line out, order kept.

Pages are read in worker processes, so that a page that makes a parser slow costs its own line only. What a source
prints on many pages of the same input is furniture: learned in windows of lines, and taken off their bodies.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import DatelineError
from pipeline.extract.places import with_places
from pipeline.extract.pool import ExtractPool, usable_cores
from pipeline.extract.site_memory import SiteMemory
from pipeline.extract.stripping import strip_site_furniture
from pipeline.jsonl import Line, collect_lines, read_body
from pipeline.records import Article, Page, Place

PAGES_PER_WORKER = 100  # a process costs a second to start: as much as sixty pages
WINDOW_LINES = 512  # lines held back so that a source's furniture is known before its first body is printed
PAGE_TIMEOUT_SECONDS = 20.0  # the slowest recorded page takes 1.5


def extract_lines(
    lines: Iterable[str | bytes], *, timeout_seconds: float = PAGE_TIMEOUT_SECONDS, workers: int | None = None
) -> Iterator[str]:
    """Yield one output line per input line, in order; a bad line gives a line with an `error`.

    timeout_seconds: for one page; a slower one is stopped and its line says so. workers: processes, default one per
    processor when there are many lines.
    """
    source, memory, now, done = iter(lines), SiteMemory(), datetime.now(UTC), 0
    window = list(itertools.islice(source, WINDOW_LINES))
    size = workers or max(1, min(usable_cores(), len(window) // PAGES_PER_WORKER))
    with ExtractPool(timeout_seconds=timeout_seconds, workers=size) as pool:

        def answer_window(good: Sequence[Line]) -> list[Line]:
            found = _extract_all(good, pool, now)
            for one in found:
                if isinstance(one, Article) and one.is_article and one.text:
                    memory.learn(one.canonical_url, one.text.split("\n"), one.removed)
            return [_answer(line, one, memory) for line, one in zip(good, found, strict=True)]

        while window:
            # Blank lines count and give nothing: an error names its line of the whole input.
            yield from collect_lines(itertools.chain(itertools.repeat("", done), window), answer_window)
            done += len(window)
            window = list(itertools.islice(source, WINDOW_LINES))


def article_line(article: Article) -> dict[str, Any]:
    """Return an article as the fields of its output line."""
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "text": article.text,
        "authors": list(article.authors),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "modified_at": article.modified_at.isoformat() if article.modified_at else None,
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "dateline_place": article.dateline_place,
        "wire_agency": article.wire_agency,
        "canonical_url": article.canonical_url,
        "site_name": article.site_name,
        "image": article.image_url,
        "word_count": article.word_count,
        "is_article": article.is_article,
        "not_article_reason": article.not_article_reason,
        "paywalled": article.is_paywalled,
        "places": [_place_line(one) for one in article.places],
        "value_sources": article.value_sources,
    }


def _place_line(place: Place) -> dict[str, Any]:
    return {
        "country": place.country_code,
        "name": place.name,
        "kind": place.kind,
        "mentions": place.mention_count,
        "salience": place.salience,
        "main": place.is_main,
        "geoname_id": place.geoname_id,
        "evidence": [
            {"field": span.field, "start": span.start, "end": span.end, "text": span.text} for span in place.evidence
        ],
    }


def _extract_all(lines: Sequence[Line], pool: ExtractPool, now: datetime) -> list[Article | DatelineError]:
    pages: list[Page | DatelineError] = [_page_of(line, now) for line in lines]
    articles = iter(pool.extract([page for page in pages if isinstance(page, Page)]))
    return [next(articles) if isinstance(page, Page) else page for page in pages]


def _page_of(line: Line, now: datetime) -> Page | DatelineError:
    url = line.get("url")
    try:
        # Markup given as text is text already: what it says of its encoding is history.
        page_html = line["html"] if isinstance(line.get("html"), str) else read_body(line)
    except DatelineError as error:
        return error
    return Page(html=page_html, url=url if isinstance(url, str) else None, fetched_at=now)


def _answer(line: Line, found: Article | DatelineError, memory: SiteMemory) -> Line:
    if isinstance(found, DatelineError):
        return {"id": line.get("id"), "error": str(found), "reason": found.reason}
    return {"id": line.get("id"), **article_line(with_places(strip_site_furniture(found, memory)))}
