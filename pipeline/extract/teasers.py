"""Is a body a list of teasers? A section's page puts a linked headline before each of its short texts.

An article stands by itself: few of its paragraphs follow a headline that leads to another page of its site.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.extract.blocks import HEADING_TAGS, Block

MIN_HEADLINE_CHARS = 20  # of a link; a shorter one is a name, a section or "Read more"
MAX_HEADLINE_CHARS = 250
LINKED_RATIO = 0.8  # of a headline's letters
TEASER_BLOCKS = 3  # behind a headline that are its teaser: a text, a name, a date


def measure_teasers(blocks: Sequence[Block], text: str, url: str | None) -> tuple[int, float]:
    """Return (how many teasers a body holds, their share of its characters, 0..1).

    text: the body, whose lines are blocks' texts. A teaser's headline leads to another page of the same host; its
    text counts whether or not the headline was kept.
    """
    try:
        own = urlsplit(url or "")
    except ValueError:
        return 0, 0.0
    lines = set(text.split("\n"))
    pages: set[str] = set()
    size, left, page = 0, 0, ""
    for block in blocks:
        target = _headline_target(block, own)
        if target:
            page, left = target, TEASER_BLOCKS
        if left and block.text in lines:
            pages.add(page)
            size += len(block.text)
        if not target:
            left = 0 if block.tag in HEADING_TAGS else max(0, left - 1)
    return len(pages), min(1.0, size / max(1, len(text)))


def _headline_target(block: Block, own: SplitResult) -> str:
    """Return the path of the page that a linked headline leads to; "" when a block is none."""
    size = len(block.text)
    if not MIN_HEADLINE_CHARS <= size <= MAX_HEADLINE_CHARS or block.link_chars <= LINKED_RATIO * size:
        return ""
    link = _link_of(block.element)
    if link is None:
        return ""
    href = (link.get("href") or "").strip()
    if href[:1] in ("", "#"):
        return ""
    try:
        there = urlsplit(href if href[0] == "/" else urljoin(own.geturl(), href))
    except ValueError:
        return ""
    path = there.path.rstrip("/")
    return path if there.netloc in ("", own.netloc) and path not in ("", own.path.rstrip("/")) else ""


def _link_of(element: HtmlElement) -> HtmlElement | None:
    """Return the link in a block, else the one that the block stands in."""
    inner = next(element.iter("a"), None)
    return inner if inner is not None else next(element.iterancestors("a"), None)
