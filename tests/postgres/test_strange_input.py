"""What strangers and accidents bring: each ends in a ledger state or a clear message, and nothing beside it is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import newsroom as room
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.feeds.rows import FeedRow
from pipeline.records import FeedEntry
from pipeline.settings import Settings
from pipeline.steps.discovering import entry_rows
from pipeline.steps.line import run_line_once
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import open_engine, open_store
from tests.conftest import feed_rows
from tests.postgres.test_line import assert_ledger_reconciles

BODY = "<p>" + "The harbour board met on Tuesday and agreed on the new ferry. {0} " * 20 + "</p>"


def discover(place: Workplace, entries: list[FeedEntry], feed: str = "https://feeds.example/a.xml") -> None:
    """Write entries into the ledger as a poll would."""
    place.store.add_feeds([FeedRow("A feed", feed, "https://feeds.example/")])
    feed_id = place.store.rows("find_feed", url=feed)[0].feed_id
    with place.store.begin() as transaction:
        rows = entry_rows(entries, feed_id=feed_id, seen_at=place.clock())
        transaction.rows("upsert_entries", rows=dump_rows(rows))


def process(place: Workplace, run_id: str = "run-1") -> dict[str, int]:
    """Take what waits through all stages."""
    steps.load_seeds(place)
    from pipeline.steps.line import run_batches

    return run_batches(place, steps.plan_batches(place, run_id))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://long.example/" + "".join(chr(97 + n * 7 % 26) for n in range(6_000)), id="latin"),
        pytest.param("https://long.example/" + "".join(chr(0x4E00 + n) for n in range(1_500)), id="cjk"),
    ],
)
def test_endless_url_is_refused_and_the_rest_of_its_feed_goes_on(place: Workplace, engine: Engine, url: str) -> None:
    good = FeedEntry(key="good", url=None, guid="good", title="Ferry", content=BODY.format("one"))
    discover(place, [FeedEntry(key="long", url=url, guid=None, title="Long"), good])
    assert process(place)["loaded"] == 1
    with engine.connect() as connection:
        row = connection.exec_driver_sql("select state, state_reason from ops.entries where url is not null").one()
    assert tuple(row) == ("refused", "url_too_long")


def test_entries_without_links_are_articles_of_their_own(place: Workplace, engine: Engine) -> None:
    discover(
        place,
        [
            FeedEntry(key=name, url=None, guid=name, title=f"Ferry {name}", content=BODY.format(name * 3))
            for name in ("first", "second")
        ],
    )
    counts = process(place)
    assert counts.get("loaded", 0) + counts.get("copy", 0) == 2
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(distinct canonical_url) from news.articles").scalar() == 2


def test_text_that_postgres_cannot_hold_is_cleaned(place: Workplace, engine: Engine) -> None:
    title = "Ferry \x00 and \ud83d boats"
    discover(place, [FeedEntry(key="a", url=None, guid="a", title=title, content=BODY.format("\x00 x \\u0000"))])
    assert process(place) == {"loaded": 1}
    assert_ledger_reconciles(engine)


def test_title_of_300_characters_and_more_is_kept_whole(place: Workplace, engine: Engine) -> None:
    title = "Harbour board " + "agrees and agrees again " * 14 + "on the ferry"
    discover(place, [FeedEntry(key="a", url=None, guid="a", title=title, content=BODY.format("x"))])
    assert process(place) == {"loaded": 1}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select title from news.articles").scalar() == title


def test_feed_with_a_broken_pattern_fails_alone(
    place: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    steps.load_seeds(place)
    outlets = ("/khyber-times/", "/packetwatch/")
    feeds = [one for one in feed_rows(newsroom) if any(name in one.url for name in outlets)]
    place.store.add_feeds(feeds)
    with engine.begin() as connection:
        connection.exec_driver_sql("update ops.feeds set exclude_pattern = '(' where url like '%%packetwatch%%'")
    assert run_line_once(place, "run-1")["loaded"] >= 4
    health = {row.url: row for row in place.store.rows("list_feeds")}
    broken = next(row for url, row in health.items() if "packetwatch" in url)
    assert broken.health == "stumbling"
    assert "PatternError" in broken.detail or "error" in broken.detail
    assert [row.health for row in health.values()].count("healthy") == len(feeds) - 1


def test_entry_that_changes_while_under_way_goes_round_again(place: Workplace, engine: Engine) -> None:
    entry = FeedEntry(key="a", url=None, guid="a", title="Ferry", content=BODY.format("x"))
    discover(place, [entry])
    steps.load_seeds(place)
    (batch,) = steps.plan_batches(place, "run-1")
    steps.fetch_pages(place, batch_id=UUID(batch))
    discover(place, [FeedEntry(key="a", url=None, guid="a", title="Ferry sails", content=BODY.format("y"))])
    for stage in (steps.extract_articles, steps.deduplicate_articles, steps.classify_articles, steps.load_batch):
        stage(place, batch_id=UUID(batch))
    assert process(place, "run-2") == {"revision": 1}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select title, revision_number from news.articles").one() == (
            "Ferry sails",
            2,
        )


@pytest.mark.parametrize(
    ("published_at", "is_believed"),
    [
        pytest.param(datetime(2026, 11, 20, tzinfo=UTC), True, id="plausible"),
        pytest.param(datetime(9999, 12, 31, tzinfo=UTC), False, id="year 9999"),
        pytest.param(datetime(1, 1, 1, tzinfo=UTC), False, id="year 1"),
    ],
)
def test_insane_dates_never_choose_the_partition(published_at: datetime, is_believed: bool) -> None:
    from pipeline.records import Article, ClaimedTime
    from pipeline.steps.article_rows import date_article

    seen = datetime(2026, 11, 21, tzinfo=UTC)
    article = Article(None, "A", "text", published_at=ClaimedTime(published_at))
    assert (date_article(article, seen) == published_at) is is_believed


@pytest.mark.parametrize("url", ["foo", "mysql://a@b/c", "postgresql+nosuch://a@b/c"])
def test_wrong_database_url_names_the_setting(url: str) -> None:
    with pytest.raises(BadInput, match="DATELINE_DATABASE_URL"):
        open_engine(url)


def test_usual_spelling_of_a_postgres_url_is_understood() -> None:
    assert open_engine("postgresql://a:b@127.0.0.1/c").driver == "psycopg2"


def test_database_without_schema_says_how_to_get_one(server: Any) -> None:
    with (
        open_store(Settings(database_url=server.url("postgres"))) as store,
        pytest.raises(BadInput, match="db upgrade"),
    ):
        store.rows("read_status")


def test_killed_backfill_goes_on_with_what_it_discovered(place: Workplace, tmp_path: Any, engine: Engine) -> None:
    room.write_warc(tmp_path / "past.warc.gz")
    steps.load_seeds(place)
    arguments = ("backfill/1", str(tmp_path / "past.warc.gz"), room.ARCHIVE_DAYS[0])
    assert steps.discover_archive(place, *arguments) >= 4
    assert steps.discover_archive(place, *arguments) >= 1  # killed before its batches were planned: they still wait
    from pipeline.steps.line import run_batches

    run_batches(place, steps.plan_batches(place, "backfill/1", "backfill"))
    assert steps.discover_archive(place, *arguments) == 0
