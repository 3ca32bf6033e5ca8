"""An article's headline, without its site's name, and its subtitle.

Order of trust, measured: a first-level heading that agrees with what the head says, JSON-LD, Open Graph, the feed, title.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from pipeline.extract.facts import Facts
from pipeline.extract.tree import squeeze

MAX_TITLE_CHARS = 500
AGREEMENT = 0.6  # share of a heading's words that the head's title must hold, and the other way round
MIN_PART_WORDS = 2

_SEPARATOR = re.compile(r"\s+[|•·»›«‹—–:]+\s+|\s+-{1,3}\s+|\s*\|\s*|\s*[｜＿]\s*|_(?=\D)|\s::\s|\s+/\s+")
_WORD = re.compile(r"\w+")


def read_title(facts: Facts, site_name: str | None) -> tuple[str | None, str]:
    """Return (headline, source), or (None, "") when the page has none."""
    names = _site_names(facts, site_name)
    claims = [(strip_site_name(text, names), source) for text, source in _claims(facts)]
    claims = [(text[:MAX_TITLE_CHARS], source) for text, source in claims if text]
    for _element, heading in facts.headings:
        text = strip_site_name(heading, names)
        if text and any(_agree(text, claim) for claim, _ in claims):
            return text[:MAX_TITLE_CHARS], "h1"
    if claims:
        return claims[0]
    heading = next((text for _, one in facts.headings if (text := strip_site_name(one, names))), None)
    return (heading[:MAX_TITLE_CHARS], "h1") if heading else (None, "")


def read_subtitle(facts: Facts, title: str | None) -> tuple[str | None, str]:
    """Return (the article's standfirst, source), or (None, "")."""
    for name in ("alternativeHeadline", "description"):
        text = facts.json(name)
        if text and text != title:
            return text, "json-ld"
    found = facts.first_meta("og:description", "description", "twitter:description")
    if found and found[1] != title:
        return found[1], "open-graph" if found[0].startswith("og") else "meta"
    return None, ""


def read_site_name(facts: Facts) -> tuple[str | None, str]:
    """Return (the outlet's name, source), or (None, "")."""
    found = facts.first_meta("og:site_name")
    if found and not found[1].startswith("@"):
        return found[1], "open-graph"
    for node in (facts.article, facts.page):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and publisher["name"].strip():
            return squeeze(publisher["name"]), "json-ld"
    found = facts.first_meta("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
    return (found[1], "meta") if found else (None, "")


def strip_site_name(text: str, names: frozenset[str]) -> str:
    """Return a title without a leading or trailing part that is one of the site's names."""
    text = squeeze(text)
    while True:
        parts = list(_SEPARATOR.finditer(text))
        if not parts:
            return text
        first, last = parts[0], parts[-1]
        if _key(text[last.end() :]) in names:
            text = text[: last.start()].strip()
        elif _key(text[: first.start()]) in names:
            text = text[first.end() :].strip()
        else:
            return text


def _claims(facts: Facts) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for text, source in ((facts.article.get("headline"), "json-ld"), (facts.article.get("name"), "json-ld")):
        if isinstance(text, str) and text.strip():
            found.append((squeeze(text), source))
    for name, source in (("og:title", "open-graph"), ("twitter:title", "meta"), ("parsely-title", "meta"),
                         ("sailthru.title", "meta"), ("dc.title", "meta"), ("citation_title", "meta")):  # fmt: skip
        found.extend((text, source) for text in facts.meta.get(name, ())[:1])
    if facts.entry and facts.entry.title:
        found.append((facts.entry.title, "feed"))
    if facts.head_title:
        found.append((facts.head_title, "title"))
    return found


def _site_names(facts: Facts, site_name: str | None) -> frozenset[str]:
    names = {_key(site_name)} if site_name else set()
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "twitter:site"):
        names.update(_key(text.lstrip("@")) for text in facts.meta.get(name, ()))
    for node in facts.nodes:
        for one in (node.get("publisher"), node if "website" in str(node.get("@type", "")).lower() else None):
            if isinstance(one, dict):
                names.update(
                    _key(text) for text in (one.get("name"), one.get("alternateName")) if isinstance(text, str)
                )
    host = _host(facts.url)
    labels = host.split(".")
    names.update((_key(host), *(_key(label) for label in labels[:-1] if label not in ("www", "co", "com"))))
    names.discard("")
    return frozenset(names)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"^the\s+|\.(?:com|org|net|co\.uk|de|fr|it|es|in|pk|info|ru|io)$", "", folded.strip())
    return re.sub(r"\W+", "", folded)


def _agree(one: str, other: str) -> bool:
    mine, theirs = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    if not mine or not theirs:
        return False
    if one.casefold() in other.casefold() and len(one) >= 12:
        return True
    shared = len(mine & theirs)
    return shared >= AGREEMENT * len(mine) and shared >= AGREEMENT * min(len(mine), len(theirs))
