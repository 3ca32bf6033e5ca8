"""URLs as identities: what is joined, what is kept apart, and what rel=canonical may say."""

from __future__ import annotations

import socket
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.urls import article_id_of, canonicalize_url, choose_canonical, host_of, same_site

SAME = [
    ("scheme and host in lower case", "HTTPS://Example.COM/News/A", "https://example.com/News/A"),
    ("http is https", "http://example.com/a", "https://example.com/a"),
    ("http with its port spelled is https", "http://example.com:80/a", "https://example.com/a"),
    ("loopback keeps http", "http://127.0.0.1/a", "http://127.0.0.1/a"),
    ("newsroom keeps scheme and port", "http://localhost:8765/a/", "http://localhost:8765/a"),
    ("IPv6 loopback keeps brackets", "http://[::1]:8765/a", "http://[::1]:8765/a"),
    ("default port dropped", "https://example.com:443/a", "https://example.com/a"),
    ("other port kept with its scheme", "http://example.com:8080/a", "http://example.com:8080/a"),
    ("fragment dropped", "https://example.com/a#comments", "https://example.com/a"),
    ("user and password dropped", "https://me:secret@example.com/a", "https://example.com/a"),
    ("trailing dot of the host", "https://example.com./a", "https://example.com/a"),
    ("blanks around and line breaks within", "  https://example.com/a\nb\t ", "https://example.com/ab"),
    ("no path is the root", "https://example.com", "https://example.com/"),
    ("IDN to ASCII", "https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("IDN in capitals", "https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"),
    ("trailing slash", "https://example.com/world/a/", "https://example.com/world/a"),
    ("runs of slashes", "https://example.com//world///a", "https://example.com/world/a"),
    (
        "an address inside the path keeps its slashes",
        "https://e.com/w/https://x.org/a",
        "https://e.com/w/https://x.org/a",
    ),
    ("dot segments", "https://example.com/a/./b/../c", "https://example.com/a/c"),
    ("dots above the root", "https://example.com/../a", "https://example.com/a"),
    ("index file", "https://example.com/world/index.html", "https://example.com/world"),
    ("index file of the root", "https://example.com/index.php", "https://example.com/"),
    ("index file with a query", "https://example.com/index.php?id=7", "https://example.com/?id=7"),
    ("index file behind a slash", "https://example.com/INDEX.HTM/", "https://example.com/"),
    ("a session id hides a dot segment", "https://example.com/a/..;sid=1/b", "https://example.com/b"),
    ("Default.aspx", "https://example.com/News/Default.aspx", "https://example.com/News"),
    ("session id in the path", "https://example.com/a;jsessionid=AB12?x=1", "https://example.com/a?x=1"),
    ("session id in the query", "https://example.com/a?PHPSESSID=abc&id=1", "https://example.com/a?id=1"),
    (
        "sid that is a token",
        "https://example.com/a?sid=0123456789abcdef0123456789abcdef",
        "https://example.com/a",
    ),
    ("utm", "https://example.com/a?utm_source=x&utm_medium=y&id=1", "https://example.com/a?id=1"),
    ("click ids", "https://example.com/a?fbclid=1&gclid=2&msclkid=3&yclid=4", "https://example.com/a"),
    ("tracking in capitals", "https://example.com/a?UTM_Source=x", "https://example.com/a"),
    ("escaped ampersands", "https://example.com/a?id=1&amp;utm_source=rss", "https://example.com/a?id=1"),
    ("ref with a way's name", "https://example.com/a?ref=rss", "https://example.com/a"),
    ("parameters sorted", "https://example.com/a?z=1&b=2", "https://example.com/a?b=2&z=1"),
    ("values of one name keep their order", "https://example.com/a?t=2&t=1", "https://example.com/a?t=2&t=1"),
    ("a pair twice", "https://example.com/a?t=1&t=1", "https://example.com/a?t=1"),
    ("empty query", "https://example.com/a?", "https://example.com/a"),
    ("escapes in upper case", "https://example.com/%d8%a7", "https://example.com/%D8%A7"),
    ("raw letters encoded", "https://example.com/ا", "https://example.com/%D8%A7"),
    ("needless escapes undone", "https://example.com/%61%2Db%7E", "https://example.com/a-b~"),
    ("needed escapes kept", "https://example.com/a%2Fb%3F", "https://example.com/a%2Fb%3F"),
    ("a lone percent sign", "https://example.com/100%", "https://example.com/100%25"),
    ("legacy bytes survive", "https://example.com/a?q=%CF%F0", "https://example.com/a?q=%CF%F0"),
    ("amp parameter", "https://example.com/some-long-slug?amp=1", "https://example.com/some-long-slug"),
    ("bare amp parameter", "https://example.com/some-long-slug?amp", "https://example.com/some-long-slug"),
    (
        "amp end of an article",
        "https://example.com/2024/some-long-slug/amp/",
        "https://example.com/2024/some-long-slug",
    ),
    (".amp end", "https://example.com/news/world-12345678.amp", "https://example.com/news/world-12345678"),
    (".amp.html end", "https://example.com/some-long-slug.amp.html", "https://example.com/some-long-slug.html"),
]
KEPT = [
    ("amp that is no AMP", "https://example.com/shop/amp"),
    ("www is not guessed away", "https://www.example.com/a"),
    ("mobile host is not guessed away", "https://m.example.com/a"),
    ("a number in ref is an id", "https://example.com/a?ref=20240101"),
    ("cid is an id", "https://example.com/a?cid=1234"),
    ("cid may count from one", "https://example.com/a?cid=1"),
    ("short sid is an id", "https://example.com/a?sid=42"),
    ("source that is an id", "https://example.com/a?source=4711"),
    ("case of the path", "https://example.com/News/ABC"),
    ("query without a name", "https://example.com/a?12345"),
    ("index inside the path", "https://example.com/index.php/some-slug"),
    ("a name that ends in a tracker's", "https://example.com/a?newsid=5&sessionnr=3"),
]
BAD = ["", "   ", "/relative", "example.com/a", "ftp://example.com/a", "mailto:a@example.com", "https://", "https:///a",
       "javascript:void(0)", "https://exa mple.com/", "https://example.com:99999/", "https://[::1/", "https://a..b/",
       "https://[zz]/", "https://example.com:port/"]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), [pytest.param(u, e, id=name) for name, u, e in SAME])
def test_canonical_form(url: str, expected: str) -> None:
    assert canonicalize_url(url) == expected
    assert canonicalize_url(expected) == expected


@pytest.mark.parametrize("url", [pytest.param(u, id=name) for name, u in KEPT])
def test_what_may_name_an_article_is_kept(url: str) -> None:
    assert canonicalize_url(url) == url


@pytest.mark.parametrize("url", BAD)
def test_what_is_no_web_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        canonicalize_url(url)
    assert caught.value.subject == url


_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
_PIECES = st.sampled_from(
    ["/amp", "/", "//", "..", ".", "index.html", "%2F", "%61", "%", "a-b-c", ";jsessionid=1", "?", "&", "=", "#", "amp",
     "utm_source=x", "é", "ش", "+", " ", "&amp;", "Default.aspx", ".amp", ".html", "12345", ":", "sid=", "%e9"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    tail=st.one_of(_TEXT, st.lists(_PIECES, max_size=9).map("".join)),
    host=st.sampled_from(["example.com", "127.0.0.1:8"]),
)
def test_canonicalising_twice_changes_nothing(tail: str, host: str) -> None:
    once = canonicalize_url(f"http://{host}/{tail}")
    assert canonicalize_url(once) == once
    assert once.isascii()


@settings(max_examples=200, deadline=None)
@given(host=st.text(min_size=1, max_size=12))
def test_any_host_gives_a_stable_form_or_a_clear_error(host: str) -> None:
    try:
        once = canonicalize_url(f"https://{host}/a")
    except BadInput:
        return
    assert canonicalize_url(once) == once


def test_article_id_is_the_uuid5_of_the_canonical_url() -> None:
    assert article_id_of("https://example.com/a") == uuid5(NAMESPACE_URL, "https://example.com/a")


@pytest.mark.parametrize(
    ("url", "host"), [("https://Example.com./a", "example.com"), ("/a", ""), ("https://[bad", "")], ids=str
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("https://www.example.com/a", "http://m.example.com/b", True, id="subdomains of one domain"),
        pytest.param("https://example.co.uk/", "https://other.co.uk/", False, id="co.uk is no domain"),
        pytest.param("https://one.blogspot.com/", "https://two.blogspot.com/", False, id="two blogs of one host"),
        pytest.param("https://example.com/", "https://example.org/", False, id="another domain"),
        pytest.param("http://127.0.0.1:8765/a", "http://127.0.0.1:8765/b", True, id="one loopback server"),
        pytest.param("http://127.0.0.1:8765/a", "http://127.0.0.1:8766/a", False, id="two loopback servers"),
        pytest.param("https://bücher.example.com/", "https://example.com/", True, id="IDN"),
        pytest.param("/relative", "https://example.com/", False, id="no host"),
        pytest.param("http://localhost/a", "https://example.com/", False, id="no domain and a domain"),
    ],
)
def test_same_site(a: str, b: str, expected: bool) -> None:
    assert same_site(a, b) is expected
    assert same_site(b, a) is expected


def test_same_site_reads_its_bundled_list_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert same_site("https://a.example.com.au/", "https://b.example.com.au/")


PAGE = "https://www.example.com/world/2024/05/bridge-reopens-after-flood"
BELIEVED = [
    ("itself with tracking", PAGE, PAGE + "?utm_source=x", PAGE),
    ("relative", PAGE, "/world/bridge-reopens-after-flood", "https://www.example.com/world/bridge-reopens-after-flood"),
    ("mobile twin", "https://m.example.com/bridge-reopens-after-flood", PAGE, PAGE),
    ("AMP host", "https://amp.example.com/s/12345", "https://www.example.com/s/12345", "https://www.example.com/s/12345"),
    ("AMP page shortens its path", "https://www.example.com/flood/amp", "https://www.example.com/flood", "https://www.example.com/flood"),
    ("AMP page names another path", "https://www.example.com/amp/story/flood", "/news/flood", "https://www.example.com/news/flood"),
    ("number to slug", "https://www.example.com/?p=123", PAGE, PAGE),
    ("second page to the first", PAGE + "/2", PAGE, PAGE),
    ("print view", PAGE + "?print=1", PAGE, PAGE),
    ("a corrected slug", PAGE, PAGE + "-in-valley", PAGE + "-in-valley"),
]  # fmt: skip
DOUBTED = [
    ("nothing", PAGE, None),
    ("blank", PAGE, "  "),
    ("home page", PAGE, "https://www.example.com/"),
    ("another site", PAGE, "https://syndicator.example.org/bridge-reopens-after-flood"),
    ("its section", PAGE, "https://www.example.com/world/"),
    ("another section", PAGE, "https://www.example.com/politics"),
    ("no web address", PAGE, "javascript:void(0)"),
    ("broken", PAGE, "https://[oops"),
    ("bare script without the id", "https://www.example.com/story.php?id=7", "https://www.example.com/story.php"),
    ("home page for a query page", "https://www.example.com/?p=123", "https://www.example.com/"),
]


@pytest.mark.parametrize(
    ("page", "claimed", "expected"), [pytest.param(p, c, e, id=name) for name, p, c, e in BELIEVED]
)
def test_a_claim_of_the_same_kind_on_the_same_site_is_believed(page: str, claimed: str, expected: str) -> None:
    assert choose_canonical(page, claimed) == expected


@pytest.mark.parametrize(("page", "claimed"), [pytest.param(p, c, id=name) for name, p, c in DOUBTED])
def test_a_claim_of_another_kind_or_site_is_not_believed(page: str, claimed: str | None) -> None:
    assert choose_canonical(page, claimed) == canonicalize_url(page)
