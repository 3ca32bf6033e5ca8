"""`dateline extract --jsonl`: one page a line in, one article a line out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.extract.article import extract_article
from pipeline.jsonl import Line, map_lines, read_body
from pipeline.records import Article, Page


def extract_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield one output line per input line, in order; a bad line gives a line with an `error`."""
    yield from map_lines(lines, _answer)


def _answer(line: Line) -> Line:
    return article_line(extract_article(Page(html=read_body(line), url=line.get("url"))))


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
        "value_sources": article.value_sources,
    }
