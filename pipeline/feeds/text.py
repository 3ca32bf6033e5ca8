"""Titles, names and addresses of feed entries made plain: entities, markup, bylines, relative links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

LONGEST_TITLE = 5_000  # characters of markup; longer is a text in the wrong element
LONGEST_BYLINE = 2_000
LONGEST_NAME = 100  # characters of one author; longer is a biography
MOST_AUTHORS = 20

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|li)\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""(\bhref\s*=\s*["'])([^"'<>]*)""", re.IGNORECASE)
_WRAPPER = re.compile(r"<div(?:\s[^<>]*)?>((?:(?!</?div).)*)</div>$", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EMAIL = re.compile(r"<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\b>?")
_BY = re.compile(r"^(?:(?:written|posted|reported)\s+)?by[:\s]\s*", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[;|,]|\s&\s|\s(?:and|und|et|y)\s)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
_PLACEHOLDERS = frozenset(
    {"admin", "administrator", "unknown", "anonymous", "null", "none", "noreply", "no-reply", "n/a"}
)


def plain_text(markup: str | None) -> str | None:
    """Return a title as plain text, or None when nothing is left: no markup, entities resolved, white space single.

    Twice-escaped entities are resolved too, for no headline means to show "&amp;"; a "<" that starts no tag stays.
    """
    if not markup:
        return None
    text = markup[:LONGEST_TITLE]
    for _ in range(3):  # escaped once by rule, twice by mistake, three times by two mistakes
        text = _TAG.sub("", _BREAK.sub(" ", text))
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    text = _TAG.sub("", text)
    text = " ".join(text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "").split())
    return text or None


def markup_of(title: str | None, base: str | None) -> str | None:
    """Return a title as HTML when it carries markup, escaped or not, its links absolute; else None."""
    if not title or len(title) > LONGEST_TITLE or not _TAG.search(html.unescape(title)):
        return None
    wrapped = _WRAPPER.match(title)
    if wrapped:  # RFC 4287 3.1.1.3: the div of an XHTML title is no part of it
        title = wrapped[1]
    return _HREF.sub(lambda found: f"{found[1]}{absolute_url(found[2], base) or found[2]}", title)


def split_authors(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return the persons that byline texts name, in order, once each: without "By", e-mail addresses and markup."""
    found: dict[str, str] = {}
    for text in names:
        clean = _EMAIL.sub(" ", (plain_text((text or "")[:LONGEST_BYLINE]) or "").replace("mailto:", ""))
        clean = re.sub(r"\(\s*\)|\[\s*\]", " ", clean)
        parts: list[str] = []
        for part in _SPLIT.split(clean):
            name = _BY.sub("", _unwrap(" ".join(part.split())))
            if _SUFFIX.match(name) and parts:
                parts[-1] = f"{parts[-1]}, {name}"
            elif name:
                parts.append(name)
        for name in parts:
            if name.casefold() not in _PLACEHOLDERS and len(name) <= LONGEST_NAME and "://" not in name:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MOST_AUTHORS]


def _unwrap(name: str) -> str:
    """Return a name without the punctuation around it; a nickname in brackets behind it stays."""
    bare = name.strip(" []\"'-–—,:/")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1]
    return bare if bare.count("(") == bare.count(")") else bare.replace("(", "").replace(")", "").strip()


def absolute_url(link: str | None, base: str | None) -> str | None:
    """Return a link as an absolute http(s) URL, or None when it is none and cannot be made one."""
    cleaned = re.sub(r"[\t\r\n]", "", link or "").strip()
    if not cleaned or cleaned.rstrip("/").endswith(":"):  # "https://" alone would become the base
        return None
    try:
        joined = urljoin(base or "", cleaned.replace(" ", "%20"))
        parts = urlsplit(joined)
        has_host = bool(parts.hostname)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not has_host:
        return None
    return joined
