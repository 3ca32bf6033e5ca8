"""A changed feed cut down to its unseen items, before feeds.parse reads it. Decisions only, no I/O.

feedparser reads under 500 entries a second, and a changed feed mostly repeats itself. So each item's raw text is
hashed, and only a document of the head with the unseen items is parsed. The entries are the same as from the whole
document; wherever that is not certain, the whole document is what comes back.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.errors import NotAFeed
from pipeline.feeds.prepare import prepare_document
from pipeline.feeds.text import absolute_url
from pipeline.feeds.wellform import make_well_formed

HASH_BYTES = 8  # of an item; among the thousands of one feed's items a collision is out of reach
READER_VERSION = b"1"  # to raise when feeds.parse reads items otherwise: every item is then read again once

_ITEM_NAMES = {"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url"}
_ROOT_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_MARK = r"<!\[CDATA\[|<!--|<\?|<(?:[\w.-]+:)?{name}(?=[\s/>])|</(?:[\w.-]+:)?{name}\s*>"
_TOKENS = {name: re.compile(_MARK.format(name=name)) for name in set(_ITEM_NAMES.values())}
_SECTION_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_ABOUT = re.compile(r"""^<[^<>]*?\s(?:[\w.-]+:)?about\s*=\s*("[^"]*"|'[^']*')""")
_GUID = re.compile(r"<(?:guid|id)(?:\s[^<>]*)?>(.*?)</(?:guid|id)\s*>", re.DOTALL)
_ANY_NAME = re.compile(r"<(?:[\w.-]+:)?(?:link|enclosure|guid|id|loc)[\s>]|href\s*=")
_LINK = re.compile(r"<(?:link|loc)(?:\s[^<>]*)?>([^<]+)<|<link\s([^<>]*)>")
_HREF = re.compile(r"""href\s*=\s*["']([^"']*)""")
_ANY_BASE = "http://relative.invalid/"
# What of a document's head says what its items mean: namespaces, bases, the links that relative ones start from.
_HEAD_TAG = re.compile(r"""^<[^<>]*>|<link>\s*(?:<!\[CDATA\[)?[^<>\]]*|\sxml:base\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a feed document is left to parse.

    body: for parse_feed; the document as it came when `is_whole`, else UTF-8 with the unseen items only.
    """

    body: bytes
    item_hashes: tuple[bytes, ...]  # of every item in the document, in order; () when items could not be told apart
    new_count: int  # items in `body`
    is_whole: bool
    reason: str  # why the document was not cut: for statistics; "" when it was

    @property
    def is_unchanged(self) -> bool:
        """True when every item is known: there is nothing to parse."""
        return bool(self.item_hashes) and self.new_count == 0


def new_items(
    body: bytes, known_item_hashes: Collection[bytes], *, url: str | None = None, content_type: str | None = None
) -> Cut:
    """Return the document cut to the items whose raw hash is not known, or whole where the cut is not certain.

    known_item_hashes: `Cut.item_hashes` of what was read before. url: where the document came from; the same items
    from another address, or below another head, are not the same. Raises nothing.
    """
    document = prepare_document(body, content_type)
    found = _ROOT_NAME.match(document.text)
    item_name = _ITEM_NAMES.get(found.group(1).lower()) if found else None
    if document.is_json or item_name is None:
        return _whole(body, "no XML feed")
    try:
        text, warnings, is_xml = make_well_formed(document.text)
    except NotAFeed:
        return _whole(body, "no XML feed")
    if not is_xml or any("is cut" in one for one in warnings):
        return _whole(body, "not well-formed")
    spans = find_items(text, item_name)
    if spans is None:
        return _whole(body, "items not told apart")
    items = [text[start:end] for start, end in spans]
    context = _hash_context(text[: spans[0][0]] if spans else text, url)
    hashes = tuple(hash_item(one, context) for one in items)
    fresh = [number for number, one in enumerate(hashes) if one not in known_item_hashes]
    if len(fresh) == len(items):
        return _whole(body, "nothing known", hashes)
    if not _keep_their_keys(items, fresh):
        return _whole(body, "identifiers shared", hashes)
    return Cut(
        body=_join(text, spans, set(fresh)),
        item_hashes=hashes,
        new_count=len(fresh),
        is_whole=False,
        reason="",
    )


def find_items(text: str, name: str) -> list[tuple[int, int]] | None:
    """Return where each item element starts and ends in well-formed XML; None unless they stand side by side.

    Tags in CDATA sections, comments and instructions are text, not items.
    """
    spans: list[tuple[int, int]] = []
    tokens = _TOKENS[name]
    at, start = 0, -1
    while found := tokens.search(text, at):
        token = found.group()
        at = found.end()
        if token in _SECTION_ENDS:
            at = text.find(_SECTION_ENDS[token], at)
            if at < 0:
                return None
        elif token.startswith("</"):
            if start < 0:
                return None
            spans.append((start, at))
            start = -1
        else:
            if start >= 0:
                return None
            start = found.start()
            end = text.find(">", at)
            if text[end - 1] == "/":  # <item/>
                spans.append((start, end + 1))
                start = -1
    return spans if start < 0 else None


def hash_item(item: str, context: bytes = b"") -> bytes:
    """Return the hash of an item's raw text. context: what else its meaning hangs on, at most 64 bytes."""
    return hashlib.blake2b(item.encode("utf-8", "replace"), digest_size=HASH_BYTES, key=context).digest()


def pack_hashes(hashes: Collection[bytes]) -> bytes:
    """Return hashes as the store keeps them: one after the other."""
    return b"".join(hashes)


def unpack_hashes(packed: bytes | None) -> frozenset[bytes]:
    """Return the hashes of a stored value; none of None, and of what is no such value."""
    packed = packed or b""
    if len(packed) % HASH_BYTES:
        return frozenset()
    return frozenset(packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES))


def _hash_context(head: str, url: str | None) -> bytes:
    said = "\x1f".join([url or "", *_HEAD_TAG.findall(head)])
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=32, key=READER_VERSION).digest()


def _whole(body: bytes, reason: str, hashes: tuple[bytes, ...] = ()) -> Cut:
    return Cut(body=body, item_hashes=hashes, new_count=len(hashes), is_whole=True, reason=reason)


def _keep_their_keys(items: list[str], fresh: list[int]) -> bool:
    """Return True when each fresh item gets the key alone that it gets among all: its GUID or else link is its own."""
    guids = [_find_name(one, _ABOUT, _GUID) for one in items]
    guid_counts = Counter(guids)
    if any("<" in one for one in guid_counts):  # elements within an identifier: who knows what is made of them
        return False
    if all(guids[one] for one in fresh):
        return all(guid_counts[guids[one]] == 1 for one in fresh)
    links = [_settle_link(_find_name(one, _LINK)) for one in items]
    link_counts = Counter(links)
    has_relative = any(one.startswith(_ANY_BASE) for one in links)
    if has_relative and any(one and not one.startswith(_ANY_BASE) for one in links):
        return False  # two spellings may be one address
    return all(
        guid_counts[guids[one]] == 1
        if guids[one]
        else link_counts[links[one]] == 1
        if links[one]
        else not _ANY_NAME.search(items[one])  # neither GUID nor link: the key is made of the item alone
        for one in fresh
    )


def _settle_link(found: str) -> str:
    """Return an item's link as one address has it however it is spelled; relative ones below a base of no meaning."""
    href = _HREF.search(found)
    link = href.group(1) if href else found
    return absolute_url(link, _ANY_BASE) or link


def _find_name(item: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        found = pattern.search(item)
        if found:
            raw = "".join(part for part in found.groups() if part)
            return html.unescape(raw.replace("<![CDATA[", "").replace("]]>", "")).strip()
    return ""


def _join(text: str, spans: list[tuple[int, int]], fresh: set[int]) -> bytes:
    """Return the document without the items that are not fresh; everything between items stays."""
    pieces: list[str] = []
    at = 0
    for number, (start, end) in enumerate(spans):
        pieces.append(text[at:start])
        if number in fresh:
            pieces.append(text[start:end])
        at = end
    pieces.append(text[at:])
    return "".join(pieces).encode("utf-8", "replace")
