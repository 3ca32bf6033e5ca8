"""A page's tree as a flat list of text blocks, each with what speaks for or against it. One walk, nothing changed.

Which of them are the article is the reader's decision (`reader.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from pipeline.extract.tree import MAX_ATTRIBUTE_CHARS, element_text, letters_of, part_names, squeeze

# Never text of an article, whatever their class says.
SKIPPED_TAGS = frozenset(
    [
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "map", "audio",
        "video", "picture", "source", "track", "img", "input", "select", "option", "optgroup", "textarea",
        "datalist", "head", "link", "meta", "title", "base", "label", "legend",
        "progress", "meter", "output", "rp", "rt", "frameset", "frame", "noframes", "applet", "area", "marquee",
    ]
)  # fmt: skip
# Furniture unless most of the page's prose stands in them.
DOUBTED_TAGS = frozenset(["aside", "footer", "figcaption"])
# Skipped unless paragraphs stand in them: an unclosed one swallows the page behind it.
WIDGET_TAGS = frozenset(["nav", "menu", "form", "button", "dialog", "fieldset"])
WIDGET_PARAGRAPHS = 3
MIN_ANCHOR_WORDS = 3  # of an id that is made of a heading; shorter ones are names
BLOCK_TAGS = frozenset(
    [
        "html", "body", "div", "p", "section", "article", "main", "header", "footer", "aside", "form", "figure",
        "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
        "table", "thead", "tbody", "tfoot", "tr", "caption", "address", "details", "summary", "hr", "center", "hgroup",
        "amp-img",
    ]
)  # fmt: skip
HINTED_TAGS = frozenset(
    [
        "div", "section", "p", "ul", "ol", "dl", "table", "article", "header", "footer", "aside", "h2", "h3", "h4", "h5",
        "h6", "blockquote", "details", "main", "figure", "form", "li", "span", "td", "a",
        "nav", "menu", "button", "dialog", "fieldset", "figcaption",
    ]
)  # fmt: skip
HEADING_TAGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
PROSE_CHARS = 80  # a paragraph this long is prose without further signs; CJK counts triple
MAX_INNER_ARTICLE_CHARS = 500  # an article element inside another is a card up to here, or a comment; longer is a part
DATA_CHARS = 300  # without a blank; the longest words of languages in Latin letters have below 80, addresses mostly 200
MAX_BLOCKS = 20_000  # the longest recorded live blog has 2,600

_NEGATIVE = re.compile(
    r"""(?:^|[\s_-])(?:
    comments?(?!ary)|commentlist|respond|reply|disqus|
    related\w*|recommend\w*|more-?(?:stories|news|articles|from|on|like)|also-?(?:read|like)|see-?also|read-?also|
    up-?next|next-?(?:article|post|story|up)|prev(?:ious)?-?(?:article|post)|post-?nav\w*|
    newsletters?|subscri\w+|sign-?up|signin|login|register|registration|promos?|promotion|sponsor\w*|
    advert\w*|ad|adbox|adslot|ads?-?(?:container|wrapper|unit|slot|banner)|dfp|banner|outbrain|taboola|
    cookies?|consent|gdpr|privacy|
    share|sharing|shares|sharebar|share-?(?:bar|buttons?|links?|tools?)|social|socials|follow|sociable|addtoany|
    bread-?crumbs?|navigation|navbar|nav|menu|submenu|(?<!has-)(?<!with-)(?<!content-)(?<!no-)(?<!left-)(?<!right-)sidebar|
    footer|masthead|byline|author-?(?:bio|box|info|card|meta|name|details|profile|block)|authors?|about-?(?:the-)?author|
    (?:post|entry|article|story|single)-?(?:meta|tags|footer|categories|date)|tags?-?(?:list|links|cloud)|tagcloud|tags|
    \w*teasers?|captions?|wp-caption-text|credits?|image-?(?:credit|caption)|gallery-?caption|
    carousel|slider|slideshow|popup|pop-?up|modal|overlay|tooltip|toast|
    toolbar|print-?(?:hide|only)|no-?print|skip-?link|skip-?to\w*|rating|ratings|poll|quiz|
    pagination|pager|page-?links|sr-only|screen-?reader(?:-text)?|visually-?hidden|is-hidden|
    copyright|trending|popular|most-?(?:read|popular|viewed|shared)|latest-?(?:news|posts|stories)|
    video-?(?:player|caption|playlist)|player|jw-?player|vjs-?\w*|audio-?player|jp-?relatedposts|wp-?block-?(?:latest-posts|post-terms)|
    csc-textpic-imagewrap|ce-gallery|
    feedback|survey|donate|donation|membership|timestamp|time-?stamp|message-?box|app-?download|
    author-?avatar|contributors?|reading-?time|article-?actions|kicker|eyebrow|infinite-?scroll|
    twitter-?(?:tweet|embed)|instagram-?media|tiktok-?embed|fb-?post|social-?embed|
    regwall|pay-?wall-?(?:message|box|offer|banner|overlay|prompt)|piano\w*
    )(?=$|[\s_-]|\d)|(?:^|\s)meta(?=$|\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_POSITIVE = re.compile(
    r"""(?:article|story|post|entry|news|page|blog|single|detail|content|main|body)[\s_-]{0,2}
    (?:body|content|text|copy|main|detail|entry)|articlebody|storybody|rich-?text|wysiwyg|(?:^|[\s_-])prose|
    field-(?:name|type)?-?-?body|body-?text|text-?body|fulltext|paragraphs?""",
    re.IGNORECASE | re.VERBOSE,
)
_STRONG = re.compile(r"^footer$|comment(?!ary)|respond|disqus|related|recommend|cookie|consent", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SCRIPT = re.compile(r"[;!(\s]*function\s*\(|(?:window|self)\.\w+\s*=[^=]")
_LONG_CELL_CHARS = 120  # a table cell this long is a paragraph of a page laid out by tables


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A doubted part of the page: dropped, unless parts of its kind turn out to hold most of the prose.

    kind: tag or class and id values; parts of one kind are judged together. is_strong: never prose of the article.
    """

    element: HtmlElement
    kind: str
    is_strong: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the page does not show it, or only on demand."""
        return self.kind.startswith("hidden ")


@dataclass(slots=True)
class Block:
    """One paragraph-like run of text.

    text: one line. link_chars: how many of its characters are links. element: the nearest block-level element.
    zones: the doubted parts it stands in, outermost first.
    """

    text: str
    link_chars: int
    tag: str
    element: HtmlElement
    zones: tuple[Zone, ...]
    list_item: bool = False
    in_table: bool = False
    in_figure: bool = False
    position: int = 0
    mass: int = field(default=0)

    @property
    def link_ratio(self) -> float:
        """The share of the text that is links, 0..1."""
        return self.link_chars / max(1, len(self.text))


@lru_cache(maxsize=50_000)
def judge_names(names: str) -> str:
    """Return "-" when class and id values are those of furniture, "+" when of an article's body, else ""."""
    spaced = part_names(names)
    if _NEGATIVE.search(spaced):
        return "-"
    return "+" if _POSITIVE.search(spaced) else ""


def read_blocks(root: HtmlElement) -> list[Block]:
    """Return the text blocks of a page in order."""
    walker = _Walker()
    body = root if root.tag == "body" else root.find("body")
    walker.walk(body if body is not None else root)
    return walker.blocks


class _Walker:
    """The state of one walk: open elements, doubted zones, the run of text being gathered."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.links = 0
        self.open_blocks: list[HtmlElement] = []
        self.zones: tuple[Zone, ...] = ()
        self.lists = 0
        self.tables = 0
        self.figures = 0
        self.listings = 0
        self.articles = 0
        self.breaks = 0

    def walk(self, top: HtmlElement) -> None:
        context = etree.iterwalk(top, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in context:
            tag = element.tag
            if event == "start":
                if tag in SKIPPED_TAGS or (tag in WIDGET_TAGS and not _holds_paragraphs(element)):
                    context.skip_subtree()
                    skipped = element
                    continue
                self.enter(element, tag)
                if text := element.text:
                    self.add(text)
                if len(self.blocks) > MAX_BLOCKS:
                    break
            else:
                if element is skipped:
                    skipped = None
                else:
                    self.leave(element, tag)
                if (text := element.tail) and element is not top:
                    self.add(text)
        self.flush()

    def enter(self, element: HtmlElement, tag: str) -> None:
        if tag in BLOCK_TAGS:
            if self.parts:
                self.flush()
            self.breaks = 0
            self.open_blocks.append(element)
            if tag == "li":
                self.lists += 1
            elif tag == "table":
                self.tables += 1
            elif tag == "figure":
                self.figures += 1
            elif tag == "pre":
                self.listings += 1
            elif tag == "article":
                self.articles += 1
        elif tag == "a":
            self.links += 1
        elif tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self.flush()
            else:
                self.parts.append(" ")
        elif tag in ("td", "th"):
            if sum(map(len, self.parts)) > _LONG_CELL_CHARS:
                self.flush()
            else:
                self.parts.append(" ")
        if tag in HINTED_TAGS and not self.listings:  # in program text, classes name its syntax ("hljs-comment")
            kind = _doubt(element, tag)
            if not kind and tag == "article" and self.articles > 1 and _is_card(element):
                kind = "inner article " + _DIGITS.sub("", element.get("class", ""))
            if kind:
                if tag not in BLOCK_TAGS:
                    self.flush()
                self.zones = (*self.zones, Zone(element, kind, bool(_STRONG.search(kind))))

    def leave(self, element: HtmlElement, tag: str) -> None:
        is_block = tag in BLOCK_TAGS
        is_zone = bool(self.zones) and self.zones[-1].element is element
        if is_block or is_zone:
            if self.parts:
                self.flush()
            self.breaks = 0
        if is_block:
            self.open_blocks.pop()
            if tag == "li":
                self.lists -= 1
            elif tag == "table":
                self.tables -= 1
            elif tag == "figure":
                self.figures -= 1
            elif tag == "pre":
                self.listings -= 1
            elif tag == "article":
                self.articles -= 1
        elif tag == "a":
            self.links -= 1
        elif tag in ("td", "th"):
            self.parts.append(" ")
        if is_zone:
            self.zones = self.zones[:-1]

    def add(self, text: str) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
            return
        self.parts.append(text)
        self.breaks = 0
        if self.links > 0:
            self.link_chars += len(squeeze(text))

    def flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        text = squeeze("".join(self.parts))
        self.parts.clear()
        if text and self.open_blocks and not (len(text) > DATA_CHARS and _is_data(text, self.open_blocks[-1].tag)):
            element = self.open_blocks[-1]
            self.blocks.append(
                Block(
                    text=text,
                    link_chars=min(self.link_chars, len(text)),
                    tag=element.tag,
                    element=element,
                    zones=self.zones,
                    list_item=self.lists > 0,
                    in_table=self.tables > 0,
                    in_figure=self.figures > 0,
                    position=len(self.blocks),
                )
            )
        self.link_chars = 0


def _is_data(text: str, tag: str) -> bool:
    """Return whether a long text is none: encoded data, a script that lost its element."""
    if text.isascii() and " " not in text[:DATA_CHARS]:
        return True
    return tag != "pre" and bool(_SCRIPT.match(text)) and text[-1] in ");}"


def _doubt(element: HtmlElement, tag: str) -> str:
    """Return the kind of doubt about an element: a tag, "hidden", "role", or its class and id values; else ""."""
    attributes = element.attrib
    if not attributes:
        return tag if tag in DOUBTED_TAGS or tag in WIDGET_TAGS else ""
    style = attributes.get("style")
    if (
        "hidden" in attributes
        or (attributes.get("aria-hidden") == "true" and tag != "p")
        or (style and _HIDDEN_STYLE.search(style[:MAX_ATTRIBUTE_CHARS]))
    ):
        return "hidden " + _DIGITS.sub("", attributes.get("class", ""))
    if attributes.get("role") in ("navigation", "complementary", "banner", "contentinfo", "search", "dialog"):
        return "role"
    if tag in DOUBTED_TAGS or tag in WIDGET_TAGS:
        return tag
    if tag == "a":
        return ""
    # A heading's id is made of its words.
    names = (
        attributes.get("class", "")
        if tag in HEADING_TAGS
        else f"{attributes.get('class', '')} {attributes.get('id', '')}"
    )
    if len(names) > 1 and tag not in ("main", "li") and judge_names(names[:MAX_ATTRIBUTE_CHARS]) == "-":
        return "" if _wraps_article(element) or _is_anchor(element) else _DIGITS.sub("", names)
    return ""


def _is_card(element: HtmlElement) -> bool:
    """Return whether an article inside another is a card: a linked headline and a line or two."""
    is_linked = element.getparent().tag == "a" or next(element.iter("a"), None) is not None
    return (
        is_linked
        and next(element.iter(*HEADING_TAGS), None) is not None
        and len(element_text(element)) <= MAX_INNER_ARTICLE_CHARS
    )


def _holds_paragraphs(element: HtmlElement) -> bool:
    return any(count >= WIDGET_PARAGRAPHS for count, _ in enumerate(element.iter("p"), 1))


def _is_anchor(element: HtmlElement) -> bool:
    """Return whether an id is but its section's heading ("menu-ideas-for-your-wedding"), and says nothing of its kind."""
    anchor = element.get("id", "")
    if anchor.count("-") + anchor.count("_") < MIN_ANCHOR_WORDS - 1 or judge_names(element.get("class", "")) == "-":
        return False
    heading = element if element.tag in HEADING_TAGS else next(element.iter(*HEADING_TAGS), None)
    return heading is not None and letters_of(anchor) in letters_of("".join(heading.itertext()))


def _wraps_article(element: HtmlElement) -> bool:
    """A part that holds the page's headline is no furniture, whatever it is called ("has-sidebar", "author-jane")."""
    return next(element.iter("h1"), None) is not None
