"""Feed text to XML that a strict parser reads, where that can be had. Between feeds.prepare and feeds.parse.

One cheap pass of expat says whether anything is wrong; only then is something repaired, the least invasive first.
What stays broken is left to feedparser's forgiving parser, whose time grows with the square of hostile markup: it
gets documents of bounded size only.
"""

from __future__ import annotations

import html
import re
import xml.parsers.expat

from pipeline.errors import NotAFeed

DEEPEST_NESTING = 200  # elements; feeds with XHTML content reach 40, feedparser's cost is quadratic in it
MOST_ELEMENTS = 250_000  # a feed of 16 MiB has half of that; a minute of feedparser at worst
MOST_ATTRIBUTES = 500  # of one element; Python's SAX layer is quadratic in them
MOST_CATEGORIES = 2_000  # of one item; feedparser is quadratic in them
LOOSE_CHARACTERS = 200_000  # for feedparser's forgiving parser: a few seconds at worst
LOOSE_HEAD_CHARACTERS = 20_000  # of a channel before its items
LONGEST_PERSON = 300  # characters of a name or address; feedparser's search for e-mail is slow on longer ones

# Namespaces of prefixes that feeds use without declaring them.
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}

_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]*);")
_NUMERIC = re.compile(r"&#(\d{1,20}|[xX][0-9a-fA-F]{1,20});")
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIXED_ITEM = re.compile(r"<([A-Za-z][\w.-]{0,30}):(?:item|entry)[\s>]")
_LINK_URI = re.compile(r"""(<link)\s+uri\s*=\s*(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}')(?=\s*>[^<\s])""")
_MARKUP_IN_GUID = re.compile(r"(<guid(?:\s[^<>]{0,200})?>)\s{0,20}(<[A-Za-z][^\[\]]{0,500}?)(</guid>)")
_LONG_PERSON = re.compile(
    r"(<(?:\w{1,20}:)?(?:author|creator|contributor|publisher|managingEditor|webMaster|name|email)(?:\s[^<>]{0,200})?>"
    rf"\s{{0,100}}(?:<!\[CDATA\[)?[^<\]]{{{LONGEST_PERSON}}})[^<\]]+"
)
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]*(?=[\s=/>])")
_ROOT_TAG = re.compile(r"<[A-Za-z_][\w.:-]*")
_ITEM_START = re.compile(r"<(?:item|entry)[\s>]")
_ITEM_NAMES = ("item", "entry")
_CATEGORY_NAMES = ("category", "subject", "keywords")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def make_well_formed(text: str) -> tuple[str, list[str], bool]:
    """Return text that an XML parser reads where possible, what was repaired, and whether it is well-formed now.

    Raises NotAFeed on markup that no feed has: nested absurdly deep, or in absurd numbers.
    """
    text = settle_quirks(text)
    problem = find_xml_error(text)
    if problem is None:
        return text, [], True
    text = declare_prefixes(repair_markup(text))
    if find_xml_error(text) is None:
        return text, [f"markup repaired: {problem}"], True
    closed = close_cut_document(text)
    if closed is not None:
        return closed, ["the document is cut; what was left whole was kept"], True
    return text, [f"not well-formed: {problem}"], False


def split_for_loose(text: str) -> list[str]:
    """Return broken markup as documents small enough for the forgiving parser: its head with some items each."""
    if len(text) <= LOOSE_CHARACTERS:
        return [text]
    starts = [found.start() for found in _ITEM_START.finditer(text)]
    if not starts:
        return [text[:LOOSE_CHARACTERS]]
    head = text[: min(starts[0], LOOSE_HEAD_CHARACTERS)]
    pieces: list[str] = []
    begin = starts[0]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if end - begin > LOOSE_CHARACTERS and start > begin:
            pieces.append(head + text[begin:start])
            begin = start
    return [*pieces, head + text[begin : begin + LOOSE_CHARACTERS]]


def split_items(text: str, *, most: int) -> list[str]:
    """Return the document's head alone and then with each of its first items alone, for the forgiving parser."""
    starts = [found.start() for found in _ITEM_START.finditer(text)][:most]
    head = text[: min(starts[0], LOOSE_HEAD_CHARACTERS)] if starts else text[:LOOSE_HEAD_CHARACTERS]
    ends = [*starts[1:], len(text)]
    return [
        head,
        *(head + text[start : min(end, start + LOOSE_CHARACTERS)] for start, end in zip(starts, ends, strict=False)),
    ]


def settle_quirks(text: str) -> str:
    """Return text with what is well-formed, or nearly, but would be misread: each quirk seen in real feeds."""
    item = _PREFIXED_ITEM.search(text)
    if item and f"xmlns:{item.group(1)}" not in text:  # <rss:item> without a namespace: the prefix means nothing
        text = re.sub(rf"<(/?){re.escape(item.group(1))}:", r"<\1", text)
    if _LINK_URI.search(text):  # <link uri="at://...">https://...</link>: the text is the address (Bluesky)
        text = _LINK_URI.sub(r"\1", text)
    if _MARKUP_IN_GUID.search(text):  # <guid><p>7</p></guid>: an identifier is text, whatever it looks like
        text = _MARKUP_IN_GUID.sub(r"\1<![CDATA[\2]]>\3", text)
    return _LONG_PERSON.sub(r"\1", text)


def repair_markup(text: str) -> str:
    """Return text with HTML's named entities as characters and bare "&" and "<" escaped, outside CDATA."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        start = text.find(_CDATA_START, at)
        end = text.find(_CDATA_END, start) if start >= 0 else -1
        if end < 0:  # no further section, or one that never ends: markup to the end
            start = end = len(text)
        else:
            end += len(_CDATA_END)
        markup = _NUMERIC.sub(_valid_character, _REFERENCE.sub(_html_character, text[at:start]))
        markup = _BARE_LESS.sub("&lt;", _BARE_AMPERSAND.sub("&amp;", markup))
        pieces += (markup, text[start:end])
        at = end
    return "".join(pieces)


def declare_prefixes(text: str) -> str:
    """Return text whose root element declares every prefix that is used and declared nowhere."""
    used = set(_PREFIX.findall(text)) - {"xml", "xmlns"}
    missing = sorted(one for one in used if f"xmlns:{one}" not in text)
    root = _ROOT_TAG.match(text)
    if not missing or root is None:
        return text
    declared = "".join(f' xmlns:{one}="{NAMESPACES.get(one, "urn:undeclared:" + one)}"' for one in missing)
    return text[: root.end()] + declared + text[root.end() :]


def close_cut_document(text: str) -> str | None:
    """Return a document that stops in the middle, closed behind its last whole element; None when it is not cut.

    Half a title or half an address would never be corrected, so the element that is cut goes.
    """
    data = text.encode("utf-8", "replace")
    open_names: list[str] = []
    last_end, left_open = 0, tuple[str, ...]()
    parser = xml.parsers.expat.ParserCreate("utf-8")

    def leave(_name: str) -> None:
        nonlocal last_end, left_open
        open_names.pop()
        last_end, left_open = parser.CurrentByteIndex, tuple(open_names)

    parser.StartElementHandler = lambda name, _attributes: open_names.append(name)
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, False)
    except xml.parsers.expat.ExpatError:
        return None
    end = data.find(b">", last_end) + 1
    if not left_open or end == 0:
        return None
    closed = data[:end].decode("utf-8", "replace") + "".join(f"</{name}>" for name in reversed(left_open))
    return closed if find_xml_error(closed) is None else None


def find_xml_error(text: str) -> str | None:
    """Return what expat says against the text, None when it is well-formed. Raises NotAFeed on absurd markup."""
    depth = elements = categories = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements, categories
        depth += 1
        elements += 1
        if name.endswith(_CATEGORY_NAMES):
            categories += 1
        elif name.endswith(_ITEM_NAMES):
            categories = 0
        if depth > DEEPEST_NESTING or elements > MOST_ELEMENTS:
            raise _absurd(f"{elements} elements, {depth} deep")
        if len(attributes) > MOST_ATTRIBUTES or categories > MOST_CATEGORIES:
            raise _absurd(f"{len(attributes)} attributes, {categories} categories")

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = xml.parsers.expat.ParserCreate("utf-8", "\x1f")
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except xml.parsers.expat.ExpatError as error:
        return str(error)
    return None


def _absurd(what: str) -> NotAFeed:
    return NotAFeed(f"markup with {what} is no feed but an attack or an accident; look at it", reason="not_a_feed")


def _valid_character(found: re.Match[str]) -> str:
    """Return a numeric reference that XML allows as it is, any other as nothing."""
    digits = found.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found.group() if allowed else ""


def _html_character(found: re.Match[str]) -> str:
    name = found.group(1)
    if name in _XML_NAMES:
        return found.group()
    return html.unescape(found.group())
