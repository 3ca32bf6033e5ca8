"""Readers' labels: they win inside news.article_topics at once, whatever is loaded later, and the queue knows them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from pipeline import steps
from pipeline.errors import BadInput
from pipeline.settings import Settings
from pipeline.steps.workplace import Workplace
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import upgrade_schema
from tests.conftest import admin
from tests.postgres.articles import LOADED_AT, add_article, judge, revise_article, run, topic_row, url_of
from tests.postgres.test_cli import dateline

TOPICS = ("security", "counterterrorism", "cybercrime")


@pytest.fixture
def desk(place: Workplace) -> Workplace:
    """A workplace with topics."""
    steps.load_seeds(place)
    return place


@pytest.fixture
def analyst(server: EmbeddedServer, database: str) -> Iterator[Engine]:
    """An engine as the analyst."""
    made = create_engine(server.url(database, "analyst"))
    yield made
    made.dispose()


def test_a_label_wins_at_once_and_the_models_word_stands_beside(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    judge(engine, article, "cybercrime", 0.6)
    assert topic_row(engine, article, "cybercrime").needs_review

    said = steps.label_topic(desk, url_of("a"), "cybercrime", "no", reason="a game", by="ann")

    assert (said.is_new, said.was_assigned, said.is_positive) == (True, True, False)
    row = topic_row(engine, article, "cybercrime")
    assert (row.is_assigned, row.needs_review, row.decided_by) == (False, False, "label")
    assert (row.probability, row.is_model_assigned, row.is_model_unsure) == (0.6, True, True)
    read = run(engine, "select * from mart.article_topics where topic = 'cybercrime'")[0]
    assert (read.is_assigned, read.probability, read.labelled_by, read.label_reason) == (False, 0.0, "ann", "a game")


def test_a_label_stays_when_the_article_is_judged_again_by_whatever_model(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    steps.label_topic(desk, url_of("a"), "cybercrime", True, reason="", by="ann")
    assert topic_row(engine, article, "cybercrime").is_assigned  # no model has judged yet
    for model, chance in (("one", 0.1), ("two", 0.55), ("two", 0.4), ("three", 0.9), ("one", 0.1)):
        judge(engine, article, "cybercrime", chance, model=model)
        row = topic_row(engine, article, "cybercrime")
        assert (row.is_assigned, row.needs_review, row.decided_by) == (True, False, "label")
        assert (row.probability, row.is_model_assigned, row.model_version) == (chance, chance >= 0.5, model)


def test_the_latest_label_counts_and_saying_it_again_adds_nothing(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    for answer, by, is_new in [
        ("yes", "ann", True),
        ("yes", "ann", False),
        ("yes", "bob", True),
        ("no", "bob", True),
        ("yes", "ann", True),
        ("yes", "ann", False),
    ]:
        said = steps.label_topic(desk, str(article), "security", answer, reason="", by=by)
        assert said.is_new is is_new, (answer, by)
        assert topic_row(engine, article, "security").is_assigned is (answer == "yes")
    assert run(engine, "select count(*) from news.topic_labels")[0][0] == 4


def test_a_yes_carries_the_implied_topic_with_it_and_a_no_to_that_one_stays(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    judge(engine, article, "security", 0.1)
    said = steps.label_topic(desk, url_of("a"), "counterterrorism", "yes", reason="", by="ann")
    assert said.implied == ("security",)
    row = topic_row(engine, article, "security")
    assert (row.is_assigned, row.decided_by) == (True, "label")
    said = steps.label_topic(desk, url_of("a"), "security", "no", reason="", by="bob")
    assert "counterterrorism" in said.notes[0]
    assert topic_row(engine, article, "security").is_assigned is False
    assert topic_row(engine, article, "counterterrorism").is_assigned is True


def test_a_topic_that_was_only_implied_goes_to_review_when_its_ground_is_taken_away(
    desk: Workplace, engine: Engine
) -> None:
    article = add_article(engine, "a")
    judge(engine, article, "counterterrorism", 0.9)
    judge(engine, article, "security", 0.9, implied_by="counterterrorism")
    steps.label_topic(desk, url_of("a"), "counterterrorism", "no", reason="", by="ann")
    row = topic_row(engine, article, "security")
    assert (row.is_assigned, row.needs_review, row.decided_by) == (True, True, "model")
    steps.label_topic(desk, url_of("a"), "counterterrorism", "yes", reason="", by="ann")
    assert topic_row(engine, article, "security").needs_review is False


def test_labels_and_loads_in_any_order_give_what_the_definition_says(desk: Workplace, engine: Engine) -> None:
    dice = random.Random(6)
    for number in range(8):
        article = add_article(engine, f"a{number}")
        latest: dict[str, bool] = {}
        model: dict[str, float] = {}
        for _ in range(12):
            topic = dice.choice(TOPICS)
            if dice.random() < 0.5:
                latest[topic] = dice.random() < 0.5
                steps.label_topic(desk, str(article), topic, latest[topic], reason="", by=dice.choice(["ann", "bob"]))
            else:
                model[topic] = dice.random()
                judge(engine, article, topic, model[topic], model=dice.choice(["one", "two"]))
        for topic in TOPICS:
            implied = topic == "security" and latest.get("counterterrorism", False)
            expected = latest.get(topic, implied or model.get(topic, 0.0) >= 0.5)
            row = topic_row(engine, article, topic)
            assert (row.is_assigned if row else False) is expected, (number, topic, latest, model)


def test_a_label_that_is_deleted_gives_the_models_word_back(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    judge(engine, article, "security", 0.9)
    steps.label_topic(desk, url_of("a"), "security", "no", reason="", by="ann")
    run(engine, "delete from news.topic_labels")
    row = topic_row(engine, article, "security")
    assert (row.is_assigned, row.decided_by, row.label_id) == (True, "model", None)


def test_a_labelled_topic_stays_when_the_new_version_is_not_judged_at_all(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    for topic in ("security", "cybercrime"):
        judge(engine, article, topic, 0.9)
    steps.label_topic(desk, url_of("a"), "security", "yes", reason="", by="ann")
    with desk.store.begin() as transaction:  # as a load does with a version in a language that is not covered
        transaction.run("drop_stale_topics", rows="[]", article_ids=[article])
    assert topic_row(engine, article, "cybercrime") is None
    row = topic_row(engine, article, "security")
    assert (row.is_assigned, row.decided_by, row.probability, row.model_version) == (True, "label", None, None)


def test_labels_that_were_there_before_the_upgrade_win_after_it(server: EmbeddedServer, database: str) -> None:
    name = f"{database}_old"
    admin(server, f"create database {name}")
    made = create_engine(server.url(name))
    settings = Settings()
    try:
        upgrade_schema(made, settings, to="0004")
        run(
            made,
            """insert into news.topics (topic, name, definition) values ('security', '', '');
               insert into news.classifier_models (model_version, is_current) values ('old', true)""",
        )
        article = add_article(made, "a")
        run(
            made,
            "insert into news.topic_labels (article_id, topic, is_positive) values (:id, 'security', false)",
            id=article,
        )
        run(
            made,
            "insert into news.article_topics values (:id, 'security', 0.6, true, true, '[1]', null, 'old', now())",
            id=article,
        )
        upgrade_schema(made, settings)
        row = topic_row(made, article, "security")
        assert (row.is_assigned, row.needs_review, row.decided_by) == (False, False, "label")
        assert (row.is_model_assigned, row.is_model_unsure) == (True, True)
    finally:
        made.dispose()
        admin(server, f"drop database {name} with (force)")


def test_an_analyst_labels_in_sql_as_herself_and_changes_nothing_else(
    desk: Workplace, engine: Engine, analyst: Engine
) -> None:
    article = add_article(engine, "a")
    judge(engine, article, "cybercrime", 0.4)
    insert = (
        "insert into news.topic_labels (article_id, topic, is_positive, reason) values (:id, 'cybercrime', true, 'x')"
    )
    run(analyst, insert, id=article)
    run(analyst, insert, id=article)
    (label,) = run(analyst, "select labelled_by, labelled_at, reason, body_hash from news.topic_labels")
    assert (label.labelled_by, label.reason) == ("dateline_analyst", "x")
    assert label.labelled_at is not None
    assert label.body_hash is not None
    assert run(analyst, "select is_assigned from news.article_topics")[0].is_assigned is True
    for statement in (
        "update news.topic_labels set is_positive = false",
        "delete from news.topic_labels",
        "insert into news.topic_labels (article_id, topic, is_positive, labelled_by) values (:id, 'security', true, 'bob')",
        "update news.article_topics set is_assigned = false",
        "update news.classifier_models set is_current = false",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            run(analyst, statement, id=article)


def test_a_sub_topic_is_refused_in_sql_with_the_topic_to_label(
    desk: Workplace, engine: Engine, analyst: Engine
) -> None:
    article = add_article(engine, "a")
    with pytest.raises(DBAPIError, match="label cybercrime instead"):
        run(
            analyst,
            "insert into news.topic_labels (article_id, topic, is_positive) values (:id, 'ransomware', true)",
            id=article,
        )


def test_a_label_on_a_text_that_changed_since_says_so_and_still_wins(desk: Workplace, engine: Engine) -> None:
    article = add_article(engine, "a")
    steps.label_topic(desk, url_of("a"), "security", "yes", reason="", by="ann")
    assert run(engine, "select is_text_changed from mart.topic_labels")[0].is_text_changed is False
    revise_article(engine, article, "Now it says something else.")
    judge(engine, article, "security", 0.05)
    assert run(engine, "select is_text_changed from mart.topic_labels")[0].is_text_changed is True
    assert topic_row(engine, article, "security").is_assigned is True
    assert "the text changed since the label" in dateline(desk.settings, "show", url_of("a")).stdout
    said = steps.label_topic(desk, url_of("a"), "cybercrime", "no", reason="", by="bob")
    assert "the text changed since ann labelled security" in said.notes[0]
    again = steps.label_topic(desk, url_of("a"), "security", "yes", reason="", by="ann")
    assert again.is_new  # the same words on another text are a new label


@pytest.mark.parametrize(
    ("url", "topic", "answer", "said"),
    [
        pytest.param(url_of("a-raid"), "cybrcrime", "yes", "did you mean cybercrime", id="topic"),
        pytest.param(url_of("a-raid"), "ransomware", "yes", "label cybercrime instead", id="sub-topic"),
        pytest.param(url_of("a-rade"), "security", "yes", url_of("a-raid"), id="url"),
        pytest.param("https://nobody.example/x", "security", "yes", "dateline search", id="host"),
        pytest.param(url_of("a-raid"), "security", "perhaps", "neither yes nor no", id="answer"),
    ],
)
def test_what_is_unknown_is_refused_with_what_may_be_meant(
    desk: Workplace, engine: Engine, url: str, topic: str, answer: str, said: str
) -> None:
    add_article(engine, "a-raid")
    with pytest.raises(BadInput, match=said):
        steps.label_topic(desk, url, topic, answer, reason="", by="ann")
    assert run(engine, "select count(*) from news.topic_labels")[0][0] == 0


def test_the_command_labels_one_and_many(desk: Workplace, engine: Engine) -> None:
    for name in ("a", "b"):
        judge(engine, add_article(engine, name), "cybercrime", 0.4)
    done = dateline(desk.settings, "label", url_of("a"), "cybercrime", "yes", "--why", "a raid", "--by", "ann")
    assert done.returncode == 0, done.stderr
    assert "cybercrime: yes by ann" in done.stdout
    assert (
        "nothing changed"
        in dateline(desk.settings, "label", url_of("a"), "cybercrime", "yes", "--why", "a raid", "--by", "ann").stdout
    )
    lines = [
        {"id": 1, "url": url_of("b"), "topic": "counterterrorism", "label": "yes", "why": "bomb", "by": "bob"},
        {"id": 2, "url": url_of("c"), "topic": "security", "label": "yes"},
        {"id": 3, "url": url_of("b"), "topic": "security"},
        {"id": 4, "article_id": str(topic_row_id(engine, "b")), "topic": "cybercrime", "label": False},
    ]
    done = dateline(desk.settings, "label", "--jsonl", stdin="\n".join(map(json.dumps, lines)))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in answers] == [1, 2, 3, 4]
    assert answers[0]["implied"] == ["security"]
    assert "did you mean" in answers[1]["error"]
    assert '"label"' in answers[2]["error"]
    assert answers[3]["label"] == "no"
    assert dateline(desk.settings, "label").returncode == 2


def topic_row_id(engine: Engine, name: str) -> Any:
    """Return an article's id by its name."""
    return run(engine, "select article_id from news.article_keys where canonical_url = :url", url=url_of(name))[0][0]


# --- the queue -------------------------------------------------------------------------------------------------------


def queue(engine: Engine) -> list[str]:
    """Return the headlines and topics of the review queue, in order."""
    return [f"{row.title} {row.topic}" for row in run(engine, "select * from mart.review_queue")]


def test_the_closest_call_of_a_new_story_and_outlet_comes_first(desk: Workplace, engine: Engine) -> None:
    for name, outlet, chance, story in [
        ("flood-1", "herald", 0.50, "flood"),
        ("flood-2", "herald", 0.49, "flood"),  # the same story: half as useful
        ("far", "herald", 0.65, "far"),
        ("other", "post", 0.45, "other"),
        ("sure", "herald", 0.95, "sure"),
    ]:
        judge(engine, add_article(engine, name, outlet=outlet, story=story), "security", chance)
    add_article(engine, "flood-copy", copy_of="flood-1")
    assert queue(engine) == ["flood 1 security", "other security", "far security", "flood 2 security"]
    usefulness = [row.usefulness for row in run(engine, "select usefulness from mart.review_queue")]
    assert usefulness == sorted(usefulness, reverse=True)
    assert all(0 <= one <= 1 for one in usefulness)


def test_labels_make_their_outlet_and_story_less_urgent_and_leave_the_queue(desk: Workplace, engine: Engine) -> None:
    for name, outlet in [("h1", "herald"), ("h2", "herald"), ("p1", "post")]:
        judge(engine, add_article(engine, name, outlet=outlet), "security", 0.5)
    assert queue(engine)[-1] in ("h1 security", "h2 security")
    steps.label_topic(desk, url_of("h1"), "security", "no", reason="", by="ann")
    assert queue(engine) == ["p1 security", "h2 security"]
    steps.label_topic(desk, url_of("p1", "post"), "counterterrorism", "yes", reason="", by="ann")  # carries security
    assert queue(engine) == ["h2 security"]


def test_copies_of_a_labelled_text_and_copies_at_all_are_not_asked_for(desk: Workplace, engine: Engine) -> None:
    judge(engine, add_article(engine, "wire"), "security", 0.5)
    judge(engine, add_article(engine, "wire-copy", copy_of="wire"), "security", 0.5)
    assert queue(engine) == ["wire security"]
    steps.label_topic(desk, url_of("wire-copy"), "security", "yes", reason="", by="ann")
    assert queue(engine) == []


# --- drift -----------------------------------------------------------------------------------------------------------


def test_drift_tells_a_rise_from_noise_and_from_another_model(desk: Workplace, engine: Engine) -> None:
    for week in range(5):
        for number in range(40):
            at = LOADED_AT + timedelta(weeks=week, minutes=number)
            for outlet in ("herald", "post"):
                article = add_article(engine, f"w{week}-{number}", outlet=outlet, dated_at=at)
                share = 24 if (week, outlet) == (4, "herald") else 4
                model = "two" if (week, outlet) == (4, "post") else "one"
                judge(engine, article, "security", 0.9 if number < share else 0.1, model=model)
    rows = {
        (row.source, row.week.isoformat()): row
        for row in run(engine, "select * from mart.topic_drift where topic = 'security'")
    }
    last, first = "2026-06-01", "2026-05-04"
    assert rows["Herald", last].flag == "rising"
    assert rows["Herald", last].assigned_z > 3
    herald = rows["Herald", last]
    assert [float(herald.assigned_ratio), float(herald.before_assigned_ratio)] == [0.6, 0.1]
    assert (rows["Post", last].flag, rows["Post", last].is_model_changed) == ("steady", True)
    assert rows["Herald", first].flag == "too few"
    assert rows["Herald", "2026-05-25"].flag == "steady"
    assert rows["all sources", last].article_count == 80
    assert rows["all sources", last].flag == "model changed"


def test_drift_shows_labels_that_take_topics_away(desk: Workplace, engine: Engine) -> None:
    for number in range(12):
        judge(engine, add_article(engine, f"a{number}"), "cybercrime", 0.9)
        steps.label_topic(desk, url_of(f"a{number}"), "cybercrime", number < 6, reason="", by="ann")
    row = run(engine, "select * from mart.topic_drift where topic = 'cybercrime' and source = 'Herald'")[0]
    assert (row.flag, row.label_count, row.label_precision_ratio) == ("labels disagree", 12, 0.5)
