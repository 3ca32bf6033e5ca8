"""Which classifier judges: promotion and rollback at once for every worker, damaged weights, edited seeds, new topics."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import newsroom as room
import numpy as np
import pytest
from sqlalchemy import Engine

from pipeline import steps
from pipeline.classify.linear import dump_model, load_model
from pipeline.errors import BadInput, Unavailable
from pipeline.settings import HOME
from pipeline.steps.line import run_line_once
from pipeline.steps.models import classifier_in_force, store_model
from pipeline.steps.workplace import Workplace
from tests.conftest import feed_rows
from tests.postgres.articles import run
from tests.postgres.test_cli import dateline

SHIPPED = HOME / "seeds" / "topics" / "model" / "model.npz"
PROTEST = """  - slug: protest
    name: Protest
    definition: People who gather in public to demand or refuse something.
    review: [0.4, 0.6]
"""
PROTEST_TERMS = """topics:
  protest:
    protest: {strong: [protest march, sit in, strikers], plain: [march*, banner*, demonstrat*]}
"""


@pytest.fixture
def seeded(place: Workplace) -> Workplace:
    """A workplace with topics and the shipped model."""
    steps.load_seeds(place)
    return place


def other_weights(shift: float = 1.0) -> bytes:
    """Return a model that gives every topic more readily (or less) than the shipped one."""
    model = load_model(SHIPPED)
    return dump_model(replace(model, blend_bias=model.blend_bias + np.float64(shift)))


def store_other(place: Workplace, shift: float = 1.0) -> str:
    """Store another model; return its version."""
    classifier, is_new = store_model(
        place, other_weights(shift), based_on=classifier_in_force(place).version, figures={}, trained_on={}
    )
    assert is_new
    return classifier.version


def current(engine: Engine) -> str:
    """Return the version in use."""
    return str(run(engine, "select model_version from news.classifier_models where is_current")[0][0])


def decisions(engine: Engine) -> list[str]:
    """Return the decisions taken, in order."""
    return [row[0] for row in run(engine, "select decision from news.model_decisions order by decision_id")]


def test_the_shipped_model_is_the_first_row_with_its_weights_on_the_store(seeded: Workplace, engine: Engine) -> None:
    (row,) = run(engine, "select * from news.classifier_models")
    assert (row.is_current, row.origin) == (True, "shipped")
    assert seeded.archive.read(row.artefact_path) == SHIPPED.read_bytes()
    assert row.artefact_hash == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    told = json.loads(SHIPPED.with_name("figures.json").read_text(encoding="utf-8"))
    assert row.figures == (told["figures"] if told["sha256"] == row.artefact_hash else {})
    steps.load_seeds(seeded)
    assert decisions(engine) == ["registered"]


def test_the_next_batch_is_judged_by_the_promoted_model_and_after_a_rollback_by_the_old(
    seeded: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    shipped, other = current(engine), store_other(seeded)
    assert current(engine) == shipped
    steps.promote_model(seeded, other, by="ann", reason="better")
    outlets = ("/khyber-times/", "/meridian-post/", "/harbour-wire/")
    feeds = [one for one in feed_rows(newsroom) if any(name in one.url for name in outlets)]
    assert len(feeds) >= 2
    seeded.store.add_feeds(feeds[:1])
    run_line_once(seeded, "run-1")
    judged = "select distinct model_version from news.articles where loaded_at >= :at"
    assert [row[0] for row in run(engine, judged, at="2000-01-01")] == [other]

    model, replaced = steps.roll_back_model(seeded, by="ann")
    assert (model.model_version, replaced) == (shipped, other)
    before = run(engine, "select max(loaded_at) from news.articles")[0][0]
    seeded.store.add_feeds(feeds[1:2])
    run_line_once(seeded, "run-2")
    assert [row[0] for row in run(engine, "select distinct model_version from news.articles where loaded_at > :at", at=before)] == [shipped]  # fmt: skip


def test_rolling_back_goes_one_further_each_time_and_stops_at_the_first(seeded: Workplace, engine: Engine) -> None:
    shipped, one, two = current(engine), store_other(seeded, 0.5), store_other(seeded, 1.0)
    with pytest.raises(BadInput, match="no model was in use before"):
        steps.roll_back_model(seeded, by="ann")
    for version in (one, two):
        steps.promote_model(seeded, version, by="ann", reason="")
    for expected in (one, shipped):
        steps.roll_back_model(seeded, by="ann")
        assert current(engine) == expected
        assert classifier_in_force(seeded).version == expected
    with pytest.raises(BadInput, match="no model was in use before"):
        steps.roll_back_model(seeded, by="ann")
    steps.promote_model(seeded, two, by="bob", reason="again")
    steps.roll_back_model(seeded, by="bob")
    assert current(engine) == shipped


def test_a_task_that_is_tried_again_rolls_back_once(seeded: Workplace, engine: Engine) -> None:
    one, two = store_other(seeded, 0.5), store_other(seeded, 1.0)
    for version in (one, two):
        steps.promote_model(seeded, version, by="ann", reason="")
    for _ in range(2):
        model, replaced = steps.roll_back_model(seeded, by="manual__1", is_once=True)
        assert (model.model_version, replaced, current(engine)) == (one, two, one)


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_weights_that_cannot_be_used_do_not_stop_the_news_and_are_told(
    seeded: Workplace, engine: Engine, harm: str
) -> None:
    shipped, other = current(engine), store_other(seeded)
    steps.promote_model(seeded, other, by="ann", reason="")
    path = run(engine, "select artefact_path from news.classifier_models where is_current")[0][0]
    whole = seeded.archive.read(path)
    seeded.archive.delete(path) if harm == "missing" else seeded.archive.write_atomic(path, whole[:-100])

    for _ in range(2):
        assert classifier_in_force(seeded).version == shipped
    assert current(engine) == other
    assert decisions(engine)[-2:] == ["promoted", "fallback"]  # told once
    reason = run(engine, "select reason from mart.models where is_current")[0][0]
    assert harm in reason
    assert "dateline models rollback" in reason
    with pytest.raises(BadInput, match=harm):
        steps.promote_model(seeded, other, by="ann", reason="")

    seeded.archive.write_atomic(path, whole)
    assert classifier_in_force(seeded).version == other


def test_an_archive_store_that_does_not_answer_is_retried_not_replaced(
    seeded: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.promote_model(seeded, store_other(seeded), by="ann", reason="")

    def silent(path: str) -> bytes:
        raise Unavailable("no answer", subject=path)

    monkeypatch.setattr(seeded.archive, "read", silent)
    with pytest.raises(Unavailable):
        classifier_in_force(seeded)


def test_edited_seeds_work_at_once_under_a_version_of_their_own(own_seeds: Workplace, engine: Engine) -> None:
    other = store_other(own_seeds)
    steps.promote_model(own_seeds, other, by="ann", reason="")
    lexicon = Path(own_seeds.settings.seeds_dir) / "topics" / "lexicon" / "en.yaml"
    kept = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(kept.replace("strong: [air strike*", "strong: [glumphing, air strike*", 1), encoding="utf-8")

    edited = classifier_in_force(own_seeds)
    assert edited.version not in (other, "")
    assert current(engine) == edited.version
    row = run(engine, "select * from news.classifier_models where is_current")[0]
    assert (row.origin, row.based_on) == ("seeds", other)
    assert "security" in {one.topic for one in edited.classify(title="Glumphing in town", text="Glumphing.").scores}

    lexicon.write_text(kept, encoding="utf-8")
    steps.load_seeds(own_seeds)
    assert current(engine) == other


def test_a_newer_shipped_model_does_not_replace_one_that_somebody_put_into_use(
    own_seeds: Workplace, engine: Engine
) -> None:
    first, other = current(engine), store_other(own_seeds)
    shipped_file = Path(own_seeds.settings.seeds_dir) / "topics" / "model" / "model.npz"
    shipped_file.write_bytes(other_weights(0.25))
    newer = classifier_in_force(own_seeds).version
    assert current(engine) == newer  # the shipped one follows the program
    assert newer not in (first, other)
    steps.promote_model(own_seeds, other, by="ann", reason="")
    shipped_file.write_bytes(other_weights(0.75))
    steps.load_seeds(own_seeds)
    assert current(engine) == other
    assert (
        "stays in use" in run(engine, "select reason from news.model_decisions order by decision_id desc limit 1")[0][0]
    )
    steps.roll_back_model(own_seeds, by="ann")
    assert current(engine) == newer  # whose weights the store kept
    assert classifier_in_force(own_seeds).version == newer


def test_a_topic_added_to_the_seeds_reaches_postgres_with_the_next_batch(
    own_seeds: Workplace, engine: Engine, newsroom: room.RunningNewsroom
) -> None:
    add_protest(Path(own_seeds.settings.seeds_dir))
    own_seeds.store.add_feeds([one for one in feed_rows(newsroom) if "/khyber-times/" in one.url])
    run_line_once(own_seeds, "run-1")
    row = run(engine, "select * from news.topics where topic = 'protest'")[0]
    assert (row.review_from_ratio, row.review_to_ratio) == (0.4, 0.6)
    assert run(engine, "select count(*) from news.article_topics where topic = 'protest'")[0][0] > 0


def test_a_topic_that_nobody_knows_any_more_stops_the_load_with_the_remedy(
    own_seeds: Workplace, engine: Engine, newsroom: room.RunningNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from uuid import UUID

    taxonomy = Path(own_seeds.settings.seeds_dir) / "topics" / "taxonomy.yaml"
    kept = taxonomy.read_text(encoding="utf-8")
    add_protest(Path(own_seeds.settings.seeds_dir))
    own_seeds.store.add_feeds([one for one in feed_rows(newsroom) if "/khyber-times/" in one.url])
    for shard in steps.claim_work(own_seeds, "run-1"):
        steps.poll_feeds(own_seeds, "run-1", shard)
    (batch,) = steps.plan_batches(own_seeds, "run-1")
    for stage in ("fetch_pages", "extract_articles", "deduplicate_articles", "classify_articles"):
        getattr(steps, stage)(own_seeds, batch_id=UUID(batch))
    run(engine, "delete from news.topics where topic = 'protest'")
    taxonomy.write_text(kept, encoding="utf-8")
    with pytest.raises(BadInput, match=r"protest.*taxonomy\.yaml"):
        steps.load_batch(own_seeds, batch_id=UUID(batch))
    add_protest(Path(own_seeds.settings.seeds_dir))
    assert steps.load_batch(own_seeds, batch_id=UUID(batch))["loaded"] > 0


def test_the_command_lists_shows_promotes_and_rolls_back(seeded: Workplace, engine: Engine) -> None:
    shipped, other = current(engine), store_other(seeded)
    listed = dateline(seeded.settings, "models", "list")
    assert listed.returncode == 0, listed.stderr
    assert shipped in listed.stdout
    assert "in use" in listed.stdout
    assert dateline(seeded.settings, "models", "rollback").returncode == 2
    prefix = other.removeprefix("topics-")[:8]
    done = dateline(seeded.settings, "models", "promote", prefix, "--why", "tried", "--by", "ann")
    assert done.returncode == 0, done.stderr
    shown = dateline(seeded.settings, "models", "show", other)
    assert "promoted, ann: tried" in shown.stdout
    assert other in dateline(seeded.settings, "models", "rollback").stdout
    assert current(engine) == shipped
    unknown = dateline(seeded.settings, "models", "promote", "topics-nothing")
    assert unknown.returncode == 2
    assert shipped in unknown.stderr


def add_protest(seeds: Path) -> None:
    """Add a fourth topic as an operator would: taxonomy and English terms, no code."""
    taxonomy, lexicon = seeds / "topics" / "taxonomy.yaml", seeds / "topics" / "lexicon" / "en.yaml"
    taxonomy.write_text(taxonomy.read_text(encoding="utf-8") + PROTEST, encoding="utf-8")
    text = lexicon.read_text(encoding="utf-8")
    if "protest march" not in text:
        lexicon.write_text(text.replace("topics:\n", PROTEST_TERMS, 1), encoding="utf-8")
