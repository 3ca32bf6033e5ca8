"""Lists of feeds as people write them: CSV, OPML, and a page's own declarations."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.feeds.csv_feeds import read_csv, write_csv
from pipeline.feeds.discover import find_feeds, guess_feeds, looks_like_feed
from pipeline.feeds.opml import read_opml, write_opml
from pipeline.feeds.rows import FeedRow

HEADER = "name,url,site,country,language,kind\n"
ROW = FeedRow("Gazette", "https://g.example/rss", "https://g.example/", "PK", "ur", "paper")
LINE = "Gazette,https://g.example/rss,https://g.example/,PK,ur,paper\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEADER + LINE, id="plain"),
        pytest.param("\ufeff" + HEADER + LINE, id="byte order mark"),
        pytest.param((HEADER + LINE).replace("\n", "\r\n"), id="CRLF"),
        pytest.param((HEADER + LINE).replace("\n", "\r"), id="CR"),
        pytest.param((HEADER + LINE).replace(",", ";"), id="semicolons"),
        pytest.param((HEADER + LINE).replace(",", "\t"), id="tabs"),
        pytest.param("# agencies\n\n" + HEADER + "\n# more\n" + LINE + ",,,,,\n", id="comments and blank lines"),
        pytest.param(HEADER.upper() + LINE.replace("PK,ur", "pk,UR"), id="case"),
        pytest.param("url,name,kind,language,country,site\nhttps://g.example/rss,Gazette,paper,ur,PK,https://g.example/",
                     id="other order"),
    ],
)  # fmt: skip
def test_csv_is_read(text: str) -> None:
    assert read_csv(text, "feeds.csv") == [ROW]


def test_unknown_column_is_ignored_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        rows = read_csv("name,url,mood\nGazette,https://g.example/rss,glad\n", "feeds.csv")

    assert rows == [FeedRow("Gazette", "https://g.example/rss")]
    assert "mood" in caplog.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(",https://g.example/rss,,,,", 'line 2, column "name" is empty', id="no name"),
        pytest.param("Gazette,,,,,", 'line 2, column "url" is empty', id="no url"),
        pytest.param("Gazette,g.example/rss,,,,", "start it with http:// or https://", id="no scheme"),
        pytest.param("Gazette,https://g.example/a b,,,,", 'column "url"', id="space in url"),
        pytest.param("Gazette,https://g.example/rss,ftp://g.example,,,", 'column "site"', id="site"),
        pytest.param("Gazette,https://g.example/rss,,Pakistan,,", "two letters, such as PK", id="country"),
        pytest.param("Gazette,https://g.example/rss,,,Urdu!,", 'column "language"', id="language"),
        pytest.param("Gazette,https://g.example/rss,,,,paper,more", "7 cells for 6 columns", id="too many cells"),
    ],
)
def test_bad_line_is_named_with_the_remedy(line: str, said: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_csv(HEADER + line + "\n", "my/feeds.csv")

    assert said in str(raised.value)
    assert str(raised.value).startswith("my/feeds.csv")


def test_all_bad_lines_come_in_one_message() -> None:
    text = HEADER + LINE + "A,nowhere,,,,\n" + LINE + "B,,,,,\n"

    with pytest.raises(BadInput) as raised:
        read_csv(text, "feeds.csv")

    assert [f"line {number}" in str(raised.value) for number in (2, 3, 4, 5)] == [True, True, True, True]
    assert "3 mistakes" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("title,link\nA,https://a.example\n", 'no column "name"', id="no header"),
        pytest.param("name,url,include\nA,https://a.example,[\n", "no regular expression", id="filter"),
    ],
)
def test_file_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_csv(text, "feeds.csv")


ROWS = st.builds(
    FeedRow,
    name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1).filter(
        lambda name: not name.startswith(("#", "&", "<"))
    ),
    url=st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9]{0,9}", fullmatch=True),
    country=st.sampled_from([None, "PK", "IN"]),
    kind=st.sampled_from([None, "paper", 'with "quotes", and commas']),
    exclude=st.sampled_from([None, "sports|chess"]),
)


@given(st.lists(ROWS, unique_by=lambda row: row.url, max_size=5))
def test_csv_comes_back_as_written(rows: list[FeedRow]) -> None:
    assert read_csv(write_csv(rows), "x") == rows


@given(st.lists(ROWS, unique_by=lambda row: row.url, min_size=1, max_size=5))
def test_opml_comes_back_as_written(rows: list[FeedRow]) -> None:
    def by_url(row: FeedRow) -> str:
        return row.url

    rows = [FeedRow("N" + str(number), row.url, kind=row.kind, country=row.country, exclude=row.exclude)
            for number, row in enumerate(rows)]  # fmt: skip
    assert sorted(read_opml(write_opml(rows)), key=by_url) == sorted(rows, key=by_url)


def test_opml_of_other_readers_is_read() -> None:
    data = b"""<opml version="1.0"><head><title>Subs</title></head><body>
      <outline text="Papers"><outline TEXT="Gazette &amp; Mail" type="rss" xmlurl="feed://g.example/rss" htmlUrl="https://g.example"/>
        <outline title="Twice" xmlUrl="http://g.example/rss"/></outline>
      <outline text="AT&T" xmlUrl="https://t.example/rss?a=1&b=2"/><outline text="No feed"/></body></opml>"""

    assert read_opml(data) == [
        FeedRow("Gazette & Mail", "http://g.example/rss", "https://g.example", kind="Papers"),
        FeedRow("AT&T", "https://t.example/rss?a=1&b=2"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"<html><body>hello", "an HTML page", id="html"),
        pytest.param(b"", "an empty body", id="empty"),
        pytest.param(b"<opml><body/></opml>", "lists no feeds", id="no feeds"),
        pytest.param(b"\x00\x01", "no OPML", id="garbage"),
    ],
)
def test_what_is_no_opml_is_named(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_opml(data)


def test_declared_feeds_come_first_and_comments_last() -> None:
    page = b"""<html><head><base href="https://cdn.example/base/">
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
      <LINK REL='Alternate' TYPE='application/atom+xml; charset=utf-8' HREF='atom.xml'>
      <link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
      <link rel="alternate" hreflang="ur" href="/ur/">
      <link rel="stylesheet" href="/feed.css"></head>
      <body><a href="/rss/world.rss">World</a><a href="javascript:x">no</a><a href="/about">About</a></body></html>"""

    found = find_feeds(page, "https://site.example/news/")

    assert found[:3] == (
        "https://cdn.example/base/atom.xml",
        "https://cdn.example/comments/feed/",
        "https://cdn.example/rss/world.rss",
    )
    assert found[3:] == guess_feeds("https://site.example/news/")


def test_guesses_stay_on_the_site() -> None:
    guesses = guess_feeds("https://site.example/news/pakistan?page=2")

    assert guesses[0] == "https://site.example/news/pakistan/feed/"
    assert all(one.startswith("https://site.example/") for one in guesses)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"<", b"<html><base href='http://[bad'><link rel=alternate>"])
def test_page_without_feeds_gives_guesses(body: bytes) -> None:
    assert find_feeds(body, "https://site.example/") == guess_feeds("https://site.example/")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/rss", True),
        ("https://a.example/world/feed/", True),
        ("https://a.example/index.xml", True),
        ("https://a.example/?feed=rss2", True),
        ("https://feeds.a.example/top", True),
        ("https://a.example/feeding-the-city", False),
        ("https://a.example/rss-icon.png", False),
        ("https://a.example/atomic-energy", False),
        ("http://[bad", False),
    ],
)
def test_address_that_looks_like_a_feed(url: str, expected: bool) -> None:
    assert looks_like_feed(url) is expected
