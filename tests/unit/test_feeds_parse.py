"""Recorded feeds, named by pathology, beside the record they give; and what no bytes may do."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import NotAFeed
from pipeline.feeds.parse import parse_feed
from pipeline.feeds.surface import parse_line
from pipeline.records import ParsedFeed

RECORDED = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feed.example/dir/feed.xml"


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def read(body: bytes, url: str | None = URL) -> ParsedFeed:
    return parse_feed(body, url=url)


@pytest.mark.parametrize(
    "path",
    sorted(one for one in RECORDED.iterdir() if not one.name.endswith(".expected.json")),
    ids=lambda one: one.name,
)
def test_recorded_feed_gives_its_record(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))

    assert parse_line({"id": "x", "path": str(path), "url": URL}) == expected


@pytest.mark.parametrize(
    ("body", "looks"),
    [
        pytest.param(b"", "an empty body", id="empty"),
        pytest.param(b"<!DOCTYPE html><html><body>hello", "an HTML page", id="html"),
        pytest.param(b"%PDF-1.7 ...", "a PDF", id="pdf"),
        pytest.param(b"\x1f\x8b\x08\x00", "gzip data", id="gzip"),
        pytest.param(b'{"error": "not found"}', "JSON, but no JSON Feed", id="json"),
        pytest.param(b"Service unavailable", "text without markup", id="text"),
        pytest.param(b"<note><to>you</to></note>", "root element <note>", id="other xml"),
        pytest.param(b"<rss>" + b"<a>" * 1000, "201 deep", id="nested"),
        pytest.param(b"<rss><item " + b" ".join(b"a%d='1'" % n for n in range(600)) + b"/></rss>", "600 attributes",
                     id="attributes"),
        pytest.param(b"<rss><item>" + b"<category>x</category>" * 2_100 + b"</item></rss>", "categories", id="categories"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(body: bytes, looks: str) -> None:
    with pytest.raises(NotAFeed) as raised:
        read(body)

    assert looks in str(raised.value)
    assert raised.value.reason == "not_a_feed"


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_feed_or_not_a_feed(body: bytes) -> None:
    for one in (
        body,
        b"<rss version='2.0'><channel><item>" + body,
        b'{"version":"https://jsonfeed.org/version/1"' + body,
    ):
        with suppress(NotAFeed):
            assert isinstance(read(one), ParsedFeed)


def test_entities_that_multiply_are_not_followed() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE r [<!ENTITY e0 "ha">{lines}]><rss version="2.0"><channel><item><title>x &e9;</title></item></channel></rss>'

    (entry,) = read(body.encode()).entries

    assert len(entry.title or "") < 1_000


def test_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("classified", encoding="utf-8")
    body = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        + rss("<item><title>a &x;</title></item>").decode()[21:]
    )

    assert "classified" not in str(read(body.encode()))


def test_plain_entities_of_the_document_are_resolved() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY paper "The Daily &#38; Co">]><rss version="2.0"><channel><title>&paper;</title>' \
           b"</channel></rss>"  # fmt: skip

    assert read(body).title == "The Daily & Co"


def test_impossible_character_reference_costs_only_itself() -> None:
    (entry,) = read(rss("<item><title>a &#99999999999; b &#xD800; c &#0; d</title></item>")).entries

    assert entry.title == "a b c d"


def test_prefix_without_namespace_is_declared() -> None:
    (entry,) = read(rss("<item><title>A</title><dc:creator>Mo Khan</dc:creator><foo:bar>x</foo:bar></item>")).entries

    assert entry.authors == ("Mo Khan",)


def test_cut_document_keeps_whole_elements_only() -> None:
    body = rss("<item><title>One</title><link>https://a.example/1</link></item>"
               "<item><title>Two</title><link>https://a.example/second-ar")[: -len("</channel></rss>")]  # fmt: skip

    feed = read(body)

    assert [(one.title, one.url) for one in feed.entries] == [("One", "https://a.example/1"), ("Two", None)]
    assert feed.warnings == ("the document is cut; what was left whole was kept",)


def test_large_broken_document_loses_no_item() -> None:
    item = (
        "<item><title>Mine & yours</b></title><link>https://a.example/{n}</link><description>{pad}</description></item>"
    )
    body = rss("".join(item.format(n=n, pad="word " * 200) for n in range(400)))

    feed = read(body)

    assert [one.url for one in feed.entries] == [f"https://a.example/{n}" for n in range(400)]


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        pytest.param("<link>https://paper.example/</link>", "https://feeds.host.example/paper", "https://paper.example/n/1",
                     id="hosted elsewhere"),
        pytest.param("<link>https://www.paper.example/</link>", "https://paper.example/rss/all.xml",
                     "https://paper.example/n/1", id="own host"),
        pytest.param("<link>https://paper.example/</link>", None, "https://paper.example/n/1", id="address unknown"),
    ],
)  # fmt: skip
def test_relative_link_starts_from_the_site(head: str, url: str | None, expected: str) -> None:
    (entry,) = read(rss("<item><title>A</title><link>/n/1</link></item>", head), url).entries

    assert entry.url == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("<link>javascript:alert(1)</link>", None, id="script"),
        pytest.param("<guid>https://a.example/7</guid>", "https://a.example/7", id="permalink guid"),
        pytest.param('<link uri="at://did/7">https://a.example/7</link>', "https://a.example/7", id="uri attribute"),
        pytest.param("<link>https://a.example/?a=1&amp;copy=2</link>", "https://a.example/?a=1&copy=2", id="entity-like query"),
        pytest.param("<link>\n https://a.example/7 \n</link>", "https://a.example/7", id="spaces"),
        pytest.param('<enclosure url="https://a.example/7.mp3" type="audio/mpeg"/>', "https://a.example/7.mp3",
                     id="enclosure only"),
    ],
)  # fmt: skip
def test_link_of_an_entry(item: str, expected: str | None) -> None:
    (entry,) = read(rss(f"<item><title>A</title>{item}</item>")).entries

    assert entry.url == expected


@pytest.mark.parametrize(
    ("title", "plain", "markup"),
    [
        pytest.param("A &amp;amp; B", "A & B", None, id="escaped twice"),
        pytest.param("A &amp;amp;amp; B", "A & B", None, id="escaped thrice"),
        pytest.param("&lt;b&gt;Big&lt;/b&gt; news", "Big news", "<b>Big</b> news", id="markup"),
        pytest.param("<![CDATA[Fish & chips]]>", "Fish & chips", None, id="cdata"),
        pytest.param("Rates at 3 &lt; 4 percent", "Rates at 3 < 4 percent", None, id="less than"),
        pytest.param(" Two\n lines ", "Two lines", None, id="white space"),
        pytest.param("Caf&eacute;", "Café", None, id="html entity"),
        pytest.param("", None, None, id="empty"),
    ],
)
def test_title_is_plain_and_its_markup_kept(title: str, plain: str | None, markup: str | None) -> None:
    (entry,) = read(rss(f"<item><title>{title}</title><link>https://a.example/1</link></item>")).entries

    assert (entry.title, entry.title_markup) == (plain, markup)


def test_managing_editor_is_no_author_of_the_entries() -> None:
    feed = read(rss("<item><title>A</title></item>", "<managingEditor>boss@a.example (The Boss)</managingEditor>"))

    assert feed.entries[0].authors == ()


def test_sitemap_index_names_its_children() -> None:
    body = b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/news.xml</loc></sitemap>" \
           b"<sitemap><loc>https://feed.example/2026.xml.gz</loc></sitemap></sitemapindex>"  # fmt: skip

    feed = read(body)

    assert (feed.format, feed.entries) == ("sitemap-index", ())
    assert feed.child_urls == ("https://feed.example/news.xml", "https://feed.example/2026.xml.gz")


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        pytest.param("<ttl>60</ttl>", 3_600, id="ttl"),
        pytest.param(
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600, id="sy"
        ),
        pytest.param("<ttl>1</ttl><sy:updatePeriod> hourly </sy:updatePeriod>", 3_600, id="the longer"),
        pytest.param("<ttl>soon</ttl>", None, id="not a number"),
        pytest.param(
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3_600, id="zero"
        ),
    ],
)
def test_pause_that_a_feed_asks_for(head: str, seconds: int | None) -> None:
    assert read(rss("<item><title>A</title></item>", head)).ttl_seconds == seconds


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "windows-1251", "utf-8"])
def test_encoding_nobody_declared_is_found(encoding: str) -> None:
    text = '<rss version="2.0"><channel><title>Вестник порта</title><item><title>Причал закрыт до пятницы, паромы идут ' \
           "от старой набережной города</title></item></channel></rss>"  # fmt: skip

    feed = read(text.encode(encoding))

    assert feed.title == "Вестник порта"
    assert feed.entries[0].title.startswith("Причал закрыт")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content_type", "declared"),
    [
        pytest.param("text/xml; charset=iso-8859-1", "utf-8", id="header against the truth"),
        pytest.param("text/xml", "iso-8859-1", id="prolog against the truth"),
        pytest.param("text/xml; charset=nonsense", "x-unknown", id="names nobody knows"),
    ],
)
def test_utf8_is_believed_over_wrong_declarations(content_type: str, declared: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Café</title></channel></rss>'

    assert parse_feed(body.encode(), url=URL, content_type=content_type).title == "Café"


def test_charset_of_the_header_decides_where_utf8_cannot_be() -> None:
    body = rss("<item><title>Zażółć gęślą</title></item>").decode().encode("iso-8859-2")

    assert (
        parse_feed(body, url=URL, content_type="application/rss+xml; charset=ISO-8859-2").entries[0].title
        == "Zażółć gęślą"
    )


def test_comment_before_the_feed_may_hold_markup() -> None:
    assert read(b"<!-- <html> was here --><rss version='2.0'><channel><title>T</title></channel></rss>").title == "T"


def test_json_feed_that_is_cut_keeps_its_whole_items() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"id": "1", "title": "One"}, {"id": "2", "ti'

    feed = read(body)

    assert (feed.format, [one.guid for one in feed.entries]) == ("json10", ["1"])
    assert feed.warnings == ("truncated JSON: the whole items were kept",)


def test_item_that_breaks_the_parser_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.feeds.parse as module

    whole = module._call_feedparser

    def fragile(text: str) -> object:
        if "poison" in text:
            raise KeyError("poison")
        return whole(text)

    monkeypatch.setattr(module, "_call_feedparser", fragile)

    feed = read(
        rss("<item><title>One</title></item><item><title>poison</title></item><item><title>Three</title></item>")
    )

    assert [one.title for one in feed.entries] == ["One", "Three"]
    assert "an item was skipped" in feed.warnings[0]


def test_broken_image_size_costs_nothing() -> None:
    feed = read(
        rss("<image><width><b></width></image><item><title>One</title></b></item><item><title>Two</title></item>")
    )

    assert [one.title for one in feed.entries] == ["One", "Two"]
