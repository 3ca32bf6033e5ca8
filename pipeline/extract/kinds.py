"""Is a page an article? Listings, videos, galleries, error, consent and login pages are told from articles.

Only signs that stand for themselves: what a page says it is, what its software calls it, and how its text is built.
In doubt it is an article: a listing that is kept can be taken out, an article that is refused is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from pipeline.errors import BadInput
from pipeline.extract import jsonld
from pipeline.extract.blocks import Block
from pipeline.extract.facts import Facts
from pipeline.extract.teasers import measure_teasers
from pipeline.extract.templates import judge_template
from pipeline.extract.tree import letters_of
from pipeline.urls import canonicalize_url
from pipeline.walls import (
    CHALLENGE_TITLE,
    CONSENT_TITLE,
    ERROR_TITLE,
    LOGIN_TITLE,
    LOGIN_TO_TITLE,
    NOT_FOUND_TITLE,
    match_opening,
    title_parts,
)

MIN_TEXT_CHARS = 40  # below it a page that nobody calls an article has a word or two of its menu
MIN_ARTICLE_CHARS = 120  # of body; a shorter one must be marked as an article by its publisher
SHORT_BODY_CHARS = 600  # below this the page's own word on its kind counts; CJK counts triple
CONSENT_CHARS = 3_000  # a consent page lists what it wants to do
WALL_LINES = 2  # a wall says what it is in its first lines
MAX_TITLE_CHARS = 120
LISTING_LINK_RATIO = 0.6  # of a page's text in links, with little prose between them
MIN_LISTING_LINKS = 30
MIN_TEASERS = 5
TEASER_SHARE = 0.5  # of a body; the next article below it has 0.21
CLAIMED_TEASER_SHARE = 0.25  # where the page itself says that it is a list
MAX_LONE_LINKS = 4  # blocks of links on a front page that is one text: it fronts nothing
MIN_CARDS = 3  # article nodes of which none is the page's own: they describe its teasers
MAX_FRONT_SLASHES = 2  # of an address that may shrink to "/": "//index.html"
MAX_ITEM_TYPES = 50  # microdata of a page that are looked at

_LISTING_TYPES = frozenset(["collectionpage", "itemlist", "searchresultspage", "profilepage"])
_VIDEO_TYPES = frozenset(["videoobject", "video", "clip", "broadcastevent"])
_GALLERY_TYPES = frozenset(["imagegallery", "mediagallery"])
_GALLERY_PATH = re.compile(
    r"/(?:(?:photo|image|picture)-?)?galler(?:y|ies)/|/(?:bilder|foto|photo)-?(?:galerien?|strecken?|s(?:trips?)?|album)/"
    r"|/(?:galerias?|galer[ií]as?|galerie|diaporamas?|fotogalleria|fotogaler[ií]as?|slideshows?|infotogallery)/",
    re.IGNORECASE,
)
# Pages of other trades, by what they call themselves and by where their software puts them.
_PRODUCT_TYPES = frozenset(
    ["product", "productgroup", "productmodel", "individualproduct", "offercatalog", "softwareapplication"]
)
_SHOP_PATH = re.compile(
    r"/(?:products?|shop|store|collections|cart|checkout|product-category|sub-?categories|dp|itm)/[^/]|/(?:c|cat|cp|sb0)/[\w-]+/?\w*/?$"
    r"|/shop/?$"
)
_FORUM_TYPES = frozenset(["discussionforumposting", "qapage"])
_FORUM_MAKERS = re.compile(r"discourse|vbulletin|xenforo|phpbb|mybb|invision|flarum|vanilla|smf|nodebb|question2answer")
_FORUM_HOST = re.compile(r"^(?:forums?|boards?|community|discuss(?:ions?)?|answers)\.")
_FORUM_PATH = re.compile(
    r"/(?:forums?|threads?|discussions?|questions|boards?)/[\w.-]*\d|/(?:viewtopic|showthread)\.php|/topic/\d|/forums?/[^/]+"
    r"|/t/[\w-]+/\d|/thread-\d|/r/\w+/comments/|-forum/[^/]"
)
_THREAD = re.compile(r"^https?://(?:www\.)?(?:forums?|boards?)\.[^/]+/(?:.*/)?(?:threads?|topics?|t)/")
_MANUAL_MAKERS = re.compile(r"sphinx|docutils|mkdocs|docusaurus|gitbook|doxygen|javadoc|readthedocs|vitepress|mdbook")
_MANUAL_HOST = re.compile(r"^(?:docs?|documentation|wiki|kb)\.")
_MANUAL_PATH = re.compile(r"/(?:docs?|documentation|manual|man\d?|wiki|reference|api-docs|javadoc|kb)/[^/]")
_LISTING_PATH = re.compile(
    r"/(?:tags?|category|categories|topics?|authors?|search|archives?|kategorien?|rubrik(?:en)?|them(?:a|en)|autor(?:en|es)?|suche"
    r"|rubriques?|auteurs?|recherche|categor[ií]as?|etiquetas?|temas?|secci[oó]n(?:es)?|buscar|categorie|argomenti|autori|tema"
    r"|sections?|latest)(?:/[^/]+)?(?:/page/\d+)?/?$|/page/\d+/?$",
    re.IGNORECASE,
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def judge_page(facts: Facts, blocks: Sequence[Block], text: str, title: str | None) -> str | None:
    """Return why a page is no article, or None when it is one.

    One of: listing, video, gallery, error, challenge, consent, login, product, forum, documentation, empty.
    """
    size = len(text) if len(text) >= SHORT_BODY_CHARS else len(text) + 2 * len(_UNSPACED.findall(text))
    is_own = _has_own_article(facts)
    og_type = (facts.meta.get("og:type") or [""])[0].lower()
    says_article = is_own or og_type.startswith("article")
    if wall := _judge_wall(facts, blocks, text, size, says_article=says_article, title=title):
        return wall
    if not is_own and (reason := _judge_kind(facts, blocks, text, size, og_type)):
        return reason
    is_marked = says_article or facts.entry is not None
    if not text or (size < MIN_TEXT_CHARS and not is_marked):
        return "empty"
    return "listing" if size < MIN_ARTICLE_CHARS and not says_article and _is_link_page(blocks) else None


# --- walls -----------------------------------------------------------------------------------------------------


def _judge_wall(
    facts: Facts, blocks: Sequence[Block], text: str, size: int, *, says_article: bool, title: str | None
) -> str | None:
    """Return error, challenge, consent or login for a page that stands before another, or for none."""
    parts = title_parts((facts.head_title or title or "")[:MAX_TITLE_CHARS])
    is_short = size < SHORT_BODY_CHARS
    if any(map(NOT_FOUND_TITLE.fullmatch, parts)) and (is_short or not says_article):
        return "error"
    if size < CONSENT_CHARS and not says_article and any(map(CONSENT_TITLE.fullmatch, parts)):
        return "consent"
    if not is_short:
        return None
    if any(map(CHALLENGE_TITLE.fullmatch, parts)):
        return "challenge"
    if says_article:
        return None
    parts = (*parts, *(heading.text for heading in facts.headings[:WALL_LINES]))
    if any(map(ERROR_TITLE.fullmatch, parts)) or any(map(NOT_FOUND_TITLE.fullmatch, parts)):
        return "error"
    if any(LOGIN_TITLE.fullmatch(part) or LOGIN_TO_TITLE.fullmatch(part) for part in parts) and (
        size < MIN_ARTICLE_CHARS or facts.root.xpath("boolean(//input[@type='password'])")
    ):
        return "login"
    # Where next to nothing was taken for text, the page's first words say why.
    lines = text.split("\n") if size >= MIN_ARTICLE_CHARS else [block.text for block in blocks if block.link_ratio < 1]
    return next((kind for line in lines[:WALL_LINES] if (kind := match_opening(line))), None)


# --- other kinds -----------------------------------------------------------------------------------------------


def _judge_kind(facts: Facts, blocks: Sequence[Block], text: str, size: int, og_type: str) -> str | None:
    """Return what a page without an article's markup is instead; None when nothing says so."""
    said = {kind for node in facts.nodes for kind in jsonld.types_of(node)}
    if size < SHORT_BODY_CHARS:
        kinds = said | _item_types(facts)
        if kinds & _VIDEO_TYPES or og_type.startswith("video"):
            return "video"
        if kinds & _GALLERY_TYPES or _GALLERY_PATH.search(_split(facts.url).path):
            return "gallery"
    is_dated = facts.entry is not None and facts.entry.published_at is not None
    template = None if is_dated else judge_template(facts.root)
    is_claimed = bool(said & _LISTING_TYPES) or template == "listing" or _has_listing_path(facts.url)
    may_list = not is_dated and (is_claimed or not og_type.startswith("article"))
    if _is_listing(facts, blocks, text, size, is_claimed=is_claimed, may_list=may_list):
        return "listing"
    if is_dated:
        return None  # what a feed dates is its site's news
    return template if template not in (None, "listing") else _judge_unnewsy(facts, said, og_type)


def _item_types(facts: Facts) -> set[str]:
    """Return the lower-case types of a page's microdata, without their vocabulary's address."""
    return {one.rsplit("/", 1)[-1].lower() for one in facts.root.xpath("//@itemtype")[:MAX_ITEM_TYPES]}


def _judge_unnewsy(facts: Facts, said: set[str], og_type: str) -> str | None:
    """Return what a page of another trade is: a product, a thread, a manual."""
    if _has_own_offer(facts):
        return "product"
    if _THREAD.match(facts.url or ""):
        return "forum"
    if og_type.startswith("article"):
        return None
    kinds = said | _item_types(facts)
    address = _split(facts.url)
    path = address.path.lower()
    generator = " ".join(facts.meta.get("generator", ())).lower()
    if og_type.startswith("product") or kinds & _PRODUCT_TYPES or _SHOP_PATH.search(path):
        return "product"
    if (
        kinds & _FORUM_TYPES
        or _FORUM_MAKERS.search(generator)
        or _FORUM_HOST.match(address.netloc)
        or _FORUM_PATH.search(path)
    ):
        return "forum"
    if _MANUAL_MAKERS.search(generator) or _MANUAL_HOST.match(address.netloc) or _MANUAL_PATH.search(path):
        return "documentation"
    return None


def _is_listing(
    facts: Facts, blocks: Sequence[Block], text: str, size: int, *, is_claimed: bool, may_list: bool
) -> bool:
    """Return whether a page leads to others instead of telling something.

    is_claimed: the page, its software or its address calls it a list. may_list: its text may be one of teasers.
    """
    if _is_front_page(facts.url):
        return not _is_lone_text(facts, blocks, size)
    if is_claimed and (size < SHORT_BODY_CHARS or _is_link_page(blocks)):
        return True
    if not may_list:
        return False
    count, share = measure_teasers(blocks, text, facts.url)
    return count >= MIN_TEASERS and share >= (CLAIMED_TEASER_SHARE if is_claimed else TEASER_SHARE)


def _has_listing_path(url: str | None) -> bool:
    return bool(_LISTING_PATH.search((url or "").split("?", 1)[0]))


def _is_lone_text(facts: Facts, blocks: Sequence[Block], size: int) -> bool:
    """Return whether a site's front page is one text: what a feed announces under the page's headline, or prose that
    leads to next to nothing else."""
    if size < SHORT_BODY_CHARS:
        return False
    announced = letters_of(facts.entry.title) if facts.entry and facts.entry.title else ""
    if announced and any(announced == letters_of(heading.text) for heading in facts.headings):
        return True
    return sum(block.link_ratio > 0.8 for block in blocks) <= MAX_LONE_LINKS


def _has_own_article(facts: Facts) -> bool:
    """Return whether the article that JSON-LD describes is this page, and not one of several that it leads to."""
    if not facts.article:
        return False
    count = sum(bool(jsonld.types_of(node) & jsonld.ARTICLE_TYPES) for node in facts.nodes)
    is_front = _is_front_page(facts.url)
    if count < MIN_CARDS and not is_front:
        return True
    own = _canonical(facts.url)
    addresses = {_canonical(one) for one in jsonld.addresses_of(facts.article)} - {""}
    if own in addresses and not is_front:
        return True
    if count < MIN_CARDS and not addresses - {own}:
        return True
    headline = letters_of(jsonld.text_of(facts.article.get("headline") or facts.article.get("name")) or "")
    shown = (
        *(heading.text for heading in facts.headings[:1]),
        facts.head_title or "",
        *facts.meta.get("og:title", ())[:1],
    )
    return bool(headline) and any(
        headline in letters or letters in headline for one in shown if (letters := letters_of(one))
    )


def _has_own_offer(facts: Facts) -> bool:
    """Return whether JSON-LD offers for sale what this page's address is about."""
    offers = [node for node in facts.nodes if node.get("offers") and jsonld.types_of(node) & _PRODUCT_TYPES]
    own = _canonical(facts.url) if offers else ""
    return bool(own) and any(own in {_canonical(one) for one in jsonld.addresses_of(node)} for node in offers)


def _is_front_page(url: str | None) -> bool:
    if _split(url).path.count("/") > MAX_FRONT_SLASHES:
        return False
    try:
        parts = urlsplit(canonicalize_url(url or ""))  # without what only says where the reader came from
    except BadInput:
        return False
    return parts.path == "/" and not parts.query


def _is_link_page(blocks: Sequence[Block]) -> bool:
    links = [block for block in blocks if block.link_ratio > 0.8]
    total = sum(len(block.text) for block in blocks)
    return len(links) >= MIN_LISTING_LINKS and sum(block.link_chars for block in blocks) > LISTING_LINK_RATIO * total


def _split(url: str | None) -> SplitResult:
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")


def _canonical(url: str | None) -> str:
    try:
        return canonicalize_url((url or "").split("#", 1)[0])
    except BadInput:
        return ""
