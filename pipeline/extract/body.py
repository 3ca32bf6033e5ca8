"""The article's body: our own reading of the tree first; trafilatura, JSON-LD or the feed where that is doubtful.

Signals of doubt: little text, or little of the page's prose in it. A second reader costs twice the first, so it is
asked for few pages. Every source gives plain paragraphs.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.extract import jsonld
from pipeline.extract.blocks import Block, read_blocks
from pipeline.extract.facts import Facts
from pipeline.extract.payload import read_payload
from pipeline.extract.reader import Reading, read_body
from pipeline.extract.tree import squeeze

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what it returns as None

MIN_BODY_CHARS = 400  # shorter bodies are asked for a second time; CJK counts triple
MIN_SHARE = 0.6  # of the page's prose; below it the container is in doubt
SECOND_GAIN = 1.3  # a second reading must bring this much more to be taken
STRUCTURED_GAIN = 1.5  # the same for a body out of JSON-LD or the feed, whose paragraphs are lost
MIN_SHOWN_SHARE = 0.6  # of a line's words that the block which it was made of must hold
MAX_SECOND_DEPTH = 300  # deeper trees are not given to a reader that recurses
MAX_SECOND_ELEMENTS = 30_000  # nor larger ones: it takes a second for each 20,000

_TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>")
_TABLE_MARK = re.compile(r"\|(?:\s*-{3,})?")
_WORD = re.compile(r"\w+")
_NO_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a body, what was left out on the way, and which reader gave them."""

    paragraphs: list[str]
    removed: list[str]
    source: str
    share: float = 0.0  # of the page's prose


def extract_body(facts: Facts, blocks: list[Block], title: str | None) -> Body:
    """Return the page's body; without paragraphs when no reader finds one."""
    reading = read_body(blocks, title, _descriptions(facts))
    found = Body(reading.lines, reading.removed, "reader" if reading.lines else "", reading.share)
    for lines, source in (_structured(facts), _from_feed(facts)):
        if _size(lines) > STRUCTURED_GAIN * _size(found.paragraphs) and _holds(lines, found.paragraphs):
            found = Body(lines, [], source, 1.0)
    if _size(found.paragraphs) < MIN_BODY_CHARS or (found.source == "reader" and _is_doubtful(reading)):
        second = _without_hidden(_as_shown(_read_again(facts), facts.root, blocks), blocks)
        if _size(second) > SECOND_GAIN * _size(found.paragraphs):
            found = Body(second, [], "trafilatura")
    if _size(found.paragraphs) < MIN_BODY_CHARS:
        lines = list(dict.fromkeys(line for text in read_payload(facts.root, title) for line in _plain_lines(text)))
        if _size(lines) > max(MIN_BODY_CHARS, STRUCTURED_GAIN * _size(found.paragraphs)):
            found = Body(lines, [], "page data")
    return found


def _descriptions(facts: Facts) -> tuple[str, ...]:
    claims = (
        jsonld.text_of(facts.article.get("description")),
        *facts.meta.get("og:description", ())[:1],
        *facts.meta.get("description", ())[:1],
    )
    return tuple(text for text in claims if text)


def _is_doubtful(reading: Reading) -> bool:
    return reading.weight < MIN_BODY_CHARS or reading.share < MIN_SHARE


def _read_again(facts: Facts) -> list[str]:
    """Return trafilatura's fast reading, its full one when that is short."""
    if _is_too_large(facts.root):
        return []
    import trafilatura  # half a second with all it brings along; few pages need it

    found: list[str] = []
    for fast in (True, False):
        try:
            document = trafilatura.bare_extraction(facts.root, url=facts.url, fast=fast, include_comments=False)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            continue  # a stranger's markup can break any of its rules
        text = getattr(document, "text", None) or ""
        lines = [line for one in text.split("\n") if (line := squeeze(_without_table_marks(one)))]
        found = max(found, lines, key=_size)
        if _size(found) >= MIN_BODY_CHARS:
            break
    return found


def _as_shown(lines: list[str], root: HtmlElement, blocks: list[Block]) -> list[str]:
    """Return lines as the page has them: a line that left out a part of itself, so that words grew together, gives way
    to the block that it was made of; what stands nowhere on the page is left out."""
    texts = root.xpath("//text()[not(parent::script or parent::style)]")
    shown = _NO_SPACE.sub("", squeeze("".join(map(str, texts))))
    found: list[str] = []
    known: list[tuple[set[str], str]] = []
    for line in lines:
        if _NO_SPACE.sub("", line) in shown:
            found.append(line)
            continue
        known = known or [(set(_WORD.findall(block.text)), block.text) for block in blocks]
        words = set(_WORD.findall(line))
        share, text = max(((len(words & held), text) for held, text in known), key=lambda one: one[0], default=(0, ""))
        if share >= MIN_SHOWN_SHARE * len(words) and text not in found:
            found.append(text)
    return found


def _without_hidden(lines: list[str], blocks: list[Block]) -> list[str]:
    """Return lines without those that the page does not show; all of them where that is most of the text."""
    shown = "\n".join(block.text for block in blocks if not any(zone.is_hidden for zone in block.zones))
    hidden = {block.text for block in blocks if block.text not in shown}
    held = "\n".join(hidden)
    kept: list[str] = []
    for line in lines:
        if line in held and line not in shown:
            continue
        for text in hidden:  # several paragraphs can come as one line
            line = line.replace(text, " ")
        kept.append(squeeze(line))
    return kept if 2 * _size(kept) > _size(lines) else lines


def _without_table_marks(line: str) -> str:
    """Return a line without the bars, rules and dashes that trafilatura draws: they are not in the page."""
    line = line.strip()
    if line.startswith("|") or line.endswith("|") or " | " in line:
        return _TABLE_MARK.sub(" ", line)
    return line.removeprefix("- ")


def _is_too_large(root: HtmlElement) -> bool:
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MAX_SECOND_DEPTH or count > 2 * MAX_SECOND_ELEMENTS:
            return True
    return False


def _structured(facts: Facts) -> tuple[list[str], str]:
    text = facts.article.get("articleBody")
    return (_plain_lines(text) if isinstance(text, str) else []), "json-ld"


def _from_feed(facts: Facts) -> tuple[list[str], str]:
    content = facts.entry.content if facts.entry else None
    return (_plain_lines(content) if content else []), "feed"


def _plain_lines(text: str) -> list[str]:
    """Return the paragraphs of a text that may be markup."""
    if _TAG.search(text):
        try:
            root = html.document_fromstring(f"<html><body><div>{text}</div></body></html>")
        except (etree.LxmlError, ValueError):
            return []
        return read_body(read_blocks(root), None).lines
    return [line for one in jsonld.unescape(text).split("\n") if (line := squeeze(one))]


def _holds(lines: list[str], others: list[str]) -> bool:
    """Return whether a text holds most of another's words: the same article, and not its summary or a teaser's."""
    mine, theirs = set(_WORD.findall(" ".join(lines).lower())), _WORD.findall(" ".join(others).lower())
    return not theirs or sum(word in mine for word in theirs) >= 0.6 * len(theirs)


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))
