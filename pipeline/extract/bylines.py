"""Bylines in a page's markup: elements that are named or linked as the author's, nearest the headline first.

Which part of a byline is a name is `authors.py`'s decision.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from pipeline.extract.blocks import SKIPPED_TAGS, Block
from pipeline.extract.headline import Place, block_of, block_positions
from pipeline.extract.names import OTHER_HAND, clean_names, is_person
from pipeline.extract.tree import MAX_ATTRIBUTE_CHARS, element_text, part_names, squeeze

MAX_BYLINE_CHARS = 200
MAX_CANDIDATES = 60
FOOT_LINES = 12  # blocks behind the text in which the box about its author stands
AVOIDED_LEVELS = 8  # ancestors that are looked at
LABEL_LEVELS = 3  # levels up in which a label such as "Reviewed by" is looked for
MAX_LABEL_CHARS = 40

_BYLINE_TAGS = ("h1", "a", "span", "div", "p", "li", "address", "strong", "em", "cite", "h2", "h3", "h4", "h5", "h6", "td",
                "section", "author", "ul", "b")  # fmt: skip
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|staff|team|members?|menschen|personen|newsteam|profiles?|writers?|journalists?|contributors?|redaktion|"
    r"by|reporters?|user)/[^/]|[?&]author=",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es|a|in)?|auteurs?|writ(?:t?er|tenby|ten-by)|journalists?|reporters?|"
    r"contributors?|posted-by|user-?name|by-?author|publish-?date-?author|article-?authors?)(?:$|[\s_-]|\d)|(?:author|byline|writer|autor)-?(?:name|link|s)?(?:$|[\s_-])",
    re.IGNORECASE,
)
# What an element's own name says against it, and what an ancestor's does.
_NO_BYLINE = re.compile(
    r"comment|related|recommend|(?:^|[\s_-])(?:more|nav|menu|bio|biography|description|image|photo|avatar|picture|social|"
    r"follow|caption|count|popular|trending|latest|quote|links?|title|role|job|wrapper-image)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|(?:^|[\s_-])(?:related|recommend\w*|popular|trending|latest|more-\w+|next|prev|sidebar|footer|nav|menu|"
    r"navigation|teasers?|reviews?|testimonial\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Elements whose text is one run of words of its own.
_APART = frozenset(
    ["div", "p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "section", "br", "button", "address",
     "figcaption", "time", "dd", "dt"]
)  # fmt: skip


def byline_texts(root: HtmlElement, blocks: Sequence[Block], place: Place) -> Iterator[tuple[bool, list[str]]]:
    """Yield (is far from the article, texts of its names) of each byline, those nearest the headline first."""
    found: list[HtmlElement] = []
    before: list[HtmlElement] = []
    seen_headline = False
    headline = blocks[place.headline].element if place.headline is not None else None
    around = {headline, *headline.iterancestors()} if headline is not None else set()
    for element in root.iter(*_BYLINE_TAGS):
        if element.tag == "h1":
            seen_headline = True
        elif element.attrib and len(found) < MAX_CANDIDATES and _is_byline(element, around):
            (found if seen_headline else before).append(element)
    positions = block_positions(blocks)
    group = [*found, *before[-MAX_CANDIDATES:]]
    chosen = set(group)
    ordered = sorted(((_distance(one, positions, place, len(blocks)), one) for one in group), key=lambda one: one[0])
    for (is_far, _), element in ordered:
        inner = [one for one in element.iterdescendants() if one in chosen]
        if inner:
            continue  # the inner one is nearer to the name, and comes by itself
        row = _row_of(element, group)
        own = [one for one in row if not _other_hand_before(one)]
        texts = [text for one in own or row if 0 < len(text := element_text(one)) <= MAX_BYLINE_CHARS]
        if len(row) == 1 and not is_far:
            texts = _first_person_of(element) or texts
        if texts and not own:
            texts[0] = f"{_other_hand_before(element)} {texts[0]}"
        if texts:
            yield is_far, texts


def _first_person_of(element: HtmlElement) -> list[str]:
    """Return the first of an element's paragraphs that names a person, where it has several; else nothing."""
    texts, parts = [], [element.text or ""]
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if one is element:
            continue
        if one.tag in _APART or (event == "start" and _follows_link(one)):
            texts.append(squeeze("".join(parts)))
            parts = []
        if event == "start":
            parts.append(one.text or "" if one.tag not in SKIPPED_TAGS else "")
        else:
            parts.append(one.tail or "")
    texts.append(squeeze("".join(parts)))
    texts = [text for text in texts if text]
    if len(texts) < 2:
        return []
    named = (text for text in texts if len(text) <= MAX_BYLINE_CHARS and any(map(is_person, clean_names([text]))))
    return list(islice(named, 1))


def _follows_link(element: HtmlElement) -> bool:
    """Return whether an element is a link right behind another."""
    before = element.getprevious()
    return element.tag == "a" and before is not None and before.tag == "a" and not (before.tail or "").strip()


def _other_hand_before(element: HtmlElement) -> str | None:
    """Return the label before an element where it says that its person did not write ("Reviewed by"), else None."""
    node, label = element, ""
    for _ in range(LABEL_LEVELS):
        before = node.getprevious()
        parent = node.getparent()
        if before is None and parent is None:
            break
        label = squeeze((before.tail if before is not None else parent.text) or "")
        while not label and before is not None:
            label = element_text(before)[-MAX_LABEL_CHARS:]
            before = before.getprevious()
        if label or parent is None:
            break
        node = parent
    match = OTHER_HAND.search(label[-MAX_LABEL_CHARS:])
    return match.group() if match and len(label) - match.end() <= 2 else None


def _distance(
    element: HtmlElement, positions: dict[HtmlElement, int], place: Place, otherwise: int
) -> tuple[bool, int]:
    """Return (whether it stands far from headline and text, blocks from the headline)."""
    below = (positions[one] for one in element.iter() if one in positions)
    position = next(below, None)
    if position is None:
        position = block_of(element, positions)
    if position is None:
        return True, otherwise
    steps = position - place.centre
    is_foot = place.last is not None and 0 <= position - place.last <= FOOT_LINES
    return not (place.is_near(position) or is_foot), steps if steps >= 0 else -2 * steps


def _row_of(element: HtmlElement, group: list[HtmlElement]) -> list[HtmlElement]:
    """Return the element and its like beside it: one byline of several names."""
    place = _grandparent(element)
    return [
        one
        for one in group
        if one is element
        or (one.tag == element.tag and one.get("class") == element.get("class") and _grandparent(one) is place)
    ]


def _grandparent(element: HtmlElement) -> HtmlElement | None:
    parent = element.getparent()
    return parent if parent is None or parent.getparent() is None else parent.getparent()


def _is_byline(element: HtmlElement, around: Collection[HtmlElement]) -> bool:
    """Return whether an element's names or its link make it a byline.

    around: the headline and what holds it, which is no part of the page for other things.
    """
    names = _names_of(element)
    is_named = _is_named(names)
    if not (is_named or (element.tag == "a" and _links_author(element))) or _says_no_byline(names):
        return False
    for level, one in enumerate(element.iterancestors()):
        if level >= AVOIDED_LEVELS or one.tag in ("body", "article", "main") or one in around:
            return True
        ancestors = _names_of(one)
        if one.tag in ("nav", "figure", "figcaption", "blockquote") or _is_elsewhere(ancestors):
            return False
        if one.tag in ("aside", "footer") and not (is_named or _is_named(ancestors)):
            return False
    return True


def _links_author(element: HtmlElement) -> bool:
    if "author" in element.get("rel", ""):
        return True
    return bool(_AUTHOR_LINK.search(element.get("href", "")[:MAX_ATTRIBUTE_CHARS]))


def _names_of(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('data-testid', '')}"[:MAX_ATTRIBUTE_CHARS]


@lru_cache(maxsize=20_000)
def _is_named(names: str) -> bool:
    return bool(_NAMED.search(part_names(names))) or "yline" in names


@lru_cache(maxsize=20_000)
def _says_no_byline(names: str) -> bool:
    return bool(_NO_BYLINE.search(part_names(names)))


@lru_cache(maxsize=20_000)
def _is_elsewhere(names: str) -> bool:
    return bool(_ELSEWHERE.search(part_names(names)))
