"""A batch that breaks every time: its entries are told apart, the culprit is quarantined, nothing else is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import Unavailable
from pipeline.records import FeedEntry
from pipeline.steps import loading
from pipeline.steps.line import run_batches
from pipeline.steps.workplace import Workplace, utc_now
from tests.postgres.test_line import assert_ledger_reconciles
from tests.postgres.test_strange_input import discover
from tests.unit.made_up_texts import make_text

ENTRIES = 12
POISON = "Number 5"


def entries() -> list[FeedEntry]:
    """Return entries whose text the feed carries: nothing is fetched."""
    return [
        FeedEntry(
            key=f"k{number}", url=None, guid=None, title=f"Number {number}", content=f"<p>{make_text(number)}</p>"
        )
        for number in range(ENTRIES)
    ]


def query(engine: Engine, statement: str) -> list[Any]:
    with engine.begin() as connection:
        return list(connection.exec_driver_sql(statement))


def run_days(place: Workplace, days: range) -> list[int]:
    """Do a run a day, long after each lease ran out; return how many entries each batch that broke had."""
    broken = []
    for day in days:
        later = replace(place, clock=lambda day=day: utc_now() + timedelta(days=day))
        for batch in steps.plan_batches(later, f"run-{day}"):
            try:
                run_batches(later, [batch])
            except ValueError:
                (row,) = later.store.rows("lock_batch", batch_id=batch)
                assert row.state == "open"
                broken.append(len(later.store.read_batch_entries(UUID(batch))))
    return broken


@pytest.fixture
def poisoned(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A workplace in which one entry breaks every load that it is in."""
    steps.load_seeds(place)
    discover(place, entries())
    make_row: Callable[..., dict[str, Any]] = loading.article_row

    def break_on_poison(*arguments: Any) -> dict[str, Any]:
        row = make_row(*arguments)
        if row["title"] == POISON:
            raise ValueError("this row cannot be written")
        return row

    monkeypatch.setattr(loading, "article_row", break_on_poison)
    return replace(place, settings=replace(place.settings, batch_entries=24, batch_attempts=4))


def test_the_entry_that_breaks_every_batch_is_quarantined_and_the_rest_is_loaded(
    poisoned: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = run_days(poisoned, range(1, 14))

    assert broken == [12, 12, 3, 1]
    states = Counter(row.state for row in query(engine, "select state from ops.entries"))
    assert states == {"loaded": ENTRIES - 1, "quarantined": 1}
    (case,) = query(engine, "select * from ops.quarantine join ops.entries using (entry_id)")
    assert (case.title, case.stage, case.reason, case.broken_batch_count) == (POISON, "load", "batch_broke", 4)
    assert case.error == case.state_detail == "ValueError: this row cannot be written"
    assert_ledger_reconciles(engine)

    monkeypatch.undo()
    sent = poisoned.store.rows("replay_quarantine", quarantine_id=None, reason="batch_broke", now=utc_now())
    assert len(sent) == 1
    assert run_days(poisoned, range(14, 15)) == []
    (row,) = query(engine, f"select state, broken_batch_count from ops.entries where title = '{POISON}'")
    assert tuple(row) == ("loaded", 0)


def test_a_batch_that_its_worker_does_not_survive_counts_too(place: Workplace, engine: Engine) -> None:
    steps.load_seeds(place)
    discover(place, entries()[:1])
    for day in range(1, 6):
        later = replace(place, clock=lambda day=day: utc_now() + timedelta(days=day))
        for batch in steps.plan_batches(later, f"run-{day}"):
            later.store.open_batch(UUID(batch), later.clock(), stage="extract")  # killed here, out of memory
    last = replace(place, clock=lambda: utc_now() + timedelta(days=9))
    steps.plan_batches(last, "run-9")

    (case,) = query(engine, "select * from ops.quarantine")
    assert (case.stage, case.reason) == ("extract", "batch_broke")
    assert "killed" in case.error


def test_a_run_that_dies_before_its_batches_began_counts_against_nobody(place: Workplace, engine: Engine) -> None:
    steps.load_seeds(place)
    discover(place, entries()[:2])
    for day in range(1, 9):
        steps.plan_batches(replace(place, clock=lambda day=day: utc_now() + timedelta(days=day)), f"run-{day}")

    assert [row.broken_batch_count for row in query(engine, "select * from ops.entries")] == [0, 0]


def test_an_archive_that_is_away_counts_against_nobody(
    place: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.load_seeds(place)
    discover(place, entries()[:2])

    def away(*_: Any) -> None:
        raise Unavailable("the archive does not answer")

    monkeypatch.setattr("pipeline.steps.fetching.write_stage", away)
    for day in range(1, 7):
        later = replace(place, clock=lambda day=day: utc_now() + timedelta(days=day))
        for batch in steps.plan_batches(later, f"run-{day}"):
            with pytest.raises(Unavailable):
                steps.fetch_pages(later, batch_id=UUID(batch))

    assert {row.broken_batch_count for row in query(engine, "select * from ops.entries")} == {0}
