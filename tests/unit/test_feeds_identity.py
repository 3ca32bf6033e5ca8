"""The order of truth for an entry's identity: GUID, URL, content."""

from __future__ import annotations

import pytest

from pipeline.feeds.identity import LONGEST_KEY, assign_keys, content_key, drop_repeats
from pipeline.records import FeedEntry


def entry(guid: str | None = None, url: str | None = None, title: str | None = None) -> FeedEntry:
    return FeedEntry(key="", url=url, guid=guid, title=title)


@pytest.mark.parametrize(
    ("entries", "keys"),
    [
        pytest.param([entry("a", "u1"), entry("b", "u2")], ["a", "b"], id="guids distinct"),
        pytest.param([entry("a", "u1"), entry("a", "u2")], ["u1", "u2"], id="guid shared"),
        pytest.param([entry(None, "u1"), entry("b", "u2")], ["u1", "b"], id="guid missing"),
        pytest.param([entry("a", "u1"), entry("a", "u1")], ["a", "a"], id="one item twice"),
        pytest.param([entry("a", None, "One"), entry("a", None, "Two")],
                     [content_key(entry("a", None, "One")), content_key(entry("a", None, "Two"))], id="shared, no link"),
        pytest.param([entry(None, "home", "One"), entry(None, "home", "Two")],
                     [content_key(entry(None, "home", "One")), content_key(entry(None, "home", "Two"))], id="url shared"),
        pytest.param([entry(None, None, "One")], [content_key(entry(None, None, "One"))], id="nothing"),
    ],
)  # fmt: skip
def test_key_by_order_of_truth(entries: list[FeedEntry], keys: list[str]) -> None:
    assert [one.key for one in assign_keys(entries)] == keys


def test_weekly_column_with_one_title_has_two_keys() -> None:
    first, second = assign_keys([entry("a", "u1", "Letters"), entry("b", "u2", "Letters")])

    assert first.key != second.key


def test_key_of_endless_guid_is_short_and_its_own() -> None:
    (one,) = assign_keys([entry("x" * 5_000)])
    (other,) = assign_keys([entry("x" * 5_001)])

    assert len(one.key) <= LONGEST_KEY
    assert one.key != other.key


def test_item_listed_twice_is_kept_once() -> None:
    entries = assign_keys([entry("a", "u1", "One"), entry("b", "u2"), entry("a", "u1", "One again")])

    assert [(one.key, one.title) for one in drop_repeats(entries)] == [("a", "One"), ("b", None)]
