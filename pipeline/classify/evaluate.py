"""Say how good topics are: precision, recall, F1, calibration error, per topic and per source. Pure functions.

Used by training, by `train_topics` before it promotes a model, and by `make quality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
CALIBRATION_BINS = 10
MOST_WRONG = 0.3  # of the answers of one tenth of the scale; where more are wrong, a person should look
SMALLEST_BAND = (0.4, 0.6)  # what stands on the edge is always worth a look
LARGEST_BAND = (0.1, 0.9)
RESAMPLES = 500  # bootstrap rounds: the interval's ends move by less than a tenth of its width beyond


@dataclass(frozen=True, slots=True)
class Figures:
    """How one topic does on one set of judged articles. A figure that the set cannot give is None."""

    documents: int
    positives: int
    precision: float | None
    recall: float | None
    f1: float | None
    false_positive_ratio: float | None
    calibration_error: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """Return the figures for JSON, rounded to four digits."""
        return {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()}


def measure(truth: Bools, assigned: Bools, probabilities: Floats | None = None) -> Figures:
    """Return the figures of one topic. truth, assigned, probabilities: one value per judged article."""
    hits = int((truth & assigned).sum())
    positives, given = int(truth.sum()), int(assigned.sum())
    negatives = len(truth) - positives
    return Figures(
        documents=len(truth),
        positives=positives,
        precision=hits / given if given else None,
        recall=hits / positives if positives else None,
        f1=2 * hits / (positives + given) if positives else None,
        false_positive_ratio=(given - hits) / negatives if negatives else None,
        calibration_error=None if probabilities is None else calibration_error(truth, probabilities),
    )


def calibration_error(truth: Bools, probabilities: Floats, bins: int = CALIBRATION_BINS) -> float | None:
    """Return the expected calibration error over equal-width bins; None without articles.

    Source: Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning".
    """
    if not len(truth):
        return None
    place = np.minimum((probabilities * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(place, truth.astype(np.float64) - probabilities, minlength=bins)
    return float(np.abs(gaps).sum() / len(truth))


def measure_by_source(
    sources: Sequence[str], judged: Bools, truth: Bools, probabilities: Floats, threshold: float = 0.5
) -> dict[str, Figures]:
    """Return one topic's figures per source, and "ALL" for all together. Articles that are not judged do not count."""
    names = np.asarray(sources)
    rows = {}
    for name in [*sorted(set(sources)), "ALL"]:
        mine = judged & (names == name) if name != "ALL" else judged
        if mine.any():
            rows[name] = measure(truth[mine], probabilities[mine] >= threshold, probabilities[mine])
    return rows


def choose_review_band(truth: Bools, probabilities: Floats) -> tuple[float, float]:
    """Return between which probabilities a person should look: where an answer is wrong more often than MOST_WRONG.

    From SMALLEST_BAND outwards in steps, as long as the next tenth of the scale holds too many errors. truth, probabilities:
    of articles from sources that the model had not seen.
    """
    low, high = SMALLEST_BAND
    while low > LARGEST_BAND[0] and _share_of(truth, probabilities, low - 0.1, low) > MOST_WRONG:
        low = round(low - 0.05, 2)
    while high < LARGEST_BAND[1] and _share_of(~truth, probabilities, high, high + 0.1) > MOST_WRONG:
        high = round(high + 0.05, 2)
    return low, high


def natural_f1(recall: float, false_positive_ratio: float, share: float) -> float:
    """Return the F1 in a stream of which `share` is on the topic; gold sets hold many more positives than news does."""
    hits, alarms = share * recall, (1 - share) * false_positive_ratio
    return 2 * hits / (share + hits + alarms)


def _share_of(what: Bools, probabilities: Floats, low: float, high: float) -> float:
    inside = (probabilities >= low) & (probabilities < high)
    return float(what[inside].mean()) if inside.any() else 0.0


def f1_difference_interval(
    truth: Bools, old: Bools, new: Bools, *, seed: int, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Return the 95% bootstrap interval of F1(new) - F1(old) on the same articles. Below zero throughout: worse.

    Source: Efron and Tibshirani 1993; articles are drawn with replacement, both models judged on each draw.
    """
    random = np.random.default_rng(seed)
    differences = np.empty(resamples)
    for number in range(resamples):
        drawn = random.integers(0, len(truth), len(truth)) if len(truth) else np.empty(0, np.int64)
        differences[number] = _f1(truth[drawn], new[drawn]) - _f1(truth[drawn], old[drawn])
    low, high = np.quantile(differences, [0.025, 0.975])
    return float(low), float(high)


def _f1(truth: Bools, assigned: Bools) -> float:
    total = int(truth.sum()) + int(assigned.sum())
    return 2 * int((truth & assigned).sum()) / total if total else 1.0
