"""Say which words decided: each span's share of the log-odds that lexicon and model gave to a topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.linear import BLEND, TITLE_FACTOR, LinearModel
from pipeline.classify.reading import Found, Reading, Zone
from pipeline.classify.scoring import Floats, term_weight
from pipeline.records import Evidence

EVIDENCE_SPANS = 8  # what an analyst reads at a glance
SAME_WORDS_SPANS = 2  # the same words more often than this tell nothing new
LEAST_SHARE = 0.02  # log-odds; smaller shares are noise
MODEL_FEATURES = 8  # features of head and of whole that are looked at beside the lexicon's terms
STRONG_POINTS, PLAIN_POINTS = LEVEL_POINTS["strong"], LEVEL_POINTS["plain"]
HEAD, WHOLE, HEAD_POINTS, BODY_POINTS, STRONG = (BLEND.index(name) for name in BLEND[:5])
CAREFUL = BLEND.index("careful")

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

    features: (feature, what one occurrence adds to the log-odds); those that stand inside a term add to its share.
    """
    spans = _share_points(reading.found, topic, inputs, blend)
    inside = {place: span for span in spans for place in range(*span)}
    words = columns.tolist()
    for feature, contribution in features:
        start, width = _first_place(feature, words, model)
        span = inside.get(start, (start, start + width))
        spans[span] = spans.get(span, 0.0) + contribution
    return spans


def make_evidence(reading: Reading, spans: dict[Span, float], title: str, text: str) -> tuple[Evidence, ...]:
    """Return the heaviest spans, heaviest first, with offsets of characters into title or text."""
    chosen: list[Evidence] = []
    taken: dict[str, int] = {}
    covered: list[Span] = []
    locator = reading.locator()
    for minus_weight, start, end in sorted([(-weight, *span) for span, weight in spans.items()]):
        if -minus_weight < LEAST_SHARE or len(chosen) == EVIDENCE_SPANS:
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
        chosen.append(Evidence("title" if in_title else "text", first, last, words, round(-minus_weight, 3)))
    return tuple(chosen)


def _share_points(found: Iterable[Found], topic: int, inputs: Floats, blend: Floats) -> dict[Span, float]:
    """Share what the points added to the log-odds among the terms that gave them, by span."""
    terms = []
    head = body = careful = 0.0
    strong_terms = 0
    for one in found:
        if one.hidden_from >> topic & 1:
            continue
        points = next((points for number, points in one.phrase.points if number == topic), 0.0)
        if not points:
            continue
        in_body = one.zone is Zone.BODY
        loud = points * TITLE_FACTOR if one.zone is Zone.TITLE else points
        if in_body:
            body += points
        else:
            head += loud
        strong_terms += points >= STRONG_POINTS
        careful += points if points >= PLAIN_POINTS else 0.0
        terms.append((one.start, one.end, points, loud, in_body))
    worth = blend * inputs
    of_head, of_body = worth[HEAD_POINTS] / max(head, 1e-9), worth[BODY_POINTS] / max(body, 1e-9)
    of_strong, of_careful = worth[STRONG] / max(strong_terms, 1), worth[CAREFUL] / max(careful, 1e-9)
    spans: dict[Span, float] = {}
    for start, end, points, loud, in_body in terms:
        share = points * of_body if in_body else loud * of_head
        if points >= PLAIN_POINTS:
            share += points * of_careful
            if points >= STRONG_POINTS:
                share += of_strong
        spans[start, end] = float(share)
    return spans


def _first_place(feature: int, words: list[int], model: LinearModel) -> tuple[int, int]:
    """Return where a feature first stands in a reading, and its width in words."""
    stems = len(model.vocabulary.stems)
    if feature < stems:
        return words.index(feature), 1
    first, second = divmod(int(model.vocabulary.pairs[feature - stems]), 1 << 16)
    place = words.index(first)
    while words[place + 1] != second:
        place = words.index(first, place + 1)
    return place, 2
