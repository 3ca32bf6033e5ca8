"""Turn the terms found in a reading into points and, for topics or languages without a trained model, a probability."""

from __future__ import annotations

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
HINTS_ONLY_CHANCE = 0.25  # many words that only support support nothing: below the review band

CONTEXT_WORDS = 4  # of another world; more of them say nothing new

# Columns of `lexicon_features`, per topic.
FEATURES = ("title_points", "lead_points", "body_points", "strong_mentions", "denials", "careful_points")
STRONG_MENTIONS, DENIALS, CAREFUL = 3, 4, 5


def lexicon_features(reading: Reading, topic_count: int) -> Floats:
    """Return points per topic: shape (topics, FEATURES). A term counts once per zone, repeats a little more."""
    features = [[0.0] * len(FEATURES) for _ in range(topic_count)]
    counts: dict[tuple[int, int], int] = {}
    strong, plain = LEVEL_POINTS["strong"], LEVEL_POINTS["plain"]
    for phrase, zone, _, _, hidden in reading.found:
        if phrase.hides:
            for topic in range(topic_count):
                features[topic][DENIALS] += phrase.hides >> topic & 1
            continue
        if phrase.shifts:
            continue
        key = (id(phrase), zone)
        repeat = counts[key] = counts.get(key, 0) + 1
        for topic, points in phrase.points:
            if not hidden >> topic & 1:
                row = features[topic]
                row[zone] += points / repeat
                row[STRONG_MENTIONS] += points >= strong
                if repeat == 1 and points >= plain:
                    row[CAREFUL] += points
    table = np.array(features)
    table[:, Zone.BODY] *= min(1.0, FULL_DENSITY_WORDS / max(1, reading.length))
    return table


def context_shift(reading: Reading, topic_count: int) -> Floats:
    """Return what words of another world, such as sport, add to the log-odds of each topic. Shape: (topics,)."""
    shift = np.zeros(topic_count)
    contexts = {id(found.phrase): found.phrase for found in reading.found if found.phrase.shifts}
    for phrase in list(contexts.values())[:CONTEXT_WORDS]:
        for topic, amount in phrase.shifts:
            shift[topic] += amount
    return shift


def lexicon_probabilities(features: Floats, shift: Floats | float = 0.0) -> Floats:
    """Return the probability of each topic by the lexicon alone, shape (..., topics). shift: added to the log-odds."""
    points = (
        features[..., :3] @ np.array([ZONE_FACTORS[zone] for zone in Zone]) + DENIAL_POINTS * features[..., DENIALS]
    )
    chances: Floats = 1.0 / (1.0 + np.exp(-POINTS_SLOPE * (points - DECIDING_POINTS) - shift))
    hints_only = features[..., CAREFUL] <= 0
    chances[hints_only] = np.minimum(chances[hints_only], HINTS_ONLY_CHANCE)
    return chances


def term_points(found: Found, topic: int) -> float:
    """Return the points of a term for a topic number, wherever it stands; 0.0 when it says nothing of it."""
    if found.hidden_from >> topic & 1:
        return 0.0
    return next((points for number, points in found.phrase.points if number == topic), 0.0)


def term_weight(found: Found, topic: int) -> float:
    """Return the points that a term adds to a topic number where it stands, without a model."""
    return term_points(found, topic) * ZONE_FACTORS[found.zone]
