"""What the scorer does not say of topics: calibration, false alarms where a topic is absent, and all sets pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.quality.gold import Figures, Line

TOPICS = ("security", "counterterrorism", "cybercrime")
# Share of ordinary news that is on a topic: the gold sets hold five to fifteen times as many positives.
NATURAL_SHARES = {"security": 0.08, "counterterrorism": 0.02, "cybercrime": 0.02}
BINS = 10  # of equal width, as Guo et al. 2017, "On calibration of modern neural networks"
POOLED = "ALL"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One topic of one document: what the gold says and what was given. probability: None where the tool has none."""

    topic: str
    is_gold: bool
    is_given: bool
    probability: float | None


def describe_topics(gold: Sequence[Line], output: Mapping[str, Line]) -> Figures:
    """Return per set, and for all sets pooled, `<topic>_ece` and `<topic>_fpr`; for the pool also F1, as it is and natural.

    A topic that the tool left out of its answer counts as probability 0; without any probabilities there is no ECE.
    """
    rows: Figures = {}
    for name in [*sorted({line["set"] for line in gold}), POOLED]:
        judged = [one for line in gold if name in (line["set"], POOLED) for one in judge(line, output.get(line["id"]))]
        row = {}
        for topic in TOPICS:
            mine = [one for one in judged if one.topic == topic]
            negatives = [one for one in mine if not one.is_gold]
            if negatives:
                row[f"{topic}_fpr"] = sum(one.is_given for one in negatives) / len(negatives)
            pairs = [(one.probability, one.is_gold) for one in mine if one.probability is not None]
            if pairs:
                row[f"{topic}_ece"] = calibration_error(pairs)
        if name == POOLED:
            row |= pooled_f1(judged) | natural_f1(judged)
        rows[name] = row
    return rows


def judge(gold: Line, answer: Line | None) -> list[Judgement]:
    """Return the judgements of one document: one per topic whose label is certain."""
    given = {one["topic"]: one for one in (answer or {}).get("topics") or []}
    has_probabilities = any("probability" in one for one in given.values())
    return [
        Judgement(
            topic,
            is_gold=topic in gold["labels"],
            is_given=bool(given.get(topic, {}).get("assigned")),
            probability=given.get(topic, {}).get("probability", 0.0) if has_probabilities else None,
        )
        for topic in gold.get("judged") or TOPICS
    ]


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Return the expected calibration error: the mean distance of said and true shares over bins, by their size.

    pairs: (probability, is it so). Source: Guo et al. 2017.
    """
    filled: dict[int, list[tuple[float, bool]]] = {}
    for probability, is_so in pairs:
        filled.setdefault(min(int(probability * bins), bins - 1), []).append((probability, is_so))
    distance = sum(abs(sum(said for said, _ in one) - sum(is_so for _, is_so in one)) for one in filled.values())
    return distance / len(pairs)


def pooled_f1(judged: Sequence[Judgement]) -> dict[str, float]:
    """Return `<topic>_f1` and `macro_f1` over all judgements."""
    row = {}
    for topic in TOPICS:
        mine = [one for one in judged if one.topic == topic]
        hits = sum(one.is_gold and one.is_given for one in mine)
        said = sum(one.is_gold for one in mine) + sum(one.is_given for one in mine)
        if any(one.is_gold for one in mine):
            row[f"{topic}_f1"] = 2 * hits / said
    if row:
        row["macro_f1"] = sum(row.values()) / len(row)
    return row


def natural_f1(judged: Sequence[Judgement]) -> dict[str, float]:
    """Return `<topic>_natural_f1` and `natural_macro_f1`: as if positives were as rare as in ordinary news.

    Positives are weighted down to NATURAL_SHARES. The negatives stay the gold's, which are harder than ordinary news.
    """
    row = {}
    for topic, share in NATURAL_SHARES.items():
        given = {
            is_gold: [one.is_given for one in judged if one.topic == topic and one.is_gold is is_gold]
            for is_gold in (True, False)
        }
        if given[True] and given[False]:
            hits = share * sum(given[True]) / len(given[True])
            alarms = (1 - share) * sum(given[False]) / len(given[False])
            row[f"{topic}_natural_f1"] = 2 * hits / (share + hits + alarms)
    if row:
        row["natural_macro_f1"] = sum(row.values()) / len(row)
    return row
