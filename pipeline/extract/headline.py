"""Where on a page its headline stands: what is written around it (names, dates) speaks of the article.

Works on the flat blocks of `blocks.py`; the headline's words are `titles.py`'s decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.extract.blocks import HEADING_TAGS, Block
from pipeline.extract.furniture import fold

MIN_PART_CHARS = 12  # folded letters that a heading must share with a longer or shorter headline to be taken for it
LINES_BEFORE = 6  # blocks around the headline in which a byline or a date stands
LINES_BEHIND = 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands among a page's blocks; None where that is not known."""

    headline: int | None
    first: int | None  # first block of its text
    last: int | None

    @property
    def centre(self) -> int:
        """The block from which distances are counted."""
        return self.headline if self.headline is not None else self.first or 0

    def is_near(self, position: int) -> bool:
        """Return whether a block stands beside the headline or the head of the text."""
        if self.headline is None and self.first is None:
            return position < LINES_BEHIND
        if self.headline is not None and -LINES_BEFORE <= position - self.headline <= LINES_BEHIND:
            return True
        return self.first is not None and -LINES_BEFORE <= position - self.first <= 1


def find_place(blocks: Sequence[Block], title: str | None, paragraphs: Sequence[str]) -> Place:
    """Return where headline and text of an article stand among its page's blocks."""
    first = last = None
    ahead = iter(paragraphs)
    wanted = next(ahead, None)
    for block in blocks:
        if wanted is None:
            break
        if block.text == wanted:
            first = block.position if first is None else first
            last = block.position
            wanted = next(ahead, None)
    headline = find_headline(blocks, title)
    if headline is not None and last is not None and headline > last:
        headline = None  # a teaser that points to the article itself
    return Place(headline, first, last)


def block_positions(blocks: Sequence[Block]) -> dict[HtmlElement, int]:
    """Return where each element's first block stands."""
    positions: dict[HtmlElement, int] = {}
    for block in blocks:
        positions.setdefault(block.element, block.position)
    return positions


def block_of(element: HtmlElement, positions: dict[HtmlElement, int]) -> int | None:
    """Return the position of the block that an element stands in or begins, or None."""
    return next((positions[one] for one in (element, *element.iterancestors()) if one in positions), None)


def find_headline(blocks: Sequence[Block], title: str | None) -> int | None:
    """Return the position of the block that shows the headline, or None: a heading that says it before any other
    block, then a heading that holds it or is held by it, then the first heading of first level outside menus."""
    key = fold(title or "")
    equal: int | None = None
    similar: int | None = None
    first: int | None = None
    for block in blocks:
        is_heading = block.tag in HEADING_TAGS
        if not is_heading and (equal is not None or len(block.text) > 2 * len(title or "")):
            continue
        folded = fold(block.text)
        if key and folded == key:
            if is_heading:
                return block.position
            equal = block.position
        elif is_heading and similar is None and _is_part(folded, key):
            similar = block.position
        if first is None and block.tag == "h1" and not block.zones:
            first = block.position
    return next((one for one in (similar, equal, first) if one is not None), None)


def _is_part(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= MIN_PART_CHARS and (one in other or other in one)
