"""History judged anew: the difference first, applied when asked, batch by batch, labels and history kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.steps import reclassifying
from pipeline.steps.models import classifier_in_force
from pipeline.steps.workplace import Workplace
from tests.postgres.articles import LOADED_AT, add_article, judge, revise_article, run, topic_row, url_of
from tests.postgres.test_cli import dateline
from tests.postgres.test_models import store_other

RANSOM = (
    "Ransomware gang hits clinic",
    "Hackers encrypted the files of a clinic and asked for a ransom in a cyberattack.",
)
GARDEN = ("Garden show opens", "Visitors of the garden show admired roses and ponds.")


@pytest.fixture
def history(place: Workplace, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A workplace with six articles of two outlets, judged long ago by a model that saw cybercrime in gardens."""
    steps.load_seeds(place)
    for number in range(6):
        title, body = RANSOM if number % 2 else GARDEN
        outlet = "herald" if number < 4 else "post"
        at = LOADED_AT + timedelta(days=number)
        article = add_article(engine, f"a{number}", outlet=outlet, title=title, body=f"{body} {number}", dated_at=at)
        judge(engine, article, "cybercrime", 0.1 if number % 2 else 0.9, model="old")
        judge(engine, article, "security", 0.2, model="old")
    monkeypatch.setattr(reclassifying, "BATCH_ARTICLES", 2)
    return place


def compare(place: Workplace, **asked: str) -> UUID:
    """Plan and compare; return the comparison."""
    run_id = steps.plan_reclassification(place, by="ann", **asked)  # type: ignore[arg-type]
    for number in steps.list_batches(place, run_id):
        steps.compare_batch(place, run_id, number)
    return run_id


def words(engine: Engine) -> list[tuple[object, ...]]:
    """Return every word that stands."""
    return [tuple(row) for row in run(engine, "select * from news.article_topics order by article_id, topic")]


def test_the_difference_is_shown_before_anything_is_changed(history: Workplace, engine: Engine) -> None:
    stood = words(engine)
    run_id = compare(history)
    assert words(engine) == stood
    differences, examples = steps.read_differences(history, run_id)
    cyber = next(row for row in differences if row.topic == "cybercrime")
    assert (cyber.article_count, cyber.gained_count, cyber.lost_count) == (6, 3, 3)
    assert cyber.mean_move > 0.5
    assert {(row.topic, row.change) for row in examples} >= {("cybercrime", "gained"), ("cybercrime", "lost")}
    assert steps.find_run(history, run_id).state == "compared"


def test_applied_it_is_what_was_shown_labels_stay_and_history_is_kept(history: Workplace, engine: Engine) -> None:
    steps.label_topic(history, url_of("a0"), "cybercrime", "yes", reason="", by="ann")
    run_id = compare(history)
    differences, _ = steps.read_differences(history, run_id)
    cyber = next(row for row in differences if row.topic == "cybercrime")
    assert (cyber.label_count, cyber.old_agreed_count, cyber.new_agreed_count) == (1, 1, 0)
    for number in steps.list_batches(history, run_id):
        assert steps.apply_batch(history, run_id, number) == 0
    version = classifier_in_force(history).version
    labelled = topic_row(engine, id_of_article(engine, "a0"), "cybercrime")
    assert (labelled.is_assigned, labelled.is_model_assigned, labelled.model_version) == (True, False, version)
    given = run(engine, "select count(*) from news.article_topics where topic = 'cybercrime' and is_model_assigned")
    assert given[0][0] == 3
    assert {row[0] for row in run(engine, "select distinct model_version from news.articles")} == {version}
    kept = run(engine, "select * from news.article_topic_history where topic = 'cybercrime'")
    assert len(kept) == 6
    assert {(row.model_version, row.is_assigned) for row in kept} == {("old", True), ("old", False)}
    assert steps.find_run(history, run_id).state == "applied"

    stood = words(engine)
    for number in steps.list_batches(history, run_id):
        steps.apply_batch(history, run_id, number)
    assert words(engine) == stood


def test_a_span_and_an_outlet_bound_it(history: Workplace, engine: Engine) -> None:
    day = LOADED_AT + timedelta(days=2)
    asked = {"since": day.isoformat(), "until": (day + timedelta(days=2)).isoformat()}
    assert steps.find_run(history, compare(history, **asked)).article_count == 2
    assert steps.find_run(history, compare(history, source="Post")).article_count == 2
    assert steps.find_run(history, compare(history, source="https://herald.example/")).article_count == 4


def test_what_was_interrupted_goes_on_and_what_was_compared_is_applied(history: Workplace, engine: Engine) -> None:
    run_id = steps.plan_reclassification(history, by="ann")
    assert steps.list_batches(history, run_id) == [0, 1, 2]
    steps.compare_batch(history, run_id, 0)  # killed here
    assert steps.plan_reclassification(history, by="ann") == run_id
    assert steps.list_batches(history, run_id, state="open") == [1, 2]
    for number in (1, 2, 2):
        steps.compare_batch(history, run_id, number)
    assert steps.plan_reclassification(history, by="ann", is_applying=True) == run_id
    steps.apply_batch(history, run_id, 1)  # killed here
    assert steps.list_batches(history, run_id, state="compared") == [0, 2]
    assert steps.find_run(history, run_id).state == "compared"
    for number in (0, 2):
        steps.apply_batch(history, run_id, number)
    assert steps.find_run(history, run_id).state == "applied"
    assert steps.plan_reclassification(history, by="ann", is_applying=True) != run_id


def test_an_article_that_got_a_new_version_meanwhile_is_left_as_it_is(history: Workplace, engine: Engine) -> None:
    run_id = compare(history)
    article = id_of_article(engine, "a0")
    revise_article(engine, article, "A text that nobody compared.")
    judge(engine, article, "cybercrime", 0.7, model="newer")
    left = [steps.apply_batch(history, run_id, number) for number in steps.list_batches(history, run_id)]
    assert sum(left) == 1
    assert topic_row(engine, article, "cybercrime").model_version == "newer"
    assert steps.find_run(history, run_id).changed_meanwhile_count == 1


def test_another_model_than_the_one_in_use_can_be_compared(history: Workplace, engine: Engine) -> None:
    other = store_other(history, shift=9.0)  # gives everything
    run_id = compare(history, model=other)
    differences, _ = steps.read_differences(history, run_id)
    assert all(row.new_assigned_count >= 3 for row in differences)
    assert classifier_in_force(history).version != other
    with pytest.raises(BadInput, match="no model has that version"):
        compare(history, model="topics-none")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "is no time"),
        ({"since": "2031-01-01"}, "no article is dated"),
        ({"source": "Nobody"}, "of Nobody"),
    ],
    ids=["time", "empty span", "outlet"],
)
def test_a_wrong_span_is_named(history: Workplace, asked: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        compare(history, **asked)


def test_the_last_two_batches_may_end_at_once(history: Workplace, engine: Engine) -> None:
    run_id = steps.plan_reclassification(history, by="ann")
    first, second, third = steps.list_batches(history, run_id)
    steps.compare_batch(history, run_id, first)
    blocked = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    with ThreadPoolExecutor(1) as pool:
        with history.store.begin() as transaction:
            transaction.rows("lock_reclassify_run", run_id=run_id)
            transaction.run(
                "end_reclassify_batch",
                run_id=run_id,
                batch_number=second,
                state="compared",
                changed_meanwhile_count=None,
            )
            transaction.rows("settle_reclassify_run", run_id=run_id, now=history.clock())
            other = pool.submit(steps.compare_batch, history, run_id, third)
            while not other.done() and not run(engine, blocked):
                pass
        assert other.result() == 2
    assert steps.find_run(history, run_id).state == "compared"


def test_old_comparisons_are_forgotten_and_what_they_applied_stays(history: Workplace, engine: Engine) -> None:
    run_id = compare(history)
    for number in steps.list_batches(history, run_id):
        steps.apply_batch(history, run_id, number)
    stood = words(engine)
    later = replace(history, clock=lambda: history.clock() + timedelta(days=100))
    assert steps.tidy_up(later, "run").deleted_comparison_count == 1
    assert words(engine) == stood
    assert list(history.archive.list(f"stages/{run_id}/")) == []


def test_the_command_shows_then_applies(history: Workplace, engine: Engine) -> None:
    shown = dateline(history.settings, "reclassify", "--since", "2026-05-01")
    assert shown.returncode == 0, shown.stderr
    for part in ("cybercrime", "+3", "-3", "gained", "Ransomware gang hits clinic", "nothing is changed yet"):
        assert part in shown.stdout
    done = dateline(history.settings, "reclassify", "--since", "2026-05-01", "--apply")
    assert done.returncode == 0, done.stderr
    assert "applied" in done.stdout
    assert run(engine, "select count(*) from ops.reclassify_runs")[0][0] == 1


def id_of_article(engine: Engine, name: str) -> UUID:
    """Return an article's id by its name."""
    return UUID(
        str(run(engine, "select article_id from news.article_keys where canonical_url = :url", url=url_of(name))[0][0])
    )
