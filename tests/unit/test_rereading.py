"""A reading beside what stands: what counts as a difference, what does not, and how much of a text it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from pipeline.extract.article import EXTRACTOR
from pipeline.records import Article, ClaimedTime, EntryState, ExtractedEntry, Place
from pipeline.steps.article_rows import author_columns, record_columns
from pipeline.steps.reextracting import current_extractor
from pipeline.steps.rereading import FIELDS, change_row, judge_reading, stored_page

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
URL = "https://herald.example/news/ferry"
BODY = "The ferry left the quay at noon.\nNobody waved, and the gulls kept silent over the water."
STANDS = Article(
    URL,
    "Ferry leaves the quay",
    BODY,
    authors=("Ann Verrow", "Bo Quill"),
    published_at=ClaimedTime(NOON, source="meta"),
    modified_at=ClaimedTime(NOON + timedelta(hours=1), source="meta"),
    language="en",
    section="Harbour",
    tags=("ferry", "quay"),
    word_count=16,
    places=(Place("NO", "Norway", "country", 2, 1.0, is_main=True),),
    extractor="dateline-extract/1",
)


def row(**columns: Any) -> Any:
    """Return the stored row of the article, as the query gives it."""
    authors = author_columns(STANDS)
    kept = {name: list(one) if isinstance(one, tuple) else one for name, one in record_columns(STANDS, NOON).items()}
    return SimpleNamespace(
        **kept
        | {
            "article_id": UUID(int=1),
            "batch_id": UUID(int=2),
            "canonical_url": URL,
            "url": URL,
            "entry": None,
            "entry_id": 7,
            "feed_id": None,
            "feed_name": None,
            "feed_kind": None,
            "site_url": "https://herald.example/",
            "first_seen_at": NOON,
            "fetched_at": NOON,
            "raw_file": "raw/a.warc.gz",
            "raw_offset": 0,
            "raw_length": 9,
            "raw_digest": "sha256:0",
            "following_pages": [],
            "authors": [one["name"] for one in authors],
            "author_keys": [one["name_key"] for one in authors],
            "places": [["country", "NO", "Norway", 2, 1, True]],
        }
        | columns
    )


def read(
    article: Article = STANDS, state: EntryState = EntryState.DISCOVERED, **columns: Any
) -> tuple[Any, dict[str, Any]]:
    """Return the judgement on a reading of the stored page, and its row."""
    stored = row(**columns)
    extracted = ExtractedEntry(stored_page(stored), state, "extracted", URL, stored.article_id, article, URL)
    reading = judge_reading(stored, extracted)
    return reading, change_row(stored, reading)


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(STANDS, id="all the same"),
        pytest.param(replace(STANDS, extractor=EXTRACTOR, value_sources={"title": "h1"}), id="found elsewhere"),
        pytest.param(
            replace(STANDS, published_at=ClaimedTime(NOON.astimezone(timezone(timedelta(hours=5))), source="json-ld")),
            id="the same time by another clock",
        ),
        pytest.param(
            replace(STANDS, authors=("ANN  Verrow", "Bo Quill", "Ann Verrow")), id="authors in capitals, or twice"
        ),
    ],
)
def test_what_is_no_difference(article: Article) -> None:
    reading, told = read(article)
    assert (reading.outcome, reading.changed, told["new_url"]) == ("unchanged", (), None)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("title", {"title": "Ferry leaves"}),
        ("text", {"text": "The ferry left.", "word_count": 3}),
        ("other", {"word_count": 15}),
        ("published", {"published_at": None}),
        ("published", {"published_at": ClaimedTime(NOON, "day")}),
        ("modified", {"modified_at": None}),
        ("authors", {"authors": ("Bo Quill", "Ann Verrow")}),
        ("language", {"language": "no"}),
        ("section", {"section": None}),
        ("tags", {"tags": ("ferry",)}),
        ("places", {"places": ()}),
        ("other", {"subtitle": "Nobody waved"}),
        ("other", {"is_paywalled": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_each_difference_has_its_name(name: str, change: dict[str, Any]) -> None:
    reading, told = read(replace(STANDS, **change))
    assert (reading.outcome, reading.changed, told["changed_fields"]) == ("changed", (name,), (name,))


def test_every_column_of_a_record_has_a_name_or_is_bookkeeping() -> None:
    named = {column for columns in FIELDS.values() for column in columns}
    bookkeeping = {
        "published_at_source",
        "modified_at_source",
        "extractor",
        "value_sources",
        "removed_blocks",
        "site_blocks",
    }
    assert set(record_columns(STANDS, NOON)) == (named | bookkeeping) - {"authors", "places"}


def test_text_that_postgres_cannot_hold_is_no_difference_for_ever() -> None:
    reading, _ = read(replace(STANDS, subtitle="gulls\0"), subtitle="gulls\ufffd")
    assert reading.outcome == "unchanged"


def test_share_and_first_stretch_of_a_changed_text_are_told() -> None:
    _, told = read(replace(STANDS, text=f"{BODY}\nShare this page"), body=f"Sign up now!\n{BODY}")
    assert (told["added_word_count"], told["removed_word_count"]) == (3, 3)
    assert told["changed_ratio"] == pytest.approx(6 / (17 + 17 + 6))
    assert (told["added_text"], told["removed_text"]) == ("Share this page", "Sign up now!")


def test_every_value_that_changes_is_told_beside_what_stood() -> None:
    coast = Place("NO", "Norway", "country", 3, 1.0, is_main=True)
    day = ClaimedTime(NOON, "day")
    _, told = read(
        replace(STANDS, published_at=day, authors=("Bo Quill",), places=(coast,), image_url="https://x.example/1")
    )
    assert told["old_values"] == {
        "published_at_precision": "second",
        "authors": ["Ann Verrow", "Bo Quill"],
        "places": ["Norway (country, 2 mentions, weight 1, main)"],
        "image_url": None,
    }
    assert told["new_values"] == {
        "published_at_precision": "day",
        "authors": ["Bo Quill"],
        "places": ["Norway (country, 3 mentions, weight 1, main)"],
        "image_url": "https://x.example/1",
    }


def test_no_article_and_no_page_say_why_and_are_no_change() -> None:
    listing = Article(URL, "News", "", is_article=False, not_article_reason="listing")
    stored = row()
    reading = judge_reading(
        stored, ExtractedEntry(stored_page(stored), EntryState.NOT_ARTICLE, "listing", "News", article=listing)
    )
    told = change_row(stored, reading)
    assert (reading.outcome, told["reason"], told["detail"]) == ("no_article", "listing", "News")
    lost = stored_page(row(raw_file=None))
    assert (lost.state, lost.reason) == (EntryState.QUARANTINED, "raw_unknown")


def test_the_extractor_that_is_asked_for_is_this_programs() -> None:
    assert current_extractor() == EXTRACTOR
