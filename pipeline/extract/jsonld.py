"""Structured data of a page: every JSON-LD node, and which of them is the article.

Publishers break JSON-LD in every way; what can be repaired is repaired, and the rest of the page goes on without it.
"""

from __future__ import annotations

import html as html_entities
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "backgroundnewsarticle",
        "askpublicnewsarticle",
        "blogposting",
        "socialmediaposting",
        "liveblogposting",
        "techarticle",
        "scholarlyarticle",
        "report",
        "satiricalarticle",
        "advertisercontentarticle",
        "medicalscholarlyarticle",
    ]
)
# Types that speak for the page when no article node does.
PAGE_TYPES = frozenset(
    ["webpage", "itempage", "aboutpage", "medicalwebpage", "creativework", "recipe", "review", "podcastepisode"]
)
MAX_SCRIPT_CHARS = 1_000_000
MAX_NODES = 2_000
MAX_NESTING = 12

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'("|\]|\})(\s*\n\s*")')
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*(?:\*/)?\s*;?\s*$"
)
_SALVAGED = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|articleBody|description|name)"\s*:\s*"((?:[^"\\]|\\.)*)"'
)
_SALVAGED_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"')
_SALVAGED_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')


def read_nodes(root: HtmlElement) -> list[Node]:
    """Return every JSON-LD object of a page that has a type, outermost first, in page order."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for data in _load(script.text[:MAX_SCRIPT_CHARS]):
                nodes.extend(_flatten(data))
                if len(nodes) > MAX_NODES:
                    return nodes
    return nodes


def choose_article(nodes: list[Node], url: str | None) -> Node | None:
    """Return the node that speaks of this page's article: by its address, else the fullest article node."""
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    if not articles:
        return None
    tail = path_of(url)
    if tail:
        for node in articles:
            if tail in {path_of(one) for one in addresses_of(node)}:
                return node
    return max(articles, key=_fullness)


def choose_page(nodes: list[Node]) -> Node | None:
    """Return the node that describes the page as a whole, for what an article node does not say."""
    return next((node for node in nodes if types_of(node) & PAGE_TYPES), None)


def types_of(node: Node) -> set[str]:
    """Return the lower-case types of a node, without their vocabulary's address."""
    value = node.get("@type")
    listed = value if isinstance(value, list) else [value]
    return {one.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for one in listed if isinstance(one, str)}


def addresses_of(node: Node) -> list[str]:
    """Return the addresses under which a node speaks of its page."""
    entity = node.get("mainEntityOfPage")
    found = [node.get("url"), node.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity]
    return [one for one in found if isinstance(one, str)]


def resolve(value: Any, nodes: list[Node]) -> Any:
    """Return the node that a bare {"@id": ...} points to, or the value itself."""
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        return next((node for node in nodes if node.get("@id") == value["@id"] and "name" in node), value)
    return value


def text_of(value: Any) -> str | None:
    """Return a JSON-LD value as text: a string, the first of a list, or an object's name or @value."""
    if isinstance(value, list):
        return next((text for one in value if (text := text_of(one))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    if isinstance(value, str) and value.strip():
        return unescape(value)
    return None


def unescape(text: str) -> str:
    """Return text with HTML entities resolved, also where they were escaped twice or three times."""
    for _ in range(3):
        if "&" not in text:
            break
        text = html_entities.unescape(text)
    return text.strip()


def _load(script: str) -> list[Any]:
    text = _COMMENT.sub("", script).strip().rstrip(";")
    for repair in (None, (_TRAILING_COMMA, r"\1"), (_MISSING_COMMA, r"\1,\2")):
        text = repair[0].sub(repair[1], text) if repair else text
        try:
            return [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
    try:  # several objects one after the other, or something behind the first
        return [json.JSONDecoder(strict=False).raw_decode(text)[0]]
    except (ValueError, RecursionError):
        return _salvage(text)


def _salvage(text: str) -> list[Node]:
    """Return what plain string fields a broken object still shows."""
    node: Node = {}
    for match in _SALVAGED.finditer(text):
        node.setdefault(match.group(1), _unquote(match.group(2)))
    kind = _SALVAGED_TYPE.search(text)
    if not node or not kind:
        return []
    author = _SALVAGED_AUTHOR.search(text)
    if author:
        node["author"] = _unquote(author.group(1))
    return [{"@type": kind.group(1), **node}]


def _unquote(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _flatten(data: Any, depth: int = 0) -> Iterator[Node]:
    if depth > MAX_NESTING:
        return
    if isinstance(data, list):
        for one in data:
            yield from _flatten(one, depth + 1)
    elif isinstance(data, dict):
        if "@type" in data or "headline" in data:
            yield data
        for value in data.values():
            if isinstance(value, dict | list):
                yield from _flatten(value, depth + 1)


def path_of(url: str | None) -> str:
    """Return the path of an address without its query, "" when there is none."""
    if not url or url.startswith("#"):
        return ""
    path = url.split("#", 1)[0].split("?", 1)[0].split("://", 1)[-1]
    return path.split("/", 1)[1].rstrip("/") if "/" in path else ""


def _fullness(node: Node) -> int:
    wanted = ("headline", "datePublished", "author", "articleBody", "image", "publisher")
    return sum(bool(node.get(name)) for name in wanted)
