"""Say which words decided: each span's share of the log-odds that lexicon and model gave to a topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.linear import BLEND, TITLE_FACTOR, Features, LinearModel, Scores
from pipeline.classify.reading import Readings, Zone
from pipeline.classify.scoring import ZONE_FACTORS, Floats
from pipeline.records import Evidence

EVIDENCE_SPANS = 8  # what an analyst reads at a glance
SAME_WORDS_SPANS = 2  # the same words more often than this tell nothing new
LEAST_SHARE = 0.02  # log-odds; smaller shares are noise
LEAST_FEATURE_SHARE = 0.1  # of a word that only the model likes; with less it is shown where nothing else is
MODEL_FEATURES = 8  # words and pairs of the model that are looked at beside the lexicon's terms
STRONG_POINTS, PLAIN_POINTS = LEVEL_POINTS["strong"], LEVEL_POINTS["plain"]
HEAD, WHOLE, HEAD_POINTS, BODY_POINTS, STRONG = (BLEND.index(name) for name in BLEND[:5])
CAREFUL = BLEND.index("careful")

Span = tuple[int, int]  # words of a batch


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What the model said of a batch of English articles, kept for its evidence."""

    model: LinearModel
    topics: dict[int, int]  # the taxonomy's topic number -> the model's
    features: Features
    scores: Scores
    inputs: Floats  # (articles, topics in the order of `topics`, BLEND)


class Explainer:
    """Finds the evidence in a batch. What all its articles share is worked out once a topic."""

    def __init__(self, readings: Readings, scored: Scored | None, wanted: npt.NDArray[np.bool_]) -> None:
        """wanted: (articles, topics) that will be asked for."""
        self._readings = readings
        self._scored = scored
        self._wanted = wanted
        self._firsts = np.searchsorted(readings.found.article, np.arange(readings.articles + 1)).tolist()
        self._all = slice(0, readings.articles)
        self._term_shares: dict[int, Floats] = {}
        self._features: dict[int, dict[int, list[tuple[float, int, int]]]] = {}

    def explain(self, article: int, topic: int, title: str, text: str) -> tuple[Evidence, ...]:
        """Return the heaviest spans, heaviest first, with offsets of characters into title or text."""
        if topic not in self._term_shares:
            self._term_shares[topic] = self._share_points(topic)
        own = slice(self._firsts[article], self._firsts[article + 1])
        found = self._readings.found
        columns = (found.start[own], found.end[own], self._term_shares[topic][own])
        spans: dict[Span, float] = {}
        for start, end, share in zip(*(column.tolist() for column in columns), strict=True):
            if share > spans.get((start, end), 0.0):
                spans[start, end] = share
        self._add_features(article, topic, spans)
        return self._choose(article, spans, title, text)

    def _choose(self, article: int, spans: dict[Span, float], title: str, text: str) -> tuple[Evidence, ...]:
        chosen: list[Evidence] = []
        taken: dict[str, int] = {}
        covered: set[int] = set()
        locate = self._readings.locator(article)
        for minus_share, start, end in sorted([(-share, *span) for span, share in spans.items()]):
            if -minus_share < LEAST_SHARE or len(chosen) == EVIDENCE_SPANS:
                break
            if not covered.isdisjoint(range(start, end)):
                continue
            in_title, first, last = locate(start, end)
            words = title[first:last] if in_title else text[first:last]
            folded = words.casefold()
            taken[folded] = taken.get(folded, 0) + 1
            if taken[folded] <= SAME_WORDS_SPANS:
                covered.update(range(start, end))
                chosen.append(Evidence("title" if in_title else "text", first, last, words, round(-minus_share, 3)))
        return tuple(chosen)

    def _share_points(self, topic: int) -> Floats:
        """Return what each of the lexicon's finds adds: to the log-odds, or in points where no model is."""
        found, book = self._readings.found, self._readings.book
        if topic >= book.points.shape[1]:
            return np.zeros(len(found))
        points = np.where(found.hidden >> topic & 1, 0.0, book.points[found.phrase, topic])
        scored = self._scored
        if scored is None or topic not in scored.topics:
            zones: Floats = points * np.array([ZONE_FACTORS[zone] for zone in Zone])[found.zone]
            return zones
        number = list(scored.topics).index(topic)
        worth = scored.model.blend[scored.topics[topic]] * scored.inputs[:, number]
        in_body = found.zone == Zone.BODY
        loud = np.where(in_body, 0.0, np.where(found.zone == Zone.TITLE, points * TITLE_FACTOR, points))
        body = np.where(in_body, points, 0.0)
        careful = np.where(points >= PLAIN_POINTS, points, 0.0)
        strong = (points >= STRONG_POINTS).astype(np.float64)
        shares = np.zeros(len(found))
        for column, part in ((HEAD_POINTS, loud), (BODY_POINTS, body), (CAREFUL, careful), (STRONG, strong)):
            total = np.bincount(found.article, part, self._readings.articles)
            shares += (worth[:, column] / np.maximum(total, 1e-9))[found.article] * part
        return shares

    def _add_features(self, article: int, topic: int, spans: dict[Span, float]) -> None:
        """Add the model's words and pairs to the spans; those that stand inside a term add to its share."""
        if topic not in self._features:
            self._features[topic] = self._share_features(topic, LEAST_FEATURE_SHARE, self._all)
        features = self._features[topic].get(article, [])
        if not features and not spans:
            features = self._share_features(topic, LEAST_SHARE, slice(article, article + 1)).get(article, [])
        if not features:
            return
        inside = {place: span for span in spans for place in range(*span)}
        for share, start, width in sorted(features, reverse=True)[:MODEL_FEATURES]:
            span = inside.get(start, (start, start + width))
            spans[span] = spans.get(span, 0.0) + share

    def _share_features(self, topic: int, least: float, articles: slice) -> dict[int, list[tuple[float, int, int]]]:
        """Return what the model's words and pairs add to the log-odds, by article: (share, first word, width)."""
        scored = self._scored
        if scored is None or topic not in scored.topics:
            return {}
        features, theirs = scored.features, scored.topics[topic]
        weights = scored.model.by_topic[theirs]
        in_whole = scored.model.blend[theirs, WHOLE] / scored.scores.whole_norms
        in_head = in_whole + scored.model.blend[theirs, HEAD] / scored.scores.head_norms
        barriers = self._readings.words.barriers
        found: dict[int, list[tuple[float, int, int]]] = {}
        for article in (np.flatnonzero(self._wanted[articles, topic]) + articles.start).tolist():
            begin, rest = features.parts[2 * article : 2 * article + 2].tolist()
            end = int(barriers[2 * article + 2])
            for by_word, width in ((features.single, 1), (features.pair, 2)):
                shares = weights.take(by_word[begin:end], mode="wrap")
                shares[: rest - begin] *= in_head[article]
                shares[rest - begin :] *= in_whole[article]
                telling = np.flatnonzero(shares >= least)
                if len(telling):
                    places = (telling + begin).tolist()
                    found.setdefault(article, []).extend(
                        zip(shares[telling].tolist(), places, [width] * len(places), strict=True)
                    )
        return found
