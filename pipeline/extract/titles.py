"""An article's headline, without its site's name, and its subtitle.

Order of trust, measured: a first-level heading that agrees with what the head says, JSON-LD, Open Graph, the feed, title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.extract import jsonld
from pipeline.extract.blocks import Block
from pipeline.extract.facts import Facts
from pipeline.extract.tree import squeeze

MAX_TITLE_CHARS = 500
AGREEMENT = 0.6  # share of a heading's words that the head's title must hold, and the other way round
WEAK_AGREEMENT = 0.35  # of the longer of the two: kickers and second halves are left out by one of them
MIN_PART_WORDS = 2
MIN_LONE_HEADING_WORDS = 3  # a shorter heading may be a section's name
MIN_LINE_CHARS = 15  # letters of a line that is taken for the headline because the title element holds it
HEAD_BLOCKS = 60  # of a page, in which such a line is looked for
MAX_LINE_LINKS = 0.5

_SEPARATOR = re.compile(r"\s+[|•·»›«‹—–:]+\s+|\s+-{1,3}\s+|\s*\|\s*|\s*[｜＿]\s*|_(?=\D)|\s::\s|\s+/\s+")
# What stands between a headline and its site's name, before and behind: "Site: Headline", "Headline - Site".
_NAME_BEFORE = re.compile(r"\S[\s\S]*?(?:\s*[:|»›·•]|\s[-–—/]+)\s+$")
_NAME_BEHIND = re.compile(r"^(?:\s*[|«‹·•]|\s[-–—/]+)\s+\S")
_WORD = re.compile(r"\w+")


def read_title(facts: Facts, site_name: str | None, blocks: Sequence[Block] = ()) -> tuple[str | None, str]:
    """Return (headline, source), or (None, "") when the page has none."""
    names = _site_names(facts, site_name)
    claims = [(text, source) for one, source in _claims(facts) if (text := strip_site_name(one, names))]
    headings = [
        text
        for element, one in facts.headings
        if (text := strip_site_name(one, names)) and _key(text) not in names and not _links_home(element, facts.url)
    ]
    title, source = _choose(headings, claims, facts, names)
    if title and source == "title":
        shown = _shown_part(facts, blocks)
        if shown and len(shown) < len(title) and shown in title:  # a site's name that nothing else names
            title, source = shown, "text"
    return (title[:MAX_TITLE_CHARS], source) if title else (None, "")


def _choose(
    headings: list[str], claims: list[tuple[str, str]], facts: Facts, names: frozenset[str]
) -> tuple[str | None, str]:
    strong = [(text, source) for text, source in claims if source != "title"]
    for heading in headings:
        agreeing_claims = [(claim, source) for claim, source in strong if _agree(heading, claim)]
        if agreeing_claims:
            return _without_kicker(heading, agreeing_claims)
    parts = _title_parts(facts.head_title, names)
    if not strong:
        agreeing = [heading for heading in headings if any(_agree(heading, part) for part in parts)]
        if agreeing:
            return max(agreeing, key=len), "h1"
        lesser = [one for one in facts.lesser_headings if _key(one) in {_key(part) for part in parts}]
        if lesser:
            return max(lesser, key=len), "h2"
    if len(headings) == 1 and len(_WORD.findall(headings[0])) >= MIN_LONE_HEADING_WORDS:
        return headings[0], "h1"
    if strong:
        return strong[0]
    if parts:
        return max(parts, key=len), "title"
    return (headings[0], "h1") if headings else (None, "")


def _without_kicker(heading: str, claims: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the claim that is the heading without a kicker ("Minority in Syria - Druze demand ..."), or with the
    punctuation that its spans lost; else the heading."""
    folded = heading.casefold()
    for claim, source in claims:
        lead = folded.removesuffix(claim.casefold())
        if len(lead) < len(folded) and 0 < len(lead) <= len(claim):
            return claim, source
        if len(claim) == len(heading) + 1 and _key(claim) == _key(heading):
            return claim, source
    return heading, "h1"


def _shown_part(facts: Facts, blocks: Sequence[Block]) -> str | None:
    """Return the longest part of the title element, up to its site's name, that the page shows as a line of its own."""
    title = facts.head_title or ""
    lines = [block.text for block in blocks[:HEAD_BLOCKS] if block.link_ratio < MAX_LINE_LINKS]
    shown = [
        line
        for line in (*facts.lesser_headings, *lines)
        if len(line) < len(title)
        and len(_key(line)) >= MIN_LINE_CHARS
        and (
            (title.endswith(line) and _NAME_BEFORE.match(title[: -len(line)]))
            or (title.startswith(line) and _NAME_BEHIND.match(title[len(line) :]))
        )
    ]
    return max(shown, key=len, default=None)


def _title_parts(title: str | None, names: frozenset[str]) -> list[str]:
    """Return the parts of a title element that may be the headline."""
    if not title:
        return []
    parts = [strip_site_name(part, names) for part in _SEPARATOR.split(strip_site_name(title, names))]
    whole = [part for part in parts if len(_WORD.findall(part)) >= MIN_PART_WORDS and _key(part) not in names]
    return whole or [strip_site_name(title, names)]


def _links_home(element: HtmlElement, url: str | None) -> bool:
    """The heading is the site's name: its link goes to the front page."""
    link = next(element.iter("a"), None)
    if link is None:
        link = next((one for one in element.iterancestors("a")), None)
    if link is None:
        return False
    href = (link.get("href") or "").split("#", 1)[0].split("?", 1)[0]
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return (
        bool(href) and parts.path in ("", "/", "/index.html", "/index.php") and (urlsplit(url or "").path or "/") != "/"
    )


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
            found.append((squeeze(jsonld.unescape(text)), source))
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


def _agree(heading: str, claim: str) -> bool:
    """Return whether a heading and a head element mean the same headline."""
    mine, theirs = set(_WORD.findall(heading.casefold())), set(_WORD.findall(claim.casefold()))
    if not mine or not theirs:
        return False
    shared = len(mine & theirs)
    if len(mine) < MIN_LONE_HEADING_WORDS:
        return mine == theirs or heading.casefold() == claim.casefold()
    return shared >= AGREEMENT * min(len(mine), len(theirs)) and shared >= WEAK_AGREEMENT * max(len(mine), len(theirs))
