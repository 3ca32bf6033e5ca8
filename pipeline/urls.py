"""URLs as identities: the canonical form, the article id made from it, and the same-site rule."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5


def article_id_of(canonical_url: str) -> UUID:
    """Return the article's id: UUIDv5 (RFC 9562 5.5) of its canonical URL in the URL namespace."""
    return uuid5(NAMESPACE_URL, canonical_url)


def host_of(url: str) -> str:
    """Return the lower-case host of an absolute URL, or "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
