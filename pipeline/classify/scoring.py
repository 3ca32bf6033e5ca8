"""Turn the terms found in readings into points and, for topics or languages without a trained model, a probability."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import DENIAL_POINTS, LEVEL_POINTS
from pipeline.classify.phrases import PHRASE_BITS
from pipeline.classify.reading import Readings, Zone

Floats = npt.NDArray[np.float64]

# What a zone adds to a term's points without a model: the headline says what an article is about.
ZONE_FACTORS = {Zone.TITLE: 1.5, Zone.LEAD: 1.0, Zone.BODY: 0.8}
FULL_DENSITY_WORDS = 700  # a body term counts less in a longer text: passing mentions are not subjects
DECIDING_POINTS = (
    4.5  # points at which the lexicon alone is undecided: a strong term in the headline, or two in the lead
)
POINTS_SLOPE = 0.9
HINTS_ONLY_CHANCE = 0.09  # many words that only support support nothing: below any review band

STORY_WORDS = 300  # a news story; in a longer piece more is said by the way
BLOCK_WORDS = 50  # a paragraph of news
BLOCK_BITS = 20  # a million blocks in an article
CONTEXT_WORDS = 4  # of another world; more of them say nothing new

# Columns of `lexicon_features`, per topic.
FEATURES = (
    "title_points",
    "lead_points",
    "body_points",
    "strong_repeats",
    "denials",
    "careful_points",
    "spread",
    "extra_length",
)
STRONG_REPEATS, DENIALS, CAREFUL, SPREAD, EXTRA_LENGTH = 3, 4, 5, 6, 7


def lexicon_features(readings: Readings, topic_count: int) -> Floats:
    """Return points: shape (articles, topics, FEATURES). A term counts once per zone, repeats a little more."""
    found, book = readings.found, readings.book
    articles = readings.articles
    features = np.zeros((articles, topic_count, len(FEATURES)))
    features[:, :, EXTRA_LENGTH] = np.log(np.maximum(readings.lengths / STORY_WORDS, 1))[:, np.newaxis]
    if not len(found):
        return features
    place = found.article * len(Zone) + found.zone
    repeat = _count_repeats(place << PHRASE_BITS | found.phrase)
    is_first = repeat == 1
    hides = book.hides[found.phrase]
    for topic in range(min(topic_count, book.points.shape[1])):
        points = np.where(found.hidden >> topic & 1, 0.0, book.points[found.phrase, topic])
        zones = np.bincount(place, points / repeat, articles * len(Zone)).reshape(articles, len(Zone))
        features[:, topic, : len(Zone)] = zones
        is_strong = (points >= LEVEL_POINTS["strong"]).astype(np.float64)
        features[:, topic, STRONG_REPEATS] = np.bincount(found.article, is_strong, articles)
        careful = np.where(is_first & (points >= LEVEL_POINTS["plain"]), points, 0.0)
        features[:, topic, CAREFUL] = np.bincount(found.article, careful, articles)
        features[:, topic, SPREAD] = _spread(readings, points >= LEVEL_POINTS["plain"])
        features[:, topic, DENIALS] = np.bincount(found.article, (hides >> topic & 1).astype(np.float64), articles)
    density = np.minimum(1.0, FULL_DENSITY_WORDS / np.maximum(1, readings.lengths))[:, np.newaxis]
    features[:, :, Zone.BODY] *= density
    # One strong term is a mention, more of them a subject, and the longer the text the more it takes.
    repeats = np.maximum(features[:, :, STRONG_REPEATS] - 1, 0.0)
    features[:, :, STRONG_REPEATS] = (
        repeats * np.minimum(1.0, STORY_WORDS / np.maximum(1, readings.lengths))[:, np.newaxis]
    )
    return features


def _spread(readings: Readings, telling: npt.NDArray[np.bool_]) -> Floats:
    """Return the share of each article's blocks that hold a telling term: a subject goes through it, a mention does not."""
    found = readings.found
    article = found.article[telling]
    block = (found.start[telling] - readings.words.barriers[2 * article]) // BLOCK_WORDS
    filled = np.unique(article << BLOCK_BITS | block) >> BLOCK_BITS
    shares: Floats = np.bincount(filled, minlength=readings.articles) / (readings.lengths // BLOCK_WORDS + 1)
    return shares


def context_shifts(readings: Readings, topic_count: int) -> Floats:
    """Return what words of another world, such as sport, add to the log-odds. Shape: (articles, topics)."""
    found, book = readings.found, readings.book
    shift = np.zeros((readings.articles, topic_count))
    contexts = np.flatnonzero(book.is_context[found.phrase])
    if len(contexts):
        article, phrase = found.article[contexts], found.phrase[contexts]
        is_first = _count_repeats(article << PHRASE_BITS | phrase) == 1
        article, phrase = article[is_first], phrase[is_first]
        few = _count_repeats(article) <= CONTEXT_WORDS
        width = min(topic_count, book.shifts.shape[1])
        np.add.at(shift[:, :width], article[few], book.shifts[phrase[few], :width])
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


def _count_repeats(keys: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return for each key the how-manieth of its kind it is, from 1."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_new = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    first = np.flatnonzero(is_new)
    rank = np.arange(len(keys)) - np.repeat(first, np.diff(np.append(first, len(keys)))) + 1
    repeats = np.empty(len(keys), np.intp)
    repeats[order] = rank
    return repeats
