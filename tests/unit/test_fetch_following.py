"""The rest of an article: which addresses are its full page and its next pages, and which never are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.fetch.following import MAX_FOLLOWING, find_full_page, find_next_page, is_page_of
from pipeline.records import FetchResponse

ARTICLE = "https://paper.example/news/the-river-came-back"
FILE = "https://paper.example/2026/11/the-river-came-back.html"


def response(body: str, url: str = ARTICLE) -> FetchResponse:
    """Return an answer with this page."""
    return FetchResponse(url, url, 200, (), body.encode(), datetime(2026, 11, 1, tzinfo=UTC), 0.1, len(body))


@pytest.mark.parametrize(
    ("first_url", "href", "expected"),
    [
        (ARTICLE, "?page=2", f"{ARTICLE}?page=2"),
        (ARTICLE, "/news/the-river-came-back/2/", f"{ARTICLE}/2/"),
        (ARTICLE, "/news/the-river-came-back/page/2/", f"{ARTICLE}/page/2/"),
        (ARTICLE, "/news/the-river-came-back/seite-2", f"{ARTICLE}/seite-2"),
        (f"{ARTICLE}?seite=1", "?seite=2", f"{ARTICLE}?seite=2"),
        (f"{ARTICLE}?id=7", "?id=7&amp;p=2", f"{ARTICLE}?id=7&p=2"),
        (FILE, "the-river-came-back-2.html", FILE.replace(".html", "-2.html")),
        (FILE, "the-river-came-back,2.html", FILE.replace(".html", ",2.html")),
        (ARTICLE, "?page=2&amp;utm_source=rss", f"{ARTICLE}?page=2&utm_source=rss"),
    ],
    ids=["query", "path", "path-word", "german", "from-one", "entity", "file", "comma", "tracked"],
)
def test_address_with_the_next_number_is_the_next_page(first_url: str, href: str, expected: str) -> None:
    page = response(f'<p>Text</p><a class="pager" href="{href}">2</a>', first_url)
    assert find_next_page(page, first_url, 2) == expected
    assert is_page_of(expected, first_url, 2)


@pytest.mark.parametrize(
    ("first_url", "body"),
    [
        (ARTICLE, '<link rel="next" href="/news/the-bridge-is-open-again">'),
        (ARTICLE, '<a rel="next" href="/news/the-river-came-back-2">'),
        (ARTICLE, '<a href="?page=3">3</a>'),
        (ARTICLE, '<a href="https://elsewhere.example/news/the-river-came-back?page=2">2</a>'),
        (ARTICLE, '<a href="/news/the-river-came-back/comment-page-2/">Older comments</a>'),
        (ARTICLE, '<a href="/news/the-river-came-back?cpage=2">Older comments</a>'),
        (ARTICLE, '<a href="/news?page=2">Older</a>'),
        (ARTICLE, '<a href="#page=2">2</a>'),
        (ARTICLE, '<a href="javascript:page(2)">2</a>'),
        (ARTICLE, "Page 2 of 3"),
        ("https://paper.example/news", '<link rel="next" href="/news?page=2">'),
        ("https://paper.example/", '<a href="/page/2/">2</a>'),
        (f"{ARTICLE}?page=3", '<a href="?page=2">2</a>'),
    ],
    ids=[
        "next-article", "slug-of-another", "skips-one", "other-site", "comments", "comments-query", "its-section", "fragment",
        "script", "no-link", "listing", "front-page", "not-from-page-one",
    ],
)  # fmt: skip
def test_other_links_are_no_next_page(first_url: str, body: str) -> None:
    assert find_next_page(response(body, first_url), first_url, 2) is None


def test_pages_end_somewhere() -> None:
    number = MAX_FOLLOWING + 2
    assert find_next_page(response(f'<a href="?page={number}">next</a>'), ARTICLE, number) is None
    assert find_next_page(response(f'<a href="?page={number - 1}">next</a>'), ARTICLE, number - 1)


MOBILE = '<html><link rel="canonical" href="https://example.org/news/the-river-came-back">'
AMP = "<html amp lang=en><head><link rel=canonical href='{}'></head>"


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        (f"{ARTICLE}/amp", AMP.format(ARTICLE), ARTICLE),
        (f"{ARTICLE}?amp=1", f'<!doctype html><html ⚡ lang="en"><link rel="canonical" href="{ARTICLE}">', ARTICLE),
        (f"{ARTICLE}.amp", f'<html><link href="{ARTICLE}" rel="canonical">', ARTICLE),
        ("https://m.example.org/news/the-river-came-back", MOBILE, "https://example.org/news/the-river-came-back"),
        (f"{ARTICLE}/amp", AMP.format("/news/the-river-came-back"), ARTICLE),
        (f"{ARTICLE}/amp", AMP.format("https://elsewhere.example/the-river-came-back"), None),
        (f"{ARTICLE}/amp", AMP.format("https://paper.example/"), None),
        (f"{ARTICLE}/amp", AMP.format(f"{ARTICLE}/amp"), None),
        (f"{ARTICLE}/amp", "<html amp><head></head>", None),
        (ARTICLE, f'<html><link rel="canonical" href="{ARTICLE}">', None),
        (ARTICLE, '<html><link rel="canonical" href="https://paper.example/news/another-river-story">', None),
        (f"{ARTICLE}/amp", AMP.format("javascript:void(0)"), None),
        (f"{ARTICLE}/amp", AMP.format("http://["), None),
    ],
    ids=[
        "amp", "lightning", "amp-suffix", "mobile", "relative", "other-site", "home", "itself", "no-claim", "plain", "plain-other",
        "script", "nonsense",
    ],
)  # fmt: skip
def test_full_page_of_an_amp_or_mobile_one_is_believed_on_the_same_site(
    url: str, body: str, expected: str | None
) -> None:
    assert find_full_page(response(body, url)) == expected


def test_long_markup_without_an_end_is_read_in_no_time() -> None:
    body = "<a " + "x=1 " * 200_000 + "<a href=2" * 100_000 + "<link rel=canonical " * 5_000
    assert find_next_page(response(body), ARTICLE, 2) is None
    assert find_full_page(response("<html amp " * 50_000 + body, f"{ARTICLE}/amp")) is None
