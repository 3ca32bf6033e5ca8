"""What kind of page a site's software says it made: the marks of its templates on `html` and `body`.

Content management systems, shops and forums name the template of each page for their style sheets, and the names are
the software's, not the site's. They say more than Open Graph, which many of them fill in alike for all pages.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

MAX_CLASS_CHARS = 2_000

_WORDPRESS_ARCHIVES = frozenset(["category", "tag", "author", "date", "post-type-archive"])
_WORDPRESS_TERM = re.compile(r"^(?:tax|term)-")
_GHOST_LISTS = frozenset(["home-template", "tag-template", "author-template"])
_SHOP = frozenset(
    [
        "single-product", "tax-product_cat", "tax-product_tag", "woocommerce-shop", "post-type-archive-product",  # WooCommerce
        "catalog-product-view", "catalog-category-view", "catalogsearch-result-index",  # Magento
        "template-product", "template-collection", "template-list-collections",  # Shopify
        "is--ctl-detail", "is--ctl-listing",  # Shopware
    ]
)  # fmt: skip
# PrestaShop, OpenCart
_SHOP_NUMBERED = re.compile(r"^(?:product|category)-id-\d+$|^product-(?:product|category)-[\d_]+$")
_FORUM = frozenset(
    ["bbpress", "single-topic", "single-forum", "topic-template-default", "forum-template-default", "forum-archive"]
)
_PHPBB = re.compile(r"^section-view(?:topic|forum)")
_XENFORO = ("thread_", "forum_", "category_view", "member_")
_SPHINX = ("_static/documentation_options", "_static/doctools")  # in the address of a script


def judge_template(root: HtmlElement) -> str | None:
    """Return error, product, forum, documentation or listing where the page's software names such a template."""
    body = root if root.tag == "body" else root.find("body")
    words = (body.get("class") or "")[:MAX_CLASS_CHARS].lower().split() if body is not None else []
    classes = set(words)
    if "error404" in classes:
        return "error"
    if classes & _SHOP or any(map(_SHOP_NUMBERED.match, words)):
        return "product"
    is_xenforo = root.get("data-app") == "public" and (root.get("data-template") or "").startswith(_XENFORO)
    if is_xenforo or classes & _FORUM or any(map(_PHPBB.match, words)):
        return "forum"
    if _is_list(classes):
        return "listing"
    head = root.find("head")
    scripts = [one.get("src") or "" for one in head.iter("script")] if head is not None else []
    return "documentation" if any(mark in source for source in scripts for mark in _SPHINX) else None


def _is_list(classes: set[str]) -> bool:
    """Return whether a page lists a site's posts: WordPress, Ghost, Squarespace, Joomla."""
    if "archive" in classes and (classes & _WORDPRESS_ARCHIVES or any(map(_WORDPRESS_TERM.match, classes))):
        return True
    return (
        {"home", "blog"} <= classes
        or {"search", "search-results"} <= classes
        or bool(classes & _GHOST_LISTS)
        or {"collection-type-blog", "view-list"} <= classes
        or ("com_content" in classes and bool(classes & {"view-category", "view-featured"}))
    )
