"""Copies whose original never arrived: one of them becomes it, for them and for what comes later."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.steps import deciding
from pipeline.steps.workplace import Workplace, utc_now
from pipeline.urls import article_id_of
from tests.postgres.test_interleavings import Line, Piece, one_after_the_other
from tests.unit.made_up_texts import make_text


def originals(engine: Engine) -> dict[str, tuple[str, bool, object]]:
    """Return of each loaded article its copy group as a URL, whether it is a copy, and of what."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("select * from news.articles order by canonical_url").all()
    names = {row.article_id: row.canonical_url for row in rows}
    return {
        row.canonical_url: (names.get(row.copy_group, "?"), row.is_copy, names.get(row.duplicate_of)) for row in rows
    }


def test_copies_of_a_lost_original_get_the_earliest_of_them_as_original(place: Workplace, engine: Engine) -> None:
    line = Line(place, engine)
    text = make_text(3)
    lost, second, third = Piece("lost", text, 0), Piece("second", text, 1), Piece("third", text, 2)
    (dies,) = line.prepare([[lost]], "dies")
    line.decide(dies)
    one_after_the_other(line, line.prepare([[third], [second]], "lives"), random.Random())
    assert {row[1] for row in originals(engine).values()} == {True}

    later = replace(place, clock=lambda: utc_now() + timedelta(days=2))
    assert steps.tidy_up(later, "upkeep").healed_copy_count == 2
    healed = {
        second.url: (second.url, False, None),
        third.url: (second.url, True, second.url),
    }
    assert originals(engine) == healed
    with engine.connect() as connection:
        reasons = connection.exec_driver_sql("select decision_reason from news.articles order by dated_at").scalars()
        assert list(reasons) == ["original_never_loaded", f"the same text as {article_id_of(second.url)}"]
        registered = connection.exec_driver_sql("select kind, copy_group from news.fingerprints order by seen_at").all()
    assert [tuple(row) for row in registered] == [
        ("new", article_id_of(second.url)),
        ("copy", article_id_of(second.url)),
    ]
    assert steps.tidy_up(later, "upkeep").healed_copy_count == 0

    fourth = Piece("fourth", text, 3)
    one_after_the_other(line, line.prepare([[fourth]], "later"), random.Random())
    assert originals(engine) == {**healed, fourth.url: (second.url, True, second.url)}


def test_a_batch_that_is_given_up_while_it_is_decided_registers_nothing(
    place: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(place, engine)
    (slow,) = line.prepare([[Piece("slow", make_text(3), 0)]], "slow")
    later = replace(place, clock=lambda: utc_now() + timedelta(days=2))
    read_told = deciding._read_told

    def take_long(*arguments: Any) -> Any:
        steps.tidy_up(later, "upkeep")
        return read_told(*arguments)

    monkeypatch.setattr(deciding, "_read_told", take_long)
    with pytest.raises(BadInput, match="given up while it ran"):
        line.decide(slow)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from news.fingerprints").scalar() == 0


def test_an_original_that_arrives_after_all_is_not_a_second_one(place: Workplace, engine: Engine) -> None:
    line = Line(place, engine)
    text = make_text(3)
    late, second = Piece("late", text, 0), Piece("second", text, 1)
    (batch,) = line.prepare([[late]], "late")
    line.decide(batch)
    one_after_the_other(line, line.prepare([[second]], "lives"), random.Random())
    with engine.begin() as connection:
        connection.exec_driver_sql("update ops.batches set lease_until_at = now() + interval '9 days'")
    assert steps.tidy_up(replace(place, clock=lambda: utc_now() + timedelta(days=2)), "upkeep").healed_copy_count == 1
    line.load(batch)
    assert originals(engine) == {
        late.url: (second.url, True, second.url),
        second.url: (second.url, False, None),
    }
