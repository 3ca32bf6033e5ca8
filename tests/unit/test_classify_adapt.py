"""Teaching the shipped model by labels, and judging a model on what it has not seen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.classify import evaluate, holdout
from pipeline.classify.adapt import adapt_model, lack_of_labels
from pipeline.classify.card import write_card
from pipeline.classify.holdout import Difference
from pipeline.classify.labelled import Labelled, read_labelled
from pipeline.classify.linear import MODEL_FILE, LinearModel, dump_model, load_model
from pipeline.classify.model import SEEDS, load_classifier
from pipeline.classify.taxonomy import load_taxonomy
from pipeline.steps.training import decide_promotion

TAXONOMY = load_taxonomy(SEEDS)
OUTLETS = ("Herald", "Post", "Courier", "Gazette")


def labelled(number: int, title: str, text: str, *, yes: bool, topic: str = "cybercrime") -> Labelled:
    """One labelled article of one of the outlets in turn."""
    labels = frozenset({topic} if yes else set())
    outlet = OUTLETS[number % len(OUTLETS)]
    return Labelled(f"{number}", "labels", outlet, title, text, labels, frozenset({topic}))


def lessons(count: int = 24) -> list[Labelled]:
    """Labels that say: a loyalty-points heist is a cybercrime, a garden show is none."""
    found = []
    for number in range(count):
        if number % 2:
            title, text = (
                "Airline members lose points",
                "Members of the loyalty scheme found their points redeemed by strangers.",
            )
        else:
            title, text = (
                "Garden show opens",
                "Visitors of the show admired roses and the new glasshouse in the valley.",
            )
        found.append(labelled(number // 2 + number % 2, title, f"{text} Part {number}.", yes=bool(number % 2)))
    return found


@pytest.fixture(scope="module")
def base() -> LinearModel:
    """The shipped model."""
    return load_model(SEEDS / "model" / MODEL_FILE)


@pytest.fixture(scope="module")
def examples() -> list[Labelled]:
    """The labelled examples of the seeds."""
    return read_labelled(SEEDS / "examples.jsonl", TAXONOMY.slugs)


def chance(model: LinearModel, title: str, text: str, topic: str = "cybercrime") -> float:
    """Return what a classifier with this model says of a topic."""
    scores = load_classifier(SEEDS, artefact=dump_model(model)).classify(title=title, text=text).scores
    return next(score.probability for score in scores if score.topic == topic)


def test_labels_move_the_probability_of_articles_like_theirs_and_leave_others(
    base: LinearModel, examples: list[Labelled]
) -> None:
    taught = adapt_model(base, [*examples, *lessons()], TAXONOMY, SEEDS)
    heist = ("Frequent flyers lose points", "The loyalty scheme said that strangers redeemed the points of members.")
    match = ("United beat Rovers", "The striker scored twice in the second half and the goalkeeper was sent off.")
    assert chance(taught, *heist) > 5 * chance(base, *heist)
    assert chance(taught, *match) == pytest.approx(chance(base, *match), abs=0.02)
    assert (taught.blend >= 0).all()


def test_teaching_twice_gives_the_same_bytes(base: LinearModel, examples: list[Labelled]) -> None:
    made = [dump_model(adapt_model(base, [*examples, *lessons()], TAXONOMY, SEEDS)) for _ in range(2)]
    assert made[0] == made[1]


def test_a_topic_without_enough_labels_stays_exactly_as_it_is(base: LinearModel, examples: list[Labelled]) -> None:
    taught = adapt_model(base, [*examples, *lessons()], TAXONOMY, SEEDS)
    for topic in ("security", "counterterrorism"):
        old, new = base.topics.index(topic), taught.topics.index(topic)
        assert (taught.weights[:, new] == base.weights[:, old]).all()
        assert (taught.blend[new] == base.blend[old]).all()
    assert dump_model(adapt_model(base, [*examples, *lessons(6)], TAXONOMY, SEEDS)) == dump_model(base)


@pytest.mark.parametrize(
    ("articles", "lack"),
    [
        pytest.param(lessons(), None, id="enough"),
        pytest.param(lessons(6), "3 yes and 3 no", id="few"),
        pytest.param([labelled(n, "a", "b", yes=True) for n in range(20)], "20 yes and 0 no", id="one kind"),
        pytest.param(
            [labelled(4 * n, "a", "b", yes=bool(n % 2)) for n in range(20)], "from 1 outlets", id="one outlet"
        ),
    ],
)
def test_what_labels_lack_is_said(articles: list[Labelled], lack: str | None) -> None:
    said = lack_of_labels(articles, "cybercrime")
    assert said is None if lack is None else lack in (said or "")


def test_a_file_says_nothing_of_a_topic_that_it_never_names(examples: list[Labelled]) -> None:
    found = read_labelled(SEEDS / "examples.jsonl", (*TAXONOMY.slugs, "protest"))
    assert all("protest" not in one.judged for one in found)
    assert all(one.judged == frozenset(TAXONOMY.slugs) for one in examples)


def test_an_outlet_is_in_one_fold_and_its_copies_elsewhere_are_not_learnt_from() -> None:
    articles = [labelled(n, "a", "b", yes=True) for n in range(40)]
    folds = holdout.fold_outlets(articles, 3)
    assert sorted(set(folds.values())) == [0, 1, 2]
    wire = [
        Labelled("x", "labels", "Herald", "w", "w", frozenset(), frozenset(), group="g"),
        Labelled("y", "labels", "Post", "w", "w", frozenset(), frozenset(), group="g"),
        Labelled("z", "labels", "Post", "v", "v", frozenset(), frozenset(), group="h"),
    ]
    assert [one.key for one in holdout.leave_out(wire, {"Herald"})] == ["z"]


def test_models_are_compared_on_the_articles_that_both_judged() -> None:
    articles = [labelled(n, "a", "b", yes=n % 2 == 0) for n in range(60)]
    right = {(one.key, "cybercrime"): (0.9, "cybercrime" in one.labels) for one in articles}
    wrong = {key: (0.9, not assigned) for key, (_, assigned) in right.items()}
    del wrong["0", "cybercrime"]
    found = holdout.compare_words(articles, right, wrong, seed=1)["cybercrime"]
    assert (found.documents, found.old_f1, found.new_f1, found.is_worse) == (59, 1.0, 0.0, True)
    assert not holdout.compare_words(articles, right, right, seed=1)["cybercrime"].is_worse
    rows = holdout.measure_words(articles, right)["cybercrime"]
    assert sorted(rows) == ["ALL", *sorted(OUTLETS)]
    assert rows["ALL"]["f1"] == 1.0


def difference(low: float, high: float, documents: int = 50, positives: int = 20) -> Difference:
    """A difference with this interval."""
    return Difference(documents, positives, 0.8, 0.8 + (low + high) / 2, low, high)


@pytest.mark.parametrize(
    ("differences", "touched", "is_better", "said"),
    [
        pytest.param({"labels": {"a": difference(-0.02, 0.1)}}, ["a"], True, "no topic got worse", id="not worse"),
        pytest.param({"labels": {"a": difference(-0.2, -0.01)}}, ["a"], False, "a got worse on labels", id="worse"),
        pytest.param(
            {"labels": {"a": difference(0.1, 0.2)}, "gold": {"b": difference(-0.2, -0.1)}},
            ["a"],
            False,
            "b got worse on gold",
            id="another topic worse on gold",
        ),
        pytest.param({"labels": {}}, ["a"], False, "nothing held back to judge a on", id="nothing held back"),
        pytest.param(
            {"labels": {"a": difference(0.1, 0.2, 10, 1)}}, ["a"], False, "nothing held back", id="one positive"
        ),
    ],
)
def test_a_model_is_promoted_only_if_no_topic_got_worse_beyond_noise(
    differences: dict[str, dict[str, Difference]], touched: list[str], is_better: bool, said: str
) -> None:
    decided, reason = decide_promotion(differences, touched, [])
    assert decided is is_better
    assert said in reason


def test_stage_two_keeps_its_signs_when_labels_contradict_the_lexicon(
    base: LinearModel, examples: list[Labelled]
) -> None:
    stubborn = [
        labelled(n, "Ransomware gang hits clinic", f"Hackers encrypted files {n}.", yes=n % 5 == 0) for n in range(40)
    ]
    taught = adapt_model(base, [*examples, *stubborn], TAXONOMY, SEEDS)
    assert np.isfinite(taught.weights).all()
    assert (taught.blend >= 0).all()


def test_the_card_comes_with_the_same_figures_for_programs(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"weights")
    truth = np.array([True, False])
    held_out = {"cybercrime": {"ALL": evaluate.measure(truth, truth)}}
    write_card(tmp_path, lessons(4), {"labels.jsonl": "abc"}, held_out)
    told = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert told["sha256"] == hashlib.sha256(b"weights").hexdigest()
    assert told["figures"]["held back"]["cybercrime"]["ALL"]["f1"] == 1.0
    assert told["trained_on"]["sets"] == {"labels": 4}
    assert "cybercrime" in (tmp_path / "CARD.md").read_text(encoding="utf-8")
