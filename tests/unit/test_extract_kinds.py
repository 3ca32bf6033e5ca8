"""What a page is: made-up pages of every kind that is no article, each with its reason, and look-alikes that are one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import ClaimedTime, FeedEntry, Page

SITE = "https://paper.example"
PROSE = "".join(
    f"<p>On day {number} the river rose again, and the people of the {name} bank carried their chairs up the hill.</p>"
    for number, name in enumerate(["north", "south", "upper", "lower", "left", "right", "old", "new"], 1)
)
TEASERS = "".join(
    f'<div class="teaser"><h2><a href="/news/story-{n}-of-the-day">Story {n} of the day</a></h2></div>'
    for n in range(40)
)


def judge(
    body: str,
    *,
    url: str = f"{SITE}/news/the-river-rose-again",
    title: str = "The river rose",
    head: str = "",
    entry: FeedEntry | None = None,
) -> str | None:
    """Return why a page is no article, None when it is one."""
    html = f"<html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"
    return extract_article(Page(html, url, entry=entry)).not_article_reason


def linked(kind: str) -> str:
    """Return JSON-LD of a type."""
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "{kind}", "name": "It"}}</script>'


@pytest.mark.parametrize(
    ("reason", "page"),
    [
        ("listing", {"body": TEASERS, "url": f"{SITE}/category/politics/"}),
        ("listing", {"body": TEASERS, "url": f"{SITE}/"}),
        ("listing", {"body": PROSE + TEASERS, "url": f"{SITE}/?utm_source=rss"}),
        ("listing", {"body": TEASERS, "head": linked("CollectionPage")}),
        ("video", {"body": "<video src=a.mp4></video><p>Watch the river.</p>", "head": linked("VideoObject")}),
        ("video", {"body": "<p>Watch.</p>", "head": '<meta property="og:type" content="video.other">'}),
        ("gallery", {"body": "<img src=1.jpg><p>The river, 1 of 12.</p>", "head": linked("ImageGallery")}),
        ("error", {"body": "<p>We looked everywhere.</p>", "title": "404 - Page not found"}),
        ("error", {"body": "<p>Es gibt sie nicht.</p>", "title": "Seite nicht gefunden"}),
        ("consent", {"body": "<p>We and our 812 partners value your privacy.</p>", "title": "Before you continue"}),
        ("login", {"body": "<p>Your e-mail</p>", "title": "Sign in to The Paper"}),
        ("product", {"body": PROSE, "head": linked("Product")}),
        ("product", {"body": PROSE, "url": f"{SITE}/products/rubber-boots-for-rivers"}),
        ("product", {"body": f'<div itemscope itemtype="https://schema.org/Product">{PROSE}</div>'}),
        ("forum", {"body": PROSE, "head": '<meta name="generator" content="Discourse 3.4">'}),
        ("forum", {"body": PROSE, "url": "https://forum.river.example/t/why-does-it-rise/1234"}),
        ("forum", {"body": PROSE, "head": linked("DiscussionForumPosting")}),
        ("documentation", {"body": PROSE, "url": "https://docs.river.example/en/stable/pump.html"}),
        ("documentation", {"body": PROSE, "head": '<meta name="generator" content="mkdocs-1.6, material">'}),
        ("empty", {"body": "<nav><a href=/>Home</a></nav>"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_page_that_is_no_article_says_why(reason: str, page: dict[str, str]) -> None:
    assert judge(**page) == reason  # type: ignore[arg-type]


DATED = FeedEntry(
    "k", None, None, "The river rose", published_at=ClaimedTime(datetime(2026, 11, 1, tzinfo=UTC), source="feed")
)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"body": PROSE}, id="plain"),
        pytest.param({"body": PROSE + TEASERS, "url": f"{SITE}/category/politics/the-river"}, id="below-a-category"),
        pytest.param({"body": PROSE, "url": f"{SITE}/?p=1234"}, id="number-on-the-front-page"),
        pytest.param({"body": PROSE, "head": linked("VideoObject")}, id="text-with-a-video"),
        pytest.param({"body": PROSE, "head": linked("NewsArticle") + linked("Product")}, id="review-of-a-product"),
        pytest.param({"body": PROSE, "url": f"{SITE}/shopping/boots-tested-by-us"}, id="shopping-advice"),
        pytest.param({"body": PROSE, "title": "Why 404 houses were not found to be safe"}, id="404-in-a-headline"),
        pytest.param({"body": PROSE, "url": f"{SITE}/security/topics/alert20260402.html"}, id="alert-under-topics"),
        pytest.param({"body": PROSE, "url": f"{SITE}/docs/advisory-7", "entry": DATED}, id="dated-by-its-feed"),
        pytest.param({"body": PROSE, "url": f"{SITE}/docs/a-7", "head": '<meta property="og:type" content="article">'}, id="says-so"),
    ],
)  # fmt: skip
def test_article_that_looks_like_another_kind_stays_one(page: dict[str, str]) -> None:
    assert judge(**page) is None  # type: ignore[arg-type]
