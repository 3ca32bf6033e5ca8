"""What must hold for any input: a strategy of strange input and a check, by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from pipeline.errors import DatelineError, NotAFeed
from pipeline.feeds.cut import new_items, pack_hashes, unpack_hashes
from pipeline.feeds.missed import list_sitemaps
from pipeline.feeds.parse import parse_feed
from pipeline.feeds.schedule import read_asks
from pipeline.fetch.addresses import absolute_redirect, prepare_url
from pipeline.fetch.failures import MAX_RETRY_AFTER_SECONDS, parse_retry_after
from pipeline.fetch.guard import AddressPolicy, check_url
from pipeline.fetch.robots import read_rules
from pipeline.urls import article_id_of, canonicalize_url, host_of

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LONG = 300

# --- feeds -------------------------------------------------------------------------------------------------------

_words = st.sampled_from(
    [
        *("<item>", "</item>", "<item/>", "<item ", "<entry>", "</entry>", "<items>", "<rss:item>", "</rss:item>"),
        *("<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "<guid>", "</guid>", "<id>", "</id>", "<link>", "</link>"),
        *("<link href='/x'/>", "<title>", "</title>", "<title/>", "&amp;", "&bad;", "&", "<", ">", "\x00", "\x0b"),
        *("http://a.example/1", "http://a.example/2", "g1", "g2", " rdf:about='x'", "<url>", "</url>", "<loc>"),
        *("</loc>", "<description>", "</description>", "</channel>", "</rss>", "<channel>", "<link/>", "\ud83d"),
        *("<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>", "<a:b>", "</a:b>", "\U0001f4f0", "é", "\r\n"),
    ]
)
_text = st.text(max_size=20)
_soup = st.lists(st.one_of(_words, _words, _text), max_size=40).map("".join)


def _element(name: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda text: f"<{name}>{text}</{name}>")


_plain = st.text(st.characters(blacklist_characters="<>&\x00", blacklist_categories=["Cs", "Cc"]), max_size=12)
_item = st.tuples(
    st.one_of(st.just(""), _element("guid", st.sampled_from(["g1", "g2", "g3", "g4", " g1 ", "<b>g</b>"]))),
    st.one_of(st.just(""), _element("link", st.sampled_from(["/1", "/2", "http://a.example/1", "", "x y"]))),
    st.one_of(st.just(""), _element("title", _plain)),
    st.one_of(st.just(""), _element("description", st.one_of(_plain, st.just("<![CDATA[<item>]]>")))),
).map(lambda parts: f"<item>{''.join(parts)}</item>")
_feed = st.one_of(
    st.lists(_item, max_size=8).map(lambda items: f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"),
    st.lists(st.one_of(_item, _soup), max_size=6).map(lambda items: f"<rss><channel>{' '.join(items)}</channel></rss>"),
    _soup.map(lambda text: f"<feed xmlns='http://www.w3.org/2005/Atom'>{text}</feed>"),
    _soup.map(lambda text: f"<rdf:RDF>{text}</rdf:RDF>"),
    _soup.map(lambda text: f"<urlset>{text}</urlset>"),
    _soup,
).map(lambda text: text.encode("utf-8", "replace"))
_bytes = st.one_of(
    _feed, st.binary(max_size=LONG), _feed.flatmap(lambda body: st.integers(0, len(body)).map(lambda at: body[:at]))
)


def check_cut(given: Any) -> None:
    """A cut document gives the entries of the whole one, and no bytes raise."""
    body, known_numbers = given
    first = new_items(body, ())
    assert unpack_hashes(pack_hashes(first.item_hashes)) == set(first.item_hashes)
    known = {one for number, one in enumerate(first.item_hashes) if number in known_numbers}
    cut = new_items(body, known)
    if cut.is_whole:
        assert cut.body == body
        return
    whole = parse_feed(body, url="http://a.example/feed").entries
    if len(whole) != len(cut.item_hashes):
        return  # a poll keeps no hashes of these
    fresh = tuple(entry for entry, one in zip(whole, cut.item_hashes, strict=True) if one not in known)
    try:
        entries = parse_feed(cut.body, url="http://a.example/feed").entries
    except NotAFeed:
        assert not fresh  # a poll reads the whole document then
        return
    assert entries == fresh


def check_feed(body: Any) -> None:
    """Any bytes are a feed with distinct keys, but for an item listed twice, or NotAFeed."""
    try:
        feed = parse_feed(body, url="http://a.example/feed")
    except NotAFeed:
        return
    assert all(entry.key for entry in feed.entries)


# --- URLs --------------------------------------------------------------------------------------------------------

_url_words = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP://",
            "//",
            "/",
            "\\",
            "a.example",
            "A.EXAMPLE.",
            "münchen.example",
            "xn--80ak6aa",
        ),
        *(
            "[::1]",
            "[::ffff:10.0.0.1]",
            "127.0.0.1",
            "0x7f.1",
            ":80",
            ":443",
            ":99999",
            ":",
            "@",
            "me:pw@",
            "?",
            "&",
            "=",
        ),
        *(
            "#",
            "#!/x",
            "utm_source=x",
            "utm_source",
            "id=1",
            "%2e%2e/",
            "../",
            "./",
            "%",
            "%zz",
            "%C3%A9",
            "é",
            " ",
            "\t",
        ),
        *("index.html", "amp", "?amp=1", ";jsessionid=1", "\n", "\u202e", "\u3002", "％", "+", "javascript:", "data:,"),
    ]
)
_urls = st.one_of(
    st.lists(st.one_of(_url_words, st.text(max_size=6)), max_size=14).map("".join),
    st.lists(_url_words, max_size=14).map(lambda parts: "http://a.example/" + "".join(parts)),
    st.text(max_size=LONG),
)


def check_url_rules(url: Any) -> None:
    """Canonicalising is idempotent, keeps the host a host, and refuses with an error of ours."""
    host_of(url)
    check_url(url, AddressPolicy())
    try:
        canonical = canonicalize_url(url)
    except DatelineError:
        return
    assert canonicalize_url(canonical) == canonical, canonical
    article_id_of(canonical)


def check_prepared_url(given: Any) -> None:
    """What goes over the wire is ASCII without white space, the same when prepared again; redirects likewise."""
    url, location = given
    try:
        prepared = prepare_url(url)
    except DatelineError:
        return
    if not prepared.startswith(("http://", "https://")):
        assert check_url(prepared, AddressPolicy()) is not None  # the guard's to refuse
        return
    assert prepared.isascii()
    assert not set(prepared) & set(" \t\r\n")
    assert prepare_url(prepared) == prepared
    try:
        absolute_redirect(prepared, location)
    except DatelineError:
        return


# --- robots.txt and headers --------------------------------------------------------------------------------------

_robots_words = st.sampled_from(
    [
        *(
            "User-agent: *\n",
            "User-agent: Dateline\n",
            "user-AGENT:dateline\r",
            "Disallow: /\n",
            "Disallow:\n",
            "Allow: /*$\n",
        ),
        *("Disallow: /*.php$\n", "Crawl-delay: 1e400\n", "Crawl-delay: -1\n", "Crawl-delay: nan\n", "Crawl-delay: ٣\n"),
        *(
            "Sitemap: http://[::1\n",
            "Sitemap: /x\n",
            "# c\n",
            ":",
            "\n",
            "\ufeff",
            "Disallow: /%zz\n",
            "Request-rate: 1/0s\n",
        ),
        *(
            "Visit-time: 0-0\n",
            "Request-rate: 1/5m 9999-9999\n",
            "Disallow: /é*\n",
            "\x00",
            "Disallow: " + "*" * 30 + "\n",
        ),
    ]
)
_robots = st.one_of(
    st.lists(st.one_of(_robots_words, st.text(max_size=10)), max_size=20).map(
        lambda parts: "".join(parts).encode("utf-8", "replace")
    ),
    st.binary(max_size=LONG),
)


def check_robots(given: Any) -> None:
    """Any robots.txt is read; what it asks is a yes or no and a delay that can be waited for."""
    body, url = given
    rules = read_rules(200, body)
    assert rules.allows(url) in (True, False)
    delay = rules.crawl_delay
    assert delay is None or (math.isfinite(delay) and delay >= 0)
    list_sitemaps(body.decode("utf-8", "replace"), "https://a.example/")


_header_words = st.sampled_from(
    [
        *(
            "max-age=",
            "max-age",
            "s-maxage=1",
            ",",
            ";",
            '"',
            "=",
            "60",
            "-1",
            "1e9",
            "9" * 40,
            "٣",
            "inf",
            "nan",
            "no-cache",
        ),
        *(
            "Mon, 02 Mar 2026 10:00:00 GMT",
            "Mon, 99 Foo 99999 99:99:99 GMT",
            "Sun Nov  6 08:49:37 1994",
            "+9999",
            "\x00",
            " ",
        ),
        *("Thu, 01 Jan 1970 00:00:00 -0000", "0", "Mon, 02 Mar 0001 00:00:00 +2359"),
    ]
)
_value = st.one_of(st.lists(_header_words, max_size=6).map("".join), st.text(max_size=40))


def check_headers(given: Any) -> None:
    """What headers ask is a time that can be added to now."""
    cache, expires, retry = given
    asks = read_asks([("Cache-Control", cache), ("EXPIRES", expires), ("Retry-After", retry)], NOW)
    assert asks.max_age_seconds is None or isinstance(asks.max_age_seconds, int)
    assert asks.retry_after_seconds is None or not math.isnan(asks.retry_after_seconds)
    wait = parse_retry_after(retry, now=NOW)
    assert wait is None or 0 <= wait <= MAX_RETRY_AFTER_SECONDS


PROPERTIES: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
    "cut": (st.tuples(_bytes, st.sets(st.integers(0, 7))), check_cut),
    "feed": (_bytes, check_feed),
    "canonical": (_urls, check_url_rules),
    "prepared": (st.tuples(_urls, _urls), check_prepared_url),
    "robots": (st.tuples(_robots, _urls), check_robots),
    "headers": (st.tuples(_value, _value, _value), check_headers),
}
