"""Say which words decided: each span's share of the log-odds that lexicon and model gave to a topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.linear import BLEND, LinearModel
from pipeline.classify.reading import Found, Reading, Zone
from pipeline.classify.scoring import Floats, term_points, term_weight
from pipeline.records import Evidence

EVIDENCE_SPANS = 8  # what an analyst reads at a glance
SAME_WORDS_SPANS = 2  # the same words more often than this tell nothing new
LEAST_SHARE = 0.02  # log-odds; smaller shares are noise
MODEL_FEATURES = 12  # features looked at beside the lexicon's terms
HEAD, WHOLE, HEAD_POINTS, BODY_POINTS, STRONG = (BLEND.index(name) for name in BLEND[:5])

Span = tuple[int, int]  # positions in a reading


def lexicon_spans(reading: Reading, topic: int) -> dict[Span, float]:
    """Return the terms of a topic with their points where they stand: all there is without a model."""
    spans: dict[Span, float] = {}
    for found in reading.found:
        weight = term_weight(found, topic)
        if weight > 0:
            spans[found.start, found.end] = max(weight, spans.get((found.start, found.end), 0.0))
    return spans


def blended_spans(
    reading: Reading,
    topic: int,
    inputs: Floats,
    blend: Floats,
    features: Sequence[tuple[int, float]],
    columns: npt.NDArray[np.int32],
    model: LinearModel,
) -> dict[Span, float]:
    """Return spans with their share of the log-odds. inputs, blend: (BLEND,) of the topic.

    features: (feature, contribution to the log-odds); those that stand inside a term add to its share.
    """
    terms = [found for found in reading.found if term_points(found, topic) > 0]
    spans = dict(_share_points(terms, topic, inputs, blend))
    for feature, contribution in features:
        places = _places(feature, columns, model)
        for start, end in places:
            inside = next((span for span in spans if span[0] <= start and end <= span[1]), None)
            share = contribution / len(places)
            spans[inside or (start, end)] = spans.get(inside or (start, end), 0.0) + share
    return spans


def make_evidence(reading: Reading, spans: dict[Span, float], title: str, text: str) -> tuple[Evidence, ...]:
    """Return the heaviest spans, heaviest first, with offsets of characters into title or text."""
    chosen: list[Evidence] = []
    taken: dict[str, int] = {}
    covered: list[Span] = []
    locator = reading.locator()
    for (start, end), weight in sorted(spans.items(), key=_by_weight):
        if weight < LEAST_SHARE or len(chosen) == EVIDENCE_SPANS:
            break
        if any(start < other_end and other_start < end for other_start, other_end in covered):
            continue
        in_title, first, last = locator.locate(start, end)
        words = (title if in_title else text)[first:last]
        folded = words.casefold()
        taken[folded] = taken.get(folded, 0) + 1
        if taken[folded] > SAME_WORDS_SPANS:
            continue
        covered.append((start, end))
        chosen.append(Evidence("title" if in_title else "text", first, last, words, round(weight, 3)))
    return tuple(chosen)


def _share_points(terms: Iterable[Found], topic: int, inputs: Floats, blend: Floats) -> list[tuple[Span, float]]:
    """Share what the points added to the log-odds among the terms that gave them."""
    weighed = []
    totals = {HEAD_POINTS: 0.0, BODY_POINTS: 0.0, STRONG: 0.0}
    for found in terms:
        points = term_points(found, topic)
        zone = BODY_POINTS if found.zone == Zone.BODY else HEAD_POINTS
        points *= 1.5 if found.zone == Zone.TITLE else 1.0
        strong = 1.0 if points >= LEVEL_POINTS["strong"] else 0.0
        weighed.append(((found.start, found.end), zone, points, strong))
        totals[zone] += points
        totals[STRONG] += strong
    return [
        (
            span,
            points / totals[zone] * float(blend[zone] * inputs[zone])
            + (strong / totals[STRONG] * float(blend[STRONG] * inputs[STRONG]) if strong else 0.0),
        )
        for span, zone, points, strong in weighed
    ]


def _places(feature: int, columns: npt.NDArray[np.int32], model: LinearModel) -> list[Span]:
    """Return where a feature stands in a reading."""
    stems = len(model.vocabulary.stems)
    if feature < stems:
        return [(int(place), int(place) + 1) for place in np.flatnonzero(columns == feature)]
    first, second = divmod(int(model.vocabulary.pairs[feature - stems]), 1 << 16)
    both = (columns[:-1] == first) & (columns[1:] == second)
    return [(int(place), int(place) + 2) for place in np.flatnonzero(both)]


def _by_weight(item: tuple[Span, float]) -> tuple[float, Span]:
    return -item[1], item[0]
