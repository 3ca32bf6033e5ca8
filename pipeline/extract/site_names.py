"""An outlet's name, and the parts of a page's titles that are nothing but it.

`titles.py` takes these off before it compares headlines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from pipeline.extract import jsonld
from pipeline.extract.facts import Facts
from pipeline.extract.tree import squeeze

MIN_NAME_PART_CHARS = 4  # letters of a name's part, or of a name behind a colon without a space
MIN_HEADLINE_WORDS = 4  # a claimed name that is also a heading of as many words is the headline

SEPARATOR = re.compile(
    r"\s+[|•·»›«‹—–:]+\s+|\s+-{1,3}\s+|\s*\|\s*|\s*[｜＿]\s*|(?<![a-z0-9])_(?=\D)|_(?=[^\W\da-z])|\s::\s|\s+/\s+"
    # Chinese and Japanese sites set their name behind a bare hyphen, which no sentence there has.
    "|(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])-{1,2}(?=[\u3040-\u30ff\u3400-\u9fff])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)", re.IGNORECASE)
_EDGE = " |·•»›-–—:"
_NAME_ENDS = re.compile(r"^the\s+|\.(?:com|org|net|co\.uk|de|fr|it|es|in|pk|info|ru|io)$")
_NO_WORD = re.compile(r"\W+")
_WORD = re.compile(r"\w+")


def read_site_name(facts: Facts) -> tuple[str | None, str]:
    """Return (the outlet's name, source), or (None, ""). An address is taken where nothing else names the outlet."""
    addresses: list[tuple[str, str]] = []
    for claim, source in _claimed_names(facts):
        name = claim.strip(_EDGE)
        if not name or name.startswith("@") or _is_headline(name, facts):
            continue
        if not _ADDRESS.match(name):
            return name, source
        addresses.append((_host(name if "//" in name else f"//{name}") or name, source))
    return addresses[0] if addresses else (None, "")


def name_keys(facts: Facts, site_name: str | None) -> frozenset[str]:
    """Return what the site may call itself in its titles, as keys."""
    names = {title_key(part) for part in (site_name, *SEPARATOR.split(site_name))} if site_name else set()
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "twitter:site"):
        names.update(title_key(text.lstrip("@")) for text in facts.meta.get(name, ()) if not _is_headline(text, facts))
    for node in facts.nodes:
        publisher = jsonld.resolve(node["publisher"], facts.nodes) if "publisher" in node else None
        for one in (publisher, node if "website" in str(node.get("@type", "")).lower() else None):
            if isinstance(one, dict):
                named = (one.get("name"), one.get("alternateName"))
                names.update(title_key(jsonld.unescape(text)) for text in named if isinstance(text, str))
    host = _host(facts.url)
    names.update(
        (title_key(host), *(title_key(one) for one in host.split(".")[:-1] if one not in ("www", "co", "com")))
    )
    names.discard("")
    return frozenset(names)


def strip_site_name(text: str, names: frozenset[str], *, is_claim: bool = False) -> str:
    """Return a title without a leading or trailing part that is one of the site's names.

    is_claim: from the page's head, where a part at the end that one of the names holds is the site's name too.
    """
    text = squeeze(text)
    while True:
        parts = list(SEPARATOR.finditer(text))
        if not parts:
            return _without_glued_name(text, names)
        first, last = parts[0], parts[-1]
        tail = title_key(text[last.end() :])
        if tail in names or (is_claim and _is_short_form(text[last.end() :], last[0], names)):
            text = text[: last.start()].strip()
        elif title_key(text[: first.start()]) in names:
            text = text[first.end() :].strip()
        else:
            return text


def _without_glued_name(text: str, names: frozenset[str]) -> str:
    """Return a title without a name set behind a bare colon, as Japanese sites do."""
    before, colon, behind = text.rpartition(":")
    key = title_key(behind)
    return before.strip() if colon and before and len(key) >= MIN_NAME_PART_CHARS and key in names else text


@lru_cache(maxsize=10_000)
def title_key(text: str) -> str:
    """Return a name or headline in one case, letters and digits only, without "The" and an address's end."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub("", _NAME_ENDS.sub("", folded.strip()))


def _is_short_form(tail: str, separator: str, names: frozenset[str]) -> bool:
    """Return whether a title's end is part of a name. One word behind a dash may be a place or a topic."""
    key = title_key(tail)
    is_name = "|" in separator or len(_WORD.findall(tail)) > 1
    return is_name and len(key) >= MIN_NAME_PART_CHARS and any(key in name for name in names)


def _claimed_names(facts: Facts) -> list[tuple[str, str]]:
    found = [(one, "open-graph") for one in facts.meta.get("og:site_name", ())[:1]]
    for node in (facts.article, facts.page):
        publisher = jsonld.resolve(node.get("publisher"), facts.nodes)
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            found.append((squeeze(jsonld.unescape(publisher["name"])), "json-ld"))
    for name in ("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher"):
        found += [(one, "meta") for one in facts.meta.get(name, ())[:1]]
    return found


def _is_headline(name: str, facts: Facts) -> bool:
    """The page's headline, shown and claimed, stands where its site's name belongs."""
    if len(_WORD.findall(name)) < MIN_HEADLINE_WORDS:
        return False
    key = title_key(name)
    claims = (facts.json("headline"), *facts.meta.get("og:title", ())[:1])
    return any(
        len(_WORD.findall(heading.text)) >= MIN_HEADLINE_WORDS
        and key.startswith(shown := title_key(heading.text))
        and any(claim and title_key(claim).startswith(shown) for claim in claims)
        for heading in facts.headings
    )


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
