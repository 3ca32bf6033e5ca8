"""Turn the terms found in a reading into points and, for topics or languages without a trained model, a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import DENIAL_POINTS, LEVEL_POINTS
from pipeline.classify.reading import Found, Reading, Zone

Floats = npt.NDArray[np.float64]

# What a zone adds to a term's points without a model: the headline says what an article is about.
ZONE_FACTORS = {Zone.TITLE: 1.5, Zone.LEAD: 1.0, Zone.BODY: 0.8}
FULL_DENSITY_WORDS = 700  # a body term counts less in a longer text: passing mentions are not subjects
DECIDING_POINTS = (
    4.5  # points at which the lexicon alone is undecided: a strong term in the headline, or two in the lead
)
POINTS_SLOPE = 0.9

# Columns of `lexicon_features`, per topic.
FEATURES = ("title_points", "lead_points", "body_points", "strong_terms", "denials")


def lexicon_features(reading: Reading, topics: Sequence[str]) -> Floats:
    """Return points per topic: shape (topics, FEATURES). A term counts once per zone, repeats a little more."""
    features = np.zeros((len(topics), len(FEATURES)))
    index = {topic: number for number, topic in enumerate(topics)}
    counts: dict[tuple[str, Zone, int], int] = {}
    for found in reading.found:
        if found.phrase.kind == "denial":
            for topic in found.phrase.hides:
                features[index[topic], 4] += 1
            continue
        for sense in found.phrase.senses:
            if sense.topic in found.hidden_from:
                continue
            row = features[index[sense.topic]]
            key = (found.phrase.text, found.zone, index[sense.topic])
            repeat = counts[key] = counts.get(key, 0) + 1
            row[found.zone] += sense.points / repeat
            if repeat == 1 and sense.points >= LEVEL_POINTS["strong"]:
                row[3] += 1
    features[:, 2] *= min(1.0, FULL_DENSITY_WORDS / max(1, reading.length))
    return features


def lexicon_probabilities(features: Floats) -> Floats:
    """Return the probability of each topic by the lexicon alone. Shape: (topics,)."""
    points = features[:, :3] @ np.array([ZONE_FACTORS[zone] for zone in Zone]) + DENIAL_POINTS * features[:, 4]
    chances: Floats = 1.0 / (1.0 + np.exp(-POINTS_SLOPE * (points - DECIDING_POINTS)))
    return chances


def term_weight(found: Found, topic: str) -> float:
    """Return the points that a term adds to a topic where it stands, 0.0 when it says nothing of it."""
    if found.phrase.kind == "denial" or topic in found.hidden_from:
        return 0.0
    points = math.fsum(sense.points for sense in found.phrase.senses if sense.topic == topic)
    return points * ZONE_FACTORS[found.zone]
