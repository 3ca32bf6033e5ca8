"""Where on a page the article stands: the smallest element that holds its prose, and the boxes beside it that belong
to it. What in there is the article is the reader's decision (`reader.py`).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipeline.extract.blocks import PROSE_CHARS, Block, judge_names
from pipeline.extract.tree import MAX_ATTRIBUTE_CHARS

DESCENT_SHARE = 0.8  # of a container's prose that one child must hold to be taken instead
HINT_SHARE = 0.5  # of the container's prose that a part named as body must hold
DIRECT_SHARE = 0.02  # of a container's prose in its own paragraphs, beside the child that holds the rest: one more lead
SAME_CLASS_SHARE = 0.5  # of a body's prose in paragraphs of one class: the class is that of its text

_COLUMN = re.compile(r"(?:^|[\s_-])col(?:umns?)?(?:$|[\s_-])", re.IGNORECASE)


def find_container(blocks: list[Block], total: int) -> HtmlElement:
    """Return the element that holds the article: down from the page while one child holds nearly all the prose."""
    mass: dict[HtmlElement, int] = {}
    children: dict[HtmlElement, dict[HtmlElement, int]] = {}
    direct: dict[HtmlElement, int] = {}  # prose in paragraphs that are children of an element
    top = blocks[0].element
    for block in blocks:
        if not block.mass:
            continue
        if block.tag in ("p", "h2", "h3", "blockquote", "ul", "ol", "pre") and len(block.text) >= PROSE_CHARS:
            parent = block.element.getparent()
            if parent is not None and parent.tag != "body":
                direct[parent] = direct.get(parent, 0) + block.mass
        below: HtmlElement | None = None
        element: HtmlElement | None = block.element
        while element is not None:
            mass[element] = mass.get(element, 0) + block.mass
            if below is not None:
                inner = children.setdefault(element, {})
                inner[below] = inner.get(below, 0) + block.mass
            below, top = element, element
            element = element.getparent()
    current = top
    while current in children:
        child, held = max(children[current].items(), key=lambda item: item[1])
        share = DESCENT_SHARE
        if _is_named_body(child):
            share = HINT_SHARE
        if (
            held < share * mass[current]
            or direct.get(current, 0) > DIRECT_SHARE * mass[current]
            or child.tag in ("p", "li", "tr", "blockquote", "pre", "dd")
        ):
            break
        current = child
    return current


def add_siblings(trusted: list[Block], inside: list[Block], container: HtmlElement) -> list[Block]:
    """Return the container's blocks with those of boxes beside it that belong to it: their paragraphs have its own
    paragraphs' class (the part before a paywall, before an advertisement), or they are of its kind themselves."""
    bounds = next(container.iterancestors("article", "main"), None)
    if bounds is None:
        return inside
    name = _paragraph_class(inside)
    path = {element.getparent(): element for element in (container, *container.iterancestors())}
    taken = {id(block) for block in inside}
    start = inside[0].position
    boxes: set[HtmlElement | None] = set()
    for block in trusted:
        if not block.mass or id(block) in taken:
            continue
        box: HtmlElement | None = block.element
        while box is not None and box.getparent() not in path:
            box = box.getparent()
        if box is None or not is_inside(box, bounds):
            continue
        if name and block.tag == "p" and block.element.get("class") == name:
            taken.add(id(block))
            boxes.add(block.element.getparent())
        if _is_alike(box, path[box.getparent()]) and (block.position < start or _has_heading(box)):
            boxes.add(box)
    boxes.difference_update(path)
    if not boxes and len(taken) == len(inside):
        return inside
    return [block for block in trusted if id(block) in taken or any(is_inside(block.element, box) for box in boxes)]


def _paragraph_class(inside: list[Block]) -> str:
    """Return the class of most of a body's prose, "" when there is none."""
    masses: dict[str, int] = {}
    for block in inside:
        if block.tag == "p":
            name = block.element.get("class", "")
            masses[name] = masses.get(name, 0) + block.mass
    name, mass = max(masses.items(), key=lambda one: one[1], default=("", 0))
    return name if mass >= SAME_CLASS_SHARE * sum(block.mass for block in inside) else ""


def _is_alike(box: HtmlElement, other: HtmlElement) -> bool:
    """Return whether two boxes are of one kind; columns are of one kind too, whatever stands in them."""
    name = box.get("class")
    return bool(name) and box.tag == other.tag and name == other.get("class") and not _COLUMN.search(name)


def _has_heading(box: HtmlElement) -> bool:
    """Return whether a box has a heading of its own, as a section of an article has and a note below it has not."""
    heading = next(box.iter("h2", "h3", "h4"), None)
    return heading is not None and next(heading.iter("a"), None) is None


def is_inside(element: HtmlElement | None, container: HtmlElement) -> bool:
    """Return whether an element is a container or stands in it."""
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def _is_named_body(element: HtmlElement) -> bool:
    if element.tag == "article" or element.get("itemprop") == "articleBody":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and judge_names(names[:MAX_ATTRIBUTE_CHARS]) == "+"
