"""Which blocks of a page are its article: the smallest container that holds the prose, and what in it is not prose.

Works on the flat blocks of `blocks.py`. Fast, and never invents: every line it returns stands in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.extract.blocks import HEADING_TAGS, PROSE_CHARS, Block
from pipeline.extract.container import add_siblings, find_container, is_inside
from pipeline.extract.foreign import drop_foreign
from pipeline.extract.furniture import fold, is_furniture, points_elsewhere

PROSE_LINK_RATIO = 0.5
PLAIN_ZONE_RATIO = 3  # what says by its tag or style that it is no content must outweigh the rest by this
MIN_TRUSTED_CHARS = 200  # less prose than this is no article
CARD_DEPTH = 4  # levels from a text to its box
MIN_CARDS = 3
MAX_CARD_CHARS = 250  # headline and a line or two of teaser
LEAD_KEY_CHARS = 40  # of a summary, folded: enough to know it again where one side is cut short
LEAD_WINDOW = 60  # blocks before the body in which its standfirst is looked for
LEAD_BEHIND_TITLE = 20  # blocks; farther on it is the first of something else
LEAD_BLOCKS = 4
LIST_LINK_RATIO = 0.6
HEAD_SHARE = {"h1": 0.2, "h2": 0.05}  # of the prose that stands before the headline and is none of the article
MIN_TITLE_CHARS = 12  # of a title, folded, that a longer heading may hold
TITLE_SHARE = 0.5  # of that heading
REPEAT_CHARS = 60  # shorter lines may well come twice

_SENTENCE = re.compile(r"[.!?…。！？؟۔।»”\"'’:;)]\s*$")
_PLAIN_ZONE = re.compile(r"(?:aside|figcaption|nav|menu|form|button|dialog|fieldset|role)$|hidden ")
_INTRO_ZONE = re.compile(r"teaser|intro|standfirst|(?:^|[\s_-])lead(?:$|[\s_-])", re.IGNORECASE)
_CODE = re.compile(r"[{}\[\]();=<>$#|\\]")
CODE_RATIO = 0.025  # prose stays below 0.01, with brackets 0.015
_CJK = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A body as read, with signs of how sure it is.

    share: of the page's prose outside doubted parts that the body holds. lines: paragraphs in order.
    """

    lines: list[str]
    removed: list[str]
    chars: int
    page_chars: int
    share: float
    paragraphs: int
    weight: int = 0  # characters of prose, CJK counted triple


def read_body(blocks: list[Block], title: str | None, descriptions: tuple[str, ...] = ()) -> Reading:
    """Return the page's body by its own structure; without lines when there is no prose.

    descriptions: what head and JSON-LD give as the summary; where the page shows the same before its body, it is
    the article's standfirst.
    """
    _weigh(blocks)
    trusted = _drop_zones(blocks)
    total = sum(block.mass for block in trusted)
    page_chars = sum(len(block.text) for block in blocks)
    if not total:
        return Reading([], [], 0, page_chars, 0.0, 0)
    container = find_container(trusted, total)
    inside = [block for block in trusted if is_inside(block.element, container)]
    inside = add_siblings(trusted, inside, container)
    if not _has_headline(blocks[: inside[0].position], title):
        inside = _cut_head(inside, title)
    kept, removed = _filter(inside)
    if kept:
        kept = _find_lead(blocks, kept, title, descriptions) + kept
    mass = sum(block.mass for block in kept)
    return Reading(
        lines=[block.text for block in kept],
        removed=[block.text for block in removed],
        chars=sum(len(block.text) for block in kept),
        page_chars=page_chars,
        share=mass / total,
        paragraphs=sum(1 for block in kept if block.mass),
        weight=mass,
    )


def _weigh(blocks: list[Block]) -> None:
    """Give each block its mass: characters of prose outside links; a text that comes again has none."""
    seen: set[str] = set()
    for block in blocks:
        text = block.text
        if text in seen:
            continue
        seen.add(text)
        length = len(text)
        if length < 20 or block.link_ratio > PROSE_LINK_RATIO:
            continue
        if block.tag in HEADING_TAGS and (length < PROSE_CHARS or not _SENTENCE.search(text)):
            continue
        if block.in_figure and block.tag in ("figure", "div", "figcaption"):
            continue
        if block.tag == "pre" and _is_code(text):
            continue
        if not text.isascii():
            length += 2 * len(_CJK.findall(text[:2000]))
        if (
            length >= PROSE_CHARS
            or (block.tag == "p" and _SENTENCE.search(text))
            or (length >= 40 and _SENTENCE.search(text))
        ):
            block.mass = length - block.link_chars
            if block.list_item or block.in_table:
                block.mass //= 2


def _drop_zones(blocks: list[Block]) -> list[Block]:
    """Return the blocks outside doubted parts.

    Parts of one kind are judged together. While what is left is too little of the page's prose, the kind that holds
    the most of the rest is trusted after all; comments and their like only when nothing else is there.
    """
    released: set[str] = set()
    while True:
        trusted = [block for block in blocks if all(zone.kind in released for zone in block.zones)]
        mass = sum(block.mass for block in trusted)
        waiting: dict[str, int] = {}
        strong: dict[str, int] = {}
        for block in blocks:
            kinds = {zone.kind for zone in block.zones if zone.kind not in released}
            if not block.mass or not kinds:
                continue
            held = strong if any(zone.is_strong and zone.kind not in released for zone in block.zones) else waiting
            for kind in kinds:
                held[kind] = held.get(kind, 0) + block.mass
        candidates = waiting or (strong if mass < MIN_TRUSTED_CHARS else {})
        if not candidates:
            return trusted
        releasable = {
            kind: held
            for kind, held in candidates.items()
            if held > mass * (PLAIN_ZONE_RATIO if _PLAIN_ZONE.match(kind) else 1)
        }
        if not releasable:
            return trusted
        released.add(max(releasable.items(), key=lambda item: item[1])[0])


def _cut_head(blocks: list[Block], title: str | None) -> list[Block]:
    """Return the blocks after the headline, when the container holds it before most of its prose."""
    key = fold(title or "")
    if not key:
        return blocks
    total = sum(block.mass for block in blocks)
    before = 0
    for number, block in enumerate(blocks):
        is_title = _says_title(block.text, key) if block.tag == "h1" else block.tag == "h2" and fold(block.text) == key
        if is_title and before < HEAD_SHARE[block.tag] * total:
            return blocks[number + 1 :]
        before += block.mass
    return blocks


def _has_headline(blocks: list[Block], title: str | None) -> bool:
    """Return whether the headline stands in blocks; a heading of the same words below it is a section's."""
    key = fold(title or "")
    return bool(key) and any(block.tag == "h1" and not block.zones and fold(block.text) == key for block in blocks)


def _is_intro(block: Block) -> bool:
    """Return whether a doubted block is a standfirst by what it stands in; the same word names teasers of other pages."""
    is_prose = len(block.text) >= PROSE_CHARS and bool(_SENTENCE.search(block.text))
    return is_prose and all(_INTRO_ZONE.search(zone.kind) for zone in block.zones)


def _says_title(text: str, key: str) -> bool:
    """Return whether a heading is the title: as it is, or with a kicker, a subtitle or the site's name."""
    mine = fold(text)
    if mine == key:
        return True
    short, long = sorted((mine, key), key=len)
    return len(short) >= max(MIN_TITLE_CHARS, TITLE_SHARE * len(long)) and short in long


def _find_lead(blocks: list[Block], kept: list[Block], title: str | None, descriptions: tuple[str, ...]) -> list[Block]:
    """Return the standfirst that stands between headline and body, outside the body's container."""
    title_key = fold(title or "")
    keys = [key for one in descriptions if len(key := fold(one)) >= LEAD_KEY_CHARS]
    start = kept[0].position
    taken = {fold(block.text) for block in kept[:LEAD_BLOCKS]}
    after_title = next(
        (one.position for one in blocks[:start] if one.tag in HEADING_TAGS and _says_title(one.text, title_key)),
        None,
    )
    lead: list[Block] = []
    for block in blocks[max(0, start - LEAD_WINDOW) : start]:
        key = fold(block.text)
        if not key or key in taken or key == title_key or block.in_figure:
            continue
        is_summary = any(one[:LEAD_KEY_CHARS] in key or (len(key) >= LEAD_KEY_CHARS and key in one) for one in keys)
        is_between = (
            after_title is not None
            and after_title < block.position <= after_title + LEAD_BEHIND_TITLE
            and (not block.zones or (not lead and _is_intro(block)))
            and block.link_ratio < 0.3
            and (block.mass > 0 or (block.tag in HEADING_TAGS and len(block.text) >= PROSE_CHARS))
        )
        is_lead = (is_summary and block.link_ratio < 0.5) or is_between
        if is_lead and not is_furniture(block.text):
            taken.add(key)
            lead.append(block)
    return lead[-LEAD_BLOCKS:]


def _filter(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return (kept, removed) of a container's blocks."""
    prose = [number for number, block in enumerate(blocks) if block.mass]
    if not prose:
        return blocks, []
    first, last = prose[0], prose[-1]
    has_paragraphs = sum(block.mass for block in blocks if block.tag == "p") * 2 > sum(block.mass for block in blocks)
    keep = [_is_kept(block, number < first, number > last, has_paragraphs) for number, block in enumerate(blocks)]
    _drop_repeats(blocks, keep)
    _drop_link_lists(blocks, keep)
    _drop_cards(blocks, keep)
    drop_foreign(blocks, keep)
    _drop_lone_headings(blocks, keep)
    return [b for b, k in zip(blocks, keep, strict=True) if k], [b for b, k in zip(blocks, keep, strict=True) if not k]


def _is_kept(block: Block, is_head: bool, is_foot: bool, has_paragraphs: bool) -> bool:
    if is_furniture(block.text) or (block.tag == "p" and points_elsewhere(block.text, block.link_ratio)):
        return False
    if block.tag == "header" and has_paragraphs:
        return False
    if block.mass:
        return True
    if block.in_figure and block.tag in ("figure", "div"):
        return False
    if block.tag in HEADING_TAGS:
        return True
    if block.tag == "pre":  # program text of a guide, between its paragraphs
        return not is_head and not is_foot
    if block.link_ratio > 0.8 and (is_head or is_foot or block.tag != "li"):  # a list is judged as a whole
        return False
    if block.tag == "p":
        return not (is_head and len(block.text) < 40)
    if block.list_item or block.in_table:
        return not is_head
    if block.tag in ("blockquote", "pre", "dt", "dd"):
        return True
    return not has_paragraphs and not is_head and not is_foot


def _drop_repeats(blocks: list[Block], keep: list[bool]) -> None:
    """Unmark paragraphs that a container says again which another has said: the page's doing, a summary or a pull
    quote. What comes again in the same container is the writer's."""
    said: dict[str, HtmlElement | None] = {}
    for number, block in enumerate(blocks):
        if keep[number] and len(block.text) > REPEAT_CHARS:
            parent = block.element.getparent()
            if said.setdefault(fold(block.text), parent) is not parent:
                keep[number] = False


def _drop_link_lists(blocks: list[Block], keep: list[bool]) -> None:
    """Unmark lists whose text is mostly links."""
    lists: dict[HtmlElement | None, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.list_item:
            lists.setdefault(next(block.element.iterancestors("ul", "ol"), None), []).append(number)
    for numbers in lists.values():
        chars = sum(len(blocks[number].text) for number in numbers)
        if sum(blocks[number].link_chars for number in numbers) > LIST_LINK_RATIO * chars:
            for number in numbers:
                keep[number] = False


def _drop_cards(blocks: list[Block], keep: list[bool]) -> None:
    """Unmark teasers of other pages: rows of equal small boxes, each with a linked headline."""
    rows: dict[tuple[HtmlElement, str, str], dict[HtmlElement, list[int]]] = {}
    for number, block in enumerate(blocks):
        element: HtmlElement | None = block.element
        for _ in range(CARD_DEPTH):
            if element is None or element.tag in ("p", "body", "article", "main"):
                parent = None if element is None else element.getparent()
                element = parent if element is not None and element.tag == "p" else None
                continue
            parent = element.getparent()
            if parent is None:
                break
            row = rows.setdefault((parent, element.tag, element.get("class", "")), {})
            row.setdefault(element, []).append(number)
            element = parent
    for cards in rows.values():
        if len(cards) < MIN_CARDS:
            continue
        linked = sum(
            any(blocks[n].link_ratio > 0.8 and len(blocks[n].text) >= 20 for n in numbers) for numbers in cards.values()
        )
        numbers = [number for card in cards.values() for number in card]
        chars = sum(len(blocks[number].text) for number in numbers)
        if linked >= 0.8 * len(cards) and chars < MAX_CARD_CHARS * len(cards):
            for number in numbers:
                keep[number] = False


def _drop_lone_headings(blocks: list[Block], keep: list[bool]) -> None:
    """Unmark headings that nothing kept follows before the next heading of the same or higher rank, or the end; in a
    list they are its items."""
    follows = False
    rank = 7
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if block.tag in HEADING_TAGS and not block.mass and not _is_item(block):
            level = int(block.tag[1])
            if (not follows and level >= rank) or (not follows and rank == 7):
                keep[number] = False
            elif keep[number]:
                follows, rank = False, level
        elif keep[number]:
            follows = True


def _is_item(block: Block) -> bool:
    """Return whether a heading is all there is, or the last, in its list item."""
    parent = block.element.getparent()
    return block.list_item and parent is not None and parent.tag == "li" and block.element.getnext() is None


def _is_code(text: str) -> bool:
    """Program text, which is no prose in any language: braces, semicolons and the like all over."""
    return len(_CODE.findall(text)) > CODE_RATIO * len(text)
