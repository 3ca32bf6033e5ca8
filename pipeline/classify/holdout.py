"""Judge a new model against the one in use on articles that trained neither: leave outlets out, compare in pairs. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.classify.evaluate import f1_difference_interval, measure
from pipeline.classify.labelled import Labelled

FOLDS = 5  # outlets are left out in so many groups: each group costs a training

Word = tuple[float, bool]  # probability, assigned
Words = dict[tuple[str, str], Word]  # (article's key, topic) -> a model's word


@dataclass(frozen=True, slots=True)
class Difference:
    """How a topic does by the new model against the old on the same articles; the interval is of F1(new) - F1(old)."""

    documents: int
    positives: int
    old_f1: float | None
    new_f1: float | None
    low: float
    high: float

    @property
    def is_worse(self) -> bool:
        """Whether the whole interval lies below zero: worse beyond noise."""
        return self.high < 0

    def as_dict(self) -> dict[str, float | int | None]:
        """Return the figures for JSON."""
        return {
            "documents": self.documents,
            "positives": self.positives,
            "old_f1": None if self.old_f1 is None else round(self.old_f1, 4),
            "new_f1": None if self.new_f1 is None else round(self.new_f1, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


def fold_outlets(articles: Sequence[Labelled], folds: int = FOLDS) -> dict[str, int]:
    """Return outlet -> fold, so that folds are about equally large. Deterministic; one outlet is in one fold."""
    sizes = Counter(one.source for one in articles)
    loads = [0] * min(folds, max(1, len(sizes)))
    found = {}
    for source, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        found[source] = loads.index(min(loads))
        loads[found[source]] += size
    return found


def leave_out(articles: Sequence[Labelled], outlets: set[str]) -> list[Labelled]:
    """Return the articles of other outlets, without copies of what these outlets published."""
    groups = {one.group for one in articles if one.source in outlets and one.group}
    return [one for one in articles if one.source not in outlets and one.group not in groups]


def compare_words(
    articles: Sequence[Labelled], old: Mapping[tuple[str, str], Word], new: Mapping[tuple[str, str], Word], *, seed: int
) -> dict[str, Difference]:
    """Return per topic how two models do on the articles that both judged, by a paired bootstrap."""
    found: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for one in articles:
        for topic in sorted(one.judged):
            key = (one.key, topic)
            if key in old and key in new:
                found[topic].append((topic in one.labels, old[key][1], new[key][1]))
    differences = {}
    for topic, rows in found.items():
        truth, before, after = (np.array(side, np.bool_) for side in zip(*rows, strict=True))
        low, high = f1_difference_interval(truth, before, after, seed=seed)
        differences[topic] = Difference(
            len(truth), int(truth.sum()), measure(truth, before).f1, measure(truth, after).f1, low, high
        )
    return differences


def measure_words(
    articles: Sequence[Labelled], words: Mapping[tuple[str, str], Word], *, by_set: bool = False
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return topic -> outlet (or set) and "ALL" -> figures, over the articles that the model judged."""
    found: dict[str, dict[str, list[tuple[bool, bool, float]]]] = defaultdict(lambda: defaultdict(list))
    for one in articles:
        for topic in sorted(one.judged):
            word = words.get((one.key, topic))
            if word is not None:
                for source in (one.set if by_set else one.source, "ALL"):
                    found[topic][source].append((topic in one.labels, word[1], word[0]))
    return {
        topic: {
            source: measure(
                np.array([row[0] for row in rows], np.bool_),
                np.array([row[1] for row in rows], np.bool_),
                np.array([row[2] for row in rows], np.float64),
            ).as_dict()
            for source, rows in sorted(sources.items(), key=lambda pair: (pair[0] == "ALL", pair[0]))
        }
        for topic, sources in sorted(found.items())
    }
