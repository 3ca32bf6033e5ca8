"""Is a page an article? Listings, videos, galleries, error, consent and login pages are told from articles.

Only signs that stand for themselves: what a page says it is, and how its text is built. In doubt it is an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from pipeline.errors import BadInput
from pipeline.extract import jsonld
from pipeline.extract.blocks import Block
from pipeline.extract.facts import Facts
from pipeline.urls import canonicalize_url

MIN_TEXT_CHARS = 40  # below it a page that nobody calls an article has a word or two of its menu
MIN_ARTICLE_CHARS = 120  # of body; a shorter one must be marked as an article by its publisher
LISTING_LINK_RATIO = 0.6  # of a page's text in links, with little prose between them
MIN_LISTING_LINKS = 30
SHORT_BODY_CHARS = 600  # below this the page's own word on its kind counts

_ERROR_TITLE = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,40}(?:not found|error|forbidden|unavailable)?|page (?:not found|cannot be found)|"
    r"not found$|access denied|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|"
    r"pagina non trovata|страница не найдена|找不到|attention required|just a moment|are you (?:a )?(?:human|robot)|"
    r"verify you are human|service unavailable|site maintenance",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"^(?:before you continue|(?:your )?privacy (?:choices|settings)|cookie consent|consent)", re.IGNORECASE
)
_LOGIN_TITLE = re.compile(
    r"^(?:log ?in|sign ?in|anmelden|einloggen|connexion|iniciar sesión|accedi|вход)\b", re.IGNORECASE
)
_LISTING_TYPES = frozenset(["collectionpage", "itemlist", "searchresultspage", "profilepage"])
_VIDEO_TYPES = frozenset(["videoobject", "video", "clip", "broadcastevent"])
_GALLERY_TYPES = frozenset(["imagegallery", "mediagallery"])
# Pages of other trades, by what they call themselves and by where their software puts them.
_PRODUCT_TYPES = frozenset(["product", "productgroup", "productmodel", "individualproduct", "offercatalog"])
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
_MANUAL_MAKERS = re.compile(r"sphinx|docutils|mkdocs|docusaurus|gitbook|doxygen|javadoc|readthedocs|vitepress|mdbook")
_MANUAL_HOST = re.compile(r"^(?:docs?|documentation|wiki|kb)\.")
_MANUAL_PATH = re.compile(r"/(?:docs?|documentation|manual|man\d?|wiki|reference|api-docs|javadoc|kb)/[^/]")
MAX_ITEM_TYPES = 50  # microdata of a page that are looked at

_LISTING_PATH = re.compile(
    r"/(?:tags?|category|categories|topics?|authors?|search|archives?)(?:/[^/]+)?/?$", re.IGNORECASE
)


def judge_page(facts: Facts, blocks: Sequence[Block], text: str, title: str | None) -> str | None:
    """Return why a page is no article, or None when it is one.

    One of: listing, video, gallery, error, consent, login, product, forum, documentation, empty.
    """
    head = facts.head_title or title or ""
    is_short = len(text) < SHORT_BODY_CHARS
    if is_short and _ERROR_TITLE.search(head[:120]):
        return "error"
    if is_short and _CONSENT_TITLE.search(head):
        return "consent"
    if is_short and _LOGIN_TITLE.search(head):
        return "login"
    kinds = {kind for node in facts.nodes for kind in jsonld.types_of(node)}
    og_type = (facts.meta.get("og:type") or [""])[0].lower()
    if not facts.article:
        if is_short and (kinds & _VIDEO_TYPES or og_type.startswith("video")):
            return "video"
        if is_short and kinds & _GALLERY_TYPES:
            return "gallery"
        if _is_listing(facts, blocks, text, kinds):
            return "listing"
        if reason := _judge_unnewsy(facts, kinds, og_type):
            return reason
    is_marked = bool(facts.article) or og_type.startswith("article") or facts.entry is not None
    if not text or (len(text) < MIN_TEXT_CHARS and not is_marked):
        return "empty"
    if (
        len(text) < MIN_ARTICLE_CHARS
        and not facts.article
        and not og_type.startswith("article")
        and _is_link_page(blocks)
    ):
        return "listing"
    return None


def _judge_unnewsy(facts: Facts, kinds: set[str], og_type: str) -> str | None:
    """Return what a page of another trade is: a product, a thread, a manual. Never what a feed dates as its news."""
    if og_type.startswith("article") or (facts.entry and facts.entry.published_at):
        return None
    kinds = kinds | {one.rsplit("/", 1)[-1].lower() for one in facts.root.xpath("//@itemtype")[:MAX_ITEM_TYPES]}
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


def _is_listing(facts: Facts, blocks: Sequence[Block], text: str, kinds: set[str]) -> bool:
    if _is_front_page(facts.url):
        return True
    is_claimed = bool(kinds & _LISTING_TYPES) or bool(_LISTING_PATH.search((facts.url or "").split("?", 1)[0]))
    return is_claimed and (len(text) < SHORT_BODY_CHARS or _is_link_page(blocks))


def _is_front_page(url: str | None) -> bool:
    try:
        parts = urlsplit(canonicalize_url(url or ""))  # without what only says where the reader came from
    except BadInput:
        return False
    return parts.path == "/" and not parts.query


def _split(url: str | None) -> SplitResult:
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")


def _is_link_page(blocks: Sequence[Block]) -> bool:
    links = [block for block in blocks if block.link_ratio > 0.8]
    total = sum(len(block.text) for block in blocks)
    return len(links) >= MIN_LISTING_LINKS and sum(block.link_chars for block in blocks) > LISTING_LINK_RATIO * total
