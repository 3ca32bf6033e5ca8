"""Teach a trained model from readers' labels, starting from its weights. Pure; needs scipy, using the result does not.

Without the sets that a model was trained on, training anew from a few hundred labels would forget the rest. So the
weights move only as far as the labels pull them: a quadratic penalty holds them at what they were, and the labelled
examples of the seeds stand beside the labels as ballast. Topics without enough labels stay exactly as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify.labelled import Labelled
from pipeline.classify.lexicon import load_lexicons
from pipeline.classify.linear import BLEND, LinearModel, blend_inputs
from pipeline.classify.scoring import Floats
from pipeline.classify.taxonomy import Taxonomy
from pipeline.classify.train import BLEND_FLOORS, PRIOR, PRIORS, Prepared, prepare_articles

LABELS = "labels"  # the set of readers' labels
# How far labels may pull stage one; chosen on labels of outlets whose other articles were judged: 8 and 30 do the same.
SCORES_REACH = 8.0
BLEND_HOLD = 10.0  # labels that it takes to move stage two half of the way
BALLAST = 0.25  # an example of the seeds beside a label: the model knows them already
INNER_FOLDS = 3  # stage two sees scores of models that had not seen the outlet
# Fewer labels than these teach manners of single articles: the topic stays as it is.
LEAST_LABELS = 10
LEAST_OF_EACH = 3
LEAST_SOURCES = 2

Rows = npt.NDArray[np.intp]


def adapt_model(base: LinearModel, articles: Sequence[Labelled], taxonomy: Taxonomy, seeds: Path) -> LinearModel:
    """Return `base` taught by the labels (set "labels") among English articles. The same in gives the same out.

    A topic that base does not know begins without weights, with the mean of the others' stage two.
    """
    taught = topics_to_teach(articles, taxonomy)
    topics = tuple(topic for topic in taxonomy.slugs if topic in base.topics or topic in taught)
    model = _widen(base, topics)
    if not taught:
        return model
    lexicon = load_lexicons(seeds, taxonomy)["en"]
    data = prepare_articles(articles, taxonomy, lexicon, base.vocabulary)
    for topic in taught:
        _teach_topic(model, data, taxonomy.slugs.index(topic), topics.index(topic), articles)
    return model


def topics_to_teach(articles: Sequence[Labelled], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the topics for which there are enough labels, of both kinds, from enough outlets."""
    return tuple(topic for topic in taxonomy.slugs if lack_of_labels(articles, topic) is None)


def lack_of_labels(articles: Sequence[Labelled], topic: str) -> str | None:
    """Return what the labels of a topic lack to teach it, in words; None when nothing."""
    mine = [one for one in articles if one.set == LABELS and topic in one.judged]
    yes = sum(topic in one.labels for one in mine)
    outlets = len({one.source for one in mine})
    if len(mine) >= LEAST_LABELS and min(yes, len(mine) - yes) >= LEAST_OF_EACH and outlets >= LEAST_SOURCES:
        return None
    return (
        f"{topic} has {yes} yes and {len(mine) - yes} no from {outlets} outlets "
        f"({LEAST_LABELS} labels, {LEAST_OF_EACH} of each kind, {LEAST_SOURCES} outlets are needed)"
    )


def _widen(base: LinearModel, topics: tuple[str, ...]) -> LinearModel:
    """Return a copy of the model for these topics, in this order."""
    weights = np.zeros((base.vocabulary.size, len(topics)), np.float32)
    bias, blend = np.zeros(len(topics)), np.tile(base.blend.mean(axis=0), (len(topics), 1))
    blend_bias = np.full(len(topics), base.blend_bias.mean())
    for place, topic in enumerate(topics):
        if topic in base.topics:
            old = base.topics.index(topic)
            weights[:, place] = base.weights[:, old]
            bias[place], blend[place], blend_bias[place] = base.bias[old], base.blend[old], base.blend_bias[old]
    return replace(base, topics=topics, weights=weights, bias=bias, blend=blend, blend_bias=blend_bias)


def _teach_topic(model: LinearModel, data: Prepared, number: int, place: int, articles: Sequence[Labelled]) -> None:
    """Fill one topic of `model` in place. number: the topic in data; place: in the model."""
    rows = np.flatnonzero(data.judged[:, number])
    weights = np.array([1.0 if data.sets[row] == LABELS else BALLAST for row in rows])
    truth = data.truth[rows, number]
    _balance(weights, truth, PRIORS.get(model.topics[place], PRIOR))
    old = (model.weights[:, place].astype(np.float64), float(model.bias[place]))
    folds = np.array([zlib.crc32(articles[row].source.encode()) % INNER_FOLDS for row in rows.tolist()])
    head, whole = np.zeros(len(rows)), np.zeros(len(rows))
    for fold in range(INNER_FOLDS):
        unseen = folds == fold
        if unseen.any():
            moved, bias = _pull_scores(data, rows[~unseen], truth[~unseen], weights[~unseen], *old)
            head[unseen] = data.head[rows[unseen]] @ moved + bias
            whole[unseen] = data.whole[rows[unseen]] @ moved + bias
    moved, bias = _pull_scores(data, rows, truth, weights, *old)
    model.weights[:, place] = moved.astype(np.float16)
    model.bias[place] = bias
    inputs = blend_inputs(head, whole, data.lexicon[rows, number])
    held = np.append(model.blend[place], model.blend_bias[place])
    found = _pull(
        np.column_stack([inputs, np.ones(len(rows))]),
        truth,
        weights,
        held,
        hold=BLEND_HOLD,
        bounds=[(BLEND_FLOORS.get(name, 0.0), None) for name in BLEND] + [(None, None)],
    )
    model.blend[place], model.blend_bias[place] = found[:-1], found[-1]


def _balance(weights: Floats, truth: npt.NDArray[np.bool_], prior: float) -> None:
    """Give positives the share that training assumes, in place: which articles readers label says nothing of how many
    there are, and a queue of negatives would push every probability down."""
    total = weights.sum()
    for side, share in ((truth, prior), (~truth, 1 - prior)):
        if side.any():
            weights[side] *= share * total / weights[side].sum()


def _pull_scores(
    data: Prepared, rows: Rows, truth: npt.NDArray[np.bool_], weights: Floats, old: Floats, old_bias: float
) -> tuple[Floats, float]:
    """Return stage one's weights and bias, pulled from the old ones by these articles, head and whole alike."""
    from scipy.sparse import csr_matrix, hstack, vstack

    if not len(rows):
        return old, old_bias
    both = vstack([data.head[rows], data.whole[rows]]).tocsr()
    used = np.unique(both.indices)  # weights of other features cannot move
    x = hstack([both[:, used], csr_matrix(np.ones((2 * len(rows), 1)))]).tocsr()
    found = _pull(
        x,
        np.tile(truth, 2),
        np.tile(weights / 2, 2),
        np.append(old[used], old_bias),
        hold=1 / SCORES_REACH,
        bounds=None,
    )
    moved = old.copy()
    moved[used] = found[:-1]
    return moved, float(found[-1])


def _pull(
    x: Any, truth: npt.NDArray[np.bool_], weights: Floats, old: Floats, *, hold: float, bounds: list[Any] | None
) -> Floats:
    """Return what a logistic regression makes of the rows when a penalty holds its parameters at the old ones."""
    from scipy.optimize import minimize

    sign = np.where(truth, 1.0, -1.0)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = np.clip(sign * (x @ parameters), -30, 30)
        slope = -weights * sign / (1 + np.exp(margin))
        away = parameters - old
        value = float((weights * np.logaddexp(0, -margin)).sum()) + hold / 2 * float((away**2).sum())
        return value, x.T @ slope + hold * away

    found: Floats = minimize(loss, old, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200}).x
    return found
