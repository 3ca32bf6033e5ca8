"""Find one article by what a person types: an id, its canonical URL, or a URL that a feed named."""

from __future__ import annotations

import contextlib
from difflib import get_close_matches
from urllib.parse import urlsplit
from uuid import UUID

from pipeline.errors import BadInput
from pipeline.store.store import Store, StoredRow
from pipeline.urls import canonicalize_url

SIMILAR_LOOKED_AT = 2_000  # addresses of one outlet that a mistyped one is compared with
SIMILAR_SHOWN = 3


def find_article(store: Store, wanted: str) -> StoredRow | None:
    """Return the article's row by id, canonical URL or an entry's URL; None when there is none."""
    try:
        article_id = UUID(wanted)
    except ValueError:
        article_id = None
    urls = [wanted]
    if article_id is None:
        with contextlib.suppress(BadInput):
            urls.append(canonicalize_url(wanted))
    for url in urls:
        found = store.rows("find_article", article_id=article_id, url=url)
        if found:
            return found[0]
    return None


def find_similar_urls(store: Store, wanted: str) -> list[str]:
    """Return canonical URLs of articles at the same host that look like the one typed, the likest first."""
    parts = urlsplit(wanted if "://" in wanted else f"https://{wanted}")
    known = [
        row.canonical_url
        for scheme in ("https", "http")
        for row in store.rows("urls_below", prefix=f"{scheme}://{parts.netloc.lower()}/", limit=SIMILAR_LOOKED_AT)
    ]
    return get_close_matches(wanted, known, n=SIMILAR_SHOWN, cutoff=0.6)
