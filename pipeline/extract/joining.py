"""An article of several pages as one: the bodies in order, what each page repeats left out.

The last word on what belongs together: the fetcher followed addresses, here the pages' headlines and texts decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import DatelineError
from pipeline.extract.language import count_words
from pipeline.records import Article

MIN_NEW_CHARS = 80  # of text that no page before had; less is a page's furniture again
SAME_TITLE_SHARE = 0.6  # of the shorter headline's words

_PAGE_MARK = re.compile(
    r"[\s|:–—-]*[(\[]?\s*(?:page|part|seite|teil|página|pagina|partie|strona|sayfa|страница|halaman|صفحة|صفحہ|पृष्ठ)?\s*\d{1,2}"
    r"(?:\s*(?:of|von|de|/|из|di|sur)\s*\d{1,2})?\s*[)\]]?\s*$",
    re.IGNORECASE,
)


def join_pages(first: Article, following: Sequence[Article | DatelineError]) -> Article:
    """Return the article with the texts of the pages that follow it, up to the first that is not of it.

    first: page 1. following: pages 2, 3 ... as extracted each for itself; an error ends the article before it.
    """
    if not first.is_article or not first.text:
        return first
    paragraphs = first.text.split("\n")
    seen = {_fold(one) for one in paragraphs}
    removed = [*first.removed]
    count = 1
    for page in following:
        if not isinstance(page, Article) or not _is_same_article(first, page):
            break
        fresh = [one for one in page.text.split("\n") if _fold(one) not in seen]
        if sum(map(len, fresh)) < MIN_NEW_CHARS:
            break
        paragraphs += fresh
        seen.update(map(_fold, fresh))
        removed += page.removed
        count += 1
    if count == 1:
        return first
    text = "\n".join(paragraphs)
    sources = first.value_sources | {"text": f"{first.value_sources.get('text', 'page')}, {count} pages"}
    return replace(
        first,
        text=text,
        removed=tuple(dict.fromkeys(removed)),
        word_count=count_words(text),
        page_count=count,
        value_sources=sources,
    )


def _is_same_article(first: Article, page: Article) -> bool:
    """Return whether a page's headline is the article's; a page without one is believed to be of it."""
    ours, theirs = (_fold(_PAGE_MARK.sub("", one.title or "")) for one in (first, page))
    if not ours or not theirs or ours in theirs or theirs in ours:
        return True
    a, b = set(ours.split()), set(theirs.split())
    return len(a & b) >= SAME_TITLE_SHARE * min(len(a), len(b))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
