"""What operators set for a feed: read as people write it, wrong values told with the remedy."""

from __future__ import annotations

import pytest

from pipeline.errors import BadInput
from pipeline.feeds.csv_feeds import read_csv, write_csv
from pipeline.feeds.options import (
    headers_for_page,
    merge_headers,
    read_headers,
    read_interval,
    read_pattern,
    read_switch,
)
from pipeline.feeds.rows import FeedRow


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("900", 900), ("15m", 900), ("2 h", 7_200), ("1D", 86_400), ("60", 60), ("auto", None), ("", None)],
)
def test_interval_is_read(text: str, seconds: int | None) -> None:
    assert read_interval(text) == seconds


@pytest.mark.parametrize("text", ["0", "59", "8d", "often", "1.5h", "-5m", "9999999d"])
def test_interval_that_is_none_says_what_to_write(text: str) -> None:
    with pytest.raises(BadInput, match="write 15m"):
        read_interval(text)


def test_pattern_that_is_none_is_shown_with_the_reason() -> None:
    assert read_pattern("") is None
    assert read_pattern("sport|weather") == "sport|weather"
    with pytest.raises(BadInput, match=r"'\(sport' is no regular expression"):
        read_pattern("(sport")


@pytest.mark.parametrize(
    "line",
    [
        "Authorization",
        "Na me: x",
        ": x",
        "X-A: caf\u00e9",
        "X-A: a\r\nX-B: b",
        "Host: other.example",
        "if-none-match: x",
    ],
)
def test_header_that_cannot_be_sent_is_told(line: str) -> None:
    with pytest.raises(BadInput):
        read_headers([line])


def test_headers_are_changed_and_taken_away_by_name() -> None:
    known = {"Authorization": "Bearer a", "X-Key": "1"}
    changed = read_headers(["authorization: Bearer b:c", "x-key:"])

    assert merge_headers(known, changed) == {"authorization": "Bearer b:c"}


def test_a_switch_is_yes_or_no() -> None:
    assert [read_switch(one) for one in ("yes", "No", "")] == [True, False, None]
    with pytest.raises(BadInput, match="neither yes nor no"):
        read_switch("perhaps")


@pytest.mark.parametrize(
    ("page_url", "names"),
    [
        pytest.param("https://a.example/1", ["Authorization", "User-Agent"], id="the feed's own host"),
        pytest.param("https://b.example/1", ["User-Agent"], id="a stranger"),
        pytest.param("https://a.example.evil.example/1", ["User-Agent"], id="a name that starts alike"),
        pytest.param("https://a.example:8443/1", ["User-Agent"], id="another port"),
        pytest.param("http://a.example/1", ["User-Agent"], id="in the clear"),
    ],
)
def test_keys_go_to_the_feeds_own_host_only(page_url: str, names: list[str]) -> None:
    headers = {"User-Agent": "x", "Authorization": "Bearer a"}

    assert [name for name, _ in headers_for_page(headers, feed_url="https://a.example/f", page_url=page_url)] == names


def test_csv_carries_the_options() -> None:
    row = FeedRow(
        "Gazette",
        "https://g.example/rss",
        include="war|peace",
        interval_seconds=1_800,
        content_only=True,
        headers=(("X-A", "1"), ("X-B", "2")),
    )

    assert read_csv(write_csv([row]), "feeds.csv") == [row]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("include", "(", "is no regular expression"),
        ("interval", "often", "is no interval"),
        ("content_only", "perhaps", "neither yes nor no"),
        ("headers", "nonsense", "is no header"),
    ],
)
def test_csv_names_line_and_column_of_a_wrong_option(column: str, value: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        read_csv(f"name,url,{column}\nGazette,https://g.example/rss,{value}\n", "feeds.csv")
    assert f'line 2, column "{column}"' in str(caught.value)
