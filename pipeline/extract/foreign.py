"""What stands inside a body's container and is not the article's, told by how it is built: captions, cards, boxes.

The reader asks here after it has found the container; nothing here looks outside it.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from pipeline.extract.blocks import HEADING_TAGS, Block

BOX_DEPTH = 4  # levels from a text to the box that it shares with a picture
MAX_CAPTION_CHARS = 350
BESIDE_CAPTION_CHARS = 80  # a credit, a number, "enlarge"
MAX_CAPTIONS_SHARE = 0.25  # of a container's prose: more, and the pictures' texts are the article
MAX_LONE_CARDS = 2  # a picture, a linked headline, a line: more of them, and they are the items of a list
PICTURE_TAGS = ("img", "picture", "video", "amp-img")


def drop_foreign(blocks: list[Block], keep: list[bool]) -> None:
    """Unmark blocks of a container that are not its article's."""
    _drop_pictured(blocks, keep, _count_chars(blocks))


def _count_chars(blocks: list[Block]) -> dict[HtmlElement, int]:
    """Return how much text the elements around each block hold, some levels up."""
    chars: dict[HtmlElement, int] = {}
    for block in blocks:
        element: HtmlElement | None = block.element
        for _ in range(BOX_DEPTH + 1):
            if element is None:
                break
            chars[element] = chars.get(element, 0) + len(block.text)
            element = element.getparent()
    return chars


def _drop_pictured(blocks: list[Block], keep: list[bool], chars: dict[HtmlElement, int]) -> None:
    """Unmark texts that share a box with a picture and nothing else: captions; with a headline, cards and portraits."""
    total = sum(block.mass for block in blocks)
    captions: list[int] = []
    cards: set[HtmlElement] = set()
    for number, block in enumerate(blocks):
        if keep[number] and _may_be_caption(block):
            box = _find_picture_box(block, chars)
            if box is not None:
                heading = next(box.iter(*HEADING_TAGS), None)
                if heading is None:
                    captions.append(number)
                elif _is_linked(heading):
                    cards.add(box)
    if sum(blocks[number].mass for number in captions) > MAX_CAPTIONS_SHARE * total:
        captions = []
    for number in captions:
        keep[number] = False
    if 0 < len(cards) <= MAX_LONE_CARDS:
        for number, block in enumerate(blocks):
            if any(one in cards for one in (block.element, *block.element.iterancestors())):
                keep[number] = False


def _may_be_caption(block: Block) -> bool:
    is_other = block.list_item or block.in_table or block.tag == "blockquote" or block.tag in HEADING_TAGS
    return not is_other and len(block.text) <= MAX_CAPTION_CHARS


def _is_linked(heading: HtmlElement) -> bool:
    return next(heading.iter("a"), None) is not None or next(heading.iterancestors("a"), None) is not None


def _find_picture_box(block: Block, chars: dict[HtmlElement, int]) -> HtmlElement | None:
    """Return the largest element around a text that holds little else, if a picture stands in it."""
    box: HtmlElement | None = None
    parent = block.element.getparent()
    for _ in range(BOX_DEPTH):
        if (
            parent is None
            or parent.tag == "blockquote"
            or chars.get(parent, 0) > len(block.text) + BESIDE_CAPTION_CHARS
        ):
            break
        box, parent = parent, parent.getparent()
    return box if box is not None and next(box.iter(*PICTURE_TAGS), None) is not None else None
