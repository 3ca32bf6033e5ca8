"""Training on a handful of made-up articles: deterministic, honest about what it held out, loud about bad lines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.classify import evaluate, train
from pipeline.classify.linear import load_model, save_model
from pipeline.classify.model import SEEDS, load_classifier
from pipeline.classify.taxonomy import load_taxonomy
from pipeline.errors import BadInput

TOPICS = ("security", "counterterrorism", "cybercrime")


def articles() -> list[train.Labelled]:
    """Two sets out of the examples, with outlets' names made up."""
    found = train.read_labelled(SEEDS / "examples.jsonl", TOPICS)
    return [
        train.Labelled(one.key, f"set{number % 3}", one.source, one.title, one.text, one.labels, one.judged)
        for number, one in enumerate(found[::2])
    ]


def test_the_examples_are_many_of_many_styles_with_hard_negatives() -> None:
    found = train.read_labelled(SEEDS / "examples.jsonl", TOPICS)
    assert len(found) >= 300
    assert len({one.source for one in found}) >= 30
    assert len({(one.title, one.text) for one in found}) == len(found)
    assert sum(not one.labels for one in found) >= 100
    for topic in TOPICS:
        assert sum(topic in one.labels for one in found) >= 60
    assert all("security" in one.labels for one in found if "counterterrorism" in one.labels)


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(SEEDS)
    for name in ("a", "b"):
        trained = train.train_model(articles(), taxonomy, SEEDS)
        save_model(trained.model, tmp_path / f"{name}.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert (trained.model.blend >= 0).all()
    assert set(trained.held_out) == set(TOPICS)
    assert set(trained.held_out["cybercrime"]) == {"set0", "set1", "set2", "ALL"}
    model = load_model(tmp_path / "a.npz")
    assert model.topics == TOPICS
    classifier = load_classifier(model_path=tmp_path / "a.npz")
    answer = classifier.classify(title="Ransomware gang hits clinic", text="Hackers stole files in a cyberattack.")
    assert answer.scores[2].is_assigned


def test_passing_mentions_stand_after_the_first_half_and_carry_no_label() -> None:
    long = "The choir sang. " * 80
    plain = train.Labelled("p", "abp", "x", "Choir", long, frozenset(), frozenset(TOPICS))
    bomb = train.Labelled("q", "examples", "y", "Bomb", "A bomb hit the bus. It burnt.", frozenset(TOPICS), frozenset())
    made = train.make_passing_mentions([plain, bomb], 5)
    assert len(made) == 5
    for one in made:
        assert one.labels == frozenset()
        assert one.text.index("A bomb hit the bus") >= len(long) // 2 - 20


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "articles.jsonl:2"),
        ('{"labels": []}', "'text'"),
        (json.dumps({"text": "a", "labels": ["floods"]}), "unknown topic 'floods'"),
    ],
    ids=["syntax", "text", "topic"],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": "a", "labels": []}) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        train.read_labelled(path, TOPICS)


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--examples", str(tmp_path / "none.jsonl"), "--out", str(tmp_path)]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_figures_of_a_perfect_and_of_a_useless_model() -> None:
    truth = np.array([True, True, False, False])
    perfect = evaluate.measure(truth, truth, truth.astype(float))
    assert (perfect.precision, perfect.recall, perfect.f1, perfect.calibration_error) == (1.0, 1.0, 1.0, 0.0)
    useless = evaluate.measure(truth, ~truth, 1.0 - truth)
    assert (useless.precision, useless.recall, useless.f1, useless.calibration_error) == (0.0, 0.0, 0.0, 1.0)


def test_a_figure_that_the_set_cannot_give_is_none() -> None:
    nothing = np.zeros(3, np.bool_)
    figures = evaluate.measure(nothing, nothing)
    assert (figures.precision, figures.recall, figures.f1, figures.false_positive_ratio) == (None, None, None, 0.0)


def test_calibration_error_is_the_gap_between_claim_and_truth() -> None:
    truth = np.array([True, False, False, False])
    assert evaluate.calibration_error(truth, np.full(4, 0.75)) == pytest.approx(0.5)
    assert evaluate.calibration_error(truth[:0], np.empty(0)) is None


def test_sources_are_measured_apart_and_unjudged_articles_left_out() -> None:
    truth, judged = np.array([True, False, True]), np.array([True, True, False])
    rows = evaluate.measure_by_source(["a", "b", "b"], judged, truth, np.array([0.9, 0.8, 0.1]))
    assert {name: one.documents for name, one in rows.items()} == {"a": 1, "b": 1, "ALL": 2}
    assert rows["b"].false_positive_ratio == 1.0


def test_the_interval_tells_a_worse_model_from_noise() -> None:
    truth = np.arange(400) % 2 == 0
    worse = truth & (np.arange(400) % 4 == 0)
    low, high = evaluate.f1_difference_interval(truth, truth, worse, seed=1)
    assert low < high < 0
    assert evaluate.f1_difference_interval(truth, truth, truth, seed=1) == (0.0, 0.0)


def test_the_review_band_grows_where_answers_are_wrong() -> None:
    chances = np.linspace(0, 1, 2_001)
    sure = chances >= 0.5
    assert evaluate.choose_review_band(sure, chances) == (0.4, 0.6)
    doubtful = sure.copy()
    doubtful[(chances >= 0.25) & (chances < 0.4)] = True  # above a quarter half of the noes were yeses
    low, high = evaluate.choose_review_band(doubtful, chances)
    assert low <= 0.3
    assert high == 0.6
    assert evaluate.choose_review_band(~sure, chances) == (0.1, 0.9)
    assert evaluate.choose_review_band(sure[:0], chances[:0]) == (0.4, 0.6)


def test_rare_topics_need_fewer_false_alarms() -> None:
    assert evaluate.natural_f1(1.0, 0.0, 0.02) == 1.0
    assert evaluate.natural_f1(0.9, 0.01, 0.5) > 0.9 > evaluate.natural_f1(0.9, 0.01, 0.02) > 0.6
