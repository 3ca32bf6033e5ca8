"""A read article without its source's furniture: the body, and every value that depends on it, anew.

Light on purpose: the batch does this in its own process, which never loads the extractor.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dateline import find_dateline
from pipeline.extract.language import count_words
from pipeline.extract.site_memory import SiteMemory, StrippedBefore
from pipeline.records import Article


def strip_site_furniture(article: Article, site_memory: SiteMemory, before: StrippedBefore | None = None) -> Article:
    """Return an article without the blocks that its source prints on many pages, and what depends on its body anew.

    before: how the version that we have was stripped, where there is one.
    """
    if not article.text:
        return article
    kept, removed = site_memory.strip(article.canonical_url, article.text.split("\n"), before)
    if not removed:
        return article
    text = "\n".join(kept)
    return replace(
        article,
        text=text,
        site_blocks=tuple(removed),
        word_count=count_words(text),
        dateline_place=find_dateline(text, article.title),
    )
