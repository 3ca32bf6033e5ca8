"""The article's text in the data that a page brings for its scripts, for pages that show nothing until these have run.

Asked for only where no reader finds a body. The object that has the page's title holds the text; teasers of other
articles have titles of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from pipeline.extract.furniture import fold

MAX_PAYLOAD_CHARS = 2_000_000  # a third of a second of parsing; the rest of the page's data is passed over
MIN_PAYLOAD_CHARS = 500
MAX_NODES = 50_000
MIN_TITLE_CHARS = 12  # folded; shorter ones are names of sections
MIN_TEXT_CHARS = 80  # of a string that is prose
MAX_HEAD_CHARS = 300  # before the first brace of "window.__STATE__ = {"

_TITLE_KEYS = ("headline", "title", "name", "heading")
_DATA_ATTRIBUTES = ("data-react-props", "data-props", "data-page", "data-state", "data-json", "data-content", "props")
_OTHER_KEYS = re.compile(
    r"related|recommend|comment|author|contributor|seo|meta|og_|caption|credit|teaser|excerpt|summary|newsletter|"
    r"sidebar|footer|header|menu|nav|trending|popular|latest|config|translation|i18n|label|schema|rating|review",
    re.IGNORECASE,
)
_ASSIGNMENT = re.compile(r"^[^{}\[\]]*?[\w$.\]\"']\s*=\s*(?=[{\[])")
_SENTENCE = re.compile(r"[.!?。！？؟۔][\"”»’)]?\s*(?:<|$)|</p>")


def read_payload(root: HtmlElement, title: str | None) -> list[str]:
    """Return the texts, plain or markup, of the object with the page's title that has the most; [] without one."""
    key = fold(title or "")
    if len(key) < MIN_TITLE_CHARS:
        return []
    best: list[str] = []
    for data in _load_all(root):
        for node in _titled(data, key):
            texts = list(dict.fromkeys(_texts(node, key)))
            best = max(best, texts, key=lambda found: sum(map(len, found)))
    return best


def _load_all(root: HtmlElement) -> Iterator[Any]:
    left = MAX_PAYLOAD_CHARS
    for source in _sources(root):
        if MIN_PAYLOAD_CHARS <= len(source) <= left:
            left -= len(source)
            try:
                yield json.JSONDecoder(strict=False).raw_decode(source)[0]
            except (ValueError, RecursionError):
                continue  # a script, not data


def _sources(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if "json" in kind:
            if "ld+json" not in kind:
                yield text.strip()
        elif match := _ASSIGNMENT.match(text[:MAX_HEAD_CHARS]):
            yield text[match.end() :]
    for name in _DATA_ATTRIBUTES:
        for value in root.xpath(f"//@{name}"):
            if value.lstrip().startswith("{"):
                yield value.lstrip()


def _titled(data: Any, key: str) -> Iterator[dict[str, Any]]:
    """Yield the objects whose title is the page's, outermost first."""
    waiting, seen = [data], 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            if _has_title(node, key):
                yield node
            waiting += [one for one in node.values() if isinstance(one, dict | list)]
        elif isinstance(node, list):
            waiting += [one for one in node if isinstance(one, dict | list)]


def _has_title(node: dict[str, Any], key: str) -> bool:
    for name in _TITLE_KEYS:
        value = node.get(name)
        if isinstance(value, dict):  # {"rendered": ...}, {"basic": ...}
            value = next((one for one in value.values() if isinstance(one, str)), None)
        if isinstance(value, str) and len(value) < 2 * len(key) + MIN_TEXT_CHARS and fold(value) == key:
            return True
    return False


def _texts(node: Any, key: str, depth: int = 0) -> Iterator[str]:
    """Yield the prose below an object in order."""
    if depth > 12:
        return
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(name, str) and _OTHER_KEYS.search(name):
            continue
        if isinstance(value, dict | list):
            yield from _texts(value, key, depth + 1)
        elif isinstance(value, str) and len(value) >= MIN_TEXT_CHARS and _SENTENCE.search(value) and " " in value:
            yield value
