"""The whole line in one process, newsroom to rows: what arrives, what ends where, and that doing it again adds nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import newsroom as room
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.archive.warc import read_raw
from pipeline.errors import BadInput
from pipeline.records import EntryState, RawRef
from pipeline.steps.line import run_batches, run_line_once
from pipeline.steps.planning import plan_batches
from pipeline.steps.workplace import Workplace
from tests.conftest import SHARED, feed_rows

SNAPSHOT = {
    "entries": "select feed_id, entry_key, url, state, state_reason, state_at, article_id from ops.entries order by 1, 2",
    "articles": "select * from news.articles order by article_id",
    "revisions": "select * from news.article_revisions order by article_id, revision_number",
    "topics": "select * from news.article_topics order by article_id, topic",
    "authors": "select article_id, name from news.article_authors join news.authors using (author_id) order by 1, 2",
    "stories": "select * from news.stories order by story_id",
    "sources": "select * from news.sources order by source_id",
}


def snapshot(engine: Engine) -> dict[str, list[Any]]:
    """Return every row that a reader could see."""
    with engine.connect() as connection:
        return {name: [tuple(row) for row in connection.exec_driver_sql(query)] for name, query in SNAPSHOT.items()}


def ledger(place: Workplace) -> Counter[str]:
    """Return the number of entries by state."""
    return Counter({row.state: row.entry_count for row in place.store.rows("read_ledger")})


def assert_ledger_reconciles(engine: Engine) -> None:
    """Every entry discovered stands in mart.ledger once, and no end lacks a reason."""
    with engine.connect() as connection:
        discovered = connection.exec_driver_sql("select count(*) from ops.entries").scalar()
        told = connection.exec_driver_sql("select coalesce(sum(entry_count), 0) from mart.ledger").scalar()
        nameless = connection.exec_driver_sql(
            "select count(*) from mart.ledger where state <> 'discovered' and state_reason = ''"
        ).scalar()
        under_way = connection.exec_driver_sql("select count(*) from ops.entries where is_planned").scalar()
    assert (told, nameless, under_way) == (discovered, 0, 0)


@pytest.fixture
def seeded(place: Workplace, newsroom: room.RunningNewsroom) -> Workplace:
    """A workplace with topics, and the newsroom's feeds."""
    steps.load_seeds(place)
    place.store.add_feeds(feed_rows(newsroom))
    return place


def test_newsroom_arrives_and_a_second_run_changes_nothing(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    counts = run_line_once(seeded, "run-1")
    first = snapshot(engine)
    assert_ledger_reconciles(engine)

    again = run_line_once(seeded, "run-2", is_forced=True)

    assert again == {}
    assert snapshot(engine) == first
    assert counts["loaded"] >= 60
    assert EntryState.QUARANTINED not in counts


def test_every_piece_of_the_newsroom_ends_as_expected(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    run_line_once(seeded, "run-1")
    with engine.connect() as connection:
        articles = {
            row.title: row
            for row in connection.exec_driver_sql(
                "select articles.title, articles.language, articles.is_paywalled, latest.topics "
                "from news.articles join mart.latest_articles as latest using (article_id)"
            )
        }
        copies = connection.exec_driver_sql(
            "select copy_group, count(*) from news.articles group by 1 having count(*) > 1"
        ).all()
    wrong = []
    for piece in room.expected():
        if piece.state not in ("loaded", "copy"):
            continue
        row = articles.get(piece.title)
        if row is None:
            wrong.append((piece.path, "missing"))
        elif row.language != piece.language:
            wrong.append((piece.path, row.language))
        elif piece.near_miss and row.topics:
            wrong.append((piece.path, row.topics))
    assert wrong == []
    assert sorted(count for _, count in copies) == [3, 4]


def test_article_of_three_pages_is_one_and_amp_pages_give_way_to_the_full_ones(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    run_line_once(seeded, "run-1")
    with engine.connect() as connection:
        rows = {
            row.canonical_url: row
            for row in connection.exec_driver_sql("select canonical_url, url, body, following_pages from news.articles")
        }
    whole = next(one for one in room.expected() if one.slug == "state-group-water-utilities")
    row = rows[whole.url(newsroom.base_url)]
    assert row.body == whole.body
    stem = row.url.removesuffix(".html")
    assert [one["url"] for one in row.following_pages] == [f"{stem}-2.html", f"{stem}-3.html"]
    for one in row.following_pages:
        assert whole.title.encode() in read_raw(seeded.archive, RawRef(**one["raw"])).body
    assert not [row.url for row in rows.values() if "/amp/" in row.url]
    assert len([row for row in rows.values() if row.following_pages]) == 1


def test_a_stage_can_be_run_again_at_any_point(seeded: Workplace, engine: Engine) -> None:
    for shard in steps.claim_work(seeded, "run-1"):
        steps.poll_feeds(seeded, "run-1", shard)
    (batch,) = steps.plan_batches(seeded, "run-1")
    assert steps.plan_batches(seeded, "run-1") == [batch]
    run_batches(seeded, [batch])
    first = snapshot(engine)

    for stage in (steps.extract_articles, steps.deduplicate_articles, steps.classify_articles):
        stage(seeded, batch_id=UUID(batch))
        steps.load_batch(seeded, batch_id=UUID(batch))
        for name, rows in snapshot(engine).items():
            assert rows == first[name], f"{name} after {stage.__name__}"


def test_a_batch_whose_run_died_is_taken_over_and_gives_the_same_rows(
    seeded: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shard in steps.claim_work(seeded, "run-1"):
        steps.poll_feeds(seeded, "run-1", shard)
    (dead,) = steps.plan_batches(seeded, "run-1")
    steps.fetch_pages(seeded, batch_id=UUID(dead))
    steps.extract_articles(seeded, batch_id=UUID(dead))
    steps.deduplicate_articles(seeded, batch_id=UUID(dead))  # killed here, its articles registered and not loaded
    assert steps.claim_work(seeded, "run-2") == []
    with engine.begin() as connection:
        connection.exec_driver_sql("update ops.batches set lease_until_at = now() - interval '1 second'")

    assert steps.claim_work(seeded, "run-2") == [0]
    counts = run_line_once(seeded, "run-2")

    assert counts["loaded"] >= 60
    assert_ledger_reconciles(engine)
    with pytest.raises(BadInput, match="given up"):
        steps.classify_articles(seeded, batch_id=UUID(dead))


def test_an_edited_article_becomes_a_revision_with_the_version_before_kept(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    run_line_once(seeded, "run-1")
    newsroom.edit()

    counts = run_line_once(seeded, "run-2", is_forced=True)

    assert counts == {"revision": 1}
    with engine.connect() as connection:
        versions = connection.exec_driver_sql(
            "select r.revision_number, r.valid_to_at is null as is_current, r.body = a.body as stands "
            "from news.article_revisions as r join news.articles as a using (article_id) "
            "where a.revision_number = 2 order by 1"
        ).all()
    assert [tuple(one) for one in versions] == [(1, False, False), (2, True, True)]
    assert run_line_once(seeded, "run-3", is_forced=True) == {}


def test_one_feed_in_trouble_does_not_touch_the_others(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    feeds = newsroom.feeds()
    path = feeds[0].url.removeprefix(newsroom.base_url)
    newsroom.misbehave(path, "500")

    run_line_once(seeded, "run-1")

    health = {row.url: row for row in seeded.store.rows("list_feeds")}
    assert health[feeds[0].url].health == "stumbling"
    assert sum(row.health == "healthy" for row in health.values()) == len(feeds) - 1
    assert_ledger_reconciles(engine)
    newsroom.reset()
    run_line_once(seeded, "run-2", is_forced=True)
    assert {row.health for row in seeded.store.rows("list_feeds")} == {"healthy"}


@pytest.mark.parametrize(
    "kind",
    [
        "403",
        "404",
        "500",
        "reset",
        "timeout",
        "garbage",
        "empty",
        "gzip-bomb",
        "deep-nesting",
        "long-title",
        "bot-challenge",
        "soft-404",
    ],
)
def test_misbehaving_pages_end_with_a_reason_and_lose_nothing_else(
    place: Workplace, engine: Engine, newsroom: room.RunningNewsroom, kind: str
) -> None:
    steps.load_seeds(place)
    outlets = ("/meridian-post/", "/khyber-times/")
    place.store.add_feeds([one for one in feed_rows(newsroom) if any(name in one.url for name in outlets)])
    newsroom.misbehave("/meridian-post/", kind)  # pages and feeds of one outlet, the other behaves

    counts = run_line_once(place, "run-1")

    assert counts["loaded"] >= 7
    assert_ledger_reconciles(engine)
    newsroom.reset()
    with engine.begin() as connection:  # what only waits for better times
        connection.exec_driver_sql("update ops.entries set next_attempt_at = now()")
    run_line_once(place, "run-2", is_forced=True)
    assert_ledger_reconciles(engine)


def test_two_feeds_with_one_url_give_one_article(seeded: Workplace, engine: Engine) -> None:
    run_line_once(seeded, "run-1")
    with engine.connect() as connection:
        doubled = connection.exec_driver_sql(
            "select canonical_url from news.articles group by 1 having count(*) > 1"
        ).all()
        sightings = connection.exec_driver_sql(
            "select article_id from ops.entries where article_id is not null group by 1 having count(*) > 1"
        ).all()
    assert doubled == []
    assert sightings


def test_backfill_replays_an_archive_by_day_and_again_adds_nothing(
    seeded: Workplace, engine: Engine, tmp_path: Any
) -> None:
    for archive in (tmp_path / "past.warc.gz", tmp_path / "pages"):
        (room.write_warc if archive.suffix else room.write_pages_folder)(archive)
        for day in room.ARCHIVE_DAYS:
            run_id = f"backfill/{archive.name}/{day}"
            assert steps.discover_archive(seeded, run_id, str(archive), day) >= 4
            counts = run_batches(seeded, plan_batches(seeded, run_id, "backfill"))
            assert sum(counts.values()) >= 4
            assert steps.discover_archive(seeded, run_id + "/again", str(archive), day) == 0
    assert_ledger_reconciles(engine)
    states = ledger(seeded)
    assert states["loaded"] >= 12
    assert states["unchanged"] >= 12  # the folder holds the pages of the WARC file


def test_backfill_of_a_missing_archive_names_it(seeded: Workplace) -> None:
    with pytest.raises(BadInput, match="there is no archive at /nowhere"):
        steps.discover_archive(seeded, "run", "/nowhere", room.ARCHIVE_DAYS[0])
    with pytest.raises(BadInput, match="DATELINE_BACKFILL_ARCHIVE"):
        steps.discover_archive(seeded, "run", "", room.ARCHIVE_DAYS[0])


def test_a_batch_that_is_not_there_is_named(place: Workplace) -> None:
    missing = uuid4()
    with pytest.raises(BadInput, match=str(missing)):
        steps.fetch_pages(place, batch_id=missing)


@pytest.mark.skipif(not (SHARED / "seed_article.txt").exists(), reason="the seed article is not on this machine")
def test_seed_article_comes_out_whole(place: Workplace, engine: Engine) -> None:
    steps.load_seeds(place)
    with room.start(seed=SHARED / "seed_article.txt") as running:
        place.store.add_feeds([one for one in feed_rows(running) if "/seed/" in one.url])
        run_line_once(place, "run-1")
    with engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select a.*, l.topics from news.articles as a join mart.latest_articles as l using (article_id)"
        ).one()
        evidence = connection.exec_driver_sql(
            "select topic, jsonb_array_length(evidence) from news.article_topics where is_assigned order by 1"
        ).all()
    lines = [line for line in (SHARED / "seed_article.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    assert row.title == lines[1]
    assert (row.section, row.dateline_place, row.language) == ("Pakistan", "Islamabad", "en")
    assert row.body.startswith(lines[2])
    assert row.body.endswith("Ali Nasir Rizvi.")
    for furniture in ("Related Articles", "Leave a Reply", "Your email address", "Back to top button"):
        assert furniture not in row.body
    assert row.topics == ["counterterrorism", "cybercrime", "security"]
    assert [topic for topic, _ in evidence] == row.topics
    assert all(count > 0 for _, count in evidence)
