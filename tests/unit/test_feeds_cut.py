"""The cut gives the same entries as the whole document, or the whole document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.feeds.cut import Cut, new_items, pack_hashes, unpack_hashes
from pipeline.feeds.parse import parse_feed
from tests.quality import cuts
from tests.quality.cuts import compare_cuts

RECORDED = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feed.example/dir/feed.xml"


def item(number: int, extra: str = "") -> str:
    return (
        f"<item><title>T{number}</title><guid>g{number}</guid><link>https://a.example/{number}</link>{extra}</item>\n"
    )


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title><ttl>30</ttl>'
    return f"{head}{''.join(items)}<language>en</language></channel></rss>".encode()


def cut_after(before: bytes, now: bytes) -> Cut:
    return new_items(now, set(new_items(before, ()).item_hashes))


def test_only_the_unseen_items_are_left_to_parse() -> None:
    cut = cut_after(rss(item(1), item(2)), rss(item(3), item(1), item(2)))

    assert (cut.new_count, cut.is_whole, len(cut.item_hashes)) == (1, False, 3)
    assert [one.guid for one in parse_feed(cut.body, url=URL).entries] == ["g3"]


def test_what_surrounds_the_items_stays() -> None:
    feed = parse_feed(cut_after(rss(item(1)), rss(item(2), item(1))).body, url=URL)

    assert (feed.title, feed.ttl_seconds, feed.language) == ("Paper", 1_800, "en")


def test_edited_item_is_read_again() -> None:
    cut = cut_after(rss(item(1), item(2)), rss(item(1), item(2, "<description>corrected</description>")))

    assert [one.summary for one in parse_feed(cut.body, url=URL).entries] == ["corrected"]


def test_new_order_alone_is_nothing_new() -> None:
    cut = cut_after(rss(item(1), item(2)), rss(item(2), item(1)))

    assert cut.is_unchanged


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        pytest.param(rss(), rss(item(1)), "nothing known", id="first time"),
        pytest.param(rss(item(1)), rss(item(1), "<item><title>A & B</title></item>", "<item><title>C</b></title></item>"),
                     "not well-formed", id="broken"),
        pytest.param(rss(item(1)), rss(item(1), item(2))[:-40], "not well-formed", id="cut off"),
        pytest.param(rss(item(1)), rss(item(1), "<item><item></item></item>"), "items not told apart", id="nested"),
        pytest.param(rss(item(1)), rss(item(1), item(1, "<description>other</description>")), "identifiers shared",
                     id="shared guid"),
        pytest.param(rss(item(1)), rss(item(1), "<item><title>bare</title><enclosure url='/a.mp3'/></item>"), "identifiers shared", id="link of another kind"),
        pytest.param(rss(item(1)), rss(item(1), "<item><guid>h<b/>2</guid></item>"), "identifiers shared", id="markup in guid"),
        pytest.param(rss(item(1)), rss(item(1), "<item><link><![CDATA[https://a.example/1]]></link></item>"),
                     "identifiers shared", id="shared link"),
        pytest.param(rss("<item><link>/1</link></item>"), rss("<item><link>/1</link></item>", "<item><link>http://a.example/1</link></item>"),
                     "identifiers shared", id="two spellings of a link"),
        pytest.param(b"{}", b'{"items": []}', "no XML feed", id="json"),
        pytest.param(b"", b"\x00\xff", "no XML feed", id="garbage"),
        pytest.param(b"", b"<rss>" + b"<a>" * 999, "no XML feed", id="absurd"),
    ],
)  # fmt: skip
def test_whole_document_where_the_cut_is_not_certain(before: bytes, now: bytes, reason: str) -> None:
    cut = cut_after(before, now)

    assert (cut.is_whole, cut.reason, cut.body) == (True, reason, now)


def test_item_without_identifier_is_cut_by_its_content() -> None:
    now = rss("<item><title>One</title></item>", "<item><title>Two</title></item>")
    cut = cut_after(rss("<item><title>One</title></item>"), now)

    assert not cut.is_whole
    assert parse_feed(cut.body, url=URL).entries == parse_feed(now, url=URL).entries[1:]


def test_item_tags_in_comments_and_cdata_are_text() -> None:
    odd = item(2, "<description><![CDATA[</item><item>]]></description><!-- <item> -->")

    cut = cut_after(rss(item(1)), rss(item(1), odd))

    assert (len(cut.item_hashes), cut.new_count) == (2, 1)


@pytest.mark.parametrize(
    "name", ["rss20_guid_shared.xml", "rss10_dc_dates.xml", "atom10_author_inherited.xml", "sitemap_news.xml"]
)
def test_entries_of_the_cut_are_those_of_the_whole(name: str) -> None:
    body = (RECORDED / name).read_bytes()
    whole = parse_feed(body, url=URL)
    hashes = new_items(body, ()).item_hashes
    for number, known in enumerate(hashes):
        cut = new_items(body, {known})
        expected = whole.entries if cut.is_whole else whole.entries[:number] + whole.entries[number + 1 :]

        assert parse_feed(cut.body, url=URL).entries == expected


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_cut_or_left_whole(body: bytes) -> None:
    for one in (body, rss(item(1))[:-30] + body, rss(item(1), body.decode("utf-8", "replace"))):
        cut = cut_after(rss(item(1)), one)

        assert cut.body == one or not cut.is_whole


def test_hashes_are_stored_and_read_back() -> None:
    hashes = new_items(rss(item(1), item(2)), ()).item_hashes

    assert unpack_hashes(pack_hashes(hashes)) == set(hashes)
    assert len(pack_hashes(hashes)) == 16


@pytest.mark.parametrize("packed", [None, b"", b"no hashes"], ids=["none", "empty", "odd length"])
def test_what_is_no_hashes_knows_nothing(packed: bytes | None) -> None:
    assert unpack_hashes(packed) == frozenset()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(("", "http://a.example/f"), ("", "http://b.example/f"), id="another address"),
        pytest.param(("<link>http://a.example/</link>", ""), ("<link>http://b.example/</link>", ""), id="another site"),
        pytest.param(("<a xml:base='/x/'/>", ""), ("<a xml:base='/y/'/>", ""), id="another base"),
    ],
)
def test_items_below_another_head_are_other_items(before: tuple[str, str], now: tuple[str, str]) -> None:
    first = new_items(rss(before[0], item(1)), (), url=before[1])
    second = new_items(rss(now[0], item(1)), set(first.item_hashes), url=now[1])

    assert second.new_count == 1


def test_a_head_that_only_tells_the_time_changes_no_item() -> None:
    known = set(new_items(rss("<lastBuildDate>Mon</lastBuildDate>", item(1)), ()).item_hashes)

    assert new_items(rss("<lastBuildDate>Tue</lastBuildDate>", item(1)), known).is_unchanged


@pytest.mark.parametrize("name", sorted(path.name for path in RECORDED.glob("*.xml")))
def test_every_recorded_feed_is_cut_to_the_same_entries(name: str) -> None:
    counts = compare_cuts((RECORDED / name).read_bytes(), seed=name)

    assert counts["different"] == 0


def test_a_comparison_sees_a_cut_that_loses_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(body: bytes, known: set[bytes]) -> Cut:
        return replace(new_items(body, known), body=rss())

    body = rss(*(item(number) for number in range(8)))
    assert compare_cuts(body, seed="") == {"same": 2}
    monkeypatch.setattr(cuts, "new_items", lambda body, known: lose(body, known) if known else new_items(body, known))
    assert compare_cuts(body, seed="") == {"different": 2}
