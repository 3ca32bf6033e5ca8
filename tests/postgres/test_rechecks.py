"""Re-checks for edits: when they are due, what they ask, how each ends, and what they leave in the ledger."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import newsroom as room
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.steps import rechecking
from pipeline.steps.line import run_batches, run_line_once
from pipeline.steps.workplace import Workplace
from tests.conftest import feed_rows
from tests.postgres.test_cli import dateline
from tests.postgres.test_line import snapshot

OUTLET = "/meridian-post/"


class Clock:
    """A clock that can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **span: float) -> None:
        self.ahead += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outlet(place: Workplace, newsroom: room.RunningNewsroom, clock: Clock) -> Workplace:
    """A workplace with a clock to move, and one outlet's articles loaded."""
    timed = replace(place, clock=clock)
    steps.load_seeds(timed)
    timed.store.add_feeds([one for one in feed_rows(newsroom) if OUTLET in one.url])
    assert run_line_once(timed, "run-1", is_forced=True)["loaded"] >= 4
    return timed


def look_again(place: Workplace, run_id: str) -> dict[str, int]:
    """Plan and run the batches of a run that polls nothing; return entries by end state."""
    return run_batches(place, steps.plan_batches(place, run_id))


def rechecks(engine: Engine) -> Counter[tuple[int, str, str]]:
    """Return re-checks by number, outcome ("waiting" before it) and reason."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select check_number, outcome, reason, recheck_count from mart.rechecks")
        counts: Counter[tuple[int, str, str]] = Counter()
        for row in rows:
            counts[row.check_number, row.outcome, row.reason] += row.recheck_count
    return counts


def test_every_new_article_is_due_after_an_hour_a_day_and_a_week(
    outlet: Workplace, engine: Engine, clock: Clock
) -> None:
    first = snapshot(engine)
    (waiting,) = rechecks(engine).values()
    assert waiting == len(first["articles"])
    assert look_again(outlet, "too-soon") == {}

    for number, (hours, reason) in enumerate(((1, "not_modified"), (23, "not_modified"), (24 * 6, "same_bytes")), 1):
        clock.forward(hours=hours, seconds=1)
        assert look_again(outlet, f"check-{number}") == {"unchanged": waiting}
        assert rechecks(engine)[number, "unchanged", reason] == waiting
        assert look_again(outlet, f"check-{number}-again") == {}

    assert sum(rechecks(engine).values()) == 3 * waiting  # and no fourth
    assert snapshot(engine) == first


def test_a_recheck_asks_with_validators_but_for_the_last(
    outlet: Workplace, newsroom: room.RunningNewsroom, clock: Clock
) -> None:
    before = len(newsroom.requests())
    clock.forward(hours=1, seconds=1)
    look_again(outlet, "first")
    first = [one for one in newsroom.requests()[before:] if not one["path"].endswith("robots.txt")]
    clock.forward(hours=23)
    look_again(outlet, "second")
    before = len(newsroom.requests())
    clock.forward(days=6)
    look_again(outlet, "third")
    last = [one for one in newsroom.requests()[before:] if not one["path"].endswith("robots.txt")]
    assert first
    assert last
    assert all("if-none-match" in one["headers"] and one["status"] == 304 for one in first)
    assert all("if-none-match" not in one["headers"] and one["status"] == 200 for one in last)


def test_an_edit_that_the_feed_does_not_tell_becomes_a_revision(
    place: Workplace, engine: Engine, newsroom: room.RunningNewsroom, clock: Clock
) -> None:
    timed = replace(place, clock=clock)
    steps.load_seeds(timed)
    timed.store.add_feeds([one for one in feed_rows(newsroom) if "/nordlys-wire/" in one.url])
    run_line_once(timed, "run-1", is_forced=True)
    newsroom.edit()
    clock.forward(hours=1, seconds=1)
    assert look_again(timed, "check")["revision"] == 1
    with engine.connect() as connection:
        versions = connection.exec_driver_sql(
            "select r.*, a.canonical_url from news.article_revisions as r join news.articles as a using (article_id) "
            "where a.revision_number = 2 order by r.revision_number"
        ).all()
        ended = connection.exec_driver_sql("select reason from ops.rechecks where outcome = 'revision'").scalars().all()
    assert [(one.revision_number, one.valid_to_at is None) for one in versions] == [(1, False), (2, True)]
    assert versions[0].valid_to_at == versions[1].valid_from_at
    assert ended == ["changed"]
    assert (versions[0].added_word_count, versions[0].removed_word_count) == (None, None)

    url = versions[0].canonical_url
    shown = dateline(timed.settings, "diff", url)
    assert shown.returncode == 0, shown.stderr
    assert f"{versions[1].added_word_count} words added, {versions[1].removed_word_count} removed" in shown.stdout
    assert "[-" in shown.stdout
    assert "{+" in shown.stdout
    told = json.loads(dateline(timed.settings, "diff", url, "--from", "1", "--to", "2", "--json").stdout)
    assert "".join(one["text"] for one in told["title"] if one["kind"] != "added") == versions[0].title
    assert "".join(one["text"] for one in told["title"] if one["kind"] != "removed") == versions[1].title
    assert told["added_word_count"] == versions[1].added_word_count > 0
    missing = dateline(timed.settings, "diff", url, "--to", "7")
    assert (missing.returncode, "it has 1 to 2" in missing.stderr) == (2, True)
    explained = dateline(timed.settings, "show", url).stdout
    assert "re-checks" in explained
    assert "revision" in explained


TROUBLES = {  # misbehaviour of a page -> outcome and reason of its re-check
    "404": ("gone", "http_404"),
    "410": ("gone", "http_410"),
    "403": ("refused", "http_403"),
    "bot-challenge": ("refused", "bot_challenge"),
    "soft-404": ("unreachable", "soft_404"),
    "empty": ("unreadable", "empty"),
    "garbage": ("unreadable", "not_html"),
}


def test_pages_in_trouble_end_their_rechecks_and_leave_the_articles(
    outlet: Workplace, engine: Engine, newsroom: room.RunningNewsroom, clock: Clock
) -> None:
    before = snapshot(engine)
    with engine.connect() as connection:
        urls = connection.exec_driver_sql("select article_id, url from news.articles order by url").all()
    kinds = dict(zip(TROUBLES, urls, strict=False))
    assert len(kinds) == len(TROUBLES)
    for kind, (_, url) in kinds.items():
        newsroom.misbehave(url.removeprefix(newsroom.base_url), kind)
    clock.forward(hours=1, seconds=1)
    look_again(outlet, "check")
    with engine.connect() as connection:
        ended = {
            row.article_id: (row.outcome, row.reason)
            for row in connection.exec_driver_sql("select * from ops.rechecks where check_number = 1")
        }
    assert {kind: ended[article_id] for kind, (article_id, _) in kinds.items()} == TROUBLES
    assert withdrawn(engine) == 2
    assert rechecks(engine)[2, "waiting", ""] == len(urls)

    newsroom.reset()
    clock.forward(hours=23)
    assert look_again(outlet, "back") == {"unchanged": len(urls)}
    assert withdrawn(engine) == 0
    assert snapshot(engine) == before


def withdrawn(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.exec_driver_sql("select count(*) from news.articles where withdrawn_at is not null").scalar_one()
        )


def test_a_server_in_trouble_is_tried_again_and_then_left_until_the_next(
    outlet: Workplace, engine: Engine, newsroom: room.RunningNewsroom, clock: Clock
) -> None:
    (count,) = rechecks(engine).values()
    newsroom.misbehave(f"{OUTLET}*", "500")
    clock.forward(hours=1, seconds=1)
    for number in range(outlet.settings.page_attempts - 1):
        assert look_again(outlet, f"try-{number}") == {"discovered": count}
        assert look_again(outlet, f"try-{number}-at-once") == {}
        clock.forward(hours=4)
    assert look_again(outlet, "last try") == {"unreachable": count}
    assert rechecks(engine)[1, "unreachable", "http_500"] == count
    assert rechecks(engine)[2, "waiting", ""] == count


def test_a_standstill_skips_what_it_missed(outlet: Workplace, engine: Engine, clock: Clock) -> None:
    (count,) = rechecks(engine).values()
    clock.forward(days=3)
    assert look_again(outlet, "after the holidays") == {"unchanged": count}
    assert rechecks(engine)[3, "waiting", ""] == count
    assert not [key for key in rechecks(engine) if key[0] == 2]


def test_rechecks_can_be_switched_off_and_take_their_share_of_a_run(
    outlet: Workplace, engine: Engine, clock: Clock
) -> None:
    clock.forward(hours=2)
    assert look_again(replace(outlet, settings=replace(outlet.settings, recheck_hours="")), "off") == {}
    few = replace(outlet, settings=replace(outlet.settings, recheck_run_entries=2))
    assert look_again(few, "bounded") == {"unchanged": 2}


def test_a_run_is_made_for_rechecks_only_after_a_while(outlet: Workplace, clock: Clock) -> None:
    clock.forward(hours=1, seconds=1)
    due = steps.claim_work(outlet, "poll")
    for shard in due:
        steps.poll_feeds(outlet, "poll", shard)
    assert steps.claim_work(outlet, "idle") == []
    clock.forward(minutes=11)
    assert outlet.store.rows("has_due_rechecks", before=clock(), prefix="")[0].is_due


def test_the_recheck_that_breaks_every_batch_ends_and_the_others_are_made(
    outlet: Workplace, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (count,) = rechecks(engine).values()
    with engine.connect() as connection:
        poison = connection.exec_driver_sql("select max(recheck_id) from ops.rechecks").scalar_one()
    end_row = rechecking.end_row

    def break_on_poison(*arguments: Any) -> dict[str, Any]:
        row = end_row(*arguments)
        if row["recheck_id"] == poison:
            raise ValueError("this row cannot be written")
        return row

    monkeypatch.setattr(rechecking, "end_row", break_on_poison)
    settings = replace(outlet.settings, recheck_hours="1", batch_entries=24, batch_attempts=4)
    tried = replace(outlet, settings=settings)
    for day in range(4 + count):
        clock.forward(days=1)
        with contextlib.suppress(ValueError):
            look_again(tried, f"day-{day}")
    assert rechecks(engine) == {
        (1, "unreadable", "batch_broke"): 1,
        (1, "unchanged", "not_modified"): count - 1,
    }
    with engine.connect() as connection:
        (ended,) = connection.exec_driver_sql("select * from ops.rechecks where outcome = 'unreadable'").all()
    assert (ended.recheck_id, ended.broken_batch_count, ended.attempt_count) == (poison, 4, 0)
    assert ended.detail == "ValueError: this row cannot be written"


def test_rechecks_of_feeds_no_longer_followed_make_no_run_and_are_forgotten(
    outlet: Workplace, engine: Engine, clock: Clock
) -> None:
    (count,) = rechecks(engine).values()
    for feed in outlet.store.rows("list_feeds"):
        outlet.store.rows("disable_feed", feed=str(feed.feed_id))
    clock.forward(days=2)
    assert steps.plan_batches(outlet, "planned") == []
    assert steps.claim_work(outlet, "idle") == []
    assert rechecks(engine) == {(1, "waiting", ""): count}
    clock.forward(days=90)
    steps.tidy_up(outlet, "upkeep")
    assert rechecks(engine) == {}


def test_a_stage_of_a_recheck_can_be_run_again_and_a_dead_run_gives_it_back(
    outlet: Workplace, engine: Engine, clock: Clock
) -> None:
    clock.forward(hours=1, seconds=1)
    (dead,) = steps.plan_batches(outlet, "dies")
    steps.fetch_pages(outlet, batch_id=UUID(dead))
    clock.forward(hours=1)
    (batch,) = steps.plan_batches(outlet, "lives")
    run_batches(outlet, [batch])
    ledger = rechecks(engine)
    rows = snapshot(engine)
    for stage in (steps.extract_articles, steps.deduplicate_articles, steps.classify_articles, steps.load_batch):
        stage(outlet, batch_id=UUID(batch))
    assert rechecks(engine) == ledger
    assert snapshot(engine) == rows


def test_pages_of_a_backfill_are_not_asked_for(place: Workplace, engine: Engine, tmp_path: Any) -> None:
    steps.load_seeds(place)
    archive = tmp_path / "past.warc.gz"
    room.write_warc(archive)
    steps.discover_archive(place, "past", str(archive), room.ARCHIVE_DAYS[0])
    run_batches(place, steps.plan_batches(place, "past", "backfill"))
    assert rechecks(engine) == {}
